"""The words of "one new fact"."""

from __future__ import annotations

from collections.abc import Iterator

from triage.engine.assessment import Assessment
from triage.practice.exercises.one_new_fact import OneNewFact, place_words
from triage.practice.exercises.score import Mark
from triage.render.formats.page import Line, LineKind, Page, PageSection
from triage.render.practice.presentation import ExerciseMenu, Presentation
from triage.render.practice.reveal import TITLE, about_patient, reasons, score_section
from triage.render.practice.vignette import told, vignette_page
from triage.render.results.candidates import FITS

FACT = "You have this cause in mind: {cause}. Now you hear: {fact} How does that change it?"
SCALE = {
    "2": "+2: much more likely",
    "1": "+1: more likely",
    "0": "0: no change",
    "-1": "−1: less likely",
    "-2": "−2: much less likely",
}


class OneNewFactPresentation(Presentation[OneNewFact]):
    """A patient, a cause in mind, and one answer more."""

    def opening(self, exercise: OneNewFact) -> Iterator[Page]:
        """The patient without the new fact."""
        yield vignette_page(exercise.ruleset, exercise.patient, exercise.shown)

    def menu(self, exercise: OneNewFact, fills_screen: bool) -> ExerciseMenu:  # noqa: ARG002
        """The new fact and the scale."""
        ruleset, name = exercise.ruleset, exercise.question
        answer = told(ruleset, name, exercise.patient.answers[name])
        fact = f"“{ruleset.questions[name].text}” {answer}"
        message = FACT.format(cause=ruleset.causes[exercise.cause].name, fact=fact)
        return ExerciseMenu(message, SCALE, "0")

    def reveal(self, exercise: OneNewFact, seconds: float | None) -> Page:  # noqa: ARG002
        """The place on the scale beside the engine's."""
        return new_fact_page(exercise, exercise.judge(exercise.chosen), exercise.chosen)


def new_fact_page(exercise: OneNewFact, mark: Mark, chosen: int) -> Page:
    """The reveal of "one new fact": what the engine makes of it, and the rules that the answer set
    off.
    """
    ruleset, cause = exercise.ruleset, exercise.cause
    before = {firing.rule.id for firing in exercise.before.firings}
    fresh = [firing for firing in exercise.after.firings if firing.rule.id not in before]
    name = ruleset.causes[cause].name
    places = f"You chose {place_words(chosen)}; the engine says {place_words(exercise.right)}"
    verdict = Line(f"{places} for {name}.", LineKind.STRONG)
    fits = [
        Line(f"{when}: {_fit_words(found, cause)}.", LineKind.POINT)
        for when, found in (("Before", exercise.before), ("After", exercise.after))
    ]
    set_off = tuple(reasons(fresh, exercise.after)) or (
        Line("No rule fires that was silent before."),
    )
    return Page(
        TITLE,
        (
            PageSection("More or less likely", (verdict, *fits)),
            PageSection("What the answer set off", set_off),
            score_section((mark,)),
            about_patient(ruleset, exercise.patient),
        ),
    )


def _fit_words(assessment: Assessment, cause: str) -> str:
    found = next(
        (candidate for candidate in assessment.causes if candidate.cause.id == cause), None
    )
    if found is None:
        return "nothing speaks for it"
    return (
        f"{FITS[found.fit]}; rules for it: {len(found.speaks_for)}, against it:"
        f" {len(found.speaks_against)}"
    )
