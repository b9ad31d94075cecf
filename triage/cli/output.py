"""Print a page or JSON on stdout, in the form that the stream can show."""

from __future__ import annotations

import json
import shutil
import sys
from typing import TYPE_CHECKING, TextIO

import click

from triage.prompts.terminal import shows_colour, shows_unicode

if TYPE_CHECKING:
    from triage.render.formats.page import Page


def width() -> int:
    """Columns to use: those of the terminal, at most 80."""
    return min(shutil.get_terminal_size((80, 24)).columns, 80)


def text_of(page: Page, stream: TextIO, fold: bool = False) -> str:
    """The page as text for ``stream``."""
    from triage.render.formats import text

    return text.render(
        page, width(), colour=shows_colour(stream), unicode=shows_unicode(stream), fold=fold
    )


def print_page(page: Page, fold: bool = False) -> None:
    """Print the page on stdout; with ``fold`` its folded sections as their titles."""
    click.echo(text_of(page, sys.stdout, fold))


def print_json(value: object) -> None:
    """Print one JSON value on one line of stdout."""
    click.echo(json.dumps(value, ensure_ascii=not shows_unicode(sys.stdout), allow_nan=False))
