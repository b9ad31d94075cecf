"""Many cases in one pass, and again with one rule replaced: only rules downstream of it are looked
at.

Bit n of an integer stands for case n. Conditions are positive and rules stand in chaining order, so
an `all` is `&`, an `any` is `|`, and one pass reaches the fixpoint.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, reduce
from heapq import heappop, heappush
from operator import or_

from triage.answers.value import Answers
from triage.engine.assessment import Assessment, Firing
from triage.language.conditions import All, Any, Condition, Fact, atoms
from triage.language.model import Rule
from triage.language.ruleset import RuleSet


class Sweep:
    """Which rules of a rule set fire in which of the cases."""

    def __init__(self, ruleset: RuleSet, answers: Sequence[Answers]) -> None:
        self.ruleset, self.answers = ruleset, tuple(answers)
        self.everywhere = (1 << len(self.answers)) - 1
        self.known: dict[Fact, int] = {}
        for case, given in enumerate(self.answers):
            for said in given.facts():
                self.known[said] = self.known.get(said, 0) | 1 << case
        self.fired = [self._fire(rule) for rule in ruleset.rules]
        self.readers: dict[Fact, list[int]] = {}
        self.concluders: dict[Fact, list[int]] = {}
        for place, rule in enumerate(ruleset.rules):
            for fact in dict.fromkeys(atoms(rule.when)):
                self.readers.setdefault(fact, []).append(place)
            for fact in rule.conclusions:
                self.concluders.setdefault(fact, []).append(place)
        self._places = {rule.id: place for place, rule in enumerate(ruleset.rules)}

    def assessment(self, case: int) -> Assessment:
        """What the rules conclude in that case; its firings name their rules and no facts."""
        rules = (self.ruleset.rules[place] for place in sorted(self.fired_in[case]))
        return Assessment(
            self.ruleset, self.answers[case], tuple(Firing(rule, ()) for rule in rules)
        )

    @cached_property
    def fired_in(self) -> tuple[frozenset[int], ...]:
        """For each case the places of the rules that fire."""
        found: list[set[int]] = [set() for _ in self.answers]
        for place, bits in enumerate(self.fired):
            for case in _cases_of(bits):
                found[case].add(place)
        return tuple(map(frozenset, found))

    def with_rule(self, rule: Rule, changed: Rule | None) -> Rerun:
        """The same cases with ``changed`` in place of ``rule``; None takes the rule out."""
        place = self._places[rule.id]
        return Rerun(self, place, changed, _Again(self, place, changed).run())

    def _fire(self, rule: Rule) -> int:
        bits = _bits(rule.when, lambda fact: self.known.get(fact, 0), self.everywhere)
        for fact in rule.conclusions:
            self.known[fact] = self.known.get(fact, 0) | bits
        return bits


@dataclass(frozen=True)
class Rerun:
    """A sweep with one rule replaced; ``bits`` are the cases in which each rule fires that was
    looked at again.
    """

    sweep: Sweep
    place: int
    changed: Rule | None
    bits: Mapping[int, int]

    @cached_property
    def touched(self) -> tuple[int, ...]:
        """The cases in which the replaced rule fires, or in which a rule fires that did not, or the
        reverse.

        In every other case the same is concluded as before.
        """
        differing = (new ^ self.sweep.fired[place] for place, new in self.bits.items())
        return tuple(_cases_of(reduce(or_, differing, self.bits[self.place])))

    @cached_property
    def ruleset(self) -> RuleSet:
        """The rule set with the rule replaced."""
        rules = self.sweep.ruleset.rules
        kept = (self.changed,) if self.changed else ()
        return replace(
            self.sweep.ruleset, rules=(*rules[: self.place], *kept, *rules[self.place + 1 :])
        )

    def assessment(self, case: int) -> Assessment:
        """What the rules conclude in that case now; its firings name their rules and no facts."""
        fired = self.sweep.fired_in[case] - self.bits.keys()
        fired |= {place for place, bits in self.bits.items() if bits >> case & 1}
        firings = tuple(Firing(self._rule(place), ()) for place in sorted(fired))
        return Assessment(self.ruleset, self.sweep.answers[case], firings)

    def _rule(self, place: int) -> Rule:
        return (
            self.changed
            if place == self.place and self.changed
            else self.sweep.ruleset.rules[place]
        )


class _Again:
    """One pass over the rules downstream of a replaced one."""

    def __init__(self, sweep: Sweep, place: int, changed: Rule | None) -> None:
        self._sweep, self._place, self._changed = sweep, place, changed
        self._concludes = changed.conclusions if changed else ()
        self._bits: dict[int, int] = {}
        self._moved: dict[Fact, int] = {}
        self._waiting: list[int] = []

    def run(self) -> dict[int, int]:
        """The cases in which each rule fires that had to be looked at, the replaced one among
        them.
        """
        rules, everywhere = self._sweep.ruleset.rules, self._sweep.everywhere
        self._bits[self._place] = (
            _bits(self._changed.when, self._known, everywhere) if self._changed else 0
        )
        self._bring_up_to_date({*rules[self._place].conclusions, *self._concludes})
        while self._waiting:
            place = heappop(self._waiting)
            if place not in self._bits:
                self._bits[place] = _bits(rules[place].when, self._known, everywhere)
                self._bring_up_to_date(rules[place].conclusions)
        return self._bits

    def _known(self, fact: Fact) -> int:
        return self._moved[fact] if fact in self._moved else self._sweep.known.get(fact, 0)

    def _bring_up_to_date(self, facts: Iterable[Fact]) -> None:
        """Sum up who concludes each of the facts now, and let the rules wait that read one that
        moved.
        """
        for fact in facts:
            others = (
                self._bits.get(place, self._sweep.fired[place])
                for place in self._sweep.concluders.get(fact, ())
                if place != self._place
            )
            bits = reduce(or_, others, self._bits[self._place] if fact in self._concludes else 0)
            if bits != self._known(fact):
                self._moved[fact] = bits
                for reader in self._sweep.readers.get(fact, ()):
                    heappush(self._waiting, reader)


def _bits(condition: Condition, known: Callable[[Fact], int], everywhere: int) -> int:
    """The cases in which the condition holds."""
    if isinstance(condition, All):
        found = everywhere
        for part in condition.parts:
            found &= _bits(part, known, everywhere) if found else 0
        return found
    if isinstance(condition, Any):
        return reduce(or_, (_bits(part, known, everywhere) for part in condition.parts), 0)
    return known(condition)


def _cases_of(bits: int) -> Iterator[int]:
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest
