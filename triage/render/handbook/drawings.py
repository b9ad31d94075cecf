"""The drawings of the handbook: the rules around one page, each box a link to its page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from triage.analysis.drawing import views
from triage.analysis.drawing.graph import Graph
from triage.analysis.drawing.graph import Key as NodeKey
from triage.analysis.drawing.graph import Kind as NodeKind
from triage.handbook.pages import Handbook, Key, Kind, concluded, question_key
from triage.language.diagnostics import TriageError
from triage.language.ruleset import RuleSet
from triage.language.words import Level
from triage.render.graph import legend, svg

_DRAW: Mapping[Kind, Callable[[RuleSet, str], Graph]] = {
    Kind.CAUSE: views.of_cause,
    Kind.FINDING: views.of_finding,
    Kind.RED_FLAG: views.of_question,
    Kind.QUESTION: views.of_question,
    Kind.SOURCE: views.of_source,
    Kind.LEVEL: lambda ruleset, level: views.of_level(ruleset, Level.of(level)),
}


@dataclass(frozen=True, slots=True)
class Drawing:
    """An SVG element to put into a page, and what its signs mean."""

    svg: str
    legend: tuple[str, ...]


def drawing(handbook: Handbook, key: Key) -> Drawing | None:
    """The drawing of a page; None where nothing is drawn for its kind, or there is nothing to
    draw.
    """
    draw = _DRAW.get(key.kind)
    drawn = draw(handbook.ruleset, key.id) if draw else None
    if drawn is None or not drawn.nodes:
        return None
    text = svg.render(drawn, _links(drawn, handbook, "../"), is_bare=True)
    return Drawing(text[text.index("<svg") :], tuple(legend(drawn)))


def whole(handbook: Handbook) -> str | None:
    """The whole rule set as an SVG document; None where drawings cannot be made here."""
    drawn = views.whole(handbook.ruleset)
    try:
        return svg.render(drawn, _links(drawn, handbook, ""))
    except TriageError:
        return None


def _links(drawn: Graph, handbook: Handbook, root: str) -> Mapping[NodeKey, str]:
    return {node.key: root + _address(node.key, handbook) for node in drawn.nodes}


def _address(key: NodeKey, handbook: Handbook) -> str:
    ruleset = handbook.ruleset
    if key.kind is NodeKind.RULE:
        return f"{handbook.paths[concluded(ruleset.rule[key.id])]}#rule-{key.id}"
    if key.kind is NodeKind.QUESTION:
        return handbook.paths[question_key(key.id, ruleset)]
    kinds = {NodeKind.FINDING: Kind.FINDING, NodeKind.CAUSE: Kind.CAUSE, NodeKind.LEVEL: Kind.LEVEL}
    return handbook.paths[Key(kinds[key.kind], key.id)]
