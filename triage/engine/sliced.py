"""Many variants of a case at once: one bit of a Python integer for each variant.

Conditions are positive, so an `all` is `&` and an `any` is `|` of the bits of its parts; rules
stand in chaining order, so one pass reaches the fixpoint.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from triage.language.conditions import All, Any, Condition, Fact
from triage.language.model import Rule
from triage.language.ruleset import RuleSet

Node = int | tuple[bool, tuple["Node", ...]]
"""A condition: the number of a fact, or whether all parts are needed and the parts."""


class SlicedEngine:
    """Runs the rules of one rule set on many variants in one pass.

    Args:
        ruleset: the rules.
        wanted: which of them matter; the others are left out. Rules that conclude what a wanted one
            reads must be in.
    """

    def __init__(self, ruleset: RuleSet, wanted: Callable[[Rule], bool] = lambda _: True) -> None:
        self._numbers: dict[Fact, int] = {}
        self._rules = [
            (rule, self._node(rule.when), [self._number(fact) for fact in rule.conclusions])
            for rule in ruleset.rules
            if wanted(rule)
        ]

    def fired(self, facts: Mapping[Fact, int], variants: int) -> list[tuple[Rule, int]]:
        """Each rule with the variants in which it fires, in chaining order; rules that fire nowhere
        are left out.

        Args:
            facts: for each answer fact the bits of the variants in which it is known.
            variants: how many variants there are.
        """
        known = [0] * len(self._numbers)
        for fact, bits in facts.items():
            for number in self.numbers([fact]):
                known[number] = bits
        return self.run(known, variants)

    def numbers(self, facts: Iterable[Fact]) -> tuple[int, ...]:
        """The numbers of those facts that a rule reads."""
        found = (self._numbers.get(fact) for fact in facts)
        return tuple(number for number in found if number is not None)

    def everywhere(self, numbers: Iterable[int], variants: int) -> list[int]:
        """What ``run`` takes: the bits of each numbered fact, all set for those that every variant
        knows.
        """
        known = [0] * len(self._numbers)
        for number in numbers:
            known[number] = (1 << variants) - 1
        return known

    def run(self, known: list[int], variants: int) -> list[tuple[Rule, int]]:
        """As ``fired``, on numbered facts; ``known`` is filled up with what follows."""
        everywhere = (1 << variants) - 1
        found = []
        for rule, node, concludes in self._rules:
            bits = _bits(node, known, everywhere)
            if bits:
                found.append((rule, bits))
                for number in concludes:
                    known[number] |= bits
        return found

    def _number(self, fact: Fact) -> int:
        return self._numbers.setdefault(fact, len(self._numbers))

    def _node(self, condition: Condition) -> Node:
        if isinstance(condition, All | Any):
            return isinstance(condition, All), tuple(self._node(part) for part in condition.parts)
        return self._number(condition)


def _bits(node: Node, known: list[int], everywhere: int) -> int:
    if isinstance(node, int):
        return known[node]
    needs_all, parts = node
    found = everywhere if needs_all else 0
    for part in parts:
        bits = known[part] if isinstance(part, int) else _bits(part, known, everywhere)
        if needs_all:
            found &= bits
            if not found:
                return 0
        else:
            found |= bits
    return found
