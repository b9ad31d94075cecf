"""The interview as a pure value: which question comes next, and what an answer, a step back or a
change does to it.

The state is the list of what happened. Everything else follows from it, so going back is dropping
the last event, and answers from a keyboard, a file or a test take the same path.

A question is asked only while it can still change something: a rule that has not fired, that still
can, and whose conclusion would be news waits for it. "Not sure" keeps every later question that
depends on it (the cautious way).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from triage.answers.value import Answer, Answers, choose
from triage.lacks.gates import applies
from triage.lacks.waiting import View
from triage.language.conditions import questions_of
from triage.language.model import FollowUp, Meaning, Option, Question
from triage.language.ruleset import RuleSet


@dataclass(frozen=True, slots=True)
class Answered:
    """The person answered a question."""

    question: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class Reopened:
    """The person wants to answer a question again."""

    question: str


@dataclass(frozen=True, slots=True)
class Narrowed:
    """The person said what they mean by an option they chose; None where they are not sure, which
    keeps it.
    """

    question: str
    option: str
    meaning: Meaning | None = None


Event = Answered | Reopened | Narrowed


@dataclass(frozen=True, slots=True)
class Asking:
    """The question to ask now; ``plainer`` where it is asked once more in its plainer wording."""

    question: Question
    plainer: bool = False

    @property
    def text(self) -> str:
        """The wording to show."""
        return (self.plainer and self.question.plainer) or self.question.text


@dataclass(frozen=True, slots=True)
class AskingWhich:
    """What to ask right after an option was chosen that everyday things look like."""

    question: Question
    option: Option
    follow_up: FollowUp


@dataclass(frozen=True)
class Interview:
    """One interview at one moment."""

    ruleset: RuleSet
    events: tuple[Event, ...] = ()

    @cached_property
    def answers(self) -> Answers:
        """What counts: the last answer to each question that still makes sense."""
        given = Answers()
        for event in self.events:
            if isinstance(event, Answered):
                given = given.replaced(event.question, event.answer)
            elif isinstance(event, Narrowed) and event.question in given.given:
                question = self.ruleset.questions[event.question]
                given = given.replaced(event.question, narrowed(question, given, event))
        for question in self.ruleset.questions.values():
            if question.id in given.given and not applies(question, given):
                given = given.without(question.id)
        return given

    @cached_property
    def current(self) -> Asking | None:
        """What to ask now; None when nothing is left that could change something."""
        last = self.events[-1] if self.events else None
        if isinstance(last, Reopened):
            return Asking(self.ruleset.questions[last.question])
        if isinstance(last, Answered) and self._wants_plainer(last):
            return Asking(self.ruleset.questions[last.question], plainer=True)
        return Asking(self.open_questions[0]) if self.open_questions else None

    @cached_property
    def which(self) -> AskingWhich | None:
        """The follow-up to ask now, before any question; whoever passes over it keeps the
        option.
        """
        asked: set[str] = set()
        for event in reversed(self.events):
            if isinstance(event, Answered):
                return None if self._wants_plainer(event) else self._which(event, asked)
            if isinstance(event, Reopened):
                return None
            asked.add(event.option)
        return None

    def _which(self, event: Answered, asked: Collection[str]) -> AskingWhich | None:
        question = self.ruleset.questions[event.question]
        for option in question.options:
            is_open = option.id in event.answer.yes and option.id not in asked
            if is_open and option.narrow is not None:
                return AskingWhich(question, option, option.narrow)
        return None

    @property
    def finished(self) -> bool:
        """Whether nothing is left to ask."""
        return self.current is None

    @cached_property
    def open_questions(self) -> tuple[Question, ...]:
        """The unasked questions that can still change something, in order: at most these are still
        to come.
        """
        return tuple(_open_questions(self.ruleset, self.answers))

    def answer(self, answer: Answer) -> Interview:
        """The interview after ``answer`` to the current question; ValueError where nothing is
        asked.
        """
        if self.current is None:
            raise ValueError("the interview is finished")
        return self._with(Answered(self.current.question.id, answer))

    def narrow(self, meaning: Meaning | None) -> Interview:
        """The interview after the answer to the follow-up; None is "not sure". ValueError where
        none is asked.
        """
        if self.which is None:
            raise ValueError("there is no follow-up")
        return self._with(Narrowed(self.which.question.id, self.which.option.id, meaning))

    def back(self) -> Interview:
        """The interview before the last event; at the start, the interview itself."""
        return replace(self, events=self.events[:-1])

    def reopen(self, question: str) -> Interview:
        """The interview that asks ``question`` again; only what follows from the new answer is
        asked after it.
        """
        return self._with(Reopened(question))

    def _with(self, event: Event) -> Interview:
        return replace(self, events=(*self.events, event))

    def _wants_plainer(self, last: Answered) -> bool:
        question = self.ruleset.questions[last.question]
        before = self.events[-2] if len(self.events) > 1 else None
        asked_twice = isinstance(before, Answered) and before.question == last.question
        return bool(question.plainer) and last.answer.is_unsure(question) and not asked_twice


def narrowed(question: Question, given: Answers, event: Narrowed) -> Answer:
    """The answer after the person said what they mean: dropped counts as answered and not
    chosen.
    """
    answer = given[question.id]
    follow_up = question.option(event.option).narrow
    is_dropped = follow_up is not None and event.meaning in follow_up.drop
    if not is_dropped or event.option not in answer.yes or event.meaning is None:
        return answer
    if event.meaning.becomes is not None:
        return choose(question, event.meaning.becomes)
    dropped = {event.option}
    return replace(answer, yes=answer.yes - dropped, no=answer.no | dropped)


def _open_questions(ruleset: RuleSet, answers: Answers) -> Iterator[Question]:
    view = View(ruleset, answers)
    wanted = view.wanted()
    for question in reversed(list(ruleset.questions.values())):
        if question.id in wanted:
            wanted.update(questions_of(question.gate))
    for question in ruleset.questions.values():
        if question.id in wanted and question.id in view.askable:
            yield question
