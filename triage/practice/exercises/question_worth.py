"""What questions are worth: what an answer changed, and what its answers could tell.

The steps of the level count first, then the causes that come, go or fit otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from triage.answers.value import Answer, Answers, choose
from triage.engine.assessment import Assessment
from triage.engine.reference import ReferenceEngine, reference_engine
from triage.lacks.gates import applies
from triage.language.model import Question
from triage.language.ruleset import RuleSet
from triage.language.words import Kind, Level, Strength
from triage.practice.patients.patient import Patient


@dataclass(frozen=True)
class Change:
    """What one answer made of a result; ``causes`` are those that came, went or fit otherwise."""

    question: str
    before: Level
    after: Level
    causes: tuple[str, ...]

    @property
    def size(self) -> tuple[int, int]:
        """How much it is: the steps of the level, which count first, and the number of causes."""
        return self.after.rank - self.before.rank, len(self.causes)

    @property
    def is_any(self) -> bool:
        """Whether anything changed."""
        return self.size != (0, 0)


@dataclass(frozen=True)
class Chance:
    """A question that was worth asking once ``asked`` others were, and what it would have changed
    then.
    """

    asked: int
    change: Change


class Worth:
    """Weighs the questions of one patient."""

    def __init__(self, ruleset: RuleSet, patient: Patient) -> None:
        self._ruleset, self._patient, self._engine = ruleset, patient, reference_engine(ruleset)

    def steps(self, asked: tuple[str, ...]) -> tuple[Change, ...]:
        """What each answer changed when it came."""
        return tuple(self._change(asked[:place], name) for place, name in enumerate(asked))

    def idle(self, asked: tuple[str, ...]) -> tuple[str, ...]:
        """The questions without which the result of all that is known would be the same."""
        whole = self._engine.assess(self._patient.known(asked))
        return tuple(name for name in asked if not self._loss(whole, name).is_any)

    def needed(self) -> tuple[str, ...]:
        """The questions without whose answer the result of all answers would be another one, but
        for those told.
        """
        whole, told = self._engine.assess(self._patient.answers), self._patient.volunteered
        untold = (name for name in self._patient.answers.given if name not in told)
        return tuple(name for name in untold if self._loss(whole, name).is_any)

    def best_chance(self, asked: tuple[str, ...]) -> Chance | None:
        """The question that would have told most at the earliest moment when any would; None where
        none would.
        """
        found = [
            Chance(count, self._change(asked[:count], name))
            for count in range(len(asked) + 1)
            for name in self._open(asked[:count])
        ]
        best = max(found, key=lambda chance: (chance.change.size, -chance.asked), default=None)
        return best if best and best.change.is_any else None

    def _open(self, asked: tuple[str, ...]) -> Iterator[str]:
        """The questions that make sense now and that the patient can answer."""
        known = self._patient.known(asked)
        for name, question in self._ruleset.questions.items():
            is_new = name in self._patient.answers.given and name not in known.given
            if is_new and applies(question, known):
                yield name

    def _loss(self, whole: Assessment, name: str) -> Change:
        """What an answer makes of all that is known without it."""
        return _difference(self._engine.assess(whole.answers.without(name)), whole, name)

    def _change(self, asked: tuple[str, ...], name: str) -> Change:
        known = self._patient.known(asked)
        after = known.replaced(name, self._patient.answers[name])
        return _difference(self._engine.assess(known), self._engine.assess(after), name)


@dataclass(frozen=True, order=True)
class Telling:
    """What a question can tell: first the highest level an answer leads to, then how many results
    its answers have.
    """

    highest: Level
    results: int


def telling(engine: ReferenceEngine, known: Answers, question: Question) -> Telling:
    """What a question can tell now. A result is the level with the causes listed; every single
    answer is tried.
    """
    found = [engine.assess(known.replaced(question.id, answer)) for answer in _answers(question)]
    results = {(result.level, tuple(sorted(_fits(result).items()))) for result in found}
    return Telling(max(result.level for result in found), len(results))


def _answers(question: Question) -> Iterator[Answer]:
    yield from (choose(question, option) for option in question.option_ids)
    if question.kind is Kind.MANY:
        yield choose(question)


def _difference(before: Assessment, after: Assessment, question: str) -> Change:
    old, new = _fits(before), _fits(after)
    causes = tuple(
        cause for cause in dict.fromkeys((*new, *old)) if old.get(cause) != new.get(cause)
    )
    return Change(question, before.level, after.level, causes)


def _fits(assessment: Assessment) -> dict[str, Strength]:
    return {found.cause.id: found.fit for found in assessment.causes}
