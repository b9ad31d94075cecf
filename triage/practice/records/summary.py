"""Many results as few numbers: by kind of practice, mark and day; the tallies of each thing stand
beside.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from triage.practice.exercises.modes import MODES
from triage.practice.records import tallies
from triage.practice.records.result import NotAResult, Points, PracticeResult
from triage.practice.records.schedule import Due, Recall, Review, schedule
from triage.practice.records.tallies import CauseTally, QuestionTally, Tally, leading

SURE = 0.8
"""From here on a stated sureness counts as sure."""
YEARS = range(2000, 3000)
"""Results are finished in one of these."""


@dataclass(frozen=True, slots=True)
class Group:
    """Some results of one kind of practice, on one ``day`` or (empty) altogether; points are summed
    by mark.
    """

    mode: str
    day: str
    cases: int
    marks: tuple[Points, ...]


@dataclass(frozen=True, slots=True)
class Urgency:
    """How the urgency that students named compares with the engine's, in so many cases."""

    right: int
    over: int
    under: int


@dataclass(frozen=True)
class Summary:
    """What results say together. Tallies stand weakest first, those of nothing last.

    ``days`` are groups by kind and day; those of work-ups also hold how many causes, warning signs
    and questions were hit, under these names. ``patients`` tells in how many cases the urgency was
    named as the engine names it.
    """

    cases: int
    emergencies: Tally
    urgency: Urgency
    patients: tuple[Tally, ...]
    modes: tuple[Group, ...]
    causes: tuple[CauseTally, ...]
    flags: tuple[Tally, ...]
    questions: tuple[QuestionTally, ...]
    days: tuple[Group, ...]
    due: tuple[Due, ...]


def summarise(results: Iterable[PracticeResult], now: datetime) -> Summary:
    """The numbers over ``results``, which belong to one rule set."""
    found = sorted(results, key=moment)
    work_ups = [result for result in found if result.kind.asks_questions]
    return Summary(
        len(found),
        tallies.emergencies(found),
        _urgency(work_ups),
        tallies.patients(found),
        tuple(_modes(found)),
        tallies.causes(work_ups),
        tallies.flags(found),
        tallies.questions(work_ups),
        tuple(_days(found)),
        schedule(reviews(found), now),
    )


def reviews(results: Iterable[PracticeResult]) -> tuple[Review, ...]:
    """What the work-ups say about causes recalled: one review for each cause that led the engine's
    list.
    """
    found = []
    for result in results:
        if result.kind.asks_questions:
            for place, cause in enumerate(leading(result)):
                found.append(Review(cause, moment(result), _recall(result, place, cause)))
    return tuple(found)


def moment(result: PracticeResult) -> datetime:
    """When the result was finished; a time without a zone is UTC."""
    at = datetime.fromisoformat(result.finished_at)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def dated(result: PracticeResult) -> PracticeResult:
    """The same result.

    Raises:
        NotAResult: it does not say when it was finished.
    """
    with suppress(ValueError):
        if moment(result).year in YEARS:
            return result
    raise NotAResult(f"`{result.finished_at}` is no time at which a result can have been finished")


def _recall(result: PracticeResult, place: int, cause: str) -> Recall:
    """A missed emergency outweighs all else; then what counts is the place and how sure the student
    was.
    """
    named = [name for name, _ in result.commitment.causes]
    if result.missed_emergency or cause not in named:
        return Recall.FORGOTTEN
    if named.index(cause) > place:
        return Recall.HARD
    return Recall.EASY if dict(result.commitment.causes)[cause] >= SURE else Recall.GOOD


def _urgency(work_ups: list[PracticeResult]) -> Urgency:
    gaps = [result.commitment.level.rank - result.level.rank for result in work_ups]
    return Urgency(
        sum(gap == 0 for gap in gaps), sum(gap > 0 for gap in gaps), sum(gap < 0 for gap in gaps)
    )


def _modes(results: list[PracticeResult]) -> Iterator[Group]:
    for mode in MODES:
        found = [result for result in results if result.mode == mode]
        if found:
            yield Group(mode, "", len(found), _marks(found))


def _days(results: list[PracticeResult]) -> Iterator[Group]:
    members: defaultdict[tuple[str, str], list[PracticeResult]] = defaultdict(list)
    for result in results:
        members[result.mode, _day(result)].append(result)
    order = list(MODES)
    for mode, day in sorted(members, key=lambda key: (order.index(key[0]), key[1])):
        found = members[mode, day]
        hits = _hits(found) if MODES[mode].asks_questions else ()
        yield Group(mode, day, len(found), (*_marks(found), *hits))


def _hits(work_ups: list[PracticeResult]) -> Iterator[Points]:
    """How many causes, warning signs and questions were hit, of those that were met."""
    met = {
        "causes named": tallies.causes(work_ups),
        "warning signs asked for": tallies.flags(work_ups),
        "telling questions asked": tallies.questions(work_ups),
    }
    for name, found in met.items():
        if total := sum(tally.of for tally in found):
            yield Points(name, sum(tally.hits for tally in found), total)


def _marks(results: list[PracticeResult]) -> tuple[Points, ...]:
    """The points of each mark, summed; marks in the order in which they come up."""
    by_name: dict[str, list[Points]] = {}
    for result in results:
        for mark in result.marks:
            by_name.setdefault(mark.name, []).append(mark)
    return tuple(
        Points(name, sum(mark.points for mark in marks), sum(mark.most for mark in marks))
        for name, marks in by_name.items()
    )


def _day(result: PracticeResult) -> str:
    """The day in the time zone of this computer, as ISO 8601 writes it."""
    return moment(result).astimezone().date().isoformat()
