"""Make the record of a finished practice."""

from __future__ import annotations

from triage.engine.reference import reference_engine
from triage.language.ruleset import RuleSet
from triage.practice.exercises.exercise import Exercise, Judgement
from triage.practice.exercises.question_worth import Worth
from triage.practice.exercises.score import flags_of
from triage.practice.patients.outcome import fitting, warning_questions
from triage.practice.patients.patient import Patient
from triage.practice.records.result import Points, PracticeResult


class Recorder:
    """Makes the records of one patient in one mode."""

    def __init__(
        self, ruleset: RuleSet, patient: Patient, mode: type[Exercise], finished_at: str
    ) -> None:
        self._ruleset, self._patient = ruleset, patient
        self._mode, self._finished_at = mode, finished_at
        self.whole = reference_engine(ruleset).assess(patient.answers)

    def result(self, judgement: Judgement) -> PracticeResult:
        """The record: the engine's result of all answers beside what the student committed to."""
        ruleset, asked = self._ruleset, judgement.asked
        needed, idle = self._worth(asked) if self._mode.asks_questions else ((), ())
        return PracticeResult(
            ruleset=ruleset.id,
            version=ruleset.version,
            digest=ruleset.digest,
            mode=self._mode.mode,
            patient=self._patient.id,
            asked=asked,
            commitment=judgement.commitment,
            marks=tuple(Points(mark.name, mark.points, mark.most) for mark in judgement.marks),
            causes=fitting(self.whole),
            level=self.whole.level,
            flags=flags_of(self.whole),
            missed_flags=judgement.missed_flags,
            finished_at=self._finished_at,
            needed=needed,
            idle=idle,
            levels=ruleset.levels,
        )

    def _worth(self, asked: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The questions that the result rests on, and those asked for nothing; without those about
        warning signs.
        """
        worth = Worth(self._ruleset, self._patient)
        return self._ordinary(worth.needed()), self._ordinary(worth.idle(asked))

    def _ordinary(self, names: tuple[str, ...]) -> tuple[str, ...]:
        warnings = warning_questions(self._ruleset, names)
        return tuple(name for name in names if name not in warnings)
