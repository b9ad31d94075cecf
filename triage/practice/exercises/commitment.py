"""What a student commits to before the reveal, and the choices that lead there, one after the
other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from triage.language.words import Level

MOST_CAUSES = 3
NO_CAUSE = "*none"
"""The choice of no cause, or no further one."""
SURENESS = ("0.1", "0.3", "0.5", "0.7", "0.9")
"""How sure a student can be."""


@dataclass(frozen=True)
class Commitment:
    """A level, and up to three causes, likeliest first, each with how sure the student is from 0.0
    to 1.0.
    """

    level: Level
    causes: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True)
class CommitmentDraft:
    """Choices so far: one of ``levels``, then in turn a cause and how sure; the last cause may be
    ``NO_CAUSE``.
    """

    levels: tuple[Level, ...]
    picks: tuple[str, ...] = ()

    @property
    def causes(self) -> tuple[str, ...]:
        """The causes chosen so far."""
        return tuple(cause for cause in self.picks[1::2] if cause != NO_CAUSE)

    @property
    def wants_sureness(self) -> bool:
        """Whether a cause was chosen last, and not yet how sure."""
        return len(self.picks) % 2 == 0 and bool(self.picks)

    @property
    def is_whole(self) -> bool:
        """Whether nothing is left to choose."""
        return self.picks[-1:] == (NO_CAUSE,) or len(self.picks) == 1 + 2 * MOST_CAUSES

    def offered(self, causes: Iterable[str]) -> tuple[str, ...]:
        """What can be chosen next, among ``causes`` and what else belongs here; nothing once all is
        chosen.
        """
        if self.is_whole:
            return ()
        if not self.picks:
            return tuple(level.id for level in reversed(self.levels))
        if self.wants_sureness:
            return SURENESS
        return (NO_CAUSE, *(name for name in causes if name not in self.causes))

    def is_possible(self, causes: Collection[str]) -> bool:
        """Whether each choice was offered when it was made."""
        for place, pick in enumerate(self.picks):
            before = CommitmentDraft(self.levels, self.picks[:place])
            if pick not in before.offered(causes):
                return False
        return True

    @property
    def commitment(self) -> Commitment:
        """The whole commitment, of choices that are possible."""
        sure = map(float, self.picks[2::2])
        return Commitment(
            Level.of(self.picks[0], self.levels), tuple(zip(self.causes, sure, strict=True))
        )
