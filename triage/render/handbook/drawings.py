"""The drawings of the handbook: the rules around one page, each box a link to its page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from triage.analysis import graph
from triage.analysis.graph import Graph
from triage.diagnostics import TriageError
from triage.handbook import Handbook, Key, Kind, concluded, question_key
from triage.render.graph import legend, svg


@dataclass(frozen=True, slots=True)
class Drawing:
    """An SVG element to put into a page, and what its signs mean."""

    svg: str
    legend: tuple[str, ...]


def drawing(handbook: Handbook, key: Key) -> Drawing | None:
    """The drawing of a page; None where nothing is drawn for its kind."""
    ruleset = handbook.ruleset
    if key.kind is Kind.CAUSE:
        drawn = graph.of_cause(ruleset, key.id)
    elif key.kind is Kind.FINDING:
        drawn = graph.of_finding(ruleset, key.id)
    elif key.kind in (Kind.RED_FLAG, Kind.QUESTION):
        drawn = graph.of_question(ruleset, key.id)
    else:
        return None
    text = svg.render(drawn, _links(drawn, handbook, "../"), is_bare=True)
    return Drawing(text[text.index("<svg"):], tuple(legend(drawn)))


def whole(handbook: Handbook) -> str | None:
    """The whole rule set as an SVG document; None where drawings cannot be made here."""
    drawn = graph.whole(handbook.ruleset)
    try:
        return svg.render(drawn, _links(drawn, handbook, ""))
    except TriageError:
        return None


def _links(drawn: Graph, handbook: Handbook, root: str) -> Mapping[graph.Key, str]:
    return {node.key: root + _address(node.key, handbook) for node in drawn.nodes}


def _address(key: graph.Key, handbook: Handbook) -> str:
    ruleset = handbook.ruleset
    if key.kind is graph.Kind.RULE:
        return f"{handbook.paths[concluded(ruleset.rule[key.id])]}#rule-{key.id}"
    if key.kind is graph.Kind.QUESTION:
        return handbook.paths[question_key(key.id, ruleset)]
    kinds = {graph.Kind.FINDING: Kind.FINDING, graph.Kind.CAUSE: Kind.CAUSE, graph.Kind.LEVEL: Kind.LEVEL}
    return handbook.paths[Key(kinds[key.kind], key.id)]
