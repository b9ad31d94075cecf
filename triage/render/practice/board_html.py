"""A board as one HTML file that needs nothing else: bars and curves are drawn as SVG inside it,
without script.
"""

from __future__ import annotations

from dataclasses import dataclass

from triage.language.safe import Safe
from triage.render.formats.html import filled
from triage.render.practice.board import Board, Curve

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 360, 170, 40, 14, 14, 28
"""The size of a plot, and the room around its curve."""


@dataclass(frozen=True, slots=True)
class Dot:
    """One point of a plot, in its coordinates."""

    x: float
    y: float
    title: str


@dataclass(frozen=True, slots=True)
class Plot:
    """A curve as it is drawn; ``first`` and ``last`` are the ends of its axis of days."""

    name: str
    dots: tuple[Dot, ...]
    first: str
    last: str

    @property
    def line(self) -> str:
        """The corners of the curve, as SVG writes them."""
        return " ".join(f"{dot.x:g},{dot.y:g}" for dot in self.dots)

    @property
    def area(self) -> str:
        """The corners of the area below the curve."""
        floor = HEIGHT - BOTTOM
        return f"{self.dots[0].x:g},{floor} {self.line} {self.dots[-1].x:g},{floor}"


def render(board: Board) -> Safe:
    """The board as a complete HTML document."""
    return filled(
        "practice/board.html",
        board=board,
        plot=plot,
        width=WIDTH,
        height=HEIGHT,
        left=LEFT,
        right=WIDTH - RIGHT,
        levels=[("all", TOP), ("half", (TOP + HEIGHT - BOTTOM) / 2), ("none", HEIGHT - BOTTOM)],
    )


def plot(curve: Curve) -> Plot:
    """The curve in the coordinates of its plot: days from left to right at equal steps, all the
    points at the top.
    """
    steps = max(1, len(curve.points) - 1)
    room = WIDTH - LEFT - RIGHT
    start = LEFT + room / 2 if len(curve.points) == 1 else LEFT
    dots = tuple(
        Dot(
            round(start + room * place / steps, 1),
            round(TOP + (1 - point.share) * (HEIGHT - TOP - BOTTOM), 1),
            f"{point.day}: {point.value}",
        )
        for place, point in enumerate(curve.points)
    )
    return Plot(curve.name, dots, curve.points[0].day, curve.points[-1].day)
