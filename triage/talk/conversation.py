"""A whole interview with a person: questions, the emergency card, the review, and leaving at any
moment.

Knows what to say next and nothing of how it is shown: it talks through a ``Prompter``, keeps
answers in an ``AnswerStore`` and asks an engine what follows. Pages are imported late, so that the
first question comes fast.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from triage.answers.value import NOT_ASKED, Answer, Answers
from triage.engine import Engine
from triage.engine.assessment import Assessment
from triage.interview.state import Answered, Asking, AskingWhich, Interview, Reopened
from triage.interview.store import AnswerStore, NoStore
from triage.language.ruleset import RuleSet
from triage.language.safe import Safe
from triage.language.words import NOT_SURE_WORD
from triage.prompts import Command, InputEnded, Interrupted, Prompter
from triage.prompts.menus import choose
from triage.render.results.interview_words import at_most, greeting
from triage.talk.keeping import Keeper
from triage.talk.showing import show_page

if TYPE_CHECKING:
    from triage.render.formats.page import Page

GO_ON, ANEW, STOP, YES, NO = "go_on", "anew", "stop", "yes", "no"
DONE = "*done"
"""The line of the review that changes nothing; the star keeps it apart from the ids of
questions.
"""

UNFINISHED = "There are unfinished answers of yours. How do you want to begin?"
GOING_ON = {
    GO_ON: "Go on where I stopped",
    ANEW: "Start anew (the first answer replaces the old ones)",
}
EMERGENCY = "Stop here and see the result, or go on to learn more?"
AFTER_EMERGENCY = {STOP: "Stop here and show the result", GO_ON: "Go on with the questions"}
TAKEN_BACK = "With that answer taken back, the emergency card above no longer counts."
REVIEW = "These are your {count} answers. Choose one to change it."
CONFIRM = "Show the result now?"
RIGHT = {DONE: "These are right"}
CONFIRMING = {YES: "Yes, show the result", NO: "No, look at my answers again"}
FIRST = "This is the first question."
NOT_SURE_LINE = "Not sure"
IN_MEMORY = "Your answers cannot be saved here ({reason}). They stay in memory."
KEPT = "Your answers are kept in {place}. Run `triage` again to go on."
NOT_KEPT = "You left before the result. Your answers are not kept."
NOTHING_YET = "You left before the first answer, so nothing is kept."


@dataclass(frozen=True, slots=True)
class Left:
    """The person left before the result; ``kept`` says whether the answers wait for the next
    time.
    """

    answers: Answers
    kept: bool


class Conversation:
    """One person's way from the first question to the result."""

    def __init__(
        self, ruleset: RuleSet, engine: Engine, prompter: Prompter, store: AnswerStore, number: str
    ) -> None:
        self._engine, self._prompter, self._store, self._number = engine, prompter, store, number
        self._interview = Interview(ruleset)
        self._taken_back: dict[str, Answer] = {}
        self._carded: frozenset[str] = frozenset()
        self._keeper, self._is_kept = Keeper(prompter, IN_MEMORY), False

    def run(self) -> Assessment | Left:
        """Talk until the person wants the result, or leaves.

        The kept answers stay where they are: whoever delivers the result has them forgotten
        afterwards.
        """
        try:
            self._prompter.show(
                greeting(self._interview.ruleset, self._number, self._prompter.screen.width)
            )
            self._resume()
            while self._ask_until_done() and not self._review():
                pass
            return self._assess()
        # the last one where Ctrl-C comes between two prompts
        except (Interrupted, InputEnded, KeyboardInterrupt):
            return self._leave()

    def forget(self) -> None:
        """Keep the answers no longer, as the result is delivered; what could not be read stays.

        Raises:
            StoreError: they cannot be removed.
        """
        self._store.remove(self._interview.ruleset)

    # Beginning and leaving

    def _resume(self) -> None:
        """Offer what was kept; where it cannot be read it is never written over."""
        unfinished = self._keeper.loaded(partial(self._store.load, self._interview.ruleset))
        if unfinished is None:
            self._store = NoStore()
            return
        for note in unfinished.notes:
            self._prompter.show(Safe.line(note))
        if unfinished.interview is None:
            return
        fresh, self._interview, self._is_kept = self._interview, unfinished.interview, True
        if self._choose(UNFINISHED, GOING_ON, GO_ON) == ANEW:
            self._interview, self._is_kept = fresh, False

    def _leave(self) -> Left:
        if self._is_kept:
            self._prompter.show(Safe.line(KEPT.format(place=self._store.place)))
        else:
            self._prompter.show(Safe(NOT_KEPT if self._interview.events else NOTHING_YET))
        return Left(self._interview.answers, self._is_kept)

    def _change(self, interview: Interview) -> None:
        """Go on with ``interview``, kept at once."""
        self._interview = interview
        is_saved = self._keeper.saved(partial(self._store.save, interview))
        self._is_kept = is_saved and bool(self._store.place)

    # Questions

    def _ask_until_done(self) -> bool:
        """Ask until nothing is left to ask; False where the person stops at an emergency."""
        while True:
            which = self._interview.which
            if which is not None:
                self._narrow(which)
                continue
            if not self._goes_on():
                return False
            asking = self._interview.current
            if asking is None:
                return True
            self._take_turn(asking)

    def _take_turn(self, asking: Asking) -> None:
        reply = self._prompter.ask(asking, self._former(asking.question.id), self._note(asking))
        match reply:
            case Answer():
                self._change(self._interview.answer(reply))
            case Command.BACK:
                self._go_back()
            case Command.WHY:
                self._show(self._why_page(asking))
            case Command.HELP:
                self._show(self._help_page(asking))
            case Command.QUIT:
                raise Interrupted

    def _narrow(self, which: AskingWhich) -> None:
        """Ask which of several things is meant; only a choice of the person takes an option
        back.
        """
        follow_up = which.follow_up
        meanings = [*follow_up.keep, *follow_up.drop]
        lines = {str(place): meaning.text for place, meaning in enumerate(meanings)}
        message = f"“{which.option.text}”: {follow_up.ask}"
        choice = self._choose(message, lines | {NOT_SURE_WORD: NOT_SURE_LINE}, NOT_SURE_WORD)
        if choice is None:
            self._go_back()
        else:
            meaning = None if choice == NOT_SURE_WORD else meanings[int(choice)]
            self._change(self._interview.narrow(meaning))

    def _former(self, question: str) -> Answer:
        """The answer given before, also where going back took it away."""
        return self._interview.answers.given.get(question) or self._taken_back.get(
            question, NOT_ASKED
        )

    def _go_back(self) -> None:
        if not self._interview.events:
            self._prompter.show(Safe(FIRST))
            return
        last = self._interview.events[-1]
        if isinstance(last, Answered):
            self._taken_back[last.question] = last.answer
        self._change(self._interview.back())

    def _note(self, asking: Asking) -> str:
        """The progress in words; no number where a changed answer can open questions that are
        closed now.
        """
        section = self._interview.ruleset.sections[asking.question.section].name
        if asking.plainer:
            return f"{section}. The same question in plainer words."
        if self._is_reopened:
            return f"{section}. You are changing this answer."
        return f"{section}. {at_most(len(self._interview.open_questions) - 1)}"

    @property
    def _is_reopened(self) -> bool:
        return isinstance(next(reversed(self._interview.events), None), Reopened)

    # The emergency card

    def _goes_on(self) -> bool:
        """Show the emergency card where a rule newly calls for it; whether the person goes on."""
        assessment = self._assess()
        is_emergency = assessment.level.is_emergency
        deciding = assessment.deciding if is_emergency else ()
        calling = frozenset(firing.rule.id for firing in deciding)
        if self._carded and not calling:
            self._prompter.show(Safe(TAKEN_BACK))
        is_new, self._carded = bool(calling - self._carded), calling
        if not is_new:
            return True
        from triage.render.results.result_page import emergency_page
        from triage.why.explanation import Explanation

        self._show(emergency_page(Explanation(assessment), self._number))
        # in sight where the card has scrolled away
        headline = assessment.ruleset.words(assessment.level).headline
        choice = self._choose(f"{headline} {EMERGENCY}", AFTER_EMERGENCY, STOP)
        if choice is None:
            self._go_back()
            return self._goes_on()
        return choice != STOP

    # Review

    def _review(self) -> bool:
        """Show all answers; True where the person wants the result, False where there is something
        to ask again.
        """
        while True:
            given = self._answered()
            choice = self._choose(REVIEW.format(count=len(given)), RIGHT | given, DONE)
            if choice is None:
                self._go_back()
                return False
            if choice != DONE:
                self._change(self._interview.reopen(choice))
                return False
            if self._choose(CONFIRM, CONFIRMING, YES) == YES:
                return True

    def _answered(self) -> dict[str, str]:
        """A line for each answer."""
        from triage.render.results.phrases import answer_words, sentence

        questions, given = self._interview.ruleset.questions, self._interview.answers.given
        return {
            name: f"{question.text} {sentence(answer_words(question, given[name]))}"
            for name, question in questions.items()
            if name in given
        }

    # Talking

    def _choose(self, message: str, lines: Mapping[str, str], default: str) -> str | None:
        return choose(self._prompter, message, lines, default)

    def _show(self, page: Page) -> None:
        show_page(self._prompter, page)

    def _why_page(self, asking: Asking) -> Page:
        from triage.render.results.explanations import why_asked_page
        from triage.why.asked import why_asked

        ruleset, answers = self._interview.ruleset, self._interview.answers
        return why_asked_page(why_asked(ruleset, answers, asking.question.id), ruleset, answers)

    def _help_page(self, asking: Asking) -> Page:
        from triage.render.results.explanations import help_page

        return help_page(asking)

    def _assess(self) -> Assessment:
        return self._engine.assess(self._interview.answers)
