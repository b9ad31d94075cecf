"""Columns as text: as lines of JSON, and as rows of CSV."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable
from itertools import pairwise

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from triage.columnar.cells import BETWEEN, RAW
from triage.columnar.formats import TableError

BETWEEN_PARTS = ":"
"""Stands in CSV between the parts of one thing that is listed: a cause, and how it fits."""

_CSV = pyarrow.csv.WriteOptions(include_header=False)


def json_lines(batch: pa.RecordBatch) -> bytes:
    """Each row as an object on a line of its own.

    >>> json_lines(pa.record_batch({"name": ["x", None], "signs": [["hot"], []]}))
    b'{"name": "x", "signs": ["hot"]}\\n{"name": null, "signs": []}\\n'
    """
    cells = [_pairs(field, batch.column(field.name)) for field in batch.schema]
    rows = (", ".join(filter(None, row)) for row in zip(*cells, strict=True))
    text = "".join(f"{{{row}}}\n" for row in rows)
    return text.replace("\x7f", "\\u007f").encode()


def _pairs(field: pa.Field, column: pa.Array) -> list[str]:
    """The key and the value in each row; nothing where a line had no such key."""
    key = json.dumps(field.name)
    if field.metadata == RAW:
        return [f"{key}: {text}" if text else "" for text in column.to_pylist()]
    return [f"{key}: {text}" for text in _json(column)]


def _json(column: pa.Array) -> list[str]:
    """The JSON of each value."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        words = [json.dumps(word) for word in column.dictionary.to_pylist()]
        places = column.indices.to_pylist()
        return ["null" if place is None else words[place] for place in places]
    if pa.types.is_list(kind):
        ends = column.offsets.to_pylist()
        parts = _json(column.values.slice(ends[0], ends[-1] - ends[0]))
        lists = (
            f"[{', '.join(parts[start - ends[0] : end - ends[0]])}]"
            for start, end in pairwise(ends)
        )
        valid = column.is_valid().to_pylist()
        return [text if is_so else "null" for text, is_so in zip(lists, valid, strict=True)]
    if pa.types.is_struct(kind) and not column.null_count:
        keys = [json.dumps(field.name) for field in kind]
        pairs = [
            [f"{key}: {text}" for text in _json(column.field(place))]
            for place, key in enumerate(keys)
        ]
        return [f"{{{', '.join(row)}}}" for row in zip(*pairs, strict=True)]
    return [json.dumps(value, default=str) for value in column.to_pylist()]


def plain(batch: pa.RecordBatch, *, keeps: frozenset[str]) -> pa.RecordBatch:
    """The batch with texts that are JSON as what they say, and words as texts, so that all batches
    have the same types; columns that are in ``keeps`` stay.
    """
    arrays, fields = [], []
    for field, column in zip(batch.schema, batch.columns, strict=True):
        if field.metadata == RAW:
            found = pa.array([_unquoted(text) for text in column.to_pylist()], pa.string())
        elif pa.types.is_dictionary(field.type) and field.name not in keeps:
            found = column.dictionary_decode()
        else:
            found = column
        arrays.append(found)
        fields.append(pa.field(field.name, found.type))
    return pa.RecordBatch.from_arrays(arrays, schema=pa.schema(fields, batch.schema.metadata))


def _unquoted(text: str | None) -> str | None:
    """A JSON text as what it says; any other value as it is written."""
    if text is None or text == "null":
        return None
    return str(json.loads(text)) if text.startswith('"') else text


def csv_rows(batch: pa.RecordBatch) -> bytes:
    """Each row as a row of CSV, without a header; what is listed stands between `;`.

    Raises:
        TableError: a column holds what CSV cannot.
    """
    batch = plain(batch, keeps=frozenset())
    arrays = [
        _flat(field, column) for field, column in zip(batch.schema, batch.columns, strict=True)
    ]
    made = io.BytesIO()
    names = [str(place) for place in range(len(arrays))]
    pyarrow.csv.write_csv(pa.RecordBatch.from_arrays(arrays, names), made, _CSV)
    return made.getvalue()


def csv_header(names: Iterable[str]) -> bytes:
    """The names of the columns as a row of CSV."""
    quoted = ('"' + name.replace('"', '""') + '"' for name in names)
    return ",".join(quoted).encode() + b"\n"


def _flat(field: pa.Field, column: pa.Array) -> pa.Array:
    """The column as one that CSV can hold."""
    if not pa.types.is_nested(field.type):
        return column
    if pa.types.is_list(field.type):
        parts = column.values
        if pa.types.is_struct(parts.type):
            inner = [_text(part) for part in parts.flatten()]
            parts = pc.binary_join_element_wise(*inner, BETWEEN_PARTS)
        if not pa.types.is_nested(parts.type):
            lists = pa.ListArray.from_arrays(column.offsets, _text(parts), mask=column.is_null())
            return pc.binary_join(lists, BETWEEN)
    raise TableError(f"the column `{field.name}`", f"it holds {field.type}, and CSV cannot")


def _text(parts: pa.Array) -> pa.Array:
    decoded = parts.dictionary_decode() if pa.types.is_dictionary(parts.type) else parts
    return decoded.cast(pa.string())
