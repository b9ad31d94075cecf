"""The fixed words of every rule set: levels, strengths, kinds of question, and what a rule can
conclude.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

from triage.language.conditions import Holds
from triage.language.diagnostics import Span


class Level(IntEnum):
    """How soon to get help; a higher one is more urgent."""

    SELF_CARE = 0
    SEE_DOCTOR = 1
    URGENT = 2
    EMERGENCY = 3

    @property
    def id(self) -> str:
        """The name used in files.

        >>> Level.SEE_DOCTOR.id
        'see_doctor'
        """
        return self.name.lower()

    @classmethod
    def of(cls, name: str) -> Level:
        """The level called ``name``; KeyError where there is none."""
        return {level.id: level for level in cls}[name]


class Strength(StrEnum):
    """How a rule speaks about a cause."""

    TYPICAL = "typical"
    COMPATIBLE = "compatible"
    RISK = "risk"
    AGAINST = "against"

    @property
    def supports(self) -> bool:
        """Whether it says more than that something makes the cause likelier."""
        return self in (Strength.TYPICAL, Strength.COMPATIBLE)

    @property
    def speaks_for(self) -> bool:
        """Whether it is reason enough to list the cause."""
        return self is not Strength.AGAINST

    @property
    def rank(self) -> int:
        """Its place from the strongest word for a cause to the word against it.

        >>> sorted(Strength, key=lambda strength: strength.rank)[0].value
        'typical'
        """
        return list(Strength).index(self)


class Kind(StrEnum):
    """How many options an answer may choose."""

    ONE = "one"
    MANY = "many"


class By(StrEnum):
    """Why answers are impossible together."""

    WORDS = "words"
    """The words exclude each other, such as pain at rest without pain."""
    STORY = "story"
    """A teaching choice, such as a pregnancy at 50: a real person may answer so."""


NOT_SURE_WORD, DECLINED_WORD = "not_sure", "declined"
"""What files say of a question that a person was not sure about, or did not want to answer."""
HARD_WORD = "hard"
"""What the id of a generated patient says of one with more distractors."""


@dataclass(frozen=True, slots=True)
class ForCause:
    """The conclusion that something speaks for a cause, or against it."""

    cause: str
    strength: Strength
    span: Span | None = field(default=None, compare=False, repr=False)


Conclusion = Holds | ForCause | Level
