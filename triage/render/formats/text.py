"""A page as plain text for a terminal, at most 80 columns wide."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from triage.language.safe import Safe
from triage.render.formats.cells import cells, wrap
from triage.render.formats.page import Line, LineKind, Page, PageSection, tone

if TYPE_CHECKING:
    from triage.language.words import Level

WIDEST, NARROWEST = 80, 20

BESIDE = 50
"""From this width on the label of a row stands beside its text, in a column of its own."""

EMPTY = Safe("")

_COLOURS = {"lowest": "blue", "higher": "cyan", "protected": "magenta", "emergency": "red"}

_ASCII = str.maketrans(
    {
        "“": '"',
        "”": '"',
        "‘": "'",
        "’": "'",
        "…": "...",
        "–": "-",
        "—": "-",
        "→": "->",
        "•": "*",
        "▸": ">",
        "─": "-",
        "│": "|",
        "┌": "+",
        "┐": "+",
        "└": "+",
        "┘": "+",
    }
)


def render(page: Page, width: int, colour: bool, unicode: bool, fold: bool = False) -> Safe:
    """The page as text that ends in a line break.

    Args:
        page: what to show.
        width: columns of the terminal.
        colour: whether to add ANSI styles; nothing is told by colour alone.
        unicode: False writes bullets, quotes, frames and dashes in ASCII; the letters of a rule set
            stay.
        fold: whether a folded section shows as its title only.
    """
    painter = _Painter(max(NARROWEST, min(width, WIDEST)), colour, fold, page.urgency)
    text = Safe.joined(painter.page(page)) + Safe("\n")
    return text if unicode else text.with_signs(_ASCII)


def _is_close(before: LineKind, kind: LineKind) -> bool:
    """Whether a line follows without an empty one between."""
    if kind is LineKind.ROW:
        return before is LineKind.ROW
    return kind is LineKind.POINT and before is not LineKind.STRONG


@dataclass(frozen=True, slots=True)
class _Painter:
    width: int
    colour: bool
    fold: bool
    urgency: Level | None

    def page(self, page: Page) -> Iterator[Safe]:
        yield from (self._style(line, bold=True) for line in wrap(page.title, self.width))
        for section in page.sections:
            yield EMPTY
            yield from self._section(section, 0)

    def _section(self, section: PageSection, depth: int) -> Iterator[Safe]:
        indent = Safe("  " * depth)
        body = list(self._body(section, depth))
        if self.fold and section.folded:
            count = sum(1 for line in body if line)
            yield from self._wrapped(
                f"{section.title} ({count} {'line' if count == 1 else 'lines'})", indent, "▸ "
            )
            return
        title = wrap(section.title, self.width - len(indent)) if section.title else []
        yield from (indent + self._style(line, bold=True) for line in title)
        if title and depth == 0:
            yield Safe("─" * max(map(cells, title)))
        yield from body

    def _body(self, section: PageSection, depth: int) -> Iterator[Safe]:
        indent = Safe("  " * depth)
        before: LineKind | None = None
        for line in section.lines:
            if before and not _is_close(before, line.kind):
                yield EMPTY
            yield from self._row(line, section, indent) if line.label else self._line(line, indent)
            before = line.kind
        for place, part in enumerate(section.parts):
            if before or place:
                yield EMPTY
            yield from self._section(part, depth + 1)

    def _line(self, line: Line, indent: Safe) -> Iterator[Safe]:
        if line.kind is LineKind.STRONG:
            yield from self._framed(line.text, indent)
            return
        bullet = "• " if line.kind is LineKind.POINT else ""
        yield from self._wrapped(f"{line.text}{line.marks}", indent, bullet)
        if line.url:
            yield from self._wrapped(line.url, indent + Safe(" " * len(bullet)), "")
        if line.note:
            for note in self._wrapped(f"[{line.note}]", indent + Safe(" " * len(bullet)), ""):
                yield self._style(note, dim=True)

    def _row(self, line: Line, section: PageSection, indent: Safe) -> Iterator[Safe]:
        """The label beside the text where there is room, else before it."""
        text = f"{line.text}{line.marks}"
        if self.width < BESIDE:
            yield from self._wrapped(f"{line.label}: {text} {line.url}", indent, "")
            return
        column = 2 + max(cells(one.label) for one in section.lines)
        first, *rest = wrap(text, self.width - len(indent) - column)
        blanks = " " * (column - cells(line.label))
        yield indent + self._style(line.label, bold=True) + Safe(blanks) + first
        yield from (indent + Safe(" " * column) + more for more in rest)
        if line.url:
            yield from self._wrapped(line.url, indent + Safe(" " * column), "")

    def _wrapped(self, text: str, indent: Safe, bullet: str) -> Iterator[Safe]:
        first, *rest = wrap(text, self.width - len(indent) - len(bullet))
        yield indent + Safe(bullet) + first
        yield from (indent + Safe(" " * len(bullet)) + line for line in rest)

    def _framed(self, text: str, indent: Safe) -> Iterator[Safe]:
        lines = wrap(text, self.width - len(indent) - 4)
        inner = max(map(cells, lines))
        bar = "─" * (inner + 2)
        colour = _COLOURS[tone(self.urgency)] if self.urgency is not None else None
        framed = [
            f"┌{bar}┐",
            *(f"│ {line}{' ' * (inner - cells(line))} │" for line in lines),
            f"└{bar}┘",
        ]
        yield from (indent + self._style(line, fg=colour, bold=True) for line in framed)

    def _style(
        self, text: str, *, fg: str | None = None, bold: bool = False, dim: bool = False
    ) -> Safe:
        return Safe(text).styled(fg=fg, bold=bold, dim=dim) if self.colour else Safe(text)
