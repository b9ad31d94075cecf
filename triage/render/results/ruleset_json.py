"""Parts of a rule set as plain data, for `--json`."""

from __future__ import annotations

from collections.abc import Iterable

from triage.engine.assessment import Assessment
from triage.language.conditions import Is, IsNot, atoms
from triage.language.model import Rule, Statement
from triage.language.ruleset import RuleSet
from triage.language.words import ForCause, Level
from triage.why.missing import Missing

Plain = dict[str, object]


def rule(ruleset: RuleSet, name: str) -> Plain:
    """A rule: what it reads, what it concludes, and why."""
    found = ruleset.rule[name]
    return {
        "id": found.id,
        "reads": list(dict.fromkeys(map(_atom, atoms(found.when)))),
        "concludes": _then(found),
        "because": found.because,
        "cites": [*map(str, found.cites)],
        "added": found.added,
        "file": found.span.file,
        "line": found.span.line,
    }


def cause(ruleset: RuleSet, name: str) -> Plain:
    """A cause: its card, the level it brings, and the rules about it."""
    found = ruleset.causes[name]
    card = found.card
    parts = {
        "what": card.what,
        "shows": card.shows,
        "raises": card.raises,
        "tests": card.tests,
        "treatment": card.treatment,
        "prevention": card.prevention,
        "differs": card.differs,
    }
    about = [r.id for r in ruleset.rules if isinstance(r.then, ForCause) and r.then.cause == name]
    return {
        "id": name,
        "name": found.name,
        "level": found.level.is_.id,
        "card": {part: _statements(texts) for part, texts in parts.items()},
        "rules": about,
    }


def question(ruleset: RuleSet, name: str) -> Plain:
    """A question: its wording, its options, and the rules that read it."""
    found = ruleset.questions[name]
    readers = [
        r.id
        for r in ruleset.rules
        if any(isinstance(fact, Is | IsNot) and fact.question == name for fact in atoms(r.when))
    ]
    return {
        "id": name,
        "takes": str(found.kind),
        "text": found.text,
        "help": str(found.help),
        "options": [{"id": option.id, "text": option.text} for option in found.options],
        "declinable": found.declinable,
        "cites": [*map(str, found.cites)],
        "rules": readers,
    }


def source(ruleset: RuleSet, name: str) -> Plain:
    """A source or a claim, and what rests on it."""
    users = {
        "rules": [r.id for r in ruleset.rules if name in r.cites],
        "causes": [
            c
            for c, found in ruleset.causes.items()
            if any(name in statement.cites for statement in found.card.statements())
        ],
    }
    if name in ruleset.claims:
        claim = ruleset.claims[name]
        return {
            "id": name,
            "kind": "claim",
            "source": claim.source,
            "section": claim.section,
            "says": claim.says,
            **users,
        }
    found = ruleset.sources[name]
    return {
        "id": name,
        "kind": found.kind,
        "title": found.title,
        "publisher": found.publisher,
        "place": found.place,
        "date": str(found.date) if found.date else None,
        **users,
    }


def why_not(assessment: Assessment, name: str, missing: Iterable[Missing]) -> Plain:
    """The rules for a cause, nearest first, each with the answers it lacks."""
    listed = any(candidate.cause.id == name for candidate in assessment.causes)
    return {
        "cause": name,
        "listed": listed,
        "rules": [
            {
                "rule": m.rule.id,
                "concludes": _then(m.rule),
                "lacks": [_lack(assessment, fact) for fact in m.lacks],
            }
            for m in missing
        ],
    }


def _lack(assessment: Assessment, fact: Is | IsNot) -> Plain:
    key = "option" if isinstance(fact, Is) else "not"
    state = assessment.answers[fact.question].state.value
    return {"question": fact.question, key: fact.option, "answer": state}


def _statements(statements: Iterable[Statement]) -> list[Plain]:
    return [{"text": s.text, "cites": [*map(str, s.cites)]} for s in statements]


def _then(found: Rule) -> Plain:
    if isinstance(found.then, Level):
        return {"level": found.then.id}
    if isinstance(found.then, ForCause):
        return {"cause": found.then.cause, "strength": str(found.then.strength)}
    return {"finding": found.then.finding}


def _atom(fact: object) -> str:
    if isinstance(fact, Is | IsNot):
        return fact.question
    return str(getattr(fact, "finding", None) or getattr(fact, "cause", ""))
