"""What one rule set says, as functions of the answers: decision diagrams of its conditions."""

from __future__ import annotations

from collections.abc import Iterable

from triage.analysis.diff.answer_space import AnswerSpace
from triage.analysis.diff.decision_diagram import BOTH, EITHER, SUM, Diagrams, Join, Node, TooLarge
from triage.language.conditions import All, Any, Condition, Fact, Holds, Supported
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
        self._concluding: dict[Fact, list[Rule]] = {}
        for rule in ruleset.rules:
            for fact in rule.conclusions:
                self._concluding.setdefault(fact, []).append(rule)

    def met(self, condition: Condition) -> Node:
        """Whether the condition holds."""
        if condition not in self._known:
            self._known[condition] = self._met(condition)
        return self._known[condition]

    def any_fires(self, rules: Iterable[Rule]) -> Node:
        """Whether one of the rules fires."""
        return self.met(Any(tuple(rule.when for rule in rules)))

    def total(self, weights: Iterable[tuple[Rule, int]]) -> Node:
        """The sum of the weights of the rules that fire."""
        found = self._diagrams.leaf(0)
        for rule, weight in weights:
            found = self._diagrams.joined(
                SUM,
                found,
                self._diagrams.joined(_VALUE, self.met(rule.when), self._diagrams.leaf(weight)),
            )
        return found

    def _met(self, condition: Condition) -> Node:
        if isinstance(condition, All | Any):
            join, found = (BOTH, True) if isinstance(condition, All) else (EITHER, False)
            node = self._diagrams.leaf(found)
            for part in condition.parts:
                node = self._diagrams.joined(join, node, self.met(part))
            return node
        if isinstance(condition, Holds | Supported):
            return self.any_fires(self._concluding.get(condition, ()))
        return self._answer_fact(condition)

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
