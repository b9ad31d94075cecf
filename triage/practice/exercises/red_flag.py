"""Spot the red flag: all that matters about a patient at once, and one decision: an emergency or
not.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from triage.answers.value import Answers
from triage.language.ruleset import RuleSet
from triage.language.words import Level
from triage.practice.exercises.commitment import Commitment
from triage.practice.exercises.exercise import Exercise, Judgement
from triage.practice.exercises.fewest_questions import read_by
from triage.practice.exercises.score import SAFETY, Mark, flags_of
from triage.practice.patients.patient import NoExercise, Patient

YES, NO = "*yes", "*no"
"""The choice between an emergency and none."""
FALSE_ALARM = 20.0
"""Points that an alarm without need costs; a missed emergency costs all of them."""


@dataclass(frozen=True)
class RedFlag(Exercise):
    """One patient to judge."""

    mode = "red_flag"
    title = "Spot the red flag"
    asks_how_urgent = True
    prefers_emergencies = True

    @classmethod
    def draw(cls, ruleset: RuleSet, patient: Patient) -> RedFlag:
        """The patient to judge; every patient can be, where there are emergencies."""
        if ruleset.emergency is None:
            raise NoExercise(f"the rule set `{ruleset.id}` knows no emergency")
        return cls(ruleset, patient)

    @classmethod
    def is_right(cls, chosen: Level, right: Level) -> bool:
        """Whether an emergency was told from all else; nothing more was asked for."""
        return chosen.is_emergency == right.is_emergency

    @cached_property
    def shown(self) -> Answers:
        """What the student reads: what was told, the signs that are there, and all that the
        engine's rules used.
        """
        names = {*self.patient.volunteered, *flags_of(self.whole), *read_by(self.whole)}
        return Answers(
            {name: answer for name, answer in self.patient.answers.given.items() if name in names}
        )

    @property
    def offered(self) -> tuple[str, ...]:
        """An emergency, or not."""
        return () if self.picks else (YES, NO)

    @property
    def sees_emergency(self) -> bool:
        """What the student decided."""
        return self.picks == (YES,)

    @property
    def judgement(self) -> Judgement:
        """The decision with its mark; "no emergency" is kept as the lowest level."""
        level = self.ruleset.levels[-1] if self.sees_emergency else self.ruleset.lowest
        return Judgement(Commitment(level), (self.judge(self.sees_emergency),))

    def judge(self, is_emergency: bool) -> Mark:
        """What the decision is worth."""
        if is_emergency == (self.whole.level.is_emergency):
            return Mark(
                "safety",
                SAFETY,
                SAFETY,
                f"Your decision is that of the engine, which brings all {SAFETY:g}.",
            )
        if is_emergency:
            how = f"A false alarm costs {FALSE_ALARM:g} of {SAFETY:g}: it is the safer mistake."
            return Mark("safety", SAFETY - FALSE_ALARM, SAFETY, how)
        return Mark(
            "safety", 0.0, SAFETY, "A missed emergency brings 0: nothing else can make up for it."
        )
