"""What cases cover of a rule set: a table, then everything missing with its place; and the same as
JSON.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

from triage.analysis.proofs.properties import ABOUT, Assume
from triage.cases.coverage import Coverage
from triage.cases.measures import Gap, Measure
from triage.language.diagnostics import Span
from triage.language.safe import Safe
from triage.render.author.failures import fact_text, place


def coverage_text(coverage: Coverage) -> Safe:
    """The table, then what no case puts to the test, then the cases that fail."""
    ruleset, count = coverage.ruleset, coverage.cases
    title = f"{ruleset.stamp}, {count:,} {'case' if count == 1 else 'cases'}"
    parts = ["\n".join([title, "", *_table(coverage.measures)])]
    parts += ["\n".join(_missing(measure)) for measure in coverage.measures if measure.gaps]
    if coverage.failing:
        parts.append("\n".join(_failing(coverage)))
    parts.append(
        f"This is about {ABOUT[Assume.NOTHING]}: what a case answers counts, whoever is asked it."
    )
    return Safe("\n\n".join(parts))


def coverage_json(coverage: Coverage) -> dict[str, object]:
    """The coverage as plain data, with the counts of every rule."""
    return {
        "ruleset": asdict(coverage.ruleset.stamp),
        "about": ABOUT[Assume.NOTHING],
        "cases": coverage.cases,
        "failing": [{"case": case.id, **_place_json(case.span)} for case in coverage.failing],
        "measures": [_measure_json(measure) for measure in coverage.measures],
        "rules": [
            {
                "rule": count.rule.id,
                **_place_json(count.rule.at("id")),
                "fired": count.fired,
                "held_back": count.held_back,
            }
            for count in coverage.rules
        ],
    }


def gap_text(gap: Gap) -> str:
    """What is not covered: an id, or a condition as a rule would write it."""
    return gap.what if isinstance(gap.what, str) else fact_text(gap.what)


def _table(measures: tuple[Measure, ...]) -> Iterator[str]:
    width = max(len(measure.name) for measure in measures)
    yield f"{'':<{width}}  covered      of    share"
    for measure in measures:
        yield (
            f"{measure.name:<{width}}  {measure.covered:>7,} {measure.total:>7,}"
            f" {measure.percent:>6g} %"
        )


def _missing(measure: Measure) -> Iterator[str]:
    yield f"Not covered, {measure.name} ({len(measure.gaps):,}):"
    for gap in measure.gaps:
        yield f"  {place(gap.span)}: {gap_text(gap)}"


def _failing(coverage: Coverage) -> Iterator[str]:
    yield (
        f"Cases that fail ({len(coverage.failing):,}; what they cover is counted, `triage test`"
        " says why):"
    )
    yield from (f"  {place(case.span)}: {case.id}" for case in coverage.failing)


def _measure_json(measure: Measure) -> dict[str, object]:
    return {
        "name": measure.name,
        "covered": measure.covered,
        "total": measure.total,
        "percent": measure.percent,
        "missing": [{"what": gap_text(gap), **_place_json(gap.span)} for gap in measure.gaps],
    }


def _place_json(span: Span) -> dict[str, object]:
    return {"file": span.file, "line": span.line}
