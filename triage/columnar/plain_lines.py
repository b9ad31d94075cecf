"""Lines of JSON that say nothing odd, read by Arrow's own reader, several times as fast."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pyarrow as pa
from pyarrow.json import ParseOptions, ReadOptions, read_json

from triage.answers.streams import LONGEST_LINE
from triage.columnar.cells import RAW
from triage.language.model import Question
from triage.language.ruleset import RuleSet

OF_A_CASE = ("ruleset", "version", "answers")
"""What a line of the form of `triage assess` says that no column is made of."""
TEXT = pa.string()
TEXTS = pa.list_(TEXT)
OTHERS = (TEXT, pa.int64(), pa.bool_())
"""What a column that is no question may hold to be read the quick way."""


def plain_batch(lines: Sequence[bytes], ruleset: RuleSet) -> pa.RecordBatch | None:
    """The lines as Arrow's own reader has them, several times as fast; None where one of them is
    anything but an object of questions with their options, of other texts, and of whole numbers.
    """
    content = b"\n".join(lines)
    if content.count(b"}\n{") != len(lines) - 1 or content[:1] + content[-1:] != b"{}":
        return None  # a blank line, or an object that does not stand on one line
    if max(map(len, lines)) > LONGEST_LINE:
        return None
    asked = [answer_field(question) for question in ruleset.questions.values()]
    is_case = b'"answers"' in content and "answers" not in ruleset.questions
    fields = _case_fields(asked) if is_case else asked
    try:
        table = read_json(
            pa.BufferReader(content),
            ReadOptions(use_threads=False, block_size=len(content) + 1),
            ParseOptions(explicit_schema=pa.schema(fields)),
        )
        table.validate(full=True)
    except pa.ArrowInvalid:
        return None
    others = table.select(table.column_names[len(fields) :])
    is_read = all(column.type in OTHERS and not column.null_count for column in others.columns)
    if table.num_rows != len(lines) or not is_read:
        return None
    if not {*OF_A_CASE, *ruleset.questions}.isdisjoint(others.column_names):
        return None
    answers = _answers_of_cases(table, content, ruleset) if is_case else table
    if answers is None:
        return None
    return _with_raw_texts(answers.select(list(ruleset.questions)), others)


def _case_fields(asked: Sequence[pa.Field]) -> list[pa.Field]:
    return [pa.field("answers", pa.struct(asked)), *(pa.field(one, TEXT) for one in OF_A_CASE[:2])]


def _answers_of_cases(table: pa.Table, content: bytes, ruleset: RuleSet) -> pa.Table | None:
    """The answers of lines of the form of `triage assess`; None where one has another form, or may
    be for another rule set.
    """
    answers = table["answers"]
    if answers.null_count or answers.type.num_fields != len(ruleset.questions):
        return None
    for key, own in (("ruleset", ruleset.id), ("version", ruleset.version)):
        if f'"{key}"'.encode() in content and table[key].unique().to_pylist() != [own]:
            return None
    return pa.Table.from_arrays(answers.combine_chunks().flatten(), list(ruleset.questions))


def _with_raw_texts(answers: pa.Table, others: pa.Table) -> pa.RecordBatch:
    """The answers that anybody gave, and other columns as they stand in JSON."""
    said = [name for name in answers.column_names if answers[name].null_count < len(answers)]
    whole = answers.select(said or answers.column_names)
    for field, column in zip(others.schema, others.columns, strict=True):
        cells = pa.array(map(json.dumps, column.to_pylist()), TEXT)
        whole = whole.append_column(field.with_type(TEXT).with_metadata(RAW), cells)
    return whole.combine_chunks().to_batches()[0]


def answer_field(question: Question) -> pa.Field:
    """The column of the answers to a question."""
    return pa.field(question.id, TEXT if question.kind.takes_one else TEXTS)
