"""What the rules of a sweep conclude, in bits: level, fit of each cause, findings, the order of the
causes; and the same with one rule replaced, in time that grows with what moved.

Bit n of an integer stands for case n.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, reduce
from itertools import islice
from operator import or_

from triage.cases.sweep import Rerun, Sweep
from triage.engine.bits import places
from triage.language.conditions import Holds
from triage.language.model import Rule
from triage.language.words import Conclusion, ForCause, Level, Strength

Rank = tuple[int, int, str]
"""Sorts the causes of a case, best first; as ``Candidate.rank``."""

SPEAKING_FOR = tuple(strength for strength in Strength if strength.speaks_for)
"""The words for a cause, the strongest first."""


class Conclusions(ABC):
    """In which cases each thing is concluded."""

    def __init__(self, sweep: Sweep) -> None:
        self.sweep = sweep
        self._fits: dict[str, Mapping[Strength, int]] = {}

    @abstractmethod
    def rule(self, name: str) -> Rule | None:
        """The rule called so; None where there is none."""

    @abstractmethod
    def fired(self, name: str) -> int:
        """The cases in which the rule called so fires."""

    @abstractmethod
    def where(self, conclusion: Conclusion) -> int:
        """The cases in which some rule concludes it."""

    @property
    @abstractmethod
    def weighed(self) -> int:
        """The cases in which causes may stand in another order than before."""

    @abstractmethod
    def first_of(self, case: int) -> str | None:
        """The cause that stands first in that case."""

    @cached_property
    def levels(self) -> Mapping[Level, int]:
        """The cases that result in each level."""
        found, left = {}, self.sweep.everywhere
        lowest, *higher = self.sweep.ruleset.levels
        for level in reversed(higher):
            found[level] = left & self.where(level)
            left &= ~found[level]
        return {**found, lowest: left}

    def fits(self, cause: str) -> Mapping[Strength, int]:
        """The cases in which the cause is listed with each fit."""
        if cause not in self._fits:
            found, left = {}, self.sweep.everywhere
            for strength in SPEAKING_FOR:
                found[strength] = left & self.where(ForCause(cause, strength))
                left &= ~found[strength]
            self._fits[cause] = found
        return self._fits[cause]

    def listed(self, cause: str) -> int:
        """The cases in which the cause is listed."""
        return sum(self.fits(cause).values())  # of one case there is one fit at most


class Before(Conclusions):
    """What is concluded in each case by the rules as they are."""

    def __init__(self, sweep: Sweep) -> None:
        super().__init__(sweep)
        self.concluding: defaultdict[Conclusion, list[int]] = defaultdict(list)
        self._where: defaultdict[Conclusion, int] = defaultdict(int)
        for place, rule in enumerate(sweep.ruleset.rules):
            self.concluding[rule.then].append(place)
            self._where[rule.then] |= sweep.fired[place]
        self._orders: dict[int, Order] = {}

    def rule(self, name: str) -> Rule | None:
        """The rule called so; None where there is none."""
        return self.sweep.ruleset.rule.get(name)

    def fired(self, name: str) -> int:
        """The cases in which the rule called so fires."""
        place = self.sweep.place.get(name)
        return 0 if place is None else self.sweep.fired[place]

    def where(self, conclusion: Conclusion) -> int:
        """The cases in which some rule concludes it."""
        return self._where.get(conclusion, 0)

    @property
    def weighed(self) -> int:
        """All cases."""
        return self.sweep.everywhere

    def first_of(self, case: int) -> str | None:
        """The cause that stands first in that case."""
        return next((rank[-1] for rank in self.order(case).ranks), None)

    def order(self, case: int) -> Order:
        """The order of the causes in that case."""
        if case not in self._orders:
            fired = sorted(self.sweep.fired_in[case])
            self._orders[case] = Order(self.sweep.ruleset.rules[place] for place in fired)
        return self._orders[case]


class Order:
    """The causes of one case, best first; ``balance`` is how many more rules speak against a cause
    than for it, be it listed or not.
    """

    def __init__(self, fired: Iterable[Rule]) -> None:
        self.balance: Counter[str] = Counter()
        fits: dict[str, int] = {}
        for then in (rule.then for rule in fired):
            if isinstance(then, ForCause):
                self.balance[then.cause] += _weight(then)
                if then.strength.speaks_for:
                    rank = then.strength.rank
                    fits[then.cause] = min(rank, fits.get(then.cause, rank))
        self.ranks = sorted((fit, self.balance[cause], cause) for cause, fit in fits.items())
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


class After(Conclusions):
    """What is concluded in each case with one rule replaced; only what moved is worked out anew.

    ``moved`` are the conclusions that rules now draw in other cases, with the cases that each rule
    adds and takes away.
    """

    def __init__(self, before: Before, rerun: Rerun) -> None:
        super().__init__(rerun.sweep)
        self.rerun, self._before = rerun, before
        self.moved = _moved(rerun)
        self._where: dict[Conclusion, int] = {}

    @cached_property
    def causes(self) -> tuple[str, ...]:
        """The causes about which something moved."""
        about = (then.cause for then in self.moved if isinstance(then, ForCause))
        return tuple(dict.fromkeys(about))

    @property
    def moves_level(self) -> bool:
        """Whether a level is concluded in other cases."""
        return any(isinstance(then, Level) for then in self.moved)

    def rule(self, name: str) -> Rule | None:
        """The rule called so, as it stands now."""
        replaced = self.sweep.ruleset.rules[self.rerun.place].id == name
        return self.rerun.changed if replaced else self._before.rule(name)

    def fired(self, name: str) -> int:
        """The cases in which the rule called so fires now."""
        return self.rerun.fired_at(self.sweep.place[name])

    def where(self, conclusion: Conclusion) -> int:
        """The cases in which some rule concludes it now."""
        if conclusion not in self.moved:
            return self._before.where(conclusion)
        if conclusion not in self._where:
            self._where[conclusion] = self._summed_up(conclusion)
        return self._where[conclusion]

    def _summed_up(self, conclusion: Conclusion) -> int:
        gained = lost = 0
        for added, taken in self.moved[conclusion]:
            gained |= added
            lost |= taken
        return self._before.where(conclusion) & ~self._in_none(lost, conclusion) | gained

    def _in_none(self, cases: int, conclusion: Conclusion) -> int:
        """Those of the cases in which no rule draws the conclusion now."""
        changed = self.rerun.changed
        for place in self._before.concluding[conclusion] if cases else ():
            if place != self.rerun.place or (changed and changed.then == conclusion):
                cases &= ~self.rerun.fired_at(place)
                if not cases:
                    break
        return cases

    @cached_property
    def weighed(self) -> int:
        """The cases in which a rule speaks about a cause that did not, or the reverse."""
        return reduce(or_, map(self._weighed, self.causes), 0)

    def first_of(self, case: int) -> str | None:
        """The cause that stands first in that case now."""
        ranks = self._before.order(case).ranks
        others = (rank for rank in ranks if rank[-1] not in self.causes)
        listed = (cause for cause in self.causes if self.listed(cause) >> case & 1)
        moved = (self._rank(case, cause) for cause in listed)
        return min((*moved, *islice(others, 1)), default=(0, 0, None))[-1]

    @property
    def differing(self) -> int:
        """The cases in which level, causes, their fits, their order or findings are other than
        before.
        """
        before, found = self._before, 0
        if self.moves_level:
            for level, at in self.levels.items():
                found |= at ^ before.levels[level]
        for then in self.moved:
            if isinstance(then, Holds):
                found |= self.where(then) ^ before.where(then)
        for cause in self.causes:
            was = before.fits(cause)
            for strength, at in self.fits(cause).items():
                found |= at ^ was[strength]
        return found | self._reordered(found)

    def _reordered(self, apart: int) -> int:
        """The cases, but for those ``apart``, in which the causes stand in another order though
        each fits as before.
        """
        moved = {cause: self.listed(cause) & self._weighed(cause) & ~apart for cause in self.causes}
        among: defaultdict[int, dict[str, Rank]] = defaultdict(dict)
        for cause, cases in moved.items():
            for case in places(cases):
                among[case][cause] = self._rank(case, cause)
        orders = ((case, self._before.order(case)) for case in among)
        return sum(1 << case for case, order in orders if not order.stays(among[case]))

    def _weighed(self, cause: str) -> int:
        """The cases in which a rule speaks about the cause that did not, or the reverse."""
        found = 0
        for _, added, taken in self._moves_about(cause):
            found |= added | taken
        return found

    def _moves_about(self, cause: str) -> Iterator[tuple[ForCause, int, int]]:
        for strength in Strength:
            then = ForCause(cause, strength)
            for added, taken in self.moved.get(then, ()):
                yield then, added, taken

    def _rank(self, case: int, cause: str) -> Rank:
        """The rank of a cause that is listed."""
        fits = self.fits(cause).items()
        fit = next(strength.rank for strength, at in fits if at >> case & 1)
        balance = self._before.order(case).balance[cause] + sum(
            _weight(then) * ((added >> case & 1) - (taken >> case & 1))
            for then, added, taken in self._moves_about(cause)
        )
        return fit, balance, cause


def _weight(then: ForCause) -> int:
    return -1 if then.strength.speaks_for else 1


def _moved(rerun: Rerun) -> Mapping[Conclusion, Sequence[tuple[int, int]]]:
    found: defaultdict[Conclusion, list[tuple[int, int]]] = defaultdict(list)
    rules, fired = rerun.sweep.ruleset.rules, rerun.sweep.fired
    for place, now in rerun.bits.items():
        then, was = rules[place].then, fired[place]
        if place == rerun.place and rerun.changed and rerun.changed.then != then:
            found[then].append((0, was))
            found[rerun.changed.then].append((now, 0))
        elif now != was:
            found[then].append((now & ~was, was & ~now))
    return found
