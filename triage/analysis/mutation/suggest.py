"""The fewest cases that would notice the mutants which survive: those that exist and do not look,
then new ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from triage.analysis.mutation.mutants import Mutant
from triage.analysis.mutation.outcomes import AssessmentOutcome, outcome
from triage.analysis.mutation.question_hearing import Hearing
from triage.analysis.mutation.question_mutants import QuestionMutant
from triage.analysis.mutation.verdicts import AnyMutant, Verdict
from triage.answers.value import Answers
from triage.cases.case_files import Case
from triage.cases.sweep import Sweep
from triage.lacks.people import said
from triage.language.ruleset import RuleSet

Choices = Sequence[tuple[Answers, Case | None]]
"""Answers that a case could give, and the case where there is one."""


@dataclass(frozen=True, slots=True)
class ToldApart:
    """A mutant that a case tells from the rules of today, and what it comes to there."""

    mutant: AnyMutant
    outcome: AssessmentOutcome


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Answers that tell mutants from the rules of today; ``case`` is the existing case that they
    belong to.

    Mutants of questions stand apart from those of rules: ``today`` is then what a person gets who
    knows these answers and is asked, and ``unasked`` the questions of them that are not asked.
    """

    answers: Answers
    case: Case | None
    today: AssessmentOutcome
    tells: tuple[ToldApart, ...]
    unasked: tuple[str, ...] = ()

    @property
    def is_about_people(self) -> bool:
        """Whether it is about a person who is asked, and not about these answers, asked or not."""
        return any(isinstance(one.mutant, QuestionMutant) for one in self.tells)


Tellings = tuple[Sequence[AssessmentOutcome], Sequence[Mapping[int, ToldApart]]]
"""For each choice the outcome of today, and the mutants by number that give another one."""
Telling = Callable[[RuleSet, Choices, Sequence[AnyMutant]], Tellings]


def suggestions(ruleset: RuleSet, survivors: Sequence[Verdict]) -> tuple[Suggestion, ...]:
    """Cases that together tell every survivor with a known difference; existing cases come first.

    For each survivor there is one suggestion that names it. A new case has the smallest answers of
    some survivor.
    """
    of_rules = [one for one in survivors if isinstance(one.mutant, Mutant)]
    of_questions = [one for one in survivors if isinstance(one.mutant, QuestionMutant)]
    kinds = (of_rules, _of_rules), (of_questions, _of_questions)
    existing = [found for some, tell in kinds for found in _existing(ruleset, some, tell)]
    new = [found for some, tell in kinds for found in _new(ruleset, some, tell)]
    return tuple(_asked_in_order(ruleset, found) for found in (*existing, *new))


def _asked_in_order(ruleset: RuleSet, found: Suggestion) -> Suggestion:
    if not found.is_about_people:
        return found
    heard = said(ruleset, found.answers).given
    return replace(found, unasked=tuple(name for name in found.answers.given if name not in heard))


def _existing(
    ruleset: RuleSet, survivors: Sequence[Verdict], tell: Telling
) -> Iterator[Suggestion]:
    cases = {case.id: case for verdict in survivors for case in verdict.cases}
    choices: Choices = [(case.answers, case) for case in cases.values()]
    shown = [verdict.mutant for verdict in survivors if verdict.cases]
    return _covering(choices, *tell(ruleset, choices, shown))


def _new(ruleset: RuleSet, survivors: Sequence[Verdict], tell: Telling) -> Iterator[Suggestion]:
    witnesses = {verdict.witness: None for verdict in survivors if verdict.witness is not None}
    choices: Choices = [(answers, None) for answers in sorted(witnesses, key=_size)]
    found = [verdict.mutant for verdict in survivors if verdict.witness is not None]
    return _covering(choices, *tell(ruleset, choices, found))


def _covering(
    choices: Choices, today: Sequence[AssessmentOutcome], telling: Sequence[Mapping[int, ToldApart]]
) -> Iterator[Suggestion]:
    """Suggestions out of ``choices``: each time the one that tells most of the mutants still
    left.
    """
    for place, numbers in _greedy([set(told) for told in telling]):
        answers, case = choices[place]
        tells = tuple(telling[place][number] for number in sorted(numbers))
        yield Suggestion(answers, case, today[place], tells)


def _of_rules(ruleset: RuleSet, choices: Choices, mutants: Sequence[AnyMutant]) -> Tellings:
    """What the rules of today give, and what each mutant of a rule gives otherwise."""
    sweep = Sweep(ruleset, [answers for answers, _ in choices])
    today = [outcome(sweep.assessment(place)) for place in range(len(choices))]
    telling: list[dict[int, ToldApart]] = [{} for _ in choices]
    for number, mutant in enumerate(mutants):
        assert isinstance(mutant, Mutant)
        rerun = sweep.with_rule(mutant.rule, mutant.changed)
        for place in rerun.touched:
            found = outcome(rerun.assessment(place))
            if found != today[place]:
                telling[place][number] = ToldApart(mutant, found)
    return today, telling


def _of_questions(ruleset: RuleSet, choices: Choices, mutants: Sequence[AnyMutant]) -> Tellings:
    """What people get today who are asked, and what each mutant of a question gives otherwise."""
    hearing = Hearing(ruleset)
    today = [outcome(hearing.today(answers)) for answers, _ in choices]
    telling: list[dict[int, ToldApart]] = [{} for _ in choices]
    for number, mutant in enumerate(mutants):
        assert isinstance(mutant, QuestionMutant)
        for place, (answers, _) in enumerate(choices):
            found = hearing.outcome_otherwise(mutant, answers)
            if found is not None:
                telling[place][number] = ToldApart(mutant, found)
    return today, telling


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
