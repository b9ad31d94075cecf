"""The causes of one case in order, and whether they keep it when some of them move."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping

from triage.engine.order import Rank


class CauseOrder:
    """The causes of one case, best first."""

    def __init__(self, ranks: Iterable[Rank]) -> None:
        self.ranks = sorted(ranks)
        self._rank = {rank[-1]: rank for rank in self.ranks}

    def stays(self, moved: Mapping[str, Rank]) -> bool:
        """Whether the causes stand in the same order with these ranks in place of their own; the
        same causes are listed.
        """
        places = {bisect_left(self.ranks, self._rank[cause]): moved[cause] for cause in moved}

        def at(place: int) -> Rank:
            return places.get(place, self.ranks[place])

        return all(
            (place == 0 or at(place - 1) < rank)
            and (place + 1 == len(self.ranks) or rank < at(place + 1))
            for place, rank in places.items()
        )
