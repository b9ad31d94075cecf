"""Answers to "why": why this question, why not that cause, what could still change, all as plain
values.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from triage.answers.value import Answers
from triage.engine.assessment import Assessment
from triage.lacks.gates import sensible
from triage.lacks.waiting import View
from triage.lacks.ways import lacks
from triage.language.conditions import Condition, Fact, Holds, Is, IsNot, atoms
from triage.language.model import Question, Rule
from triage.language.ruleset import RuleSet
from triage.language.words import ForCause, Level, Strength
from triage.why.reach import highest_levels


@dataclass(frozen=True, slots=True)
class WhyAsked:
    """What is known before a question, the rules that wait for its answer, and for each rule the
    highest level that it leads to.
    """

    question: Question
    level: Level
    findings: tuple[str, ...]
    rules: tuple[Rule, ...]
    leads_to: Mapping[str, Level]


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
        if question.id in wanted and answers[question.id].is_open(question)
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
        ruleset.questions[question],
        view.level,
        found,
        tuple(sorted(waiting, key=_weight)),
        highest_levels(ruleset),
    )


def why_not(assessment: Assessment, cause: str) -> tuple[Missing, ...]:
    """For a cause that nothing typical or compatible supports: its rules, each with the fewest
    answers it lacks.

    The nearest rule comes first. A rule that contradictory answers would be needed for is left out.
    """
    supporting = [rule for rule in _about(assessment.ruleset, cause) if rule.speaks_for]
    found = [
        Missing(rule, lacking)
        for rule in supporting
        if (lacking := lacks(assessment, rule.when)) is not None
    ]
    return tuple(sorted(found, key=lambda missing: (len(missing.lacks), _weight(missing.rule))))


def _about(ruleset: RuleSet, cause: str) -> list[Rule]:
    return [
        rule
        for rule in ruleset.rules
        if isinstance(rule.then, ForCause) and rule.then.cause == cause
    ]


def _weight(rule: Rule) -> tuple[int, str]:
    if isinstance(rule.then, Level):
        return -rule.then, rule.id
    order = (Strength.TYPICAL, Strength.COMPATIBLE, Strength.RISK, Strength.AGAINST)
    return (
        (1 + order.index(rule.then.strength), rule.id)
        if isinstance(rule.then, ForCause)
        else (9, rule.id)
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
            found.add(fact.question)
        else:
            waiting.extend(reads.get(fact, ()))
    return found


@lru_cache(maxsize=4)
def _reads(ruleset: RuleSet) -> dict[Fact, list[Fact]]:
    """For each finding the facts that rules concluding it mention."""
    found: dict[Fact, list[Fact]] = {}
    for rule in ruleset.rules:
        for fact in rule.conclusions:
            found.setdefault(fact, []).extend(atoms(rule.when))
    return found
