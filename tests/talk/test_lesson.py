"""Practice works on any rule set, whatever a student chooses, and keeps enough to go on after each
choice.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.examples import examples
from tests.places import TINY
from tests.random_rulesets import rulesets
from triage.language.load import load
from triage.language.ruleset import RuleSet
from triage.practice.exercises.modes import MODES
from triage.practice.exercises.one_new_fact import OneNewFact
from triage.practice.exercises.which_question import WhichQuestion
from triage.practice.exercises.work_up import WorkUp
from triage.practice.patients.clinic import Clinic
from triage.practice.patients.generate import NoPatient, Recipe
from triage.practice.patients.patient import NoExercise
from triage.practice.records.result import PracticeResult
from triage.practice.records.session import Session, loads
from triage.practice.records.unfinished import NoDesk
from triage.prompts import Choice, Command, Interrupted, Prompter, Screen
from triage.render.formats.page import Page
from triage.talk.lesson import Lesson, LessonSetting
from triage.talk.tutor import TutorSetting

MOST_CHOICES = 200
SETTING = TutorSetting(now=lambda: "2026-11-21T12:00:00+00:00")


class Student(Prompter):
    """Someone who chooses any line or goes back, by ``random``, and leaves after so many
    choices.
    """

    screen = Screen()

    def __init__(self, random: Random, leaves_after: int = MOST_CHOICES) -> None:
        self._random, self._left = random, leaves_after
        self.heard: list[str] = []

    def show(self, text: str) -> None:
        self.heard.append(text)

    def choose(self, message: str, choices: Sequence[Choice], default: str) -> str | Command:
        assert default in {choice.id for choice in choices}, (message, default)
        if not self._left:
            raise Interrupted
        self._left -= 1
        lines = [choice.id for choice in choices if choice.id not in {"*go_on", "*anew"}]
        return self._random.choice([*(lines or [choices[0].id]), Command.BACK, Command.HELP])


class Returning(Student):
    """Someone who takes up what is unfinished, looks at it, and leaves."""

    def choose(self, message: str, choices: Sequence[Choice], default: str) -> str | Command:
        if choices[0].id != "*go_on":
            self._left = 0
            return super().choose(message, choices, default)
        return "*go_on"


class Memory(NoDesk):
    """A desk that keeps what its file would hold."""

    keeps = True

    def __init__(self, ruleset: RuleSet) -> None:
        self.ruleset, self.text = ruleset, ""

    def load(self) -> Session | None:
        return loads(self.text, self.ruleset) if self.text else None

    def save(self, session: Session) -> None:
        self.text = session.dumps(self.ruleset)
        assert self.load() == session

    def clear(self) -> None:
        self.text = ""


def ignore(*_: object) -> None:
    pass


def practise(
    clinic: Clinic, student: Student, session: Session
) -> list[tuple[PracticeResult, Page]]:
    """What the student finishes."""
    found: list[tuple[PracticeResult, Page]] = []
    setting = LessonSetting(
        SETTING, lambda: session.patients[0], ignore, lambda *shown: found.append(shown)
    )
    Lesson(clinic, student, Memory(clinic.ruleset), setting).run(session, is_set=True)
    return found


@pytest.mark.slow
@examples(150)
@given(rulesets(gated=True), st.integers(0, 999), st.sampled_from(list(MODES)), st.booleans())
def test_every_mode_comes_to_an_end_on_any_rule_set(
    ruleset: RuleSet, seed: int, mode: str, hard: bool
) -> None:
    name = str(Recipe(seed, hard=hard))
    try:
        finished = practise(Clinic(ruleset), Student(Random(seed)), Session(mode, (name,)))
    except (NoPatient, NoExercise) as error:
        assert mode in {OneNewFact.mode, WhichQuestion.mode} or not isinstance(error, NoExercise)
        return
    for result, page in finished:
        assert PracticeResult.from_plain(result.to_plain()) == result
        assert result.mode == mode
        assert page.sections
        assert all(0 <= mark.points <= mark.most for mark in result.marks)


@pytest.mark.slow
@pytest.mark.parametrize("mode", list(MODES))
def test_leaving_after_any_choice_and_going_on_ends_like_never_leaving(mode: str) -> None:
    ruleset = load(TINY)
    session = Session(mode, ("seed:7:clot",))
    for choices in range(12):
        desk, found = Memory(ruleset), list[PracticeResult]()
        setting = LessonSetting(SETTING, lambda: "seed:7:clot", found.append, ignore)
        Lesson(Clinic(ruleset), Student(Random(choices), choices), desk, setting).run(
            session, is_set=True
        )
        if not found:
            kept = desk.load()
            assert kept is not None
            again = Returning(Random(99))
            Lesson(Clinic(ruleset), again, desk, setting).run(session, is_set=True)
            assert desk.load() == kept
            assert sum(words.startswith("“") for words in again.heard) == len(kept.asked)
            Lesson(Clinic(ruleset), Student(Random(99)), desk, setting).run(session, is_set=True)
            assert len(found) == 1
            assert set(kept.asked) <= set(found[0].asked) or mode != WorkUp.mode


@pytest.mark.slow
def test_a_case_of_every_cause_can_be_practised_in_some_mode(legs: RuleSet, clinic: Clinic) -> None:
    names = [name for aim in legs.causes for name in clinic.cases_for(aim)[:1]]
    for place, name in enumerate(names):
        finished = practise(
            clinic, Student(Random(place)), Session(list(MODES)[place % len(MODES)], (name,))
        )
        assert [result.patient for result, _ in finished] == [name]
