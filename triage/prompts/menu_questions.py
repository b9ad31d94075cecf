"""Questions and screens as menus: what stands on them, and what keys do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from triage.answers.value import Answer
from triage.interview.order import AskingScreen
from triage.interview.state import Asking
from triage.interview.ticks import Place, Ticks, answers_of
from triage.prompts import Command, Refused
from triage.prompts.drawn import MENU_COMMANDS, Menu, MenuDrawing, MenuLine, in_parts
from triage.prompts.picks import Other, answer_of, offered, picks_of
from triage.prompts.sheet import Row, Sheet, as_screen, echo, former_ticks, is_many

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
SHORT_ONE = "Enter chooses, ? helps, Ctrl-C leaves."
SHORT_TICKS = "Space ticks, / not sure, Enter goes on, Ctrl-C leaves."
PAGE = "{text} (page {page} of {pages})"


class MenuQuestions:
    """Asks on a ``drawing``; every menu gives way to what was answered."""

    def __init__(self, drawing: MenuDrawing) -> None:
        self._drawing = drawing

    def ask(self, asking: Asking, default: Answer, note: str) -> Answer | Command:
        """See ``Prompter.ask``."""
        question = asking.question
        if is_many(asking):
            screen = as_screen(asking)
            ticks = self.tick(screen, former_ticks(screen, {question.id: default}), note, {})
            return ticks if isinstance(ticks, Command) else answers_of(screen, ticks)[question.id]
        start = next(iter(picks_of(question, default)), Other.NOT_SURE)
        lines = {pick: MenuLine(label) for pick, label in offered(question).items()}
        notes = in_parts(note)
        picked = self._drawing.choose(
            Menu(
                head=(*notes, asking.text, *asking.ways),
                lines=lambda: lines,
                start=start,
                keys=HELP_ONE,
                short=SHORT_ONE,
                commands=COMMANDS,
                spare=_spare(notes, asking.ways),
            )
        )
        if isinstance(picked, Command):
            return picked
        self._drawing.leave(asking.text, (offered(question)[picked],))
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
                self._drawing.leave(asking.screen.text, echo(asking, page.sheet.ticks))
                return page.sheet.ticks
            page.turn()


class _Page:
    """A sheet under the keys of a person."""

    def __init__(self, sheet: Sheet, marks: Mapping[Place, str]) -> None:
        self.sheet, self._marks = sheet, marks
        self._at: Row | None = None

    def menu(self, note: str, refusal: str) -> Menu:
        """The page as a menu, with the pointer where it was."""
        notes, rows = in_parts(note), self.sheet.rows
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
            spare=_spare(notes, self.sheet.ways),
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


def _spare(notes: Sequence[str], ways: Sequence[str]) -> tuple[int, ...]:
    """What gives way on a small screen: the progress, which stands first, and then the plainer
    words below the notes and the question.
    """
    progress = (0,) if notes else ()
    return (*progress, *(len(notes) + 1 + place for place in range(len(ways))))
