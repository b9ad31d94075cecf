"""A graph in the language DOT of Graphviz."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape

from triage.analysis.drawing.graph import Edge, Graph, Node
from triage.language.rule_graph import NodeKey, NodeKind
from triage.language.safe import Safe
from triage.render.graph import legend, lines, title

FONT = "Helvetica,Arial,sans-serif"
_SHADES = ("#1b6ca8", "#b3541e", "#2a7f3f", "#8e3b8e", "#a8201a", "#4d5057", "#0b7a75", "#7a5c00")
"""Colours that part arrows crossing each other; they mean nothing."""

_SHAPES = {
    NodeKind.QUESTION: {"shape": "note", "fillcolor": "#eef3fb"},
    NodeKind.RULE: {"shape": "box", "penwidth": "0.4", "fontsize": "9", "margin": "0.05,0.02"},
    NodeKind.FINDING: {"shape": "box", "style": "rounded,filled", "fillcolor": "#f3f3f3"},
    NodeKind.CAUSE: {"shape": "box", "peripheries": "2", "fillcolor": "#fff7e0"},
    NodeKind.LEVEL: {"shape": "octagon", "fillcolor": "#fdeaea"},
    NodeKind.CONTROL: {"shape": "box", "penwidth": "0.4", "fontsize": "9", "margin": "0.05,0.02"},
    NodeKind.HAZARD: {"shape": "octagon", "fillcolor": "#fdeaea"},
}


def render(
    graph: Graph, links: Mapping[NodeKey, str] | None = None, *, is_bare: bool = False
) -> Safe:
    """The graph as DOT, read from left to right.

    Args:
        graph: what to draw.
        links: the addresses of nodes that become links.
        is_bare: without title and legend, where the page around the drawing says them.
    """
    note = "" if is_bare else "\n".join([graph.title, *legend(graph)])
    statements = _statements(graph, note, links or {})
    return Safe("\n".join(["digraph triage {", *(f"  {text}" for text in statements), "}"]) + "\n")


def _statements(graph: Graph, note: str, links: Mapping[NodeKey, str]) -> Iterator[str]:
    spacing = (
        {"ranksep": "0.6", "nodesep": "0.15"}
        if graph.has_rules
        else {"ranksep": "2.2", "nodesep": "0.06"}
    )
    yield "graph " + _attributes(
        {
            "rankdir": "LR",
            "label": note,
            "labelloc": "t",
            "fontname": FONT,
            "fontsize": "13",
            **spacing,
        }
    )
    yield "node " + _attributes(
        {
            "style": "filled",
            "fillcolor": "white",
            "fontname": FONT,
            "fontsize": "11",
            "margin": "0.1,0.05",
            "height": "0.2",
        }
    )
    yield "edge " + _attributes({"fontname": FONT, "fontsize": "9", "arrowsize": "0.7"})
    yield from (
        _node(node, links.get(node.key, ""), is_brief=not graph.has_rules) for node in graph.nodes
    )
    last = NodeKind.LEVEL if graph.has_rules else NodeKind.CAUSE
    for kind, rank in ((NodeKind.QUESTION, "min"), (last, "max")):
        keys = [_name(node.key) for node in graph.nodes if node.key.kind is kind]
        if keys:
            yield f"{{ rank={rank}; {'; '.join(keys)} }}"
    tails = {
        key: place for place, key in enumerate(dict.fromkeys(edge.tail for edge in graph.edges))
    }
    yield from (_edge(edge, _SHADES[tails[edge.tail] % len(_SHADES)]) for edge in graph.edges)


def _node(node: Node, link: str, *, is_brief: bool) -> str:
    head = "<br/>".join(_html(line) for line in title(node))
    words = "".join(
        f'<br/><font point-size="9">{_html(line)}</font>' for line in lines(node, is_brief)
    )
    style = _SHAPES[node.key.kind] | ({"penwidth": "2.5"} if node.is_marked else {})
    if link:
        style |= {"URL": link, "tooltip": f"{node.key.kind}: {node.words or node.key.id}"}
    attributes = ", ".join(f"{name}={_quoted(value)}" for name, value in style.items())
    return f"{_name(node.key)} [label=<<b>{head}</b>{words}>, {attributes}]"


def _html(text: str) -> str:
    """The text inside an HTML-like label, where Graphviz would still replace what follows a
    backslash.
    """
    return escape(text).replace("\\", "\\\\")


def _edge(edge: Edge, shade: str) -> str:
    style = {"color": shade, "fontcolor": shade} | ({"label": edge.label} if edge.label else {})
    if edge.is_against:
        style |= {"style": "dotted", "arrowhead": "tee"}
    elif not edge.is_needed:
        style |= {"style": "dashed"}
    if edge.is_marked:
        style |= {"penwidth": "2.5"}
    return f"{_name(edge.tail)} -> {_name(edge.head)} {_attributes(style)}"


def _name(key: NodeKey) -> str:
    return _quoted(f"{key.kind}:{key.id}")


def _attributes(values: dict[str, str]) -> str:
    return "[" + ", ".join(f"{name}={_quoted(value)}" for name, value in values.items()) + "]"


def _quoted(text: str) -> str:
    """The text in quotes, where Graphviz would read character references."""
    text = text.replace("&", "&amp;").replace("\\", "\\\\").replace('"', '\\"')
    return '"' + text.replace("\n", "\\n") + '"'
