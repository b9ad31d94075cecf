"""The result of one case, and the whole explanation of it: every rule that fired, and on which
facts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, reduce
from operator import or_

from triage.answers.value import Answers
from triage.engine.order import Rank, Said, rank, said
from triage.language.conditions import Fact, Is, IsNot
from triage.language.model import Cause, Rule
from triage.language.ruleset import RuleSet
from triage.language.words import Level, Strength


@dataclass(frozen=True, slots=True)
class Firing:
    """A rule that fired and the facts it matched, in the order of its condition."""

    rule: Rule
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Candidate:
    """A cause that something speaks for; ``fit`` is the strongest word for it.

    ``balance`` is how many things were said against it, less those that point to it: of signs,
    where there is one. By ``rank`` the best comes first.
    """

    cause: Cause
    fit: Strength
    speaks_for: tuple[Firing, ...]
    speaks_against: tuple[Firing, ...]
    balance: int
    rank: Rank

    @property
    def is_risk_only(self) -> bool:
        """Whether no sign points to it: all that speaks for it only makes it likelier."""
        return not self.fit.supports

    @property
    def is_danger(self) -> bool:
        """Whether it comes before causes that fit better."""
        return self.cause.is_danger(self.fit)


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
        """The highest level that a rule concluded; the lowest where none did."""
        return self.ruleset.brought_by(self._fired)

    @cached_property
    def guidance(self) -> tuple[Firing, ...]:
        """The firings that concluded a level, the most urgent first."""
        return tuple(
            firing
            for level in reversed(self.ruleset.levels)
            for firing in self.firings
            if firing.rule.level == level
        )

    @cached_property
    def deciding(self) -> tuple[Firing, ...]:
        """The firings that brought the level of this result."""
        return tuple(firing for firing in self.guidance if firing.rule.level == self.level)

    @cached_property
    def findings(self) -> tuple[str, ...]:
        """The findings that hold, in chaining order."""
        return tuple(
            dict.fromkeys(rule.finding for rule in self._fired if rule.finding is not None)
        )

    @cached_property
    def causes(self) -> tuple[Candidate, ...]:
        """The candidate causes, best first."""
        found = (self._candidate(cause) for cause in self.ruleset.causes.values())
        listed = (candidate for candidate in found if candidate is not None)
        return tuple(sorted(listed, key=lambda candidate: candidate.rank))

    @property
    def _fired(self) -> list[Rule]:
        return [firing.rule for firing in self.firings]

    @cached_property
    def _by_cause(self) -> dict[str, list[Firing]]:
        found: dict[str, list[Firing]] = {}
        for firing in self.firings:
            if firing.rule.cause is not None:
                found.setdefault(firing.rule.cause, []).append(firing)
        return found

    @cached_property
    def _rests_on(self) -> Mapping[str, int]:
        """For each rule that fired the things said that it rests on, a bit for each."""
        places: dict[Said, int] = {}
        behind: dict[Fact, int] = {}
        found: dict[str, int] = {}
        for firing in self.firings:
            bits = 0
            for fact in firing.facts:
                if isinstance(fact, Is | IsNot):
                    bits |= 1 << places.setdefault(said(fact, self.ruleset), len(places))
                else:
                    bits |= behind.get(fact, 0)
            for fact in firing.rule.conclusions:
                behind[fact] = behind.get(fact, 0) | bits
            found[firing.rule.id] = bits
        return found

    def _things_said(self, firings: Iterable[Firing]) -> int:
        """How many different things said the firings rest on."""
        return reduce(or_, (self._rests_on[firing.rule.id] for firing in firings), 0).bit_count()

    def _candidate(self, cause: Cause) -> Candidate | None:
        about = self._by_cause.get(cause.id, [])
        speaks_for = tuple(firing for firing in about if firing.rule.speaks_for)
        against = tuple(firing for firing in about if not firing.rule.speaks_for)
        if not speaks_for:
            return None
        words = (firing.rule.strength for firing in speaks_for)
        fit = min((word for word in words if word is not None), key=lambda word: word.rank)
        pointing = [firing for firing in speaks_for if firing.rule.supports] or speaks_for
        balance = self._things_said(against) - self._things_said(pointing)
        place = rank(self.ruleset, cause.id, fit, balance)
        return Candidate(cause, fit, speaks_for, against, balance, place)
