"""Cases beside a rule set: answers of an invented person, and what must follow from them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from pydantic import Field

from triage.answers.answer_file import read_answers
from triage.answers.value import Answers
from triage.cases.expectations import Expected, unknown_names, unmet
from triage.cases.stories import Everyday, NarrowedTable, Retelling, after_follow_ups, tellings
from triage.cases.tables import AnswersTable, TableEntry, row_answers
from triage.engine.assessment import Assessment
from triage.language import building, source
from triage.language.diagnostics import AnswerError, Diagnostic, RuleSetError, Span
from triage.language.model import NOWHERE, Entry
from triage.language.references import refuse_repeats
from triage.language.ruleset import RuleSet
from triage.language.source import Table, Text
from triage.language.values import Name, Prose

KEYS = ("cases", "tables", "everyday")


class CaseEntry(Entry):
    """A case as its author writes it; ``todo`` says why it is known not to pass yet.

    ``narrowed`` are the choices of follow-ups that the person met, ``also_told`` what others would
    tick instead.
    """

    id: Name
    name: Prose
    answers: AnswersTable
    narrowed: NarrowedTable = Field(default_factory=dict)
    also_told: tuple[AnswersTable, ...] = ()
    expect: Expected = Expected()
    todo: Prose | None = None


@dataclass(frozen=True)
class Case:
    """One invented person. With ``todo``, a known gap: the case is expected to fail, and says
    why.

    ``answers`` are those that count after the follow-ups. ``also_told`` is the same story as others
    would tick it. ``everyday`` is set for a story of every day, and says what holds of its file.
    A row of a table (``is_row``) tells just what it is about, and no whole story.
    """

    id: str
    name: str
    answers: Answers
    expect: Expected
    span: Span = NOWHERE
    todo: str | None = None
    also_told: tuple[Retelling, ...] = ()
    everyday: Everyday | None = None
    is_row: bool = False

    @property
    def expects_nothing(self) -> bool:
        """Whether nothing is said of what must follow."""
        return self.expect.is_empty and self.everyday is None


def files(ruleset: RuleSet) -> tuple[Path, ...]:
    """The case files of a rule set."""
    return tuple(sorted((ruleset.folder / "cases").glob("*.yaml")))


def load_all(ruleset: RuleSet) -> tuple[Case, ...]:
    """Every case of a rule set.

    Raises:
        RuleSetError: with every problem found in the case files.
    """
    problems: list[Diagnostic] = []
    found: list[Case] = []
    for path in files(ruleset):
        try:
            found += load(path, ruleset)
        except RuleSetError as error:
            problems += error.diagnostics
    refuse_repeats((Text(case.id, case.span) for case in found), problems)
    if problems:
        raise RuleSetError(problems)
    return tuple(found)


def load(path: Path, ruleset: RuleSet) -> tuple[Case, ...]:
    """The cases in one file.

    Raises:
        RuleSetError: with every problem found.
    """
    table = source.read(path)
    problems: list[Diagnostic] = []
    building.refuse_unknown_keys(table, KEYS, problems)
    everyday = None
    if "everyday" in table:
        everyday = building.build(Everyday, table["everyday"], problems, ruleset.known)
    found = [*_plain_cases(table, ruleset, problems), *_rows(table, ruleset, problems)]
    if problems:
        raise RuleSetError(problems)
    return tuple(replace(case, everyday=everyday) for case in found)


def mismatches(case: Case, assessment: Assessment) -> list[str]:
    """What of the expectations does not hold, one sentence each; empty where the case passes."""
    return unmet(case.expect, assessment)


def _plain_cases(table: Table, ruleset: RuleSet, problems: list[Diagnostic]) -> Iterator[Case]:
    if "cases" not in table and "tables" in table:
        return
    entries = building.entries(table, "cases", CaseEntry, problems, ruleset.known)
    refuse_repeats((entry.word("id") for entry in entries), problems)
    for entry in entries:
        if "expect" not in entry.model_fields_set and "everyday" not in table:
            problems.append(Diagnostic("T111", "the key `expect` is missing", entry.span))
        problems.extend(unknown_names(entry.expect, ruleset))
        ticked = _answers(entry.answers, ruleset, problems)
        place = partial(entry.at, "narrowed")
        answers = after_follow_ups(ticked, entry.narrowed, ruleset, place, problems)
        told = tuple(tellings(answers, entry.also_told, ruleset, problems))
        yield Case(entry.id, entry.name, answers, entry.expect, entry.at("id"), entry.todo, told)


def _rows(table: Table, ruleset: RuleSet, problems: list[Diagnostic]) -> Iterator[Case]:
    if "tables" not in table:
        return
    entries = building.entries(table, "tables", TableEntry, problems, ruleset.known)
    refuse_repeats((entry.word("id") for entry in entries), problems)
    for entry in entries:
        refuse_repeats((row.word("id") for row in entry.rows), problems)
        for expect in (entry.expect, *(row.expect for row in entry.rows if row.expect)):
            problems.extend(unknown_names(expect, ruleset))
        for row, written in row_answers(entry, ruleset, problems):
            answers = _answers(written, ruleset, problems)
            yield Case(
                f"{entry.id}.{row.id}",
                row.name or entry.name,
                answers,
                row.expect or entry.expect,
                row.at("id"),
                row.todo,
                is_row=True,
            )


def _answers(written: Table, ruleset: RuleSet, problems: list[Diagnostic]) -> Answers:
    try:
        return read_answers(written, ruleset, written.span)
    except AnswerError as error:
        problems.extend(error.diagnostics)
        return Answers()
