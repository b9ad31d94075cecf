"""Finished practice that waits beside a database which cannot be written: a file a result, one line
of JSON in each, until all of them are taken in.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from secrets import token_hex

from triage.files.folder import Folder
from triage.files.writing import reported, resolved
from triage.language.safe import Safe

BEGINNING, ENDING = "progress.waiting-", ".json"
LARGEST = 10_000_000
"""No result comes near so many bytes."""


@dataclass(frozen=True, slots=True)
class WaitingResult:
    """What the database will hold of a result."""

    ruleset: str
    finished_at: str
    document: str


class WaitingResults:
    """The results that wait in a folder; every method may raise StoreError."""

    def __init__(self, folder: Path) -> None:
        self._path = folder

    def add(self, result: WaitingResult) -> Path:
        """Keep a result; it is on the disk afterwards. Returns where it is."""
        path = self._path / f"{BEGINNING}{token_hex(4)}{ENDING}"
        with reported(path):
            self._folder.keep(path.name, Safe.json(asdict(result)) + Safe("\n"))
        return path

    def names(self) -> tuple[str, ...]:
        """The names of the files."""
        with reported(self._path):
            return tuple(filter(is_waiting, self._folder.names()))

    def read(self, names: tuple[str, ...]) -> Iterator[tuple[str, WaitingResult]]:
        """The results in the files, without those that nothing can be made of; these stay."""
        for name in names:
            with reported(self._path / name):
                result = _parsed(self._folder.read(name, LARGEST) or b"")
            if result is not None:
                yield name, result

    def remove(self, name: str) -> None:
        """Forget the result in a file."""
        with reported(self._path / name):
            self._folder.remove(name)

    def tidy(self, age: float) -> int:
        """Delete what a killed programme left half-written; returns how many files are gone."""
        with reported(self._path):
            return self._folder.tidy(is_waiting, age)

    @property
    def _folder(self) -> Folder:
        return Folder(resolved(self._path))


def is_waiting(name: str) -> bool:
    """Whether a file of this name holds a result that waits."""
    return name.startswith(BEGINNING) and name.endswith(ENDING)


def _parsed(content: bytes) -> WaitingResult | None:
    try:
        plain = json.loads(content)
        return WaitingResult(**{key: str(value) for key, value in plain.items()})
    except (ValueError, TypeError, AttributeError, RecursionError):
        return None
