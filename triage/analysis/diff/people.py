"""What each of two rule sets hears of one person: the same truths, asked by both.

A person knows some of what is true of them. A rule set hears of it what its questions ask: a
question of kind `one` takes one option, so of somebody to whom several apply it is tried with each;
who fits none of its options is not sure. A question whose gate is certainly shut is not asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import product

from triage.answers.value import Answer, Answers, State, choose
from triage.lacks.gates import applies
from triage.language.conditions import ALWAYS, questions_of
from triage.language.model import Question, Rule
from triage.language.ruleset import RuleSet
from triage.language.words import Kind

Picks = Mapping[str, str | None]
"""For each question that takes one option where several may be true, the option picked."""


def truths(old: RuleSet, new: RuleSet) -> tuple[Question, ...]:
    """The questions of both, each with the options of both; of two kinds it is `many`, since
    several may be true.
    """
    sides: dict[str, list[Question]] = {}
    for question in (*old.questions.values(), *new.questions.values()):
        sides.setdefault(question.id, []).append(question)
    return tuple(map(_joined, sides.values()))


def _joined(questions: list[Question]) -> Question:
    first, *_ = questions
    options = {option.id: option for question in questions for option in question.options}
    kinds = {question.kind for question in questions}
    kind = Kind.MANY if Kind.MANY in kinds else first.kind
    return first.model_copy(update={"options": tuple(options.values()), "kind": kind})


def picking(ruleset: RuleSet, asked: Iterable[Question]) -> list[Question]:
    """The questions of the rule set that take one option where several may be true."""
    several = {question.id for question in asked if question.kind is Kind.MANY}
    questions = ruleset.questions.values()
    return [one for one in questions if one.kind is not Kind.MANY and one.id in several]


def heard(
    ruleset: RuleSet, said: Answers, asked: Iterable[Question], *, gated: bool
) -> Iterator[Answers]:
    """What the rule set hears of a person who says all this, for each way to pick one option."""
    ways: list[list[tuple[str, str | None]]] = []
    for question in picking(ruleset, asked):
        true = [name for name in question.option_ids if name in said[question.id].yes]
        ways.append([(question.id, name) for name in true or (None,)])
    for picks in product(*ways):
        yield _heard(ruleset, said, dict(picks), gated)


def _heard(ruleset: RuleSet, said: Answers, picks: Picks, gated: bool) -> Answers:
    given: dict[str, Answer] = {}
    for name, question in ruleset.questions.items():
        if not gated or applies(question, Answers(given)):
            given[name] = _answer(question, said[name], picks)
    return Answers({name: one for name, one in given.items() if one.state is State.GIVEN})


def _answer(question: Question, said: Answer, picks: Picks) -> Answer:
    known = frozenset(question.option_ids)
    if question.kind is Kind.MANY:
        yes, no = said.yes & known, said.no & known
        return Answer(State.GIVEN if yes or no else State.NOT_SURE, yes, no)
    chosen = picks.get(question.id, next(iter(said.yes & known), None))
    return Answer(State.NOT_SURE) if chosen is None else choose(question, chosen)


def asks_about(
    ruleset: RuleSet, rules: Iterable[Rule], names: Iterable[str] = (), *, gated: bool
) -> dict[str, Question]:
    """The questions that decide what the rules hear: those they read, ``names``, and with ``gated``
    those that decide whether these are asked.
    """
    found: dict[str, Question] = {}
    waiting = [*names, *(name for rule in rules for name in questions_of(rule.when))]
    while waiting:
        question = ruleset.questions.get(waiting.pop())
        if question is not None and question.id not in found:
            found[question.id] = question
            waiting.extend(questions_of(question.gate) if gated else ())
    return found


def ungated(question: Question) -> Question:
    """The question as if it were always asked."""
    return question.model_copy(update={"ask_if": ALWAYS, "applies_if": ALWAYS})


def hears_alike(old: Question | None, new: Question | None) -> bool:
    """Whether both hear the same of everybody, as far as it is asked the same before."""
    return old is None or new is None or _hearing(old) == _hearing(new)


def _hearing(question: Question) -> tuple[object, ...]:
    options = None if question.kind is Kind.MANY else frozenset(question.option_ids)
    return question.kind.takes_one, options, question.gate
