"""The same story in other words, and stories of every day: what a case may say besides its answers.

A case is told once more by what another person would tick instead (`also_told`). A story says which
choice of a follow-up it met (`narrowed`). A file of stories of every day names the level that they
ought not to exceed (`everyday`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from triage.answers.answer_file import read_answers
from triage.answers.value import Answers
from triage.cases.tables import NOT_ASKED_CELL
from triage.interview.state import Narrowed, narrowed
from triage.language.diagnostics import AnswerError, Diagnostic, Span, did_you_mean
from triage.language.model import NOWHERE, Entry, FollowUp, Meaning, Question
from triage.language.ruleset import RuleSet
from triage.language.source import Table, Text
from triage.language.values import LevelName, Name, Prose
from triage.language.words import NOT_SURE_WORD, Level

KEEP, DROP = "keep", "drop"
"""What stands for a choice where it makes no difference which one is meant."""

NarrowedTable = dict[Name, dict[Name, Prose]]
"""For each question and option the choice of its follow-up."""


def _share(value: Any) -> float:
    try:
        found = float(str(value))
    except ValueError:
        found = -1.0
    if not 0 <= found <= 1:
        raise PydanticCustomError("share", "a share from 0 to 1 belongs here, such as 0.05")
    return found


Share = Annotated[
    float,
    PlainValidator(_share),
    WithJsonSchema({"type": "number", "minimum": 0, "maximum": 1}),
]


class Everyday(Entry):
    """What holds of every story in a file: ``share`` of them may come out above ``at_most``."""

    at_most: LevelName
    share: Share


@dataclass(frozen=True)
class Retelling:
    """A case as another person would tick it."""

    answers: Answers
    span: Span = NOWHERE


def floor(ruleset: RuleSet) -> Level | None:
    """The level that no telling of an emergency may fall below: the protected one next to it;
    itself where there is no other. None where the rule set names no emergency.
    """
    if ruleset.emergency is None:
        return None
    return ruleset.protected[-2:][0]


def tellings(
    answers: Answers, written: tuple[Table, ...], ruleset: RuleSet, problems: list[Diagnostic]
) -> Iterator[Retelling]:
    """The other tellings of a case: each says what is ticked otherwise, question by question."""
    for table in written:
        unasked = [name for name in table if table[name] == NOT_ASKED_CELL]
        said = Table(table)
        said.span = table.span
        for name in unasked:
            said[name] = Text(NOT_SURE_WORD, table[name].span)
        try:
            changed = read_answers(said, ruleset, table.span)
        except AnswerError as error:
            problems.extend(error.diagnostics)
            continue
        told = Answers({**answers.given, **changed.given})
        for name in unasked:
            told = told.without(name)
        if told == answers:
            message = "this telling ticks what the case ticks"
            help_text = "write what another person would tick instead"
            problems.append(Diagnostic("T112", message, table.span, help_text))
        yield Retelling(told, table.span)


def after_follow_ups(
    answers: Answers,
    written: Mapping[Name, Mapping[Name, Prose]],
    ruleset: RuleSet,
    place: Callable[..., Span],
    problems: list[Diagnostic],
) -> Answers:
    """The answers that count once the follow-ups are answered as ``written``.

    Args:
        answers: what was ticked.
        written: for each question and option the choice: its text, `keep` or `drop`.
        ruleset: what is answered.
        place: where the choices of a question, or the choice of one of its options, stands.
        problems: where reasons go.
    """
    for name, choices in written.items():
        question = ruleset.questions.get(name)
        if question is None:
            help_text = did_you_mean(name, ruleset.questions)
            problems.append(
                Diagnostic("T121", f"unknown question `{name}`", place(name), help_text)
            )
            continue
        for option, choice in choices.items():
            try:
                meaning = _meant(question, option, choice, answers)
            except _Wrong as wrong:
                at = place(name, option)
                problems.append(Diagnostic(wrong.code, wrong.message, at, wrong.help_text))
            else:
                event = Narrowed(name, option, meaning)
                answers = answers.replaced(name, narrowed(question, answers, event))
    return answers


class _Wrong(Exception):
    def __init__(self, code: str, message: str, help_text: str = "") -> None:
        super().__init__(message)
        self.code, self.message, self.help_text = code, message, help_text


def _meant(question: Question, option: str, choice: str, answers: Answers) -> Meaning:
    """The choice that is meant; raises _Wrong where the person does not meet it."""
    if option not in question.option_ids:
        message = f"`{option}` is not an option of the question `{question.id}`"
        raise _Wrong("T122", message, did_you_mean(option, question.option_ids))
    follow_up = question.option(option).narrow
    if follow_up is None:
        raise _Wrong("T112", f"`{question.id}: {option}` has no follow-up")
    if option not in answers[question.id].yes:
        message = f"`{question.id}: {option}` is not ticked, so its follow-up is not met"
        raise _Wrong("T112", message, "tick it under `answers`")
    return _of_follow_up(follow_up, f"`{question.id}: {option}`", choice)


def _of_follow_up(follow_up: FollowUp, where: str, choice: str) -> Meaning:
    offered = {meaning.text: meaning for meaning in (*follow_up.keep, *follow_up.drop)}
    if choice == KEEP:
        return follow_up.keep[0]
    if choice == DROP:
        if len({meaning.becomes for meaning in follow_up.drop}) > 1:
            message = f"{where} can become one of several options"
            raise _Wrong("T112", message, "write the text of the choice that is meant")
        return follow_up.drop[0]
    if choice not in offered:
        message = f"the follow-up of {where} does not offer “{choice}”"
        listed = " or ".join(f"“{text}”" for text in offered)
        raise _Wrong("T122", message, f"it offers {listed}; `keep` and `drop` stand for any")
    return offered[choice]
