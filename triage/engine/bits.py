"""Conditions over many cases at once: bit n of a Python integer stands for case n.

Conditions are positive, so an `all` is `&` and an `any` is `|` of the bits of its parts. Points are
added up part after part: for each sum the cases that have reached it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import TypeVar

from triage.language.conditions import Condition, Fact, Reaches, fold

Compiled = Callable[[Sequence[int]], int]
"""A condition: given the bits of every numbered fact, the cases in which it holds."""

EVERYWHERE = 0
"""The number under which a table keeps all cases; facts are numbered from 1."""

Key = TypeVar("Key", bound=Hashable)
AnyFact = TypeVar("AnyFact", bound=Fact)


class Numbering:
    """Numbers some facts, so that a table of bits is a list; any other fact holds nowhere."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._numbers = {fact: place for place, fact in enumerate(dict.fromkeys(facts), start=1)}

    def numbers(self, facts: Iterable[Fact]) -> tuple[int, ...]:
        """The numbers of the facts; those without one are left out."""
        return tuple(self._numbers[fact] for fact in facts if fact in self._numbers)

    def table(self, bits: Mapping[AnyFact, int], cases: int) -> list[int]:
        """The bits of every number, what a compiled condition takes.

        Args:
            bits: for each fact the cases in which it is known; nowhere for those left out.
            cases: how many there are.
        """
        found = [0] * (len(self._numbers) + 1)
        found[EVERYWHERE] = (1 << cases) - 1
        for fact, known in bits.items():
            if fact in self._numbers:
                found[self._numbers[fact]] = known
        return found

    def known(self, fact: Fact, table: Sequence[int]) -> int:
        """The cases in which the fact holds."""
        return table[self._numbers[fact]] if fact in self._numbers else 0

    def compiled(self, condition: Condition) -> Compiled:
        """The condition, made to be evaluated on many tables.

        >>> from triage.language.conditions import AllOf, AnyOf, Is
        >>> left, hot = Is("side", "left"), Is("skin", "hot")
        >>> facts = Numbering([left, hot])
        >>> table = facts.table({left: 0b0011, hot: 0b0101}, cases=4)
        >>> [bin(facts.compiled(made((left, hot)))(table)) for made in (AllOf, AnyOf)]
        ['0b1', '0b111']
        """
        return fold(condition, self._fact, _all_of, _any_of, _reaches)

    def _fact(self, fact: Fact) -> Compiled:
        return itemgetter(self._numbers[fact]) if fact in self._numbers else _any_of(())


def columns(rows: Sequence[Iterable[Key]]) -> dict[Key, int]:
    """For each thing the bits of the rows that name it, in time linear in what the rows hold.

    >>> columns([("a", "b"), ("b",), ()])
    {'a': 1, 'b': 3}
    """
    size = (len(rows) + 7) // 8
    found: defaultdict[Key, bytearray] = defaultdict(lambda: bytearray(size))
    for row, things in enumerate(rows):
        byte, bit = row // 8, 1 << row % 8
        for thing in things:
            found[thing][byte] |= bit
    return {thing: int.from_bytes(column, "little") for thing, column in found.items()}


def places(bits: int) -> Iterator[int]:
    """The places of the bits that are set, lowest first, in time linear in their number.

    >>> list(places(0b1001))
    [0, 3]
    """
    digits = f"{bits:b}"[::-1]
    place = digits.find("1")
    while place >= 0:
        yield place
        place = digits.find("1", place + 1)


def _all_of(parts: Iterable[Compiled]) -> Compiled:
    needed = tuple(parts)

    def where(table: Sequence[int]) -> int:
        found = table[EVERYWHERE]
        for part in needed:
            found &= part(table)
            if not found:
                return 0
        return found

    return where


def _any_of(parts: Iterable[Compiled]) -> Compiled:
    enough = tuple(parts)

    def where(table: Sequence[int]) -> int:
        found = 0
        for part in enough:
            found |= part(table)
        return found

    return where


def _reaches(weighed: list[tuple[Compiled, int]], whole: Reaches) -> Compiled:
    def where(table: Sequence[int]) -> int:
        held = ((part(table), points) for part, points in weighed)
        return reached(held, whole.least, table[EVERYWHERE])

    return where


def reached(weighed: Iterable[tuple[int, int]], least: int, everywhere: int) -> int:
    """The cases in which the points of what holds add up to ``least``.

    >>> bin(reached([(0b0011, 1), (0b0101, 1)], 2, 0b1111))
    '0b1'
    """
    found = [everywhere, *([0] * least)]
    for bits, points in weighed:
        for total in range(least, 0, -1):
            found[total] |= bits & found[max(0, total - points)]
    return found[least]
