"""Menus as long as the window can show one line of them, and numbered lines from then on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

from triage.language.safe import Safe
from triage.prompts import Choice, Command, Prompter, Screen, TooSmall

if TYPE_CHECKING:
    from triage.answers.value import Answer
    from triage.interview.order import AskingScreen
    from triage.interview.state import Asking
    from triage.interview.ticks import Place, Ticks

NO_MENUS = "This window cannot draw menus, so every choice comes as a numbered line."
TOO_SMALL = "This window is too small for menus, so every choice comes as a numbered line."

Said = TypeVar("Said")


class ShrinkingPrompter:
    """Asks with ``menus``, and with what ``open_lines`` opens once the window is too small."""

    def __init__(self, menus: Prompter, open_lines: Callable[[], Prompter]) -> None:
        self._now, self._open_lines = menus, open_lines

    @property
    def screen(self) -> Screen:
        """See ``Prompter.screen``."""
        return self._now.screen

    def show(self, text: Safe) -> None:
        """See ``Prompter.show``."""
        self._now.show(text)

    def ask(self, asking: Asking, default: Answer, note: str) -> Answer | Command:
        """See ``Prompter.ask``."""
        return self._said(lambda: self._now.ask(asking, default, note))

    def tick(
        self, asking: AskingScreen, former: Ticks | None, note: str, marks: Mapping[Place, str]
    ) -> Ticks | Command:
        """See ``Prompter.tick``."""
        return self._said(lambda: self._now.tick(asking, former, note, marks))

    def tell(self, message: str) -> str:
        """See ``Prompter.tell``."""
        return self._said(lambda: self._now.tell(message))

    def choose(self, message: str, choices: Sequence[Choice], default: str) -> str | Command:
        """See ``Prompter.choose``."""
        return self._said(lambda: self._now.choose(message, choices, default))

    def _said(self, ask: Callable[[], Said]) -> Said:
        try:
            return ask()
        except TooSmall:
            self._now = self._open_lines()
            self._now.show(Safe(TOO_SMALL))
            return ask()
