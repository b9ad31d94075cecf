"""The result of one case, and the whole explanation of it: every rule that fired, and on which
facts.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from triage.answers.value import Answers
from triage.language.conditions import Fact, Holds
from triage.language.model import Cause, Rule
from triage.language.ruleset import RuleSet
from triage.language.words import ForCause, Level, Strength


@dataclass(frozen=True, slots=True)
class Firing:
    """A rule that fired and the facts it matched, in the order of its condition."""

    rule: Rule
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Candidate:
    """A cause that something speaks for; ``fit`` is the strongest word for it."""

    cause: Cause
    fit: Strength
    speaks_for: tuple[Firing, ...]
    speaks_against: tuple[Firing, ...]

    @property
    def rank(self) -> tuple[int, int, str]:
        """Sorts best first: typical, compatible, risk; then support less opposition; then id."""
        order = (Strength.TYPICAL, Strength.COMPATIBLE, Strength.RISK)
        return (
            order.index(self.fit),
            len(self.speaks_against) - len(self.speaks_for),
            self.cause.id,
        )


def _level(firing: Firing) -> int:
    return firing.rule.then if isinstance(firing.rule.then, Level) else -1


@dataclass(frozen=True)
class Assessment:
    """Everything that follows from the answers; ``firings`` stand in chaining order."""

    ruleset: RuleSet = field(compare=False, repr=False)
    answers: Answers
    firings: tuple[Firing, ...]

    @cached_property
    def facts(self) -> frozenset[Fact]:
        """The working memory: what was answered and what rules concluded from it."""
        concluded = (fact for rule in self._fired for fact in rule.conclusions)
        return frozenset((*self.answers.facts(), *concluded))

    @cached_property
    def level(self) -> Level:
        """The highest level that a rule concluded; self-care where none did."""
        return max(
            (rule.then for rule in self._fired if isinstance(rule.then, Level)),
            default=Level.SELF_CARE,
        )

    @cached_property
    def guidance(self) -> tuple[Firing, ...]:
        """The firings that concluded a level, the most urgent first."""
        found = [firing for firing in self.firings if isinstance(firing.rule.then, Level)]
        return tuple(sorted(found, key=_level, reverse=True))

    @cached_property
    def deciding(self) -> tuple[Firing, ...]:
        """The firings that brought the level of this result."""
        return tuple(firing for firing in self.guidance if firing.rule.then == self.level)

    @cached_property
    def findings(self) -> tuple[str, ...]:
        """The findings that hold, in chaining order."""
        return tuple(
            dict.fromkeys(rule.then.finding for rule in self._fired if isinstance(rule.then, Holds))
        )

    @cached_property
    def causes(self) -> tuple[Candidate, ...]:
        """The candidate causes, best first."""
        candidates = (self._candidate(cause) for cause in self.ruleset.causes.values())
        return tuple(
            sorted((c for c in candidates if c is not None), key=lambda candidate: candidate.rank)
        )

    @property
    def _fired(self) -> list[Rule]:
        return [firing.rule for firing in self.firings]

    @cached_property
    def _by_cause(self) -> dict[str, list[tuple[Firing, Strength]]]:
        found: dict[str, list[tuple[Firing, Strength]]] = {}
        for firing in self.firings:
            if isinstance(firing.rule.then, ForCause):
                found.setdefault(firing.rule.then.cause, []).append(
                    (firing, firing.rule.then.strength)
                )
        return found

    def _candidate(self, cause: Cause) -> Candidate | None:
        about = self._by_cause.get(cause.id, [])
        strengths = {strength for _, strength in about} - {Strength.AGAINST}
        if not strengths:
            return None
        fit = next(
            s for s in (Strength.TYPICAL, Strength.COMPATIBLE, Strength.RISK) if s in strengths
        )
        speaks_for = tuple(firing for firing, strength in about if strength is not Strength.AGAINST)
        against = tuple(firing for firing, strength in about if strength is Strength.AGAINST)
        return Candidate(cause, fit, speaks_for, against)
