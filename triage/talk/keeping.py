"""Keep what a person does, and go on where that fails: they are told, and only once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from triage.files.writing import StoreError
from triage.language.safe import Safe
from triage.prompts import Prompter

Kept = TypeVar("Kept")


class Keeper:
    """Reads and writes for one conversation; ``warning`` has a place for the ``reason``."""

    def __init__(self, prompter: Prompter, warning: str) -> None:
        self._prompter, self._warning, self._has_warned = prompter, warning, False

    @property
    def has_failed(self) -> bool:
        """Whether something could not be read or kept."""
        return self._has_warned

    def loaded(self, load: Callable[[], Kept]) -> Kept | None:
        """What was kept; None where it cannot be read."""
        try:
            return load()
        except StoreError as error:
            self._warn(error)
            return None

    def saved(self, save: Callable[[], None]) -> bool:
        """Whether it could be kept."""
        try:
            save()
        except StoreError as error:
            self._warn(error)
            return False
        return True

    def _warn(self, error: StoreError) -> None:
        if not self._has_warned:
            self._has_warned = True
            self._prompter.show(Safe.line(self._warning.format(reason=error.reason)))
