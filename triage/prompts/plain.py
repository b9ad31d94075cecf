"""Numbered line prompts: for pipes, dumb terminals and screen readers. Nothing moves a cursor.

The first prompt of a talk asks for no answer to the rules, so how those are asked is imported when
the first of them is.
"""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from itertools import count
from typing import TYPE_CHECKING, TextIO, TypeVar

from triage.language.safe import Safe
from triage.prompts import Choice, Command, InputEnded, Interrupted, Refused, Screen
from triage.prompts.breaking import broken
from triage.prompts.replies import begins_a_word, on_a_line, unclear
from triage.prompts.terminal import shows_colour, shows_unicode

if TYPE_CHECKING:
    from triage.answers.value import Answer
    from triage.interview.order import AskingScreen
    from triage.interview.state import Asking
    from triage.interview.ticks import Place, Ticks
    from triage.prompts.plain_questions import PlainQuestions

Meaning = TypeVar("Meaning")

COMMANDS: Mapping[str, Command] = {
    "b": Command.BACK,
    "back": Command.BACK,
    "w": Command.WHY,
    "why": Command.WHY,
    "h": Command.HELP,
    "help": Command.HELP,
    "?": Command.HELP,
    "r": Command.RESULT,
    "result": Command.RESULT,
    "+": Command.NEW,
    "q": Command.QUIT,
    "quit": Command.QUIT,
}
MENU_COMMANDS = "b = back, q = save and leave"
IN_WORDS = "Write it in words, or press Enter to go on. q = save and leave."
MOST_REFUSALS = 20
"""Lines from a pipe that may miss in a row before nothing more is expected of it."""

FALLBACK = 80


class PlainPrompter:
    """Asks in numbered lines on ``out`` and reads the replies line by line from ``source``."""

    def __init__(self, source: TextIO, out: TextIO) -> None:
        self._source, self._out = source, out

    @property
    def screen(self) -> Screen:
        """What can be shown at this moment."""
        return Screen(self._columns(), shows_colour(self._out), shows_unicode(self._out))

    def _columns(self) -> int:
        """The width of the terminal that is written to, also where results go elsewhere."""
        with contextlib.suppress(OSError):
            return os.get_terminal_size(self._out.fileno()).columns or FALLBACK
        return shutil.get_terminal_size().columns

    def show(self, text: Safe) -> None:
        """Write a line, or several; on a terminal they are broken between words."""
        screen = self.screen
        text = screen.fit(text)
        lines = broken(text, screen.width) if self._out.isatty() else text.lines()
        self._write(Safe.joined(lines) + Safe("\n"))

    def _write(self, text: Safe) -> None:
        self._out.write(text)
        self._out.flush()

    def ask(self, asking: Asking, default: Answer, note: str) -> Answer | Command:
        """See ``Prompter.ask``; an empty line keeps the former answer, and is refused where there
        is none.
        """
        return self._questions.ask(asking, default, note)

    def tick(
        self, asking: AskingScreen, former: Ticks | None, note: str, marks: Mapping[Place, str]
    ) -> Ticks | Command:
        """See ``Prompter.tick``; an empty line keeps what was ticked before, and is refused where
        nothing was.
        """
        return self._questions.tick(asking, former, note, marks)

    @cached_property
    def _questions(self) -> PlainQuestions:
        from triage.prompts.plain_questions import PlainQuestions

        return PlainQuestions(self.show, self._reply)

    def choose(self, message: str, choices: Sequence[Choice], default: str) -> str | Command:
        """See ``Prompter.choose``; an empty line takes the default."""
        keys = {str(number): choice.id for number, choice in enumerate(choices, 1)}
        labels = {choice.id: choice.label for choice in choices}
        lines = [f"{key}. {labels[name]}" for key, name in keys.items()]
        usual = next(key for key, name in keys.items() if name == default)
        end = f"{MENU_COMMANDS}. An empty line takes {usual}."
        self.show(Safe.joined(map(on_a_line, ["", *message.split("\n"), *lines, end])))

        def read(line: str) -> str:
            return (
                _one_of(line, keys, labels, {choice.id: choice.keywords for choice in choices})
                if line
                else default
            )

        return self._reply(Safe("Your choice: "), read)

    def tell(self, message: str) -> str:
        """See ``Prompter.tell``. A single key that means something elsewhere is no words."""
        self.show(Safe.joined(map(on_a_line, ["", *message.split("\n")])))
        while True:
            said = self._line(Safe("Your words: "))
            command = COMMANDS.get(said.casefold())
            if command is Command.QUIT:
                raise Interrupted
            if command is None or len(said) > 1:
                return said
            self.show(Safe(IN_WORDS))

    def _reply(self, prompt: Safe, read: Callable[[str], Meaning]) -> Meaning | Command:
        """What the next lines mean, asked again until one does; a pipe that never fits is taken as
        ended.
        """
        for attempt in count(1):
            if attempt > MOST_REFUSALS and not self._source.isatty():
                break
            line = self._line(prompt)
            if line.casefold() in COMMANDS:
                return COMMANDS[line.casefold()]
            try:
                return read(line)
            except Refused as refused:
                self.show(Safe(str(refused)))
        raise InputEnded

    def _line(self, prompt: Safe) -> str:
        try:
            self._write(prompt)
            line = self._source.readline()
        except KeyboardInterrupt:
            self._write(Safe("\n"))
            raise Interrupted from None
        if not line or not self._source.isatty():
            self._write(Safe("\n"))
        if not line:
            raise InputEnded
        return " ".join(line.split())


def open_plain() -> PlainPrompter:
    """A prompter on stdin and stderr; bytes that are no text are read as wrong answers."""
    # an input that was closed from the start ends at once
    source = sys.stdin if sys.stdin and sys.__stdin__ else io.StringIO()
    out = sys.stderr or io.StringIO()
    if isinstance(source, io.TextIOWrapper):
        source.reconfigure(errors="replace")
    return PlainPrompter(source, out)


def _one_of(
    reply: str,
    keys: Mapping[str, str],
    labels: Mapping[str, str],
    keywords: Mapping[str, str],
) -> str:
    """The line that a key or its whole text names.

    Raises:
        Refused: anything else was typed. A part of a text or of the keywords of a line chooses
            nothing: it says which lines fit.
    """
    wanted = reply.casefold()
    texts = {key: labels[line].casefold() for key, line in keys.items()}
    if wanted in keys:
        return keys[wanted]
    whole = [key for key, text in texts.items() if text == wanted]
    if len(whole) == 1:
        return keys[whole[0]]
    fitting = (
        whole
        or [key for key, text in texts.items() if begins_a_word(wanted, text)]
        or [key for key, line in keys.items() if begins_a_word(wanted, keywords[line].casefold())]
    )
    raise Refused(unclear({key: labels[keys[key]] for key in fitting}, keys))
