"""A screen of lines while a person ticks it: what is marked, which page stands there, and whether
the page can be left. Pure, and the same for every prompter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from math import ceil

from triage.answers.value import Answer, State
from triage.interview.order import AskingScreen
from triage.interview.state import Asking
from triage.interview.ticks import ClashingTicks, Place, Ticks, answers_of, ticks_of
from triage.language.model import Question
from triage.language.screens import NoneOfThese, QuestionScreen, ScreenLine
from triage.language.words import Kind
from triage.prompts import Refused
from triage.prompts.picks import Other

MOST_LINES = 9
"""More lines are pages of one screen."""

UNTICKED = "What you do not choose counts as “no”."
EMPTY = f"Nothing was chosen. Choose what is so, or choose “{Other.NONE.value}”."
OPEN = "One answer was missing: “{question}” Choose one of its lines, or mark one as not sure."
ALONE = "“{line}” cannot stand with another line. Keep that one line, or the others."


class TickMark(Enum):
    """What a person says of one line."""

    YES = "x"
    UNSURE = "?"
    DECLINED = "-"


Row = Place | Other
"""A line that can be pointed at: an option, or one of the others below."""


@dataclass(frozen=True)
class Sheet:
    """What is marked on a screen. A line without a mark is not so, once its page is left.

    ``nones`` are the pages of which the person said "none of these".
    """

    asking: AskingScreen
    marks: Mapping[Place, TickMark] = field(default_factory=dict)
    declined: frozenset[str] = frozenset()
    nones: frozenset[int] = frozenset()
    page: int = 0

    @classmethod
    def of(cls, asking: AskingScreen, former: Ticks | None) -> Sheet:
        """The screen as it was left; without ``former`` nothing is marked."""
        if former is None:
            return cls(asking)
        places = [_place(line) for line in asking.lines]
        unsure = {place for place in places if place[0] in former.unsure_of} | former.unsure
        marks = {
            place: TickMark.YES if place in former.yes else TickMark.UNSURE for place in places
        }
        marks = {place: marks[place] for place in places if place in former.yes | unsure}
        made = cls(asking, marks, former.declined)
        empty = {page for page in range(len(made.pages)) if made._at(page).is_empty}
        return replace(made, nones=frozenset(empty))

    @property
    def pages(self) -> tuple[tuple[ScreenLine, ...], ...]:
        """The lines page by page; those of a question that takes one stay together."""
        lines = self.asking.lines
        fill = ceil(len(lines) / ceil(len(lines) / MOST_LINES))
        pages: list[list[ScreenLine]] = [[]]
        for block in self._blocks(lines):
            if pages[-1] and len(pages[-1]) + len(block) > fill:
                pages.append([])
            pages[-1] += block
        return tuple(map(tuple, pages))

    def _blocks(self, lines: Iterable[ScreenLine]) -> Iterator[list[ScreenLine]]:
        block: list[ScreenLine] = []
        for line in lines:
            if block and not (block[-1].question == line.question and self._takes_one(line)):
                yield block
                block = []
            block.append(line)
        yield block

    @property
    def is_last(self) -> bool:
        """Whether no page follows."""
        return self.page == len(self.pages) - 1

    def turned(self, step: int) -> Sheet:
        """The sheet ``step`` pages on."""
        return replace(self, page=self.page + step)

    # What stands on the page

    @property
    def rows(self) -> Mapping[Row, str]:
        """The lines of the page with their labels."""
        rows: dict[Row, str] = {
            _place(line): self.asking.text(line.question, line.option)
            for line in self.pages[self.page]
        }
        if not any(self._needs_a_line(question) for question in self.questions):
            rows[Other.NONE] = Other.NONE.value
        rows[Other.NOT_SURE] = Other.NOT_SURE.value
        if any(question.declinable for question in self.questions):
            rows[Other.DECLINED] = Other.DECLINED.value
        return rows

    def sign(self, row: Row) -> str:
        """How the line is marked; round brackets where only one of several can be so."""
        if isinstance(row, Other):
            return f"[{TickMark.YES.value if self._is_chosen(row) else ' '}]"
        mark = self.mark(row)
        inner = mark.value if mark else " "
        is_either_or = self._question(row[0]).kind.takes_one and len(self._group(row)) > 1
        return f"({inner})" if is_either_or else f"[{inner}]"

    @property
    def hints(self) -> tuple[str, ...]:
        """What a tick means here: what the author says where an answer is needed, and always what
        a line without one counts as.
        """
        needs = any(self._needs_a_line(question) for question in self.questions)
        own = self.asking.screen.help if needs else None
        return (*self.ways, f"{own} {UNTICKED}" if own else f"Tick what is so. {UNTICKED}")

    @property
    def ways(self) -> tuple[str, ...]:
        """How to find out what is asked on the page, said on its first one."""
        return self.asking.ways if self.page == 0 else ()

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions with a line on the page."""
        names = {line.question for line in self.pages[self.page]}
        return tuple(one for one in self.asking.questions if one.id in names)

    @property
    def is_empty(self) -> bool:
        """Whether nothing on the page is marked."""
        return not any(self._is_marked(_place(line)) for line in self.pages[self.page])

    def _is_chosen(self, row: Other) -> bool:
        if row is Other.NONE:
            return self.page in self.nones
        mark = TickMark.UNSURE if row is Other.NOT_SURE else TickMark.DECLINED
        is_said = any(self.mark(place) is mark for place in self._places)
        return is_said and not any(self._can_take(place, mark) for place in self._places)

    # What keys do

    def ticked(self, row: Row) -> Sheet:
        """The sheet after the line is chosen, or chosen no more; who was not sure of any line
        changes their mind by "none of these".
        """
        if isinstance(row, Other):
            is_unsure = all(self.mark(place) is TickMark.UNSURE for place in self._places)
            changes = row is Other.NONE and is_unsure
            return (self._without(TickMark.UNSURE) if changes else self)._told_below(row)
        return self._marked(row, None if self.marks.get(row) is TickMark.YES else TickMark.YES)

    def _told_below(self, row: Other) -> Sheet:
        if row is Other.NONE:
            return replace(self, nones=self.nones ^ {self.page})
        mark = TickMark.UNSURE if row is Other.NOT_SURE else TickMark.DECLINED
        return self._without(mark) if self._is_chosen(row) else self._filled(mark)

    def unsure(self, row: Row) -> Sheet:
        """The sheet after the line is marked as not sure, or no more."""
        if isinstance(row, Other):
            return self
        return self._marked(
            row, None if self.marks.get(row) is TickMark.UNSURE else TickMark.UNSURE
        )

    def refused(self, row: Row) -> Sheet:
        """The sheet after the question of the line is not to be answered, or is again."""
        if isinstance(row, Other) or not self._question(row[0]).declinable:
            return self
        if row[0] in self.declined:
            return replace(self, declined=self.declined - {row[0]})
        return self._marked(row, TickMark.DECLINED)

    def entered(self, row: Row) -> Sheet:
        """The sheet after Enter on the line: it chooses one of the lines below where nothing else
        is marked.
        """
        is_below = isinstance(row, Other) and self.is_empty and self.page not in self.nones
        return self.ticked(row) if is_below else self

    def told(self, marks: Iterable[tuple[Row, TickMark]]) -> Sheet:
        """The page with exactly these marks, two of one question too."""
        sheet = self._cleared(self._places, self.nones - {self.page})
        said, below = dict(sheet.marks), []
        for row, mark in marks:
            if isinstance(row, Other):
                below.append(row)
            elif mark is TickMark.DECLINED:
                sheet = replace(sheet, declined=sheet.declined | {row[0]})
            else:
                said[row] = mark
        sheet = replace(sheet, marks=said)
        for row in below:
            sheet = sheet._told_below(row)
        return sheet

    # Leaving the page

    def check(self) -> None:
        """Make sure that the page means something.

        Raises:
            Refused: nothing is chosen, an answer is missing, or lines contradict each other.
        """
        if not self.is_empty and self.page in self.nones:
            raise Refused(ALONE.format(line=Other.NONE.value))
        for question in self.questions:
            is_marked = any(
                self._is_marked(_place(line)) for line in self.asking.screen.lines_of(question.id)
            )
            if self._needs_a_line(question) and not is_marked:
                raise Refused(OPEN.format(question=question.text))
            if question.id in self.declined and any(name == question.id for name, _ in self.marks):
                raise Refused(ALONE.format(line=Other.DECLINED.value))
        if self.is_empty and self.page not in self.nones:
            raise Refused(EMPTY)
        try:
            answers_of(AskingScreen(self.asking.screen, self.questions), self.ticks)
        except ClashingTicks as problem:
            raise Refused(str(problem)) from None

    @property
    def ticks(self) -> Ticks:
        """All that is marked."""
        return Ticks(
            yes=frozenset(place for place, mark in self.marks.items() if mark is TickMark.YES),
            unsure=frozenset(
                place for place, mark in self.marks.items() if mark is TickMark.UNSURE
            ),
            declined=self.declined,
        )

    def _at(self, page: int) -> Sheet:
        return replace(self, page=page)

    @property
    def _places(self) -> tuple[Place, ...]:
        return tuple(_place(line) for line in self.pages[self.page])

    def _question(self, name: str) -> Question:
        return next(one for one in self.asking.questions if one.id == name)

    def _takes_one(self, line: ScreenLine) -> bool:
        return self._question(line.question).kind.takes_one

    def _needs_a_line(self, question: Question) -> bool:
        return question.kind.takes_one and self.asking.screen.untouched(question.id) is None

    def mark(self, place: Place) -> TickMark | None:
        """How a line is marked; all lines of a question are, that is not to be answered."""
        return TickMark.DECLINED if place[0] in self.declined else self.marks.get(place)

    def _is_marked(self, place: Place) -> bool:
        return self.mark(place) is not None

    def _group(self, place: Place) -> tuple[Place, ...]:
        """The lines that exclude each other, this one among them."""
        if not self._question(place[0]).kind.takes_one:
            return (place,)
        return tuple(_place(line) for line in self.asking.screen.lines_of(place[0]))

    def _marked(self, place: Place, mark: TickMark | None) -> Sheet:
        """The sheet with another mark on a line; of lines that exclude each other the last one
        counts, and no line stands beside "none of these".
        """
        others = self._group(place)
        if mark is TickMark.DECLINED:
            others = tuple(_place(line) for line in self.asking.screen.lines_of(place[0]))
        cleared = self._cleared(others, self.nones - {self.page})
        cleared = replace(cleared, declined=self.declined - {place[0]})
        if mark is TickMark.DECLINED:
            return replace(cleared, declined=cleared.declined | {place[0]})
        return replace(cleared, marks={**cleared.marks, **({place: mark} if mark else {})})

    def _cleared(self, places: Iterable[Place], nones: frozenset[int]) -> Sheet:
        gone = set(places)
        marks = {place: mark for place, mark in self.marks.items() if place not in gone}
        declined = self.declined - {name for name, _ in gone}
        return replace(self, marks=marks, declined=declined, nones=nones)

    def _can_take(self, place: Place, mark: TickMark) -> bool:
        """Whether a line below that speaks for the rest would mark this line too."""
        group = self._group(place)
        if mark is TickMark.DECLINED:
            group = tuple(_place(line) for line in self.asking.screen.lines_of(place[0]))
        is_free = not any(self._is_marked(other) for other in group)
        return is_free and (mark is TickMark.UNSURE or self._question(place[0]).declinable)

    def _filled(self, mark: TickMark) -> Sheet:
        """The sheet with a mark on every line of the page that has none yet."""
        free = [place for place in self._places if self._can_take(place, mark)]
        if mark is TickMark.DECLINED:
            declined = self.declined | {name for name, _ in free}
            return replace(self, declined=declined, nones=self.nones - {self.page})
        marks = {**self.marks, **dict.fromkeys(free, mark)}
        return replace(self, marks=marks, nones=self.nones - {self.page})

    def _without(self, mark: TickMark) -> Sheet:
        return self._cleared(
            (place for place in self._places if self.mark(place) is mark), self.nones
        )


