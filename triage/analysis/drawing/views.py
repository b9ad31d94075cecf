"""Rule sets as drawings: questions feed findings, findings feed causes and levels, and rules are
the way between.

A drawing of one cause, question, level or case shows each rule. That of the whole set, and of a
source with many rules, has one arrow for all rules between two things, and levels stand in the
nodes that bring them: arrows to the levels from everywhere would hide all others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from triage.analysis.drawing.graph import Edge, Graph, Node
from triage.analysis.drawing.wanted_options import options_words
from triage.engine.assessment import Assessment
from triage.language.conditions import ALWAYS, Fact, atoms, can_hold
from triage.language.model import Rule
from triage.language.rule_graph import NodeKey, NodeKind, concluded, node_of, read_by
from triage.language.ruleset import RuleSet
from triage.language.words import Level, Strength

MOST_RULES = 30
"""A source on which more rules rest is drawn without them."""


def whole(ruleset: RuleSet) -> Graph:
    """The whole rule set without its rules: an arrow stands for every rule between two things."""
    everything = [
        *(NodeKey(NodeKind.QUESTION, question) for question in ruleset.questions),
        *(NodeKey(NodeKind.CAUSE, cause) for cause in ruleset.causes),
    ]
    return _joined(ruleset, ruleset.rules, ruleset.identity.title, everything)


def _joined(
    ruleset: RuleSet, rules: Iterable[Rule], title: str, always: Iterable[NodeKey] = ()
) -> Graph:
    """An arrow for every rule between two things; the levels stand in what brings them."""
    joined: dict[tuple[NodeKey, NodeKey], Edge] = {}
    brings: dict[NodeKey, set[Level]] = {}
    for rule in rules:
        for tail in read_by(rule.when):
            if rule.level is not None:
                brings.setdefault(tail, set()).add(rule.level)
            else:
                _join(joined, Edge(tail, concluded(rule), is_against=_is_against(rule)))
    edges = tuple(joined.values())
    nodes = []
    for node in _nodes(ruleset, edges, [*always, *brings]):
        levels = sorted(brings.get(node.key, ()), reverse=True)
        nodes.append(replace(node, brings=tuple(levels)))
    return Graph(title, tuple(nodes), edges)


def _join(joined: dict[tuple[NodeKey, NodeKey], Edge], edge: Edge) -> None:
    """Add the arrow; one for and one against together are one for."""
    known = joined.get((edge.tail, edge.head))
    is_against = edge.is_against and (known is None or known.is_against)
    joined[edge.tail, edge.head] = replace(edge, is_against=is_against)


def of_cause(ruleset: RuleSet, cause: str) -> Graph:
    """Everything that speaks for or against one cause, down to the questions, and the level it
    brings.
    """
    title = f"What speaks for {ruleset.causes[cause].name}"
    return _around(ruleset, NodeKey(NodeKind.CAUSE, cause), title)


def of_finding(ruleset: RuleSet, finding: str) -> Graph:
    """How a finding comes to hold, down to the questions, and what reads it."""
    title = f"How the finding “{ruleset.findings[finding].name}” comes to hold, and what reads it"
    return _around(ruleset, NodeKey(NodeKind.FINDING, finding), title)


def of_question(ruleset: RuleSet, question: str) -> Graph:
    """Everything that an answer to one question can lead to; what else a rule reads stands in the
    rule's words.
    """
    graph, start = ruleset.graph, NodeKey(NodeKind.QUESTION, question)
    chosen = graph.downstream(graph.out_of(start))
    title = f"What an answer to “{ruleset.questions[question].text}” can lead to"
    drawn = _of_rules(ruleset, chosen, title, [start])
    below = {start, *(edge.head for edge in drawn.edges)}
    return replace(
        drawn,
        nodes=tuple(_with_rest(node, drawn, below) for node in drawn.nodes if node.key in below),
        edges=tuple(edge for edge in drawn.edges if edge.tail in below),
    )


def of_level(ruleset: RuleSet, level: str) -> Graph:
    """The rules that bring a level, with what each reads."""
    node = NodeKey(NodeKind.LEVEL, level)
    title = f"What leads to “{ruleset.identity.levels[level].name}”"
    return _of_rules(ruleset, ruleset.graph.into(node), title, [node])


def of_source(ruleset: RuleSet, source: str) -> Graph:
    """The rules that rest on a source; of many, only the arrows."""
    chosen = [rule for rule in ruleset.rules if source in ruleset.sources_of(rule)]
    title = f"The rules that rest on {ruleset.sources[source].title}"
    if len(chosen) > MOST_RULES:
        return _joined(ruleset, chosen, title)
    return _of_rules(ruleset, chosen, title, ())


def of_case(assessment: Assessment) -> Graph:
    """What followed from the answers of one case, and which rules about the listed causes some
    answer came near to.
    """
    ruleset, known = assessment.ruleset, assessment.facts
    fired = {firing.rule.id for firing in assessment.firings}
    listed = {candidate.cause.id for candidate in assessment.causes}

    def is_used(rule: Rule) -> bool:
        if rule.id in fired:
            return rule.when != ALWAYS
        return rule.cause in listed and not known.isdisjoint(atoms(rule.when))

    used = [rule for rule in ruleset.rules if is_used(rule)]
    level = NodeKey(NodeKind.LEVEL, assessment.level.id)
    title = f"One case: {ruleset.words(assessment.level).name}"
    return mark(_of_rules(ruleset, used, title, [level]), assessment)


def mark(graph: Graph, assessment: Assessment) -> Graph:
    """The graph with everything marked that held and everything that fired in the case."""
    matched: dict[str, set[NodeKey]] = {}
    pairs: set[tuple[NodeKey, NodeKey]] = set()
    on_path: set[NodeKey] = set()
    for firing in assessment.firings:
        own, tails, head = firing.rule.id, set(map(node_of, firing.facts)), concluded(firing.rule)
        matched[own] = tails
        pairs.update((tail, head) for tail in tails)
        on_path |= {NodeKey(NodeKind.RULE, own), *tails, head}

    def is_marked(edge: Edge) -> bool:
        if edge.head.kind is NodeKind.RULE:
            return edge.tail in matched.get(edge.head.id, ())
        if edge.tail.kind is NodeKind.RULE:
            return edge.tail.id in matched
        return (edge.tail, edge.head) in pairs

    return replace(
        graph,
        has_path=True,
        nodes=tuple(replace(node, is_marked=node.key in on_path) for node in graph.nodes),
        edges=tuple(replace(edge, is_marked=is_marked(edge)) for edge in graph.edges),
    )


def _around(ruleset: RuleSet, node: NodeKey, title: str) -> Graph:
    """The rules that lead to a node, however far up, and those that read it."""
    graph = ruleset.graph
    return _of_rules(
        ruleset, [*graph.upstream(graph.into(node)), *graph.out_of(node)], title, [node]
    )


def _of_rules(
    ruleset: RuleSet, chosen: Iterable[Rule], title: str, always: Iterable[NodeKey]
) -> Graph:
    wanted = {rule.id for rule in chosen}
    edges = tuple(edge for rule in ruleset.rules if rule.id in wanted for edge in _edges(rule))
    return Graph(title, _nodes(ruleset, edges, always), edges)


def _edges(rule: Rule) -> Iterator[Edge]:
    own = NodeKey(NodeKind.RULE, rule.id)
    for tail, facts in _sources(rule):
        is_needed = not can_hold(rule.when, _all_but(facts))
        yield Edge(tail, own, options_words(rule.when, facts), is_needed)
    yield Edge(own, concluded(rule), rule.strength or "", is_against=_is_against(rule))


def _all_but(left_out: list[Fact]) -> Callable[[Fact], bool]:
    return lambda fact: fact not in left_out


def _sources(rule: Rule) -> list[tuple[NodeKey, list[Fact]]]:
    """The things that the rule reads, each with its facts, in the order of the formula."""
    found: dict[NodeKey, list[Fact]] = {}
    for fact in dict.fromkeys(atoms(rule.when)):
        found.setdefault(node_of(fact), []).append(fact)
    return list(found.items())


def _is_against(rule: Rule) -> bool:
    return rule.strength is Strength.AGAINST


def _nodes(ruleset: RuleSet, edges: Iterable[Edge], always: Iterable[NodeKey]) -> tuple[Node, ...]:
    keys = dict.fromkeys([*always, *(key for edge in edges for key in (edge.tail, edge.head))])
    return tuple(
        Node(key, _words(key, ruleset))
        for key in sorted(keys, key=lambda key: list(NodeKind).index(key.kind))
    )


def _words(key: NodeKey, ruleset: RuleSet) -> str:
    match key.kind:
        case NodeKind.QUESTION:
            return ruleset.questions[key.id].text
        case NodeKind.FINDING:
            return ruleset.findings[key.id].name
        case NodeKind.CAUSE:
            return ruleset.causes[key.id].name
        case NodeKind.LEVEL:
            return ruleset.identity.levels[key.id].name
        case NodeKind.RULE | NodeKind.CONTROL | NodeKind.HAZARD:
            return ""


def _with_rest(node: Node, drawn: Graph, below: set[NodeKey]) -> Node:
    """A rule with the names of what it reads beside what is drawn."""
    rest = [
        f"{edge.tail.id} {edge.label}".strip()
        for edge in drawn.edges
        if edge.head == node.key and edge.tail not in below
    ]
    return replace(node, words="reads also: " + "; ".join(rest)) if rest else node
