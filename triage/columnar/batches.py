"""Record batches judged, block after block."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

import pyarrow as pa

from triage.columnar.answer_columns import AnswerColumns, ColumnsError
from triage.columnar.bit_rows import flags, where
from triage.columnar.blocks import blocks
from triage.columnar.judge import Judge, judge
from triage.columnar.rejected import Rejected, content_of
from triage.language.diagnostics import AnswerError, Diagnostic, Span, listed
from triage.language.ruleset import RuleSet


def judged(
    batches: Iterable[pa.RecordBatch],
    ruleset: RuleSet,
    wanted: Collection[str],
    reject: Callable[[Rejected], object] | None,
) -> Iterator[pa.RecordBatch]:
    """What ``bulk`` gives; ``wanted`` are the columns that are made."""
    known = judge(ruleset)
    for block, numbers in blocks(batches):
        columns = AnswerColumns(ruleset, block)
        for rejected in bad_rows(columns, numbers):
            (reject or _refuse)(rejected)
        yield with_conclusions(readable(columns), known, wanted)


def _refuse(rejected: Rejected) -> None:
    raise AnswerError([Diagnostic("T503", rejected.reason, Span("row", rejected.row))])


def bad_rows(columns: AnswerColumns, numbers: Sequence[int]) -> Iterator[Rejected]:
    """The rows that cannot be read, each with its number."""
    for row in where(columns.bad, columns.people).tolist():
        content = content_of(columns.batch, row)
        yield Rejected(numbers[row], columns.why_bad(row), content)


def readable(columns: AnswerColumns) -> AnswerColumns:
    """The same columns without the rows that cannot be read."""
    if not columns.bad.any():
        return columns
    good = flags(columns.bad, columns.people) == 0
    return AnswerColumns(columns.ruleset, columns.batch.filter(pa.array(good)))


def with_conclusions(
    columns: AnswerColumns, known: Judge, wanted: Collection[str]
) -> pa.RecordBatch:
    """What follows for each row, beside the columns that answer no question.

    Raises:
        ColumnsError: one of those is called like a column that is made.
    """
    block = known.block(columns)
    kept = [name for name in columns.batch.schema.names if name not in known.ruleset.questions]
    taken = [name for name in kept if name in wanted]
    if taken:
        raise ColumnsError(f"{listed(taken)} is the name of a column that is made; rename yours")
    made = {name: known.makes[name](block) for name in wanted}
    arrays = [*map(columns.batch.column, kept), *made.values()]
    fields = [*map(columns.batch.schema.field, kept)]
    fields += [pa.field(name, array.type) for name, array in made.items()]
    return pa.RecordBatch.from_arrays(arrays, schema=pa.schema(fields, stamped(known.ruleset)))


def stamped(ruleset: RuleSet) -> dict[str, str]:
    """What the metadata of a result say of the rule set behind it."""
    stamp = ruleset.stamp
    return {
        "triage.ruleset": stamp.id,
        "triage.version": stamp.version,
        "triage.digest": stamp.digest,
    }
