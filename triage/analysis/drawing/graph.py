"""Nodes and edges as values: what a drawing of rules shows. ``views`` makes them,
``render.graph`` draws them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from triage.language.rule_graph import NodeKey, NodeKind
from triage.language.words import Level


@dataclass(frozen=True, slots=True)
class Node:
    """A thing of the rule set.

    ``words`` is what people read about it, ``brings`` the levels that its rules conclude where
    levels are no nodes, ``is_marked`` whether it is on the path of the case.
    """

    key: NodeKey
    words: str
    brings: tuple[Level, ...] = ()
    is_marked: bool = False


@dataclass(frozen=True, slots=True)
class Edge:
    """Something that leads to something.

    ``label`` says with which options or how strongly; ``is_needed`` whether nothing else can stand
    in for it.
    """

    tail: NodeKey
    head: NodeKey
    label: str = ""
    is_needed: bool = True
    is_against: bool = False
    is_marked: bool = False


@dataclass(frozen=True)
class Graph:
    """Nodes and edges, each once, in the order of the rule set; ``has_path`` where a case is drawn
    into it.
    """

    title: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    has_path: bool = False

    @cached_property
    def has_rules(self) -> bool:
        """Whether rules are nodes, not only arrows, or the controls of hazards."""
        return any(node.key.kind in (NodeKind.RULE, NodeKind.CONTROL) for node in self.nodes)
