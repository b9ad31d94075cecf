"""A finished practice of any mode as its record."""

from __future__ import annotations

from triage.engine.reference import ReferenceEngine
from triage.language.ruleset import RuleSet
from triage.practice.exercises.question_worth import Worth
from triage.practice.exercises.score import Mark, flags_of
from triage.practice.patients.outcome import fitting
from triage.practice.patients.patient import Patient
from triage.practice.records.commitment import Commitment
from triage.practice.records.result import WORK_UP, Points, Result


class Recorder:
    """Makes the records of one patient in one mode."""

    def __init__(self, ruleset: RuleSet, patient: Patient, mode: str, finished_at: str) -> None:
        self._ruleset, self._patient, self._mode, self._finished_at = (
            ruleset,
            patient,
            mode,
            finished_at,
        )
        self.whole = ReferenceEngine(ruleset).assess(patient.answers)

    def result(
        self,
        commitment: Commitment,
        marks: tuple[Mark, ...],
        asked: tuple[str, ...] = (),
        missed_flags: tuple[str, ...] = (),
    ) -> Result:
        """The record: the engine's result of all answers beside what the student committed to."""
        ruleset = self._ruleset
        needed, idle = self._worth(asked) if self._mode == WORK_UP else ((), ())
        return Result(
            ruleset=ruleset.id,
            version=ruleset.version,
            digest=ruleset.digest,
            mode=self._mode,
            patient=self._patient.id,
            asked=asked,
            commitment=commitment,
            marks=tuple(Points(mark.name, mark.points, mark.most) for mark in marks),
            causes=fitting(self.whole),
            level=self.whole.level,
            flags=flags_of(self.whole),
            missed_flags=missed_flags,
            finished_at=self._finished_at,
            needed=needed,
            idle=idle,
        )

    def _worth(self, asked: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The questions that the result rests on, and those asked for nothing; without those about
        warning signs.
        """
        ruleset, worth = self._ruleset, Worth(self._ruleset, self._patient)
        found = (worth.needed(), worth.idle(asked))
        needed, idle = (
            tuple(name for name in names if not ruleset.is_red_flag(ruleset.questions[name]))
            for names in found
        )
        return needed, idle
