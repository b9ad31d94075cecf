"""Tables of people, written piece after piece."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import IO, Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from triage.columnar import texts
from triage.columnar.bulk import ALWAYS_MADE, EXTRAS
from triage.columnar.formats import TableFormat
from triage.columnar.pieces import packed_batch, unpacked_batch
from triage.language.diagnostics import listed

MADE = frozenset((*ALWAYS_MADE, *EXTRAS))


class TablePart(NamedTuple):
    """A piece as it is written: columns, or their names and their text."""

    columns: Any
    names: Sequence[str] = ()
    text: bytes = b""

    def __reduce__(self) -> tuple[object, ...]:
        columns = None if self.columns is None else packed_batch(self.columns)
        return _unpacked, (columns, self.names, self.text)


def _unpacked(columns: bytes | None, names: Sequence[str], text: bytes) -> TablePart:
    return TablePart(None if columns is None else unpacked_batch(columns), names, text)


def as_written(batch: pa.RecordBatch, form: TableFormat) -> TablePart:
    """A result in the form in which a table takes it: most of the work of writing.

    Raises:
        TableError: a column holds what the format cannot.
    """
    if form is TableFormat.CSV:
        return TablePart(None, batch.schema.names, texts.csv_rows(batch))
    if form is TableFormat.JSON_LINES:
        return TablePart(None, batch.schema.names, texts.json_lines(batch))
    return TablePart(texts.plain(batch, keeps=MADE))


class Sink(ABC):
    """Writes one piece after the other to a stream, as one table."""

    @abstractmethod
    def take(self, piece: TablePart) -> None:
        """Write a piece behind those before it."""

    @abstractmethod
    def close(self) -> None:
        """Write what stands behind the last piece; the stream is still open."""


class TextSink(Sink):
    """CSV, which begins with the names of its columns, or JSON Lines.

    Args:
        stream: where they are written.
        form: which of the two.
        made: what is done to the text before; nothing where nobody looks at it.
    """

    def __init__(
        self, stream: IO[bytes], form: TableFormat, made: Callable[[bytes], bytes] = bytes
    ) -> None:
        self._stream, self._made, self._is_begun = stream, made, form is not TableFormat.CSV

    def take(self, piece: TablePart) -> None:
        """Write a piece behind those before it."""
        if not self._is_begun:
            self._stream.write(self._made(texts.csv_header(piece.names)))
            self._is_begun = True
        self._stream.write(self._made(piece.text))

    def close(self) -> None:
        """Nothing more."""


class ColumnSink(Sink):
    """Arrow or Parquet; the first piece says which columns there are.

    Args:
        stream: where they are written.
        form: which of the two.
        is_stream: whether Arrow is written as a stream.
        note: told of columns that only later pieces have: they are left out.
    """

    def __init__(
        self,
        stream: IO[bytes],
        form: TableFormat,
        note: Callable[[str], object],
        *,
        is_stream: bool,
    ) -> None:
        self._stream, self._form, self._note, self._is_stream = stream, form, note, is_stream
        self._writer: Any = None
        self._schema: Any = None
        self._left_out: set[str] = set()

    def take(self, piece: TablePart) -> None:
        """Write a piece behind those before it."""
        batch = piece.columns
        if self._writer is None:
            self._schema = batch.schema
            self._writer = self._opened()
        elif not batch.schema.equals(self._schema):
            batch = self._fitted(batch)
        self._writer.write_batch(batch)

    def close(self) -> None:
        """Close the table."""
        if self._writer is not None:
            self._writer.close()

    def _opened(self) -> Any:
        if self._form is TableFormat.PARQUET:
            return pq.ParquetWriter(self._stream, self._schema)
        made = pa.ipc.new_stream if self._is_stream else pa.ipc.new_file
        return made(self._stream, self._schema)

    def _fitted(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """The batch with the columns of the first one; lines may have other keys further down."""
        news = set(batch.schema.names) - set(self._schema.names) - self._left_out
        if news:
            self._left_out |= news
            self._note(f"left out, because the first rows do not have it: {listed(sorted(news))}")
        columns = [
            batch.column(field.name)
            if field.name in batch.schema.names
            else pa.nulls(batch.num_rows, field.type)
            for field in self._schema
        ]
        return pa.RecordBatch.from_arrays(columns, schema=self._schema)
