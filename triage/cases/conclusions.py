"""What the rules of a sweep conclude, in bits: level, fit of each cause, findings, the order of the
causes; and the same with one rule replaced, in time that grows with what moved.

Bit n of an integer stands for case n.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property, reduce
from itertools import islice
from operator import or_

from triage.cases.cause_order import CauseOrder
from triage.cases.signs import Balance, SignsAfter, SignsBefore
from triage.cases.sweep import Rerun, Sweep
from triage.engine.bits import places
from triage.engine.order import Rank, rank
from triage.language.conditions import Holds
from triage.language.model import Rule
from triage.language.words import Conclusion, ForCause, Level, Strength

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

    @abstractmethod
    def balance(self, cause: str) -> Balance:
        """What points to the cause, and what speaks against it."""

    def rank(self, case: int, cause: str) -> Rank:
        """The rank of a cause that is listed in that case."""
        fits = self.fits(cause).items()
        fit = next(strength for strength, at in fits if at >> case & 1)
        return rank(self.sweep.ruleset, cause, fit, self.balance(cause).at(case))

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

    def supported(self, cause: str) -> int:
        """The cases in which a sign points to the cause."""
        return sum(at for fit, at in self.fits(cause).items() if fit.supports)

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
        self._orders: dict[int, CauseOrder] = {}
        self._balances: dict[str, Balance] = {}
        self.signs = SignsBefore(sweep)

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

    def balance(self, cause: str) -> Balance:
        """What points to the cause, and what speaks against it."""
        if cause not in self._balances:
            about = self.sweep.ruleset.graph.about_cause(cause)
            self._balances[cause] = self.signs.balance(about, self.supported(cause))
        return self._balances[cause]

    def order(self, case: int) -> CauseOrder:
        """The order of the causes in that case."""
        if case not in self._orders:
            causes = self.sweep.ruleset.causes
            listed = (cause for cause in causes if self.listed(cause) >> case & 1)
            self._orders[case] = CauseOrder(self.rank(case, cause) for cause in listed)
        return self._orders[case]


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
        self._balances: dict[str, Balance] = {}

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
    def signs(self) -> SignsAfter:
        """What rules rest on now."""
        return SignsAfter(self._before.signs, self.rerun)

    @cached_property
    def reweighed(self) -> tuple[str, ...]:
        """The causes that may stand in another place."""
        ends = (*self.signs.moved, *((self.rerun.changed,) if self.rerun.changed else ()))
        about = (rule.cause for rule in ends if rule.cause is not None)
        return tuple(dict.fromkeys((*self.causes, *about)))

    def balance(self, cause: str) -> Balance:
        """What points to the cause now, and what speaks against it."""
        if cause not in self.reweighed:
            return self._before.balance(cause)
        if cause not in self._balances:
            about = self.signs.replaced(self.sweep.ruleset.graph.about_cause(cause))
            own = (rule for rule in about if rule.cause == cause)
            self._balances[cause] = self.signs.balance(own, self.supported(cause))
        return self._balances[cause]

    @cached_property
    def weighed(self) -> int:
        """The cases in which other rules speak about a cause, or on other grounds."""
        return reduce(or_, map(self._weighed, self.reweighed), 0)

    def first_of(self, case: int) -> str | None:
        """The cause that stands first in that case now."""
        ranks = self._before.order(case).ranks
        others = (rank for rank in ranks if rank[-1] not in self.reweighed)
        listed = (cause for cause in self.reweighed if self.listed(cause) >> case & 1)
        found = min(
            (*(self.rank(case, cause) for cause in listed), *islice(others, 1)), default=None
        )
        return found[-1] if found else None

    @property
    def differing(self) -> int:
        """The cases in which level, causes, their fits, their order or findings are other than
        before.
        """
        return self.differing_among(self.sweep.everywhere)

    def differing_among(self, cases: int) -> int:
        """Those of the cases that differ so."""
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
        found &= cases
        return found | self._reordered(cases & ~found)

    def _reordered(self, cases: int) -> int:
        """Those of the cases in which the causes stand in another order, where each fits as
        before.
        """
        if not cases:
            return 0
        among: defaultdict[int, dict[str, Rank]] = defaultdict(dict)
        for cause in self.reweighed:
            for case in places(self.listed(cause) & self._weighed(cause) & cases):
                among[case][cause] = self.rank(case, cause)
        orders = ((case, self._before.order(case)) for case in among)
        return sum(1 << case for case, order in orders if not order.stays(among[case]))

    def _weighed(self, cause: str) -> int:
        """The cases in which other rules speak about the cause, or on other grounds."""
        found = self.balance(cause).moved(self._before.balance(cause))
        for strength in Strength:
            for added, taken in self.moved.get(ForCause(cause, strength), ()):
                found |= added | taken
        return found


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
