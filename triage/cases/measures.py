"""How many things of one kind are put to the test, and which are not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from triage.language.conditions import Fact
from triage.language.diagnostics import Span


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that no case puts to the test, an id or a condition, and where it stands."""

    what: str | Fact
    span: Span


@dataclass(frozen=True, slots=True)
class Measure:
    """How many things of one kind are covered; ``gaps`` are those that are not."""

    name: str
    total: int
    gaps: tuple[Gap, ...]

    @property
    def covered(self) -> int:
        """How many are covered."""
        return self.total - len(self.gaps)

    @property
    def percent(self) -> float:
        """The share covered, rounded down to a tenth, so that 100 means all.

        >>> Measure("rules fired", 3000, (Gap("base", Span("f")),)).percent
        99.9
        """
        return int(1000 * self.covered / self.total) / 10 if self.total else 100.0


def measured(name: str, found: Iterable[tuple[Gap, bool]]) -> Measure:
    """Each thing with whether it is covered, as one measure."""
    things = list(found)
    return Measure(name, len(things), tuple(gap for gap, is_covered in things if not is_covered))
