"""What became of one case on one engine, in the words that its author is shown."""

from __future__ import annotations

from triage.cases.case_files import Case
from triage.cases.failures import diagnose
from triage.cases.results import CaseOutcome, CaseResult
from triage.engine.assessment import Assessment
from triage.render.author.failures import failure_text

EMPTY = "this case expects nothing yet: write what must follow under `expect`"
OUTDATED = "this case passes now: take the line `todo` out of it"


def case_verdict(case: Case, assessment: Assessment, engine: str) -> CaseResult:
    """The case, assessed by an engine. A `todo` is expected to fail, and has failed where it
    passes.
    """
    says, outcome = _problem(case, assessment), CaseOutcome.PASSED
    stamp = assessment.ruleset.stamp
    if case.todo is not None:
        outcome = CaseOutcome.TODO if says else CaseOutcome.FAILED
        says = case.todo if says else f"{_place(case)}\n  {OUTDATED}"
    elif says:
        outcome = CaseOutcome.FAILED
    return CaseResult(case.id, case.span.file, case.span.line, engine, outcome, says, stamp)


def _problem(case: Case, assessment: Assessment) -> str:
    """What is wrong with the case in full; empty where it passes."""
    if case.expect.is_empty:
        return f"{_place(case)}\n  {EMPTY}"
    failure = diagnose(case, assessment)
    return failure_text(failure) if failure else ""


def _place(case: Case) -> str:
    return f"{case.span.file}:{case.span.line}: {case.name}"
