"""What is said on stdout and stderr, in the form that the stream can show; only `Safe` text is."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, TextIO

import click

from triage.language.safe import Safe

if TYPE_CHECKING:
    from triage.render.formats.page import Page


def width() -> int:
    """Columns to use: those of the terminal, at most 80."""
    import shutil

    return min(shutil.get_terminal_size((80, 24)).columns, 80)


def say(text: Safe, *, ends: bool = True) -> None:
    """Print the text on stdout, with a line break behind it unless it has its own."""
    click.echo(text, nl=ends)


def warn(text: Safe) -> None:
    """Print the text on stderr."""
    click.echo(text, err=True)


def is_confirmed(question: Safe) -> bool:
    """Whether the person says yes to a question on stderr; no is usual."""
    return click.confirm(question, err=True)


def text_of(page: Page, stream: TextIO, fold: bool = False) -> Safe:
    """The page as text for ``stream``."""
    from triage.prompts.terminal import shows_colour, shows_unicode
    from triage.render.formats import text

    return text.render(
        page, width(), colour=shows_colour(stream), unicode=shows_unicode(stream), fold=fold
    )


def print_page(page: Page, fold: bool = False) -> None:
    """Print the page on stdout; with ``fold`` its folded sections as their titles."""
    say(text_of(page, sys.stdout, fold))


def print_json(value: object) -> None:
    """Print one JSON value on one line of stdout."""
    from triage.prompts.terminal import shows_unicode

    say(Safe.json(value, in_ascii=not shows_unicode(sys.stdout)))
