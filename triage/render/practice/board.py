"""What a page about progress shows: facts, then blocks of bars and curves. Each number is also
there as words.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a block; ``share`` (0 to 1) is drawn as a bar, and absent where there is nothing
    to draw.

    ``trail`` says of the last times, oldest first, whether each was a hit.
    """

    name: str
    value: str
    share: float | None = None
    note: str = ""
    trail: tuple[bool, ...] = ()


@dataclass(frozen=True, slots=True)
class Point:
    """One day of a curve; ``value`` says in words what ``share`` (0 to 1) draws."""

    day: str
    share: float
    value: str


@dataclass(frozen=True, slots=True)
class Curve:
    """One thing over time; at least one point."""

    name: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class BoardBlock:
    """A titled part: what is counted and how, the bars, the curves, and a closing line."""

    title: str
    about: str = ""
    rows: tuple[Row, ...] = ()
    curves: tuple[Curve, ...] = ()
    more: str = ""


@dataclass(frozen=True, slots=True)
class Board:
    """A whole page. ``facts`` are what to read first; ``notes`` say what is not in the numbers."""

    title: str
    facts: tuple[Row, ...]
    blocks: tuple[BoardBlock, ...]
    notes: tuple[str, ...] = ()
