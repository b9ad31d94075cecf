"""A line of a menu that typing finds by other words than it shows."""

from __future__ import annotations

from triage.language.safe import Safe


class Findable(str):
    """A label; questionary looks for what was typed in its ``lower()``, which holds all that it is
    found by.
    """

    _found_by: str

    def __new__(cls, label: Safe, found_by: str) -> Findable:
        """A ``label`` that is found by any part of ``found_by``."""
        made = super().__new__(cls, label)
        made._found_by = found_by
        return made

    def lower(self) -> str:
        """What typing finds the label by."""
        return self._found_by.lower()
