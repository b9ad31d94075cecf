"""The fewest cases that would notice the mutants which survive: those that exist and do not look,
then new ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from triage.analysis.mutation.mutants import Mutant
from triage.analysis.mutation.outcomes import AssessmentOutcome, outcome
from triage.analysis.mutation.verdicts import Verdict
from triage.answers.value import Answers
from triage.cases.case_files import Case
from triage.cases.sweep import Sweep
from triage.language.ruleset import RuleSet

Choices = Sequence[tuple[Answers, Case | None]]
"""Answers that a case could give, and the case where there is one."""


@dataclass(frozen=True, slots=True)
class Told:
    """A mutant that a case tells from the rules of today, and what it comes to there."""

    mutant: Mutant
    outcome: AssessmentOutcome


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Answers that tell mutants from the rules of today; ``case`` is the existing case that they
    belong to.
    """

    answers: Answers
    case: Case | None
    today: AssessmentOutcome
    tells: tuple[Told, ...]


def suggestions(ruleset: RuleSet, survivors: Sequence[Verdict]) -> tuple[Suggestion, ...]:
    """Cases that together tell every survivor with a known difference; existing cases come first.

    For each survivor there is one suggestion that names it. A new case has the smallest answers of
    some survivor.
    """
    existing = {case.id: case for verdict in survivors for case in verdict.cases}
    witnesses = {verdict.witness: None for verdict in survivors if verdict.witness is not None}
    old: Choices = [(case.answers, case) for case in existing.values()]
    new: Choices = [(answers, None) for answers in sorted(witnesses, key=_size)]
    shown = [verdict.mutant for verdict in survivors if verdict.cases]
    found = [verdict.mutant for verdict in survivors if verdict.witness is not None]
    return (*_covering(ruleset, old, shown), *_covering(ruleset, new, found))


def _covering(
    ruleset: RuleSet, choices: Choices, mutants: Sequence[Mutant]
) -> Iterator[Suggestion]:
    """Suggestions out of ``choices``: each time the one that tells most of the mutants still
    left.
    """
    sweep = Sweep(ruleset, [answers for answers, _ in choices])
    today = [outcome(sweep.assessment(place)) for place in range(len(choices))]
    telling: list[dict[int, Told]] = [{} for _ in choices]
    for number, mutant in enumerate(mutants):
        rerun = sweep.with_rule(mutant.rule, mutant.changed)
        for place in rerun.touched:
            found = outcome(rerun.assessment(place))
            if found != today[place]:
                telling[place][number] = Told(mutant, found)
    for place, numbers in _greedy([set(told) for told in telling]):
        answers, case = choices[place]
        tells = tuple(telling[place][number] for number in sorted(numbers))
        yield Suggestion(answers, case, today[place], tells)


def _greedy(sets: list[set[int]]) -> Iterator[tuple[int, set[int]]]:
    """The places of sets that cover everything, largest gain first, each with what it adds; the
    first of equals.
    """
    left = set().union(*sets)
    while left:
        best = max(range(len(sets)), key=lambda place: len(sets[place] & left))
        yield best, sets[best] & left
        left -= sets[best]


def _size(answers: Answers) -> tuple[int, int]:
    return len(answers.given), sum(1 for _ in answers.facts())
