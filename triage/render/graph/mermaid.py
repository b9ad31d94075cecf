"""A graph in the language of Mermaid, for pages that draw it themselves."""

from __future__ import annotations

from collections.abc import Iterator

from triage.analysis.drawing.graph import Edge, Graph, Node
from triage.language.rule_graph import NodeKey, NodeKind
from triage.language.safe import Safe
from triage.render.graph import lines, title

_FRAMES = {
    NodeKind.QUESTION: (">", "]"),
    NodeKind.RULE: ("[", "]"),
    NodeKind.FINDING: ("(", ")"),
    NodeKind.CAUSE: ("[[", "]]"),
    NodeKind.LEVEL: ("{{", "}}"),
    NodeKind.CONTROL: ("[", "]"),
    NodeKind.HAZARD: ("{{", "}}"),
}


_ESCAPES = str.maketrans({"#": "#35;", "&": "#amp;", '"': "#quot;", "<": "#lt;", ">": "#gt;"})


def render(graph: Graph) -> Safe:
    """The graph as a Mermaid flowchart, read from left to right."""
    names = {node.key: f"n{place}" for place, node in enumerate(graph.nodes)}
    return Safe(
        "\n".join(["flowchart LR", *(f"  {text}" for text in _statements(graph, names))]) + "\n"
    )


def _statements(graph: Graph, names: dict[NodeKey, str]) -> Iterator[str]:
    yield f"%% {' '.join(graph.title.split())}"
    yield from (_node(node, names[node.key], is_brief=not graph.has_rules) for node in graph.nodes)
    yield from (_edge(edge, names) for edge in graph.edges)
    marked = [names[node.key] for node in graph.nodes if node.is_marked]
    if marked:
        yield "classDef path stroke-width:4px"
        yield f"class {','.join(marked)} path"


def _node(node: Node, name: str, *, is_brief: bool) -> str:
    opens, closes = _FRAMES[node.key.kind]
    words = "<br/>".join(map(_escaped, [*title(node), *lines(node, is_brief)]))
    return f'{name}{opens}"{words}"{closes}'


def _edge(edge: Edge, names: dict[NodeKey, str]) -> str:
    label = f'|"{_escaped(edge.label)}"|' if edge.label else ""
    return f"{names[edge.tail]} {_arrow(edge)}{label} {names[edge.head]}"


def _arrow(edge: Edge) -> str:
    if edge.is_against:
        return "-.-x"
    if edge.is_marked:
        return "==>"
    return "-->" if edge.is_needed else "-.->"


def _escaped(text: str) -> str:
    return text.translate(_ESCAPES)
