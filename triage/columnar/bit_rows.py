"""People as bits in numpy arrays: bit n of a row of bytes stands for person n of a block."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from triage.columnar.circuit import Circuit, Joins, shortened
from triage.language.conditions import Is, IsNot

Bits = npt.NDArray[np.uint8]
"""A byte for each eight people."""
Flags = npt.NDArray[np.bool_]
"""One for each person."""
Numbers = npt.NDArray[np.intp]

_Join = Callable[[Bits, Bits, Bits], Bits]
_ALL: _Join = np.bitwise_and
_ANY: _Join = np.bitwise_or


def packed(flags: npt.NDArray[np.bool_ | np.uint8]) -> Bits:
    """The people of whom it is so, as bits."""
    return np.packbits(flags, bitorder="little")


def flags(bits: Bits, people: int) -> npt.NDArray[np.uint8]:
    """Of each person 1 where it is so, else 0."""
    return np.unpackbits(bits, bitorder="little", count=people)


def where(bits: Bits, people: int) -> Numbers:
    """The people of whom it is so, in order."""
    return np.flatnonzero(flags(bits, people).view(np.bool_))


def everybody(people: int) -> Bits:
    """All of them."""
    return packed(np.ones(people, np.bool_))


def nobody(people: int) -> Bits:
    """None of them."""
    return np.zeros((people + 7) // 8, np.uint8)


def how_many(bits: Bits) -> int:
    """Of how many people it is so."""
    return int(np.bitwise_count(bits).sum())


def numbers(digits: Sequence[Bits], who: Numbers) -> npt.NDArray[np.unsignedinteger[Any]]:
    """Of each of these people the number with these digits, of which the lowest stands first.

    >>> numbers([np.array([0b10], np.uint8), np.array([0b11], np.uint8)], np.array([0, 1])).tolist()
    [2, 3]
    """
    place, shift = who >> 3, (who & 7).astype(np.uint8)
    found = np.zeros(who.size, np.min_scalar_type((1 << len(digits)) - 1))
    for digit in reversed(digits):
        found <<= 1
        found |= (digit.take(place) >> shift) & 1
    return found


def counted(rows: Iterable[Bits]) -> list[Bits]:
    """How many of the rows hold for each person: the digits of the number, from the lowest.

    >>> one, two = np.array([0b01], np.uint8), np.array([0b11], np.uint8)
    >>> [int(digit[0]) for digit in counted([one, two])]
    [2, 1]
    """
    digits, left = [], list(rows)
    while left:
        digit, left = _added(left)
        digits.append(digit)
    return digits


def _added(rows: Sequence[Bits]) -> tuple[Bits, list[Bits]]:
    """The lowest digit of how many hold, and what is carried: a row for two of the rows."""
    digit, carried = rows[0], []
    for one, other in zip(rows[1::2], rows[2::2], strict=False):
        either = digit ^ one
        carried.append((digit & one) | (either & other))
        digit = either ^ other
    if len(rows) % 2 == 0:
        carried.append(digit & rows[-1])
        digit = digit ^ rows[-1]
    return digit, carried


class Machine:
    """Runs one circuit on blocks of people; the rows of the last block are used again."""

    def __init__(self, circuit: Circuit) -> None:
        self._circuit = circuit
        self._parts = tuple(shortened(circuit.gates))
        self._nobody: Bits = np.zeros(0, np.uint8)
        self._rows: list[Bits] = []
        self._joins: list[tuple[_Join, Bits, Bits, Bits]] = []

    def run(self, known: Mapping[Is | IsNot, Bits], people: int) -> Sequence[Bits]:
        """The people for whom each gate holds; they stand until the next run.

        Args:
            known: for each answer fact the people of whom it is known; nobody where it is left out.
            people: how many there are.
        """
        if not self._rows or self._nobody.size != (people + 7) // 8:
            self._nobody = nobody(people)
            self._make_rows()
        for fact, gate in self._circuit.facts.items():
            self._rows[gate][:] = known.get(fact, self._nobody)
        for join, one, other, into in self._joins:
            join(one, other, into)
        return self._rows

    def _make_rows(self) -> None:
        """A row for each gate, and how it is joined of others; of no others it is filled once."""
        gates = self._circuit.gates
        rows = self._rows = list(np.empty((len(gates), self._nobody.size), np.uint8))
        self._joins = []
        for into, wiring, parts in zip(rows, gates, self._parts, strict=True):
            is_all = wiring.joins is Joins.ALL
            into.fill(0xFF if is_all else 0)
            for place, other in enumerate(parts[1:]):
                one = into if place else rows[parts[0]]
                self._joins.append((_ALL if is_all else _ANY, one, rows[other], into))
