"""Random rule sets as folders of files, and random answers as they stand in a file."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.benchmarks.made import SOURCE, STRENGTHS, Plain
from triage.language.diagnostics import RuleSetError
from triage.language.load import load
from triage.language.ruleset import RuleSet
from triage.language.words import USUAL_LEVELS

NEVER_FIRES = "T131"
USUAL: Mapping[str, Plain] = {level.id: {} for level in USUAL_LEVELS}
OWN: Mapping[str, Plain] = {
    "green": {},
    "amber": {"protected": "true"},
    "red": {"protected": "true", "emergency": "true"},
}
CITED = {"because": "x", "cites": ["S"]}


def write(folder: Path, chance: random.Random) -> RuleSet:
    """A random rule set in ``folder``, without rules that nothing can trigger.

    It has questions of every kind, some behind others, chains of findings, scores, sometimes levels
    of its own, and conditions of `all`, `any` and `at_least` in one another.
    """
    return settled(folder, dict(Drawn(chance).files()))


def settled(folder: Path, files: Mapping[str, Plain]) -> RuleSet:
    """The rule set of these files in ``folder``; rules that nothing can trigger are taken out.

    Raises:
        RuleSetError: anything else is wrong with it.
    """
    (folder / "causes").mkdir(parents=True)
    while True:
        put(folder, files)
        try:
            return load(folder)
        except RuleSetError as error:
            if {problem.code for problem in error.diagnostics} != {NEVER_FIRES}:
                raise
            dead = {problem.message.split("`")[1] for problem in error.diagnostics}
        for content in files.values():
            if "rules" in content:
                content["rules"] = [rule for rule in content["rules"] if rule["id"] not in dead]


def put(folder: Path, files: Mapping[str, Plain]) -> None:
    """Write the files into ``folder``."""
    for name, content in files.items():
        (folder / name).write_text(json.dumps(content, indent=1), encoding="utf-8")


def answers(questions: dict[str, Plain], chance: random.Random) -> Plain:
    """Random answers to some of the questions, however senseless together: given, given in part,
    not sure or declined.
    """
    asked = chance.random()
    return {
        name: _answer(question, chance)
        for name, question in questions.items()
        if chance.random() < asked
    }


def _answer(question: Plain, chance: random.Random) -> Any:
    options = [option["id"] for option in question["options"]]
    kind = chance.random()
    if kind < 0.08:
        return "not_sure"
    if kind < 0.16 and question.get("declinable") == "true":
        return "declined"
    if question["kind"] != "many":
        return chance.choice(options)
    density = chance.random() ** 2
    if kind < 0.3:
        words = {option: chance.choice(("yes", "no", "not_sure")) for option in options}
        return {option: word for option, word in words.items() if chance.random() < 0.8}
    return [option for option in options if chance.random() < density]


@dataclass(frozen=True)
class Sizes:
    """How many there are of each, at least and at most."""

    questions: tuple[int, int] = (2, 9)
    options: tuple[int, int] = (2, 5)
    findings: tuple[int, int] = (0, 6)
    causes: tuple[int, int] = (1, 5)
    wide_rules: tuple[int, int] = (0, 5)
    level_rules: tuple[int, int] = (1, 8)


class Drawn:
    """The files of one random rule set."""

    def __init__(self, chance: random.Random, sizes: Sizes = Sizes()) -> None:
        self._chance, self._sizes = chance, sizes
        self._levels = OWN if chance.random() < 0.3 else USUAL
        self._questions = [
            self._question(place) for place in range(chance.randint(*sizes.questions))
        ]
        self._scores: list[Plain] = []
        self._findings = [f"f{place}" for place in range(chance.randint(*sizes.findings))]
        self._causes = [f"c{place}" for place in range(chance.randint(*sizes.causes))]
        for place, question in enumerate(self._questions):
            if place and chance.random() < 0.4:
                question["ask_if"] = self._condition(self._questions[:place], [], 1)
        self._scores = [
            self._score(f"s{place}", self._questions, self._findings)
            for place in range(chance.randint(0, 2))
        ]

    def files(self) -> Iterator[tuple[str, Plain]]:
        """Each file with its content."""
        yield "ruleset.yaml", _identity(self._levels)
        yield "scores.yaml", {"scores": self._scores}
        yield "questions.yaml", {"questions": self._questions}
        named = [{"id": name, "name": "x", "help": "x", "cites": ["S"]} for name in self._findings]
        yield "findings.yaml", {"findings": named, "rules": list(self._for_findings())}
        count = self._chance.randint(*self._sizes.level_rules)
        yield "guidance.yaml", {"rules": [self._for_level(f"rl{n}") for n in range(count)]}
        for cause in self._causes:
            yield f"causes/{cause}.yaml", self._cause(cause)

    def _question(self, place: int) -> Plain:
        names = [f"o{number}" for number in range(self._chance.randint(*self._sizes.options))]
        return {
            "id": f"q{place}",
            "section": "s",
            "kind": self._chance.choice(("one", "many", "scale")),
            "text": "x",
            "help": "x",
            "cites": ["S"],
            "declinable": self._chance.random() < 0.5,
            "options": [{"id": name, "text": "x", "said": "x"} for name in names],
        }

    def _for_findings(self) -> Iterator[Plain]:
        """One rule or more for each finding, each on findings before it."""
        for place, name in enumerate(self._findings):
            for number in range(self._chance.randint(1, 3)):
                when = self._condition(self._questions, self._findings[:place], 3)
                yield {
                    "id": f"rf{place}-{number}",
                    "when": when,
                    "then": {"finding": name},
                    **CITED,
                }

    def _for_level(self, name: str) -> Plain:
        level = self._chance.choice(list(self._levels))
        when = self._condition(self._questions, self._findings, 3)
        is_base = self._chance.random() < 0.1
        return {
            "id": name,
            "when": "always" if is_base else when,
            "then": {"level": level},
            **CITED,
        }

    def _cause(self, name: str) -> Plain:
        # the first rule holds whatever else dies, so that something speaks for the cause
        plain: Plain = {self._questions[0]["id"]: "o0"}
        count = self._chance.randint(*self._sizes.wide_rules)
        conditions = [plain, *(self._wide() for _ in range(count))]
        return {
            "id": name,
            "name": name,
            "level": {
                "is": self._chance.choice([*self._levels][1:]),
                "because": "x",
                "cites": ["S"],
            },
            "card": {"what": [{"text": "x", "cites": ["S"]}]},
            "stressed": ["C"] if self._chance.random() < 0.4 else [],
            **self._chance.choice(({}, {"danger": "typical"}, {"danger": "compatible"})),
            "rules": [
                {
                    "id": f"r{name}-{number}",
                    "when": when,
                    "then": {
                        "cause": name,
                        "strength": self._chance.choice(STRENGTHS if number else STRENGTHS[:4]),
                    },
                    **CITED,
                }
                for number, when in enumerate(conditions)
            ],
        }

    def _wide(self) -> Plain:
        return self._condition(self._questions, self._findings, 3)

    def _score(self, name: str, questions: list[Plain], findings: list[str]) -> Plain:
        """Points for different things; what is shown may begin below zero."""
        drawn = [self._line(questions, findings) for _ in range(5)]
        conditions = {next(iter(when)): when for when in drawn}
        items = [
            {"when": when, "points": str(self._chance.randint(1, 3)), **CITED}
            for when in conditions.values()
        ]
        start = self._chance.choice((0, 0, -2))
        return {"id": name, "name": "x", "start": str(start), "items": items}

    def _points(self, questions: list[Plain], findings: list[str], depth: int) -> Plain:
        """So many of some conditions, or a threshold of a score."""
        if self._scores and findings is self._findings and self._chance.random() < 0.5:
            return self._threshold(self._chance.choice(self._scores))
        count = self._chance.randint(2, 5)
        drawn = [self._condition(questions, findings, depth - 1) for _ in range(count)]
        parts = list({frozenset(self._told(part)): part for part in drawn}.values())
        return {"at_least": {"n": str(self._chance.randint(1, len(parts))), "of": parts}}

    def _threshold(self, score: Plain) -> Plain:
        most = sum(int(item["points"]) for item in score["items"])
        least = int(score["start"]) + self._chance.randint(1, most)
        return {"score": score["id"], "at_least": str(least)}

    def _told(self, when: Plain) -> Iterator[tuple[str, ...]]:
        """All that a condition reads: conditions that read different things are not the same."""
        options = {one["id"]: [o["id"] for o in one["options"]] for one in self._questions}
        for key, value in when.items():
            if key in ("all", "any", "at_least"):
                for part in value["of"] if key == "at_least" else value:
                    yield from self._told(part)
            elif key == "score":
                yield "score", value, when["at_least"]
                return
            elif isinstance(value, dict) and "not" not in value:
                first, last = value.get("from", options[key][0]), value.get("to", options[key][-1])
                start, end = options[key].index(first), options[key].index(last)
                yield from ((key, "", name) for name in options[key][start : end + 1])
            else:
                is_denied = isinstance(value, dict)
                names = value["not"] if is_denied else value
                for name in [names] if isinstance(names, str) else names:
                    yield key, "not" if is_denied else "", name

    def _condition(self, questions: list[Plain], findings: list[str], depth: int) -> Plain:
        """A condition over these, `all` and `any` nested at most so deep."""
        chance = self._chance.random()
        if depth and chance < 0.6:
            count = self._chance.randint(1, 4)
            parts = [self._condition(questions, findings, depth - 1) for _ in range(count)]
            return {"any" if chance < 0.35 else "all": parts}
        if depth and chance < 0.68:
            return self._points(questions, findings, depth)
        if depth and chance < 0.75:  # several keys in one mapping
            lines = [self._line(questions, findings) for _ in range(3)]
            return {key: value for line in lines for key, value in line.items()}
        return self._line(questions, findings)

    def _line(self, questions: list[Plain], findings: list[str]) -> Plain:
        chance = self._chance.random()
        if findings and chance < 0.3:
            return {"finding": self._some(findings)}
        question = self._chance.choice(questions)
        options = [option["id"] for option in question["options"]]
        if question["kind"] == "scale" and chance < 0.85:
            return {question["id"]: self._range(options)}
        names = self._some(options)
        if question["kind"] == "scale":
            names = self._chance.choice(options)
        return {question["id"]: {"not": names} if chance > 0.75 else names}

    def _range(self, options: list[str]) -> Plain:
        """A range of a scale, open at one side at times."""
        first, last = sorted(self._chance.choices(range(len(options)), k=2))
        bounds = {"from": options[first], "to": options[last]}
        kept = self._chance.choice((("from", "to"), ("from",), ("to",)))
        return {word: bounds[word] for word in kept}

    def _some(self, names: list[str]) -> str | list[str]:
        """One name, or a list of a few."""
        if self._chance.random() < 0.6:
            return self._chance.choice(names)
        return self._chance.sample(names, self._chance.randint(1, min(3, len(names))))


def _identity(levels: Mapping[str, Plain]) -> Plain:
    words = {"name": "x", "headline": "x", "action": "x", "cites": ["S"]}
    return {
        "id": "drawn",
        "version": "1",
        "title": "Drawn",
        "purpose": "x",
        "limits": ["x"],
        "levels": {name: {**words, **marks} for name, marks in levels.items()},
        "watch": [],
        "sections": [{"id": "s", "name": "x"}],
        "sources": [SOURCE],
        "claims": [{"id": "C", "source": "S", "section": "x", "says": "x"}],
    }
