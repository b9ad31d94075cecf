"""The port to the person: what a conversation needs to show, to ask and to offer.

Two adapters stand behind it: ``keyboard`` (menus drawn on a terminal) and ``plain`` (numbered
lines, for pipes, dumb terminals and screen readers). Both talk on stderr, so results on stdout stay
clean. Neither thinks.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Protocol

from triage.language.diagnostics import TriageError
from triage.language.safe import Safe

if TYPE_CHECKING:
    from triage.answers.value import Answer
    from triage.interview.order import AskingScreen
    from triage.interview.state import Asking
    from triage.interview.ticks import Place, Ticks


class Interrupted(Exception):
    """The person wants to leave (Ctrl-C)."""


class InputEnded(Exception):
    """Nothing more can be read (Ctrl-D, a closed terminal, the end of a pipe)."""


class Refused(Exception):
    """A reply that means nothing; the text says what would."""


class NoMenus(Exception):
    """This window cannot draw menus."""


class TooSmall(Exception):
    """This window cannot show one line of a menu."""


class NoScreen(TriageError):
    """There is nowhere to ask."""


class Command(Enum):
    """What a person may want instead of answering."""

    BACK = "back"
    WHY = "why am I asked this"
    HELP = "what does this mean"
    RESULT = "show the result now"
    NEW = "something new"
    QUIT = "save and leave"


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of a menu; ``id`` is what choosing it returns, and typing finds it by its
    ``keywords`` too.
    """

    id: str
    label: str
    keywords: str = ""


ASCII = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "…": "..."})


@dataclass(frozen=True, slots=True)
class Screen:
    """What the place of the conversation can show."""

    width: int = 80
    colour: bool = False
    unicode: bool = True

    def fit(self, text: Safe) -> Safe:
        """The text with typographic signs replaced where they cannot be shown.

        >>> Screen(unicode=False).fit(Safe("“None of these”"))
        '"None of these"'
        """
        return text if self.unicode else text.with_signs(ASCII)


class Prompter(Protocol):
    """Someone to talk to."""

    @property
    def screen(self) -> Screen:
        """What can be shown at this moment."""

    def show(self, text: Safe) -> None:
        """Show finished text."""

    def ask(self, asking: Asking, default: Answer, note: str) -> Answer | Command:
        """The answer to a question, or what the person wants instead.

        Args:
            asking: the question and its wording.
            default: the former answer where it is asked again; else not asked, and then no option
                is preselected.
            note: the progress in words.

        Raises:
            Interrupted: Ctrl-C.
            InputEnded: Ctrl-D or the end of the input.
        """

    def tick(
        self,
        asking: AskingScreen,
        former: Ticks | None,
        note: str,
        marks: Mapping[Place, str],
    ) -> Ticks | Command:
        """What is so of the lines on a screen, or what the person wants instead; raises as ``ask``
        does.

        Args:
            asking: the screen, with the questions that make sense now.
            former: what was ticked before; None where it was not asked, and then nothing is.
            note: the progress in words, a line for each thing to say.
            marks: words to show beside a line; they tick nothing.
        """

    def tell(self, message: str) -> str:
        """What the person writes in a line of their own words; empty where they pass over it.
        Raises as ``ask`` does.
        """

    def choose(self, message: str, choices: Sequence[Choice], default: str) -> str | Command:
        """The id of the chosen line, or what the person wants instead; raises as ``ask`` does."""


def open_prompter(plain: bool) -> Prompter:
    """The prompter that fits: numbered lines where asked for or where menus cannot be drawn, else
    menus.

    Raises:
        NoScreen: standard error, where both talk, was closed from the start.
    """
    if sys.__stderr__ is None:
        raise NoScreen("standard error is closed, so nothing can be asked")
    from triage.prompts.plain import open_plain
    from triage.prompts.terminal import can_draw

    if plain or not can_draw(sys.stdin, sys.stderr):
        return open_plain()
    from triage.prompts.keyboard import open_keyboard
    from triage.prompts.shrinking import NO_MENUS, ShrinkingPrompter

    try:
        return ShrinkingPrompter(open_keyboard(), open_plain)
    except NoMenus:
        prompter = open_plain()
        prompter.show(Safe(NO_MENUS))
        return prompter
