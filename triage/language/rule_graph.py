"""Rules as a graph: questions, findings, causes and levels, and the rules that lead from some to
others.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TypeVar

from triage.language.conditions import Condition, Fact, Holds, Supported, atoms
from triage.language.model import Rule
from triage.language.words import ForCause, Level

Read = TypeVar("Read")


class NodeKind(StrEnum):
    """What a node stands for."""

    QUESTION = "question"
    FINDING = "finding"
    CAUSE = "cause"
    LEVEL = "level"
    RULE = "rule"
    CONTROL = "control"
    """What guards against a hazard."""
    HAZARD = "hazard"


@dataclass(frozen=True, slots=True)
class NodeKey:
    """Names one node."""

    kind: NodeKind
    id: str


def node_of(fact: Fact) -> NodeKey:
    """The node that the fact is about."""
    if isinstance(fact, Holds):
        return NodeKey(NodeKind.FINDING, fact.finding)
    if isinstance(fact, Supported):
        return NodeKey(NodeKind.CAUSE, fact.cause)
    return NodeKey(NodeKind.QUESTION, fact.question)


def read_by(condition: Condition) -> tuple[NodeKey, ...]:
    """The nodes that the condition reads, each once, in the order of the formula."""
    return tuple(dict.fromkeys(map(node_of, atoms(condition))))


def concluded(rule: Rule) -> NodeKey:
    """The node that the rule concludes something about."""
    match rule.then:
        case Level():
            return NodeKey(NodeKind.LEVEL, rule.then.id)
        case ForCause():
            return NodeKey(NodeKind.CAUSE, rule.then.cause)
        case Holds():
            return NodeKey(NodeKind.FINDING, rule.then.finding)


@dataclass(frozen=True, eq=False)
class RuleGraph:
    """Who reads and who concludes what. Wherever rules come out, they stand in chaining order."""

    rules: tuple[Rule, ...]

    def concluding(self, fact: Fact) -> tuple[Rule, ...]:
        """The rules whose firing adds the fact."""
        return self._concluding.get(fact, ())

    @property
    def concluded_facts(self) -> tuple[Fact, ...]:
        """Every fact that some rule adds, in chaining order."""
        return tuple(self._concluding)

    def reading(self, fact: Fact) -> tuple[Rule, ...]:
        """The rules whose conditions mention the fact."""
        return self._reading.get(fact, ())

    def into(self, node: NodeKey) -> tuple[Rule, ...]:
        """The rules that conclude something about the node, be it against it."""
        return self._into.get(node, ())

    def out_of(self, node: NodeKey) -> tuple[Rule, ...]:
        """The rules that read something of the node."""
        return self._out_of.get(node, ())

    def around(self, node: NodeKey) -> tuple[Rule, ...]:
        """The rules that conclude something about the node, and those that read something of it."""
        around = {rule.id: rule for rule in (*self.into(node), *self.out_of(node))}
        return self.in_order(around.values())

    def about_cause(self, cause: str) -> tuple[Rule, ...]:
        """The rules that speak for the cause, or against it."""
        return self.into(NodeKey(NodeKind.CAUSE, cause))

    def bringing(self, level: Level) -> tuple[Rule, ...]:
        """The rules that conclude the level."""
        return self.into(NodeKey(NodeKind.LEVEL, level.id))

    def upstream(self, rules: Iterable[Rule]) -> tuple[Rule, ...]:
        """The rules, and all that conclude what they read, however far up."""
        return self._closure(rules, self._above)

    def behind(self, facts: Iterable[Fact]) -> tuple[Rule, ...]:
        """All rules that conclude one of the facts, or what leads to it, however far up."""
        return self.upstream(rule for fact in facts for rule in self.concluding(fact))

    def downstream(self, rules: Iterable[Rule]) -> tuple[Rule, ...]:
        """The rules, and all that read what they conclude, however far down."""
        return self._closure(rules, self._below)

    def onward(self, rules: Iterable[Rule]) -> Iterator[Rule]:
        """As ``downstream``, the nearest rules first and no further than they are asked for."""
        found: set[str] = set()
        waiting = deque([iter(rules)])
        while waiting:
            for rule in waiting.popleft():
                if rule.id not in found:
                    found.add(rule.id)
                    yield rule
                    waiting.append(self._below(rule))

    def in_order(self, rules: Iterable[Rule]) -> tuple[Rule, ...]:
        """The rules in chaining order."""
        return tuple(sorted(rules, key=lambda rule: self._place[rule.id]))

    def _above(self, rule: Rule) -> Iterator[Rule]:
        return (other for fact in atoms(rule.when) for other in self.concluding(fact))

    def _below(self, rule: Rule) -> Iterator[Rule]:
        return (other for fact in rule.conclusions for other in self.reading(fact))

    def _closure(
        self, rules: Iterable[Rule], beside: Callable[[Rule], Iterable[Rule]]
    ) -> tuple[Rule, ...]:
        waiting = list(rules)
        found = {rule.id: rule for rule in waiting}
        while waiting:
            for rule in beside(waiting.pop()):
                if rule.id not in found:
                    found[rule.id] = rule
                    waiting.append(rule)
        return self.in_order(found.values())

    @cached_property
    def _place(self) -> Mapping[str, int]:
        return {rule.id: place for place, rule in enumerate(self.rules)}

    @cached_property
    def _concluding(self) -> Mapping[Fact, tuple[Rule, ...]]:
        return self._by(lambda rule: rule.conclusions)

    @cached_property
    def _reading(self) -> Mapping[Fact, tuple[Rule, ...]]:
        return self._by(lambda rule: atoms(rule.when))

    @cached_property
    def _into(self) -> Mapping[NodeKey, tuple[Rule, ...]]:
        return self._by(lambda rule: (concluded(rule),))

    @cached_property
    def _out_of(self) -> Mapping[NodeKey, tuple[Rule, ...]]:
        return self._by(lambda rule: read_by(rule.when))

    def _by(self, keys: Callable[[Rule], Iterable[Read]]) -> Mapping[Read, tuple[Rule, ...]]:
        found: dict[Read, list[Rule]] = {}
        for rule in self.rules:
            for key in dict.fromkeys(keys(rule)):
                found.setdefault(key, []).append(rule)
        return {key: tuple(rules) for key, rules in found.items()}
