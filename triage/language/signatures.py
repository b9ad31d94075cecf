"""What an author writes of reviews: who signed which rules, and what was decided and why."""

from __future__ import annotations

from triage.language.model import Entry
from triage.language.values import Cites, Day, Name, Prose


class Signature(Entry):
    """One person's word for rules as they stood on a day, each by its digest."""

    role: Prose
    date: Day
    version: Name
    rules: dict[Name, Name]
    name: Prose | None = None

    @property
    def by(self) -> str:
        """Who signed, in words."""
        return f"{self.name}, {self.role}" if self.name else self.role


class Decision(Entry):
    """Something that sources leave open or see otherwise: what the rules do, and why."""

    id: Name
    title: Prose
    why: Prose
    cites: Cites
