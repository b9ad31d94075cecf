"""Numbered line prompts: for pipes, dumb terminals and screen readers. Nothing moves a cursor."""

from __future__ import annotations

import contextlib
import io
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import count
from types import MappingProxyType
from typing import TextIO, TypeVar

from triage.answers.value import Answer
from triage.interview.order import AskingScreen
from triage.interview.state import Asking
from triage.interview.ticks import Place, Ticks, answers_of
from triage.language.model import Question
from triage.language.safe import Safe
from triage.prompts import (
    Choice,
    Command,
    InputEnded,
    Interrupted,
    Screen,
)
from triage.prompts.breaking import broken
from triage.prompts.picks import Other, Pick, Refused, answer_of, offered, picks_of
from triage.prompts.sheet import (
    UNTICKED,
    Row,
    Sheet,
    TickMark,
    as_screen,
    echo,
    former_ticks,
    is_many,
)
from triage.prompts.terminal import shows_colour, shows_unicode

Meaning = TypeVar("Meaning")

KEYS: Mapping[Other, str] = {Other.NONE: "0", Other.NOT_SURE: "n", Other.DECLINED: "p"}
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
EVERY_COMMAND = (
    "b = back, w = why am I asked this, h = what does this mean, + = something new, "
    "r = result now, q = save and leave"
)
FEW_WORDS = "b = back, w = why, h = help, + = something new, r = result now, q = save and leave"
MENU_COMMANDS = "b = back, q = save and leave"
SHORTEST_WORD = 3
"""Fewer letters of an option's text do not choose it; too many texts contain them."""

MOST_REFUSALS = 20
"""Lines from a pipe that may miss in a row before nothing more is expected of it."""

HOW_ONE = "Choose one. Type its number."
HOW_AGAIN = "Type the numbers of what is so."
HOW_MANY = (
    "Type the numbers of what is so, for example 1,3. Put n before a number where you are not"
    " sure: n2."
)
PAGE = "{text} (page {page} of {pages})"

FALLBACK = 80


