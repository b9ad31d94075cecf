"""A file of finished practice, one JSON object a line, that a teacher gathers."""

from __future__ import annotations

import json
import os
from pathlib import Path

from triage.files.writing import reported
from triage.language.safe import Safe
from triage.practice.records.result import NotAResult, PracticeResult

LONGEST_LINE = 1_000_000


def check(path: Path) -> None:
    """Make sure before the practice begins that results can be added, to a new file, an empty one
    or one of ours.

    Raises:
        NotAResult: it holds something else, which stays as it is.
        StoreError: it cannot be read or written.
    """
    with reported(path):
        first = _first_line(path) if path.exists() else b""
        path.open("ab").close()
    if not first.strip():
        return
    try:
        PracticeResult.from_plain(json.loads(first))
    except (ValueError, RecursionError, NotAResult):
        raise NotAResult(
            f"`{path}` holds something else than results of `triage practise`"
        ) from None


def append(path: Path, result: PracticeResult) -> None:
    """Add a result as one line, also behind a line that was cut off; it is on the disk afterwards.

    Raises:
        StoreError: the file cannot be written.
    """
    line = Safe.json(result.to_plain())
    with reported(path), path.open("ab+") as file:
        file.seek(max(0, file.seek(0, os.SEEK_END) - 1))
        is_cut_off = file.read(1) not in (b"", b"\n")
        file.write((Safe("\n" * is_cut_off) + line + Safe("\n")).encode())
        file.flush()
        os.fsync(file.fileno())


def _first_line(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.readline(LONGEST_LINE)
