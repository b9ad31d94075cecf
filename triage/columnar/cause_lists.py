"""The causes of many people, each in the order of its case.

``engine.order`` is asked once for each cause, fit and balance that there can be. What it says is
kept as a place among them all, and the causes of a person stand by their places.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import product
from operator import or_

import numpy as np
import numpy.typing as npt

from triage.columnar.bit_rows import Bits, Numbers, counted, numbers, where
from triage.columnar.person_lists import PersonLists
from triage.columnar.program import FITS, CauseGates, Program
from triage.engine.order import Rank, rank

FIT_DIGITS = 2
"""How many digits tell the fits apart."""


class CauseLists:
    """Lists the causes of people, by the program of a rule set.

    ``causes`` and ``fits`` say of each place which cause it is, by its number among those of the
    rule set, and how it fits, by its number among ``FITS``.
    """

    def __init__(self, program: Program) -> None:
        self._weighed = [_Weighed(program, gates) for gates in program.causes]
        ranks: dict[Rank, list[tuple[int, int, int]]] = defaultdict(list)
        for cause, weighed in enumerate(self._weighed):
            for found, fit, number in weighed.ranks():
                ranks[found].append((cause, fit, number))
        self.causes, self.fits = np.empty(len(ranks), np.int16), np.empty(len(ranks), np.int8)
        for place, found in enumerate(sorted(ranks)):
            for cause, fit, number in ranks[found]:
                self._weighed[cause].places[number] = place
                self.causes[place], self.fits[place] = cause, fit

    def of(self, rows: Sequence[Bits], people: int) -> tuple[npt.NDArray[np.int32], Numbers]:
        """Where the list of each person begins, and at last where all end; and the places of all
        their causes, one list after the other.

        Args:
            rows: the people for whom each gate holds.
            people: how many there are.
        """
        lists = PersonLists(people, len(self.causes))
        for weighed in self._weighed:
            lists.add(*weighed.listed(rows, people))
        return lists.joined()


class _Weighed:
    """One cause, and its place for each fit, each number of things that point to it, and each
    number of things against it. The three together are one number, each with digits of its own.
    """

    def __init__(self, program: Program, gates: CauseGates) -> None:
        self._program, self._gates = program, gates
        found = gates.pointing
        self._most = max(len(found.signs), len(found.risks)), len(found.against)
        digits = [most.bit_length() for most in self._most]
        self._shifts = FIT_DIGITS, FIT_DIGITS + digits[0]
        whole = FIT_DIGITS + sum(digits)
        self.places = np.zeros(1 << whole, np.uint32)

    def ranks(self) -> Iterator[tuple[Rank, int, int]]:
        """The rank for each number, with the fit."""
        ruleset, cause = self._program.ruleset, self._gates.cause
        most_for, most_against = self._most
        for fit, points_to, against in product(
            range(len(FITS)), range(most_for + 1), range(most_against + 1)
        ):
            number = fit | points_to << self._shifts[0] | against << self._shifts[1]
            yield rank(ruleset, cause, FITS[fit], against - points_to), fit, number

    def listed(self, rows: Sequence[Bits], people: int) -> tuple[Numbers, npt.NDArray[np.uint32]]:
        """The people for whom it is listed, and its place for each."""
        typical, compatible, risk = (rows[gate] for gate in self._gates.fits)
        supported = typical | compatible
        who = where(supported | risk, people)
        if not who.size:
            return who, np.zeros(0, np.uint32)
        digits = [supported & ~typical, ~supported, *self._said(rows, supported)]
        return who, self.places.take(numbers(digits, who))

    def _said(self, rows: Sequence[Bits], supported: Bits) -> list[Bits]:
        """How many things that were said point to it, and how many speak against it, in digits."""
        found = self._gates.pointing
        signs = [rows[gate] for gate in found.signs.values()]
        # where a sign points to it, risks count for nothing: nobody has both
        risks = [rows[gate] & ~supported for gate in found.risks.values()]
        points_to = [*map(or_, signs, risks), *signs[len(risks) :], *risks[len(signs) :]]
        return counted(points_to) + counted(rows[gate] for gate in found.against.values())
