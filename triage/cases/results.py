"""What came of running cases: one value for each case, whatever engine it ran on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from triage.language.ruleset import Stamp


class CaseOutcome(StrEnum):
    """What became of a case."""

    PASSED = "passed"
    FAILED = "failed"
    TODO = "todo"
    """It fails, and its author said so."""


class CaseKind(StrEnum):
    """What a result is about."""

    CASE = "case"
    TELLING = "telling"
    """The same story as another person would tick it."""
    STORIES = "stories"
    """The share of the stories of every day in one file."""


@dataclass(frozen=True, slots=True)
class Retold:
    """The level of a case, and the level of one of its tellings."""

    level: str
    told: str

    @property
    def is_alike(self) -> bool:
        """Whether the words made no difference."""
        return self.level == self.told


@dataclass(frozen=True, slots=True)
class Stories:
    """How many stories of every day in a file came out above the level they ought not to exceed."""

    count: int
    above: tuple[str, ...]
    at_most: str
    most: float

    @property
    def share(self) -> float:
        """The share that came out above, 0 to 1."""
        return len(self.above) / self.count

    @property
    def are_too_many(self) -> bool:
        """Whether more came out above than the file allows."""
        return self.share > self.most


@dataclass(frozen=True, slots=True)
class CaseResult:
    """One case on one engine; ``says`` is why it failed, or the reason of its `todo`. Where a case
    is missing, so is the rule set. ``told`` belongs to a telling of the case, ``stories`` to a file
    of them.
    """

    case: str
    file: str
    line: int
    engine: str
    outcome: CaseOutcome
    says: str = ""
    ruleset: Stamp | None = None
    told: Retold | None = None
    stories: Stories | None = None

    @property
    def kind(self) -> CaseKind:
        """What it is about."""
        if self.stories is not None:
            return CaseKind.STORIES
        return CaseKind.CASE if self.told is None else CaseKind.TELLING


@dataclass(frozen=True)
class Run:
    """Everything that came of one run; ``broken`` are files that could not be read, in words."""

    results: tuple[CaseResult, ...] = ()
    broken: tuple[str, ...] = field(default=())

    @property
    def rulesets(self) -> tuple[Stamp, ...]:
        """The rule sets whose cases ran."""
        return tuple(dict.fromkeys(result.ruleset for result in self.results if result.ruleset))

    def of(self, outcome: CaseOutcome) -> tuple[tuple[CaseResult, ...], ...]:
        """The cases with this outcome on some engine; for each its results, the same words once."""
        return _grouped(result for result in self.results if result.outcome is outcome)

    def count(self, outcome: CaseOutcome, kind: CaseKind = CaseKind.CASE) -> int:
        """How many cases, or other things, came out so; what fails on one engine has failed."""
        wanted = [result for result in self.results if result.kind is kind]
        failed = {_place(result) for result in wanted if result.outcome is CaseOutcome.FAILED}
        found = {_place(result) for result in wanted if result.outcome is outcome}
        return len(found if outcome is CaseOutcome.FAILED else found - failed)

    @property
    def has_failures(self) -> bool:
        """Whether anything failed."""
        return any(result.outcome is CaseOutcome.FAILED for result in self.results)

    @property
    def tellings(self) -> tuple[CaseResult, ...]:
        """Every telling once; of engines that differ, the one that moved."""
        found = sorted(self._of_kind(CaseKind.TELLING), key=_is_alike)
        once = {_place(result): result for result in reversed(found)}
        return tuple(sorted(once.values(), key=_place))

    @property
    def stories(self) -> tuple[CaseResult, ...]:
        """The files with stories of every day, each once."""
        return tuple({result.file: result for result in self._of_kind(CaseKind.STORIES)}.values())

    @property
    def share_alike(self) -> float:
        """The share of the tellings at the level of their case, 0 to 1; 1 where there is none."""
        told = self.tellings
        return sum(map(_is_alike, told)) / len(told) if told else 1.0

    def _of_kind(self, kind: CaseKind) -> list[CaseResult]:
        return [result for result in self.results if result.kind is kind]


def spread(tellings: Iterable[CaseResult]) -> dict[tuple[str, str, str], Counter[str]]:
    """For each case with other tellings (file, id, level) how many of them came to each level."""
    found: dict[tuple[str, str, str], Counter[str]] = {}
    for result in tellings:
        if result.told is not None:
            key = result.file, result.case, result.told.level
            found.setdefault(key, Counter())[result.told.told] += 1
    return found


def _place(result: CaseResult) -> tuple[str, int]:
    return result.file, result.line


def _is_alike(result: CaseResult) -> bool:
    return result.told is None or result.told.is_alike


def _grouped(results: Iterable[CaseResult]) -> tuple[tuple[CaseResult, ...], ...]:
    by_case: dict[tuple[str, int], list[CaseResult]] = {}
    for result in results:
        by_case.setdefault(_place(result), []).append(result)
    return tuple(map(tuple, by_case.values()))
