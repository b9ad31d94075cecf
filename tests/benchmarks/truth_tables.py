"""What rules mean for many people at once, as plain truth tables: for each fact and each condition
a number whose bits say of whom it is so.

Uses nothing of the engines or of the searches: rules are read as data, and fired until nothing is
new.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import copy
from typing import NamedTuple

from tests.everybody import Facts
from triage.language.conditions import AllOf, AnyOf, Condition, Fact, Reaches
from triage.language.model import Rule
from triage.language.ruleset import RuleSet
from triage.language.words import ForCause, Level, Strength

FITS = (Strength.TYPICAL, Strength.COMPATIBLE, Strength.RISK)
"""How well a cause can fit, the best first."""


class Result(NamedTuple):
    """What follows for one person: the rank of the level, the causes in order, each with its fit,
    and the findings.
    """

    level: int
    causes: tuple[tuple[str, Strength], ...]
    findings: frozenset[str]


class Table:
    """What some rules mean for some people; the people stay, in their order."""

    def __init__(self, ruleset: RuleSet, people: Sequence[Facts]) -> None:
        answered: dict[Fact, int] = {}
        for place, facts in enumerate(people):
            for fact in facts:
                answered[fact] = answered.get(fact, 0) | 1 << place
        self._answered, self.people = answered, people
        self.everybody = (1 << len(people)) - 1
        self._fire(ruleset.rules)

    def changed(self, rules: Iterable[Rule]) -> Table:
        """The same people, by other rules."""
        table = copy(self)
        table._fire(rules)
        return table

    def _fire(self, rules: Iterable[Rule]) -> None:
        self._rules, self._so = tuple(rules), dict(self._answered)
        self.fired = self._until_nothing_is_new()
        self._results: dict[frozenset[int], Result] = {}

    def holding(self, condition: Condition) -> int:
        """Of whom the condition holds."""
        match condition:
            case AllOf(parts):
                bits = self.everybody
                for part in parts:
                    bits &= self.holding(part)
                return bits
            case AnyOf(parts):
                bits = 0
                for part in parts:
                    bits |= self.holding(part)
                return bits
            case Reaches(parts, points, least):
                return self._adding_up([self.holding(part) for part in parts], points, least)
            case _:
                return self._so.get(condition, 0)

    def at_least(self, level: Level) -> int:
        """Who has this level or a higher one."""
        if level.rank == 0:
            return self.everybody
        return self._any(lambda rule: isinstance(rule.then, Level) and rule.then >= level)

    def listed(self, cause: str, fit: Strength = Strength.RISK) -> int:
        """For whom the cause is listed with this fit or a better one."""
        enough = FITS[: FITS.index(fit) + 1]
        return self._any(
            lambda rule: (
                isinstance(rule.then, ForCause)
                and rule.then.cause == cause
                and rule.then.strength in enough
            )
        )

    def result(self, place: int) -> Result:
        """What follows for one person."""
        key = frozenset(
            number for number, bits in enumerate(self.fired.values()) if bits >> place & 1
        )
        if key not in self._results:
            rules = [rule for number, rule in enumerate(self._rules) if number in key]
            self._results[key] = _result(rules)
        return self._results[key]

    def support(self, place: int, cause: str) -> int:
        """How many rules speak for the cause for one person, less those against it."""
        return _support([rule for rule in self._rules if self.fired[rule.id] >> place & 1], cause)

    def _any(self, is_meant: Callable[[Rule], bool]) -> int:
        bits = 0
        for rule in self._rules:
            if is_meant(rule):
                bits |= self.fired[rule.id]
        return bits

    def _adding_up(self, held: Sequence[int], points: Sequence[int], least: int) -> int:
        """Who comes to the points, one person after the other."""
        bits = 0
        for place in range(len(self.people)):
            total = sum(worth for so, worth in zip(held, points, strict=True) if so >> place & 1)
            bits |= (total >= least) << place
        return bits

    def _until_nothing_is_new(self) -> dict[str, int]:
        while True:
            fired = {rule.id: self.holding(rule.when) for rule in self._rules}
            before = dict(self._so)
            for rule in self._rules:
                for fact in rule.conclusions:
                    self._so[fact] = self._so.get(fact, 0) | fired[rule.id]
            if self._so == before:
                return fired


def places(bits: int) -> Iterator[int]:
    """The numbers of the bits that are set."""
    return (place for place in range(bits.bit_length()) if bits >> place & 1)


def _result(fired: Sequence[Rule]) -> Result:
    levels = (rule.then.rank for rule in fired if isinstance(rule.then, Level))
    listed = []
    for cause in {rule.cause for rule in fired if rule.cause is not None}:
        fits = [FITS.index(rule.strength) for rule in fired if _is_for(rule, cause)]
        if fits:
            listed.append((min(fits), -_support(fired, cause), cause))
    return Result(
        max(levels, default=0),
        tuple((cause, FITS[fit]) for fit, _, cause in sorted(listed)),
        frozenset(rule.finding for rule in fired if rule.finding is not None),
    )


def _support(fired: Iterable[Rule], cause: str) -> int:
    about = [rule for rule in fired if rule.cause == cause]
    return sum(1 if _is_for(rule, cause) else -1 for rule in about)


def _is_for(rule: Rule, cause: str) -> bool:
    return rule.cause == cause and rule.strength in FITS
