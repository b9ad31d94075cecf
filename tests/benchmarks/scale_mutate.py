"""The work of `triage mutate` on a rule set and many people, as jobs for the scale benchmark."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice

from triage.analysis.mutation.mutants import mutants
from triage.analysis.mutation.verdicts import MutationReport, verdicts
from triage.answers.value import Answers
from triage.cases.case_files import Case
from triage.cases.expectations import Expected
from triage.engine.assessment import Assessment
from triage.engine.reference import ReferenceEngine
from triage.language.ruleset import RuleSet


def mutate(
    ruleset: RuleSet, people: Sequence[Answers], seconds: float = 0
) -> Callable[[], MutationReport]:
    """Judges every mutant by these people, who expect what cases of authors do; within ``seconds``
    what they do not show is settled by proof. All on one core, so that its processor time is the
    whole of it.
    """
    engine = ReferenceEngine(ruleset)
    found = [
        Case(str(place), "made", answers, level_and_causes(engine.assess(answers)))
        for place, answers in enumerate(people)
    ]
    return lambda: MutationReport(tuple(verdicts(ruleset, found, mutants(ruleset), seconds)))


def level_and_causes(assessment: Assessment) -> Expected:
    """The level and the first three causes, each with a rule that must bring it."""
    brought = assessment.deciding[0].rule.id if assessment.deciding else None
    level = {"is": assessment.level, "by": brought} if brought else None
    causes = {found.cause.id: found.speaks_for[0].rule.id for found in assessment.causes[:3]}
    return Expected.model_validate({"level": level, "causes": {"include": causes}})


def prove_mutants(ruleset: RuleSet, count: int = 100) -> Callable[[], MutationReport]:
    """Settles the first ``count`` mutants by the solver alone."""
    return lambda: MutationReport(
        tuple(verdicts(ruleset, [], islice(mutants(ruleset), count), 600))
    )
