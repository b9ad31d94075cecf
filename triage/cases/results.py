"""What came of running cases: one value for each case, whatever engine it ran on."""

from __future__ import annotations

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


@dataclass(frozen=True, slots=True)
class CaseResult:
    """One case on one engine; ``says`` is why it failed, or the reason of its `todo`. Where a case
    is missing, so is the rule set.
    """

    case: str
    file: str
    line: int
    engine: str
    outcome: CaseOutcome
    says: str = ""
    ruleset: Stamp | None = None


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

    def count(self, outcome: CaseOutcome) -> int:
        """How many cases came out so; a case that fails on one engine has failed."""
        failed = {
            (result.file, result.line)
            for result in self.results
            if result.outcome is CaseOutcome.FAILED
        }
        found = {(result.file, result.line) for result in self.results if result.outcome is outcome}
        return len(found if outcome is CaseOutcome.FAILED else found - failed)


def _grouped(results: Iterable[CaseResult]) -> tuple[tuple[CaseResult, ...], ...]:
    by_case: dict[tuple[str, int], list[CaseResult]] = {}
    for result in results:
        by_case.setdefault((result.file, result.line), []).append(result)
    return tuple(map(tuple, by_case.values()))
