"""What a rule set that comes with triage says of itself, read without all the rest."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from triage.language.locating import IDENTITY, shipped
from triage.language.source import Listing, Text, read_head


@dataclass(frozen=True, slots=True)
class Introduction:
    """The head of a rule set."""

    id: str
    title: str
    purpose: str
    limits: tuple[str, ...]


def introduction(folder: Path) -> Introduction | None:
    """The head of the rule set in ``folder``; None where it does not come with triage, as others
    may have faults that are to be told before anything else.
    """
    if folder.parent != shipped():
        return None
    head = read_head(folder / IDENTITY, frozenset({"id", "title", "purpose", "limits"}))
    if head is None or not isinstance(head["limits"], Listing):
        return None
    name, title, purpose = head["id"], head["title"], head["purpose"]
    limits = tuple(one for one in head["limits"] if isinstance(one, Text))
    if not (isinstance(name, Text) and isinstance(title, Text) and isinstance(purpose, Text)):
        return None
    return Introduction(name, title, purpose, limits) if limits else None
