"""Answers to "why": why this question, why not that cause, what could still change, all as plain
values.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from triage.answers.value import Answers
from triage.engine.assessment import Assessment
from triage.interview.state import View, sensible
from triage.language.chaining import conclusions
from triage.language.conditions import All, Any, Condition, Fact, Holds, Is, IsNot, Supported, atoms
from triage.language.model import Question, Rule
from triage.language.ruleset import RuleSet
from triage.language.words import ForCause, Kind, Level, Strength

MOST_WAYS = 32
"""How many ways of meeting one condition are followed; the nearest ones stay."""

Way = frozenset[Is | IsNot]
"""Answer facts that one person can yield together."""


@dataclass(frozen=True, slots=True)
class WhyAsked:
    """What is known before a question, and the rules that wait for its answer."""

    question: Question
    level: Level
    findings: tuple[str, ...]
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """The rule that comes nearest to firing, and the answer facts it lacks."""

    rule: Rule
    lacks: tuple[Is | IsNot, ...]


def open_questions(assessment: Assessment, cause: str) -> tuple[Question, ...]:
    """The questions not asked, not sure or declined that make sense and that rules about ``cause``
    still wait for.
    """
    ruleset, answers = assessment.ruleset, assessment.answers
    wanted = _lacking_questions(assessment, [rule.when for rule in _about(ruleset, cause)])
    return tuple(
        question
        for question in sensible(ruleset, answers)
        if question.id in wanted and answers[str(question.id)].is_open(question)
    )


def why_asked(ruleset: RuleSet, answers: Answers, question: str) -> WhyAsked:
    """What is known before ``question`` and which rules wait for its answer, the most urgent
    first.
    """
    view = View(ruleset, answers.without(question))
    waiting = [
        rule
        for rule, lacking in view.waiting()
        if any(isinstance(fact, Is | IsNot) and fact.question == question for fact in lacking)
    ]
    found = tuple(name for name in ruleset.findings if view.known(Holds(name)))
    return WhyAsked(
        ruleset.questions[question], view.level, found, tuple(sorted(waiting, key=_weight))
    )


def why_not(assessment: Assessment, cause: str) -> tuple[Missing, ...]:
    """For a cause that nothing typical or compatible supports: its rules, each with the fewest
    answers it lacks.

    The nearest rule comes first. A rule that contradictory answers would be needed for is left out.
    """
    supporting = [
        rule
        for rule in _about(assessment.ruleset, cause)
        if isinstance(rule.then, ForCause) and rule.then.strength is not Strength.AGAINST
    ]
    shortest = _shortest(assessment.ruleset, assessment.answers)
    found = [
        Missing(rule, tuple(sorted(lacks, key=str)))
        for rule in supporting
        if (lacks := shortest.of(rule.when)) is not None
    ]
    return tuple(sorted(found, key=lambda missing: (len(missing.lacks), _weight(missing.rule))))


def agree(facts: Collection[Is | IsNot], ruleset: RuleSet) -> bool:
    """Whether one answer to each question can bring all these facts."""
    yes: dict[str, set[str]] = {}
    no: dict[str, set[str]] = {}
    for fact in facts:
        (yes if isinstance(fact, Is) else no).setdefault(fact.question, set()).add(fact.option)
    if any(not chosen.isdisjoint(no.get(name, ())) for name, chosen in yes.items()):
        return False
    singles = [name for name in {**yes, **no} if ruleset.questions[name].kind is Kind.ONE]
    return all(
        len(yes.get(name, ())) <= 1 and len(no.get(name, ())) < len(ruleset.questions[name].options)
        for name in singles
    )


def lacks(assessment: Assessment, condition: Condition) -> tuple[Is | IsNot, ...] | None:
    """The fewest answers that ``condition`` lacks to hold; None where they would contradict each
    other.
    """
    found = _shortest(assessment.ruleset, assessment.answers).of(condition)
    return None if found is None else tuple(sorted(found, key=str))


def _about(ruleset: RuleSet, cause: str) -> list[Rule]:
    return [
        rule
        for rule in ruleset.rules
        if isinstance(rule.then, ForCause) and rule.then.cause == cause
    ]


def _weight(rule: Rule) -> tuple[int, str]:
    if isinstance(rule.then, Level):
        return -rule.then, str(rule.id)
    order = (Strength.TYPICAL, Strength.COMPATIBLE, Strength.RISK, Strength.AGAINST)
    return (
        (1 + order.index(rule.then.strength), str(rule.id))
        if isinstance(rule.then, ForCause)
        else (9, str(rule.id))
    )


def _lacking_questions(assessment: Assessment, conditions: list[Condition]) -> set[str]:
    """The questions behind facts that do not hold, through all the findings that the conditions
    read.
    """
    reads = _reads(assessment.ruleset)
    waiting = [fact for condition in conditions for fact in atoms(condition)]
    found, seen = set(), set[Fact]()
    while waiting:
        fact = waiting.pop()
        if fact in seen or fact in assessment.facts:
            continue
        seen.add(fact)
        if isinstance(fact, Is | IsNot):
            found.add(str(fact.question))
        else:
            waiting.extend(reads.get(fact, ()))
    return found


@lru_cache(maxsize=4)
def _reads(ruleset: RuleSet) -> dict[Fact, list[Fact]]:
    """For each finding the facts that rules concluding it mention."""
    found: dict[Fact, list[Fact]] = {}
    for rule in ruleset.rules:
        for fact in conclusions(rule):
            found.setdefault(fact, []).extend(atoms(rule.when))
    return found


@lru_cache(maxsize=4)
def _shortest(ruleset: RuleSet, answers: Answers) -> _Shortest:
    return _Shortest(ruleset, answers)


class _Shortest:
    """The fewest answer facts that a condition lacks, through the chain of findings.

    A way is all the answer facts that a condition can rest on, known ones too, so that no way
    contradicts itself.
    """

    def __init__(self, ruleset: RuleSet, answers: Answers) -> None:
        self._ruleset = ruleset
        self._known = frozenset(answers.facts())
        self._derived: dict[Fact, list[Way]] = {}
        for rule in ruleset.rules:
            for fact in conclusions(rule):
                self._derived[fact] = self._nearest(
                    [*self._derived.get(fact, ()), *self._ways(rule.when)]
                )

    def of(self, condition: Condition) -> Way | None:
        """The facts still needed; empty where it holds, None where there is no way."""
        ways = self._ways(condition)
        return ways[0] - self._known if ways else None

    def _ways(self, condition: Condition) -> list[Way]:
        if isinstance(condition, All):
            ways = [Way()]
            for part in condition.parts:
                joined = (one | other for one, other in product(ways, self._ways(part)))
                ways = self._nearest(way for way in joined if agree(way, self._ruleset))
            return ways
        if isinstance(condition, Any):
            return self._nearest(way for part in condition.parts for way in self._ways(part))
        if isinstance(condition, Holds | Supported):
            return self._derived.get(condition, [])
        return [Way({condition})]

    def _nearest(self, ways: Iterable[Way]) -> list[Way]:
        """The ways that lack least, the nearest first, without those that contain another one."""
        kept: list[Way] = []
        for way in sorted(dict.fromkeys(ways), key=lambda way: (len(way - self._known), len(way))):
            if not any(smaller <= way for smaller in kept):
                kept.append(way)
        return kept[:MOST_WAYS]
