"""For each person a list of things, each thing with its place in an order that is the same for
everybody.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from triage.columnar.bit_rows import Numbers


class PersonLists:
    """Collects who has what; the lists come out in the order of the places.

    Args:
        people: how many there are.
        places: how many places there are.

    >>> made = PersonLists(people=2, places=9)
    >>> made.add(np.array([1]), np.array(7))
    >>> made.add(np.array([0, 1]), np.array(4))
    >>> [found.tolist() for found in made.joined()]
    [[0, 1, 3], [4, 4, 7]]
    """

    def __init__(self, people: int, places: int) -> None:
        self._people, self._digits = people, max(1, places).bit_length()
        is_short = max(1, people).bit_length() + self._digits <= 32
        # who and what in one number: sorting that is the quickest way to put them together
        self._type: type[np.unsignedinteger[Any]] = np.uint32 if is_short else np.uint64
        self._keys: list[npt.NDArray[np.unsignedinteger[Any]]] = []

    def add(self, who: Numbers, places: npt.NDArray[np.integer[Any]]) -> None:
        """These people have the thing at this place, or each the one at its own place."""
        shifted = who.astype(self._type) * self._type(1 << self._digits)
        self._keys.append(shifted | places.astype(self._type))

    def joined(self) -> tuple[npt.NDArray[np.int32], Numbers]:
        """Where each list begins, and at last where all end; and the places in all lists, one list
        after the other.
        """
        keys = np.concatenate([np.zeros(0, self._type), *self._keys])
        keys.sort()
        lengths = np.bincount(
            (keys >> self._type(self._digits)).astype(np.intp), minlength=self._people
        )
        ends = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
        return ends, (keys & self._type((1 << self._digits) - 1)).astype(np.intp)
