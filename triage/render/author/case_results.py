"""What came of running cases, as text and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

from triage.cases.results import CaseKind, CaseOutcome, CaseResult, Run, Stories, spread
from triage.language.safe import Safe


def run_text(run: Run) -> Safe:
    """Every failed case in full, the known gaps, what words alone moved, and a line that sums up
    each.
    """
    parts = [*run.broken, *_failures(run), *_gaps(run), *_moved(run), summary(run)]
    return Safe("\n".join([*parts, *_tellings(run), *_stories(run)]))


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
        "ok": bool(run.results) and not run.broken and not run.has_failures,
        "rulesets": [asdict(stamp) for stamp in run.rulesets],
        "cases": outcomes,
        "broken": list(run.broken),
        "tellings": _tellings_json(run),
        "everyday": [
            _stories_json(result.file, result.stories) for result in run.stories if result.stories
        ],
        "results": [_result_json(result) for result in run.results],
    }


def _tellings_json(run: Run) -> dict[str, object]:
    told = run.tellings
    return {
        "count": len(told),
        "alike": sum(result.told.is_alike for result in told if result.told),
        "share": run.share_alike,
        "failed": run.count(CaseOutcome.FAILED, CaseKind.TELLING),
        "cases": [
            {"case": case, "file": file, "level": level, "told": dict(levels)}
            for (file, case, level), levels in spread(told).items()
        ],
    }


def _stories_json(file: str, found: Stories) -> dict[str, object]:
    return {
        "file": file,
        "stories": found.count,
        "at_most": found.at_most,
        "above": list(found.above),
        "share": found.share,
        "most": found.most,
    }


def _result_json(result: CaseResult) -> dict[str, object]:
    return {
        "case": result.case,
        "file": result.file,
        "line": result.line,
        "engine": result.engine,
        "kind": result.kind.value,
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


def _moved(run: Run) -> Iterator[str]:
    """The cases whose tellings come to another level, with how many come to which."""
    for (file, case, level), levels in spread(run.tellings).items():
        if set(levels) != {level}:
            told = ", ".join(f"{one} {count}" for one, count in sorted(levels.items()))
            yield f"{file}: {case} is {level}; told otherwise: {told}"


def _tellings(run: Run) -> Iterator[str]:
    told = run.tellings
    if told:
        alike = sum(result.told.is_alike for result in told if result.told)
        failed = run.count(CaseOutcome.FAILED, CaseKind.TELLING)
        more = f"; {failed:,} of an emergency fell too low" if failed else ""
        share = f"{run.share_alike:.1%}"
        yield f"told otherwise: {alike:,} of {len(told):,} at the level of the case ({share}){more}"


def _stories(run: Run) -> Iterator[str]:
    for result in run.stories:
        found = result.stories
        if found is not None:
            yield (
                f"stories of every day, {result.file}: {len(found.above):,} of {found.count:,}"
                f" above {found.at_most} ({found.share:.1%}, at most {found.most:.1%})"
            )


def _cases(count: int) -> str:
    return f"{count:,} {'case' if count == 1 else 'cases'}"
