"""What is wrong with a file, as text: the place, the message, the line with a caret, and what would
help.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from triage.language.diagnostics import Diagnostic, Severity, Span
from triage.language.safe import Safe
from triage.render.formats.cells import cells, head

BEFORE, MARKED, AFTER = 40, 40, 20
"""Most cells shown of a line before the marked place, of the place itself, and after it."""

MOST_SHOWN = 100
"""Problems shown; the rest are counted."""

WINDOW = 4 * BEFORE
"""Signs looked at for that; some take no cell."""

CUT, TAB = "...", "    "


def problems_text(diagnostics: Sequence[Diagnostic], colour: bool) -> Safe:
    """The diagnostics in the order given, the first so many of them, then their number; ends in a
    line break.
    """
    shown = diagnostics[:MOST_SHOWN]
    blocks = [Safe.joined(_lines(diagnostic, colour)) for diagnostic in shown]
    count = len(diagnostics)
    number = f"{count} {'problem' if count == 1 else 'problems'}"
    if count > len(shown):
        number += f", of which the first {len(shown)} are shown"
    return Safe.joined([*blocks, Safe(number)], by="\n\n") + Safe("\n")


def _lines(diagnostic: Diagnostic, colour: bool) -> Iterator[Safe]:
    severity = diagnostic.severity
    shade = "red" if severity is Severity.ERROR else "yellow"
    label = _style(f"{severity.value}[{diagnostic.code}]", colour, shade)
    yield Safe.joined([_shown(str(diagnostic.span)), label, _shown(diagnostic.message)], by=": ")
    if diagnostic.span.snippet and not diagnostic.span.snippet.isspace():
        yield from _snippet(diagnostic.span, colour, shade)
    if diagnostic.help:
        yield _shown(f"help: {diagnostic.help}")


def _snippet(span: Span, colour: bool, shade: str) -> Iterator[Safe]:
    """The line with its number, and carets under the marked place."""
    start, end = span.column - 1, max(span.end_column - 1, span.column)
    # of a line of any length only what is shown is looked at, and some more to see the cut
    before = _tail(_shown(span.snippet[max(0, start - WINDOW) : start]), BEFORE)
    marked = _head(_shown(span.snippet[start : min(end, start + WINDOW)]), MARKED)
    after = _head(_shown(span.snippet[end : end + WINDOW]).rstrip(), AFTER)
    number = f" {span.line} | "
    carets = "^" * max(1, cells(marked))
    below = Safe(f"{' ' * (len(number) - 2)}| {' ' * cells(before)}")
    yield Safe(f"{number}{before}{marked}{after}")
    yield below + _style(carets, colour, shade)


def _shown(text: str) -> Safe:
    return Safe.line(text.replace("\t", TAB))


def _head(text: str, width: int) -> str:
    """The beginning of ``text``, cut where it is wider."""
    return text if cells(text) <= width else head(text, width - len(CUT)) + CUT


def _tail(text: str, width: int) -> str:
    """The end of ``text``, cut where it is wider."""
    return text if cells(text) <= width else CUT + head(text[::-1], width - len(CUT))[::-1]


def _style(text: str, colour: bool, shade: str) -> Safe:
    return Safe(text).styled(fg=shade, bold=True) if colour else Safe(text)
