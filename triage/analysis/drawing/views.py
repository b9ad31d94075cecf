"""Rule sets as drawings: questions feed findings, findings feed causes and levels, and rules are
the way between.

A drawing of one cause, question, level or case shows each rule. That of the whole set, and of a
source with many rules, has one arrow for all rules between two things, and levels stand in the
nodes that bring them: arrows to four levels from everywhere would hide all others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from triage.analysis.drawing.graph import Edge, Graph, Node, NodeKey, NodeKind
from triage.analysis.drawing.wanted_options import options_words
from triage.engine.assessment import Assessment
from triage.language.conditions import ALWAYS, Fact, Holds, Is, IsNot, Supported, atoms, can_hold
from triage.language.model import Rule
from triage.language.ruleset import RuleSet
from triage.language.words import ForCause, Level, Strength

MOST_RULES = 30
"""A source on which more rules rest is drawn without them."""


def whole(ruleset: RuleSet) -> Graph:
    """The whole rule set without its rules: an arrow stands for every rule between two things."""
    everything = [
        *map(_question, ruleset.questions),
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
        for tail, _ in _sources(rule):
            if isinstance(rule.then, Level):
                brings.setdefault(tail, set()).add(rule.then)
            else:
                _join(joined, Edge(tail, _concluded(rule), is_against=_is_against(rule)))
    edges = tuple(joined.values())
    nodes = tuple(
        replace(node, brings=tuple(sorted(brings.get(node.key, ()), reverse=True)))
        for node in _nodes(ruleset, edges, [*always, *brings])
    )
    return Graph(title, nodes, edges)


def _join(joined: dict[tuple[NodeKey, NodeKey], Edge], edge: Edge) -> None:
    """Add the arrow; one for and one against together are one for."""
    known = joined.get((edge.tail, edge.head))
    is_against = edge.is_against and (known is None or known.is_against)
    joined[edge.tail, edge.head] = replace(edge, is_against=is_against)


def of_cause(ruleset: RuleSet, cause: str) -> Graph:
    """Everything that speaks for or against one cause, down to the questions, and the level it
    brings.
    """
    about = [
        rule
        for rule in ruleset.rules
        if isinstance(rule.then, ForCause) and rule.then.cause == cause
    ]
    after = [rule for rule in ruleset.rules if Supported(cause) in set(atoms(rule.when))]
    chosen = {*_upstream(ruleset, about), *after}
    return _of_rules(
        ruleset,
        chosen,
        f"What speaks for {ruleset.causes[cause].name}",
        [NodeKey(NodeKind.CAUSE, cause)],
    )


def of_finding(ruleset: RuleSet, finding: str) -> Graph:
    """How a finding comes to hold, down to the questions, and what reads it."""
    into = [rule for rule in ruleset.rules if rule.then == Holds(finding)]
    after = {rule for rule in ruleset.rules if Holds(finding) in set(atoms(rule.when))}
    title = f"How the finding “{ruleset.findings[finding].name}” comes to hold, and what reads it"
    return _of_rules(
        ruleset, {*_upstream(ruleset, into), *after}, title, [NodeKey(NodeKind.FINDING, finding)]
    )


def of_question(ruleset: RuleSet, question: str) -> Graph:
    """Everything that an answer to one question can lead to; what else a rule reads stands in the
    rule's words.
    """
    reached: set[Fact] = {
        fact
        for rule in ruleset.rules
        for fact in atoms(rule.when)
        if isinstance(fact, Is | IsNot) and fact.question == question
    }
    chosen = set()
    for rule in ruleset.rules:
        if reached & set(atoms(rule.when)):
            chosen.add(rule)
            reached.update(rule.conclusions)
    start = _question(question)
    drawn = _of_rules(
        ruleset,
        chosen,
        f"What an answer to “{ruleset.questions[question].text}” can lead to",
        [start],
    )
    below = {start, *(edge.head for edge in drawn.edges)}
    return replace(
        drawn,
        nodes=tuple(_with_rest(node, drawn, below) for node in drawn.nodes if node.key in below),
        edges=tuple(edge for edge in drawn.edges if edge.tail in below),
    )


def of_level(ruleset: RuleSet, level: Level) -> Graph:
    """The rules that bring a level, with what each reads."""
    chosen = {rule for rule in ruleset.rules if rule.then == level}
    return _of_rules(
        ruleset,
        chosen,
        f"What leads to “{ruleset.words(level).name}”",
        [NodeKey(NodeKind.LEVEL, level.id)],
    )


def of_source(ruleset: RuleSet, source: str) -> Graph:
    """The rules that rest on a source; of many, only the arrows."""
    chosen = [
        rule
        for rule in ruleset.rules
        if any(ruleset.source_of(cite).id == source for cite in rule.cites)
    ]
    title = f"The rules that rest on {ruleset.sources[source].title}"
    return (
        _of_rules(ruleset, set(chosen), title, ())
        if len(chosen) <= MOST_RULES
        else _joined(ruleset, chosen, title)
    )


def of_case(assessment: Assessment) -> Graph:
    """What followed from the answers of one case, and which rules about the listed causes some
    answer came near to.
    """
    fired = {firing.rule for firing in assessment.firings}
    known = assessment.facts
    listed = {candidate.cause.id for candidate in assessment.causes}
    near = {
        rule
        for rule in assessment.ruleset.rules
        if rule not in fired
        and not known.isdisjoint(atoms(rule.when))
        and isinstance(rule.then, ForCause)
        and rule.then.cause in listed
    }
    used = {rule for rule in fired if rule.when != ALWAYS}
    level = NodeKey(NodeKind.LEVEL, assessment.level.id)
    title = f"One case: {assessment.ruleset.words(assessment.level).name}"
    return mark(_of_rules(assessment.ruleset, used | near, title, [level]), assessment)


def mark(graph: Graph, assessment: Assessment) -> Graph:
    """The graph with everything marked that held and everything that fired in the case."""
    matched = {
        firing.rule.id: {_key(fact) for fact in firing.facts} for firing in assessment.firings
    }
    fired = {NodeKey(NodeKind.RULE, rule) for rule in matched}
    heads = {_concluded(firing.rule) for firing in assessment.firings}
    on_path = {*fired, *heads, *(key for keys in matched.values() for key in keys)}
    pairs = {
        (tail, _concluded(firing.rule))
        for firing in assessment.firings
        for tail in matched[firing.rule.id]
    }

    def is_marked(edge: Edge) -> bool:
        if edge.head.kind is NodeKind.RULE:
            return edge.tail in matched.get(edge.head.id, ())
        return edge.tail in fired or (edge.tail, edge.head) in pairs

    return replace(
        graph,
        has_path=True,
        nodes=tuple(replace(node, is_marked=node.key in on_path) for node in graph.nodes),
        edges=tuple(replace(edge, is_marked=is_marked(edge)) for edge in graph.edges),
    )


def _upstream(ruleset: RuleSet, wanted: Iterable[Rule]) -> set[Rule]:
    """The rules and those that conclude a finding which one of them reads, however far down."""
    found = set(wanted)
    needed = {fact for rule in found for fact in atoms(rule.when)}
    for rule in reversed(ruleset.rules):
        if isinstance(rule.then, Holds) and rule.then in needed:
            found.add(rule)
            needed.update(atoms(rule.when))
    return found


def _of_rules(ruleset: RuleSet, chosen: set[Rule], title: str, always: Iterable[NodeKey]) -> Graph:
    edges = tuple(edge for rule in ruleset.rules if rule in chosen for edge in _edges(rule))
    return Graph(title, _nodes(ruleset, edges, always), edges)


def _edges(rule: Rule) -> Iterator[Edge]:
    own = NodeKey(NodeKind.RULE, rule.id)
    for tail, facts in _sources(rule):
        is_needed = not can_hold(rule.when, _all_but(facts))
        yield Edge(tail, own, options_words(rule.when, facts), is_needed)
    strength = rule.then.strength.value if isinstance(rule.then, ForCause) else ""
    yield Edge(own, _concluded(rule), strength, is_against=_is_against(rule))


def _all_but(left_out: list[Fact]) -> Callable[[Fact], bool]:
    return lambda fact: fact not in left_out


def _sources(rule: Rule) -> list[tuple[NodeKey, list[Fact]]]:
    """The things that the rule reads, each with its facts, in the order of the formula."""
    found: dict[NodeKey, list[Fact]] = {}
    for fact in dict.fromkeys(atoms(rule.when)):
        found.setdefault(_key(fact), []).append(fact)
    return list(found.items())


def _key(fact: Fact) -> NodeKey:
    if isinstance(fact, Holds):
        return NodeKey(NodeKind.FINDING, fact.finding)
    return (
        NodeKey(NodeKind.CAUSE, fact.cause)
        if isinstance(fact, Supported)
        else _question(fact.question)
    )


def _question(name: str) -> NodeKey:
    return NodeKey(NodeKind.QUESTION, str(name))


def _concluded(rule: Rule) -> NodeKey:
    then = rule.then
    if isinstance(then, Level):
        return NodeKey(NodeKind.LEVEL, then.id)
    return (
        NodeKey(NodeKind.FINDING, then.finding)
        if isinstance(then, Holds)
        else NodeKey(NodeKind.CAUSE, then.cause)
    )


def _is_against(rule: Rule) -> bool:
    return isinstance(rule.then, ForCause) and rule.then.strength is Strength.AGAINST


def _nodes(ruleset: RuleSet, edges: Iterable[Edge], always: Iterable[NodeKey]) -> tuple[Node, ...]:
    keys = dict.fromkeys([*always, *(key for edge in edges for key in (edge.tail, edge.head))])
    return tuple(
        Node(key, _words(key, ruleset))
        for key in sorted(keys, key=lambda key: list(NodeKind).index(key.kind))
    )


def _words(key: NodeKey, ruleset: RuleSet) -> str:
    if key.kind is NodeKind.LEVEL:
        return str(ruleset.words(Level.of(key.id)).name)
    if key.kind is NodeKind.QUESTION:
        return ruleset.questions[key.id].text
    if key.kind is NodeKind.RULE:
        return ""
    return str(
        ruleset.findings[key.id].name
        if key.kind is NodeKind.FINDING
        else ruleset.causes[key.id].name
    )


def _with_rest(node: Node, drawn: Graph, below: set[NodeKey]) -> Node:
    """A rule with the names of what it reads beside what is drawn."""
    rest = [
        f"{edge.tail.id} {edge.label}".strip()
        for edge in drawn.edges
        if edge.head == node.key and edge.tail not in below
    ]
    return replace(node, words="reads also: " + "; ".join(rest)) if rest else node
