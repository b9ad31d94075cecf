"""What a person can do who is not sure about a warning sign: unknown is no fact, so this stands
beside the level and never changes it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from triage.answers.value import Answer, Answers, State
from triage.language import conditions
from triage.language.model import Question, UnsureAdvice
from triage.language.ruleset import RuleSet
from triage.language.words import Level


@dataclass(frozen=True, slots=True)
class Advised:
    """Advice for a question that was left unsure."""

    question: Question
    advice: UnsureAdvice

    @property
    def level(self) -> Level:
        """How urgent it is."""
        return self.advice.level


def advised(ruleset: RuleSet, answers: Answers) -> tuple[Advised, ...]:
    """The advice for each question left unsure, the most urgent first."""
    found = list(_advised(ruleset, answers))
    return tuple(sorted(found, key=lambda one: one.level, reverse=True))


def unadvised(ruleset: RuleSet, answers: Answers) -> Iterator[Question]:
    """The questions about warning signs that were left unsure and for which the author has no
    advice at all.
    """
    for question in ruleset.questions.values():
        is_silent = not question.unsure and ruleset.is_red_flag(question)
        if is_silent and answers[question.id].is_unsure(question):
            yield question


def _advised(ruleset: RuleSet, answers: Answers) -> Iterator[Advised]:
    facts = frozenset(answers.facts())
    for question in ruleset.questions.values():
        answer = answers[question.id]
        if not answer.is_unsure(question):
            continue
        unsure = _count(question, answer)
        for advice in question.unsure:
            is_few = advice.most is None or unsure <= advice.most
            if is_few and conditions.holds(advice.when, facts):
                yield Advised(question, advice)
                break


def _count(question: Question, answer: Answer) -> int:
    """How many options were left unsure."""
    if answer.state is not State.GIVEN:
        return len(question.options)
    return len(question.options) - len(answer.yes) - len(answer.no)
