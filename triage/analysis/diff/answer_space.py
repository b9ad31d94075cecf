"""Every way to answer some questions, as variables with numbered values.

A `one` question is a variable: nothing, or one of its options. Each option of a `many` question is
a variable: nothing, yes or no. Nothing stands for not asked, not sure and declined alike, for none
of them yields a fact.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import prod

from triage.answers.value import Answer, Answers, State
from triage.language.conditions import Fact, Is, IsNot
from triage.language.model import Question
from triage.language.words import Kind


@dataclass(frozen=True)
class Variable:
    """A question, or one option of it, with the facts that each value yields; the first value is
    nothing.
    """

    question: str
    values: tuple[frozenset[Fact], ...]


@dataclass(frozen=True)
class AnswerSpace:
    """The variables in the order of the questions."""

    variables: tuple[Variable, ...]

    @cached_property
    def size(self) -> int:
        """How many answer sets there are."""
        return prod(len(variable.values) for variable in self.variables)

    @cached_property
    def place(self) -> Mapping[Fact, int]:
        """The variable that each fact is about, by its place."""
        return {
            fact: place
            for place, variable in enumerate(self.variables)
            for facts in variable.values
            for fact in facts
        }

    def only(self, questions: Iterable[str]) -> AnswerSpace:
        """The space in which all other questions stay unanswered."""
        wanted = set(questions)
        return AnswerSpace(
            tuple(variable for variable in self.variables if variable.question in wanted)
        )

    def answers(self, chosen: Mapping[int, int]) -> Answers:
        """The answers in which variables, by place, have the values given by number, and all others
        nothing.
        """
        given: dict[str, Answer] = {}
        for place, value in chosen.items():
            variable = self.variables[place]
            facts = variable.values[value]
            if not facts:
                continue
            yes = frozenset(fact.option for fact in facts if isinstance(fact, Is))
            no = frozenset(fact.option for fact in facts if isinstance(fact, IsNot))
            before = given.get(variable.question, Answer(State.GIVEN))
            given[variable.question] = Answer(State.GIVEN, before.yes | yes, before.no | no)
        return Answers(given)


def answer_space(questions: Iterable[Question]) -> AnswerSpace:
    """Every way to answer the questions."""
    return AnswerSpace(
        tuple(
            variable
            for question in questions
            for variable in (_many if question.kind is Kind.MANY else _one)(
                question.id, question.option_ids
            )
        )
    )


def _one(name: str, options: tuple[str, ...]) -> list[Variable]:
    values = (
        frozenset[Fact](
            Is(name, option) if option == chosen else IsNot(name, option) for option in options
        )
        for chosen in options
    )
    return [Variable(name, (frozenset(), *values))]


def _many(name: str, options: tuple[str, ...]) -> list[Variable]:
    return [
        Variable(
            name, (frozenset(), frozenset({Is(name, option)}), frozenset({IsNot(name, option)}))
        )
        for option in options
    ]
