"""The words of a work-up: what was said so far, what to ask, what to commit to."""

from __future__ import annotations

from collections.abc import Iterator

from triage.language.model import Question
from triage.language.ruleset import RuleSet
from triage.practice.exercises.commitment import NO_CAUSE
from triage.practice.exercises.commitment import SURENESS as SURENESSES
from triage.practice.exercises.work_up import GO_ON, SAID, STOP, Stage, WorkUp
from triage.render.formats.page import Page
from triage.render.practice.presentation import ExerciseMenu, Presentation, Shown
from triage.render.practice.vignette import told, vignette_page
from triage.render.practice.work_up_reveal import work_up_page
from triage.render.results.phrases import question_name

ASK = "What do you want to ask next? Type a part of the question to find it. Asked so far: {count}."
ASKING = {STOP: "Stop asking and commit", SAID: "Read again what was said so far"}
SO_FAR = "This is what was said so far."
ASKING_ON = {GO_ON: "Ask on"}
HEARD = "What was heard stays heard. Ask on, or stop and commit."
LEVEL = "How soon does this patient need help?"
CAUSES = ("Which cause do you put first?", "Which one second?", "Which one third?")
NO_FURTHER = {NO_CAUSE: "No cause, or no further one"}
SURE = "How sure are you that this cause fits?"
_SURENESS = ("Hardly sure", "A little sure", "Half sure", "Fairly sure", "Almost certain")
SURENESS = {value: f"{words} ({value})" for value, words in zip(SURENESSES, _SURENESS, strict=True)}


class WorkUpPresentation(Presentation[WorkUp]):
    """A patient who answers what is asked, and the choices of a commitment."""

    nothing_to_undo = HEARD

    def opening(self, exercise: WorkUp) -> Iterator[Shown]:
        """What the patient told unasked, then every answer so far."""
        yield _told_unasked(exercise)
        for name in exercise.asked:
            yield _heard(exercise, name)

    def menu(self, exercise: WorkUp, fills_screen: bool) -> ExerciseMenu:
        """A question to ask, or the next choice of the commitment."""
        if exercise.stage is Stage.READ:
            return ExerciseMenu(SO_FAR, ASKING_ON, GO_ON)
        if exercise.is_asking:
            return _asking(exercise, _in_sight(exercise) if fills_screen else "")
        return _committing(exercise)

    def news(self, before: WorkUp, exercise: WorkUp) -> Iterator[Shown]:
        """The answer to what was asked; or all of them, to be read again."""
        if exercise.stage is Stage.READ:
            yield from self.opening(exercise)
        for name in exercise.asked[len(before.asked) :]:
            yield _heard(exercise, name)

    def reveal(self, exercise: WorkUp, seconds: float | None) -> Page:  # noqa: ARG002
        """The commitment beside the engine's result."""
        commitment = exercise.draft.commitment
        return work_up_page(exercise, commitment, exercise.score, exercise.whole)


def _asking(exercise: WorkUp, in_sight: str) -> ExerciseMenu:
    questions = {question.id: question for question in exercise.open_questions}
    lines = {name: ASKING[name] for name in exercise.offered if name in ASKING}
    lines |= {name: _line(exercise.ruleset, question) for name, question in questions.items()}
    found_by = {
        name: " ".join(option.text for option in question.options)
        for name, question in questions.items()
    }
    message = f"{in_sight}\n{ASK.format(count=len(exercise.asked))}".strip()
    return ExerciseMenu(message, lines, next(iter(questions)), found_by)


def _committing(exercise: WorkUp) -> ExerciseMenu:
    """The level, then in turn a cause and how sure."""
    ruleset, draft = exercise.ruleset, exercise.draft
    labels = {level.id: str(ruleset.words(level).name) for level in ruleset.levels}
    labels |= SURENESS | NO_FURTHER
    labels |= {name: cause.name for name, cause in ruleset.causes.items()}
    lines = {name: labels[name] for name in exercise.offered}
    if not draft.picks:
        return ExerciseMenu(LEVEL, lines, ruleset.levels[-1].id)
    if draft.wants_sureness:
        return ExerciseMenu(SURE, lines, "0.5")
    return ExerciseMenu(CAUSES[len(draft.causes)], lines, NO_CAUSE)


def _line(ruleset: RuleSet, question: Question) -> str:
    """A question to choose: its section, a name for it, and its text."""
    section = ruleset.sections[question.section].name
    return f"{section} ({question_name(question)}): {question.text}"


def _told_unasked(exercise: WorkUp) -> Page:
    return vignette_page(exercise.ruleset, exercise.patient, exercise.patient.volunteered)


def _heard(exercise: WorkUp, name: str) -> str:
    answer = told(exercise.ruleset, name, exercise.answer(name))
    return f"“{exercise.ruleset.questions[name].text}” {answer}"


def _in_sight(exercise: WorkUp) -> str:
    """What a menu would push out of sight: the last answer, or what was told."""
    if exercise.asked:
        return _heard(exercise, exercise.asked[-1])
    return _told_unasked(exercise).sections[0].lines[0].text
