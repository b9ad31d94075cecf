"""A file of finished practice, one JSON object a line, that a teacher gathers."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from triage.files.folder import USUAL, check_file, write_all
from triage.files.writing import reported
from triage.language.safe import Safe
from triage.practice.records.result import NotAResult, PracticeResult

LONGEST_LINE = 1_000_000


def check(path: Path) -> None:
    """Make sure before the practice begins that results can be added, to a new file, an empty one
    or one of ours.

    Raises:
        NotAResult: it holds something else, which stays as it is.
        StoreError: it cannot be read or written, or is a device or a pipe.
    """
    with reported(path), _opened(path) as number:
        first = os.read(number, LONGEST_LINE).partition(b"\n")[0]
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
    with reported(path), _opened(path) as number:
        end = os.lseek(number, 0, os.SEEK_END)
        os.lseek(number, max(0, end - 1), os.SEEK_SET)
        is_cut_off = os.read(number, 1) not in (b"", b"\n")
        write_all(number, (Safe("\n" * is_cut_off) + line + Safe("\n")).encode())
        os.fsync(number)


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    """The file, made if need be, where all that is written comes last."""
    # without waiting for whoever should be at the other end of a pipe
    extra = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    number = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | extra, USUAL)
    try:
        check_file(os.fstat(number), path)
        yield number
    finally:
        os.close(number)
