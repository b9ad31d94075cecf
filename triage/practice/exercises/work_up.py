"""A work-up: ask one question after the other, then commit. A pure value, as the interview is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from triage.answers.value import Answer, Answers
from triage.language.model import Question
from triage.language.ruleset import RuleSet
from triage.practice.patients.patient import Patient, reveal


@dataclass(frozen=True)
class WorkUp:
    """One work-up at one moment."""

    ruleset: RuleSet
    patient: Patient
    asked: tuple[str, ...] = ()

    @cached_property
    def known(self) -> Answers:
        """What the patient told and answered."""
        return self.patient.known(self.asked)

    @property
    def open_questions(self) -> tuple[Question, ...]:
        """What was neither told nor asked, in order; whether a question makes sense is for the
        student to judge.
        """
        heard = (*self.patient.volunteered, *self.asked)
        return tuple(
            question for name, question in self.ruleset.questions.items() if name not in heard
        )

    def ask(self, question: str) -> WorkUp:
        """The work-up after asking; asking twice changes nothing."""
        if question in (*self.patient.volunteered, *self.asked):
            return self
        return replace(self, asked=(*self.asked, question))

    def answer(self, question: str) -> Answer:
        """What the patient answers."""
        return reveal(self.patient, question)
