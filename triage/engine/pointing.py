"""Which things said a rule rests on, in any logic: true or false, bits over many cases, atoms of a
program, decision diagrams.

A firing rests on a thing said where it helps the condition to hold, be it through findings.
``Assessment`` reads this off the facts of its firings; here it is worked out for all cases at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from triage.engine.order import Said, said
from triage.language.conditions import Condition, Fact, Holds, Reaches, Supported, fold
from triage.language.model import Rule
from triage.language.ruleset import RuleSet
from triage.language.words import Strength

Value = TypeVar("Value")


@dataclass(frozen=True)
class Logic(Generic[Value]):
    """How conditions are put together: of no part, ``every`` always holds and ``some`` never."""

    fact: Callable[[Fact], Value]
    every: Callable[[Iterable[Value]], Value]
    some: Callable[[Iterable[Value]], Value]
    reaches: Callable[[list[tuple[Value, int]], Reaches], Value]


Resting = Mapping[Said, Value]
"""For each thing said where something rests on it."""


class _Part(Generic[Value]):
    """Where a part of a condition holds, and where it rests on each thing said."""

    def __init__(self, holds: Value, rests: Resting[Value]) -> None:
        self.holds, self.rests = holds, rests


def resting(
    condition: Condition,
    logic: Logic[Value],
    ruleset: RuleSet,
    behind: Callable[[Fact], Resting[Value]],
) -> Resting[Value]:
    """For each thing said, where the condition holds and rests on it.

    Args:
        condition: what may hold.
        logic: how its parts are put together.
        ruleset: where the questions belong.
        behind: the same of a fact that rules conclude.
    """

    def of_fact(fact: Fact) -> _Part[Value]:
        holds = logic.fact(fact)
        if isinstance(fact, Holds | Supported):
            return _Part(holds, behind(fact))
        return _Part(holds, {said(fact, ruleset): holds})

    def within(holds: Value, parts: Iterable[_Part[Value]]) -> _Part[Value]:
        together = merged((part.rests for part in parts), logic)
        return _Part(holds, {one: logic.every((at, holds)) for one, at in together.items()})

    def all_of(parts: Iterable[_Part[Value]]) -> _Part[Value]:
        found = list(parts)
        return within(logic.every([part.holds for part in found]), found)

    def any_of(parts: Iterable[_Part[Value]]) -> _Part[Value]:
        found = list(parts)
        together = merged((part.rests for part in found), logic)
        return _Part(logic.some([part.holds for part in found]), together)

    def reaches(weighed: list[tuple[_Part[Value], int]], whole: Reaches) -> _Part[Value]:
        holds = logic.reaches([(part.holds, points) for part, points in weighed], whole)
        return within(holds, [part for part, _ in weighed])

    return fold(condition, of_fact, all_of, any_of, reaches).rests


def merged(found: Iterable[Resting[Value]], logic: Logic[Value]) -> Resting[Value]:
    """For each thing said, where one of these rests on it."""
    together: dict[Said, list[Value]] = {}
    for one in found:
        for thing, at in one.items():
            together.setdefault(thing, []).append(at)
    return {thing: at[0] if len(at) == 1 else logic.some(at) for thing, at in together.items()}


@dataclass(frozen=True)
class Pointing(Generic[Value]):
    """For each thing said where it is a sign of a cause, where it only makes it likelier, and where
    it speaks against it.
    """

    signs: Resting[Value]
    risks: Resting[Value]
    against: Resting[Value]


def pointing(
    about: Iterable[Rule], rests: Callable[[Rule], Resting[Value]], logic: Logic[Value]
) -> Pointing[Value]:
    """What points to a cause, given the rules about it and what each rests on."""
    rules = list(about)

    def of(wanted: Callable[[Rule], bool]) -> Resting[Value]:
        return merged((rests(rule) for rule in rules if wanted(rule)), logic)

    return Pointing(
        of(lambda rule: rule.supports),
        of(lambda rule: rule.strength is Strength.RISK),
        of(lambda rule: not rule.speaks_for),
    )
