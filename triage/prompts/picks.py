"""The lines of a question that takes one option, and the answer that choosing one means. The same
for every prompter.
"""

from __future__ import annotations

from collections.abc import Collection
from enum import Enum

from triage.answers.value import DECLINED, NOT_SURE, Answer, State, choose
from triage.language.model import Question
from triage.prompts import Refused


class Other(Enum):
    """The lines that stand below the options."""

    NONE = "None of these"
    NOT_SURE = "Not sure"
    DECLINED = "Prefer not to say"


Pick = str | Other
"""A line: the id of an option, or one of the others."""


def offered(question: Question) -> dict[Pick, str]:
    """The lines of a question that takes one, with their labels, in the order they are shown."""
    lines: dict[Pick, str] = {option.id: option.text for option in question.options}
    lines[Other.NOT_SURE] = Other.NOT_SURE.value
    if question.declinable:
        lines[Other.DECLINED] = Other.DECLINED.value
    return lines


def picks_of(question: Question, answer: Answer) -> frozenset[Pick]:
    """The line that stands for an answer; none where the question was not asked."""
    if answer.state is State.NOT_ASKED:
        return frozenset()
    if answer.state is State.DECLINED:
        return frozenset({Other.DECLINED})
    return frozenset({Other.NOT_SURE}) if answer.is_unsure(question) else answer.yes


def answer_of(question: Question, picks: Collection[Pick]) -> Answer:
    """What the picked line means.

    Raises:
        Refused: it is not exactly one.
    """
    chosen = frozenset(picks)
    if not chosen:
        raise Refused(f"Choose one line. If none fits, choose “{Other.NOT_SURE.value}”.")
    if len(chosen) > 1:
        raise Refused("Choose one line only.")
    pick = next(iter(chosen))
    if isinstance(pick, str):
        return choose(question, pick)
    return DECLINED if pick is Other.DECLINED else NOT_SURE
