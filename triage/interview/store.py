"""Unfinished answers on this computer.

One file a rule set, in a folder and with permissions for its owner only. A file that cannot be
understood is moved aside and never overwritten.
"""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from triage.files.writing import make_private, put_aside, reported, write_atomically
from triage.interview.journal import LARGEST, Damaged, Unfinished, dumps, loads
from triage.interview.state import Interview
from triage.language.ruleset import RuleSet


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
        path = self._path(ruleset)
        with reported(path):
            if not path.exists():
                return Unfinished()
            with path.open("rb") as file:
                content = file.read(LARGEST + 1)
            try:
                return loads(content, ruleset)
            except Damaged as damage:
                aside = put_aside(path, "damaged")
                note = f"The file with unfinished answers {damage}. It was put aside as {aside}."
                return Unfinished(notes=(note,))

    def save(self, interview: Interview) -> None:
        """Keep ``interview``; whatever stops the programme, the file holds this one or the one
        before.
        """
        path = self._path(interview.ruleset)
        make_private(self._folder)
        write_atomically(path, dumps(interview))

    def remove(self, ruleset: RuleSet) -> None:
        """Delete what was kept for ``ruleset``, and what a killed programme may have left
        half-written beside it.
        """
        path = self._path(ruleset)
        if not self._folder.is_dir():
            return
        with reported(path):
            path.unlink(missing_ok=True)
            for leftover in self._folder.glob(f".{path.name}.*.tmp"):
                leftover.unlink(missing_ok=True)

    def _path(self, ruleset: RuleSet) -> Path:
        return self._folder / f"{ruleset.id}.json"