class PlainPrompter:
    """Asks in numbered lines on ``out`` and reads the replies line by line from ``source``."""

    def __init__(self, source: TextIO, out: TextIO) -> None:
        self._source, self._out = source, out
        self._has_explained = False

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
        question = asking.question
        if is_many(asking):
            screen = as_screen(asking)
            ticks = self.tick(screen, former_ticks(screen, {question.id: default}), note, {})
            return ticks if isinstance(ticks, Command) else answers_of(screen, ticks)[question.id]
        keys, former = _keys(question), picks_of(question, default)
        lines = ["", *note.split("\n"), asking.text, *asking.ways, HOW_ONE, *_lines(question)]
        self.show(Safe.joined(map(_line, [*lines, EVERY_COMMAND])))
        if former:
            kept = ", ".join(key for key, pick in keys.items() if pick in former)
            self.show(Safe(f"Your answer so far: {kept}. An empty line keeps it."))

        keys = _yes_and_no(question) | keys

        def read(line: str) -> Answer:
            return answer_of(question, _picks(line, keys, offered(question)) if line else former)

        return self._reply(Safe("Your answer: "), read)

    def tick(
        self, asking: AskingScreen, former: Ticks | None, note: str, marks: Mapping[Place, str]
    ) -> Ticks | Command:
        """See ``Prompter.tick``; an empty line keeps what was ticked before, and is refused where
        nothing was.
        """
        sheet = Sheet.of(asking, former)
        while True:
            told = self._page(sheet, note, marks)
            if told is Command.BACK and sheet.page:
                sheet = sheet.turned(-1)
            elif isinstance(told, Command):
                return told
            elif told.is_last:
                self.show(Safe.joined(_line(f"> {line}") for line in echo(asking, told.ticks)))
                return told.ticks
            else:
                sheet = told.turned(1)

    def _page(self, sheet: Sheet, note: str, marks: Mapping[Place, str]) -> Sheet | Command:
        """The sheet after the lines of its page are told."""
        rows, keys = sheet.rows, _row_keys(sheet)
        text, pages = sheet.asking.screen.text, len(sheet.pages)
        if pages > 1:
            text = PAGE.format(text=text, page=sheet.page + 1, pages=pages)
        numbered = [
            f"{key} = {rows[row].lower()}" if key.isalpha() else f"{key}. {rows[row]}"
            for key, row in keys.items()
        ]
        for place, (key, row) in enumerate(keys.items()):
            if not isinstance(row, Other) and row in marks:
                numbered[place] = f"{key}. {rows[row]} ({marks[row]})"
        how, commands = HOW_MANY, EVERY_COMMAND
        if self._has_explained:
            how, commands = HOW_AGAIN, FEW_WORDS
        self._has_explained = True
        lines = [
            "",
            *note.split("\n"),
            text,
            *sheet.ways,
            f"{how} {UNTICKED}",
            *_both(sheet, keys),
            *numbered,
        ]
        self.show(Safe.joined(map(_line, [*lines, commands])))
        kept = _kept(sheet, keys)
        if kept:
            self.show(Safe(f"Your answer so far: {kept}. An empty line keeps it."))

        def read(line: str) -> Sheet:
            told = sheet.told(_marks(line, keys, rows)) if line else sheet
            told.check()
            return told

        return self._reply(Safe("Your answer: "), read)

    def choose(self, message: str, choices: Sequence[Choice], default: str) -> str | Command:
        """See ``Prompter.choose``; an empty line takes the default."""
        keys = {str(number): choice.id for number, choice in enumerate(choices, 1)}
        labels = {choice.id: choice.label for choice in choices}
        lines = [f"{key}. {labels[name]}" for key, name in keys.items()]
        usual = next(key for key, name in keys.items() if name == default)
        end = f"{MENU_COMMANDS}. An empty line takes {usual}."
        self.show(Safe.joined(map(_line, ["", *message.split("\n"), *lines, end])))

        def read(line: str) -> str:
            return (
                _one_of(line, keys, labels, {choice.id: choice.keywords for choice in choices})
                if line
                else default
            )

        return self._reply(Safe("Your choice: "), read)

    def tell(self, message: str) -> str:
        """See ``Prompter.tell``."""
        self.show(Safe.joined(map(_line, ["", *message.split("\n")])))
        said = self._line(Safe("Your words: "))
        if COMMANDS.get(said.casefold()) is Command.QUIT:
            raise Interrupted
        return said

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


def _line(text: str) -> Safe:
    """The text on one line, so that none passes for another."""
    return Safe(" ".join(text.split()))


def _keys(question: Question) -> dict[str, Pick]:
    """What to type for each line, in the order of the lines."""
    numbered: dict[str, Pick] = {
        str(number): name for number, name in enumerate(question.option_ids, 1)
    }
    return numbered | {KEYS[pick]: pick for pick in offered(question) if isinstance(pick, Other)}


def _yes_and_no(question: Question) -> dict[str, Pick]:
    """The two words themselves, where exactly one line opens with them."""
    opening = {
        word: [
            pick
            for pick, label in offered(question).items()
            if re.match(rf"{word}\b", label.casefold())
        ]
        for word in ("yes", "no")
    }
    return {word: picks[0] for word, picks in opening.items() if len(picks) == 1}


def _lines(question: Question) -> list[str]:
    keys = {pick: key for key, pick in _keys(question).items()}
    return [
        f"{keys[pick]} = {label.lower()}" if keys[pick].isalpha() else f"{keys[pick]}. {label}"
        for pick, label in offered(question).items()
    ]


def _row_keys(sheet: Sheet) -> dict[str, Row]:
    """What to type for each line of a page, in their order."""
    numbered = count(1)
    return {KEYS[row] if isinstance(row, Other) else str(next(numbered)): row for row in sheet.rows}


def _both(sheet: Sheet, keys: Mapping[str, Row]) -> Iterator[str]:
    """Which lines exclude each other, in words: a sign beside each is nothing to listen to."""
    for question in sheet.questions:
        own = [
            key for key, row in keys.items() if not isinstance(row, Other) and row[0] == question.id
        ]
        if question.kind.takes_one and len(own) > 1:
            yield f"Of {', '.join(own[:-1])} and {own[-1]}, only one can be so."


