"""A page as one HTML file that needs nothing else: no script, no font, no picture from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import groupby

from jinja2 import Environment, StrictUndefined, Template

from triage.render.page import Line, Page


def render(page: Page) -> str:
    """The page as a complete HTML document; folded sections can be opened, and are open in print."""
    return _template().render(page=page)


@cache
def _template() -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
                              keep_trailing_newline=True)
    environment.filters["runs"] = _runs
    return environment.from_string((files(__package__) / "page.html").read_text(encoding="utf-8"))


def _runs(lines: tuple[Line, ...]) -> Iterator[tuple[str, list[Line]]]:
    """Neighbouring lines of one kind together, so that points make one list."""
    for kind, run in groupby(lines, key=lambda line: line.kind):
        yield kind.value, list(run)
