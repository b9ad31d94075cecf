"""Menus that keys move through. Typing finds lines and ticks nothing: only Space, or Enter on a
line that is shown, chooses one.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence

from triage.answers.value import Answer
from triage.interview.order import AskingScreen
from triage.interview.state import Asking
from triage.interview.ticks import Place, Ticks, answers_of
from triage.language.safe import Safe
from triage.prompts import Choice, Command, Screen
from triage.prompts.breaking import broken
from triage.prompts.drawn import Menu, MenuDrawing, MenuLine, open_drawing
from triage.prompts.picks import Other, Refused, answer_of, offered, picks_of
from triage.prompts.sheet import Row, Sheet, as_screen, echo, former_ticks, is_many

MENU_COMMANDS: Mapping[Command, tuple[str, ...]] = {
    Command.BACK: ("left", "c-b", "escape"),
    Command.HELP: ("?", "f1"),
    Command.WHY: ("f2",),
}
COMMANDS: Mapping[Command, tuple[str, ...]] = {
    **MENU_COMMANDS,
    Command.RESULT: ("c-r", "f5"),
    Command.NEW: ("+",),
}
UNSURE_KEYS, REFUSE_KEYS = ("/", "f3"), ("f4",)

EVERYWHERE = (
    "Esc goes back. ? what it means, F2 why now, + something new, Ctrl-R result now, Ctrl-C leaves."
)
HELP_ONE = f"Up, Down or letters find a line, Enter chooses. {EVERYWHERE}"
HELP_TICKS = (
    f"Up, Down or letters find a line. Space ticks, / not sure, Enter goes on. {EVERYWHERE}"
)
HELP_MENU = "Up, Down or letters find a line, Enter chooses, Esc goes back, Ctrl-C leaves."
SHORT_ONE = "Enter chooses, ? helps, Ctrl-C leaves."
SHORT_TICKS = "Space ticks, / not sure, Enter goes on, Ctrl-C leaves."
SHORT_MENU = "Enter chooses, Esc goes back, Ctrl-C leaves."
PAGE = "{text} (page {page} of {pages})"
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
        for start in range(0, len(lines), size):
            self._drawing.put(lines[start : start + size])
            words = MORE if start + size < len(lines) else END
            if self._drawing.wait(words, MENU_COMMANDS):
                return

    def ask(self, asking: Asking, default: Answer, note: str) -> Answer | Command:
        """See ``Prompter.ask``."""
        question = asking.question
        if is_many(asking):
            screen = as_screen(asking)
            ticks = self.tick(screen, former_ticks(screen, {question.id: default}), note, {})
            return ticks if isinstance(ticks, Command) else answers_of(screen, ticks)[question.id]
        start = next(iter(picks_of(question, default)), Other.NOT_SURE)
        lines = {pick: MenuLine(label) for pick, label in offered(question).items()}
        notes = _parts(note)
        picked = self._drawing.choose(
            Menu(
                head=(*notes, asking.text, *asking.ways),
                lines=lambda: lines,
                start=start,
                keys=HELP_ONE,
                short=SHORT_ONE,
                commands=COMMANDS,
                spare=min(len(notes), 1),
            )
        )
        if isinstance(picked, Command):
            return picked
        self._echo(asking.text, (offered(question)[picked],))
        return answer_of(question, [picked])

    def tick(
        self, asking: AskingScreen, former: Ticks | None, note: str, marks: Mapping[Place, str]
    ) -> Ticks | Command:
        """See ``Prompter.tick``."""
        page, refusal = _Page(Sheet.of(asking, former), marks), ""
        while True:
            menu = page.menu(note, refusal)
            row = self._drawing.choose(menu)
            refusal = ""
            if row is Command.BACK and page.sheet.page:
                page.sheet = page.sheet.turned(-1)
                continue
            if isinstance(row, Command):
                return row
            page.enter(row)
            try:
                page.sheet.check()
            except Refused as refused:
                refusal = str(refused)
                continue
            if page.sheet.is_last:
                self._echo(asking.screen.text, echo(asking, page.sheet.ticks))
                return page.sheet.ticks
            page.turn()

    def tell(self, message: str) -> str:
        """See ``Prompter.tell``."""
        said = " ".join(self._drawing.line(message).split())
        self._echo(message, (said,) if said else ())
        return said

    def choose(self, message: str, choices: Sequence[Choice], default: str) -> str | Command:
        """See ``Prompter.choose``."""
        lines = {choice.id: MenuLine(choice.label, found_by=choice.keywords) for choice in choices}
        picked = self._drawing.choose(
            Menu(
                head=_parts(message),
                lines=lambda: lines,
                start=default,
                keys=HELP_MENU,
                short=SHORT_MENU,
                commands=MENU_COMMANDS,
            )
        )
        return picked if isinstance(picked, Command) else str(picked)

    def _echo(self, text: str, lines: Sequence[str]) -> None:
        """Leave the question and what was said to it on the screen."""
        said = [
            textwrap.fill(
                line, self._drawing.width, initial_indent="  > ", subsequent_indent="    "
            )
            for line in lines
        ]
        fitting = [self.screen.fit(Safe(line)) for line in said]
        self._drawing.put([self._drawing.wrapped(text), *fitting, Safe("")])


class _Page:
    """A sheet under the keys of a person."""

    def __init__(self, sheet: Sheet, marks: Mapping[Place, str]) -> None:
        self.sheet, self._marks = sheet, marks
        self._at: Row | None = None

    def menu(self, note: str, refusal: str) -> Menu:
        """The page as a menu, with the pointer where it was."""
        notes, rows = _parts(note), self.sheet.rows
        start = self._at if self._at in rows else next(iter(rows))
        keys = {" ": self._tick}
        keys |= dict.fromkeys(UNSURE_KEYS, self._unsure)
        keys |= dict.fromkeys(REFUSE_KEYS, self._refuse)
        return Menu(
            head=tuple(filter(None, (*notes, self._text, *self.sheet.hints, refusal))),
            lines=self._lines,
            start=start,
            keys=HELP_TICKS,
            short=SHORT_TICKS,
            commands=COMMANDS,
            acts=keys,
            spare=min(len(notes), 1),
        )

    def enter(self, row: Row) -> None:
        """Enter on a line."""
        self._at = row
        self.sheet = self.sheet.entered(row)

    def turn(self) -> None:
        """Go on to the next page."""
        self._at = None
        self.sheet = self.sheet.turned(1)

    @property
    def _text(self) -> str:
        text, pages = self.sheet.asking.screen.text, len(self.sheet.pages)
        return text if pages == 1 else PAGE.format(text=text, page=self.sheet.page + 1, pages=pages)

    def _lines(self) -> Mapping[Row, MenuLine]:
        return {
            row: MenuLine(f"{label} {self._mark(row)}".rstrip(), self.sheet.sign(row))
            for row, label in self.sheet.rows.items()
        }

    def _mark(self, row: Row) -> str:
        words = "" if isinstance(row, Other) else self._marks.get(row, "")
        return f"({words})" if words else ""

    def _tick(self, row: Row) -> None:
        self.sheet = self.sheet.ticked(row)

    def _unsure(self, row: Row) -> None:
        self.sheet = self.sheet.unsure(row)

    def _refuse(self, row: Row) -> None:
        self.sheet = self.sheet.refused(row)


def _parts(text: str) -> tuple[str, ...]:
    return tuple(filter(None, text.split("\n")))


def open_keyboard() -> KeyboardPrompter:
    """A prompter on the terminal: keys from stdin, menus on stderr.

    Raises:
        NoMenus: a console of Windows that cannot draw them.
    """
    return KeyboardPrompter(open_drawing())
