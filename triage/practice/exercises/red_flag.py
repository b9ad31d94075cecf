"""Spot the red flag: all that matters about a patient at once, and one decision: an emergency or
not.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from triage.answers.value import Answers
from triage.engine.assessment import Assessment
from triage.engine.reference import ReferenceEngine
from triage.language.ruleset import RuleSet
from triage.language.words import Level
from triage.practice.exercises.fewest_questions import read_by
from triage.practice.exercises.score import SAFETY, Mark, flags_of
from triage.practice.patients.patient import Patient

FALSE_ALARM = 20.0
"""Points that an alarm without need costs; a missed emergency costs all of them."""


@dataclass(frozen=True)
class RedFlag:
    """One patient to judge."""

    ruleset: RuleSet
    patient: Patient

    @cached_property
    def whole(self) -> Assessment:
        """What the engine makes of all answers."""
        return ReferenceEngine(self.ruleset).assess(self.patient.answers)

    @cached_property
    def shown(self) -> Answers:
        """What the student reads: what was told, the signs that are there, and all that the
        engine's rules used.
        """
        names = {*self.patient.volunteered, *flags_of(self.whole), *read_by(self.whole)}
        return Answers(
            {name: answer for name, answer in self.patient.answers.given.items() if name in names}
        )

    def judge(self, is_emergency: bool) -> Mark:
        """What the decision is worth."""
        if is_emergency == (self.whole.level is Level.EMERGENCY):
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
