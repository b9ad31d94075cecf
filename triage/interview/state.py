"""The interview as a pure value: which question comes next, and what an answer, a step back or a
change does to it.

The state is the list of what happened. Everything else follows from it, so going back is dropping
the last event, and answers from a keyboard, a file or a test take the same path.

A question is asked only while it can still change something: a rule that has not fired, that still
can, and whose conclusion would be news waits for it. "Not sure" keeps every later question that
depends on it (the cautious way).

A warning sign that somebody is not sure of is asked once more, in plainer words. Whoever stays
unsure on two screens reads the plainer words beside the first ones from then on, so that no screen
has to come twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from triage.answers.value import LONGEST_NOTE, NOT_SURE, Answer, Answers, choose
from triage.interview.order import AskingScreen, left_to_show, next_shown, still_open
from triage.interview.whom import Whom
from triage.lacks.gates import applies
from triage.lacks.waiting import View
from triage.language.conditions import questions_of
from triage.language.model import FollowUp, Meaning, Option, Question
from triage.language.ruleset import RuleSet

UNSURE_OFTEN = 2
"""On so many screens somebody stays unsure of warning signs, before the plainer words come along
with the first ones.
"""


@dataclass(frozen=True, slots=True)
class Answered:
    """The person answered a question."""

    question: str
    answer: Answer


@dataclass(frozen=True)
class Told:
    """The person answered a whole screen: several questions, together."""

    screen: str
    answers: Mapping[str, Answer]


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


@dataclass(frozen=True, slots=True)
class LastWell:
    """The person said when they were last well, in their own words; empty where they passed over
    it.
    """

    words: str


Event = Answered | Told | Reopened | Narrowed | LastWell
Turn = Sequence[Event]
"""Events that belong together."""


@dataclass(frozen=True, slots=True)
class Asking:
    """The question to ask now; ``plainer`` where it is asked once more in its plainer wording,
    ``ways`` to find out that stand beside its own.
    """

    question: Question
    plainer: bool = False
    ways: tuple[str, ...] = ()

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
    whom: Whom = Whom.MYSELF
    complaint: str = ""
    """What is wrong, in the person's own words; no answer follows from it."""

    @cached_property
    def answers(self) -> Answers:
        """What counts: the last answer to each question that still makes sense."""
        given = Answers()
        for event in self.events:
            if isinstance(event, LastWell):
                given = replace(given, last_well=event.words)
            if isinstance(event, Answered | Told):
                for name, answer in _answered(event).items():
                    given = given.replaced(name, answer)
            elif isinstance(event, Narrowed) and event.question in given.given:
                question = self.ruleset.questions[event.question]
                given = given.replaced(event.question, narrowed(question, given, event))
        for question in self.ruleset.questions.values():
            if question.id in given.given and not applies(question, given):
                given = given.without(question.id)
        return given

    @cached_property
    def current(self) -> Asking | None:
        """What to ask now, one question at a time in the author's order; None when nothing is left
        that could change something.
        """
        again = self._again
        if again is not None:
            return again
        return self._asking(self.open_questions[0]) if self.open_questions else None

    @cached_property
    def shown(self) -> AskingScreen | Asking | None:
        """What to show now, screen by screen, what can still matter most first; where the rule set
        has no screens, the same as ``current``.
        """
        again = self._again
        if not self.ruleset.screens:
            return self.current
        if again is not None:
            return again if again.plainer else self._screen_of(again)
        found = next_shown(self.ruleset, self.answers)
        if isinstance(found, AskingScreen):
            return replace(found, ways=self._ways(*found.questions))
        return self._asking(found) if found is not None else None

    def _asking(self, question: Question) -> Asking:
        return Asking(question, ways=self._ways(question))

    def _ways(self, *questions: Question) -> tuple[str, ...]:
        """The plainer words to show at once."""
        if not self._is_often_unsure(self._turns):
            return ()
        return tuple(question.plainer for question in questions if question.plainer)

    def _is_often_unsure(self, turns: Sequence[Turn]) -> bool:
        """Whether the person stayed unsure of warning signs on several screens."""
        return sum(map(self._stays_unsure, turns)) >= UNSURE_OFTEN

    def _stays_unsure(self, turn: Turn) -> bool:
        questions = ((self.ruleset.questions[name], said) for name, said in answered_in(turn))
        return any(
            question.plainer and self.ruleset.is_red_flag(question) and said[-1].is_unsure(question)
            for question, said in questions
        )

    def _screen_of(self, asking: Asking) -> AskingScreen | Asking:
        """The screen on which the question stands, with all that was answered there."""
        screen = self.ruleset.screen_of(asking.question.id)
        if screen is None:
            return asking
        others = (self.ruleset.questions[other] for other in screen.questions)
        questions = tuple(one for one in others if applies(one, self.answers))
        return AskingScreen(screen, questions, self._ways(*questions))

    @cached_property
    def _again(self) -> Asking | None:
        """What is asked once more: to change it, or in plainer words."""
        if self.events and isinstance(self.events[-1], Reopened):
            return self._asking(self.ruleset.questions[self.events[-1].question])
        if self._is_often_unsure(self._turns[:-1]):
            return None
        for name, answers in answered_in(self._last_turn):
            question = self.ruleset.questions[name]
            if question.plainer and len(answers) == 1 and answers[0].is_unsure(question):
                return Asking(question, plainer=True)
        return None

    @cached_property
    def which(self) -> AskingWhich | None:
        """The follow-up to ask now, before any question; whoever passes over it keeps the
        option.
        """
        return next(self._follow_ups(), None) if self._again is None else None

    @cached_property
    def certain(self) -> Answers:
        """What counts whatever the follow-ups that are still to be asked are answered with: their
        options are left open.
        """
        found = self.answers
        for which in self._follow_ups():
            name = which.question.id
            chosen = found[name].yes - {which.option.id}
            is_left = bool(chosen or found[name].no) and not which.question.kind.takes_one
            open_one = replace(found[name], yes=chosen) if is_left else NOT_SURE
            found = found.replaced(name, open_one)
        return found

    def _follow_ups(self) -> Iterator[AskingWhich]:
        """The follow-ups to what was answered last that were not asked yet."""
        asked = {
            (event.question, event.option)
            for event in self._last_turn
            if isinstance(event, Narrowed)
        }
        for name, answers in answered_in(self._last_turn):
            question = self.ruleset.questions[name]
            for option in question.options:
                is_open = option.id in answers[-1].yes and (name, option.id) not in asked
                if is_open and option.narrow is not None:
                    yield AskingWhich(question, option, option.narrow)

    @cached_property
    def _turns(self) -> Sequence[Turn]:
        """The events by what belongs together: an answer or a screen, the same question asked once
        more, and its follow-ups.
        """
        turns: list[list[Event]] = []
        answered: set[str] = set()
        for event in self.events:
            is_once_more = isinstance(event, Answered) and event.question in answered
            if not turns or not (is_once_more or isinstance(event, Narrowed | LastWell)):
                turns.append([])
                answered = set()
            turns[-1].append(event)
            if isinstance(event, Answered | Told):
                answered.update(_answered(event))
        return turns

    @property
    def _last_turn(self) -> Turn:
        return self._turns[-1] if self._turns else ()

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

    @cached_property
    def is_settled(self) -> bool:
        """Whether no open question could raise the level any more, all of them together."""
        return View(self.ruleset, self.answers).is_settled

    @cached_property
    def screens_left(self) -> int:
        """At most so many screens are still to come, this one among them; questions asked once
        more in plainer words count as one each.
        """
        if self._is_often_unsure(self._turns):
            return self.screens_open
        return left_to_show(self.ruleset, self.answers)

    @cached_property
    def screens_open(self) -> int:
        """At most so many screens are still to come, without those that ask something again."""
        return still_open(self.ruleset, self.answers)

    def answer(self, answer: Answer) -> Interview:
        """The interview after ``answer`` to the current question; ValueError where nothing is
        asked.
        """
        if self.current is None:
            raise ValueError("the interview is finished")
        return self._with(Answered(self.current.question.id, answer))

    def tell(self, answers: Mapping[str, Answer]) -> Interview:
        """The interview after these answers to what is shown; ValueError where it asks something
        else.
        """
        shown = self.shown
        if isinstance(shown, Asking) and set(answers) == {shown.question.id}:
            return self._with(Answered(shown.question.id, answers[shown.question.id]))
        if isinstance(shown, AskingScreen) and set(answers) == {one.id for one in shown.questions}:
            return self._with(Told(shown.screen.id, dict(answers)))
        raise ValueError("these questions are not asked now")

    def narrow(self, meaning: Meaning | None) -> Interview:
        """The interview after the answer to the follow-up; None is "not sure". ValueError where
        none is asked.
        """
        if self.which is None:
            raise ValueError("there is no follow-up")
        return self._with(Narrowed(self.which.question.id, self.which.option.id, meaning))

    @property
    def was_asked_when_well(self) -> bool:
        """Whether the person was asked when they were last well."""
        return any(isinstance(event, LastWell) for event in self.events)

    def last_well(self, words: str) -> Interview:
        """The interview after the person said when they were last well, or passed over it."""
        return self._with(LastWell(" ".join(words.split())[:LONGEST_NOTE].rstrip()))

    def back(self) -> Interview:
        """The interview before the last event; at the start, the interview itself. What was said of
        when the person was well goes with the answer that it was asked for.
        """
        events = self.events
        while events and isinstance(events[-1], LastWell):
            events = events[:-1]
        return replace(self, events=events[:-1])

    def reopen(self, question: str) -> Interview:
        """The interview that asks ``question`` again; only what follows from the new answer is
        asked after it.
        """
        return self._with(Reopened(question))

    def _with(self, event: Event) -> Interview:
        return replace(self, events=(*self.events, event))


def answered_in(turn: Turn) -> Iterable[tuple[str, Sequence[Answer]]]:
    """What was answered in a turn, each question with its answers in plainer words after it."""
    found: dict[str, list[Answer]] = {}
    for event in turn:
        if isinstance(event, Answered | Told):
            for name, answer in _answered(event).items():
                found.setdefault(name, []).append(answer)
    return found.items()


def _answered(event: Answered | Told) -> Mapping[str, Answer]:
    return {event.question: event.answer} if isinstance(event, Answered) else event.answers


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
