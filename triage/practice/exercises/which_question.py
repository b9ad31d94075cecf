"""Which question next: rank three questions by what they could tell about a patient."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from random import Random

from triage.engine.reference import ReferenceEngine
from triage.lacks.gates import applies
from triage.language.ruleset import RuleSet
from triage.practice.exercises.question_worth import Telling, telling
from triage.practice.exercises.score import ECONOMY, Mark
from triage.practice.patients.patient import NoExercise, Patient

COUNT = 3


@dataclass(frozen=True)
class WhichQuestion:
    """What a patient told, and the questions to rank."""

    ruleset: RuleSet
    patient: Patient
    questions: tuple[str, ...]

    @cached_property
    def worth(self) -> dict[str, Telling]:
        """For each question what it can tell, from what the patient told."""
        engine = ReferenceEngine(self.ruleset)
        return {
            name: telling(engine, self.patient.told, self.ruleset.questions[name])
            for name in self.questions
        }

    @property
    def right(self) -> tuple[str, ...]:
        """The questions, the most telling first."""
        return tuple(sorted(self.questions, key=self.worth.__getitem__, reverse=True))

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


def draw(ruleset: RuleSet, patient: Patient) -> WhichQuestion:
    """The exercise of a patient, always the same: questions that make sense now, as unlike in worth
    as may be.

    Raises:
        NoExercise: there are no two questions to put into an order.
    """
    random, engine = Random(f"{patient.id} which question"), ReferenceEngine(ruleset)
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
    random.shuffle(fitting)
    worth = {name: telling(engine, known, ruleset.questions[name]) for name in fitting}
    by_worth: dict[Telling, str] = {}
    for name in fitting:
        by_worth.setdefault(worth[name], name)
    unlike = list(by_worth.values())
    chosen = random.sample(unlike, min(COUNT, len(unlike)))
    chosen += [name for name in fitting if name not in chosen][: COUNT - len(chosen)]
    return WhichQuestion(ruleset, patient, tuple(chosen))
