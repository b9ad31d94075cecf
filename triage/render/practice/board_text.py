"""A board as text for a terminal: bars and small curves, each with its number beside it."""

from __future__ import annotations

from collections.abc import Iterator

from triage.language.safe import Safe
from triage.render.formats.cells import cells, wrap
from triage.render.practice.board import Board, BoardBlock, Curve, Row

NARROWEST, WIDEST = 40, 80
BAR = 16
MOST_ROWS = 10
"""A block shows so many rows in a terminal; the first ones matter most."""
DAYS = 40
"""So many days of practice fit into a small curve."""
STEPS, DIGITS = "▁▂▃▄▅▆▇█", "01234567"
"""What a curve is drawn with, from nothing to all, and the same in ASCII."""
TRAIL = 8
"""Columns for the last times of a row; terminals below ``WIDE`` show them on a line of their
own.
"""
WIDE = 60
_ASCII = str.maketrans(
    {
        "█": "#",
        "░": ".",
        "●": "+",
        "○": "o",
        "─": "-",
        "→": "->",
        "’": "'",
        "·": ";",
        "“": '"',
        "”": '"',
        "…": "...",
    }
)


def render(board: Board, width: int, unicode: bool) -> Safe:
    """The board as text that ends in a line break.

    Args:
        board: what to show.
        width: columns of the terminal.
        unicode: False draws with ASCII: bars of `#`, curves of the digits 0 (nothing) to 7 (all).
    """
    width = max(NARROWEST, min(width, WIDEST))
    text = Safe("\n".join(_lines(board, width, STEPS if unicode else DIGITS)) + "\n")
    return text if unicode else text.with_signs(_ASCII)


def bar(share: float, width: int = BAR) -> str:
    """A bar for a share from 0 to 1; a part that is not nothing shows, and what is not all is not
    full.

    >>> bar(0.5, 4), bar(0.01, 4), bar(0.99, 4)
    ('██░░', '█░░░', '███░')
    """
    full = round(share * width)
    full = max(full, 1) if share > 0 else full
    full = min(full, width - 1) if share < 1 else full
    return "█" * full + "░" * (width - full)


def _lines(board: Board, width: int, steps: str) -> Iterator[str]:
    title = wrap(board.title, width)
    yield from title
    yield "─" * max(map(cells, title))
    for fact in board.facts:
        first, *rest = wrap(f"{fact.name}: {fact.value}", width - 2)
        yield first
        yield from (f"  {line}" for line in rest)
    for block in board.blocks:
        yield ""
        yield from _block(block, width, steps)
    for note in board.notes:
        yield ""
        yield from wrap(note, width)


def _block(block: BoardBlock, width: int, steps: str) -> Iterator[str]:
    yield from wrap(block.title, width)
    if block.about:
        yield from wrap(block.about, width)
    shown = block.rows[:MOST_ROWS]
    has_room = width >= WIDE and any(row.trail for row in shown)
    for row in shown:
        yield from _row(
            row, width, max(cells(row.value) for row in shown), TRAIL if has_room else 0
        )
    if len(block.rows) > len(shown):
        yield f"  and {len(block.rows) - len(shown)} more: `--html FILE` shows all"
    for curve in block.curves:
        yield from _curve(curve, width, steps)
    if block.more:
        yield from wrap(block.more, width)


def _row(row: Row, width: int, value_width: int, trail_width: int) -> Iterator[str]:
    """The name, then the bar, the last times and the number on the first line; a long name goes on
    below.
    """
    drawn = "" if row.share is None else bar(row.share)
    trail = "".join("●" if is_hit else "○" for is_hit in row.trail[-TRAIL:])
    beside = f"  {trail:<{trail_width}}" if trail_width else ""
    name_width = max(8, width - value_width - BAR - 6 - len(beside))
    first, *rest = wrap(row.name, name_width)
    gap = " " * (name_width - cells(first))
    yield f"  {first}{gap}  {drawn:<{BAR}}{beside}  {row.value:>{value_width}}".rstrip()
    yield from (f"  {line}" for line in rest)
    if trail and not beside:
        yield f"    {trail}"
    if row.note:
        yield from (f"    {line}" for line in wrap(row.note, width - 4))


def _curve(curve: Curve, width: int, steps: str) -> Iterator[str]:
    """The name, the drawing, and its ends in words: beside it where they fit, else below."""
    points = curve.points[-DAYS:]
    drawn = "".join(steps[min(len(steps) - 1, int(point.share * len(steps)))] for point in points)
    ends = [f"{point.day}: {point.value}" for point in dict.fromkeys((points[0], points[-1]))]
    yield from (f"  {line}" for line in wrap(curve.name, width - 2))
    line = f"    {drawn}  {' → '.join(ends)}"
    if cells(line) <= width:
        yield line
    else:
        yield f"    {drawn}"
        yield from (f"    {part}" for end in ends for part in wrap(end, width - 4))
