"""Screens: what people answer together stands on one. Ids, rules and proofs go on to speak of
questions; a screen only says which line sets which answer.

A screen is lossless: every complete answer to its questions is exactly one set of ticks, with what
"none of these" sets for those that take one option.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Annotated

from pydantic import Field

from triage.language import conditions
from triage.language.diagnostics import Diagnostic, did_you_mean, listed
from triage.language.model import Accountable, Entry, Question
from triage.language.values import Name, Prose

Sets = Annotated[dict[Name, Name], Field(min_length=1)]


class ScreenLine(Entry):
    """One line: who ticks it chooses one option of one question. Without ``text`` it reads as the
    option does.
    """

    sets: Annotated[dict[Name, Name], Field(min_length=1, max_length=1)]
    text: Prose | None = None

    @property
    def question(self) -> str:
        """The question that it answers."""
        return next(iter(self.sets))

    @property
    def option(self) -> str:
        """The option that it chooses."""
        return next(iter(self.sets.values()))


class NoneOfThese(Entry):
    """What a person says by ticking no line of a question that takes one option; ``says`` echoes
    it.
    """

    sets: Sets
    says: Prose


class QuestionScreen(Accountable):
    """Questions that are answered together. ``opens`` puts it before all others, in the author's
    order. ``again`` asks it again on another day, as those that open are (`triage again`).
    """

    id: Name
    text: Prose
    help: Prose | None = None
    lines: Annotated[tuple[ScreenLine, ...], Field(min_length=1)]
    none: NoneOfThese | None = None
    opens: bool = False
    again: bool = False

    @property
    def questions(self) -> tuple[str, ...]:
        """The questions that it answers, in the order of its lines."""
        return tuple(dict.fromkeys(line.question for line in self.lines))

    def lines_of(self, question: str) -> tuple[ScreenLine, ...]:
        """The lines that answer ``question``."""
        return tuple(line for line in self.lines if line.question == question)

    def untouched(self, question: str) -> str | None:
        """The option that a question which takes one has where none of its lines is ticked; None
        where one of them has to be.
        """
        return self.none.sets.get(question) if self.none else None


def check(
    screens: Collection[QuestionScreen], questions: Mapping[str, Question]
) -> Iterator[Diagnostic]:
    """Every reason why a screen could lose an answer or make two of one."""
    shown: dict[str, QuestionScreen] = {}
    beside = {one: screen.questions for screen in screens for one in screen.questions}
    for screen in screens:
        names = [name for name in screen.questions if name in questions]
        yield from _unknown(screen, questions)
        yield from _unanswerable(screen, questions)
        for name in names:
            if name in shown:
                message = f"the question `{name}` stands on two screens"
                help_text = f"also on `{shown[name].id}`; take it from one of them"
                yield Diagnostic("T148", message, screen.at("id"), help_text)
            shown.setdefault(name, screen)
            yield from _lossy(screen, questions[name])
            yield from _undecided(
                screen, questions[name], lambda one: _waits_for(one, beside, questions)
            )


def _unknown(screen: QuestionScreen, questions: Mapping[str, Question]) -> Iterator[Diagnostic]:
    none = [screen.none] if screen.none else []
    for entry in (*screen.lines, *none):
        named = zip(entry.words("sets"), entry.mapped("sets"), strict=True)
        for name, option in named:
            if name not in questions:
                message = f"unknown question `{name}`"
                yield Diagnostic("T121", message, name.span, did_you_mean(name, questions))
            elif option not in questions[name].option_ids:
                ids = questions[name].option_ids
                message = f"`{option}` is not an option of the question `{name}`"
                help_text = did_you_mean(option, ids) or f"its options are {listed(ids)}"
                yield Diagnostic("T122", message, option.span, help_text)


def _unanswerable(
    screen: QuestionScreen, questions: Mapping[str, Question]
) -> Iterator[Diagnostic]:
    """What "none of these" sets where it can set nothing."""
    if screen.none is None:
        return
    for name in screen.none.words("sets"):
        if name not in screen.questions:
            message = f"no line of the screen `{screen.id}` answers `{name}`"
            help_text = "give it a line, or take it from `none`"
            yield Diagnostic("T147", message, name.span, help_text)
        elif name in questions and not questions[name].kind.takes_one:
            message = f"“none of these” sets nothing for `{name}`, which takes many options"
            help_text = "no tick is its answer already; take it from `none`"
            yield Diagnostic("T147", message, name.span, help_text)


def _lossy(screen: QuestionScreen, question: Question) -> Iterator[Diagnostic]:
    """The options of a question that no tick, or more than one, stands for."""
    lines = screen.lines_of(question.id)
    untouched = screen.untouched(question.id) if question.kind.takes_one else None
    first: dict[str, ScreenLine] = {}
    for line in lines:
        if line.option in first:
            message = f"two lines set `{line.option}` of `{question.id}`"
            help_text = f"first at {first[line.option].span}"
            yield Diagnostic("T145", message, line.span, help_text)
        elif line.option == untouched:
            message = f"`{line.option}` of `{question.id}` is set by a line and by “none of these”"
            help_text = "take the line away, or let `none` set another option"
            yield Diagnostic("T145", message, line.span, help_text)
        first.setdefault(line.option, line)
    missing = [name for name in question.option_ids if name not in first and name != untouched]
    if missing:
        message = f"the screen `{screen.id}` has no line for {listed(missing)} of `{question.id}`"
        can_be_none = question.kind.takes_one and untouched is None and len(missing) == 1
        help_text = "add a line" + (
            f", or let `none` set it: `{question.id}: {missing[0]}`" if can_be_none else ""
        )
        yield Diagnostic("T146", message, lines[0].span, help_text)


def _undecided(
    screen: QuestionScreen, question: Question, waits_for: Callable[[str], Collection[str]]
) -> Iterator[Diagnostic]:
    """A gate that is decided only on the screen itself, or after it."""
    own = set(screen.questions)
    for key, gate in question.gates.items():
        for name in sorted(set(conditions.questions_of(gate))):
            message = f"`{key}` of `{question.id}` reads `{name}`, which "
            help_text = "move one of them to another screen"
            if name in own:
                message += "stands on the same screen"
            elif own.intersection(waits_for(name)):
                message += "is not shown before this screen is answered"
            else:
                continue
            yield Diagnostic("T149", message, screen.at("id"), help_text)


def _waits_for(
    name: str, beside: Mapping[str, tuple[str, ...]], questions: Mapping[str, Question]
) -> set[str]:
    """The questions that have to be answered before the one can be shown: those that its gate
    reads, and the gates of what stands ``beside`` it on its screen, and so on.
    """
    found: set[str] = set()
    waiting = [name]
    while waiting:
        one = waiting.pop()
        for other in beside.get(one, (one,)):
            read = conditions.questions_of(questions[other].gate) if other in questions else ()
            new = set(read) - found
            found |= new
            waiting.extend(new)
    return found
