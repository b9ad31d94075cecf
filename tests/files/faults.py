"""A file system that fails, or a programme that stops, at any one of its system calls."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import NoReturn
from unittest.mock import patch

CALLS = (
    *("open", "read", "write", "fsync", "lseek", "close"),
    *("stat", "lstat", "fstat", "listdir", "scandir"),
    *("mkdir", "rename", "replace", "chmod", "unlink"),
)
CHANGING = ("open", "write", "mkdir", "rename", "replace", "chmod", "unlink")
"""The calls that change what is on the disk: to stop before another one is to stop before the next
of these. What SQLite changes by itself is not among them.
"""
NOT_REACHED, STOPPED = 7, 8


class Fault:
    """One system call, by its number, that goes wrong."""

    def __init__(self, number: int, calls: tuple[str, ...] = CALLS) -> None:
        self.number, self.name, self._calls = number, "", calls
        self._numbers = count(1)

    @property
    def was_reached(self) -> bool:
        """Whether there were so many calls."""
        return bool(self.name)

    @contextmanager
    def happening(self, fail: Callable[[], NoReturn]) -> Iterator[None]:
        """While this is open the call ends in ``fail``."""
        with patch.multiple(os, **{name: self._instead(name, fail) for name in self._calls}):
            yield

    def _instead(self, name: str, fail: Callable[[], NoReturn]) -> Callable[..., object]:
        usual = getattr(os, name)

        def call(*arguments: object, **named: object) -> object:
            if next(self._numbers) == self.number:
                self.name = name
                if name == "close":  # a close that fails has closed
                    usual(*arguments, **named)
                fail()
            return usual(*arguments, **named)

        return call


def broken_disk() -> NoReturn:
    """The call fails."""
    raise OSError(errno.EIO, os.strerror(errno.EIO))


def full_disk() -> NoReturn:
    """There is no room."""
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def stop() -> NoReturn:
    """The programme ends here, as if the power went."""
    os._exit(STOPPED)


def stopped_at(number: int, act: Callable[[], object], calls: tuple[str, ...] = CHANGING) -> bool:
    """Act in a process of its own that stops before this one of the calls; whether it came so
    far.
    """
    child = os.fork()
    if not child:
        code = 1
        try:
            with Fault(number, calls).happening(stop):
                act()
            code = NOT_REACHED
        finally:
            os._exit(code)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in (STOPPED, NOT_REACHED)
    return code == STOPPED
