"""Which cause comes back when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from random import Random

from tests.practised import START
from triage.practice.records.schedule import Recall, Review, schedule

DAY = timedelta(days=1)


def test_nothing_reviewed_means_nothing_scheduled() -> None:
    assert schedule((), START) == ()


def test_the_same_reviews_give_the_same_days_in_any_order() -> None:
    reviews = [
        Review(cause, START + place * DAY, recall)
        for place, (cause, recall) in enumerate(
            (cause, recall) for cause in "abc" for recall in Recall
        )
    ]
    shuffled = Random(1).sample(reviews, len(reviews))
    assert schedule(reviews, START + 9 * DAY) == schedule(shuffled, START + 9 * DAY)


def test_a_forgotten_cause_comes_back_the_same_day_and_before_one_that_was_recalled() -> None:
    forgotten, recalled = schedule(
        [Review("b", START, Recall.GOOD), Review("a", START, Recall.FORGOTTEN)], START
    )
    assert (forgotten.cause, recalled.cause) == ("a", "b")
    assert START < forgotten.at < START + DAY
    assert recalled.at > START + DAY


def test_the_better_it_was_recalled_the_later_it_comes_back() -> None:
    found = schedule([Review(recall.name, START, recall) for recall in Recall], START)
    assert [due.cause for due in found] == [recall.name for recall in Recall]


def test_each_recall_on_time_makes_the_pause_longer() -> None:
    reviews: list[Review] = []
    at, pauses = START, []
    for _ in range(4):
        reviews.append(Review("a", at, Recall.GOOD))
        (due,) = schedule(reviews, at)
        pauses.append(due.at - at)
        at = due.at
    assert pauses == sorted(set(pauses))
    assert due.reviews == 4


def test_the_reckoned_chance_falls_with_time() -> None:
    reviews = [Review("a", START, Recall.GOOD)]
    chances = [schedule(reviews, START + days * DAY)[0].chance for days in (0, 3, 30)]
    assert chances == sorted(chances, reverse=True)
    assert chances[0] == 1.0


def test_a_review_in_another_time_zone_is_the_same_moment() -> None:
    there = START.astimezone(timezone(timedelta(hours=5)))
    here = schedule([Review("a", START, Recall.GOOD)], START)
    assert schedule([Review("a", there, Recall.GOOD)], there) == here
    assert isinstance(here[0].at, datetime)
    assert here[0].at.tzinfo is UTC
