"""The words of "spot the red flag"."""

from __future__ import annotations

from collections.abc import Iterator

from triage.practice.exercises.red_flag import NO, YES, RedFlag
from triage.practice.exercises.score import Mark
from triage.render.formats.page import Line, LineKind, Page, PageSection
from triage.render.practice.presentation import ExerciseMenu, Presentation
from triage.render.practice.reveal import MISSED, TITLE, about_patient, reasons, score_section
from triage.render.practice.vignette import vignette_page

EMERGENCY = "Is this an emergency?"
JUDGING = {YES: "Yes, an emergency", NO: "No, not an emergency"}


class RedFlagPresentation(Presentation[RedFlag]):
    """All that matters about a patient, and one decision."""

    def opening(self, exercise: RedFlag) -> Iterator[Page]:
        """All that matters."""
        yield vignette_page(exercise.ruleset, exercise.patient, exercise.shown.given)

    def menu(self, exercise: RedFlag, fills_screen: bool) -> ExerciseMenu:  # noqa: ARG002
        """The decision."""
        return ExerciseMenu(EMERGENCY, JUDGING, YES)

    def reveal(self, exercise: RedFlag, seconds: float | None) -> Page:
        """The decision beside the engine's."""
        sees_emergency = exercise.sees_emergency
        return red_flag_page(exercise, exercise.judge(sees_emergency), sees_emergency, seconds)


def red_flag_page(exercise: RedFlag, mark: Mark, is_emergency: bool, seconds: float | None) -> Page:
    """The reveal of "spot the red flag"; ``seconds`` only where the student wants to be timed."""
    whole, ruleset = exercise.whole, exercise.ruleset
    right = whole.level.is_emergency
    words = {True: "an emergency", False: "no emergency"}
    verdict = Line(
        f"You chose {words[is_emergency]}; the engine finds {words[right]}.", LineKind.STRONG
    )
    lines = [verdict, *([Line(MISSED)] if right and not is_emergency else [])]
    lines += [Line(f"The level is “{ruleset.words(whole.level).name}”.")]
    lines += (
        [Line(f"You took {seconds:.0f} seconds. Time brings no points.")]
        if seconds is not None
        else []
    )
    return Page(
        TITLE,
        (
            PageSection("Emergency or not", tuple(lines)),
            PageSection("Why this level", tuple(reasons(whole.deciding, whole))),
            score_section((mark,)),
            about_patient(ruleset, exercise.patient),
        ),
        whole.level,
    )