def as_screen(asking: Asking) -> AskingScreen:
    """A question that takes many as a screen of its own."""
    question = asking.question
    lines = tuple(ScreenLine(sets={question.id: option}) for option in question.option_ids)
    screen = QuestionScreen(id=question.id, text=asking.text, lines=lines)
    return AskingScreen(screen, (question,), asking.ways)


def former_ticks(asking: AskingScreen, answers: Mapping[str, Answer]) -> Ticks | None:
    """The marks that mean these answers; None where no question was answered."""
    given = {
        name: answer for name, answer in answers.items() if answer.state is not State.NOT_ASKED
    }
    return ticks_of(asking, given) if given else None


def echo(asking: AskingScreen, ticks: Ticks) -> tuple[str, ...]:
    """What was said, in a line for each way to say it; what no tick means, in words."""
    texts = {_place(line): asking.text(line.question, line.option) for line in asking.lines}
    lines = []
    if ticks.yes:
        lines.append("; ".join(text for place, text in texts.items() if place in ticks.yes))
    wholly = {place for place in texts if place[0] in ticks.unsure_of} - ticks.yes
    unsure = [text for place, text in texts.items() if place in ticks.unsure | wholly]
    if len(unsure) == len(texts):
        lines.append(Other.NOT_SURE.value)
    elif unsure:
        lines.append(f"{Other.NOT_SURE.value}: {'; '.join(unsure)}")
    if ticks.declined:
        declined = [one.text for one in asking.questions if one.id in ticks.declined]
        lines.append(f"{Other.DECLINED.value}: {' '.join(declined)}")
    return (*(lines or [Other.NONE.value]), *_untouched(asking, ticks))


def _untouched(asking: AskingScreen, ticks: Ticks) -> Iterator[str]:
    """What the questions without a mark mean: the author's sentence where it speaks of all of
    them, else their options.
    """
    none: NoneOfThese | None = asking.screen.none
    touched = ticks.declined | ticks.unsure_of | {name for name, _ in ticks.yes | ticks.unsure}
    left = [one for one in asking.questions if one.id not in touched]
    said = [one.option(none.sets[one.id]).said for one in left if none and one.id in none.sets]
    if none and said and len(said) == len(none.sets):
        yield none.says
    elif said:
        words = ", and ".join(filter(None, (", ".join(said[:-1]), said[-1])))
        yield f"{words[:1].upper()}{words[1:]}."


def is_many(asking: Asking) -> bool:
    """Whether several lines of the question can be so."""
    return asking.question.kind is Kind.MANY


def _place(line: ScreenLine) -> Place:
    return line.question, line.option
