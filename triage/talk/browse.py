"""After the result: a first screen that answers "what now?", and menus for the rest and for saving
it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from triage.language.diagnostics import TriageError
from triage.language.safe import Safe
from triage.prompts import InputEnded, Interrupted, Prompter
from triage.prompts.menus import choose
from triage.render.formats.page import Page, PageSection
from triage.render.results.what_to_do import first_page
from triage.talk.showing import show_page

MENU = "What do you want to do?"
UNSURE, READ, SAVE, FINISH, BACK = "*unsure", "*read", "*save", "*finish", "*back"
UNSURE_LINE = {UNSURE: "See the signs you were not sure about"}
LINES = {
    READ: "Read on: why, what it can go with, what to watch for, the page to hand over",
    SAVE: "Save the result as a file",
    FINISH: "Finish",
}
GO_BACK = {BACK: "Go back"}
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
    """The plan alone, so that it fits on a small screen with the menu."""
    return first_page(page.sections[0], page)


def browse(prompter: Prompter, page: Page, save: Save) -> None:
    """Show parts of the result and save it until the person has seen enough; leaving in any way
    ends it.
    """
    unsure = _unsure(page)
    lines = (UNSURE_LINE if unsure else {}) | LINES
    at = next(iter(lines))
    try:
        while (chosen := choose(prompter, MENU, lines, at)) != FINISH:
            if chosen is None:
                prompter.show(Safe(TOP))
                at = FINISH
                continue
            at = chosen
            if at == UNSURE:
                show_page(prompter, replace(page, sections=unsure))
            elif at == READ:
                _read(prompter, page)
            else:
                _save(prompter, save)
            at = _after(lines, at)
    except (Interrupted, InputEnded, KeyboardInterrupt):
        return


def _unsure(page: Page) -> tuple[PageSection, ...]:
    """The part about signs that the person was not sure about, where there is one."""
    return tuple(section for section in page.sections if section.id == "unsure")


def _read(prompter: Prompter, page: Page) -> None:
    parts = {str(place): section.title for place, section in enumerate(page.sections)}
    lines = parts | {EVERYTHING: "Everything"} | GO_BACK
    at = "1"
    while True:
        chosen = choose(prompter, READING, lines, at)
        if chosen is None or chosen == BACK:
            return
        is_whole = chosen == EVERYTHING
        sections = page.sections if is_whole else (page.sections[int(chosen)],)
        show_page(prompter, replace(page, sections=sections))
        at = _after(lines, chosen)


def _after(lines: Mapping[str, str], chosen: str) -> str:
    """The line below the chosen one, so that Enter alone reads on and ends at the way back."""
    names = list(lines)
    return names[names.index(chosen) + 1]


def _save(prompter: Prompter, save: Save) -> None:
    chosen = choose(prompter, SAVING, FORMATS | GO_BACK, next(iter(FORMATS)))
    if chosen is None or chosen == BACK:
        return
    try:
        prompter.show(Safe.line(save(chosen)))
    except TriageError as error:
        prompter.show(Safe.line(str(error)))
