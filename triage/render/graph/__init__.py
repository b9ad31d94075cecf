"""Drawings of rule sets: DOT and Mermaid as text, SVG as a picture.

A sign is never a colour alone: shapes tell the kinds apart, line styles the edges, a tick and thick
lines the path.
"""

from __future__ import annotations

import textwrap

from triage.analysis.drawing.graph import Graph, Node
from triage.language.rule_graph import NodeKind

COLUMNS = 30
"""Most characters on a line inside a node."""

ON_PATH, TO_LEVEL = "✓ ", "→ "


def title(node: Node) -> list[str]:
    """The id of the node, folded at its hyphens, ticked where it is on the path."""
    folded = textwrap.wrap(node.key.id, COLUMNS, break_long_words=False)
    return [ON_PATH + folded[0], *folded[1:]] if node.is_marked else folded


def lines(node: Node, is_brief: bool) -> list[str]:
    """The lines below the title; a brief question or finding says only which levels it brings."""
    is_named = not is_brief or node.key.kind is NodeKind.CAUSE
    words = textwrap.wrap(node.words, COLUMNS) if is_named else []
    return (
        [*words, TO_LEVEL + ", ".join(level.id for level in node.brings)] if node.brings else words
    )


def legend(graph: Graph) -> list[str]:
    """What the signs of the drawing mean, for those that occur in it."""
    shapes = {
        NodeKind.QUESTION: "folded corner: question",
        NodeKind.RULE: "thin frame: rule",
        NodeKind.FINDING: "round corners: finding",
        NodeKind.CAUSE: "double frame: cause",
        NodeKind.LEVEL: "eight corners: level",
        NodeKind.CONTROL: "thin frame: control, with what became of it",
        NodeKind.HAZARD: "eight corners: hazard",
    }
    found = {node.key.kind for node in graph.nodes}
    is_argument = NodeKind.HAZARD in found
    signs = {
        f"solid arrow: {'guards against' if is_argument else 'leads to'}": True,
        "dashed arrow: one way of several": any(not edge.is_needed for edge in graph.edges),
        f"dotted with a bar: {'does not stand' if is_argument else 'speaks against'}": any(
            edge.is_against for edge in graph.edges
        ),
        f"{TO_LEVEL}level: rules bring it from here": any(node.brings for node in graph.nodes),
        f"thick, {ON_PATH.strip()}: held in this case": graph.has_path,
    }
    return [
        " · ".join(words for kind, words in shapes.items() if kind in found),
        " · ".join(words for words, occurs in signs.items() if occurs),
    ]
