"""The rules on many variants of a case in one pass, one bit for each variant.

Rules stand in chaining order, so one pass reaches the fixpoint.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from triage.engine.bits import Compiled, Numbering
from triage.language.conditions import Fact, Is, IsNot, atoms
from triage.language.model import Rule
from triage.language.ruleset import RuleSet


class SlicedRule(NamedTuple):
    """A rule, where its condition holds, and the numbers of the facts it concludes."""

    rule: Rule
    where: Compiled
    concludes: tuple[int, ...]


class SlicedEngine:
    """Runs the rules of one rule set on many variants in one pass.

    Args:
        ruleset: the rules.
        wanted: which of them matter; the others are left out. Rules that conclude what a wanted one
            reads must be in.
        also: facts that are numbered though no rule speaks of them.

    ``rules`` are those that matter, in chaining order; ``facts`` numbers what they speak of.
    """

    def __init__(
        self,
        ruleset: RuleSet,
        wanted: Callable[[Rule], bool] = lambda _: True,
        also: Iterable[Fact] = (),
    ) -> None:
        rules = [rule for rule in ruleset.rules if wanted(rule)]
        self.facts = Numbering([*also, *_facts(rules)])
        self.rules = tuple(self.sliced(rule) for rule in rules)

    def fired(self, facts: Mapping[Is | IsNot, int], variants: int) -> list[tuple[Rule, int]]:
        """Each rule with the variants in which it fires, in chaining order; rules that fire nowhere
        are left out.

        Args:
            facts: for each answer fact the bits of the variants in which it is known.
            variants: how many variants there are.
        """
        return self.run(self.facts.table(facts, variants))

    def run(self, table: list[int]) -> list[tuple[Rule, int]]:
        """As ``fired``, on a table of ``facts``, which is filled up with what follows."""
        found = []
        for rule, where, concludes in self.rules:
            bits = where(table)
            if bits:
                found.append((rule, bits))
                for number in concludes:
                    table[number] |= bits
        return found

    def sliced(self, rule: Rule) -> SlicedRule:
        """The rule over the numbers of this engine, whether it is one of its own or not."""
        return SlicedRule(
            rule, self.facts.compiled(rule.when), self.facts.numbers(rule.conclusions)
        )


def _facts(rules: Iterable[Rule]) -> Iterator[Fact]:
    """What the rules read and conclude."""
    for rule in rules:
        yield from atoms(rule.when)
        yield from rule.conclusions
