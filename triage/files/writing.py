"""Write files that are either whole or not there, and say in plain words why one cannot be used.

TriageError
└── StoreError          a file or folder that cannot be read or written
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Iterable, Iterator
from itertools import count
from pathlib import Path

from triage.files.folder import PRIVATE, Folder, UnsafePath, write_all
from triage.language.diagnostics import TriageError
from triage.language.safe import Safe


class StoreError(TriageError):
    """A file or folder that cannot be read or written; ``reason`` says why, in a few words."""

    def __init__(self, path: Path, error: Exception) -> None:
        self.reason = (isinstance(error, OSError) and error.strerror) or str(error)
        if isinstance(error, UnsafePath):
            path = Path(error.filename)
        super().__init__(f"`{path}` cannot be used: {self.reason}")


def write_atomically(path: Path, text: Safe, mode: int = PRIVATE) -> None:
    """Write a file, by default one that only its owner can read: afterwards it holds all of
    ``text``, or what it held before.

    A link that the person named is followed.

    Raises:
        StoreError: the file cannot be written.
    """
    with reported(path):
        path = resolved(path)
        if path.exists() and not path.is_file():
            _write_through(path, text)
            return
        folder = Folder(path.parent)
        folder.tidy(path.name.__eq__)
        folder.keep(path.name, text, mode)


def _write_through(path: Path, text: Safe) -> None:
    """Write to a device or a pipe, which has no "before"; a folder is refused."""
    number = os.open(path, os.O_WRONLY)
    try:
        write_all(number, text.encode())
    finally:
        os.close(number)


def resolved(path: Path) -> Path:
    """The file that a link stands for; OSError for a ring of links, which until Python 3.13 is no
    such error.
    """
    try:
        return path.resolve()
    except RuntimeError as error:
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP)) from error


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


def make_private(folder: Path) -> tuple[str, ...]:
    """Make the folder, for its owner only, where there is none; returns what the person has to
    know, mostly nothing.

    Raises:
        StoreError: it cannot be made, or others may write to it and it is not ours to change.
    """
    with reported(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return close_to_others(folder)


def close_to_others(folder: Path) -> tuple[str, ...]:
    """Take from others the right to write to the folder, if it is there; returns what the person
    has to know, mostly nothing.

    Raises:
        StoreError: it is not ours to change.
    """
    with reported(folder):
        try:
            found = folder.stat()
        except (FileNotFoundError, NotADirectoryError):
            return ()
        # elsewhere the bits of the mode say nothing
        if os.name != "posix" or not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
            return ()
        if found.st_uid != os.geteuid() or found.st_mode & stat.S_ISVTX:
            raise UnsafePath(folder, "others may write to this folder, and it is not yours alone")
        folder.chmod(0o700)
    return (f"Others could write to {folder}. From now on only you can use it.",)
