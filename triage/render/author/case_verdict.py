"""What became of one case on one engine, in the words that its author is shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from triage.cases.case_files import Case
from triage.cases.failures import diagnose
from triage.cases.results import CaseOutcome, CaseResult, Retold, Stories
from triage.cases.stories import Retelling, floor
from triage.engine.assessment import Assessment
from triage.language.diagnostics import Span
from triage.render.author.failures import failure_text

EMPTY = "this case expects nothing yet: write what must follow under `expect`"
OUTDATED = "this case passes now: take the line `todo` out of it"


def telling_verdict(
    case: Case, telling: Retelling, meant: Assessment, told: Assessment, engine: str
) -> CaseResult:
    """A telling of the case, both assessed by an engine. It fails where an emergency falls below
    the floor by wording alone.
    """
    least, span = floor(meant.ruleset), telling.span
    says, outcome = "", CaseOutcome.PASSED
    if least is not None and meant.level.is_emergency and told.level < least:
        by = ", ".join(firing.rule.id for firing in meant.deciding)
        says = (
            f"{span.file}:{span.line}: {case.id}, told otherwise\n"
            f"  told so it comes to {told.level.id}, and the case to {meant.level.id} by {by}\n"
            f"  no telling of an emergency may fall below {least.id}"
        )
        outcome = CaseOutcome.FAILED
    levels = Retold(meant.level.id, told.level.id)
    stamp = meant.ruleset.stamp
    return CaseResult(case.id, span.file, span.line, engine, outcome, says, stamp, levels)


def stories_verdict(
    assessed: Iterable[tuple[Case, Assessment]], engine: str
) -> Iterator[CaseResult]:
    """For each file the share of its stories of every day that come out above the level they ought
    not to exceed. It fails where there are more than the file allows.
    """
    by_file: dict[str, list[tuple[Case, Assessment]]] = {}
    for case, assessment in assessed:
        if case.everyday is not None:
            by_file.setdefault(case.span.file, []).append((case, assessment))
    for stories in by_file.values():
        yield _stories_of_file(stories, engine)


def _stories_of_file(assessed: Sequence[tuple[Case, Assessment]], engine: str) -> CaseResult:
    wanted = assessed[0][0].everyday
    assert wanted is not None
    above: list[str] = []
    lines: list[str] = []
    for case, assessment in assessed:
        if assessment.level > wanted.at_most:
            above.append(case.id)
            by = ", ".join(firing.rule.id for firing in assessment.deciding)
            lines.append(f"  {_place(case)}: {assessment.level.id} by {by}")
    found = Stories(len(assessed), tuple(above), wanted.at_most.id, wanted.share)
    span: Span = wanted.span
    outcome, says = CaseOutcome.PASSED, ""
    if found.are_too_many:
        outcome = CaseOutcome.FAILED
        head = (
            f"{span.file}:{span.line}: {len(above)} of {len(assessed)} stories of every day come"
            f" out above {found.at_most}, and at most {found.most:.1%} may"
        )
        says = "\n".join([head, *lines])
    stamp = assessment.ruleset.stamp
    return CaseResult("everyday", span.file, span.line, engine, outcome, says, stamp, stories=found)


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
    if case.expects_nothing:
        return f"{_place(case)}\n  {EMPTY}"
    failure = diagnose(case, assessment)
    return failure_text(failure) if failure else ""


def _place(case: Case) -> str:
    return f"{case.span.file}:{case.span.line}: {case.name}"
