"""The lines a question offers, and the answer that a selection of them means. The same for every
prompter.
"""

from __future__ import annotations

from collections.abc import Collection
from enum import Enum

from triage.answers.value import DECLINED, NOT_SURE, Answer, State, choose
from triage.language.model import Question
from triage.language.words import Kind


class Other(Enum):
    """The lines that stand below the options."""

    NONE = "None of these"
    NOT_SURE = "Not sure"
    DECLINED = "Prefer not to say"


Pick = str | Other
"""A line: the id of an option, or one of the others."""


class Refused(Exception):
    """A selection that means nothing; the text says what would."""


def offered(question: Question) -> dict[Pick, str]:
    """The lines of a question with their labels, in the order they are shown."""
    lines: dict[Pick, str] = {option.id: option.text for option in question.options}
    if question.kind is Kind.MANY:
        lines[Other.NONE] = Other.NONE.value
    lines[Other.NOT_SURE] = Other.NOT_SURE.value
    if question.declinable:
        lines[Other.DECLINED] = Other.DECLINED.value
    return lines


def picks_of(question: Question, answer: Answer) -> frozenset[Pick]:
    """The lines that stand for an answer; none of them where the question was not asked."""
    if answer.state is State.NOT_ASKED:
        return frozenset()
    if answer.state is State.DECLINED:
        return frozenset({Other.DECLINED})
    if answer.is_unsure(question):
        return frozenset({*answer.yes, Other.NOT_SURE})
    return answer.yes or frozenset({Other.NONE})


def answer_of(question: Question, picks: Collection[Pick]) -> Answer:
    """What the picked lines mean; "not sure" beside ticked options leaves all other options open.

    Raises:
        Refused: nothing is picked, or the lines contradict each other.
    """
    chosen = frozenset(picks)
    if not chosen:
        raise Refused(_nothing_chosen(question))
    if question.kind.takes_one and len(chosen) > 1:
        raise Refused("Choose one line only.")
    for alone in (Other.NONE, Other.DECLINED):
        if alone in chosen and len(chosen) > 1:
            raise Refused(
                f"“{alone.value}” cannot stand with another line. Keep that one line, or the"
                " others."
            )
    if Other.DECLINED in chosen:
        return DECLINED
    if chosen == {Other.NOT_SURE}:
        return NOT_SURE
    options = [pick for pick in chosen if isinstance(pick, str)]
    return choose(
        question, *options, others=State.NOT_SURE if Other.NOT_SURE in chosen else State.GIVEN
    )


def _nothing_chosen(question: Question) -> str:
    if question.kind.takes_one:
        return f"Choose one line. If none fits, choose “{Other.NOT_SURE.value}”."
    return f"Choose at least one line. If none fits, choose “{Other.NONE.value}”."
