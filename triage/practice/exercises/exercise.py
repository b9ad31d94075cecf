"""What every kind of practice is: a patient, choices one after the other, and marks for them.

A kind is a class; its exercises are values, so going back is dropping the last choice.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import ClassVar, Self

from triage.engine.assessment import Assessment
from triage.engine.reference import reference_engine
from triage.language.ruleset import RuleSet
from triage.language.words import Level
from triage.practice.exercises.commitment import Commitment
from triage.practice.exercises.score import Mark
from triage.practice.patients.patient import Patient


@dataclass(frozen=True)
class Judgement:
    """What the student committed to, and what that is worth.

    ``asked`` are the questions asked or ranked, ``missed_flags`` those about warning signs that
    were owed and not asked.
    """

    commitment: Commitment
    marks: tuple[Mark, ...]
    asked: tuple[str, ...] = ()
    missed_flags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Exercise(ABC):
    """One patient with a student at one moment; every kind of practice is a class of these."""

    ruleset: RuleSet
    patient: Patient
    asked: tuple[str, ...] = field(default=(), kw_only=True)
    picks: tuple[str, ...] = field(default=(), kw_only=True)

    mode: ClassVar[str]
    """The name of the kind in files and on the command line."""
    title: ClassVar[str]
    asks_questions: ClassVar[bool] = False
    """Whether the student finds out by asking, then commits to a level and causes."""
    asks_how_urgent: ClassVar[bool] = False
    """Whether the student says how urgent the case is."""
    prefers_emergencies: ClassVar[bool] = False
    """Whether one patient in two is to be an emergency."""

    @classmethod
    @abstractmethod
    def draw(cls, ruleset: RuleSet, patient: Patient) -> Self:
        """The exercise of a patient before the first choice, always the same.

        Raises:
            NoExercise: this kind of practice can ask nothing of the patient.
        """

    @classmethod
    def is_possible(cls, ruleset: RuleSet, picks: tuple[str, ...]) -> bool:  # noqa: ARG003
        """Whether choices that were kept can have been made in this rule set."""
        return True

    @classmethod
    def is_right(cls, chosen: Level, right: Level) -> bool:
        """Whether the urgency that was named is the engine's, as far as it was asked for."""
        return chosen == right

    @cached_property
    def whole(self) -> Assessment:
        """What the engine makes of all answers."""
        return reference_engine(self.ruleset).assess(self.patient.answers)

    @property
    @abstractmethod
    def offered(self) -> tuple[str, ...]:
        """What can be chosen next; nothing once all is chosen."""

    @property
    @abstractmethod
    def judgement(self) -> Judgement:
        """What the choices are worth, once all are made."""

    def choose(self, pick: str) -> Self:
        """The exercise after choosing one of those ``offered``."""
        return replace(self, picks=(*self.picks, pick))

    def back(self) -> Self | None:
        """The exercise before the last choice; None where nothing can be taken back."""
        return replace(self, picks=self.picks[:-1]) if self.picks else None

    def resumed(self, asked: tuple[str, ...], picks: tuple[str, ...]) -> Self:
        """The exercise where it was left, without choices that are offered no longer."""
        exercise = replace(self, asked=asked)
        for pick in picks:
            if pick in exercise.offered:
                exercise = exercise.choose(pick)
        return exercise
