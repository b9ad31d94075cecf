"""A graph as plain data, for `--json`."""

from __future__ import annotations

from triage.analysis.drawing.graph import Graph
from triage.language.rule_graph import NodeKey


def plain(graph: Graph) -> dict[str, object]:
    """The title, the nodes and the edges; a node is named by its kind and id."""
    return {
        "title": graph.title,
        "nodes": [
            {
                "kind": node.key.kind.value,
                "id": node.key.id,
                "words": node.words,
                "brings": [level.id for level in node.brings],
                "marked": node.is_marked,
            }
            for node in graph.nodes
        ],
        "edges": [
            {
                "from": _name(edge.tail),
                "to": _name(edge.head),
                "label": edge.label,
                "needed": edge.is_needed,
                "against": edge.is_against,
                "marked": edge.is_marked,
            }
            for edge in graph.edges
        ],
    }


def _name(key: NodeKey) -> str:
    return f"{key.kind}:{key.id}"
