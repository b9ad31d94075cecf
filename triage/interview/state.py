"""The interview as a pure value: which question comes next, and what an answer, a step back or a
change does to it.

The state is the list of what happened. Everything else follows from it, so going back is dropping
the last event, and answers from a keyboard, a file or a test take the same path.

A question is asked only while it can still change something: a rule that has not fired, that still
can, and whose conclusion would be news waits for it. "Not sure" keeps every later question that
depends on it (the cautious way).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from triage.answers.value import NOT_SURE, Answer, Answers, State
from triage.language.chaining import conclusions
from triage.language.conditions import Fact, Holds, Is, IsNot, Supported, atoms, can_hold, pending
from triage.language.model import Question, Rule
from triage.language.ruleset import RuleSet
from triage.language.words import ForCause, Level


@dataclass(frozen=True, slots=True)
class Answered:
    """The person answered a question."""

    question: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class Reopened:
    """The person wants to answer a question again."""

    question: str


Event = Answered | Reopened


@dataclass(frozen=True, slots=True)
class Asking:
    """The question to ask now; ``plainer`` where it is asked once more in its plainer wording."""

    question: Question
    plainer: bool = False

    @property
    def text(self) -> str:
        """The wording to show."""
        return str(self.question.plainer) if self.plainer else str(self.question.text)


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
        for question in self.ruleset.questions.values():
            if str(question.id) in given.given and not applies(question, given):
                given = given.without(str(question.id))
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
        return self._with(Answered(str(self.current.question.id), answer))

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


def applies(question: Question, answers: Answers) -> bool:
    """Whether the question makes sense: its `ask_if` holds, or may hold for all that was left
    unsure.
    """

    def may(fact: Fact) -> bool:
        if not isinstance(fact, Is | IsNot):
            return False
        answer = answers[fact.question]
        open_ended = answer.state in (State.NOT_SURE, State.DECLINED)
        return open_ended or _is_known(fact, answer) or _is_unsure_option(fact, answer)

    return can_hold(question.ask_if, may)


def sensible(ruleset: RuleSet, answers: Answers) -> Iterator[Question]:
    """The questions that make sense, or may once the unasked ones before them are answered; in
    order.
    """
    given = dict(answers.given)
    probe = Answers(given)
    for name, question in ruleset.questions.items():
        if applies(question, probe):
            given.setdefault(name, NOT_SURE)
            yield question


def _is_known(fact: Is | IsNot, answer: Answer) -> bool:
    return fact.option in (answer.yes if isinstance(fact, Is) else answer.no)


def _is_unsure_option(fact: Is | IsNot, answer: Answer) -> bool:
    return answer.state is State.GIVEN and fact.option not in answer.yes | answer.no


def _open_questions(ruleset: RuleSet, answers: Answers) -> Iterator[Question]:
    view = View(ruleset, answers)
    wanted = view.wanted()
    for question in reversed(list(ruleset.questions.values())):
        if question.id in wanted:
            wanted |= {
                fact.question for fact in atoms(question.ask_if) if isinstance(fact, Is | IsNot)
            }
    for question in ruleset.questions.values():
        if question.id in wanted and question.id in view.askable:
            yield question


class View:
    """What is known and what is still possible at one moment of an interview.

    Answered questions yield no more facts; every other one that may still be asked can yield any of
    its facts.
    """

    def __init__(self, ruleset: RuleSet, answers: Answers) -> None:
        self._ruleset, self._answers = ruleset, answers
        self.askable = {
            str(question.id) for question in sensible(ruleset, answers)
        } - answers.given.keys()
        self._known = self._closure(self._is_given)
        self._possible = self._closure(
            lambda fact: self._is_given(fact) or fact.question in self.askable
        )
        self.level = max(
            (rule.then for rule in self.fired() if isinstance(rule.then, Level)),
            default=Level.SELF_CARE,
        )

    def known(self, fact: Fact) -> bool:
        """Whether the fact holds now."""
        return self._is_given(fact) if isinstance(fact, Is | IsNot) else fact in self._known

    def possible(self, fact: Fact) -> bool:
        """Whether the fact holds or still may."""
        if isinstance(fact, Is | IsNot):
            return self._is_given(fact) or fact.question in self.askable
        return fact in self._possible

    def fired(self) -> list[Rule]:
        """The rules that fire on what is known."""
        return [rule for rule in self._ruleset.rules if can_hold(rule.when, self.known)]

    def waiting(self) -> Iterator[tuple[Rule, list[Fact]]]:
        """The rules whose firing would be news, each with the facts it still waits for."""
        read: set[Fact] = set()
        for rule in reversed(self._ruleset.rules):
            if self._is_news(rule, read):
                lacking = pending(rule.when, self.known, self.possible)
                if lacking:
                    read.update(fact for fact in lacking if isinstance(fact, Holds | Supported))
                    yield rule, lacking

    def wanted(self) -> set[str]:
        """The questions that a waiting rule reads."""
        return {
            fact.question
            for _, lacking in self.waiting()
            for fact in lacking
            if isinstance(fact, Is | IsNot)
        }

    def _is_news(self, rule: Rule, read: set[Fact]) -> bool:
        if isinstance(rule.then, Level):
            return rule.then > self.level
        if isinstance(rule.then, ForCause):
            return not can_hold(rule.when, self.known)
        return rule.then not in self._known and rule.then in read

    def _is_given(self, fact: Fact) -> bool:
        return isinstance(fact, Is | IsNot) and _is_known(fact, self._answers[fact.question])

    def _closure(self, answered: Callable[[Is | IsNot], bool]) -> set[Fact]:
        """The findings and supported causes that follow from the answer facts for which
        ``answered`` is true.
        """
        derived: set[Fact] = set()

        def present(fact: Fact) -> bool:
            return answered(fact) if isinstance(fact, Is | IsNot) else fact in derived

        for rule in self._ruleset.rules:
            if can_hold(rule.when, present):
                derived.update(conclusions(rule))
        return derived
