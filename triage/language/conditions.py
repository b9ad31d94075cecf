"""Facts and the positive formulas over them: the `when` of a rule.

A condition is monotone: one more fact can make it hold, never stop it from holding. There is no
negation; ``IsNot`` is itself a fact (the question was answered and this option was not chosen).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import TypeVar

from triage.language.diagnostics import Span


@dataclass(frozen=True, slots=True)
class Is:
    """The option was chosen."""

    question: str
    option: str
    span: Span | None = field(default=None, compare=False, repr=False)
    question_span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class IsNot:
    """The question was answered and this option was not chosen."""

    question: str
    option: str
    span: Span | None = field(default=None, compare=False, repr=False)
    question_span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Holds:
    """A rule concluded this finding."""

    finding: str
    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Supported:
    """A `typical` or `compatible` rule speaks for this cause."""

    cause: str
    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part holds; with no part it always holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Reaches:
    """The points of the parts that hold add up to ``least`` or more; each part has its points,
    above 0.

    ``score`` is the score that the parts are the items of, ``start`` what it shows before any of
    them counts; None where they are only counted.
    """

    parts: tuple[Condition, ...]
    points: tuple[int, ...]
    least: int
    score: str | None = None
    start: int = 0

    @property
    def shown(self) -> int:
        """What authors and readers see as the threshold."""
        return self.start + self.least


Fact = Is | IsNot | Holds | Supported
Compound = AllOf | AnyOf | Reaches
Condition = Fact | Compound

ALWAYS = AllOf(())
Value = TypeVar("Value")
_Helping = frozenset[Fact] | None
RESERVED = frozenset({"all", "any", "at_least", "score", "finding", "not", "always"})
"""Words of the condition language; no question may bear one as its id."""


def opposite(fact: Is | IsNot) -> Is | IsNot:
    """What an answer says of the option instead of the fact.

    >>> opposite(Is("side", "left"))
    IsNot(question='side', option='left')
    """
    other = IsNot if isinstance(fact, Is) else Is
    return other(fact.question, fact.option)


def fold(
    condition: Condition,
    fact: Callable[[Fact], Value],
    all_of: Callable[[Iterable[Value]], Value],
    any_of: Callable[[Iterable[Value]], Value],
    reaches: Callable[[list[tuple[Value, int]], Reaches], Value] | None = None,
) -> Value:
    """What the condition comes to, from its facts upwards; parts are folded as they are asked for.

    Args:
        condition: what is folded.
        fact: what a fact comes to.
        all_of: what an `all` comes to.
        any_of: what an `any` comes to.
        reaches: what points that have to add up come to: given each part with its points, and
            the condition itself. By default they are added up with ``all_of`` and ``any_of``.

    >>> fold(AnyOf((Is("side", "left"), AllOf(()))), lambda fact: 1, sum, sum)
    1
    """
    if isinstance(condition, Is | IsNot | Holds | Supported):
        return fact(condition)
    parts = (fold(part, fact, all_of, any_of, reaches) for part in condition.parts)
    if isinstance(condition, AllOf):
        return all_of(parts)
    if isinstance(condition, AnyOf):
        return any_of(parts)
    weighed = list(zip(parts, condition.points, strict=True))
    if reaches:
        return reaches(weighed, condition)
    return added_up(weighed, condition.least, all_of, any_of)


def added_up(
    weighed: Sequence[tuple[Value, int]],
    least: int,
    all_of: Callable[[Iterable[Value]], Value],
    any_of: Callable[[Iterable[Value]], Value],
) -> Value:
    """That the points of what is so reach ``least``, said with `all` and `any` only: part after
    part, for each sum that is still needed. The size is at most that of the parts times ``least``.

    >>> added_up([(True, 2), (False, 1), (True, 1)], 3, all, any)
    True
    """
    still_needed: dict[int, Value] = {}
    total = 0
    for part, points in weighed:
        total += points
        before, still_needed = still_needed, {}
        for sum_needed in range(1, min(least, total) + 1):
            ways = [before[sum_needed]] if sum_needed in before else []
            if sum_needed <= points:
                ways.append(part)
            elif sum_needed - points in before:
                ways.append(all_of([part, before[sum_needed - points]]))
            still_needed[sum_needed] = ways[0] if len(ways) == 1 else any_of(ways)
    if least < 1:
        return all_of(())
    return still_needed[least] if least in still_needed else any_of(())


def holds(condition: Condition, facts: Collection[Fact]) -> bool:
    """Whether the condition holds in the working memory ``facts``.

    >>> holds(AnyOf((Is("side", "left"), Holds("pain"))), {Holds("pain")})
    True
    """
    return can_hold(condition, facts.__contains__)


def can_hold(condition: Condition, possible: Callable[[Fact], bool]) -> bool:
    """Whether the condition holds once every possible fact does."""
    return fold(condition, possible, all, any, lambda parts, whole: is_reached(parts, whole.least))


def needed(condition: Condition) -> frozenset[Fact]:
    """Facts without any one of which the condition cannot hold; of points that add up, none is
    named.

    >>> sorted(map(str, needed(AllOf((Holds("a"), AnyOf((Holds("b"), Holds("c"))))))))
    ["Holds(finding='a')"]
    """

    def any_of(parts: Iterable[frozenset[Fact]]) -> frozenset[Fact]:
        first, *others = list(parts) or [frozenset[Fact]()]
        return first.intersection(*others)

    return fold(
        condition,
        lambda fact: frozenset((fact,)),
        lambda parts: frozenset[Fact]().union(*parts),
        any_of,
        lambda *_: frozenset(),
    )


def is_reached(weighed: Iterable[tuple[bool, int]], least: int) -> bool:
    """Whether the points of what is so add up to ``least``."""
    return sum(points for is_so, points in weighed if is_so) >= least


def support(condition: Condition, facts: Collection[Fact]) -> tuple[Fact, ...]:
    """Every fact that helps the condition to hold, in the order of the formula; empty where it does
    not hold.

    Of an `any`, and of points that add up, all parts that hold are reported, so the result does not
    depend on the order of evaluation.

    >>> support(AnyOf((Is("side", "left"), Holds("pain"))), {Holds("pain")})
    (Holds(finding='pain'),)
    """

    def all_of(parts: Iterable[_Helping]) -> _Helping:
        found = list(parts)
        return None if None in found else frozenset().union(*filter(None, found))

    def any_of(parts: Iterable[_Helping]) -> _Helping:
        found = [part for part in parts if part is not None]
        return frozenset().union(*found) if found else None

    def reaches(weighed: list[tuple[_Helping, int]], whole: Reaches) -> _Helping:
        held = ((part is not None, points) for part, points in weighed)
        is_enough = is_reached(held, whole.least)
        return any_of(part for part, _ in weighed) if is_enough else None

    def of_fact(fact: Fact) -> _Helping:
        return frozenset((fact,)) if fact in facts else None

    helping = fold(condition, of_fact, all_of, any_of, reaches) or frozenset()
    return tuple(fact for fact in dict.fromkeys(atoms(condition)) if fact in helping)


def atoms(condition: Condition) -> Iterator[Fact]:
    """The facts that the condition mentions, in the order of the formula."""
    return fold(
        condition,
        lambda fact: iter((fact,)),
        chain.from_iterable,
        chain.from_iterable,
        lambda weighed, _: chain.from_iterable(part for part, _ in weighed),
    )


def questions_of(condition: Condition) -> Iterator[str]:
    """The questions whose answers the condition mentions, in the order of the formula."""
    return (fact.question for fact in atoms(condition) if isinstance(fact, Is | IsNot))


def rebuilt(condition: Condition, fact: Callable[[Fact], Condition]) -> Condition:
    """The condition with what ``fact`` makes of each of its facts in their place.

    >>> rebuilt(AnyOf((Holds("pain"), AllOf(()))), lambda fact: Holds(f"leg_{fact.finding}"))
    AnyOf(parts=(Holds(finding='leg_pain'), AllOf(parts=())))
    """

    def all_of(parts: Iterable[Condition]) -> Condition:
        return AllOf(tuple(parts))

    def any_of(parts: Iterable[Condition]) -> Condition:
        return AnyOf(tuple(parts))

    def reaches(weighed: list[tuple[Condition, int]], whole: Reaches) -> Condition:
        return replace(whole, parts=tuple(part for part, _ in weighed))

    return fold(condition, fact, all_of, any_of, reaches)


def unordered(condition: Condition) -> Hashable:
    """What is the same of conditions that differ only in the order of their parts, or in how it is
    said that one of them, or each, holds.

    >>> one, other = Is("side", "left"), Is("side", "right")
    >>> unordered(AnyOf((one, other))) == unordered(Reaches((other, one), (1, 1), 1))
    True
    """

    def joined(word: str) -> Callable[[Iterable[Hashable]], Hashable]:
        def of_parts(parts: Iterable[Hashable]) -> Hashable:
            found = frozenset(parts)
            return next(iter(found)) if len(found) == 1 else (word, found)

        return of_parts

    all_of, any_of = joined("all"), joined("any")

    def reaches(weighed: list[tuple[Hashable, int]], whole: Reaches) -> Hashable:
        parts = [part for part, _ in weighed]
        if whole.least <= min(whole.points):
            return any_of(parts)
        if whole.least == sum(whole.points):
            return all_of(parts)
        return whole.least, frozenset(Counter(weighed).items())

    return fold(condition, lambda fact: fact, all_of, any_of, reaches)


def compounds(condition: Condition) -> Iterator[Compound]:
    """Every `all`, `any` and sum of points in the condition, from the outside in."""
    if isinstance(condition, AllOf | AnyOf | Reaches):
        yield condition
        for part in condition.parts:
            yield from compounds(part)


@dataclass(frozen=True, slots=True)
class _Waits:
    """Of a part: whether it holds, whether it still may, and the facts that are still to come."""

    holds: bool
    may_hold: bool
    lacking: tuple[Fact, ...]


def pending(
    condition: Condition, known: Callable[[Fact], bool], possible: Callable[[Fact], bool]
) -> list[Fact]:
    """The facts that are still to come for the condition to hold; empty where it holds already or
    never can.

    ``known`` says of a fact that it holds, ``possible`` that it holds or still may.
    """

    def of_fact(fact: Fact) -> _Waits:
        is_known, is_possible = known(fact), possible(fact)
        return _Waits(is_known, is_possible, () if is_known or not is_possible else (fact,))

    def all_of(parts: Iterable[_Waits]) -> _Waits:
        found = list(parts)
        may_hold = all(part.may_hold for part in found)
        return _Waits(all(part.holds for part in found), may_hold, _lacking(found, may_hold))

    def any_of(parts: Iterable[_Waits]) -> _Waits:
        found = list(parts)
        is_met = any(part.holds for part in found)
        return _Waits(is_met, any(part.may_hold for part in found), _lacking(found, not is_met))

    def reaches(weighed: list[tuple[_Waits, int]], whole: Reaches) -> _Waits:
        found = [part for part, _ in weighed]
        is_met = is_reached(((part.holds, points) for part, points in weighed), whole.least)
        may_hold = is_reached(((part.may_hold, points) for part, points in weighed), whole.least)
        return _Waits(is_met, may_hold, _lacking(found, may_hold and not is_met))

    return list(fold(condition, of_fact, all_of, any_of, reaches).lacking)


def _lacking(parts: Iterable[_Waits], waits: bool) -> tuple[Fact, ...]:
    return tuple(fact for part in parts for fact in part.lacking) if waits else ()
