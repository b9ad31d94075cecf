"""One new fact (script concordance): a patient, one cause in mind, one new answer: more or less
likely?

The engine's answer on the scale from −2 to +2 is read off its two results, before and after the new
answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import product
from random import Random

from triage.answers.value import Answers
from triage.engine.assessment import Assessment, Candidate
from triage.engine.reference import reference_engine
from triage.lacks.gates import applies
from triage.language.ruleset import RuleSet
from triage.language.words import Strength
from triage.practice.exercises.commitment import Commitment
from triage.practice.exercises.exercise import Exercise, Judgement
from triage.practice.exercises.fewest_questions import read_by
from triage.practice.exercises.score import CAUSES, Mark
from triage.practice.patients.patient import NoExercise, Patient

SCALE = ("2", "1", "0", "-1", "-2")
"""The places that a student can choose."""
STEPS = {None: 0, Strength.RISK: 1, Strength.COMPATIBLE: 2, Strength.TYPICAL: 3}
HOW = (
    "+2: the fit rises by two steps or becomes typical; +1: it rises by one step or one more rule"
    " speaks for it; −1: a rule speaks against it; −2: two rules do; 0: nothing of that"
)


@dataclass(frozen=True)
class OneNewFact(Exercise):
    """A patient so far, the cause in mind and the question whose answer is new."""

    cause: str
    question: str

    mode = "one_new_fact"
    title = "One new fact"

    @classmethod
    def draw(cls, ruleset: RuleSet, patient: Patient) -> OneNewFact:
        """A cause in mind, and an answer that was not told unasked.

        Every place on the scale that some answer brings comes equally often, so that a guess is
        worth little.

        Raises:
            NoExercise: there is no cause to have in mind, or no answer to be new.
        """
        random = Random(f"{patient.id} one new fact")
        causes, news = _causes_in_mind(ruleset, patient), _news(patient)
        # the results before and after are the same for every cause, and cost the time
        results = {name: cls(ruleset, patient, causes[0], name) for name in news}
        by_place: dict[int, list[OneNewFact]] = {}
        for cause, name in product(causes, news):
            place = _place(results[name].before, results[name].after, cause)
            by_place.setdefault(place, []).append(cls(ruleset, patient, cause, name))
        if not by_place:
            raise NoExercise(
                f"the patient `{patient.id}` gives no answer that could be news; choose another"
                " --mode"
            )
        return random.choice(by_place[random.choice(sorted(by_place))])

    @property
    def known(self) -> Answers:
        """What was known before: all answers but the new one, and those that make sense only with
        it.
        """
        rest = self.patient.answers.without(self.question)
        for name, question in self.ruleset.questions.items():
            if name in rest.given and not applies(question, rest):
                rest = rest.without(name)
        return rest

    @cached_property
    def before(self) -> Assessment:
        """The result without the new answer."""
        return reference_engine(self.ruleset).assess(self.known)

    @property
    def shown(self) -> tuple[str, ...]:
        """What the student reads before the new fact: what was told, and all that the rules made
        use of.
        """
        names = {*self.patient.volunteered, *read_by(self.before)}
        return tuple(name for name in self.known.given if name in names)

    @cached_property
    def after(self) -> Assessment:
        """The result with it."""
        answer = self.patient.answers[self.question]
        return reference_engine(self.ruleset).assess(self.known.replaced(self.question, answer))

    @property
    def right(self) -> int:
        """The place on the scale that the change of the result stands for."""
        return _place(self.before, self.after, self.cause)

    @property
    def offered(self) -> tuple[str, ...]:
        """The places on the scale."""
        return () if self.picks else SCALE

    @property
    def chosen(self) -> int:
        """The place that the student chose."""
        return int(self.picks[0])

    @property
    def judgement(self) -> Judgement:
        """The place as how sure the student is of the cause, with its mark."""
        sure = (self.chosen + 2) / 4
        commitment = Commitment(self.whole.level, ((self.cause, sure),))
        return Judgement(commitment, (self.judge(self.chosen),))

    def judge(self, chosen: int) -> Mark:
        """What the student's place on the scale is worth: all at the same place, half one beside
        it.
        """
        apart = abs(chosen - self.right)
        points = CAUSES * (1.0, 0.5, 0.0)[min(apart, 2)]
        return Mark(
            "causes",
            points,
            CAUSES,
            f"You chose {place_words(chosen)}, the engine {place_words(self.right)} ({HOW}); the"
            f" same place brings {CAUSES:g}, one beside it half, any other none.",
        )


def place_words(place: int) -> str:
    """A place on the scale.

    >>> place_words(2), place_words(0), place_words(-1)
    ('+2', '0', '−1')
    """
    return f"{place:+d}".replace("-", "−") if place else "0"


def _causes_in_mind(ruleset: RuleSet, patient: Patient) -> list[str]:
    """Those that the engine lists, or all where it lists none."""
    whole = reference_engine(ruleset).assess(patient.answers)
    causes = [found.cause.id for found in whole.causes] or sorted(ruleset.causes)
    if not causes:
        raise NoExercise("this rule set has no causes to have in mind; choose another --mode")
    return causes


def _news(patient: Patient) -> list[str]:
    """The questions whose answers can be new: those not told unasked, where there are any."""
    names = [name for name, answer in patient.answers.given.items() if answer.yes or answer.no]
    return [name for name in names if name not in patient.volunteered] or names


def _place(before: Assessment, after: Assessment, cause: str) -> int:
    """The place on the scale that the change of two results stands for."""
    old, new = _found(before, cause), _found(after, cause)
    steps = STEPS[new.fit if new else None] - STEPS[old.fit if old else None]
    if steps >= 2 or (steps and new and new.fit is Strength.TYPICAL):
        return 2
    if steps or _count(new, "speaks_for") > _count(old, "speaks_for"):
        return 1
    return -min(2, _count(new, "speaks_against") - _count(old, "speaks_against"))


def _found(assessment: Assessment, cause: str) -> Candidate | None:
    return next((found for found in assessment.causes if found.cause.id == cause), None)


def _count(candidate: Candidate | None, side: str) -> int:
    return len(getattr(candidate, side)) if candidate else 0
