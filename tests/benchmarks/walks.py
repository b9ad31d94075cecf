"""People on their way through the screens, without a terminal: how far each one has to go."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from triage.answers.value import NOT_ASKED, NOT_SURE, Answer, Answers, choose
from triage.engine.reference import ReferenceEngine
from triage.interview.order import AskingScreen
from triage.interview.state import Asking, Interview
from triage.interview.store import NoStore
from triage.interview.ticks import Place, Ticks
from triage.interview.whom import Whom
from triage.lacks.waiting import View
from triage.language.conditions import Fact, Is, atoms
from triage.language.model import Question
from triage.language.ruleset import RuleSet
from triage.language.safe import Safe
from triage.language.words import Level
from triage.prompts import Choice, Screen
from triage.prompts.sheet import Sheet
from triage.talk.conversation import GO_ON, STOP, UNSURE_TWICE, Conversation

Person = Callable[[Question], Answer]
"""What somebody says to each question."""


@dataclass(frozen=True)
class Walk:
    """One way from the first screen to the last, by somebody who goes on to the end.

    ``settled`` is the number of screens after which nothing could raise the level any more,
    ``told`` that after which each level was reached. A question asked once more counts as a screen,
    a follow-up does not. ``pages`` and ``settled_pages`` count what is shown at once instead: a
    screen of more than nine lines is two. ``slowest`` is the longest step in seconds of processor
    time.
    """

    screens: int
    settled: int
    pages: int
    settled_pages: int
    told: Mapping[Level, int]
    answers: Answers
    follow_ups: int
    slowest: float


def walk(ruleset: RuleSet, person: Person) -> Walk:
    """The way of ``person`` through ``ruleset``."""
    interview = Interview(ruleset)
    screens, pages, follow_ups, slowest = 0, 0, 0, 0.0
    settled: tuple[int, int] | None = None
    told: dict[Level, int] = {}
    while True:
        if interview.which is not None:
            interview, follow_ups = interview.narrow(None), follow_ups + 1
            continue
        begin = time.process_time()
        shown = interview.shown
        slowest = max(slowest, time.process_time() - begin)
        view = View(ruleset, interview.answers)
        told.setdefault(view.level, screens)
        if settled is None and view.is_settled:
            settled = screens, pages
        if shown is None:
            after, pages_after = settled or (screens, pages)
            answers = interview.answers
            return Walk(screens, after, pages, pages_after, told, answers, follow_ups, slowest)
        questions = shown.questions if isinstance(shown, AskingScreen) else (shown.question,)
        interview = interview.tell({one.id: person(one) for one in questions})
        screens += 1
        pages += len(Sheet(shown).pages) if isinstance(shown, AskingScreen) else 1


class Plainly:
    """Says what was given; to the rest "none of these", or where there is no such line, the option
    that fewest rules read.
    """

    def __init__(self, ruleset: RuleSet) -> None:
        self._ruleset = ruleset

    def person(self, answers: Answers) -> Person:
        """Somebody with these answers."""
        return lambda question: self._said(question, answers[question.id])

    def _said(self, question: Question, given: Answer) -> Answer:
        if given != NOT_ASKED:
            return given
        if not question.kind.takes_one:
            return choose(question)
        return choose(question, self._untouched(question) or self._least_read(question))

    def _untouched(self, question: Question) -> str | None:
        screens = (one for one in self._ruleset.screens if question.id in one.questions)
        return next((one.untouched(question.id) for one in screens), None)

    def _least_read(self, question: Question) -> str:
        return min(question.option_ids, key=lambda option: self._reads[Is(question.id, option)])

    @cached_property
    def _reads(self) -> Counter[Fact]:
        return Counter(fact for rule in self._ruleset.rules for fact in set(atoms(rule.when)))


def screens_until_told_whom_to_call(ruleset: RuleSet) -> int | None:
    """How many screens somebody meets who is sure of nothing and goes on at every offer, until the
    talk says to fetch help and to call for advice; None where it never does.
    """
    person = SureOfNothing()
    talk = Conversation(
        ruleset, ReferenceEngine(ruleset), person, NoStore(), "112", whom=Whom.MYSELF, complaint=""
    )
    talk.run()
    return person.stopped_after


class SureOfNothing:
    """Says "not sure" wherever something is asked, and goes on until told to fetch somebody."""

    def __init__(self) -> None:
        self.screen = Screen()
        self.screens = 0
        self.stopped_after: int | None = None

    def show(self, text: Safe) -> None:
        """Read it."""

    def ask(self, asking: Asking, default: Answer, note: str) -> Answer:  # noqa: ARG002
        """Not sure."""
        self.screens += 1
        return NOT_SURE

    def tick(
        self,
        asking: AskingScreen,
        former: Ticks | None,  # noqa: ARG002
        note: str,  # noqa: ARG002
        marks: Mapping[Place, str],  # noqa: ARG002
    ) -> Ticks:
        """Not sure of any question."""
        self.screens += 1
        return Ticks(unsure_of=frozenset(one.id for one in asking.questions))

    def tell(self, message: str) -> str:  # noqa: ARG002
        """Nothing in own words."""
        return ""

    def choose(self, message: str, choices: Sequence[Choice], default: str) -> str:
        """Go on where that is offered, and stop where somebody has to be fetched."""
        if UNSURE_TWICE in message:
            self.stopped_after = self.screens
            return STOP
        return GO_ON if GO_ON in [choice.id for choice in choices] else default
