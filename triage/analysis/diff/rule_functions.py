"""What one rule set says, as functions of the answers: decision diagrams of its conditions."""

from __future__ import annotations

from collections.abc import Iterable

from triage.analysis.diff.answer_space import AnswerSpace
from triage.analysis.diff.decision_diagram import BOTH, EITHER, SUM, Diagrams, Join, Node, TooLarge
from triage.language.conditions import AnyOf, Condition, Fact, Holds, Supported, fold
from triage.language.model import Rule
from triage.language.ruleset import RuleSet

MOST_VARIABLES = 300
"""Diagrams are followed variable by variable; with more of them they are not begun."""

_VALUE = Join(lambda holds, value: value if holds else 0)


class Functions:
    """The conditions of a rule set as diagrams; a fact outside of ``space`` never holds.

    Every method raises TooLarge where its diagram would have too many variables or nodes.
    """

    def __init__(self, diagrams: Diagrams, space: AnswerSpace, ruleset: RuleSet) -> None:
        self._diagrams, self._space = diagrams, space
        self._known: dict[Condition, Node] = {}
        self._read: set[int] = set()
        self._graph = ruleset.graph

    def met(self, condition: Condition) -> Node:
        """Whether the condition holds."""
        if condition not in self._known:
            self._known[condition] = fold(condition, self._fact, self._all_of, self._any_of)
        return self._known[condition]

    def any_fires(self, rules: Iterable[Rule]) -> Node:
        """Whether one of the rules fires."""
        return self.met(AnyOf(tuple(rule.when for rule in rules)))

    def total(self, weights: Iterable[tuple[Rule, int]]) -> Node:
        """The sum of the weights of the rules that fire."""
        found = self._diagrams.leaf(0)
        for rule, weight in weights:
            leaf = self._diagrams.leaf(weight)
            weighed = self._diagrams.joined(_VALUE, self.met(rule.when), leaf)
            found = self._diagrams.joined(SUM, found, weighed)
        return found

    def _all_of(self, parts: Iterable[Node]) -> Node:
        return self._folded(BOTH, True, parts)

    def _any_of(self, parts: Iterable[Node]) -> Node:
        return self._folded(EITHER, False, parts)

    def _folded(self, join: Join, of_none: bool, parts: Iterable[Node]) -> Node:
        found = self._diagrams.leaf(of_none)
        for part in parts:
            found = self._diagrams.joined(join, found, part)
        return found

    def _fact(self, fact: Fact) -> Node:
        if isinstance(fact, Holds | Supported):
            return self.any_fires(self._graph.concluding(fact))
        return self._answer_fact(fact)

    def _answer_fact(self, fact: Fact) -> Node:
        place = self._space.place.get(fact)
        if place is None:
            return self._diagrams.leaf(False)
        self._read.add(place)
        if len(self._read) > MOST_VARIABLES:
            raise TooLarge
        return self._diagrams.choice(
            place, [fact in facts for facts in self._space.variables[place].values]
        )
