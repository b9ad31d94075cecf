"""Conditions as gates over many people at once; worked out block after block of people.

Equal gates are one gate, so what two rules share is worked out once.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from itertools import chain
from typing import NamedTuple

from triage.language.conditions import Is, IsNot, Reaches, added_up

Gate = int
"""The place of a gate; each stands after those that lead into it."""


class Joins(Enum):
    """When a gate holds: always as something is known, or by what leads into it."""

    FACT = "fact"
    ALL = "all"
    ANY = "any"


class Wiring(NamedTuple):
    """How a gate joins the gates that lead into it."""

    joins: Joins
    inputs: tuple[Gate, ...] = ()


ALWAYS, NEVER = Wiring(Joins.ALL), Wiring(Joins.ANY)


class Circuit:
    """Gates in an order in which they can be worked out.

    ``facts`` are the gates of what people answer.
    """

    def __init__(self) -> None:
        self.gates: list[Wiring] = []
        self.facts: dict[Is | IsNot, Gate] = {}
        self._known: dict[Wiring, Gate] = {}

    def fact(self, fact: Is | IsNot) -> Gate:
        """The gate of something that people answer."""
        if fact not in self.facts:
            self.facts[fact] = len(self.gates)
            self.gates.append(Wiring(Joins.FACT))
        return self.facts[fact]

    def all_of(self, gates: Iterable[Gate]) -> Gate:
        """The gate that holds where each of these does.

        >>> made = Circuit()
        >>> left, hot = (made.fact(Is("leg", name)) for name in ("left", "hot"))
        >>> made.all_of([left, made.any_of([left, hot])]) == left
        True
        """
        return self._joined(Joins.ALL, Joins.ANY, gates)

    def any_of(self, gates: Iterable[Gate]) -> Gate:
        """The gate that holds where one of these does."""
        return self._joined(Joins.ANY, Joins.ALL, gates)

    def reaches(self, weighed: list[tuple[Gate, int]], whole: Reaches) -> Gate:
        """The gate that holds where points add up."""
        return added_up(weighed, whole.least, self.all_of, self.any_of)

    def _joined(self, joins: Joins, other: Joins, gates: Iterable[Gate]) -> Gate:
        parts: set[Gate] = set()
        for gate in gates:
            wiring = self.gates[gate]
            parts.update(wiring.inputs if wiring.joins is joins else (gate,))
        for gate in sorted(parts):
            wiring = self.gates[gate]
            if wiring == Wiring(other):
                return gate  # `never` among all, `always` among any
            if wiring.joins is other and not parts.isdisjoint(wiring.inputs):
                parts.discard(gate)  # a, and (a or b): b makes no difference
        if len(parts) == 1:
            return parts.pop()
        return self._gate(Wiring(joins, tuple(sorted(parts))))

    def _gate(self, wiring: Wiring) -> Gate:
        if wiring not in self._known:
            self._known[wiring] = len(self.gates)
            self.gates.append(wiring)
        return self._known[wiring]


def shortened(gates: Sequence[Wiring]) -> Iterator[tuple[Gate, ...]]:
    """For each gate what it can be joined of: an earlier one that joins some of its inputs in the
    same way stands for these.

    >>> two, three = Wiring(Joins.ALL, (0, 1)), Wiring(Joins.ALL, (0, 1, 2))
    >>> list(shortened([Wiring(Joins.FACT)] * 3 + [two, three]))
    [(), (), (), (0, 1), (3, 2)]
    """
    often = Counter(chain.from_iterable(wiring.inputs for wiring in gates))
    known: dict[tuple[Joins, Gate], list[Gate]] = defaultdict(list)
    for gate, (joins, inputs) in enumerate(gates):
        left, parts = set(inputs), []
        candidates = [other for one in inputs for other in known.get((joins, one), ())]
        for other in sorted(candidates, key=lambda other: -len(gates[other].inputs)):
            if left.issuperset(gates[other].inputs):
                left.difference_update(gates[other].inputs)
                parts.append(other)
        yield *parts, *sorted(left)
        if inputs:  # found by the input that the fewest have
            known[joins, min(inputs, key=often.__getitem__)].append(gate)
