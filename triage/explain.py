"""Answers to "why": why this question, why not that cause, what could still change, all as plain values."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from triage.answers import Answers
from triage.assessment import Assessment
from triage.chaining import conclusions
from triage.conditions import All, Any, Condition, Fact, Holds, Is, IsNot, Supported, atoms
from triage.interview import View
from triage.model import Question, Rule
from triage.ruleset import RuleSet
from triage.vocabulary import ForCause, Kind, Level, Strength


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
    """The questions not asked, not sure or declined that rules about ``cause`` still wait for."""
    ruleset, answers = assessment.ruleset, assessment.answers
    wanted = _lacking_questions(assessment, [rule.when for rule in _about(ruleset, cause)])
    return tuple(question for question in ruleset.questions.values()
                 if question.id in wanted and answers[str(question.id)].is_open(question))


def why_asked(ruleset: RuleSet, answers: Answers, question: str) -> WhyAsked:
    """What is known before ``question`` and which rules wait for its answer, the most urgent first."""
    view = View(ruleset, answers.without(question))
    waiting = [rule for rule, lacking in view.waiting()
               if any(isinstance(fact, Is | IsNot) and fact.question == question for fact in lacking)]
    found = tuple(name for name in ruleset.findings if view.known(Holds(name)))
    return WhyAsked(ruleset.questions[question], view.level, found, tuple(sorted(waiting, key=_weight)))


def why_not(assessment: Assessment, cause: str) -> tuple[Missing, ...]:
    """For a cause that nothing typical or compatible supports: its rules, each with the fewest answers it lacks.

    The nearest rule comes first. A rule that contradictory answers would be needed for is left out.
    """
    supporting = [rule for rule in _about(assessment.ruleset, cause)
                  if isinstance(rule.then, ForCause) and rule.then.strength is not Strength.AGAINST]
    shortest = _Shortest(assessment)
    found = [Missing(rule, tuple(sorted(lacks, key=str))) for rule in supporting
             if (lacks := shortest.of(rule.when)) is not None]
    return tuple(sorted(found, key=lambda missing: (len(missing.lacks), _weight(missing.rule))))


def agree(facts: Collection[Is | IsNot], ruleset: RuleSet) -> bool:
    """Whether one answer to each question can bring all these facts."""
    chosen: dict[str, set[str]] = {}
    for fact in facts:
        if isinstance(fact, Is):
            if IsNot(fact.question, fact.option) in facts:
                return False
            chosen.setdefault(fact.question, set()).add(fact.option)
    return all(len(options) == 1 or ruleset.questions[name].kind is Kind.MANY for name, options in chosen.items())


def lacks(assessment: Assessment, condition: Condition) -> tuple[Is | IsNot, ...] | None:
    """The fewest answers that ``condition`` lacks to hold; None where they would contradict each other."""
    found = _Shortest(assessment).of(condition)
    return None if found is None else tuple(sorted(found, key=str))


def _about(ruleset: RuleSet, cause: str) -> list[Rule]:
    return [rule for rule in ruleset.rules if isinstance(rule.then, ForCause) and rule.then.cause == cause]


def _weight(rule: Rule) -> tuple[int, str]:
    if isinstance(rule.then, Level):
        return -rule.then, str(rule.id)
    order = (Strength.TYPICAL, Strength.COMPATIBLE, Strength.RISK, Strength.AGAINST)
    return (1 + order.index(rule.then.strength), str(rule.id)) if isinstance(rule.then, ForCause) else (9, str(rule.id))


def _lacking_questions(assessment: Assessment, conditions: list[Condition]) -> set[str]:
    """The questions behind facts that do not hold, through all the findings that the conditions read."""
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


class _Shortest:
    """The fewest answer facts that a condition lacks, through the chain of findings."""

    def __init__(self, assessment: Assessment) -> None:
        self._ruleset = assessment.ruleset
        self._known = assessment.facts
        self._derived: dict[Fact, frozenset[Is | IsNot] | None] = {}
        for rule in assessment.ruleset.rules:
            self._remember(rule)

    def of(self, condition: Condition) -> frozenset[Is | IsNot] | None:
        """The facts still needed; empty where it holds, None where there is no way."""
        if isinstance(condition, All):
            return self._joined([self.of(part) for part in condition.parts])
        if isinstance(condition, Any):
            return min((way for part in condition.parts if (way := self.of(part)) is not None),
                       key=len, default=None)
        if condition in self._known:
            return frozenset()
        if isinstance(condition, Holds | Supported):
            return self._derived.get(condition)
        return frozenset({condition})

    def _remember(self, rule: Rule) -> None:
        facts = conclusions(rule)
        way = self.of(rule.when) if facts else None
        for fact in facts:
            old = self._derived.get(fact)
            if way is not None and (old is None or len(way) < len(old)):
                self._derived[fact] = way

    def _joined(self, parts: list[frozenset[Is | IsNot] | None]) -> frozenset[Is | IsNot] | None:
        facts: set[Is | IsNot] = set()
        for part in parts:
            if part is None:
                return None
            facts |= part
        return frozenset(facts) if agree(facts, self._ruleset) else None


