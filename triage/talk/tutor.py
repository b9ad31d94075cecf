"""One patient with a student, in any kind of practice, until the choice is made.

Knows the order of things and nothing of their words; what is under way goes to ``keep`` after every
choice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from triage.language.ruleset import RuleSet
from triage.language.safe import Safe
from triage.practice.exercises.exercise import Exercise
from triage.practice.exercises.modes import MODES
from triage.practice.patients.patient import Patient
from triage.practice.records.recorder import Recorder
from triage.practice.records.result import PracticeResult
from triage.practice.records.session import Session
from triage.prompts import Prompter
from triage.prompts.menus import choose
from triage.render.formats.cells import wrap
from triage.render.formats.page import Page
from triage.render.practice.presentation import Shown
from triage.render.practice.presentations import PRESENTATIONS
from triage.talk.showing import show_page


@dataclass(frozen=True)
class TutorSetting:
    """What a tutor needs from outside: a clock, perhaps a stopwatch, and to know whether menus fill
    the screen.
    """

    now: Callable[[], str]
    seconds: Callable[[], float] | None = None
    menus: bool = False


class Tutor:
    """Takes a student through patients of one rule set."""

    def __init__(
        self,
        ruleset: RuleSet,
        prompter: Prompter,
        setting: TutorSetting,
        keep: Callable[[Session], None],
    ) -> None:
        self._ruleset, self._prompter, self._setting, self._keep = ruleset, prompter, setting, keep

    def practise(self, session: Session, patient: Patient) -> tuple[PracticeResult, Page]:
        """The record of the first patient of the session, and the page that reveals the engine's
        choice.

        Raises:
            NoExercise: the mode can ask nothing of this patient.
            Interrupted, InputEnded: the student leaves; every choice was handed to ``keep``.
        """
        mode = MODES[session.mode]
        exercise = mode.draw(self._ruleset, patient).resumed(session.asked, session.picks)
        self._show(PRESENTATIONS[mode].opening(exercise))
        seconds = self._setting.seconds
        start = seconds() if seconds else 0.0
        exercise = self._chosen(exercise, session)
        taken = seconds() - start if seconds else None
        recorder = Recorder(self._ruleset, patient, mode, self._setting.now())
        return recorder.result(exercise.judgement), PRESENTATIONS[mode].reveal(exercise, taken)

    def _chosen(self, exercise: Exercise, session: Session) -> Exercise:
        """The exercise once nothing is left to choose."""
        while exercise.offered:
            before, exercise = exercise, self._next(exercise)
            if (before.asked, before.picks) != (exercise.asked, exercise.picks):
                self._keep(replace(session, asked=exercise.asked, picks=exercise.picks))
            self._show(PRESENTATIONS[type(exercise)].news(before, exercise))
        return exercise

    def _next(self, exercise: Exercise) -> Exercise:
        """The exercise after one choice, or after one was taken back."""
        presentation = PRESENTATIONS[type(exercise)]
        menu = presentation.menu(exercise, self._setting.menus)
        chosen = choose(self._prompter, menu.message, menu.lines, menu.default, menu.found_by)
        if chosen is not None:
            return exercise.choose(chosen)
        earlier = exercise.back()
        if earlier is None:
            self._prompter.show(Safe(presentation.nothing_to_undo))
            return exercise
        return earlier

    def _show(self, shown: Iterable[Shown]) -> None:
        for part in shown:
            if isinstance(part, Page):
                show_page(self._prompter, part)
            else:
                lines = wrap(part, min(self._prompter.screen.width, 80) - 1)
                self._prompter.show(Safe.joined(lines))
