"""An unfinished practice on this computer, one for each rule set, in the folder of unfinished
answers.
"""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from triage.files.writing import make_private, put_aside, reported, write_atomically
from triage.language.ruleset import RuleSet
from triage.practice.records.session import Session, loads


class Desk(Protocol):
    """Keeps one unfinished practice."""

    @property
    def keeps(self) -> bool:
        """Whether anything is kept at all."""

    @property
    def put_aside(self) -> Path | None:
        """Where the last loading moved what could not go on, if it did."""

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

    def load(self) -> Session | None:
        """Nothing, always."""
        return None

    def save(self, session: Session) -> None:
        """Do nothing."""

    def clear(self) -> None:
        """Do nothing."""


class FolderDesk:
    """Keeps it in a folder; every method may raise StoreError."""

    keeps = True

    def __init__(self, folder: Path, ruleset: RuleSet) -> None:
        self._ruleset, self._path = ruleset, folder / f"practice-{ruleset.id}.json"
        self.put_aside: Path | None = None

    def load(self) -> Session | None:
        """What was kept; a file that cannot be understood is moved aside, never written over."""
        with reported(self._path):
            if not self._path.exists():
                return None
            text = self._path.read_text(encoding="utf-8", errors="replace")
            session = loads(text, self._ruleset) if text else None
            if text and session is None:
                self.put_aside = put_aside(self._path, "old", self._path.suffix)
        return session

    def save(self, session: Session) -> None:
        """Keep this instead; the file holds this one or the one before."""
        make_private(self._path.parent)
        write_atomically(self._path, session.dumps(self._ruleset))

    def clear(self) -> None:
        """Keep nothing any more."""
        with reported(self._path):
            self._path.unlink(missing_ok=True)


def clear_all(folder: Path) -> int:
    """Remove every unfinished practice in the folder, of whatever rule set; returns how many files
    are gone.

    Raises:
        StoreError: a file cannot be removed.
    """
    kept = sorted(folder.glob("practice-*.json"))
    for path in kept:
        with reported(path):
            path.unlink(missing_ok=True)
    return len(kept)
