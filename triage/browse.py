"""After the result: a menu from which the person opens its parts and saves it."""

from __future__ import annotations

from collections.abc import Callable

from triage.diagnostics import TriageError
from triage.prompts import Choice, Command, InputEnded, Interrupted, Prompter
from triage.render import text
from triage.render.page import Page

MENU = "What do you want to see?"
EVERYTHING, FINISH = "*everything", "*finish"
FORMATS = {"html": "Save as a web page to print or show", "md": "Save as text with headings", "json": "Save as data"}

Save = Callable[[str], str]
"""Writes the result in the named format (`html`, `md`, `json`); returns the sentence that says where it is."""


def browse(prompter: Prompter, page: Page, save: Save) -> None:
    """Show parts of the result until the person has seen enough; leaving in any way ends it."""
    try:
        while (chosen := _choice(prompter, page)) != FINISH:
            _answer(prompter, page, chosen, save)
    except (Interrupted, InputEnded):
        return


def _choice(prompter: Prompter, page: Page) -> str:
    """The id of the chosen line; going back and leaving finish."""
    sections = [Choice(str(place), section.title) for place, section in enumerate(page.sections)]
    saving = [Choice(ending, label) for ending, label in FORMATS.items()]
    lines = (*sections, Choice(EVERYTHING, "Everything"), *saving, Choice(FINISH, "Finish"))
    chosen = prompter.choose(MENU, lines, FINISH)
    while chosen in (Command.WHY, Command.HELP):
        chosen = prompter.choose(MENU, lines, FINISH)
    return chosen if isinstance(chosen, str) else FINISH


def _answer(prompter: Prompter, page: Page, chosen: str, save: Save) -> None:
    if chosen in FORMATS:
        prompter.show(_saved(chosen, save))
        return
    sections = page.sections if chosen == EVERYTHING else (page.sections[int(chosen)],)
    shown, screen = Page(page.title, sections, page.urgency), prompter.screen
    prompter.show(text.render(shown, screen.width, colour=screen.colour, unicode=screen.unicode))


def _saved(ending: str, save: Save) -> str:
    try:
        return save(ending)
    except TriageError as error:
        return str(error)
