"""How many things said point to a cause, and against it, in each case of a sweep; and the same with
one rule replaced, where only what lies downstream of it is worked out anew.

Bit n of an integer stands for case n.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_

from triage.cases.sweep import Rerun, Sweep
from triage.engine.bits import EVERYWHERE, reached
from triage.engine.pointing import Logic, Pointing, Resting, merged, pointing, resting
from triage.language.conditions import Fact, atoms
from triage.language.model import Rule


@dataclass(frozen=True)
class Balance:
    """For each thing said the cases in which it points to a cause, and those in which it speaks
    against it.
    """

    points_to: Resting[int]
    against: Resting[int]

    def at(self, case: int) -> int:
        """How many more things speak against the cause than point to it in that case."""
        against = sum(bits >> case & 1 for bits in self.against.values())
        return against - sum(bits >> case & 1 for bits in self.points_to.values())

    def moved(self, before: Balance) -> int:
        """The cases in which anything is other than before."""
        return _differing(self.points_to, before.points_to) | _differing(
            self.against, before.against
        )


def _differing(now: Resting[int], before: Resting[int]) -> int:
    pairs = ((now.get(one, 0), before.get(one, 0)) for one in {*now, *before})
    return reduce(or_, (new ^ old for new, old in pairs), 0)


class Signs(ABC):
    """What points to each cause, by the rules of a sweep or with one of them replaced."""

    def __init__(self, sweep: Sweep, table: Sequence[int]) -> None:
        self._sweep, self._ruleset = sweep, sweep.ruleset
        self._logic = _logic(sweep, table)

    @abstractmethod
    def rests(self, rule: Rule) -> Resting[int]:
        """For each thing said the cases in which the rule fires and rests on it."""

    @abstractmethod
    def behind(self, fact: Fact) -> Resting[int]:
        """The same of a fact that rules conclude."""

    def balance(self, about: Iterable[Rule], supported: int) -> Balance:
        """What points to a cause, given the rules about it and the cases in which one of them
        supports it.
        """
        return _balance(pointing(about, self.rests, self._logic), supported, self._logic)

    def _resting(self, rule: Rule) -> Resting[int]:
        found = resting(rule.when, self._logic, self._ruleset, self.behind)
        return {thing: bits for thing, bits in found.items() if bits}


class SignsBefore(Signs):
    """By the rules as they are."""

    def __init__(self, sweep: Sweep) -> None:
        super().__init__(sweep, sweep.table)
        self._rests: dict[str, Resting[int]] = {}
        self._behind: dict[Fact, Resting[int]] = {}

    def rests(self, rule: Rule) -> Resting[int]:
        """For each thing said the cases in which the rule fires and rests on it."""
        if rule.id not in self._rests:
            for one in self._ruleset.graph.upstream([rule]):  # from the answers on, chains are long
                if one.id not in self._rests:
                    fires = self._sweep.fired[self._sweep.place[one.id]]
                    self._rests[one.id] = self._resting(one) if fires else {}
        return self._rests[rule.id]

    def behind(self, fact: Fact) -> Resting[int]:
        """The same of a fact that rules conclude."""
        if fact not in self._behind:
            concluding = self._ruleset.graph.concluding(fact)
            self._behind[fact] = merged(map(self.rests, concluding), self._logic)
        return self._behind[fact]


class SignsAfter(Signs):
    """With one rule replaced; ``moved`` are the rules that rest on other things now, as they stood
    before. Rules that bring a level point to nothing and are passed over.
    """

    def __init__(self, before: SignsBefore, rerun: Rerun) -> None:
        super().__init__(rerun.sweep, rerun.table)
        self._before, self._rerun, self._changed = before, rerun, rerun.changed
        self._replaced = rerun.sweep.ruleset.rules[rerun.place]
        self._rests: dict[str, Resting[int]] = {}
        self._behind: dict[Fact, Resting[int]] = {}
        self.moved: list[Rule] = []
        self._facts: set[Fact] = set()
        looked_at = {rerun.sweep.ruleset.rules[place].id for place in rerun.bits}
        for rule in self._ruleset.graph.downstream(self._affected()):
            if rule.id in looked_at or not self._facts.isdisjoint(atoms(rule.when)):
                self._look_at(rule)

    def rests(self, rule: Rule) -> Resting[int]:
        """For each thing said the cases in which the rule fires now and rests on it."""
        found = self._rests.get(rule.id)
        return self._before.rests(rule) if found is None else found

    def behind(self, fact: Fact) -> Resting[int]:
        """The same of a fact that rules conclude."""
        if fact not in self._facts:
            return self._before.behind(fact)
        if fact not in self._behind:
            rules = self.replaced(self._ruleset.graph.concluding(fact))
            concluding = (rule for rule in rules if fact in rule.conclusions)
            self._behind[fact] = merged(map(self.rests, concluding), self._logic)
        return self._behind[fact]

    def replaced(self, rules: Iterable[Rule]) -> list[Rule]:
        """The rules with the changed one in place of the one it replaces."""
        kept = [rule for rule in rules if rule is not self._replaced]
        return [*kept, self._changed] if self._changed else kept

    def _affected(self) -> list[Rule]:
        """The replaced rule, and the rules that read what only the changed one concludes."""
        concludes = self._changed.conclusions if self._changed else ()
        readers = (rule for fact in concludes for rule in self._ruleset.graph.reading(fact))
        is_alike = set(concludes) <= set(self._replaced.conclusions)
        return [self._replaced, *(() if is_alike else readers)]

    def _look_at(self, rule: Rule) -> None:
        now = self._changed if rule is self._replaced else rule
        if rule.level is not None and (now is None or now.level is not None):
            return
        fires = self._rerun.fired_at(self._sweep.place[rule.id])
        found = self._resting(now) if now and fires else {}
        if now is not None and now.then == rule.then and found == self._before.rests(rule):
            return
        self._rests[rule.id] = found
        self.moved.append(rule)
        self._facts.update(rule.conclusions, now.conclusions if now else ())


def _balance(found: Pointing[int], supported: int, logic: Logic[int]) -> Balance:
    likelier = {thing: bits & ~supported for thing, bits in found.risks.items()}
    return Balance(merged((found.signs, likelier), logic), found.against)


def _logic(sweep: Sweep, table: Sequence[int]) -> Logic[int]:
    everywhere, facts = table[EVERYWHERE], sweep.engine.facts
    return Logic(
        lambda fact: facts.known(fact, table),
        lambda parts: reduce(and_, parts, everywhere),
        lambda parts: reduce(or_, parts, 0),
        lambda weighed, whole: reached(weighed, whole.least, everywhere),
    )
