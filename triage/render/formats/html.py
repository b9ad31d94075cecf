"""A page as one HTML file that needs nothing else: no script, no font, no picture from
elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import groupby

from jinja2 import Environment, FunctionLoader, StrictUndefined, Template
from markupsafe import Markup, escape

from triage.language.safe import Safe
from triage.language.values import ADDRESS
from triage.render.formats.page import Line, Page, PageSection, tone

MOST_IN_LARGE_PRINT = 3_000
"""So many characters of the page to hand over fit on paper in the larger print."""

_ADDRESS = re.compile(rf"({ADDRESS.replace('(', '(?:')})(?<![.,;:)])")


def render(page: Page) -> Safe:
    """The page as a complete HTML document; folded sections can be opened, and are open in
    print.
    """
    return filled("formats/page.html", page=page)


def filled(name: str, **values: object) -> Safe:
    """The template in the file ``name`` below ``render``, filled; what it is filled with is
    escaped, and must all be there.
    """
    return Safe(_template(name).render(values))


@cache
def _template(name: str) -> Template:
    environment = Environment(
        loader=FunctionLoader(_text),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["runs"] = _runs
    environment.filters["tone"] = tone
    environment.filters["addresses"] = _addresses
    environment.filters["dialled"] = dialled
    environment.filters["numbered"] = numbered
    environment.filters["entry"] = _entry
    environment.filters["print_size"] = print_size
    return environment.get_template(name)


def dialled(text: str, phone: str) -> Markup:
    """The text, escaped, with the number to call as a link that dials it.

    >>> dialled("Call 999 <now>.", "999")
    Markup('Call <a href="tel:999">999</a> &lt;now&gt;.')
    """
    if not phone.isascii() or not phone.isdigit():
        return escape(text)
    link = Markup('<a href="tel:{0}">{0}</a>').format(phone)
    return link.join(map(escape, re.split(rf"(?<!\d){phone}(?!\d)", text)))


def numbered(text: Markup, has_sources: bool) -> Markup:
    """The text with each number of a source as a link to its entry, where the page lists them.

    >>> numbered(Markup("Rest. [2,5]"), has_sources=False)
    Markup('Rest. <span class="marks">[2,5]</span>')
    """

    def link(found: re.Match[str]) -> str:
        return f'<a href="#source-{found[0]}">{found[0]}</a>'

    def marks(found: re.Match[str]) -> str:
        shown = re.sub(r"\d+", link, found[0]) if has_sources else found[0]
        return f'<span class="marks">{shown}</span>'

    return Markup(re.sub(r"\[\d+(?:,\d+)*\]", marks, text))  # escaped already


def print_size(section: PageSection) -> str:
    """How large a part is printed that has to stay on one page: smaller where much is said.

    >>> print_size(PageSection("In short", (Line("Rest helps."),)))
    '9.5pt'
    >>> print_size(PageSection("At length", (Line("Rest helps. " * 500),)))
    '8pt'
    """
    length = sum(len(line.text) for part in (section, *section.parts) for line in part.lines)
    return "9.5pt" if length <= MOST_IN_LARGE_PRINT else "8pt"


def _entry(label: str) -> Markup:
    """What a row is called where its label is the number of a source: numbers lead to it."""
    found = re.fullmatch(r"\[(\d+)\]", label)
    return Markup(' id="source-{}"').format(found[1]) if found else Markup("")


def _text(name: str) -> str:
    return (files("triage.render") / name).read_text(encoding="utf-8")


def _addresses(text: str) -> Iterator[tuple[bool, str]]:
    """The parts of a text, and whether each is the address of a page."""
    for place, part in enumerate(_ADDRESS.split(text)):
        yield bool(place % 2), part


def _runs(lines: tuple[Line, ...]) -> Iterator[tuple[str, list[Line]]]:
    """Neighbouring lines of one kind together, so that points make one list."""
    for kind, run in groupby(lines, key=lambda line: line.kind):
        yield kind.value, list(run)
