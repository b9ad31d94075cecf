"""How a conversation begins: whom it is for, what was kept, and what is new since then."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from triage.interview.journal import Unfinished
from triage.interview.state import Interview
from triage.interview.store import AnswerStore, NoStore
from triage.interview.whom import Whom
from triage.language.ruleset import RuleSet
from triage.language.safe import Safe
from triage.prompts import Prompter
from triage.prompts.menus import choose
from triage.render.results.greeting import ABOUT
from triage.render.results.interview_words import moment
from triage.talk.for_whom import ask_for_whom
from triage.talk.keeping import Keeper

GO_ON, ANEW, YES, NO = "go_on", "anew", "yes", "no"
UNFINISHED = "There are unfinished answers of yours, {moment}. How do you want to begin?"
GOING_ON = {
    GO_ON: "Go on where I stopped",
    ANEW: "Start anew (the first answer replaces the old ones)",
}
WHAT_IS_NEW = "Is something new, worse or different since then?"
NEWS = {YES: "Yes, or I am not sure: ask for the signs again", NO: "No, nothing"}
TOO_OLD = "Your answers are {moment}. The first screens come again, as signs can change."
OTHERS = (
    "Another window holds unfinished answers. This one starts its own, and keeps nothing on this"
    " computer."
)
FRESH = timedelta(hours=6)
"""Answers about signs that are older than this are asked for again."""


class Beginning:
    """What to begin with: the interview, where it is kept, and the questions to ask again."""

    def __init__(
        self,
        prompter: Prompter,
        keeper: Keeper,
        store: AnswerStore,
        clock: Callable[[], datetime],
        whom: Whom | None,
    ) -> None:
        self._prompter, self._keeper, self._clock, self._whom = prompter, keeper, clock, whom
        self.store = store
        self.is_kept = False
        self.again: tuple[str, ...] = ()

    def interview(self, ruleset: RuleSet) -> Interview:
        """The interview to begin with. What was kept and cannot be read is never written over."""
        fresh = Interview(ruleset)
        unfinished = self._unfinished(ruleset)
        if unfinished is not None and unfinished.interview is not None:
            said = UNFINISHED.format(moment=moment(unfinished.at, self._clock()))
            self.is_kept = True
            if self._choose(said, GOING_ON, GO_ON) != ANEW:
                self._ask_what_is_new(unfinished.interview, unfinished.at)
                return unfinished.interview
            self.is_kept = False
        return replace(fresh, whom=self._for_whom())

    def _unfinished(self, ruleset: RuleSet) -> Unfinished | None:
        """What was kept; None where it cannot be read or belongs to another window now."""
        unfinished = self._keeper.loaded(partial(self.store.load, ruleset))
        is_ours = unfinished and self._keeper.loaded(partial(self.store.claim, ruleset))
        if unfinished is not None:
            for note in unfinished.notes:
                self._prompter.show(Safe.line(note))
        if is_ours:
            return unfinished
        if unfinished is not None and is_ours is False:
            self._prompter.show(Safe(OTHERS))
        self.store = NoStore()
        return None

    def _ask_what_is_new(self, interview: Interview, at: datetime | None) -> None:
        now = self._clock()
        if at is None or now - at > FRESH or now < at:
            self._prompter.show(Safe.line(TOO_OLD.format(moment=moment(at, now))))
            self.again = opening(interview)
        elif self._choose(WHAT_IS_NEW, NEWS, YES) != NO:
            self.again = opening(interview)

    def _for_whom(self) -> Whom:
        whom = self._whom
        if whom is None:
            whom = ask_for_whom(self._prompter)
        if ABOUT[whom]:
            self._prompter.show(Safe(ABOUT[whom]))
        return whom

    def _choose(self, message: str, lines: dict[str, str], default: str) -> str | None:
        return choose(self._prompter, message, lines, default)


def opening(interview: Interview) -> tuple[str, ...]:
    """The questions by which the answered screens with warning signs are asked again: those that
    open, or all where none does.
    """
    ruleset, given = interview.ruleset, interview.answers.given
    alarming = {
        name
        for name, question in ruleset.questions.items()
        if ruleset.sections[question.section].red_flags
    }
    opens = [screen for screen in ruleset.screens if screen.opens] or ruleset.screens
    first = [
        [name for name in screen.questions if name in given][:1]
        for screen in opens
        if alarming.intersection(screen.questions)
    ]
    on_screens = {name for screen in ruleset.screens for name in screen.questions}
    alone = [name for name in ruleset.questions if name in alarming - on_screens and name in given]
    return (*(name for names in first for name in names), *alone)
