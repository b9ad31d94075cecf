"""People as an interview meets them: what is true of them, what they know of it, and what they come
to say.

The definition that the proofs about people are checked against. A person answers every question
that is asked: with what they know, else "not sure".
"""

from __future__ import annotations

from collections.abc import Collection

from triage.answers.value import NOT_SURE, Answer, Answers, State
from triage.lacks.gates import applies
from triage.language.conditions import holds
from triage.language.model import Impossible
from triage.language.ruleset import RuleSet
from triage.language.words import By, Kind


def said(ruleset: RuleSet, known: Answers, opened: Collection[str] = ()) -> Answers:
    """What a person who knows ``known`` says once everything is asked whose gates hold on what was
    said, or may; the questions ``opened`` are asked whatever their gates.

    The questions in it are those that are asked: the least set, since gates read earlier ones.
    """
    given: dict[str, Answer] = {}
    for name, question in ruleset.questions.items():
        if name in opened or applies(question, Answers(given)):
            given[name] = known.given.get(name, NOT_SURE)
    return Answers(given)


def is_truth(ruleset: RuleSet, answers: Answers) -> bool:
    """Whether the answers can be the truth of a person: one full answer to each question that
    applies to them, none to any other, and nothing that words exclude.
    """
    facts = set(answers.facts())
    return all(
        _is_full(answers[name], question.kind, len(question.options))
        if holds(question.applies_if, facts)
        else name not in answers.given
        for name, question in ruleset.questions.items()
    ) and not any(holds(entry.when, facts) for entry in excluded(ruleset))


def excluded(ruleset: RuleSet) -> tuple[Impossible, ...]:
    """What nobody can say in truth, since its words exclude each other."""
    return tuple(entry for entry in ruleset.impossible if entry.by is By.WORDS)


def _is_full(answer: Answer, kind: Kind, options: int) -> bool:
    is_whole = answer.state is State.GIVEN and len(answer.yes) + len(answer.no) == options
    return is_whole and (len(answer.yes) == 1 or not kind.takes_one)
