"""What rules mean for many people at once, as plain truth tables: for each fact and each condition
a number whose bits say of whom it is so.

Uses nothing of the engines or of the searches: rules are read as data, and fired until nothing is
new.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from copy import copy
from itertools import chain
from typing import NamedTuple

from tests.everybody import Facts
from triage.language.conditions import AllOf, AnyOf, Condition, Fact, Is, IsNot, Reaches
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
        self._answered, self.people, self._ruleset = answered, people, ruleset
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
        self._results: dict[int, Result] = {}
        self._held: dict[int, int] = {}
        self._behind_it: dict[tuple[Fact, int], frozenset[Is | IsNot]] = {}

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
        if place not in self._results:
            self._results[place] = self._result(place)
        return self._results[place]

    def support(self, place: int, cause: str) -> int:
        """How many things that one person said point to the cause, less those against it."""
        fired = self._fired_at(place)
        fits = [FITS.index(rule.strength) for rule in fired if _is_for(rule, cause)]
        is_sign = bool(fits) and FITS[min(fits)] is not Strength.RISK
        words = (Strength.TYPICAL, Strength.COMPATIBLE) if is_sign else (Strength.RISK,)
        points_to = self._said_for(place, fired, cause, words)
        return len(points_to) - len(self._said_for(place, fired, cause, (Strength.AGAINST,)))

    def _fired_at(self, place: int) -> list[Rule]:
        return [rule for rule in self._rules if self.fired[rule.id] >> place & 1]

    def _said_for(
        self, place: int, fired: Sequence[Rule], cause: str, words: Collection[Strength]
    ) -> set[tuple[str, str]]:
        """The different things said that rules of these strengths rest on: an answer to a question
        that takes one, each chosen option of others, all that was not chosen of one question.
        """
        found: set[tuple[str, str]] = set()
        for rule in fired:
            if rule.cause == cause and rule.strength in words:
                for fact in self._behind(rule.when, place, fired):
                    takes_one = self._ruleset.questions[fact.question].kind.takes_one
                    is_own = isinstance(fact, Is) and not takes_one
                    found.add((fact.question, fact.option if is_own else ""))
        return found

    def _behind(
        self, condition: Condition, place: int, fired: Sequence[Rule]
    ) -> Iterator[Is | IsNot]:
        """The answers that help the condition to hold for one person."""
        if id(condition) not in self._held:  # a part of a rule, which stays as long as the table
            self._held[id(condition)] = self.holding(condition)
        if not self._held[id(condition)] >> place & 1:
            return
        match condition:
            case AllOf(parts) | AnyOf(parts) | Reaches(parts):
                for part in parts:
                    yield from self._behind(part, place, fired)
            case Is() | IsNot():
                yield condition
            case _:
                if (condition, place) not in self._behind_it:
                    concluding = (rule for rule in fired if condition in rule.conclusions)
                    found = (self._behind(rule.when, place, fired) for rule in concluding)
                    self._behind_it[condition, place] = frozenset(chain.from_iterable(found))
                yield from self._behind_it[condition, place]

    def _result(self, place: int) -> Result:
        fired = self._fired_at(place)
        levels = (rule.then.rank for rule in fired if isinstance(rule.then, Level))
        listed = []
        for number, (name, cause) in enumerate(self._ruleset.causes.items()):
            fits = [FITS.index(rule.strength) for rule in fired if _is_for(rule, name)]
            if fits:
                fit, level = FITS[min(fits)], cause.level.is_
                enough = "compatible" if level.is_emergency else cause.danger
                is_danger = enough is not None and fit in FITS[: FITS.index(Strength(enough)) + 1]
                support = self.support(place, name)
                rank = (not is_danger, min(fits), -support, -level.rank, not cause.stressed, number)
                listed.append((rank, name, fit))
        return Result(
            max(levels, default=0),
            tuple((name, fit) for _, name, fit in sorted(listed)),
            frozenset(rule.finding for rule in fired if rule.finding is not None),
        )

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


def _is_for(rule: Rule, cause: str) -> bool:
    return rule.cause == cause and rule.strength in FITS
