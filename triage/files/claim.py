"""One programme at a time: a file that its holder has locked. The system lets go of it when the
holder ends, however it ends, so that nothing stale is left.
"""

from __future__ import annotations

import contextlib
import os
import sys
from importlib import import_module
from pathlib import Path

_FLAGS = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
PRIVATE = 0o600


class FileClaim:
    """Something that this programme holds until ``release`` or its end."""

    def __init__(self, path: Path, number: int) -> None:
        self._path, self._number = path, number

    def release(self) -> None:
        """Let others have it, and leave no file behind."""
        with contextlib.suppress(OSError):
            self._path.unlink()
        with contextlib.suppress(OSError):
            os.close(self._number)
        if sys.platform == "win32":
            # there an open file cannot be deleted, neither by who held it nor while others hold it
            with contextlib.suppress(OSError):
                self._path.unlink()


def claim(path: Path) -> FileClaim | None:
    """Hold what ``path`` stands for; None where another programme, or another part of this one,
    holds it.

    Raises:
        OSError: the file cannot be made.
    """
    while True:
        number = os.open(path, _FLAGS, PRIVATE)
        if not _is_locked(number):
            os.close(number)
            return None
        # who held it before may have deleted the file in the meantime
        if _is_there(path, number):
            return FileClaim(path, number)
        os.close(number)


def _is_locked(number: int) -> bool:
    """Whether the open file is ours now; a file system without locks keeps nobody out."""
    try:
        import fcntl
    except ImportError:
        return _is_locked_on_windows(number)
    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True


def _is_locked_on_windows(number: int) -> bool:
    """The same by the first byte of the file, which may be locked before it is there."""
    try:
        msvcrt = import_module("msvcrt")
    except ImportError:
        return True
    try:
        msvcrt.locking(number, msvcrt.LK_NBLCK, 1)
    except PermissionError:
        return False
    except OSError:
        return True
    return True


def _is_there(path: Path, number: int) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(number))
    except FileNotFoundError:
        return False
