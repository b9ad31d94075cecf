"""A whole interview with a person: screens, what is told at once, the review, and leaving at any
moment.

Knows what to say next and nothing of how it is shown: it talks through a ``Prompter``, keeps
answers in an ``AnswerStore`` and asks an engine what follows. Pages are imported late, so that the
first question comes fast.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from triage.answers.value import NOT_ASKED, Answer, Answers
from triage.engine import Engine
from triage.engine.assessment import Assessment
from triage.interview.another_day import taken_up
from triage.interview.order import AskingScreen
from triage.interview.state import Answered, Asking, AskingWhich, Interview
from triage.interview.state import Told as ToldScreen
from triage.interview.store import AnswerStore
from triage.interview.ticks import Place, answers_of
from triage.interview.whom import Whom
from triage.lacks.advice import unadvised
from triage.language.ruleset import RuleSet
from triage.language.safe import Safe
from triage.language.words import NOT_SURE_WORD
from triage.prompts import Command, InputEnded, Interrupted, Prompter
from triage.prompts.menus import choose
from triage.prompts.sheet import former_ticks
from triage.render.results.greeting import greeting
from triage.render.results.understood import pointed_to
from triage.talk.beginning import Beginning, opening
from triage.talk.complaint import Complaint
from triage.talk.for_whom import NOTHING_YET
from triage.talk.keeping import Keeper
from triage.talk.rises import Rises, RiseTold
from triage.talk.showing import show_page
from triage.talk.standing import (
    answered,
    before_the_result,
    is_reopened,
    is_settled,
    place_of,
    progress,
    ticked,
)

if TYPE_CHECKING:
    from triage.render.formats.page import Page

GO_ON, STOP, NEW = "go_on", "stop", "new"
DONE = "*done"
"""The line of the review that changes nothing; the star keeps it apart from the ids of
questions.
"""

CALL_FIRST = "Do that first. Stop here, or go on with the questions?"
AFTER_EMERGENCY = {STOP: "Stop here and show the result", GO_ON: "Go on with the questions"}
GET_HELP = "Go on, to learn whether it is more urgent, or stop here?"
AFTER_RISE = {GO_ON: "Go on with the questions", STOP: "Stop here and show the result"}
UNSURE_TWICE = (
    "You are not sure about signs on two screens. Fetch somebody who can look with you, and call"
    " for advice. Stop here, or go on?"
)
STILL_UNSURE = (
    "You are not sure about a warning sign. Fetch somebody who can look with you, or call for"
    " advice."
)
AFTER_SETTLED = {
    STOP: "Show the result now",
    GO_ON: "Go on with the questions",
    NEW: "Something is new or has changed: ask for the signs again",
}
REVIEW = "That was the last question. Choose an answer to change it, or see the result."
RIGHT = {DONE: "These are right: show the result"}
FIRST = "This is the first question."
FIRST_SIGNS = "Nothing was answered yet. Choose what is new on the screens that come now."
NEW_SIGNS = "The screens with the signs come again. Tick what is new, and take away what is gone."
AGAIN = (
    "Only what can have changed is asked again. Your earlier answers are marked: tick what is new,"
    " and take away what is gone."
)
NOT_SURE_LINE = "Not sure"
AS_YOU_SAY_IT = "Write it as you would say it, or press Enter if nobody knows."
IN_MEMORY = "Your answers cannot be saved here ({reason}). They stay in memory."
KEPT = "Your answers are kept in {place}. Run `triage` again to go on."
NOT_KEPT = "You left before the result. Your answers are not kept."


@dataclass(frozen=True, slots=True)
class Left:
    """The person left before the result; ``kept`` says whether the answers wait for the next
    time.
    """

    answers: Answers
    kept: bool


class Conversation:
    """One person's way from the first screen to the result.

    Args:
        ruleset: what is asked.
        engine: what follows from the answers.
        prompter: the person.
        store: where unfinished answers are kept.
        number: the emergency number.
        whom: whom the answers are about; None asks.
        complaint: what is wrong in the person's own words; None asks.
        earlier: answers of another day, of which only what can have changed is asked again.
        is_greeted: whether the person has read what this is.
        clock: the time of this place.
    """

    def __init__(  # noqa: PLR0913 # each is another neighbour
        self,
        ruleset: RuleSet,
        engine: Engine,
        prompter: Prompter,
        store: AnswerStore,
        number: str,
        *,
        whom: Whom | None = None,
        complaint: str | None = None,
        earlier: Answers | None = None,
        is_greeted: bool = False,
        clock: Callable[[], datetime] = datetime.now,
    ) -> None:
        self._engine, self._prompter, self._number = engine, prompter, number
        self._interview = Interview(ruleset)
        self._keeper = Keeper(prompter, IN_MEMORY)
        self._beginning = Beginning(prompter, self._keeper, store, clock, whom)
        self._rises = Rises(prompter, engine.assess(Answers()), number)
        self._earlier, self._is_greeted = earlier, is_greeted
        self._complaint = Complaint(prompter, complaint)
        self._store, self._is_kept = store, False
        self._taken_back: dict[str, Answer] = {}
        self._again: list[str] = []
        self._is_offered = self._is_over = False
        self._was_unsure_once = self._was_unsure_twice = False

    def run(self) -> Assessment | Left:
        """Talk until the person wants the result, or leaves.

        The kept answers stay where they are: whoever delivers the result has them forgotten
        afterwards.
        """
        try:
            if not self._is_greeted:
                about = self._interview.ruleset.identity
                self._prompter.show(greeting(about, self._number, self._prompter.screen.width))
            self._begin()
            while not self._is_over and self._ask_until_done() and not self._review():
                pass
            return self._assess()
        # the last one where Ctrl-C comes between two prompts
        except (Interrupted, InputEnded, KeyboardInterrupt):
            return self._leave()

    @property
    def complaint(self) -> str:
        """What is wrong, in the person's own words; empty where they said nothing."""
        return self._interview.complaint

    def forget(self) -> None:
        """Keep the answers no longer, as the result is delivered; what could not be read stays.

        Raises:
            StoreError: they cannot be removed.
        """
        self._store.remove(self._interview.ruleset)

    def close(self) -> None:
        """Let another conversation have what is kept."""
        self._store.release()

    # Beginning and leaving

    def _begin(self) -> None:
        if self._earlier is not None:
            self._prompter.show(Safe(AGAIN))
            taken = taken_up(self._interview.ruleset, self._earlier)
            self._interview, self._again = taken.interview, list(taken.again)
            return
        try:
            self._interview = self._beginning.interview(self._interview.ruleset)
        finally:
            self._store, self._is_kept = self._beginning.store, self._beginning.is_kept
        self._again = list(self._beginning.again)
        self._interview = self._complaint.told(self._interview)

    def _leave(self) -> Left:
        for line in self._rises.lines:
            self._prompter.show(Safe.line(line))
        if self._is_kept:
            self._prompter.show(Safe.line(KEPT.format(place=self._store.place)))
        else:
            self._prompter.show(Safe(NOT_KEPT if self._interview.events else NOTHING_YET))
        return Left(self._interview.answers, self._is_kept)

    def _change(self, interview: Interview) -> None:
        """Go on with ``interview``, kept at once; one that is back at its start is not kept."""
        self._interview = interview
        keep = partial(self._store.save, interview)
        if not interview.events:
            keep = partial(self._store.remove, interview.ruleset)
        is_saved = self._keeper.saved(keep)
        self._is_kept = is_saved and bool(interview.events) and bool(self._store.place)

    # Screens

    def _ask_until_done(self) -> bool:
        """Ask until nothing is left to ask; False where the person wants the result before."""
        while not self._is_over:
            which = self._interview.which
            if which is not None:
                if self._has_told_what_stands():
                    self._narrow(which)
            elif self._has_told_all():
                shown = self._shown()
                if shown is None:
                    return True
                self._take_turn(shown)
        return False

    def _shown(self) -> AskingScreen | Asking | None:
        """What to ask now: what is asked again before anything new."""
        if self._again and not self._is_asked_again:
            self._change(self._interview.reopen(self._again.pop(0)))
        return self._interview.shown

    def _take_turn(self, shown: AskingScreen | Asking) -> None:
        reply = self._reply(shown)
        match reply:
            case Command.BACK:
                self._go_back()
            case Command.WHY:
                self._show(self._why_page(shown))
            case Command.HELP:
                self._show(self._help_page(shown))
            case Command.RESULT:
                self._stop_early()
            case Command.NEW:
                self._ask_for_news()
            case Command.QUIT:
                raise Interrupted
            case _:
                self._change(self._interview.tell(reply))

    def _reply(self, shown: AskingScreen | Asking) -> Mapping[str, Answer] | Command:
        note = "\n".join((progress(self._interview, shown), *self._rises.lines))
        if isinstance(shown, AskingScreen):
            former = {one.id: self._former(one.id) for one in shown.questions}
            ticks = self._prompter.tick(shown, former_ticks(shown, former), note, self._marks)
            return ticks if isinstance(ticks, Command) else answers_of(shown, ticks)
        note = "\n".join((note, *pointed_to(shown.question, self._marks)))
        answer = self._prompter.ask(shown, self._former(shown.question.id), note)
        return answer if isinstance(answer, Command) else {shown.question.id: answer}

    @property
    def _marks(self) -> Mapping[Place, str]:
        """What to show beside the lines that the person's own words point to."""
        return self._complaint.marks(self._interview)

    def _narrow(self, which: AskingWhich) -> None:
        """Ask which of several things is meant; only a choice of the person takes an option
        back.
        """
        follow_up = which.follow_up
        meanings = [*follow_up.keep, *follow_up.drop]
        lines = {str(place): meaning.text for place, meaning in enumerate(meanings)}
        asked = f"“{ticked(which, self._interview.ruleset)}”: {follow_up.ask}"
        message = "\n".join((*self._rises.lines, asked))
        choice = self._choose(message, lines | {NOT_SURE_WORD: NOT_SURE_LINE}, NOT_SURE_WORD)
        if choice is None:
            self._go_back()
        else:
            meaning = None if choice == NOT_SURE_WORD else meanings[int(choice)]
            said = meaning.text if meaning else NOT_SURE_LINE
            self._prompter.show(Safe(f"{asked}\n  > {said}\n"))
            self._change(self._interview.narrow(meaning))

    def _former(self, question: str) -> Answer:
        """The answer given before, also where going back took it away."""
        return self._interview.answers.given.get(question) or self._taken_back.get(
            question, NOT_ASKED
        )

    def _go_back(self) -> None:
        self._again.clear()
        if not self._interview.events:
            self._prompter.show(Safe(FIRST))
            return
        last = self._interview.events[-1]
        if isinstance(last, Answered):
            self._taken_back[last.question] = last.answer
        elif isinstance(last, ToldScreen):
            self._taken_back.update(last.answers)
        self._change(self._interview.back())

    @property
    def _is_asked_again(self) -> bool:
        """Whether something is asked once more already: to change it, or in plainer words."""
        current = self._interview.current
        return is_reopened(self._interview) or bool(current and current.plainer)

    # What is told at once

    def _has_told_all(self) -> bool:
        """Tell what the answers newly bring; False where the person then stops or goes back."""
        steps = (self._tell_rise, self._tell_unsure, self._offer_result)
        return all(self._goes_on(step()) for step in steps)

    def _goes_on(self, choice: str | None) -> bool:
        if choice is None:
            self._go_back()
        elif choice == STOP:
            self._is_over = True
        elif choice == NEW:
            self._ask_for_news()
        return choice == GO_ON

    def _has_told_what_stands(self) -> bool:
        """Tell a rise that no follow-up can take back before it is asked; False where the person
        then stops or goes back.
        """
        certain = self._engine.assess(self._interview.certain)
        return certain.level <= self._rises.level or self._goes_on(self._tell(certain))

    def _tell_rise(self) -> str | None:
        return self._tell(self._assess())

    def _tell(self, assessment: Assessment) -> str | None:
        told = self._rises.tell(assessment)
        self._ask_when_well(assessment)
        if told is not RiseTold.CARD:
            return GO_ON
        # in sight where the card has scrolled away
        headline = assessment.ruleset.words(assessment.level).headline
        if assessment.level.is_emergency:
            return self._choose(f"{headline} {CALL_FIRST}", AFTER_EMERGENCY, STOP)
        if is_settled(self._interview):
            return GO_ON  # the result is offered next
        message = "\n".join((*self._rises.sooner, f"{headline} {GET_HELP}"))
        return self._choose(message, AFTER_RISE, GO_ON)

    def _ask_when_well(self, assessment: Assessment) -> None:
        """Ask when the person was last well, once, where a sign points to something for which that
        counts: below the card, which says what to do first.
        """
        if self._interview.was_asked_when_well or self._is_asked_again:
            return
        from triage.why.leading import asked_when_well

        for asked in islice(asked_when_well(assessment), 1):
            said = self._prompter.tell(f"{asked.text} {AS_YOU_SAY_IT}")
            self._change(self._interview.last_well(said))

    def _tell_unsure(self) -> str | None:
        """Say what to do about signs that stay unsure, once they were asked in plainer words."""
        if self._is_asked_again:
            return GO_ON
        assessment = self._assess()
        new = self._rises.advise(assessment)
        grave = [one.question for one in self._rises.beside if one.level.is_protected]
        if not assessment.level.is_emergency:
            grave += unadvised(assessment.ruleset, assessment.answers)
        places = {place_of(assessment.ruleset, question.id) for question in grave}
        if len(places) > 1 and not self._was_unsure_twice:
            self._was_unsure_twice = True
            message = "\n".join((*self._rises.lines, UNSURE_TWICE))
            return self._choose(message, AFTER_EMERGENCY, STOP)
        if grave and not self._rises.beside and not self._was_unsure_once:
            self._was_unsure_once = True
            self._prompter.show(Safe(STILL_UNSURE))
        if new and new[0].level.is_emergency:
            return self._choose(f"{self._rises.lines[-1]} {CALL_FIRST}", AFTER_EMERGENCY, STOP)
        return GO_ON

    def _offer_result(self) -> str | None:
        """Offer the result once nothing can raise the level any more."""
        is_due = is_settled(self._interview) and not self._again and not self._is_asked_again
        if not is_due or self._interview.shown is None or self._assess().level.is_emergency:
            return GO_ON
        if self._is_offered:
            return GO_ON
        self._is_offered = True
        message = "\n".join((*self._rises.lines, before_the_result(self._interview)))
        return self._choose(message, AFTER_SETTLED, STOP)

    def _stop_early(self) -> None:
        """The result now: say what was left open, and show it if it is still wanted."""
        message = "\n".join((*self._rises.lines, before_the_result(self._interview)))
        lines = AFTER_SETTLED if is_settled(self._interview) else AFTER_RISE
        choice = self._choose(message, lines, next(iter(lines)))
        self._is_over = choice == STOP
        if choice == NEW:
            self._ask_for_news()

    def _ask_for_news(self) -> None:
        """Ask for the warning signs again, from anywhere."""
        self._again = list(opening(self._interview))
        self._is_offered = False
        self._prompter.show(Safe(NEW_SIGNS if self._again else FIRST_SIGNS))

    # Review

    def _review(self) -> bool:
        """Show all answers; True where the person wants the result, False where there is something
        to ask again.
        """
        given = answered(self._interview)
        message = "\n".join((*self._rises.lines, REVIEW))
        choice = self._choose(message, RIGHT | given, DONE)
        if choice is None:
            self._go_back()
        elif choice != DONE:
            self._change(self._interview.reopen(choice))
        return choice == DONE

    # Talking

    def _choose(self, message: str, lines: Mapping[str, str], default: str) -> str | None:
        return choose(self._prompter, message, lines, default)

    def _show(self, page: Page) -> None:
        show_page(self._prompter, page)

    def _why_page(self, shown: AskingScreen | Asking) -> Page:
        from triage.render.results.asked_now import why_now_page

        return why_now_page(shown, self._interview.ruleset, self._interview.answers)

    def _help_page(self, shown: AskingScreen | Asking) -> Page:
        from triage.render.results.asked_now import screen_help_page
        from triage.render.results.explanations import help_page

        return help_page(shown) if isinstance(shown, Asking) else screen_help_page(shown)

    def _assess(self) -> Assessment:
        return self._engine.assess(self._interview.answers)
