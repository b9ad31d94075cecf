"""What a student commits to before the reveal."""

from __future__ import annotations

from dataclasses import dataclass

from triage.vocabulary import Level

MOST_CAUSES = 3


@dataclass(frozen=True)
class Commitment:
    """A level, and up to three causes, likeliest first, each with how sure the student is from 0.0 to 1.0."""

    level: Level
    causes: tuple[tuple[str, float], ...] = ()
