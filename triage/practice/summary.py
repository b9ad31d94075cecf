"""Many results as few numbers: by kind of practice, mark, cause, warning sign, question and day."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

from triage.practice.commitment import MOST_CAUSES
from triage.practice.result import MODES, RED_FLAG, WORK_UP, NotAResult, Points, Result
from triage.practice.schedule import Due, Recall, Review, schedule
from triage.vocabulary import Level

SAYS_HOW_URGENT = (WORK_UP, RED_FLAG)
"""The kinds of practice in which the student says how urgent a case is."""
SURE = 0.8
"""From here on a stated sureness counts as sure."""
YEARS = range(2000, 3000)
"""Results are finished in one of these."""
AnyTally = TypeVar("AnyTally", bound="Tally")


@dataclass(frozen=True, slots=True)
class Tally:
    """How often something went well: ``hits`` of ``of``."""

    id: str
    hits: int
    of: int

    @property
    def share(self) -> float:
        """The part that went well, from 0 to 1."""
        return self.hits / self.of if self.of else 0.0


@dataclass(frozen=True, slots=True)
class CauseTally(Tally):
    """In how many work-ups a cause led the engine's list and was named, and how often it was named elsewhere."""

    elsewhere: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """Some results together; ``id`` is a kind of practice or a day. Points are summed by mark."""

    id: str
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
    """What results say together. Tallies stand weakest first, those of nothing last; groups by kind or by day.

    ``days`` are of work-ups only. ``emergencies`` counts those that the student recognised; ``patients`` in how many
    cases the urgency of a patient was named as the engine names it.
    """

    cases: int
    emergencies: Tally
    urgency: Urgency
    patients: tuple[Tally, ...]
    modes: tuple[Group, ...]
    causes: tuple[CauseTally, ...]
    flags: tuple[Tally, ...]
    questions: tuple[Tally, ...]
    days: tuple[Group, ...]
    due: tuple[Due, ...]


def summarise(results: Iterable[Result], now: datetime) -> Summary:
    """The numbers over ``results``, which belong to one rule set."""
    found = sorted(results, key=moment)
    work_ups = [result for result in found if result.mode == WORK_UP]
    return Summary(
        len(found), _emergencies(found), _urgency(work_ups), _patients(found),
        tuple(_groups(found, MODES, lambda result: result.mode)),
        _causes(work_ups), _flags(work_ups), _questions(work_ups),
        tuple(_groups(work_ups, sorted({_day(result) for result in work_ups}), _day)),
        schedule(reviews(found), now),
    )


def reviews(results: Iterable[Result]) -> tuple[Review, ...]:
    """What the work-ups say about causes recalled: one review for each cause that led the engine's list."""
    return tuple(Review(cause, moment(result), _recall(result, place, cause))
                 for result in results if result.mode == WORK_UP
                 for place, cause in enumerate(leading(result)))


def leading(result: Result) -> tuple[str, ...]:
    """The first causes of the engine's list, as many as a student may name."""
    return result.causes[:MOST_CAUSES]


def moment(result: Result) -> datetime:
    """When the result was finished; a time without a zone is UTC."""
    at = datetime.fromisoformat(result.finished_at)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def dated(result: Result) -> Result:
    """The same result.

    Raises:
        NotAResult: it does not say when it was finished.
    """
    with suppress(ValueError):
        if moment(result).year in YEARS:
            return result
    raise NotAResult(f"`{result.finished_at}` is no time at which a result can have been finished")


def _recall(result: Result, place: int, cause: str) -> Recall:
    """A missed emergency outweighs all else; then what counts is the place and how sure the student was."""
    named = [name for name, _ in result.commitment.causes]
    if result.missed_emergency or cause not in named:
        return Recall.FORGOTTEN
    if named.index(cause) > place:
        return Recall.HARD
    return Recall.EASY if dict(result.commitment.causes)[cause] >= SURE else Recall.GOOD


def _emergencies(results: Iterable[Result]) -> Tally:
    met = [result for result in results if result.mode in SAYS_HOW_URGENT and result.level is Level.EMERGENCY]
    return Tally("emergency", sum(not result.missed_emergency for result in met), len(met))


def _urgency(work_ups: list[Result]) -> Urgency:
    gaps = [result.commitment.level - result.level for result in work_ups]
    return Urgency(sum(gap == 0 for gap in gaps), sum(gap > 0 for gap in gaps), sum(gap < 0 for gap in gaps))


def _patients(results: list[Result]) -> tuple[Tally, ...]:
    met, right = Counter[str](), Counter[str]()
    for result in results:
        if result.mode in SAYS_HOW_URGENT:
            met[result.patient] += 1
            right[result.patient] += _is_right(result)
    return tuple(_weakest_first(Tally(patient, right[patient], met[patient]) for patient in met))


def _is_right(result: Result) -> bool:
    """Whether the urgency is the engine's; where the question was "emergency or not", only that counts."""
    if result.mode == WORK_UP:
        return result.commitment.level is result.level
    return (result.commitment.level is Level.EMERGENCY) == (result.level is Level.EMERGENCY)


def _causes(work_ups: list[Result]) -> tuple[CauseTally, ...]:
    led, named, elsewhere = Counter[str](), Counter[str](), Counter[str]()
    for result in work_ups:
        stated = {cause for cause, _ in result.commitment.causes}
        led.update(leading(result))
        named.update(cause for cause in leading(result) if cause in stated)
        elsewhere.update(stated - set(result.causes))
    return tuple(_weakest_first(CauseTally(cause, named[cause], led[cause], elsewhere[cause])
                                for cause in {*led, *elsewhere}))


def _flags(work_ups: list[Result]) -> tuple[Tally, ...]:
    there = Counter(flag for result in work_ups for flag in result.flags)
    missed = Counter(flag for result in work_ups for flag in set(result.missed_flags) & set(result.flags))
    return tuple(_weakest_first(Tally(flag, there[flag] - missed[flag], there[flag]) for flag in there))


def _questions(work_ups: list[Result]) -> tuple[Tally, ...]:
    asked = Counter(question for result in work_ups for question in set(result.asked))
    return tuple(_weakest_first(Tally(question, asked[question], len(work_ups)) for question in asked))


def _weakest_first(tallies: Iterable[AnyTally]) -> list[AnyTally]:
    return sorted(tallies, key=lambda tally: (not tally.of, tally.share, -tally.of, tally.id))


def _groups(results: Iterable[Result], ids: Iterable[str], of: Callable[[Result], str]) -> Iterator[Group]:
    """The results by what ``of`` says of them, in the order of ``ids``; without those that nothing belongs to."""
    members: defaultdict[str, list[Result]] = defaultdict(list)
    for result in results:
        members[of(result)].append(result)
    yield from (Group(name, len(members[name]), _marks(members[name])) for name in ids if name in members)


def _marks(results: list[Result]) -> tuple[Points, ...]:
    """The points of each mark, summed; marks in the order in which they come up."""
    names = dict.fromkeys(mark.name for result in results for mark in result.marks)
    return tuple(Points(name, sum(mark.points for mark in found), sum(mark.most for mark in found))
                 for name in names
                 if (found := [mark for result in results for mark in result.marks if mark.name == name]))


def _day(result: Result) -> str:
    """The day in the time zone of this computer, as ISO 8601 writes it."""
    return moment(result).astimezone().date().isoformat()
