"""What differs between two rule sets, as a page that a clinician reads and signs: downgrades first,
then every changed text side by side.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from triage.analysis.diff.comparison import Example, Move, Open, RuleSetDiff, Shift
from triage.analysis.diff.graded_results import Ladder
from triage.analysis.diff.texts import TextChange
from triage.language.safe import Safe
from triage.render.author import to_sign
from triage.render.author.difference_words import (
    ABOUT_SHARES,
    NOTHING,
    about,
    causing,
    ladder_words,
    level_words,
    number_words,
    person,
    rung_words,
    standing,
    unheard,
    verdict,
    version_note,
)
from triage.render.formats.page import Line, LineKind, Page, PageSection

TEXTS = "texts"
"""The id of the section whose parts hold two lines each, to be shown side by side."""
FOOTER = "Made by triage. Every number is counted or proved; nothing is sampled."


def differences_page(comparison: RuleSetDiff) -> Page:
    """The whole comparison."""
    found = (*difference_sections(comparison), _signature(comparison))
    return Page(f"What changes in {comparison.new.identity.title}", found)


def difference_sections(comparison: RuleSetDiff) -> tuple[PageSection, ...]:
    """The parts of the page that say anything, without the signature."""
    found = (
        _compared(comparison),
        _moves("Downgrades", "downgrades", comparison.downgrades, comparison),
        _undecided(comparison.open),
        _texts(comparison.texts),
        _moves("Upgrades", "upgrades", comparison.upgrades, comparison),
        _shifts(comparison),
        _edits(comparison),
        _points("What may be meant", "hints", comparison.hints),
    )
    return tuple(section for section in found if section.lines or section.parts)


def html(comparison: RuleSetDiff) -> Safe:
    """The page as one HTML file that needs nothing else."""
    return to_sign.html(differences_page(comparison), FOOTER, pairs=TEXTS)


def _compared(comparison: RuleSetDiff) -> PageSection:
    lines = [
        Line(verdict(comparison), LineKind.STRONG),
        Line(f"Old: {comparison.old.stamp}", LineKind.POINT),
        Line(f"New: {comparison.new.stamp}", LineKind.POINT),
        *_lines(level_words(comparison)),
        *_lines(filter(None, (version_note(comparison), about(comparison), ABOUT_SHARES))),
    ]
    return PageSection("What is compared", tuple(lines), id="compared")


def _lines(texts: Iterable[str], kind: LineKind = LineKind.TEXT) -> Iterator[Line]:
    return (Line(text, kind) for text in texts)


def _points(title: str, name: str, texts: Iterable[str]) -> PageSection:
    return PageSection(title, tuple(_lines(texts, LineKind.POINT)), id=name)


def _moves(title: str, name: str, moves: Iterable[Move], comparison: RuleSetDiff) -> PageSection:
    return PageSection(title, parts=tuple(_move(one, comparison) for one in moves), id=name)


def _move(move: Move, comparison: RuleSetDiff) -> PageSection:
    title = f"{_titled(move.ladder)}: {rung_words(move.before)} → {rung_words(move.after)}"
    lines = [
        Line(f"Answer sets: {number_words(move.number, comparison.answer_sets)}"),
        *_lines(_capital(text) for text in causing(move)),
    ]
    example = _example(move.example, move.ladder) if move.example else None
    return PageSection(title, tuple(lines), (example,) if example else ())


def _titled(ladder: Ladder) -> str:
    return _capital(ladder_words(ladder))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _example(example: Example, ladder: Ladder) -> PageSection:
    points = [
        *person(example),
        *map(_capital, unheard(example)),
        f"Old result: {standing(ladder, example.old)}",
        f"New result: {standing(ladder, example.new)}",
    ]
    title = "The person who says least" if example.is_smallest else "One such person"
    return _points(title, "", points)


def _undecided(steps: Iterable[Open]) -> PageSection:
    texts = (
        f"{ladder_words(one.ladder)}: {rung_words(one.before)} → {rung_words(one.after)}"
        for one in steps
    )
    return _points("Not decided within the time", "undecided", texts)


def _texts(changes: Iterable[TextChange]) -> PageSection:
    levels = groupby(changes, key=lambda change: change.level.id)
    parts = tuple(
        PageSection(f"At the level {level}", parts=tuple(map(_text, found)))
        for level, found in levels
    )
    return PageSection("Changed texts", parts=parts, id=TEXTS)


def _text(change: TextChange) -> PageSection:
    both = (f"Before: {change.old or NOTHING}", f"After: {change.new or NOTHING}")
    return PageSection(_capital(change.title), tuple(_lines(both, LineKind.POINT)))


def _shifts(comparison: RuleSetDiff) -> PageSection:
    parts = (_shift(one, comparison) for one in comparison.shifts)
    return PageSection("Another order of causes", parts=tuple(parts), id="order")


def _shift(shift: Shift, comparison: RuleSetDiff) -> PageSection:
    words = "The same fit, but another number of answers points to it."
    number = f"Answer sets: {number_words(shift.number, comparison.answer_sets)}"
    parts = (
        (_example(shift.example, Ladder(shift.cause, comparison.new.levels)),)
        if shift.example
        else ()
    )
    return PageSection(f"Cause {shift.cause}", tuple(_lines((words, number))), parts)


def _edits(comparison: RuleSetDiff) -> PageSection:
    texts = (
        f"{edit.done} {edit.kind} {edit.name} ({edit.span.file}:{edit.span.line})"
        for edit in comparison.edits
    )
    return _points("What was edited", "edits", texts)


def _signature(comparison: RuleSetDiff) -> PageSection:
    words = (
        f"I have read what changes from {comparison.old.stamp} to {comparison.new.stamp},"
        " and I agree to it."
    )
    return to_sign.signature(words)
