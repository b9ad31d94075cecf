"""The words of every rule set: levels, strengths, kinds of question, and what a rule can
conclude.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar

from triage.language.conditions import Holds
from triage.language.diagnostics import Span


@dataclass(frozen=True, slots=True, order=True)
class Level:
    """How soon to get help: the ``rank`` of the least urgent level is 0, a higher one is more
    urgent.

    No gate may hide a rule for a protected level.
    """

    SELF_CARE: ClassVar[Level]
    SEE_DOCTOR: ClassVar[Level]
    URGENT: ClassVar[Level]
    EMERGENCY: ClassVar[Level]

    rank: int
    id: str
    is_emergency: bool = False
    is_protected: bool = False

    @classmethod
    def of(cls, name: str, levels: Iterable[Level] | None = None) -> Level:
        """The level called ``name``, by default among the four usual ones; KeyError where there is
        none.

        >>> Level.of("see_doctor").rank
        1
        """
        return {level.id: level for level in levels or USUAL_LEVELS}[name]


USUAL_LEVELS = (
    Level(0, "self_care"),
    Level(1, "see_doctor"),
    Level(2, "urgent", is_protected=True),
    Level(3, "emergency", is_emergency=True, is_protected=True),
)
"""The levels of a rule set that names just these and marks none; the least urgent first."""
Level.SELF_CARE, Level.SEE_DOCTOR, Level.URGENT, Level.EMERGENCY = USUAL_LEVELS


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
    SCALE = "scale"

    @property
    def takes_one(self) -> bool:
        """Whether exactly one option can be chosen; those of a scale stand in order."""
        return self is not Kind.MANY


class SourceKind(StrEnum):
    """What a source is: a document of the subject matter, or knowledge added to it."""

    DOCUMENT = "document"
    GUIDELINE = "guideline"
    HEALTH_SERVICE_PAGE = "health_service_page"
    TEXTBOOK_CHAPTER = "textbook_chapter"
    PAPER = "paper"
    ADDED = "added"
    """Added, of another kind or of one that is not said."""

    @property
    def is_added(self) -> bool:
        """Whether it stands beside the documents."""
        return self is not SourceKind.DOCUMENT


class HowRead(StrEnum):
    """What its author had in hand who says what a source says."""

    PAGE_ITSELF = "page_itself"
    STORED_COPY = "stored_copy"
    NOT_READ = "not_read"


class Modality(StrEnum):
    """How strongly a claim speaks; what rests on it says no more."""

    CAN = "can"
    MAY = "may"
    USUALLY = "usually"
    ALWAYS = "always"


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
