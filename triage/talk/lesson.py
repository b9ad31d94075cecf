"""A practice session with a person, from the first patient to the last: what is taken up, kept,
recorded and shown.

Patients come from a clinic, the talk about each is a tutor's, and what is finished goes to whoever
opened the lesson.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from triage.language.diagnostics import TriageError
from triage.language.safe import Safe
from triage.practice.patients.clinic import Clinic
from triage.practice.records.result import PracticeResult
from triage.practice.records.session import Session
from triage.practice.records.unfinished import Desk, NoDesk
from triage.prompts import InputEnded, Interrupted, Prompter
from triage.prompts.menus import choose
from triage.render.formats.page import Page
from triage.render.practice import lesson_words as words
from triage.talk.keeping import Keeper
from triage.talk.tutor import Tutor, TutorSetting


@dataclass(frozen=True)
class LessonSetting:
    """What a lesson needs from outside: fresh patients, and someone who records what is finished,
    says whether that worked, and shows it.
    """

    tutor: TutorSetting
    fresh: Callable[[], str]
    record: Callable[[PracticeResult], bool]
    show: Callable[[PracticeResult, Page], None]


class Lesson:
    """One person's practice."""

    def __init__(
        self, clinic: Clinic, prompter: Prompter, desk: Desk, setting: LessonSetting
    ) -> None:
        self._clinic, self._prompter, self._desk, self._setting = clinic, prompter, desk, setting
        self._tutor = Tutor(clinic.ruleset, prompter, setting.tutor, self._keep)
        self._keeper, self._parting = Keeper(prompter, words.IN_MEMORY), words.LEFT

    def run(self, session: Session, is_set: bool = False, is_chosen: bool = False) -> bool:
        """Practise until the person has enough; False where they leave in the middle of it.

        Args:
            session: what to begin with, unless something unfinished is taken up.
            is_set: whether the patients are a teacher's list, which ends with the last of them.
            is_chosen: whether the person chose the patients, so that those come before unfinished
                others.
        """
        try:
            self._prompter.show(Safe(words.WELCOME))
            session = self._resumed(session, is_chosen)
            while True:
                self._practise(session)
                rest = session.patients[1:]
                if not self._wants_more(is_set, rest):
                    return True
                session = Session(session.mode, rest or (self._setting.fresh(),))
        # the last one where Ctrl-C comes between two prompts
        except (Interrupted, InputEnded, KeyboardInterrupt):
            self._prompter.show(Safe(self._parting))
            return False

    def _resumed(self, session: Session, is_chosen: bool) -> Session:
        """What is unfinished, where the person wants to go on with it."""
        unfinished = self._keeper.loaded(self._desk.load)
        if self._keeper.has_failed:  # what cannot be read is never written over
            self._desk = NoDesk()
        if self._desk.put_aside:
            self._prompter.show(Safe.line(words.PUT_ASIDE.format(path=self._desk.put_aside)))
        for note in self._desk.notes:
            self._prompter.show(Safe.line(note))
        if unfinished is None:
            return session
        self._parting = words.KEPT
        usual = words.ANEW if is_chosen and not _continues(unfinished, session) else words.GO_ON
        if choose(self._prompter, words.UNFINISHED, words.GOING_ON, usual) == words.ANEW:
            return session
        try:
            self._clinic.patient(unfinished.patients[0])
        except TriageError as error:  # a case that is no longer there
            self._prompter.show(Safe.line(words.GONE.format(problem=error)))
            return session
        return unfinished

    def _wants_more(self, is_set: bool, rest: tuple[str, ...]) -> bool:
        if is_set and not rest:
            return False
        lines = words.NEXT if rest else words.AFTER
        goes_on = choose(self._prompter, words.ANOTHER, lines, next(iter(lines))) == words.GO_ON
        if rest and not goes_on:
            self._prompter.show(Safe(self._parting))
        return goes_on

    def _practise(self, session: Session) -> None:
        """One patient; what is finished is recorded first, then forgotten as unfinished, then
        shown. What could not be recorded stays unfinished.
        """
        patient = self._clinic.patient(session.patients[0])
        self._keep(session)
        result, page = self._tutor.practise(session, patient)
        rest = session.patients[1:]
        if self._setting.record(result):
            self._keep(Session(session.mode, rest) if rest else None)
        self._setting.show(result, page)

    def _keep(self, session: Session | None) -> None:
        """Keep what is under way, or nothing any more, and remember what to say on leaving."""
        keep = partial(self._desk.save, session) if session else self._desk.clear
        if not self._keeper.saved(keep):
            self._parting = words.LEFT
        elif session is None:
            self._parting = words.DONE
        else:
            self._parting = words.KEPT if self._desk.keeps else words.LEFT


def _continues(unfinished: Session, session: Session) -> bool:
    """Whether the unfinished patients are the last of those that were chosen, in the same mode."""
    return (
        unfinished.mode == session.mode
        and session.patients[-len(unfinished.patients) :] == unfinished.patients
    )
