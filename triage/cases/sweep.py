"""Many cases in one pass, and again with one rule replaced: only rules downstream of it are looked
at.

Bit n of an integer stands for case n.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache, reduce
from heapq import heappop, heappush
from operator import or_

from triage.answers.value import Answers
from triage.engine.assessment import Assessment, Firing
from triage.engine.bits import EVERYWHERE, columns, places
from triage.engine.sliced import SlicedEngine, SlicedRule
from triage.language.conditions import Condition, atoms, support
from triage.language.model import Rule
from triage.language.ruleset import RuleSet


class Network:
    """The rules of a rule set, made to be swept over.

    For each fact that ``engine`` numbers, ``readers`` and ``concluders`` are the places of the
    rules that read it and that conclude it; ``place`` is that of a rule by its id.
    """

    def __init__(self, ruleset: RuleSet) -> None:
        self.engine = SlicedEngine(ruleset, also=ruleset.answer_facts)
        numbers = self.engine.facts.numbers
        self.readers = _by_number(numbers(atoms(rule.when)) for rule in ruleset.rules)
        self.concluders = _by_number(rule.concludes for rule in self.engine.rules)
        self.place = {rule.id: place for place, rule in enumerate(ruleset.rules)}


@lru_cache(maxsize=4)
def network(ruleset: RuleSet) -> Network:
    """The rules made to be swept over, once for all sweeps."""
    return Network(ruleset)


class Sweep:
    """Which rules of a rule set fire in which of the cases.

    ``given`` are the cases that each answer fact is known in, ``fired`` those that each rule fires
    in. ``table`` holds for each fact that ``engine`` numbers the cases it holds in; the rest is
    that of the ``Network``.
    """

    def __init__(self, ruleset: RuleSet, answers: Sequence[Answers]) -> None:
        self.ruleset, self.answers = ruleset, tuple(answers)
        self.given = columns([one.facts() for one in self.answers])
        rules = network(ruleset)
        self.engine, self.place = rules.engine, rules.place
        self.readers, self.concluders = rules.readers, rules.concluders
        self.table = self.engine.facts.table(self.given, len(self.answers))
        fired = {rule.id: bits for rule, bits in self.engine.run(self.table)}
        self.fired = tuple(fired.get(rule.id, 0) for rule in ruleset.rules)

    @property
    def everywhere(self) -> int:
        """All cases."""
        return self.table[EVERYWHERE]

    def where(self, condition: Condition) -> int:
        """The cases in which the condition holds."""
        return self.engine.facts.compiled(condition)(self.table)

    def assessment(self, case: int) -> Assessment:
        """What the rules conclude in that case."""
        rules = [self.ruleset.rules[place] for place in sorted(self.fired_in[case])]
        return _assessment(self.ruleset, self.answers[case], rules)

    @cached_property
    def fired_in(self) -> tuple[frozenset[int], ...]:
        """For each case the places of the rules that fire."""
        found: list[set[int]] = [set() for _ in self.answers]
        for place, bits in enumerate(self.fired):
            for case in places(bits):
                found[case].add(place)
        return tuple(map(frozenset, found))

    def with_rule(self, rule: Rule, changed: Rule | None) -> Rerun:
        """The same cases with ``changed`` in place of ``rule``; None takes the rule out."""
        place = self.place[rule.id]
        propagation = _Propagation(self, place, changed)
        return Rerun(self, place, changed, propagation.run(), propagation.table)


@dataclass(frozen=True)
class Rerun:
    """A sweep with one rule replaced; ``bits`` are the cases in which each rule fires that was
    looked at again, ``table`` the cases in which each fact holds now.
    """

    sweep: Sweep
    place: int
    changed: Rule | None
    bits: Mapping[int, int]
    table: Sequence[int]

    @cached_property
    def touched(self) -> tuple[int, ...]:
        """The cases in which the replaced rule fires, or in which a rule fires that did not, or the
        reverse.

        In every other case the same is concluded as before.
        """
        differing = (new ^ self.sweep.fired[place] for place, new in self.bits.items())
        return tuple(places(reduce(or_, differing, self.bits[self.place])))

    def fired_at(self, place: int) -> int:
        """The cases in which the rule at that place fires now."""
        return self.bits.get(place, self.sweep.fired[place])

    @cached_property
    def ruleset(self) -> RuleSet:
        """The rule set with the rule replaced."""
        rules = self.sweep.ruleset.rules
        kept = (self.changed,) if self.changed else ()
        return replace(
            self.sweep.ruleset, rules=(*rules[: self.place], *kept, *rules[self.place + 1 :])
        )

    def assessment(self, case: int) -> Assessment:
        """What the rules conclude in that case now."""
        fired = self.sweep.fired_in[case] - self.bits.keys()
        fired |= {place for place, bits in self.bits.items() if bits >> case & 1}
        rules = [self._rule(place) for place in sorted(fired)]
        return _assessment(self.ruleset, self.sweep.answers[case], rules)

    def _rule(self, place: int) -> Rule:
        return (
            self.changed
            if place == self.place and self.changed
            else self.sweep.ruleset.rules[place]
        )


class _Propagation:
    """What the replacement of one rule changes, carried on through the rules downstream of it."""

    def __init__(self, sweep: Sweep, place: int, changed: Rule | None) -> None:
        self._sweep, self._place = sweep, place
        self._changed: SlicedRule | None = sweep.engine.sliced(changed) if changed else None
        self.table = sweep.table.copy()
        self._bits: dict[int, int] = {}
        self._waiting: list[int] = []

    def run(self) -> dict[int, int]:
        """The cases in which each rule fires that had to be looked at, the replaced one among
        them.
        """
        rules = self._sweep.engine.rules
        self._bits[self._place] = self._changed.where(self.table) if self._changed else 0
        self._bring_up_to_date({*rules[self._place].concludes, *self._concludes})
        while self._waiting:
            place = heappop(self._waiting)
            if place not in self._bits:
                self._bits[place] = rules[place].where(self.table)
                self._bring_up_to_date(rules[place].concludes)
        return self._bits

    @property
    def _concludes(self) -> tuple[int, ...]:
        return self._changed.concludes if self._changed else ()

    def _bring_up_to_date(self, numbers: Iterable[int]) -> None:
        """Sum up who concludes each of the facts now, and let the rules wait that read one that
        moved.
        """
        for number in numbers:
            others = (
                self._bits.get(place, self._sweep.fired[place])
                for place in self._sweep.concluders.get(number, ())
                if place != self._place
            )
            bits = reduce(or_, others, self._bits[self._place] if number in self._concludes else 0)
            if bits != self.table[number]:
                self.table[number] = bits
                for reader in self._sweep.readers.get(number, ()):
                    heappush(self._waiting, reader)


def _assessment(ruleset: RuleSet, answers: Answers, fired: Sequence[Rule]) -> Assessment:
    """What the rules that fired conclude, each on what it rests on."""
    facts = {*answers.facts(), *(fact for rule in fired for fact in rule.conclusions)}
    firings = tuple(Firing(rule, support(rule.when, facts)) for rule in fired)
    return Assessment(ruleset, answers, firings)


def _by_number(numbers: Iterable[tuple[int, ...]]) -> dict[int, list[int]]:
    """For each number the places where it stands."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    for place, own in enumerate(numbers):
        for number in dict.fromkeys(own):
            found[number].append(place)
    return dict(found)
