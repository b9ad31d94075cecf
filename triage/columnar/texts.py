"""Columns as text: as lines of JSON, and as rows of CSV."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from triage.columnar.cells import BETWEEN, RAW
from triage.columnar.formats import TableError

BETWEEN_PARTS = ":"
"""Stands in CSV between the parts of one thing that is listed: a cause, and how it fits."""

_CSV = pyarrow.csv.WriteOptions(include_header=False)


def json_lines(batch: pa.RecordBatch) -> bytes:
    """Each row as an object on a line of its own, in ASCII.

    >>> json_lines(pa.record_batch({"name": ["x", None], "signs": [["hot"], []]}))
    b'{"name": "x", "signs": ["hot"]}\\n{"name": null, "signs": []}\\n'
    """
    rows = [_pair(field, batch.column(field.name)) for field in batch.schema]
    pairs = pc.binary_join_element_wise(*rows, ", ", null_handling="skip")
    lines = pc.binary_join_element_wise("{", pairs, "}\n", "")
    whole = pa.ListArray.from_arrays(pa.array([0, len(lines)], pa.int32()), lines)
    return bytes(pc.binary_join(whole, "")[0].as_buffer())


def _pair(field: pa.Field, column: pa.Array) -> pa.Array:
    """The key and the value in each row; nothing where a line had no such key."""
    key = f"{_dumped(field.name)}: "
    values = column if field.metadata == RAW else _json(column)
    return pc.binary_join_element_wise(key, values, "")


def _json(column: pa.Array) -> pa.Array:
    """The JSON of each value, as text."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        found = _json(column.dictionary).take(column.indices)
    elif pa.types.is_list(kind):
        first, last = column.offsets[0].as_py(), column.offsets[-1].as_py()
        texts = _json(column.values.slice(first, last - first))
        ends = pc.subtract(column.offsets, first)
        parts = pa.ListArray.from_arrays(ends, texts, mask=column.is_null())
        found = pc.binary_join_element_wise("[", pc.binary_join(parts, ", "), "]", "")
    elif pa.types.is_struct(kind) and not column.null_count and kind.num_fields:
        pairs = [
            pc.binary_join_element_wise(f"{_dumped(field.name)}: ", _json(part), "")
            for field, part in zip(kind, column.flatten(), strict=True)
        ]
        found = pc.binary_join_element_wise("{", pc.binary_join_element_wise(*pairs, ", "), "}", "")
    elif pa.types.is_string(kind) and not _has_signs(column):
        found = pc.binary_join_element_wise('"', column, '"', "")
    else:
        found = pa.array([_dumped(value) for value in column.to_pylist()], pa.string())
    return pc.fill_null(found, "null")


def _has_signs(column: pa.Array) -> bool:
    """Whether any text holds what JSON writes in another way."""
    found = pc.any(pc.match_substring_regex(column, r"[^ !#-\[\]-~]")).as_py()
    return bool(found)


def _dumped(value: object) -> str:
    return json.dumps(value, default=str).replace("\x7f", "\\u007f")


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
