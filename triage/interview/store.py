"""Unfinished answers on this computer.

One file a rule set, in a folder and with permissions for its owner only. A file that cannot be
understood is moved aside and never overwritten.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Protocol

from triage.files.claim import FileClaim, claim
from triage.files.folder import Folder
from triage.files.writing import close_to_others, make_private, put_aside, reported, resolved
from triage.interview.journal import LARGEST, Damaged, Unfinished, dumps, loads
from triage.interview.state import Interview
from triage.language.ruleset import RuleSet


class AnswerStore(Protocol):
    """Keeps one unfinished interview for each rule set."""

    @property
    def place(self) -> str:
        """Where answers are kept; empty where they are not."""

    def claim(self, ruleset: RuleSet) -> bool:
        """Keep the interview of ``ruleset`` for this conversation alone; False where another one
        is going on.
        """

    def release(self) -> None:
        """Let another conversation have it."""

    def load(self, ruleset: RuleSet) -> Unfinished:
        """The interview kept for ``ruleset``."""

    def save(self, interview: Interview) -> None:
        """Keep ``interview`` instead of what was kept before."""

    def remove(self, ruleset: RuleSet) -> None:
        """Keep nothing for ``ruleset`` any more."""


class NoStore:
    """Keeps nothing (``--private``)."""

    place = ""

    def claim(self, ruleset: RuleSet) -> bool:  # noqa: ARG002 # the port's shape
        """True, as there is nothing to share."""
        return True

    def release(self) -> None:
        """Do nothing."""

    def load(self, ruleset: RuleSet) -> Unfinished:  # noqa: ARG002 # the port's shape
        """Nothing, always."""
        return Unfinished()

    def save(self, interview: Interview) -> None:
        """Do nothing."""

    def remove(self, ruleset: RuleSet) -> None:
        """Do nothing."""


class Store:
    """Keeps unfinished interviews in a folder; every method may raise StoreError, also for a file
    that is a link or no ordinary file: nothing is read or written through it.
    """

    def __init__(self, folder: Path, clock: Callable[[], datetime] = datetime.now) -> None:
        self._folder, self._clock = folder, clock
        self._claim: FileClaim | None = None
        self._is_new = False

    @property
    def place(self) -> str:
        """The folder."""
        return str(self._folder)

    def claim(self, ruleset: RuleSet) -> bool:
        """Keep the interview of ``ruleset`` for this conversation alone; False where another one
        is going on.
        """
        path = self._folder / f"{ruleset.id}.lock"
        with reported(path):
            self._is_new = not self._folder.exists()
            make_private(self._folder)
            self._claim = claim(resolved(self._folder) / path.name)
        return self._claim is not None

    def release(self) -> None:
        """Let another conversation have it; a folder made for it goes where nothing is kept."""
        if self._claim is not None:
            self._claim.release()
            self._claim = None
        if self._is_new:
            with suppress(OSError):  # something is kept in it
                self._folder.rmdir()

    def load(self, ruleset: RuleSet) -> Unfinished:
        """The interview kept for ``ruleset``, without the answers that no longer fit it."""
        notes = close_to_others(self._folder)
        name = _name(ruleset)
        with reported(self._folder / name):
            self._held.tidy(_is_kept_here)
            content = self._held.read(name, LARGEST + 1)
            if content is None:
                return Unfinished(notes=notes)
            try:
                found = loads(content, ruleset)
            except Damaged as damage:
                aside = put_aside(self._folder / name, "damaged")
                note = f"The file with unfinished answers {damage}. It was put aside as {aside}."
                return Unfinished(notes=(*notes, note))
        return replace(found, notes=(*notes, *found.notes))

    def save(self, interview: Interview) -> None:
        """Keep ``interview``; whatever stops the programme, the file holds this one or the one
        before.
        """
        make_private(self._folder)
        name = _name(interview.ruleset)
        with reported(self._folder / name):
            self._held.keep(name, dumps(interview, self._clock()))

    def remove(self, ruleset: RuleSet) -> None:
        """Delete what was kept for ``ruleset``, and what a killed programme may have left
        half-written beside it.
        """
        name = _name(ruleset)
        with reported(self._folder / name):
            self._held.remove(name)
            self._held.tidy(name.__eq__, age=0)

    @property
    def _held(self) -> Folder:
        return Folder(resolved(self._folder))


def _name(ruleset: RuleSet) -> str:
    return f"{ruleset.id}.json"


def _is_kept_here(name: str) -> bool:
    return name.endswith(".json")
