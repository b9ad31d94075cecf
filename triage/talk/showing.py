"""Show a page to a person, in the form that their screen can show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triage.prompts import Prompter

if TYPE_CHECKING:
    from triage.render.formats.page import Page


def show_page(prompter: Prompter, page: Page) -> None:
    """Show the whole page."""
    from triage.render.formats import text

    screen = prompter.screen
    prompter.show(text.render(page, screen.width, colour=screen.colour, unicode=screen.unicode))
