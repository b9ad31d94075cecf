"""Which questions make sense: what their gates say of the answers so far."""

from __future__ import annotations

from collections.abc import Iterator

from triage.answers.value import NOT_SURE, Answer, Answers, State
from triage.language.conditions import Fact, Is, IsNot, can_hold
from triage.language.model import Question
from triage.language.ruleset import RuleSet


def applies(question: Question, answers: Answers) -> bool:
    """Whether the question makes sense: its gates hold, or may for all that was left unsure."""

    def may(fact: Fact) -> bool:
        if not isinstance(fact, Is | IsNot):
            return False
        answer = answers[fact.question]
        open_ended = answer.state in (State.NOT_SURE, State.DECLINED)
        return open_ended or is_known(fact, answer) or _is_unsure_option(fact, answer)

    return can_hold(question.gate, may)


def sensible(ruleset: RuleSet, answers: Answers) -> Iterator[Question]:
    """The questions that make sense, or may once the unasked ones before them are answered; in
    order.
    """
    given = dict(answers.given)
    probe = Answers(given)
    for name, question in ruleset.questions.items():
        if applies(question, probe):
            given.setdefault(name, NOT_SURE)
            yield question


def is_known(fact: Is | IsNot, answer: Answer) -> bool:
    """Whether the answer says that the fact is so."""
    return fact.option in (answer.yes if isinstance(fact, Is) else answer.no)


def _is_unsure_option(fact: Is | IsNot, answer: Answer) -> bool:
    return answer.state is State.GIVEN and fact.option not in answer.yes | answer.no
