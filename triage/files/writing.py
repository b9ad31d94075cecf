"""Write files that are either whole or not there, and say in plain words why one cannot be used.

TriageError
└── StoreError          a file or folder that cannot be read or written
"""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
from collections.abc import Iterable, Iterator
from itertools import count
from pathlib import Path

from triage.language.diagnostics import TriageError
from triage.language.safe import Safe


class StoreError(TriageError):
    """A file or folder that cannot be read or written; ``reason`` says why, in a few words."""

    def __init__(self, path: Path, error: Exception) -> None:
        self.reason = (isinstance(error, OSError) and error.strerror) or str(error)
        super().__init__(f"`{path}` cannot be used: {self.reason}")


def write_atomically(path: Path, text: Safe) -> None:
    """Write a file that only its owner can read: afterwards it holds all of ``text``, or what it
    held before.

    Raises:
        StoreError: the file cannot be written.
    """
    with reported(path):
        path = _resolved(path)
        if path.exists() and not path.is_file():
            # a device or a pipe has no "before"; a folder is refused
            path.write_text(text, encoding="utf-8")
            return
        number, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
        try:
            with os.fdopen(number, "w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise


def _resolved(path: Path) -> Path:
    """The file that a link stands for; OSError for a ring of links, which until Python 3.13 is no
    such error.
    """
    try:
        return path.resolve()
    except RuntimeError as error:
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP)) from error


def write(path: Path, text: Safe) -> None:
    """Write a file that others may read too; OSError where it cannot be written."""
    path.write_text(text, encoding="utf-8", newline="\n")


def write_new(path: Path, text: Safe) -> None:
    """Write a file that is not there yet; OSError where it is, or cannot be written."""
    with path.open("x", encoding="utf-8") as file:
        file.write(text)


@contextlib.contextmanager
def reported(path: Path, *errors: type[Exception]) -> Iterator[None]:
    """Turn an error of the file system, or one of ``errors``, into a StoreError."""
    kinds: tuple[type[Exception], ...] = (OSError, *errors)
    try:
        yield
    except kinds as error:
        raise StoreError(path, error) from error


def put_aside(path: Path, word: str, suffix: str = "", sides: Iterable[str] = ()) -> Path:
    """Move the file to a free name, and what lies beside it along; returns that name.

    Args:
        path: the file.
        word: what the new name says after the stem, with a number where that name is taken.
        suffix: how the new name ends.
        sides: endings that stand behind the name of the file for what belongs to it.

    Raises:
        OSError: it cannot be moved.
    """
    aside = _free_name(path, word, suffix)
    for side in (*sides, ""):
        # another terminal may just have moved it
        with contextlib.suppress(FileNotFoundError):
            Path(f"{path}{side}").rename(f"{aside}{side}")
    return aside


def _free_name(path: Path, word: str, suffix: str) -> Path:
    for number in count():
        found = path.with_name(f"{path.stem}.{word}{number or ''}{suffix}")
        if not found.exists():
            return found
    raise AssertionError("numbers do not end")


def make_private(folder: Path) -> None:
    """Make the folder, for its owner only, where there is none.

    Raises:
        StoreError: it cannot be made.
    """
    with reported(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
