"""Made-up rule sets of any size for the scale benchmark, written as files and loaded like any
other.

The shape follows `leg_numbness`: findings chain two deep, half of the rules speak about causes, the
rest bring levels. Conditions never contradict each other, so every rule can fire. The same size and
seed give the same rule set.
"""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from triage.answers.value import Answers, choose
from triage.language import source
from triage.language.conditions import AllOf
from triage.language.load import load
from triage.language.model import Rule
from triage.language.ruleset import RuleSet
from triage.language.words import USUAL_LEVELS

Plain = dict[str, Any]
SOURCE = {"id": "S", "title": "Made", "publisher": "Nobody", "kind": "document", "place": "nowhere"}
STRENGTHS = ("typical", "compatible", "compatible", "risk", "against")
LEVELS = ("see_doctor", "see_doctor", "urgent", "emergency")


def ruleset(folder: Path, rules: int, seed: int = 7) -> RuleSet:
    """A rule set of about this many rules, written into ``folder``."""
    made = _Made(rules, random.Random(seed))
    (folder / "causes").mkdir(parents=True)
    for name, content in made.files():
        (folder / name).write_text(source.dump(content), encoding="utf-8")
    return load(folder)


def people(ruleset: RuleSet, count: int, seed: int = 7) -> list[Answers]:
    """Random answers of this many people; each answers about two questions in three."""
    chance = random.Random(seed)
    return [_person(ruleset, chance) for _ in range(count)]


def edited(ruleset: RuleSet, count: int = 3, seed: int = 7) -> RuleSet:
    """The rule set with one condition taken out of a few rules."""
    long = [
        rule for rule in ruleset.rules if isinstance(rule.when, AllOf) and len(rule.when.parts) > 1
    ]
    chosen = {rule.id for rule in random.Random(seed).sample(long, count)}
    return dataclasses.replace(
        ruleset,
        rules=tuple(_shorter(rule) if rule.id in chosen else rule for rule in ruleset.rules),
    )


def _shorter(rule: Rule) -> Rule:
    assert isinstance(rule.when, AllOf)
    return rule.model_copy(update={"when": AllOf(rule.when.parts[1:])})


def _person(ruleset: RuleSet, chance: random.Random) -> Answers:
    given = {}
    for name, question in ruleset.questions.items():
        if chance.random() < 0.67:
            most = 1 if question.kind.takes_one else 2
            least = 1 if question.kind.takes_one else 0
            given[name] = choose(
                question, *chance.sample(question.option_ids, chance.randint(least, most))
            )
    return Answers(given)


class _Made:
    """The files of one rule set."""

    def __init__(self, rules: int, chance: random.Random) -> None:
        self._chance = chance
        self._causes = [f"c{number}" for number in range(max(2, rules // 12))]
        self._findings = [f"f{number}" for number in range(max(2, rules // 8))]
        self._questions = [self._question(number) for number in range(10 + rules // 12)]
        self._many = [question for question in self._questions if question["kind"] == "many"]
        self._one = [question for question in self._questions if question["kind"] == "one"]
        self._left = rules - len(self._causes)

    def files(self) -> Iterator[tuple[str, Plain]]:
        """Each file with its content."""
        yield "ruleset.yaml", self._identity()
        yield "questions.yaml", {"questions": self._questions}
        for_findings, for_causes = max(len(self._findings), self._left // 4), self._left // 2
        yield (
            "findings.yaml",
            {
                "findings": [_named(name) for name in self._findings],
                "rules": [self._for_finding(number) for number in range(for_findings)],
            },
        )
        yield (
            "guidance.yaml",
            {
                "rules": [
                    self._for_level(number)
                    for number in range(max(4, self._left - for_findings - for_causes))
                ]
            },
        )
        for place, cause in enumerate(self._causes):
            mine = range(place, max(for_causes, len(self._causes)), len(self._causes))
            yield (
                f"causes/{cause}.yaml",
                {
                    **_card(cause, self._chance.choice(LEVELS)),
                    "rules": [self._for_cause(cause, number) for number in mine],
                },
            )

    def _identity(self) -> Plain:
        return {
            "id": "made",
            "version": "1",
            "title": "Made",
            "purpose": "x",
            "limits": ["x"],
            "levels": {
                level.id: {"name": "x", "headline": "x", "action": "x", "cites": ["S"]}
                for level in USUAL_LEVELS
            },
            "watch": [],
            "sections": [{"id": "s", "name": "x"}],
            "sources": [SOURCE],
            "claims": [],
        }

    def _question(self, number: int) -> Plain:
        options = [
            {"id": f"o{place}", "text": "x", "said": "x"}
            for place in range(self._chance.randint(3, 6))
        ]
        return {
            "id": f"q{number}",
            "section": "s",
            "kind": ("many", "one")[number % 2],
            "text": "x",
            "help": "x",
            "cites": ["S"],
            "options": options,
        }

    def _for_finding(self, number: int) -> Plain:
        place = number % len(self._findings)
        below = (
            self._findings[: len(self._findings) // 2] if place >= len(self._findings) // 2 else []
        )
        return self._rule(f"rf{number}", {"finding": self._findings[place]}, below)

    def _for_cause(self, cause: str, number: int) -> Plain:
        strength = "compatible" if number < len(self._causes) else self._chance.choice(STRENGTHS)
        return self._rule(f"rc{number}", {"cause": cause, "strength": strength}, self._findings)

    def _for_level(self, number: int) -> Plain:
        level = ([level.id for level in USUAL_LEVELS] + [self._chance.choice(LEVELS)])[
            min(number, len(USUAL_LEVELS))
        ]
        return self._rule(f"rl{number}", {"level": level}, self._findings)

    def _rule(self, name: str, then: Plain, findings: list[str]) -> Plain:
        return {
            "id": name,
            "when": {"all": list(self._parts(findings))},
            "then": then,
            "because": "x",
            "cites": ["S"],
        }

    def _parts(self, findings: list[str]) -> Iterator[Plain]:
        """Choices of `many` questions, at most one part about a `one` question, at most one
        finding.
        """
        for question in self._chance.sample(self._many, self._chance.randint(1, 2)):
            yield {question["id"]: self._options(question, 1)}
        if findings and self._chance.random() < 0.5:
            yield {"finding": self._chance.choice(findings)}
        elif self._chance.random() < 0.5:
            question = self._chance.choice(self._one)
            yield {question["id"]: self._options(question, 2)}

    def _options(self, question: Plain, count: int) -> list[str]:
        return [option["id"] for option in self._chance.sample(question["options"], count)]


def _named(name: str) -> Plain:
    return {"id": name, "name": "x", "help": "x", "cites": ["S"]}


def _card(cause: str, level: str) -> Plain:
    return {
        "id": cause,
        "name": cause,
        "level": {"is": level, "because": "x", "cites": ["S"]},
        "card": {"what": [{"text": "x", "cites": ["S"]}]},
    }
