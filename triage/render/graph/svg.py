"""A graph as an SVG picture, laid out by Graphviz. The only module that imports pygraphviz."""

from __future__ import annotations

from triage.analysis.graph import Graph
from triage.diagnostics import TriageError
from triage.render.graph import dot


def render(graph: Graph) -> str:
    """The graph as one SVG document.

    Raises:
        TriageError: pygraphviz is not installed.
    """
    try:
        from pygraphviz import AGraph
    except ImportError as error:
        raise TriageError("pictures need pygraphviz: pip install 'triage[author]'; "
                          "or take --format dot or --format mermaid") from error
    with AGraph(string=dot.render(graph)) as drawn:
        return str(drawn.draw(format="svg", prog="dot").decode("utf-8"))
