"""The words of "which question next"."""

from __future__ import annotations

from collections.abc import Iterator

from triage.practice.exercises.score import Mark
from triage.practice.exercises.which_question import WhichQuestion
from triage.render.formats.page import Line, LineKind, Page, PageSection
from triage.render.practice.presentation import ExerciseMenu, Presentation
from triage.render.practice.reveal import TITLE, about_patient, score_section
from triage.render.practice.vignette import vignette_page
from triage.render.results.phrases import question_words

RANK = ("Which question could tell most now?", "Which one comes second?")


class WhichQuestionPresentation(Presentation[WhichQuestion]):
    """What a patient told, and questions to rank."""

    def opening(self, exercise: WhichQuestion) -> Iterator[Page]:
        """What the patient told."""
        yield vignette_page(exercise.ruleset, exercise.patient, exercise.patient.volunteered)

    def menu(self, exercise: WhichQuestion, fills_screen: bool) -> ExerciseMenu:  # noqa: ARG002
        """The questions that have no place yet."""
        questions = exercise.ruleset.questions
        lines = {name: question_words(questions[name]) for name in exercise.offered}
        return ExerciseMenu(RANK[len(exercise.picks)], lines, exercise.offered[0])

    def reveal(self, exercise: WhichQuestion, seconds: float | None) -> Page:  # noqa: ARG002
        """The ranking beside the engine's."""
        return which_question_page(exercise, exercise.judge(exercise.ranking), exercise.ranking)


def which_question_page(exercise: WhichQuestion, mark: Mark, order: tuple[str, ...]) -> Page:
    """The reveal of "which question next"."""
    ruleset = exercise.ruleset
    mine = tuple(
        Line(f"{place}. {question_words(ruleset.questions[name])}")
        for place, name in enumerate(order, 1)
    )
    right = tuple(Line(_worth_words(exercise, name), LineKind.POINT) for name in exercise.right)
    how = Line(
        "Safety comes first: the highest level that an answer can lead to. Among equals the number"
        " of results decides, where a result is the level together with the causes listed."
    )
    return Page(
        TITLE,
        (
            PageSection("Your order", mine),
            PageSection("The engine's order", (*right, how)),
            score_section((mark,)),
            about_patient(ruleset, exercise.patient),
        ),
    )


def _worth_words(exercise: WhichQuestion, name: str) -> str:
    worth, ruleset = exercise.worth[name], exercise.ruleset
    return (
        f"“{question_words(ruleset.questions[name])}” Highest level:"
        f" {ruleset.words(worth.highest).name}. Different results: {worth.results}."
    )
