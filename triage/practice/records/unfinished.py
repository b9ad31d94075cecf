"""An unfinished practice on this computer, one for each rule set, in the folder of unfinished
answers.
"""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from triage.files.folder import Folder
from triage.files.writing import close_to_others, make_private, put_aside, reported, resolved
from triage.language.ruleset import RuleSet
from triage.practice.records.session import Session, loads

LARGEST = 1_000_000
"""No practice comes near so many bytes; more of them are not read."""


class Desk(Protocol):
    """Keeps one unfinished practice."""

    @property
    def keeps(self) -> bool:
        """Whether anything is kept at all."""

    @property
    def put_aside(self) -> Path | None:
        """Where the last loading moved what could not go on, if it did."""

    @property
    def notes(self) -> tuple[str, ...]:
        """What the person has to know about the keeping since the last loading."""

    def load(self) -> Session | None:
        """What was kept."""

    def save(self, session: Session) -> None:
        """Keep this instead."""

    def clear(self) -> None:
        """Keep nothing any more."""


class NoDesk:
    """Keeps nothing (``--private``)."""

    keeps = False
    put_aside: Path | None = None
    notes: tuple[str, ...] = ()

    def load(self) -> Session | None:
        """Nothing, always."""
        return None

    def save(self, session: Session) -> None:
        """Do nothing."""

    def clear(self) -> None:
        """Do nothing."""


class FolderDesk:
    """Keeps it in a folder; every method may raise StoreError, also for a file that is a link or no
    ordinary file: nothing is read or written through it.
    """

    keeps = True

    def __init__(self, folder: Path, ruleset: RuleSet) -> None:
        self._ruleset, self._path = ruleset, folder / f"practice-{ruleset.id}.json"
        self.put_aside: Path | None = None
        self.notes: tuple[str, ...] = ()

    def load(self) -> Session | None:
        """What was kept; a file that cannot be understood is moved aside, never written over."""
        self.notes = close_to_others(self._path.parent)
        with reported(self._path):
            self._folder.tidy(_is_practice)
            content = self._folder.read(self._path.name, LARGEST + 1)
            if not content:
                return None
            session = loads(content.decode(errors="replace"), self._ruleset)
            if session is None:
                self.put_aside = put_aside(self._path, "old", self._path.suffix)
        return session

    def save(self, session: Session) -> None:
        """Keep this instead; the file holds this one or the one before."""
        make_private(self._path.parent)
        with reported(self._path):
            self._folder.keep(self._path.name, session.dumps(self._ruleset))

    def clear(self) -> None:
        """Keep nothing any more."""
        with reported(self._path):
            self._folder.remove(self._path.name)

    @property
    def _folder(self) -> Folder:
        return Folder(resolved(self._path.parent))


def clear_all(folder: Path) -> int:
    """Remove every unfinished practice in the folder, of whatever rule set, also where it was left
    half-written; returns how many files are gone.

    Raises:
        StoreError: a file cannot be removed.
    """
    kept = sorted(folder.glob("practice-*.json"))
    for path in kept:
        with reported(path):
            path.unlink(missing_ok=True)
    with reported(folder):
        return len(kept) + Folder(resolved(folder)).tidy(_is_practice, age=0)


def _is_practice(name: str) -> bool:
    return name.startswith("practice-") and name.endswith(".json")
