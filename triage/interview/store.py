"""Unfinished answers on this computer, and files that are either whole or not there.

One file a rule set, in a folder and with permissions for its owner only. A file that cannot be
understood is moved aside and never overwritten.

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
from typing import TYPE_CHECKING, Protocol

from triage.language.diagnostics import TriageError

if TYPE_CHECKING:  # `triage about` names the folder without loading what reads answers
    from triage.interview.journal import Unfinished
    from triage.interview.state import Interview
    from triage.language.ruleset import RuleSet


class StoreError(TriageError):
    """A file or folder that cannot be read or written; ``reason`` says why, in a few words."""

    def __init__(self, path: Path, error: OSError) -> None:
        self.reason = error.strerror or str(error)
        super().__init__(f"`{path}` cannot be used: {self.reason}")


class AnswerStore(Protocol):
    """Keeps one unfinished interview for each rule set."""

    @property
    def place(self) -> str:
        """Where answers are kept; empty where they are not."""

    def load(self, ruleset: RuleSet) -> Unfinished:
        """The interview kept for ``ruleset``."""

    def save(self, interview: Interview) -> None:
        """Keep ``interview`` instead of what was kept before."""

    def remove(self, ruleset: RuleSet) -> None:
        """Keep nothing for ``ruleset`` any more."""


class NoStore:
    """Keeps nothing (``--private``)."""

    place = ""

    def load(self, ruleset: RuleSet) -> Unfinished:  # noqa: ARG002 # the port's shape
        """Nothing, always."""
        from triage.interview.journal import Unfinished

        return Unfinished()

    def save(self, interview: Interview) -> None:
        """Do nothing."""

    def remove(self, ruleset: RuleSet) -> None:
        """Do nothing."""


class Store:
    """Keeps unfinished interviews in a folder; every method may raise StoreError."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def place(self) -> str:
        """The folder."""
        return str(self._folder)

    def load(self, ruleset: RuleSet) -> Unfinished:
        """The interview kept for ``ruleset``, without the answers that no longer fit it."""
        from triage.interview.journal import LARGEST, Damaged, Unfinished, loads

        path = self._path(ruleset)
        with _reported(path):
            if not path.exists():
                return Unfinished()
            with path.open("rb") as file:
                content = file.read(LARGEST + 1)
            try:
                return loads(content, ruleset)
            except Damaged as damage:
                return Unfinished(notes=(_put_aside(path, str(damage)),))

    def save(self, interview: Interview) -> None:
        """Keep ``interview``; whatever stops the programme, the file holds this one or the one
        before.
        """
        from triage.interview.journal import dumps

        path = self._path(interview.ruleset)
        with _reported(self._folder):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_atomically(path, dumps(interview))

    def remove(self, ruleset: RuleSet) -> None:
        """Delete what was kept for ``ruleset``, and what a killed programme may have left
        half-written beside it.
        """
        path = self._path(ruleset)
        if not self._folder.is_dir():
            return
        with _reported(path):
            path.unlink(missing_ok=True)
            for leftover in self._folder.glob(f".{path.name}.*.tmp"):
                leftover.unlink(missing_ok=True)

    def _path(self, ruleset: RuleSet) -> Path:
        return self._folder / f"{ruleset.id}.json"


def write_atomically(path: Path, text: str) -> None:
    """Write a file that only its owner can read: afterwards it holds all of ``text``, or what it
    held before.

    Raises:
        StoreError: the file cannot be written.
    """
    with _reported(path):
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
def _reported(path: Path) -> Iterator[None]:
    """Turn an error of the file system into a StoreError."""
    try:
        yield
    except OSError as error:
        raise StoreError(path, error) from error


def _put_aside(path: Path, what: str) -> str:
    """Move the file to a free name; returns the sentence that reports it."""
    names = (f"{path.stem}.damaged{number or ''}" for number in count())
    aside = next(found for name in names if not (found := path.with_name(name)).exists())
    path.rename(aside)
    return f"The file with unfinished answers {what}. It was put aside as {aside}."
