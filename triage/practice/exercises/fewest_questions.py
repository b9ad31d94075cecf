"""The fewest questions that suffice, found by trying every set of them, the small ones first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, combinations, islice
from math import comb

from triage.answers.value import Answers
from triage.engine.assessment import Assessment
from triage.engine.reference import ReferenceEngine
from triage.lacks.gates import applies
from triage.language.conditions import questions_of
from triage.language.ruleset import RuleSet
from triage.practice.patients.outcome import outcome, warning_questions
from triage.practice.patients.patient import Patient

MOST_SETS = 4_000
"""How many sets of questions are tried; beyond that the size reached is only a lower bound."""


@dataclass(frozen=True)
class Fewest:
    """How few questions suffice, and which; without ``is_exact`` it is only known that fewer do
    not.
    """

    count: int
    questions: tuple[str, ...]
    is_exact: bool


def suffices(engine: ReferenceEngine, patient: Patient, asked: tuple[str, ...]) -> bool:
    """Whether these questions, beyond what the patient told, bring the level and the first cause of
    all answers.
    """
    return outcome(engine.assess(patient.known(asked))) == outcome(engine.assess(patient.answers))


def fewest(ruleset: RuleSet, engine: ReferenceEngine, patient: Patient) -> Fewest:
    """The smallest set of questions that suffices once every warning sign was asked for.

    Only questions that a firing rule reads are tried: a rule that is silent on all answers is
    silent on fewer.
    """
    whole = engine.assess(patient.answers)
    free = (*patient.volunteered, *warning_questions(ruleset, patient.answers.given))
    tried = [name for name in read_by(whole) if name not in free]
    sets = chain.from_iterable(combinations(tried, size) for size in range(len(tried) + 1))
    for chosen in islice(sets, MOST_SETS):
        known = patient.known((*free, *chosen))
        if _makes_sense(ruleset, known, chosen) and outcome(engine.assess(known)) == outcome(whole):
            return Fewest(len(chosen), chosen, is_exact=True)
    return Fewest(_size_reached(len(tried)), (), is_exact=False)


def read_by(assessment: Assessment) -> list[str]:
    """The answered questions that the firing rules read, in their order."""
    read: set[str] = set()
    for firing in assessment.firings:
        read.update(firing.rule.questions)
    read.update(_gates(assessment.ruleset, read))
    asked = read.intersection(assessment.answers.given)
    return [name for name in assessment.ruleset.questions if name in asked]


def _gates(ruleset: RuleSet, names: Iterable[str]) -> Iterator[str]:
    """The questions that must be asked before one of ``names`` makes sense, through any chain of
    them.
    """
    waiting = list(names)
    seen = set(waiting)
    while waiting:
        for name in questions_of(ruleset.questions[waiting.pop()].gate):
            if name not in seen:
                seen.add(name)
                waiting.append(name)
                yield name


def _makes_sense(ruleset: RuleSet, known: Answers, chosen: tuple[str, ...]) -> bool:
    return all(applies(ruleset.questions[name], known) for name in chosen)


def _size_reached(available: int) -> int:
    """The size of the sets that were being tried when the bound came."""
    left = MOST_SETS
    for size in range(available + 1):
        left -= comb(available, size)
        if left < 0:
            return size
    return available
