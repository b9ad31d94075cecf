"""What could still raise the level: every answer to every open question, tried at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, count

from triage.answers.value import Answer, Answers, State
from triage.engine.assessment import Assessment
from triage.engine.bits import EVERYWHERE, columns, places
from triage.engine.sliced import SlicedEngine
from triage.lacks.gates import sensible
from triage.language.conditions import Fact, Is, IsNot
from triage.language.model import Question, Rule
from triage.language.ruleset import RuleSet
from triage.language.words import Kind, Level

MOST_OPTIONS, FEW = 12, 3
"""Up to 12 options all combinations are tried; of a question with more of them, up to 3 options
together.
"""


@dataclass(frozen=True, slots=True)
class Rise:
    """An answer to ``question`` that would raise the level to ``level``, all other answers staying
    as they are.
    """

    question: Question
    options: tuple[str, ...]
    level: Level


@dataclass(frozen=True, slots=True)
class _Variant:
    """One answer to try: options of an open question and the facts they add; no options, every fact
    there is.
    """

    question: Question
    options: tuple[str, ...]
    facts: tuple[int, ...]


def could_rise(assessment: Assessment) -> tuple[Rise, ...]:
    """For each open question that makes sense, the highest level above today's that an answer would
    reach.

    Exact for questions of up to 12 options; beyond that a level that needs 4 options together may
    be missed.
    """
    answers, sweep = assessment.answers, _sweep(assessment.ruleset)
    asked = [
        question
        for question in sensible(assessment.ruleset, answers)
        if answers[question.id].is_open(question)
    ]
    known = sweep.numbers(answers)
    ceilings = dict(
        zip(
            (q.id for q in asked), sweep.levels(known, [*map(sweep.everything, asked)]), strict=True
        )
    )
    best: dict[str, Rise] = {}
    for size in count(1):
        reached = {
            question.id: best[question.id].level if question.id in best else assessment.level
            for question in asked
        }
        asked = [
            question
            for question in asked
            if size <= _most_together(question) and reached[question.id] < ceilings[question.id]
        ]
        if not asked:
            break
        variants = [
            v for question in asked for v in sweep.variants(question, answers[question.id], size)
        ]
        for variant, level in zip(variants, sweep.levels(known, variants), strict=True):
            if level > reached[variant.question.id]:
                reached[variant.question.id] = level
                best[variant.question.id] = Rise(variant.question, variant.options, level)
    return tuple(sorted(best.values(), key=lambda rise: -rise.level))


def _most_together(question: Question) -> int:
    if question.kind is Kind.ONE:
        return 1
    return len(question.options) if len(question.options) <= MOST_OPTIONS else FEW


@lru_cache(maxsize=4)
def _sweep(ruleset: RuleSet) -> _Sweep:
    return _Sweep(ruleset)


class _Sweep:
    """Tries many variants of a case in one pass, one bit a variant; knows only the rules that can
    raise a level.
    """

    def __init__(self, ruleset: RuleSet) -> None:
        self._engine = SlicedEngine(ruleset, _can_raise)
        self._prepared: dict[tuple[str, int], list[_Variant]] = {}

    def everything(self, question: Question) -> _Variant:
        """All facts of the question at once: no answer brings more."""
        name = question.id
        facts = [made(name, option) for option in question.option_ids for made in (Is, IsNot)]
        return _Variant(question, (), self._engine.facts.numbers(facts))

    def variants(self, question: Question, answer: Answer, size: int) -> list[_Variant]:
        """The answers of ``size`` options that keep what was said; with size 1 also "none of
        these".
        """
        if answer.state is State.GIVEN:
            return list(self._made(question, answer, size))
        key = question.id, size
        if key not in self._prepared:
            self._prepared[key] = list(self._made(question, answer, size))
        return self._prepared[key]

    def numbers(self, answers: Answers) -> tuple[int, ...]:
        """What is known of a case, as the numbers of its facts."""
        return self._engine.facts.numbers(answers.facts())

    def levels(self, known: tuple[int, ...], variants: list[_Variant]) -> list[Level]:
        """The level of the case with each variant; ``known`` are the numbers of its facts."""
        table = self._engine.facts.table({}, len(variants))
        for number, bits in columns([variant.facts for variant in variants]).items():
            table[number] = bits
        for number in known:
            table[number] = table[EVERYWHERE]
        reached = dict.fromkeys(Level, 0)
        for rule, bits in self._engine.run(table):
            if rule.level is not None:
                reached[rule.level] |= bits
        found = [Level.SELF_CARE] * len(variants)
        for level in Level:
            for place in places(reached[level]):
                found[place] = level
        return found

    def _made(self, question: Question, answer: Answer, size: int) -> Iterator[_Variant]:
        if question.kind is Kind.ONE and size > 1:
            return
        unknown = [option for option in question.option_ids if option not in answer.yes | answer.no]
        chosen = list(combinations(unknown, size))
        if size == 1 and question.kind is Kind.MANY:
            chosen.append(())
        for options in chosen:
            facts: list[Fact] = [
                Is(question.id, option) if option in options else IsNot(question.id, option)
                for option in unknown
            ]
            yield _Variant(question, options, self._engine.facts.numbers(facts))


def _can_raise(rule: Rule) -> bool:
    if rule.cause is not None:
        return rule.supports
    return rule.level is not Level.SELF_CARE
