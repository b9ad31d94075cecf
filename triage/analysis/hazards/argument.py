"""Hazards as a drawing: from each control an arrow to every hazard that it guards against."""

from __future__ import annotations

from collections.abc import Sequence

from triage.analysis.drawing.graph import Edge, Graph, Node
from triage.analysis.hazards.standing import Guarded, Standing
from triage.language.rule_graph import NodeKey, NodeKind


def argument(found: Sequence[Guarded], title: str) -> Graph:
    """The controls with what became of each, and the hazards; a control stands once."""
    controls = {_key(one): _node(one) for hazard in found for one in hazard.controls}
    hazards = tuple(_hazard(one) for one in found)
    edges = tuple(
        Edge(_key(one), _of(hazard), is_against=not one.state.stands)
        for hazard in found
        for one in hazard.controls
    )
    return Graph(title, (*controls.values(), *hazards), edges)


def _key(standing: Standing) -> NodeKey:
    return NodeKey(NodeKind.CONTROL, str(standing.control))


def _of(guarded: Guarded) -> NodeKey:
    return NodeKey(NodeKind.HAZARD, guarded.hazard.id)


def _node(standing: Standing) -> Node:
    return Node(_key(standing), f"{standing.state.value}: {standing.says}")


def _hazard(guarded: Guarded) -> Node:
    word = "OPEN, " if guarded.is_open else ""
    return Node(_of(guarded), f"{word}{guarded.hazard.severity}: {guarded.hazard.harm}")
