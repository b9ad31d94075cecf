"""Rows that cannot be read."""

from __future__ import annotations

import json
from typing import NamedTuple

import pyarrow as pa

from triage.columnar.cells import RAW
from triage.language.diagnostics import AnswerError


class Rejected(NamedTuple):
    """A row that cannot be read: its number, from 1, why, and what stands in it."""

    row: int
    reason: str
    content: dict[str, object]

    def as_json(self) -> bytes:
        """The row as a line of JSON, for a file of them."""
        text = json.dumps(self._asdict(), default=str)
        return text.replace("\x7f", "\\u007f").encode() + b"\n"


def content_of(batch: pa.RecordBatch, row: int) -> dict[str, object]:
    """What stands in a row; of questions only those that were asked."""
    (found,) = batch.slice(row, 1).to_pylist()
    raw = {field.name for field in batch.schema if field.metadata == RAW}
    return {
        name: json.loads(cell) if name in raw else cell
        for name, cell in found.items()
        if cell is not None
    }


def reason(error: AnswerError) -> str:
    """What is wrong, each thing once, on one line."""
    messages = (
        f"{one.message}; {one.help}" if one.help else one.message for one in error.diagnostics
    )
    return ". ".join(dict.fromkeys(messages))
