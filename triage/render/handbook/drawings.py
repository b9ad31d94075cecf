"""The drawings of the handbook: the rules around one page, each box a link to its page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from triage.analysis.drawing import views
from triage.analysis.drawing.graph import Graph
from triage.handbook.page_keys import PageKey, PageKind, page_of
from triage.handbook.pages import Handbook
from triage.language.diagnostics import TriageError
from triage.language.rule_graph import NodeKey, NodeKind
from triage.language.ruleset import RuleSet
from triage.language.safe import Safe
from triage.render.graph import legend, svg

_DRAW: Mapping[PageKind, Callable[[RuleSet, str], Graph]] = {
    PageKind.CAUSE: views.of_cause,
    PageKind.FINDING: views.of_finding,
    PageKind.RED_FLAG: views.of_question,
    PageKind.QUESTION: views.of_question,
    PageKind.SOURCE: views.of_source,
    PageKind.LEVEL: views.of_level,
}


@dataclass(frozen=True, slots=True)
class Drawing:
    """An SVG element to put into a page, and what its signs mean."""

    svg: Safe
    legend: tuple[str, ...]


def drawing(handbook: Handbook, key: PageKey) -> Drawing | None:
    """The drawing of a page; None where nothing is drawn for its kind, or there is nothing to
    draw.
    """
    draw = _DRAW.get(key.kind)
    drawn = draw(handbook.ruleset, key.id) if draw else None
    if drawn is None or not drawn.nodes:
        return None
    text = svg.render(drawn, _links(drawn, handbook, "../"), is_bare=True)
    return Drawing(Safe(text[text.index("<svg") :]), tuple(legend(drawn)))


def whole(handbook: Handbook) -> Safe | None:
    """The whole rule set as an SVG document; None where drawings cannot be made here."""
    drawn = views.whole(handbook.ruleset)
    try:
        return svg.render(drawn, _links(drawn, handbook, ""))
    except TriageError:
        return None


def _links(drawn: Graph, handbook: Handbook, root: str) -> Mapping[NodeKey, str]:
    return {node.key: root + _address(node.key, handbook) for node in drawn.nodes}


def _address(key: NodeKey, handbook: Handbook) -> str:
    path = handbook.paths[page_of(key, handbook.ruleset)]
    return f"{path}#rule-{key.id}" if key.kind is NodeKind.RULE else path
