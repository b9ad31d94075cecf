"""Hazards with what guards against them, as a page, as a drawn page and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from itertools import groupby

from triage.analysis.hazards.standing import Guarded, Standing
from triage.language.ruleset import RuleSet
from triage.language.safe import Safe
from triage.render.author.to_sign import Picture, html
from triage.render.formats.page import Line, LineKind, Page, PageSection

ABOUT = (
    "Each property is proved over all answers, and each case is run. What the programme promises is"
    " held by its own tests. How likely a harm is, nobody knows, so nothing says it.",
    "No clinician's word stands behind a hazard unless its last line names one.",
)
FOOTER = "Made by triage. Every control was tried when this was made."


def hazards_page(found: Sequence[Guarded], ruleset: RuleSet) -> Page:
    """All hazards, the gravest first."""
    head = PageSection(
        "What was found",
        (Line(verdict(found), LineKind.STRONG), *map(Line, (f"{ruleset.stamp}.", *ABOUT))),
        id="found",
    )
    return Page(f"Hazards of {ruleset.identity.title}", (head, *hazard_sections(found)))


def hazards_html(found: Sequence[Guarded], ruleset: RuleSet, drawn: Picture | None) -> Safe:
    """The page with the drawing, where it could be made, as one HTML file."""
    return html(hazards_page(found, ruleset), FOOTER, drawn)


def hazard_sections(found: Sequence[Guarded]) -> Iterator[PageSection]:
    """A section for each severity, with a part for each hazard."""
    for severity, group in groupby(found, key=lambda one: one.hazard.severity):
        parts = tuple(map(_part, group))
        yield PageSection(f"If it happens: {severity}", parts=parts, id=f"severity-{severity}")


def verdict(found: Sequence[Guarded]) -> str:
    """How many there are, and which are open."""
    number = "1 hazard" if len(found) == 1 else f"{len(found)} hazards"
    open_ones = [one.hazard.id for one in found if one.is_open]
    if not found:
        return "No hazard is written down."
    return f"{number}; open: {', '.join(open_ones)}." if open_ones else f"{number}, none is open."


def hazards_json(found: Sequence[Guarded], ruleset: RuleSet) -> dict[str, object]:
    """All hazards as plain data."""
    return {
        "ruleset": asdict(ruleset.stamp),
        "ok": bool(found) and not any(one.is_open for one in found),
        "hazards": [_plain(one) for one in found],
    }


def _part(guarded: Guarded) -> PageSection:
    hazard = guarded.hazard
    lines = [
        Line(f"Harm: {hazard.harm}."),
        Line(f"How: {hazard.how}."),
        *([Line(f"About the rules: {', '.join(hazard.rules)}.")] if hazard.rules else []),
        *map(_control, guarded.controls),
        Line(f"What is left: {hazard.left}."),
        Line(f"Reviewed: {hazard.reviewed}."),
    ]
    if guarded.is_open:
        why = "something does not stand" if guarded.controls else "nothing guards against it"
        lines.insert(0, Line(f"OPEN: {why}."))
    return PageSection(hazard.id, tuple(lines))


def _control(standing: Standing) -> Line:
    words = f"{standing.state.value}: {standing.control} – {standing.says}"
    return Line(words, LineKind.POINT)


def _plain(guarded: Guarded) -> dict[str, object]:
    hazard = guarded.hazard
    return {
        "id": hazard.id,
        "harm": hazard.harm,
        "how": hazard.how,
        "severity": hazard.severity.value,
        "rules": list(hazard.rules),
        "controls": [
            {
                "kind": one.control.kind.value,
                "name": str(one.control.name),
                "state": one.state.value,
                "stands": one.state.stands,
                "says": one.says,
            }
            for one in guarded.controls
        ],
        "left": hazard.left,
        "reviewed": hazard.reviewed,
        "open": guarded.is_open,
        "file": hazard.span.file,
        "line": hazard.span.line,
    }
