"""Pages for a reviewer, as one HTML file that needs nothing else: to read, to print, to sign."""

from __future__ import annotations

from dataclasses import dataclass

from triage.analysis.drawing.graph import Graph
from triage.language.diagnostics import TriageError
from triage.language.safe import Safe
from triage.render.formats.html import filled
from triage.render.formats.page import Line, Page, PageSection
from triage.render.graph import legend, svg

BLANK = "." * 40
SIGNED = ("Name", "Role", "Date", "Signature")


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing to put into a page, and what its signs mean."""

    svg: Safe
    legend: tuple[str, ...]


def picture(graph: Graph) -> Picture | None:
    """The graph as a drawing; None where drawings cannot be made here."""
    try:
        text = svg.render(graph, is_bare=True)
    except TriageError:
        return None
    return Picture(Safe(text[text.index("<svg") :]), tuple(legend(graph)))


def signature(words: str) -> PageSection:
    """The last part of a page: what is signed, and room to do it."""
    blanks = (f"{what}: {BLANK}" for what in SIGNED)
    return PageSection("Signed", tuple(map(Line, (words, *blanks))), id="signed")


def html(page: Page, footer: str, drawn: Picture | None = None, *, pairs: str = "") -> Safe:
    """The page as one HTML file.

    Args:
        page: what to read.
        footer: one sentence below it.
        drawn: a drawing that stands before the last section.
        pairs: the id of the section whose points come in twos, to be shown side by side.
    """
    return filled("author/to_sign.html", page=page, footer=footer, drawing=drawn, pairs=pairs)
