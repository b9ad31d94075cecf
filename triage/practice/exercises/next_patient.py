"""Who comes next where no patient was named: one in three from the cases of the rule set, the
others generated.

What is due for repetition comes back in one of two; where red flags are spotted, one of two is an
emergency.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from triage.practice.exercises.exercise import Exercise
from triage.practice.patients.aims import aims, drawn
from triage.practice.patients.clinic import Clinic
from triage.practice.patients.generate import NoPatient, Recipe
from triage.practice.patients.patient import NoExercise

CASES = 3
"""One patient in so many is one of the cases."""

FRESH_SEEDS = 1_000_000
MOST_DRAWS = 10


@dataclass(frozen=True)
class Wish:
    """What the patients are for: a kind of practice, a cause or level to aim at (or none), and
    whether they are hard.
    """

    mode: type[Exercise]
    aim: str = ""
    hard: bool = False


class NextPatient:
    """Draws patients of one clinic; ``due`` says which cause to practise next, if any."""

    def __init__(self, clinic: Clinic, wish: Wish, random: Random, due: Callable[[], str]) -> None:
        self._clinic, self._wish, self._random, self._due = clinic, wish, random, due

    def draw(self) -> str:
        """The id of a patient who exists and suits the mode.

        Raises:
            NoPatient, NoExercise: none of several draws found one; the reason is that of the last.
        """
        for _ in range(MOST_DRAWS - 1):
            name = self._drawn()
            try:
                return self._suited(name)
            except (NoPatient, NoExercise):
                continue
        return self._suited(self._drawn())

    def _suited(self, name: str) -> str:
        patient = self._clinic.patient(name)
        self._wish.mode.draw(self._clinic.ruleset, patient)
        return name

    def _drawn(self) -> str:
        """The id of a case or of a recipe. Hard patients are generated, since a case is as hard as
        it was written.
        """
        aim = self._wish.aim or self._chosen_aim()
        if not self._wish.hard and self._random.randrange(CASES) == 0:
            cases = self._clinic.cases_for(aim or drawn(self._clinic.ruleset, self._random))
            if cases:
                return self._random.choice(cases)
        return str(Recipe(self._random.randrange(FRESH_SEEDS), aim, self._wish.hard))

    def _chosen_aim(self) -> str:
        """For red flags an emergency in one of two; else the cause that is due, in one of two; else
        none.
        """
        causes, levels = aims(self._clinic.ruleset)
        if self._random.randrange(2):
            return ""
        if self._wish.mode.prefers_emergencies:
            emergency = self._clinic.ruleset.emergency
            return emergency.id if emergency and emergency.id in levels else ""
        due = self._due()
        return due if due in causes else ""
