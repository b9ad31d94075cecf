"""People as bits in numpy arrays: bit n of a row of bytes stands for person n of a block."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from triage.columnar.circuit import ALWAYS, NEVER, Circuit, Gate, Joins
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


def counted(rows: Iterable[Bits]) -> list[Bits]:
    """How many of the rows hold for each person: the digits of the number, from the lowest.

    >>> one, two = np.array([0b01], np.uint8), np.array([0b11], np.uint8)
    >>> [int(digit[0]) for digit in counted([one, two])]
    [2, 1]
    """
    digits: list[Bits] = []
    for count, row in enumerate(rows, start=1):
        carry = row
        for place, digit in enumerate(digits):
            digits[place], carry = digit ^ carry, digit & carry
        if count.bit_length() > len(digits):  # else nobody has that many
            digits.append(carry)
    return digits


class Machine:
    """Runs one circuit on blocks of people; the rows of the last block are used again."""

    def __init__(self, circuit: Circuit) -> None:
        self._circuit = circuit
        self._joins: list[tuple[_Join, Gate, Gate, Gate]] = []
        for gate, (joins, inputs) in enumerate(circuit.gates):
            join = _ALL if joins is Joins.ALL else _ANY
            for place, other in enumerate(inputs[1:]):
                self._joins.append((join, gate if place else inputs[0], other, gate))
        self._rows: list[Bits] = []
        self._nobody: Bits = np.zeros(0, np.uint8)

    def run(self, known: Mapping[Is | IsNot, Bits], people: int) -> Sequence[Bits]:
        """The people for whom each gate holds; they stand until the next run.

        Args:
            known: for each answer fact the people of whom it is known; nobody where it is left out.
            people: how many there are.
        """
        rows = self._made((people + 7) // 8)
        for fact, gate in self._circuit.facts.items():
            rows[gate] = known.get(fact, self._nobody)
        for join, one, other, into in self._joins:
            join(rows[one], rows[other], rows[into])
        return rows

    def _made(self, width: int) -> list[Bits]:
        """A row for each gate; those of gates that nothing leads into are filled."""
        if not self._rows or self._nobody.size != width:
            gates = self._circuit.gates
            self._rows = list(np.empty((len(gates), width), np.uint8))
            self._nobody = np.zeros(width, np.uint8)
            for row, wiring in zip(self._rows, gates, strict=True):
                if wiring in (ALWAYS, NEVER):
                    row.fill(0xFF if wiring == ALWAYS else 0)
        return self._rows
