"""A graph as an SVG picture, laid out by Graphviz. The only module that imports pygraphviz."""

from __future__ import annotations

from collections.abc import Mapping

from triage.analysis.drawing.graph import Graph
from triage.language.diagnostics import TriageError
from triage.language.rule_graph import NodeKey
from triage.language.safe import Safe
from triage.render.graph import dot


def render(
    graph: Graph, links: Mapping[NodeKey, str] | None = None, *, is_bare: bool = False
) -> Safe:
    """The graph as one SVG document; the arguments are those of ``dot.render``.

    Raises:
        TriageError: pygraphviz is not installed.
    """
    try:
        from pygraphviz import AGraph
    except ImportError as error:
        raise TriageError(
            "pictures need pygraphviz, which is not installed: pip install pygraphviz; "
            "or take --format dot or --format mermaid"
        ) from error
    with AGraph(string=dot.render(graph, links, is_bare=is_bare)) as drawn:
        return Safe(drawn.draw(format="svg", prog="dot").decode("utf-8"))
