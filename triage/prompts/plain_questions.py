"""Questions and screens as numbered lines: how they are told, and what a reply to them means."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import count
from typing import Protocol, TypeVar

from triage.answers.value import Answer
from triage.interview.order import AskingScreen
from triage.interview.state import Asking
from triage.interview.ticks import Place, Ticks, answers_of
from triage.language.model import Question
from triage.language.safe import Safe
from triage.prompts import Command, Refused
from triage.prompts.picks import Other, Pick, answer_of, offered, picks_of
from triage.prompts.replies import begins_a_word, on_a_line, unclear
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

Meaning = TypeVar("Meaning")

KEYS: Mapping[Other, str] = {Other.NONE: "0", Other.NOT_SURE: "n", Other.DECLINED: "p"}
EVERY_COMMAND = (
    "b = back, w = why am I asked this, h = what does this mean, + = something new, "
    "r = result now, q = save and leave"
)
FEW_WORDS = "b = back, w = why, h = help, + = something new, r = result now, q = save and leave"
HOW_ONE = "Choose one. Type its number."
HOW_AGAIN = "Type the numbers of what is so."
HOW_MANY = (
    "Type the numbers of what is so, for example 1,3. Put n before a number where you are not"
    " sure: n2."
)
PAGE = "{text} (page {page} of {pages})"


class Replying(Protocol):
    """What reads lines until one of them means something."""

    def __call__(self, prompt: Safe, read: Callable[[str], Meaning], /) -> Meaning | Command:
        """What ``read`` makes of the line, or the command that it is."""


class PlainQuestions:
    """Asks through ``show`` and ``reply``; says at the first screen what can be typed."""

    def __init__(self, show: Callable[[Safe], None], reply: Replying) -> None:
        self._show, self._reply = show, reply
        self._has_explained = False

    def ask(self, asking: Asking, default: Answer, note: str) -> Answer | Command:
        """See ``PlainPrompter.ask``."""
        question = asking.question
        if is_many(asking):
            screen = as_screen(asking)
            ticks = self.tick(screen, former_ticks(screen, {question.id: default}), note, {})
            return ticks if isinstance(ticks, Command) else answers_of(screen, ticks)[question.id]
        keys, former = _keys(question), picks_of(question, default)
        lines = ["", *note.split("\n"), asking.text, *asking.ways, HOW_ONE, *_lines(question)]
        self._show(Safe.joined(map(on_a_line, [*lines, EVERY_COMMAND])))
        if former:
            kept = ", ".join(key for key, pick in keys.items() if pick in former)
            self._show(Safe(f"Your answer so far: {kept}. An empty line keeps it."))

        keys = _yes_and_no(question) | keys

        def read(line: str) -> Answer:
            return answer_of(question, _picks(line, keys, offered(question)) if line else former)

        return self._reply(Safe("Your answer: "), read)

    def tick(
        self, asking: AskingScreen, former: Ticks | None, note: str, marks: Mapping[Place, str]
    ) -> Ticks | Command:
        """See ``PlainPrompter.tick``."""
        sheet = Sheet.of(asking, former)
        while True:
            told = self._page(sheet, note, marks)
            if told is Command.BACK and sheet.page:
                sheet = sheet.turned(-1)
            elif isinstance(told, Command):
                return told
            elif told.is_last:
                self._show(Safe.joined(on_a_line(f"> {line}") for line in echo(asking, told.ticks)))
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
        self._show(Safe.joined(map(on_a_line, [*lines, commands])))
        kept = _kept(sheet, keys)
        if kept:
            self._show(Safe(f"Your answer so far: {kept}. An empty line keeps it."))

        def read(line: str) -> Sheet:
            told = sheet.told(_marks(line, keys, rows)) if line else sheet
            told.check()
            return told

        return self._reply(Safe("Your answer: "), read)


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
    fitting = whole or [key for key, text in texts.items() if begins_a_word(wanted, text)]
    if len(fitting) == 1 and (whole or isinstance(keys[fitting[0]], Other)):
        return keys[fitting[0]]
    raise Refused(unclear({key: labels[keys[key]] for key in fitting}, keys))
