"""An invented patient: every answer is fixed before the first question, so asking twice brings the
same words.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from triage.answers.value import NOT_ASKED, Answer, Answers
from triage.language.diagnostics import TriageError


class NoExercise(TriageError):
    """A patient of whom a kind of practice can ask nothing."""


@dataclass(frozen=True)
class Patient:
    """Someone who does not exist.

    ``id`` is the id of a case, or ``seed:`` and a number; ``name`` is a title for a teacher, hidden
    from students. ``answers`` hold an answer to every question that applies. ``volunteered`` are
    the questions that the patient answers before being asked. ``aside`` holds what the
    questionnaire would not ask this person: a student may, and no engine reads it.
    """

    id: str
    name: str
    answers: Answers
    volunteered: tuple[str, ...]
    aside: Answers = field(default_factory=Answers)

    @property
    def told(self) -> Answers:
        """What is known before the first question."""
        return self.known(())

    def known(self, asked: tuple[str, ...]) -> Answers:
        """What is known once these questions were asked."""
        names = (*self.volunteered, *asked)
        return Answers(
            {name: answer for name, answer in self.answers.given.items() if name in names}
        )


def reveal(patient: Patient, question: str) -> Answer:
    """What the patient answers, the same however often it is asked."""
    return {**patient.aside.given, **patient.answers.given}.get(question, NOT_ASKED)
