"""The document that every renderer takes: a title and nested sections of lines, without colour or
layout.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from triage.language.words import Level


class LineKind(Enum):
    """How a line stands out."""

    TEXT = "text"
    POINT = "point"
    ROW = "row"
    """One of several short answers below each other, each with a label that says to what."""
    STRONG = "strong"
    """The one line that nobody may miss."""


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph or list entry, with what it rests on: in words, or as ``numbers`` of the
    sources that the page lists. A row has a ``label``; ``url`` is where the line leads.
    """

    text: str
    kind: LineKind = LineKind.TEXT
    badge: str = ""
    cites: tuple[str, ...] = ()
    numbers: tuple[int, ...] = ()
    label: str = ""
    url: str = ""

    @property
    def note(self) -> str:
        """Where the line comes from, in words; empty where it states no medicine.

        >>> Line("Rest helps.", badge="added safety note", cites=("NHS, Stroke",)).note
        'added safety note: NHS, Stroke'
        """
        sources = "; ".join(self.cites)
        return ": ".join(part for part in (self.badge, sources) if part)

    @property
    def marks(self) -> str:
        """The numbers of its sources, behind a blank; empty where it has none.

        >>> Line("Rest helps.", numbers=(2, 5)).marks
        ' [2,5]'
        """
        return f" [{','.join(map(str, self.numbers))}]" if self.numbers else ""


def tone(level: Level) -> str:
    """How a level looks: `emergency`, `protected`, `higher` or `lowest`.

    >>> from triage.language.words import Level
    >>> tone(Level.URGENT)
    'protected'
    """
    if level.is_protected:
        return "emergency" if level.is_emergency else "protected"
    return "higher" if level.rank else "lowest"


@dataclass(frozen=True, slots=True)
class PageSection:
    """A part of a page, titled where it needs to be. A ``folded`` one is shown as its title first
    where the medium can do so.
    """

    title: str
    lines: tuple[Line, ...] = ()
    parts: tuple[PageSection, ...] = ()
    folded: bool = False
    id: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A whole document. ``urgency`` is the level that its strong line speaks of, where there is
    one; ``phone`` the digits of the number to call, wherever it names them.
    """

    title: str
    sections: tuple[PageSection, ...]
    urgency: Level | None = None
    phone: str = ""
