"""Write files that are either whole or not there, and say in plain words why one cannot be used.

TriageError
└── StoreError          a file or folder that cannot be read or written
"""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from triage.language.diagnostics import TriageError


class StoreError(TriageError):
    """A file or folder that cannot be read or written; ``reason`` says why, in a few words."""

    def __init__(self, path: Path, error: OSError) -> None:
        self.reason = error.strerror or str(error)
        super().__init__(f"`{path}` cannot be used: {self.reason}")


def write_atomically(path: Path, text: str) -> None:
    """Write a file that only its owner can read: afterwards it holds all of ``text``, or what it
    held before.

    Raises:
        StoreError: the file cannot be written.
    """
    with reported(path):
        path = _resolved(path)
        if path.exists() and not path.is_file():
            path.write_text(
                text, encoding="utf-8"
            )  # a device or a pipe has no "before"; a folder is refused
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


@contextlib.contextmanager
def reported(path: Path) -> Iterator[None]:
    """Turn an error of the file system into a StoreError."""
    try:
        yield
    except OSError as error:
        raise StoreError(path, error) from error


def put_aside(path: Path, ending: str) -> Path:
    """Move the file to a free name that ends so, or so with a number; returns that name.

    Raises:
        OSError: it cannot be moved.
    """
    names = (f"{path.stem}.{ending}{number or ''}" for number in count())
    aside = next(found for name in names if not (found := path.with_name(name)).exists())
    path.rename(aside)
    return aside


def make_private(folder: Path) -> None:
    """Make the folder, for its owner only, where there is none.

    Raises:
        StoreError: it cannot be made.
    """
    with reported(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
