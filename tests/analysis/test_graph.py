"""Drawings of rule sets: what they show, how the path of a case is marked, and the three languages
they come in.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.conftest import Assess
from tests.places import TINY
from tests.shell import Ran, run_triage
from triage.analysis.drawing.graph import Edge, Graph, Node
from triage.analysis.drawing.views import (
    mark,
    of_case,
    of_cause,
    of_level,
    of_question,
    of_source,
    whole,
)
from triage.language.rule_graph import NodeKey, NodeKind
from triage.language.ruleset import RuleSet
from triage.language.words import Level
from triage.render.graph import dot, graph_json, mermaid, svg


def keys(graph: Graph) -> set[str]:
    return {f"{node.key.kind}:{node.key.id}" for node in graph.nodes}


def node(graph: Graph, kind: NodeKind, name: str) -> Node:
    return next(node for node in graph.nodes if node.key == NodeKey(kind, name))


def edge(graph: Graph, tail: str, head: str) -> Edge:
    return next(edge for edge in graph.edges if (edge.tail.id, edge.head.id) == (tail, head))


def triage(*words: str, cwd: Path | None = None) -> Ran:
    return run_triage("graph", *words, cwd=cwd)


def test_a_cause_is_drawn_with_all_that_leads_to_it_and_nothing_else(tiny: RuleSet) -> None:
    graph = of_cause(tiny, "artery_disease")
    assert keys(graph) == {
        "question:walking_pain",
        "question:smoking",
        "question:leg",
        "finding:walking_pattern",
        "cause:artery_disease",
        "level:see_doctor",
        "rule:pain-that-rest-eases",
        "rule:walking-pattern-is-typical",
        "rule:smoking-narrows",
        "rule:hot-leg-speaks-against",
        "rule:artery_disease-level",
    }
    assert edge(graph, "walking-pattern-is-typical", "artery_disease").label == "typical"
    assert edge(graph, "hot-leg-speaks-against", "artery_disease").is_against


def test_an_arrow_names_the_options_and_says_whether_another_can_stand_in(tiny: RuleSet) -> None:
    graph = of_question(tiny, "leg")
    assert edge(graph, "leg", "swollen-and-hot").label == "swollen and hot"
    assert edge(graph, "leg", "swollen-and-hot").is_needed
    assert not edge(graph, "leg", "sn-clot-risk").is_needed
    assert not edge(graph, "possible_clot", "sn-clot-risk").is_needed


def test_a_question_is_drawn_with_what_it_leads_to_and_words_for_what_else_is_read(
    tiny: RuleSet,
) -> None:
    graph = of_question(tiny, "leg")
    assert {"finding:possible_clot", "cause:clot", "level:urgent"} <= keys(graph)
    assert "question:smoking" not in keys(graph)
    assert node(graph, NodeKind.RULE, "sn-clot-risk").words == "reads also: smoking now"


@pytest.mark.slow
def test_a_question_that_no_rule_reads_is_drawn_alone(legs: RuleSet) -> None:
    for name in legs.questions:
        assert f"question:{name}" in keys(of_question(legs, name))


def test_the_whole_set_has_every_question_and_cause_and_the_levels_each_brings(
    tiny: RuleSet,
) -> None:
    graph = whole(tiny)
    assert {f"question:{name}" for name in tiny.questions} | {
        f"cause:{name}" for name in tiny.causes
    } <= keys(graph)
    assert node(graph, NodeKind.QUESTION, "alarm").brings == (Level.EMERGENCY,)
    assert node(graph, NodeKind.FINDING, "possible_clot").brings == (Level.URGENT,)
    assert not graph.has_rules
    assert edge(graph, "leg", "artery_disease").is_against


def test_a_level_is_drawn_with_the_rules_that_bring_it_and_what_they_read(tiny: RuleSet) -> None:
    graph = of_level(tiny, "emergency")
    assert keys(graph) == {
        "level:emergency",
        "rule:sn-saddle",
        "rule:sn-cold-and-pale",
        "question:alarm",
    }


def test_a_source_is_drawn_with_the_rules_that_rest_on_it_or_on_one_of_its_claims(
    tiny: RuleSet,
) -> None:
    graph = of_source(tiny, "guide-page")
    assert {key for key in keys(graph) if key.startswith("rule:")} == {
        "rule:sn-saddle",
        "rule:sn-cold-and-pale",
        "rule:sn-clot-risk",
        "rule:hot-leg-speaks-against",
    }
    assert {"question:alarm", "question:smoking", "level:emergency", "level:urgent"} <= keys(graph)


def test_a_source_of_many_rules_is_drawn_without_them(legs: RuleSet) -> None:
    graph = of_source(legs, "A")
    assert not graph.has_rules
    assert {"cause:sciatica", "question:sensation"} <= keys(graph)
    assert not graph.has_path


def test_a_case_is_drawn_with_the_path_that_fired_marked(assess: Assess) -> None:
    graph = of_case(assess({"walking_pain": "eases", "leg": ["hot"]}))
    on_path = {node.key.id for node in graph.nodes if node.is_marked}
    assert {"walking_pain", "walking_pattern", "artery_disease", "leg", "see_doctor"} <= on_path
    assert edge(graph, "walking_pain", "pain-that-rest-eases").is_marked
    assert graph.has_path


def test_a_rule_that_an_answer_came_near_to_is_drawn_and_not_marked(assess: Assess) -> None:
    graph = of_case(assess({"stairs": "no", "persistence": "settled"}))
    assert node(graph, NodeKind.CAUSE, "nerve_pressure").is_marked
    silent = mark(
        of_cause(assess({}).ruleset, "nerve_pressure"), assess({"persistence": "settled"})
    )
    assert not node(silent, NodeKind.RULE, "tight-clothes-press").is_marked
    assert node(silent, NodeKind.RULE, "pressure-that-goes").is_marked


def test_a_case_without_answers_still_shows_its_level(assess: Assess) -> None:
    graph = of_case(assess({}))
    assert keys(graph) == {"level:self_care"}
    assert graph.nodes[0].is_marked


def test_no_sign_is_a_colour_alone(assess: Assess) -> None:
    text = dot.render(of_case(assess({"walking_pain": "eases", "leg": ["hot"]})))
    assert "✓" in text
    assert 'style="dotted", arrowhead="tee"' in text
    assert "thick, ✓: held in this case" in text
    shapes = [
        f'shape="{shape}"' in dot.render(whole(assess({}).ruleset)) for shape in ("note", "box")
    ]
    assert all(shapes)


def test_svg_is_well_formed_and_shows_every_node(tiny: RuleSet) -> None:
    pytest.importorskip("pygraphviz")
    graph = of_cause(tiny, "clot")
    root = ElementTree.fromstring(svg.render(graph))
    shown = " ".join(root.itertext())
    assert root.tag.endswith("svg")
    assert all(node.key.id in shown for node in graph.nodes)


def test_markup_in_the_words_of_an_author_stays_text() -> None:
    pytest.importorskip("pygraphviz")
    words = 'a <b> & "c" \\N {x} | y'
    odd = Graph(
        words,
        (Node(NodeKey(NodeKind.QUESTION, "q"), words), Node(NodeKey(NodeKind.RULE, "r"), "")),
        (Edge(NodeKey(NodeKind.QUESTION, "q"), NodeKey(NodeKind.RULE, "r"), words),),
    )
    assert (
        " ".join(" ".join(ElementTree.fromstring(svg.render(odd)).itertext()).split()).count(words)
        == 3
    )
    assert mermaid.render(odd).count("#lt;b#gt; #amp; #quot;c#quot;") == 2


@pytest.mark.parametrize("words", ["a &#8238;b", "a &#x202E;b", "a #8238;b", "a &amp;#8238;b"])
def test_a_character_reference_of_an_author_stays_text(words: str) -> None:
    """Drawn, it would reverse what stands behind it."""
    pytest.importorskip("pygraphviz")
    nodes = (Node(NodeKey(NodeKind.QUESTION, "q"), words), Node(NodeKey(NodeKind.RULE, "r"), ""))
    odd = Graph(words, nodes, (Edge(nodes[0].key, nodes[1].key, words),))
    drawn = ElementTree.fromstring(svg.render(odd))
    shown = "".join(
        [*drawn.itertext(), *(v for part in drawn.iter() for v in part.attrib.values())]
    )
    assert "\u202e" not in shown
    assert " ".join(shown.split()).count(words) >= 3
    lines = [line for line in mermaid.render(odd).splitlines() if not line.startswith("  %%")]
    entities = re.findall(r"#(\w+);", "\n".join(lines))
    assert set(entities) <= {"35", "amp"}


def test_mermaid_has_a_line_for_each_node_and_edge(tiny: RuleSet) -> None:
    graph = of_cause(tiny, "artery_disease")
    text = mermaid.render(graph)
    assert text.startswith("flowchart LR\n")
    assert len(text.splitlines()) == 2 + len(graph.nodes) + len(graph.edges)
    assert '-.-x|"against"|' in text


def test_json_has_the_nodes_and_edges(tiny: RuleSet) -> None:
    found = graph_json.plain(whole(tiny))
    assert {
        "kind": "question",
        "id": "alarm",
        "words": "Do you notice any of these signs?",
        "brings": ["emergency"],
        "marked": False,
    } in list(found["nodes"])  # type: ignore[call-overload]  # plain data


def test_the_command_writes_a_file_in_the_format_of_its_name(tmp_path: Path) -> None:
    run = triage(str(TINY), "--cause", "clot", "--output", "clot.mmd", cwd=tmp_path)
    assert run.code == 0
    assert run.out == "clot.mmd: 7 boxes, 6 arrows\n"
    assert (tmp_path / "clot.mmd").read_text(encoding="utf-8").startswith("flowchart LR")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--cause", "cloot"], "`cloot` is not a cause; did you mean `clot`?"),
        (["--question", "stair"], "`stair` is not a question; did you mean `stairs`?"),
        (["--cause", "clot", "--question", "leg"], "draw either a cause or a question, not both"),
        (["--case", "none.yaml"], "none.yaml"),
        (
            ["--output", "rules.png"],
            "`rules.png` ends like no drawing: use .svg, .dot, .gv, .mmd, .mermaid",
        ),
    ],
)
def test_what_cannot_be_drawn_is_said_with_exit_code_2(words: list[str], message: str) -> None:
    run = triage(str(TINY), *words)
    assert run.code == 2
    assert message in run.err


def test_without_pygraphviz_the_message_says_what_to_do(
    tiny: RuleSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    from triage.language.diagnostics import TriageError

    monkeypatch.setitem(sys.modules, "pygraphviz", None)
    with pytest.raises(TriageError, match="--format dot or --format mermaid"):
        svg.render(whole(tiny))
