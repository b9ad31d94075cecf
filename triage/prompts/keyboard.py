"""Menus that keys move through. Typing finds lines and ticks nothing: only Space, or Enter on a
line that is shown, chooses one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from triage.language.safe import Safe
from triage.prompts import Choice, Command, Screen
from triage.prompts.breaking import broken
from triage.prompts.drawn import (
    MENU_COMMANDS,
    Menu,
    MenuDrawing,
    MenuLine,
    in_parts,
    open_drawing,
)

if TYPE_CHECKING:
    from triage.answers.value import Answer
    from triage.interview.order import AskingScreen
    from triage.interview.state import Asking
    from triage.interview.ticks import Place, Ticks
    from triage.prompts.menu_questions import MenuQuestions

HELP_MENU = "Up, Down or letters find a line, Enter chooses, Esc goes back, Ctrl-C leaves."
SHORT_MENU = "Enter chooses, Esc goes back, Ctrl-C leaves."
MORE = "Enter shows more. Esc leaves the rest out."
END = "Enter goes on."


class KeyboardPrompter:
    """Asks with menus that the arrow keys move through; every prompt gives way to what was
    answered.
    """

    def __init__(self, drawing: MenuDrawing) -> None:
        self._drawing = drawing

    @property
    def screen(self) -> Screen:
        """What can be shown at this moment."""
        return self._drawing.screen

    def show(self, text: Safe) -> None:
        """Write a line, or several, broken between words; what fills half the screen or more is
        read part by part before it scrolls away.
        """
        lines, rows = broken(self.screen.fit(text), self.screen.width), self._drawing.rows
        if len(lines) * 2 < rows:
            self._drawing.put(lines)
            return
        size = max(rows - 3, 1)
        told = max((place for place, line in enumerate(lines, 1) if line), default=0)
        for start in range(0, told, size):
            is_last = start + size >= told
            self._drawing.put(lines[start : None if is_last else start + size])
            words = END if is_last else MORE
            if self._drawing.wait(words, MENU_COMMANDS):
                return

    def ask(self, asking: Asking, default: Answer, note: str) -> Answer | Command:
        """See ``Prompter.ask``."""
        return self._questions.ask(asking, default, note)

    def tick(
        self, asking: AskingScreen, former: Ticks | None, note: str, marks: Mapping[Place, str]
    ) -> Ticks | Command:
        """See ``Prompter.tick``."""
        return self._questions.tick(asking, former, note, marks)

    @cached_property
    def _questions(self) -> MenuQuestions:
        from triage.prompts.menu_questions import MenuQuestions

        return MenuQuestions(self._drawing)

    def tell(self, message: str) -> str:
        """See ``Prompter.tell``."""
        said = " ".join(self._drawing.line(message).split())
        self._drawing.leave(message, (said,) if said else ())
        return said

    def choose(self, message: str, choices: Sequence[Choice], default: str) -> str | Command:
        """See ``Prompter.choose``."""
        lines = {choice.id: MenuLine(choice.label, found_by=choice.keywords) for choice in choices}
        picked = self._drawing.choose(
            Menu(
                head=in_parts(message),
                lines=lambda: lines,
                start=default,
                keys=HELP_MENU,
                short=SHORT_MENU,
                commands=MENU_COMMANDS,
            )
        )
        return picked if isinstance(picked, Command) else str(picked)


def open_keyboard() -> KeyboardPrompter:
    """A prompter on the terminal: keys from stdin, menus on stderr.

    Raises:
        NoMenus: a console of Windows that cannot draw them.
    """
    return KeyboardPrompter(open_drawing())
