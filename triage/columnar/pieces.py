"""Tables of people, read piece after piece in flat memory."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice, starmap
from pathlib import Path
from typing import IO, Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from triage.answers.streams import LONGEST_LINE
from triage.columnar.blocks import MOST_PEOPLE, blocks
from triage.columnar.formats import STANDARD, TableError, TableFormat
from triage.columnar.rejected import Rejected
from triage.language.ruleset import RuleSet

ROWS_OF_CSV = 8_192
LINES = 2 * LONGEST_LINE
"""How many bytes of JSON Lines are one piece."""
BUFFER = 1024 * 1024
ARROW_FILE = b"ARROW1"
"""How an Arrow file begins that is no stream."""

Metadata = Mapping[bytes, bytes]


class Rows(NamedTuple):
    """Some people, the number of the row of each, and the rows that are no person."""

    batch: pa.RecordBatch
    numbers: Sequence[int]
    rejected: Sequence[Rejected] = ()

    def __reduce__(self) -> tuple[object, ...]:
        return _unpacked_rows, (packed_batch(self.batch), self.numbers, self.rejected)


class RawLines(NamedTuple):
    """Some JSON Lines that are not read yet, and how many stand before them."""

    content: bytes
    before: int


Piece = Rows | RawLines


def packed_batch(batch: pa.RecordBatch) -> bytes:
    """The batch as bytes to send to another process; of a slice no more than it shows."""
    made = io.BytesIO()
    with pa.ipc.new_stream(made, batch.schema) as writer:
        writer.write_batch(batch)
    return made.getvalue()


def unpacked_batch(content: bytes) -> pa.RecordBatch:
    """The batch that was packed."""
    return pa.ipc.open_stream(content).read_next_batch()


def _unpacked_rows(content: bytes, *others: Any) -> Rows:
    return Rows(unpacked_batch(content), *others)


def pieces(name: str, form: TableFormat, ruleset: RuleSet, stdin: IO[bytes]) -> Iterator[Piece]:
    """The people in the table called ``name``: a file, a folder of Parquet files, or `-`.

    Raises:
        TableError: it is not there, empty, not whole, or says that it is for another rule set.
    """
    readers: Mapping[TableFormat, Callable[[IO[bytes], str, RuleSet], Iterator[Piece]]] = {
        TableFormat.ARROW: _arrow,
        TableFormat.CSV: _csv,
        TableFormat.JSON_LINES: _lines,
    }
    if form is TableFormat.PARQUET:
        yield from starmap(Rows, blocks(_parquet(files_of(name), ruleset)))
    elif name == STANDARD:
        with _reading(name):
            yield from readers[form](stdin, name, ruleset)
    else:
        with _reading(name), Path(name).open("rb") as stream:
            yield from readers[form](stream, name, ruleset)


@contextmanager
def _reading(name: str) -> Iterator[None]:
    """Meanwhile the file of this name is read.

    Raises:
        TableError: it cannot be read.
    """
    try:
        yield
    except (OSError, pa.ArrowException) as error:
        raise TableError(name, f"it cannot be read: {_first_line(error)}") from error


def files_of(name: str) -> Sequence[Path]:
    """The file of this name, or the Parquet files in the folder of this name and below it.

    Raises:
        TableError: there is none in the folder.
    """
    path = Path(name)
    if not path.is_dir():
        return (path,)
    found = sorted(path.rglob("*.parquet"))
    found = [one for one in found if not one.name.startswith((".", "_"))]
    if not found:
        raise TableError(name, "no file in this folder ends in `.parquet`")
    return found


def _first_line(error: Exception) -> str:
    told = (isinstance(error, OSError) and error.strerror) or str(error)
    return told.partition("\n")[0]


# Arrow and Parquet


def _arrow(stream: IO[bytes], name: str, ruleset: RuleSet) -> Iterator[Rows]:
    begin = b""
    if name != STANDARD:
        begin = stream.read(len(ARROW_FILE))
        stream.seek(0)
        _check_filled(begin, name)
    if begin == ARROW_FILE:
        with pa.ipc.open_file(stream) as file:
            check_made_for(file.schema.metadata, name, ruleset)
            batches = (file.get_batch(place) for place in range(file.num_record_batches))
            yield from starmap(Rows, blocks(_or_empty(batches, file.schema)))
    else:
        with pa.ipc.open_stream(stream) as reader:
            check_made_for(reader.schema.metadata, name, ruleset)
            yield from starmap(Rows, blocks(_or_empty(reader, reader.schema)))


def _or_empty(batches: Iterable[pa.RecordBatch], schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    """The batches, or an empty one where there is none."""
    batch = None
    for batch in batches:
        yield batch
    if batch is None:
        yield pa.RecordBatch.from_pylist([], schema)


def _parquet(paths: Sequence[Path], ruleset: RuleSet) -> Iterator[pa.RecordBatch]:
    first: pa.Schema | None = None
    for path in paths:
        with _reading(str(path)):
            with path.open("rb") as stream:
                _check_filled(stream.read(1), str(path))
            with pq.ParquetFile(path, buffer_size=BUFFER) as file:
                texts = _texts_of_questions(file, ruleset)
                schema = file.schema_arrow
            check_made_for(schema.metadata, str(path), ruleset)
            if first is not None and not first.equals(schema):
                raise TableError(str(path), f"its columns are not those of {paths[0]}")
            first = schema
            with pq.ParquetFile(path, read_dictionary=texts, buffer_size=BUFFER) as file:
                yield from _or_empty(file.iter_batches(MOST_PEOPLE), file.schema_arrow)


def _texts_of_questions(file: pq.ParquetFile, ruleset: RuleSet) -> list[str]:
    """The columns that are read quickest as a few words again and again."""
    columns = (file.schema.column(place) for place in range(len(file.schema.names)))
    return [
        column.path
        for column in columns
        if column.physical_type == "BYTE_ARRAY" and column.path.split(".")[0] in ruleset.questions
    ]


def check_made_for(metadata: Metadata | None, name: str, ruleset: RuleSet) -> None:
    """Refuse answers that say that they are for another rule set.

    Raises:
        TableError: they do.
    """
    told = (metadata or {}).get(b"triage.ruleset")
    if told is not None and told.decode(errors="replace") != ruleset.id:
        other = told.decode(errors="replace")
        raise TableError(name, f"it is for the rule set `{other}`, not `{ruleset.id}`")


def made_for(schema: pa.Schema) -> str:
    """The version and the digest of the rule set that a table says it is for; mostly nothing."""
    metadata = schema.metadata or {}
    told = (metadata.get(key) for key in (b"triage.version", b"triage.digest"))
    return " ".join(word.decode(errors="replace") for word in told if word is not None)


def _check_filled(begin: bytes, name: str) -> None:
    if not begin:
        raise TableError(name, "it is empty")


# Text


def _lines(stream: IO[bytes], name: str, _: RuleSet) -> Iterator[RawLines]:
    """Whole lines, many at once; of a line that is too long only its beginning."""
    before, rest, is_empty = 0, b"", True
    while content := stream.read(LINES):
        content, rest, is_empty = rest + content, b"", False
        end = content.rfind(b"\n") + 1
        if end:
            rest = content[end:]
            yield RawLines(content[: end - 1], before)
            before += content.count(b"\n")
        elif len(content) > LONGEST_LINE:
            rest = _behind_line(stream)
            yield RawLines(content[: LONGEST_LINE + 1], before)
            before += 1
        else:
            rest = content
    if is_empty:
        raise TableError(name, "it is empty")
    yield RawLines(rest, before)


def _behind_line(stream: IO[bytes]) -> bytes:
    """What was read behind the end of this line."""
    while content := stream.read(LINES):
        _, end, rest = content.partition(b"\n")
        if end:
            return rest
    return b""


def _csv(stream: IO[bytes], name: str, _: RuleSet) -> Iterator[Rows]:
    """The rows below the header; a blank row is none, an empty cell holds nothing."""
    # detached in the end, so that nobody closes a stream that is not ours
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
    before = 0
    try:
        found = csv.reader(text, strict=True)
        header = next(found, None)
        if header is None:
            raise TableError(name, "it is empty")
        records = filter(None, found)
        rows = list(islice(records, ROWS_OF_CSV))
        while rows or not before:
            yield _table(header, rows, before)
            before += max(1, len(rows))
            rows = list(islice(records, ROWS_OF_CSV))
    except (csv.Error, UnicodeDecodeError) as error:
        problem = "it is not UTF-8 text" if isinstance(error, UnicodeError) else str(error)
        raise TableError(name, f"it cannot be read behind row {before:,}: {problem}") from error
    finally:
        text.detach()


def _table(header: Sequence[str], rows: Sequence[Sequence[str]], before: int) -> Rows:
    good = [(n, row) for n, row in enumerate(rows, before + 1) if len(row) == len(header)]
    bad = [
        Rejected(n, f"it has {len(row)} cells, and the header {len(header)}", {"cells": list(row)})
        for n, row in enumerate(rows, before + 1)
        if len(row) != len(header)
    ]
    columns = zip(*(row for _, row in good), strict=True) if good else [()] * len(header)
    arrays = [pa.array([cell or None for cell in cells], pa.string()) for cells in columns]
    return Rows(pa.RecordBatch.from_arrays(arrays, list(header)), [n for n, _ in good], bad)
