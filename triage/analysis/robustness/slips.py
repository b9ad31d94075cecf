"""The slips that one person can make: one answer is another one, or is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from triage.answers.value import NOT_SURE, Answer, Answers, State, choose
from triage.language.model import Question
from triage.language.ruleset import RuleSet


class SlipKind(StrEnum):
    """What is wrong with an answer."""

    BLANK = "blank"
    """Not sure, or not asked: the rules hear the same."""
    OTHER = "another option"
    """Of a question that takes one."""
    LEFT_OUT = "left out"
    """An option of many that was chosen, denied."""
    ADDED = "ticked too"
    """An option of many that was denied, chosen."""

    @property
    def hides(self) -> bool:
        """Whether it takes away what the person meant. One tick too many does not: it is counted
        apart, or the many options that nobody has would make any share look small.
        """
        return self is not SlipKind.ADDED


@dataclass(frozen=True, slots=True)
class Slip:
    """One answer in place of what the person would say; ``option`` is what was taken for it, or
    left out.
    """

    kind: SlipKind
    question: str
    answer: Answer
    option: str | None = None


def slips(answers: Answers, ruleset: RuleSet) -> Iterator[Slip]:
    """Every slip in one answer of a person, question by question."""
    for name, question in ruleset.questions.items():
        answer = answers[name]
        if answer.state is State.GIVEN:
            yield Slip(SlipKind.BLANK, name, NOT_SURE)
            yield from _others(question, answer)


def _others(question: Question, answer: Answer) -> Iterator[Slip]:
    for option in question.option_ids:
        is_chosen = option in answer.yes
        if question.kind.takes_one:
            if not is_chosen:
                yield Slip(SlipKind.OTHER, question.id, choose(question, option), option)
        elif is_chosen:
            left = Answer(State.GIVEN, answer.yes - {option}, answer.no | {option})
            yield Slip(SlipKind.LEFT_OUT, question.id, left, option)
        elif option in answer.no:
            more = Answer(State.GIVEN, answer.yes | {option}, answer.no - {option})
            yield Slip(SlipKind.ADDED, question.id, more, option)
