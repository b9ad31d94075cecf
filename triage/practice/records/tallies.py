"""What went well how often, one thing at a time: causes, warning signs, questions, patients and
emergencies.

Results come oldest first, and so do the histories.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from triage.practice.exercises.commitment import MOST_CAUSES
from triage.practice.records.result import PracticeResult

AnyTally = TypeVar("AnyTally", bound="Tally")


@dataclass(frozen=True, slots=True)
class Tally:
    """Something that was met so many times; ``history`` says of each time whether it went well."""

    id: str
    history: tuple[bool, ...] = ()

    @property
    def hits(self) -> int:
        """How often it went well."""
        return sum(self.history)

    @property
    def of(self) -> int:
        """How often it was met."""
        return len(self.history)

    @property
    def share(self) -> float:
        """The part that went well, from 0 to 1."""
        return self.hits / self.of if self.of else 0.0


@dataclass(frozen=True, slots=True)
class CauseTally(Tally):
    """In which work-ups a cause led the engine's list and was named, and how often it was named
    elsewhere.
    """

    elsewhere: int = 0


@dataclass(frozen=True, slots=True)
class QuestionTally(Tally):
    """In which work-ups the result rested on a question and it was asked, and how often it was
    asked for nothing.
    """

    idle: int = 0


def leading(result: PracticeResult) -> tuple[str, ...]:
    """The first causes of the engine's list, as many as a student may name."""
    return result.causes[:MOST_CAUSES]


def emergencies(results: Iterable[PracticeResult]) -> Tally:
    """The emergencies, and whether each was recognised."""
    judged = (result for result in results if result.kind.asks_how_urgent)
    met = [result for result in judged if result.level.is_emergency]
    return Tally("emergency", tuple(not result.missed_emergency for result in met))


def patients(results: Iterable[PracticeResult]) -> tuple[Tally, ...]:
    """Whether the urgency of each patient was named as the engine names it."""
    judged = [result for result in results if result.kind.asks_how_urgent]
    return _weakest_first(
        Tally(*entry) for entry in _histories(judged, lambda one: {one.patient: _is_right(one)})
    )


def causes(work_ups: list[PracticeResult]) -> tuple[CauseTally, ...]:
    """Causes that led the engine's list or were named."""

    def named(result: PracticeResult) -> dict[str, bool]:
        return {cause: cause in _stated(result) for cause in leading(result)}

    elsewhere = Counter(
        cause for result in work_ups for cause in _stated(result) - set(result.causes)
    )
    histories = dict.fromkeys(elsewhere, ()) | dict(_histories(work_ups, named))
    return _weakest_first(
        CauseTally(cause, history, elsewhere[cause]) for cause, history in histories.items()
    )


def flags(results: Iterable[PracticeResult]) -> tuple[Tally, ...]:
    """Questions about warning signs that were there: asked in a work-up, the emergency recognised
    where all was told.
    """

    def found(result: PracticeResult) -> dict[str, bool]:
        if result.kind.asks_questions:
            return {flag: flag not in result.missed_flags for flag in result.flags}
        if result.kind.asks_how_urgent and result.level.is_emergency:
            return dict.fromkeys(result.flags, not result.missed_emergency)
        return {}

    return _weakest_first(Tally(*entry) for entry in _histories(results, found))


def questions(work_ups: list[PracticeResult]) -> tuple[QuestionTally, ...]:
    """Questions on which a result rested, or that were asked for nothing."""

    def asked(result: PracticeResult) -> dict[str, bool]:
        return {name: name in result.asked for name in result.needed}

    idle = Counter(name for result in work_ups for name in set(result.idle) - set(result.needed))
    histories = dict.fromkeys(idle, ()) | dict(_histories(work_ups, asked))
    return _weakest_first(
        QuestionTally(name, history, idle[name]) for name, history in histories.items()
    )


def _stated(result: PracticeResult) -> set[str]:
    return {cause for cause, _ in result.commitment.causes}


def _is_right(result: PracticeResult) -> bool:
    """Whether the urgency is the engine's, as far as it was asked for."""
    return result.kind.is_right(result.commitment.level, result.level)


def _histories(
    results: Iterable[PracticeResult], of: Callable[[PracticeResult], dict[str, bool]]
) -> Iterable[tuple[str, tuple[bool, ...]]]:
    """For each thing that ``of`` finds in a result whether it went well, one result after the
    other.
    """
    found: defaultdict[str, list[bool]] = defaultdict(list)
    for result in results:
        for name, is_hit in of(result).items():
            found[name].append(is_hit)
    return ((name, tuple(history)) for name, history in found.items())


def _weakest_first(tallies: Iterable[AnyTally]) -> tuple[AnyTally, ...]:
    """Those of nothing last."""
    return tuple(
        sorted(tallies, key=lambda tally: (not tally.of, tally.share, -tally.of, tally.id))
    )
