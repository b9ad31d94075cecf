"""Standard streams that cannot be used: closed by whoever started the programme, or full."""

from __future__ import annotations

import errno
import io
import os
import sys
from contextlib import suppress
from typing import TextIO

from triage.language.diagnostics import TriageError

STANDARD = ("input", "output", "errors")


class StreamClosed(TriageError):
    """There is nowhere to show anything."""


class _ClosedInput(io.RawIOBase):
    """Stands for standard input: whoever reads it is told."""

    def readable(self) -> bool:
        return True

    def readinto(self, _buffer: object) -> int:
        raise OSError(errno.EBADF, "Standard input is closed")


def stand_in() -> None:
    """Put something in the place of each closed stream, so that no file of ours takes its number.

    Raises:
        StreamClosed: standard output is closed.
    """
    is_silent = sys.stdout is None
    _take_numbers()
    if sys.stdin is None:
        sys.stdin = io.TextIOWrapper(io.BufferedReader(_ClosedInput()))
    if sys.stderr is None:
        sys.stderr = _nowhere()
    if is_silent:
        sys.stdout = _nowhere()
        raise StreamClosed("standard output is closed, so nothing can be shown")


def flush() -> bool:
    """Hand on what was printed; whether everything could be. What could not is forgotten, so that
    the end of the programme does not try again.
    """
    return all([_is_flushed(stream) for stream in (sys.stdout, sys.stderr)])


def _is_flushed(stream: TextIO) -> bool:
    try:
        stream.flush()
    except OSError:
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        return False
    return True


def _take_numbers() -> None:
    """Open the three standard streams that are not open, for good: the lowest free number comes
    first.
    """
    while (number := os.open(os.devnull, os.O_RDWR)) < len(STANDARD):
        os.set_inheritable(number, True)
    os.close(number)


def _nowhere() -> TextIO:
    return open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123 # until the end
