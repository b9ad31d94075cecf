"""Answers on which a wrong edit may put causes in another order: the one thing that the least
answers do not settle.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, product

from triage.analysis.mutation.mutants import Mutant
from triage.analysis.mutation.rule_ways import RuleWays
from triage.answers.value import Answers
from triage.engine.order import rank, said
from triage.lacks.ways import Way
from triage.language.agreement import agree_together, joined
from triage.language.conditions import Holds, atoms
from triage.language.model import Rule
from triage.language.ruleset import RuleSet

MOST_SPEAKING, RIVALS = 2, 1
"""How many rules for a cause are tried for its place, and against how many rules for causes on
either side of it, of those that rest on as many things said, one less and one more."""


@dataclass(frozen=True, eq=False)
class OtherOrder:
    """Answers that may bring another order, for the mutants of one rule set."""

    _ways: RuleWays

    @property
    def ruleset(self) -> RuleSet:
        """The rule set."""
        return self._ways.ruleset

    def turning(self, mutant: Mutant) -> Iterator[Answers]:
        """Answers on which one rule more or less about a cause may change its place, the likeliest
        first: something else speaks for it, and as much for a rival.
        """
        cause = mutant.rule.cause
        if cause is None:
            yield from self._turning_below(mutant)
            return
        ends = [one.ways for one in self._ways.ends(mutant)]
        own: list[Way] = []
        for ways, others in zip(ends, [*reversed(ends)], strict=True):
            alone = (way for way in ways if ways is others or not _has_part(way, others))
            own.extend(islice(alone, 1))
        for pair in self._pairs(cause, mutant.rule):
            for way in own:
                if agree_together(way, pair, self.ruleset.questions):
                    yield self._ways.telling(way | pair)[1]

    def _turning_below(self, mutant: Mutant) -> Iterator[Answers]:
        """The same of a rule for a finding on which a cause rests: it fires, on one more way to a
        finding that it reads.
        """
        rule, graph = mutant.rule, self.ruleset.graph
        near = (one for fact in rule.conclusions for one in graph.reading(fact))
        speaking = (one for one in graph.onward(near) if one.speaks_for)
        for one in islice(speaking, MOST_SPEAKING):
            for way in self._wider(mutant):
                for base in product(self._ways.first(one), self._ways.first(rule), (way,)):
                    whole = joined(base, self.ruleset.questions)
                    if whole is not None:
                        yield from self._beside_rivals(one, whole)

    def _wider(self, mutant: Mutant) -> Iterator[Way]:
        """The ways to each finding that the rule reads, before or after."""
        ends = (mutant.rule, mutant.changed)
        read = (fact for rule in ends if rule for fact in atoms(rule.when))
        for fact in dict.fromkeys(fact for fact in read if isinstance(fact, Holds)):
            yield from self._ways.of(fact)

    def _beside_rivals(self, rule: Rule, way: Way) -> Iterator[Answers]:
        for other in self._rivals(rule, self._things(way)):
            for beside in self._ways.first(other):
                if agree_together(way, beside, self.ruleset.questions):
                    yield self._ways.telling(way | beside)[1]

    def _pairs(self, cause: str, rule: Rule) -> Iterator[Way]:
        """Ways to a rule that speaks for the cause beside ``rule``, or two such rules, together
        with one that speaks the same way for a rival.
        """
        about = self.ruleset.graph.about_cause(cause)
        speaking = [one for one in about if one.speaks_for and one is not rule][:MOST_SPEAKING]
        rivals = [
            (one, other) for one in speaking for other in self._rivals(one, self._group(one)[1])
        ]
        for pair in rivals:
            yield from self._joined(*pair)
        for pair in rivals:
            for third in speaking:
                if third is not pair[0]:
                    yield from self._joined(*pair, third)

    def _joined(self, *rules: Rule) -> Iterator[Way]:
        """A way to all of the rules, where their first ways agree."""
        ways = [self._ways.first(rule) for rule in rules]
        for parts in product(*ways):
            whole = joined(parts, self.ruleset.questions)
            if whole is not None:
                yield whole

    def _rivals(self, rule: Rule, things: int) -> Iterator[Rule]:
        """Rules that speak the same way, on about so many things said, for causes next to that of
        ``rule`` where nothing else decides: one thing more or less puts these in another order.
        """
        group, _ = self._group(rule)
        here = self._standing(rule)
        for number in (things, things - 1, things + 1):
            alike = self._speaking[group, number]
            place = bisect_left(alike, here, key=self._standing)
            after = bisect_right(alike, here, key=self._standing)
            yield from alike[max(0, place - RIVALS) : place]
            yield from alike[after : after + RIVALS]

    @cached_property
    def _speaking(self) -> Mapping[tuple[int, int], list[Rule]]:
        """The rules for causes by their group in the order and by how many things their first way
        says, each as the causes stand.
        """
        found: defaultdict[tuple[int, int], list[Rule]] = defaultdict(list)
        rules = (rule for rule in self.ruleset.rules if rule.speaks_for)
        for rule in sorted(rules, key=self._standing):
            found[self._group(rule)].append(rule)
        return found

    def _group(self, rule: Rule) -> tuple[int, int]:
        """The group of its cause where the rule alone speaks for it, and the things it rests on."""
        assert rule.cause is not None and rule.strength is not None
        first = Way().union(*self._ways.first(rule))
        group, *_ = rank(self.ruleset, rule.cause, rule.strength, 0)
        return group, self._things(first)

    def _things(self, way: Way) -> int:
        """How many things the way says."""
        return len({said(fact, self.ruleset) for fact in way})

    def _standing(self, rule: Rule) -> int:
        return self.ruleset.standing[rule.cause or ""]


def _has_part(way: Way, others: Iterable[Way]) -> bool:
    return any(other <= way for other in others)
