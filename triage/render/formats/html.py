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
from triage.render.formats.page import Line, Page, tone


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
    environment.filters["dialled"] = dialled
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


def _text(name: str) -> str:
    return (files("triage.render") / name).read_text(encoding="utf-8")


def _runs(lines: tuple[Line, ...]) -> Iterator[tuple[str, list[Line]]]:
    """Neighbouring lines of one kind together, so that points make one list."""
    for kind, run in groupby(lines, key=lambda line: line.kind):
        yield kind.value, list(run)
