"""What a student reads and chooses from, whatever the kind of practice."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from triage.practice.exercises.exercise import Exercise
from triage.render.formats.page import Page

AT_START = "There is nothing to go back to here."

Shown = Page | str
"""A page, or a few sentences that stand for themselves."""
AnyExercise = TypeVar("AnyExercise", bound=Exercise)


@dataclass(frozen=True)
class ExerciseMenu:
    """The next choice; typing finds a line by its text or by what stands in ``found_by``."""

    message: str
    lines: Mapping[str, str]
    default: str
    found_by: Mapping[str, str] = field(default_factory=dict)


class Presentation(ABC, Generic[AnyExercise]):
    """Says in words what the exercises of one kind are at any moment."""

    nothing_to_undo = AT_START
    """What to say to someone who goes back where nothing can be taken back."""

    @abstractmethod
    def opening(self, exercise: AnyExercise) -> Iterable[Shown]:
        """What to read before the first choice, or before going on."""

    @abstractmethod
    def menu(self, exercise: AnyExercise, fills_screen: bool) -> ExerciseMenu:
        """What can be chosen next; a menu that fills the screen says again what it hides."""

    def news(self, before: AnyExercise, exercise: AnyExercise) -> Iterable[Shown]:  # noqa: ARG002
        """What a choice brought; mostly nothing."""
        return ()

    @abstractmethod
    def reveal(self, exercise: AnyExercise, seconds: float | None) -> Page:
        """The student's choice beside the engine's; ``seconds`` only where they are timed."""