def _kept(sheet: Sheet, keys: Mapping[str, Row]) -> str:
    """What is marked on a page, as a person would type it."""
    before = {TickMark.YES: "", TickMark.UNSURE: "n", TickMark.DECLINED: "p"}
    shown = []
    for key, row in keys.items():
        mark = None if isinstance(row, Other) else sheet.mark(row)
        if mark is not None:
            shown.append(before[mark] + key)
    return ", ".join(shown) or (KEYS[Other.NONE] if sheet.page in sheet.nones else "")


def _marks(
    line: str, keys: Mapping[str, Row], rows: Mapping[Row, str]
) -> list[tuple[Row, TickMark]]:
    """What a reply says: numbers, some with n or p before them, or the whole text of one line.

    Raises:
        Refused: it says nothing of these lines; words of a line choose none.
    """
    words = [word for word in re.split(r"[\s,;]+", line.casefold()) if word]
    read = [_mark(word, keys) for word in words]
    if read and all(mark is not None for mark in read):
        return [mark for mark in read if mark is not None]
    return [(_whole(line, keys, rows), TickMark.YES)]


def _mark(word: str, keys: Mapping[str, Row]) -> tuple[Row, TickMark] | None:
    if word in keys:
        return keys[word], TickMark.YES
    mark = {"n": TickMark.UNSURE, "p": TickMark.DECLINED}.get(word[:1])
    row = keys.get(word[1:])
    return (row, mark) if mark and row and not isinstance(row, Other) else None


def _picks(line: str, keys: Mapping[str, Pick], labels: Mapping[Pick, str]) -> list[Pick]:
    """The lines that a reply names: keys with commas or blanks between them, or one whole text."""
    words = re.split(r"[\s,;]+", line.casefold().strip(" ,;"))
    if all(word in keys for word in words):
        return [keys[word] for word in words]
    return [_whole(line, keys, labels)]


Found = TypeVar("Found", Row, Pick)


def _whole(line: str, keys: Mapping[str, Found], labels: Mapping[Found, str]) -> Found:
    """The line that reads so, or the one below the options that words name.

    Raises:
        Refused: only a part of a line was typed. That chooses nothing: it says which lines fit.
    """
    wanted = line.casefold().strip(" ,;")
    texts = {key: labels[found].casefold() for key, found in keys.items()}
    whole = [key for key, text in texts.items() if text == wanted]
    fitting = whole or [key for key, text in texts.items() if _begins_a_word(wanted, text)]
    if len(fitting) == 1 and (whole or isinstance(keys[fitting[0]], Other)):
        return keys[fitting[0]]
    if fitting:
        shown = "; ".join(f"{key}: {labels[keys[key]]}" for key in fitting)
        raise Refused(f"Which line do you mean? Type what stands before it. {shown}")
    raise Refused(f"That is not one of the lines. Type one of these: {', '.join(keys)}.")


Line = TypeVar("Line", str, Pick)


def _one_of(
    reply: str,
    keys: Mapping[str, Line],
    labels: Mapping[Line, str],
    keywords: Mapping[Line, str] = MappingProxyType({}),
) -> Line:
    """The one line that a key, a whole text, or a part of only one text or of only one line's
    keywords names.
    """
    wanted = reply.casefold()
    if wanted in keys:
        return keys[wanted]
    texts = {line: label.casefold() for line, label in labels.items()}
    found = (
        [line for line, text in texts.items() if text == wanted]
        or [line for line, text in texts.items() if _begins_a_word(wanted, text)]
        or [line for line, words in keywords.items() if _begins_a_word(wanted, words.casefold())]
    )
    if len(found) == 1:
        return found[0]
    fitting = [key for key, line in keys.items() if line in found and key.isdigit()] or list(keys)
    problem = "That fits more than one line." if found else "That is not one of the lines."
    raise Refused(
        f"{problem} Type one of these: {', '.join(fitting)}; or a part of the text that only one"
        " line has."
    )


def _begins_a_word(part: str, text: str) -> bool:
    long_enough = SHORTEST_WORD <= len(part) <= len(text)
    return long_enough and re.search(rf"\b{re.escape(part)}", text) is not None
