"""A work-up: ask one question after the other, then commit. A pure value, as the interview is."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum
from functools import cached_property

from triage.answers.value import Answer, Answers
from triage.language.model import Question
from triage.language.ruleset import RuleSet
from triage.practice.exercises.commitment import CommitmentDraft
from triage.practice.exercises.exercise import Exercise, Judgement
from triage.practice.exercises.score import WorkUpScore, score
from triage.practice.patients.patient import Patient, reveal

STOP, SAID, GO_ON = "*stop", "*said", "*go_on"
"""Choices beside the questions; the star keeps them apart from the ids of questions."""


class Stage(Enum):
    """What the student is about to do."""

    ASK = "ask the next question"
    READ = "read again what was said so far"
    COMMIT = "commit to a level and causes"


@dataclass(frozen=True)
class WorkUp(Exercise):
    """One work-up at one moment; ``picks`` are the choices of the commitment."""

    mode = "work_up"
    title = "Work-up"
    asks_questions = True
    asks_how_urgent = True

    stage: Stage = field(default=Stage.ASK, kw_only=True)

    @classmethod
    def draw(cls, ruleset: RuleSet, patient: Patient) -> WorkUp:
        """The work-up before the first question; every patient has one."""
        return cls(ruleset, patient)

    @classmethod
    def is_possible(cls, ruleset: RuleSet, picks: tuple[str, ...]) -> bool:
        """Whether each choice of the commitment was offered when it was made."""
        return CommitmentDraft(ruleset.levels, picks).is_possible(ruleset.causes)

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

    @property
    def draft(self) -> CommitmentDraft:
        """The choices of the commitment so far."""
        return CommitmentDraft(self.ruleset.levels, self.picks)

    @property
    def is_asking(self) -> bool:
        """Whether the next choice is a question; where none is left, it is time to commit."""
        return self.stage is Stage.ASK and bool(self.open_questions)

    @property
    def offered(self) -> tuple[str, ...]:
        """A question or the end of asking; then one choice of the commitment after the other."""
        if self.stage is Stage.READ:
            return (GO_ON,)
        if self.is_asking:
            again = (SAID,) if self.asked else ()
            return (STOP, *again, *(question.id for question in self.open_questions))
        return self.draft.offered(self.ruleset.causes)

    def choose(self, pick: str) -> WorkUp:
        """The work-up after asking, reading, or one choice of the commitment."""
        if self.stage is Stage.READ:
            return replace(self, stage=Stage.ASK)
        if not self.is_asking:
            return replace(self, picks=(*self.picks, pick))
        stages = {STOP: Stage.COMMIT, SAID: Stage.READ}
        return replace(self, stage=stages[pick]) if pick in stages else self.ask(pick)

    def back(self) -> WorkUp | None:
        """The work-up before the last choice; what was heard stays heard."""
        if self.is_asking:
            return None
        if self.picks:
            return replace(self, picks=self.picks[:-1])
        return replace(self, stage=Stage.ASK)

    def resumed(self, asked: tuple[str, ...], picks: tuple[str, ...]) -> WorkUp:
        """The work-up where it was left."""
        return replace(self, asked=asked, picks=picks, stage=Stage.COMMIT if picks else Stage.ASK)

    def ask(self, question: str) -> WorkUp:
        """The work-up after asking; asking twice changes nothing."""
        if question in (*self.patient.volunteered, *self.asked):
            return self
        return replace(self, asked=(*self.asked, question))

    def answer(self, question: str) -> Answer:
        """What the patient answers."""
        return reveal(self.patient, question)

    @cached_property
    def score(self) -> WorkUpScore:
        """What the whole commitment is worth."""
        return score(self.ruleset, self.patient, self.asked, self.draft.commitment)

    @property
    def judgement(self) -> Judgement:
        """The commitment with its score."""
        found = self.score
        return Judgement(self.draft.commitment, found.marks, self.asked, found.missed_flags)
