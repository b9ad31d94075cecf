"""Tables of small cases: a column is a question or one option of it, a row is a case.

    tables:
      - id: clot-signs
        name: Which signs of a clot need help today
        columns: [leg.swollen, leg.hot, smoking]
        rows:
          - {id: both, cells: [yes, yes, never], expect: {level: {is: urgent, by: sn-clot-risk}}}
          - {id: neither, cells: [no, no, "-"], expect: {silent: [sn-clot-risk]}}

A cell holds what an answer file would hold there; `-` means not asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import BeforeValidator, Field, InstanceOf

from triage.cases.expectations import Expected
from triage.language.diagnostics import Diagnostic, did_you_mean
from triage.language.model import Entry
from triage.language.ruleset import RuleSet
from triage.language.source import Listing, Table, Text, Value
from triage.language.values import Name, Prose

NOT_ASKED_CELL = "-"


def _as_written(value: object) -> object:
    return value


AnswersTable = Annotated[InstanceOf[Table], BeforeValidator(_as_written)]


class RowEntry(Entry):
    """One row: a value for each column, and what it expects where that is not what the table
    expects.
    """

    id: Name
    cells: Annotated[InstanceOf[Listing], BeforeValidator(_as_written)]
    name: Prose | None = None
    expect: Expected | None = None
    todo: Prose | None = None


class TableEntry(Entry):
    """A table of cases. ``answers`` are given in every row; ``expect`` holds for rows that state
    nothing else.
    """

    id: Name
    name: Prose
    columns: Annotated[tuple[Name, ...], Field(min_length=1)]
    answers: AnswersTable | None = None
    expect: Expected = Expected()
    rows: tuple[RowEntry, ...]


@dataclass(frozen=True, slots=True)
class _Column:
    """What a column speaks of; ``option`` is None where it is the whole question."""

    name: Text
    question: str
    option: str | None


def row_answers(
    table: TableEntry, ruleset: RuleSet, problems: list[Diagnostic]
) -> list[tuple[RowEntry, Table]]:
    """Each row with its answers as an answer file would hold them; what is wrong is added to
    ``problems``.
    """
    columns = _columns(table, ruleset, problems)
    found = []
    for row in table.rows:
        if len(row.cells) != len(table.columns):
            counts = (
                f"has another number of cells ({len(row.cells)}) than the table has columns"
                f" ({len(table.columns)})"
            )
            message = f"the row `{row.id}` {counts}"
            problems.append(
                Diagnostic(
                    "T112", message, row.cells.span, "write `-` where a question was not asked"
                )
            )
        elif columns is not None:
            found.append((row, _answers(table, columns, row.cells)))
    return found


def _columns(
    table: TableEntry, ruleset: RuleSet, problems: list[Diagnostic]
) -> list[_Column] | None:
    """The columns in order; None where one of them is wrong."""
    before = len(problems)
    found: list[_Column] = []
    for name in table.words("columns"):
        column = _column(name, ruleset)
        if column is None:
            problems.append(_unknown_column(name, ruleset))
        elif any(_clash(column, other) for other in found) or column.question in (
            table.answers or ()
        ):
            message = f"the column `{name}` answers `{column.question}`, which is answered already"
            problems.append(
                Diagnostic(
                    "T112", message, name.span, "give each question, or each option, one column"
                )
            )
        else:
            found.append(column)
    return found if len(problems) == before else None


def _column(name: Text, ruleset: RuleSet) -> _Column | None:
    """What the column speaks of; None where no question and no option bears its name."""
    if name in ruleset.questions:
        return _Column(name, name, None)
    for place in (place for place, letter in enumerate(name) if letter == "."):
        question = ruleset.questions.get(name[:place])
        if question is not None and name[place + 1 :] in question.option_ids:
            return _Column(name, question.id, name[place + 1 :])
    return None


def _unknown_column(name: Text, ruleset: RuleSet) -> Diagnostic:
    known = [
        *ruleset.questions,
        *(
            f"{question.id}.{option}"
            for question in ruleset.questions.values()
            for option in question.option_ids
        ),
    ]
    head, dot, _ = name.partition(".")
    code, what = ("T122", "option") if dot and head in ruleset.questions else ("T121", "question")
    return Diagnostic(
        code, f"the column `{name}` names no {what}", name.span, did_you_mean(name, known)
    )


def _clash(column: _Column, other: _Column) -> bool:
    is_same = column.question == other.question
    return is_same and (None in (column.option, other.option) or column.option == other.option)


def _answers(table: TableEntry, columns: list[_Column], cells: Listing) -> Table:
    answers = _empty(cells)
    answers.update(table.answers or {})
    for column, cell in zip(columns, cells, strict=True):
        if cell == NOT_ASKED_CELL:
            continue
        key = Text(column.question, cell.span)
        if column.option is None:
            answers[key] = cell
        else:
            options = answers.setdefault(key, _empty(cell))
            if isinstance(options, Table):
                options[Text(column.option, cell.span)] = cell
    return answers


def _empty(at: Value) -> Table:
    made = Table()
    made.span = at.span
    return made
