"""What came of running cases, as text and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

from triage.cases.results import CaseOutcome, CaseResult, Run
from triage.language.safe import Safe


def run_text(run: Run) -> Safe:
    """Every failed case in full, the known gaps, and one line that sums up."""
    return Safe("\n".join([*run.broken, *_failures(run), *_gaps(run), summary(run)]))


def summary(run: Run) -> str:
    """Which rule sets ran, and how many cases passed, failed and are known gaps.

    >>> summary(Run((CaseResult("a", "f", 1, "reference", CaseOutcome.PASSED),)))
    '1 case passed on reference'
    """
    engines = " and ".join(dict.fromkeys(result.engine for result in run.results if result.engine))
    if not engines:
        return "no case ran: put the files right first" if run.broken else "no case ran"
    about = ", ".join(map(str, run.rulesets))
    said = f"{counts(run)} on {engines}"
    return f"{about}: {said}" if about else said


def counts(run: Run) -> str:
    """How many cases failed, are known gaps, and passed."""
    found = [
        (run.count(CaseOutcome.FAILED), "failed"),
        (run.count(CaseOutcome.TODO), "known to fail (`todo`)"),
        (run.count(CaseOutcome.PASSED), "passed"),
    ]
    return ", ".join(f"{_cases(count)} {what}" for count, what in found if count)


def run_json(run: Run) -> dict[str, object]:
    """The run as plain data."""
    outcomes = {outcome.value: run.count(outcome) for outcome in CaseOutcome}
    return {
        "ok": bool(run.results) and not run.broken and not outcomes["failed"],
        "rulesets": [asdict(stamp) for stamp in run.rulesets],
        "cases": outcomes,
        "broken": list(run.broken),
        "results": [_result_json(result) for result in run.results],
    }


def _result_json(result: CaseResult) -> dict[str, object]:
    return {
        "case": result.case,
        "file": result.file,
        "line": result.line,
        "engine": result.engine,
        "ruleset": result.ruleset.id if result.ruleset else None,
        "outcome": result.outcome.value,
        "says": result.says,
    }


def _failures(run: Run) -> Iterator[str]:
    """The words of each failed case, once where the engines agree."""
    everywhere = {result.engine for result in run.results}
    for results in run.of(CaseOutcome.FAILED):
        for says in dict.fromkeys(result.says for result in results):
            engines = [result.engine for result in results if result.says == says]
            is_partial = set(engines) != everywhere and any(engines)
            yield says + (f"\n  (on {' and '.join(engines)} only)" if is_partial else "") + "\n"


def _gaps(run: Run) -> Iterator[str]:
    for results in run.of(CaseOutcome.TODO):
        first = results[0]
        yield f"{first.file}:{first.line}: {first.case} is a known gap: {first.says}"


def _cases(count: int) -> str:
    return f"{count:,} {'case' if count == 1 else 'cases'}"
