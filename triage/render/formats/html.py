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

from triage.language.safe import Safe
from triage.language.values import ADDRESS
from triage.render.formats.page import Line, Page, tone

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
    return environment.get_template(name)


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
