"""A whole table of people, judged piece after piece on all cores."""

from __future__ import annotations

from collections.abc import Collection, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import IO, NamedTuple

from triage.columnar.answer_columns import AnswerColumns
from triage.columnar.batches import bad_rows, readable, with_conclusions
from triage.columnar.cores import Cores, usable_cores
from triage.columnar.formats import STANDARD, TableFormat
from triage.columnar.json_lines import read_lines
from triage.columnar.judge import judge
from triage.columnar.pieces import Piece, RawLines, Rows, files_of, made_for, pieces
from triage.columnar.rejected import Rejected
from triage.columnar.sinks import TablePart, as_written
from triage.language.ruleset import RuleSet

SMALL = 8 * 1024 * 1024
"""Bytes; for a smaller table no process is started."""


@dataclass(frozen=True)
class PeopleTable:
    """A table of people by its name, `-` for standard input."""

    name: str
    format: TableFormat
    stdin: IO[bytes]

    @property
    def cores(self) -> int:
        """How many processes are worth starting for it."""
        if self.name == STANDARD:
            return usable_cores()
        sizes = [path.stat().st_size for path in files_of(self.name) if path.exists()]
        return usable_cores() if sum(sizes) >= SMALL else 0

    def pieces(self, ruleset: RuleSet) -> Iterator[Piece]:
        """What stands in it."""
        return pieces(self.name, self.format, ruleset, self.stdin)


class JudgedPiece(NamedTuple):
    """What was made of a piece: how many people were judged, how they are written, who could not be
    read; the columns that answer no question, and what the table says of the rule set it is for.
    """

    people: int
    written: TablePart
    rejected: Sequence[Rejected]
    others: Sequence[str]
    made_for: str


@dataclass(frozen=True)
class Work:
    """What is done with each piece.

    Args:
        ruleset: what judges.
        wanted: the columns that are made.
        form: how they are written.
    """

    ruleset: RuleSet
    wanted: Collection[str]
    form: TableFormat

    def __call__(self, piece: Piece) -> JudgedPiece:
        """The piece, judged.

        Raises:
            ColumnsError: its columns are no answers.
        """
        columns, rejected = heard(piece, self.ruleset)
        result = with_conclusions(columns, judge(self.ruleset), self.wanted)
        others = [name for name in result.schema.names if name not in self.wanted]
        written = as_written(result, self.form)
        said = made_for(columns.batch.schema)
        return JudgedPiece(columns.people, written, rejected, others, said)


def heard(piece: Piece, ruleset: RuleSet) -> tuple[AnswerColumns, list[Rejected]]:
    """The people in a piece, and the rows that cannot be read, in order.

    Raises:
        ColumnsError: its columns are no answers.
    """
    rows = rows_of(piece, ruleset)
    columns = AnswerColumns(ruleset, rows.batch)
    rejected = [*rows.rejected, *bad_rows(columns, rows.numbers)]
    return readable(columns), sorted(rejected, key=lambda one: one.row)


def rows_of(piece: Piece, ruleset: RuleSet) -> Rows:
    """The rows of a piece; of lines those that are people."""
    if isinstance(piece, RawLines):
        return Rows(*read_lines(piece.content, piece.before, ruleset))
    return piece


def judged_table(table: PeopleTable, work: Work) -> Generator[JudgedPiece]:
    """The pieces of the table, judged, in their order.

    Raises:
        TableError: the table cannot be read.
        ColumnsError: its columns are no answers.
    """
    judge(work.ruleset)  # made before the processes are copied
    with closing(Cores(work, table.cores)) as cores:
        yield from cores.in_order(table.pieces(work.ruleset))
