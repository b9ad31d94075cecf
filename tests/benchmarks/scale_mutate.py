"""The work of `triage mutate` on a rule set and many people, as jobs for the scale benchmark."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice

from tests.analysis.mutated import everything
from triage.analysis.mutation.mutants import mutants
from triage.analysis.mutation.verdicts import MutationReport, verdicts
from triage.answers.value import Answers
from triage.cases.case_files import Case
from triage.engine.reference import ReferenceEngine
from triage.language.ruleset import RuleSet


def mutate(ruleset: RuleSet, people: Sequence[Answers]) -> Callable[[], MutationReport]:
    """Judges every mutant by these people, who expect all that the rules give them; nothing is
    proved.
    """
    engine = ReferenceEngine(ruleset)
    found = [
        Case(str(place), "made", answers, everything(engine.assess(answers)))
        for place, answers in enumerate(people)
    ]
    return lambda: MutationReport(tuple(verdicts(ruleset, found, mutants(ruleset), 0)))


def prove_mutants(ruleset: RuleSet, count: int = 100) -> Callable[[], MutationReport]:
    """Settles the first ``count`` mutants by the solver alone."""
    return lambda: MutationReport(
        tuple(verdicts(ruleset, [], islice(mutants(ruleset), count), 600))
    )
