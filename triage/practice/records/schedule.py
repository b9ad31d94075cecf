"""Which cause comes back when: spaced repetition by FSRS. The only module that imports fsrs.

The schedule is a pure function of the stored reviews: the same reviews give the same days on every
machine.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import IntEnum

from fsrs import Card, Rating, Scheduler

STEPS = (timedelta(minutes=10),)
"""A cause that was not recalled comes back after this, the same day."""
RETENTION = 0.9
"""A cause comes back when the chance to recall it has fallen to this, as the model reckons."""


class Recall(IntEnum):
    """How well a cause was recalled in one case."""

    FORGOTTEN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


@dataclass(frozen=True, slots=True)
class Review:
    """One case in which a cause was to be named, and how that went; ``at`` knows its time zone."""

    cause: str
    at: datetime
    recall: Recall


@dataclass(frozen=True, slots=True)
class Due:
    """When a cause comes back, after so many reviews; ``chance`` is the reckoned chance to recall
    it now.
    """

    cause: str
    at: datetime
    reviews: int
    chance: float


def schedule(reviews: Iterable[Review], now: datetime) -> tuple[Due, ...]:
    """Every reviewed cause with the moment at which it comes back, soonest first."""
    scheduler = Scheduler(
        desired_retention=RETENTION,
        learning_steps=STEPS,
        relearning_steps=STEPS,
        enable_fuzzing=False,
    )
    cards: dict[str, tuple[Card, int]] = {}
    for review in sorted(reviews, key=lambda review: (review.at, review.cause, review.recall)):
        card, count = cards.get(review.cause, (Card(card_id=0, due=review.at), 0))
        reviewed, _ = scheduler.review_card(
            card, Rating(int(review.recall)), review.at.astimezone(UTC)
        )
        cards[review.cause] = (reviewed, count + 1)
    found = (
        Due(cause, card.due, count, scheduler.get_card_retrievability(card, now.astimezone(UTC)))
        for cause, (card, count) in cards.items()
    )
    return tuple(sorted(found, key=lambda due: (due.at, due.cause)))
