"""After the result: a first screen that answers "what now?", and menus for the rest and for saving
it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from triage.language.diagnostics import TriageError
from triage.prompts import Choice, Command, InputEnded, Interrupted, Prompter
from triage.render.formats import text
from triage.render.formats.page import Page

MENU = "What do you want to do?"
UNSURE, READ, SAVE, FINISH, BACK = "*unsure", "*read", "*save", "*finish", "*back"
READING, EVERYTHING = "Which part do you want to read?", "*everything"
SAVING = "How do you want to save the result?"
TOP = "There is nothing to go back to: the questions are answered. “Finish” ends this."
FORMATS = {
    "html": "As a web page to print or show",
    "md": "As text with headings",
    "json": "As data",
}

Save = Callable[[str], str]
"""Writes the result in the named format (`html`, `md`, `json`); returns the sentence that says
where it is.
"""


def first_screen(page: Page) -> Page:
    """What to do now, with its parts folded to their titles, so that it fits on a small screen with
    the menu.
    """
    now = page.sections[0]
    folded = tuple(replace(part, folded=True) for part in now.parts)
    return replace(page, sections=(replace(now, parts=folded),))


def browse(prompter: Prompter, page: Page, save: Save) -> None:
    """Show parts of the result and save it until the person has seen enough; leaving in any way
    ends it.
    """
    unsure = (
        [Choice(UNSURE, "See the signs you were not sure about")] if page.sections[0].parts else []
    )
    lines = (
        *unsure,
        Choice(READ, "Read on: why, what it can go with, what to watch for"),
        Choice(SAVE, "Save the result as a file"),
        Choice(FINISH, "Finish"),
    )
    at = lines[0].id
    try:
        while (at := _choice(prompter, MENU, lines, at)) != FINISH:
            if at == BACK:
                prompter.show(TOP)
                at = FINISH
                continue
            if at == UNSURE:
                _show(prompter, replace(page, sections=page.sections[:1]))
            elif at == READ:
                _read(prompter, page)
            else:
                _save(prompter, save)
            at = _after(lines, at)
    except (Interrupted, InputEnded, KeyboardInterrupt):
        return


def _read(prompter: Prompter, page: Page) -> None:
    parts = [Choice(str(place), section.title) for place, section in enumerate(page.sections)]
    lines = (*parts, Choice(EVERYTHING, "Everything"), Choice(BACK, "Go back"))
    at = "1"
    while (at := _choice(prompter, READING, lines, at)) != BACK:
        _show(
            prompter,
            page if at == EVERYTHING else replace(page, sections=(page.sections[int(at)],)),
        )
        at = _after(lines, at)


def _after(lines: Sequence[Choice], chosen: str) -> str:
    """The line below the chosen one, so that Enter alone reads on and ends at the way back."""
    names = [line.id for line in lines]
    return names[names.index(chosen) + 1]


def _save(prompter: Prompter, save: Save) -> None:
    lines = (*(Choice(ending, label) for ending, label in FORMATS.items()), Choice(BACK, "Go back"))
    chosen = _choice(prompter, SAVING, lines, lines[0].id)
    if chosen == BACK:
        return
    try:
        prompter.show(save(chosen))
    except TriageError as error:
        prompter.show(str(error))


def _choice(prompter: Prompter, message: str, lines: Sequence[Choice], default: str) -> str:
    """The id of the chosen line; BACK for going back; wanting to leave ends the menus."""
    while True:
        match prompter.choose(message, lines, default):
            case str(chosen):
                return chosen
            case Command.BACK:
                return BACK
            case Command.QUIT:
                raise Interrupted


def _show(prompter: Prompter, page: Page) -> None:
    screen = prompter.screen
    prompter.show(text.render(page, screen.width, colour=screen.colour, unicode=screen.unicode))
