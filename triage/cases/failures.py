"""Why a case fails: what brought the unexpected, what kept an expected rule silent, and what would
make it fire.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from triage.answers.value import Answer, Answers, State, choose
from triage.cases.case_files import Case, mismatches
from triage.engine.assessment import Assessment, Firing
from triage.engine.reference import reference_engine
from triage.lacks.ways import lacks
from triage.language.conditions import AllOf, AnyOf, Condition, Fact, Is, IsNot, Reaches, holds
from triage.language.model import Question, Rule


@dataclass(frozen=True, slots=True)
class Blocker:
    """A condition that does not hold, and the rule whose condition it belongs to."""

    rule: Rule
    fact: Fact


@dataclass(frozen=True, slots=True)
class Silence:
    """Why an expected rule stayed silent.

    ``blockers`` lead from the rule through findings that do not hold down to an answer.
    ``nearest`` are the fewest answers that make the rule fire, tried out; None where changing only
    what the rule lacks is not enough.
    """

    rule: Rule
    blockers: tuple[Blocker, ...]
    nearest: tuple[Is | IsNot, ...] | None


@dataclass(frozen=True, slots=True)
class Failure:
    """A case whose expectations do not hold, on one engine."""

    case: Case
    assessment: Assessment
    says: tuple[str, ...]
    brought_by: tuple[Firing, ...]
    silences: tuple[Silence, ...]


def diagnose(case: Case, assessment: Assessment) -> Failure | None:
    """Why the case fails; None where it passes."""
    says = tuple(mismatches(case, assessment))
    if not says:
        return None
    fired = {firing.rule.id for firing in assessment.firings}
    rules = assessment.ruleset.rule
    silences = tuple(
        _silence(rules[name], assessment) for name in case.expect.firing if name not in fired
    )
    brought_by = {firing.rule.id: firing for firing in _unexpected(case, assessment)}
    return Failure(case, assessment, says, tuple(brought_by.values()), silences)


def with_facts(assessment: Assessment, facts: tuple[Is | IsNot, ...]) -> Answers:
    """The answers of the assessment, changed as little as possible so that ``facts`` hold."""
    answers = assessment.answers
    for name in dict.fromkeys(fact.question for fact in facts):
        question = assessment.ruleset.questions[name]
        own = [fact for fact in facts if fact.question == name]
        is_one = question.kind.takes_one
        answers = answers.replaced(
            name, _chosen(question, own) if is_one else _ticked(answers[name], own)
        )
    return answers


def _unexpected(case: Case, assessment: Assessment) -> Iterator[Firing]:
    """The firings that brought what the case does not expect."""
    expect = case.expect
    if expect.level and (assessment.level, True) != (
        expect.level.is_,
        _fires(expect.level.by, assessment),
    ):
        yield from assessment.deciding
    for place, candidate in enumerate(assessment.causes):
        is_wrong_first = (
            place == 0 and expect.causes.first and candidate.cause.id not in expect.causes.first
        )
        if candidate.cause.id in expect.causes.exclude or is_wrong_first:
            yield from (
                firing for firing in candidate.speaks_for if firing.rule.strength is candidate.fit
            )
    yield from (firing for firing in assessment.firings if firing.rule.id in expect.silent)


def _fires(name: str, assessment: Assessment) -> bool:
    return any(firing.rule.id == name for firing in assessment.firings)


def _silence(rule: Rule, assessment: Assessment) -> Silence:
    needed = lacks(assessment, rule.when).answers
    if needed is not None:
        changed = reference_engine(assessment.ruleset).assess(with_facts(assessment, needed))
        if not _fires(rule.id, changed):
            needed = None
    return Silence(rule, tuple(_blockers(rule, assessment)), needed)


def _blockers(rule: Rule, assessment: Assessment) -> Iterator[Blocker]:
    """What ``rule`` lacks first; where that is a finding, what the nearest rule for it lacks first,
    and so on.
    """
    nearest: Rule | None = rule
    while nearest is not None:
        fact = _first_missing(nearest.when, assessment)
        yield Blocker(nearest, fact)
        concluding = assessment.ruleset.graph.concluding(fact)
        nearest = min(concluding, key=lambda other: _distance(other.when, assessment), default=None)


def _first_missing(condition: Condition, assessment: Assessment) -> Fact:
    """The first fact that a condition lacks; of an `any` or of points, in the part that comes
    nearest to holding.
    """
    # no fold: which part is followed depends on conditions, not on what parts come to
    while isinstance(condition, AllOf | AnyOf | Reaches):
        missing = [part for part in condition.parts if not holds(part, assessment.facts)]
        condition = (
            missing[0]
            if isinstance(condition, AllOf)
            else min(missing, key=lambda part: _distance(part, assessment))
        )
    return condition


def _distance(condition: Condition, assessment: Assessment) -> float:
    needed = lacks(assessment, condition).answers
    return float("inf") if needed is None else len(needed)


def _chosen(question: Question, facts: list[Is | IsNot]) -> Answer:
    """The answer to a `one` question that brings ``facts``: the option they name, or the first they
    leave open.
    """
    wanted = [fact.option for fact in facts if isinstance(fact, Is)]
    refused = {fact.option for fact in facts if isinstance(fact, IsNot)}
    open_options = [option for option in (*wanted, *question.option_ids) if option not in refused]
    return choose(question, *open_options[:1])


def _ticked(answer: Answer, facts: list[Is | IsNot]) -> Answer:
    """The answer to a `many` question with some options said to be so or not so; the rest stays."""
    yes = frozenset(fact.option for fact in facts if isinstance(fact, Is))
    no = frozenset(fact.option for fact in facts if isinstance(fact, IsNot))
    return Answer(State.GIVEN, (answer.yes - no) | yes, (answer.no - yes) | no)
