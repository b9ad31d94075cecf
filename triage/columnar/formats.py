"""The formats that people in columns are kept in, each known by the ending of a file."""

from __future__ import annotations

from enum import Enum
from pathlib import Path

from triage.language.diagnostics import TriageError, listed

STANDARD = "-"
"""Stands for standard input or output."""


class TableFormat(Enum):
    """How a table of people is written, by the name that people choose it by."""

    ARROW = "arrow"
    PARQUET = "parquet"
    CSV = "csv"
    JSON_LINES = "jsonl"


ENDINGS = {
    ".arrow": TableFormat.ARROW,
    ".feather": TableFormat.ARROW,
    ".ipc": TableFormat.ARROW,
    ".arrows": TableFormat.ARROW,
    ".parquet": TableFormat.PARQUET,
    ".csv": TableFormat.CSV,
    ".jsonl": TableFormat.JSON_LINES,
    ".ndjson": TableFormat.JSON_LINES,
}
STREAM_ENDING = ".arrows"
"""An Arrow file that is written as a stream."""


class TableError(TriageError):
    """A table of people that cannot be read or written.

    Args:
        name: what it is called.
        problem: why not; empty where ``name`` is all that is to say.
    """

    def __init__(self, name: str, problem: str = "") -> None:
        super().__init__(f"{name}: {problem}" if problem else name)


def format_of(name: str, chosen: str | None = None) -> TableFormat:
    """The format of the file called ``name``, or of a standard stream: JSON Lines, unless another
    one is ``chosen``.

    Raises:
        TableError: its ending says none, or it is a format that no stream can have.
    """
    if chosen is not None:
        found = TableFormat(chosen)
    elif name == STANDARD:
        found = TableFormat.JSON_LINES
    elif Path(name).is_dir():
        found = TableFormat.PARQUET
    else:
        ending = Path(name).suffix.lower()
        if ending not in ENDINGS:
            known = listed(ENDINGS)
            raise TableError(name, f"the ending says the format, and is one of {known}")
        found = ENDINGS[ending]
    if name == STANDARD and found is TableFormat.PARQUET:
        raise TableError("-", "Parquet is read and written from its end, so it needs a file")
    return found
