"""Which of several rules is named first."""

from __future__ import annotations

from triage.language.model import Rule
from triage.language.words import Strength


def urgency(rule: Rule) -> tuple[int, str]:
    """Sorts the most urgent level first, then the strongest word for a cause, then findings."""
    if rule.level is not None:
        return -rule.level.rank, rule.id
    rank = len(Strength) if rule.strength is None else rule.strength.rank
    return 1 + rank, rule.id
