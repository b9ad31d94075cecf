"""Inputs of any size, of each kind that a stranger may send, as folders, files and texts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from triage.language.load import load
from triage.language.ruleset import RuleSet
from triage.language.words import USUAL_LEVELS

Plain = dict[str, Any]
CITED = {"because": "x", "cites": ["S"]}
WORDS = {"name": "x", "headline": "x", "action": "x", "cites": ["S"]}
IDENTITY: Plain = {
    "id": "grown",
    "version": "1",
    "title": "Grown",
    "purpose": "x",
    "limits": ["x"],
    "levels": {level.id: WORDS for level in USUAL_LEVELS},
    "watch": [],
    "sections": [{"id": "s", "name": "x"}],
    "sources": [
        {"id": "S", "title": "x", "publisher": "x", "kind": "document", "place": "a shelf"}
    ],
    "claims": [],
}


def question(name: str, options: Iterable[str] = ("a", "b"), kind: str = "many") -> Plain:
    """A question with these options."""
    choices = [{"id": option, "text": option, "said": option} for option in options]
    texts = {"text": "x", "help": "x", "cites": ["S"]}
    return {"id": name, "section": "s", "kind": kind, "options": choices, **texts}


def rule(name: str, when: Plain, then: Plain) -> Plain:
    """A rule as an author writes it."""
    return {"id": name, "when": when, "then": then, **CITED}


def write(
    folder: Path,
    questions: Iterable[Plain],
    findings: Iterable[Plain] = (),
    guidance: Iterable[Plain] = (),
    cause: Iterable[Plain] = (),
) -> Path:
    """The folder of a rule set: the rules about findings name them; those in ``cause`` are about
    the cause `c`.
    """
    about = list(findings)
    names = dict.fromkeys(entry["then"]["finding"] for entry in about)
    files: dict[str, Plain] = {
        "ruleset.yaml": IDENTITY,
        "questions.yaml": {"questions": list(questions)},
        "findings.yaml": {
            "findings": [{"id": name, "name": name, "help": "x", "cites": ["S"]} for name in names],
            "rules": about,
        },
        "guidance.yaml": {"rules": list(guidance)},
    }
    rules = list(cause)
    if rules:
        files["causes/c.yaml"] = about_cause("c", "x", rules)
    (folder / "causes").mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_text(json.dumps(content, indent=1), encoding="utf-8")
    return folder


def about_cause(name: str, called: str, rules: list[Plain]) -> Plain:
    """The file of a cause."""
    card = {"what": [{"text": "x", "cites": ["S"]}]}
    level = {"is": "see_doctor", "because": "x", "cites": ["S"]}
    return {"id": name, "name": called, "level": level, "card": card, "rules": rules}


def chain(folder: Path, count: int) -> RuleSet:
    """So many findings, each of which needs the one before it and an answer of its own; a cause
    and an emergency at the end.
    """
    return load(write(folder, *_chain(count)))


def _chain(count: int) -> Iterator[list[Plain]]:
    yield [question(f"q{place}") for place in range(count)]
    yield [
        rule(
            f"r{place}",
            {f"q{place}": "a", **({"finding": f"f{place - 1}"} if place else {})},
            {"finding": f"f{place}"},
        )
        for place in range(count)
    ]
    last = {"finding": f"f{count - 1}"}
    yield [rule("end", last, {"level": "emergency"})]
    yield [rule("c-typical", last, {"cause": "c", "strength": "typical"})]


def thin_chain(folder: Path, count: int) -> RuleSet:
    """So many findings, each of which needs the one before it and nothing else."""
    findings = [
        rule(
            f"r{place}",
            {"finding": f"f{place - 1}"} if place else {"q": "a"},
            {"finding": f"f{place}"},
        )
        for place in range(count)
    ]
    last = {"finding": f"f{count - 1}"}
    guidance = [rule("end", last, {"level": "emergency"})]
    cause = [rule("c-typical", last, {"cause": "c", "strength": "typical"})]
    return load(write(folder, [question("q")], findings, guidance, cause))


def wide(folder: Path, count: int) -> RuleSet:
    """An emergency that needs so many options of one question together, and one that each of them
    brings by itself to a lower level.
    """
    options = [f"o{place}" for place in range(count)]
    together = {"all": [{"q": option} for option in options]}
    guidance = [
        rule("all", together, {"level": "emergency"}),
        rule("one", {"q": options}, {"level": "see_doctor"}),
    ]
    return load(write(folder, [question("q", options)], guidance=guidance))


def many_rules(folder: Path, count: int) -> RuleSet:
    """So many rules, each about two answers, half of them with a finding between."""
    questions = [question(f"q{place}") for place in range(count // 4 + 2)]
    pairs = [
        {f"q{place % len(questions)}": "a", f"q{(place * 7 + 1) % len(questions)}": "b"}
        for place in range(count // 2)
    ]
    findings = [
        rule(f"rf{place}", when, {"finding": f"f{place}"}) for place, when in enumerate(pairs)
    ]
    strengths = ("typical", "compatible", "risk", "against")
    cause = [
        rule(f"rc{n}", {"finding": f"f{n}"}, {"cause": "c", "strength": strengths[n % 4]})
        for n in range(count // 4)
    ]
    guidance = [
        rule(f"rl{n}", {"finding": f"f{n}"}, {"level": list(USUAL_LEVELS)[n % 4].id})
        for n in range(count // 4, count // 2)
    ]
    return load(write(folder, questions, findings, guidance, cause))


def many_causes(folder: Path, count: int) -> RuleSet:
    """So many causes, each with a lay name and a rule that reads the same answer."""
    write(folder, [question("q")])
    for place in range(count):
        typical = {"cause": f"c{place}", "strength": "typical"}
        content = about_cause(f"c{place}", f"x{place}", [rule(f"r{place}", {"q": "a"}, typical)])
        content["also"] = [f"lay name {place}"]
        path = folder / "causes" / f"c{place}.yaml"
        path.write_text(json.dumps(content), encoding="utf-8")
    return load(folder)


def misspelt(folder: Path, count: int) -> Path:
    """A rule set with so many questions, and as many rules that misspell one each."""
    questions = [question(f"sign_of_trouble_{place}") for place in range(count)]
    wrong = [
        rule(f"r{n}", {f"sing_of_truoble_{n}": "a"}, {"level": "urgent"}) for n in range(count)
    ]
    return write(folder, questions, guidance=wrong)
