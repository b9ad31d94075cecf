"""Which question next: rank three questions by what they could tell about a patient."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from random import Random

from triage.engine.reference import reference_engine
from triage.lacks.gates import applies
from triage.language.ruleset import RuleSet
from triage.practice.exercises.commitment import Commitment
from triage.practice.exercises.exercise import Exercise, Judgement
from triage.practice.exercises.question_worth import Telling, telling
from triage.practice.exercises.score import ECONOMY, Mark
from triage.practice.patients.patient import NoExercise, Patient

COUNT = 3


@dataclass(frozen=True)
class WhichQuestion(Exercise):
    """What a patient told, and the questions to rank."""

    questions: tuple[str, ...]

    mode = "which_question"
    title = "Which question next"

    @classmethod
    def draw(cls, ruleset: RuleSet, patient: Patient) -> WhichQuestion:
        """Questions that make sense now, as unlike in worth as may be.

        Raises:
            NoExercise: there are no two questions to put into an order.
        """
        random = Random(f"{patient.id} which question")
        fitting = _fitting(ruleset, patient)
        random.shuffle(fitting)
        unlike = _unlike(ruleset, patient, fitting)
        chosen = random.sample(unlike, min(COUNT, len(unlike)))
        others = [name for name in fitting if name not in chosen]
        return cls(ruleset, patient, (*chosen, *others[: COUNT - len(chosen)]))

    @cached_property
    def worth(self) -> dict[str, Telling]:
        """For each question what it can tell, from what the patient told."""
        engine = reference_engine(self.ruleset)
        return {
            name: telling(engine, self.patient.told, self.ruleset.questions[name])
            for name in self.questions
        }

    @property
    def right(self) -> tuple[str, ...]:
        """The questions, the most telling first."""
        return tuple(sorted(self.questions, key=self.worth.__getitem__, reverse=True))

    @property
    def offered(self) -> tuple[str, ...]:
        """The questions without a place; the last one needs no choice."""
        left = tuple(name for name in self.questions if name not in self.picks)
        return left if len(left) > 1 else ()

    @property
    def ranking(self) -> tuple[str, ...]:
        """The order that the student chose."""
        return (*self.picks, *(name for name in self.questions if name not in self.picks))

    @property
    def judgement(self) -> Judgement:
        """The ranking with its mark; nothing was asked about the level, so it is the engine's."""
        mark = self.judge(self.ranking)
        return Judgement(Commitment(self.whole.level), (mark,), self.ranking)

    def judge(self, order: tuple[str, ...]) -> Mark:
        """What a ranking is worth: the share of pairs that stand rightly; equals stand rightly
        either way.
        """
        pairs = list(combinations(order, 2))
        good = sum(self.worth[first] >= self.worth[second] for first, second in pairs)
        how = (
            f"{good} of {len(pairs)} pairs stand as the engine has them; each brings the same part"
            f" of {ECONOMY:g}."
        )
        return Mark("economy", round(ECONOMY * good / len(pairs), 1), ECONOMY, how)


def _fitting(ruleset: RuleSet, patient: Patient) -> list[str]:
    """The questions that make sense from what the patient told."""
    known = patient.told
    fitting = [
        name
        for name, question in ruleset.questions.items()
        if name not in known.given and applies(question, known)
    ]
    if len(fitting) < 2:
        raise NoExercise(
            f"no two questions are left to ask the patient `{patient.id}`; choose another --mode"
        )
    return fitting


def _unlike(ruleset: RuleSet, patient: Patient, names: list[str]) -> list[str]:
    """Of the questions that can tell the same the first one."""
    engine = reference_engine(ruleset)
    by_worth: dict[Telling, str] = {}
    for name in names:
        by_worth.setdefault(telling(engine, patient.told, ruleset.questions[name]), name)
    return list(by_worth.values())
