"""Hazards: each control is tried, and a hazard is open as long as one does not stand."""

from __future__ import annotations

import ast
import shutil
from pathlib import Path

import pytest

from tests.places import ROOT, TINY
from tests.shell import Ran, run_triage
from triage.analysis.checks.check_folder import check_folder
from triage.analysis.hazards.argument import argument
from triage.analysis.hazards.promises import PROMISES
from triage.analysis.hazards.standing import ControlState, Guarded, guarded
from triage.language.hazards import Gravity
from triage.language.load import load
from triage.language.locating import installed, locate
from triage.language.rule_graph import NodeKind
from triage.language.ruleset import RuleSet

HAZARD = """\
  - id: {id}
    harm: Loss of a leg
    how: It is told in other words
    severity: {severity}
    rules: [sn-saddle, sn-cold-and-pale]
    controls: [{controls}]
    left: Who says nothing is not found
    reviewed: nobody yet
"""
PROPERTIES = """\
properties:
  - id: saddle
    because: Pressed nerves need help.
    always: {when: {alarm: saddle}, level: emergency}
  - id: cold
    because: A cold leg needs help.
    always: {when: {alarm: cold}, level: emergency}
"""
STANDING = "property: saddle"
URGENT = "level: {is: urgent, by: sn-clot-risk}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The small rule set with a property that holds and one that does not."""
    folder = Path(shutil.copytree(TINY, tmp_path / "tiny"))
    (folder / "properties.yaml").write_text(PROPERTIES, encoding="utf-8")
    return folder


def write(folder: Path, *controls: str, **hazard: str) -> None:
    listed = ", ".join(f"{{{control}}}" for control in controls)
    told = {"id": "missed", "severity": "major", "controls": listed, **hazard}
    path = folder / "hazards.yaml"
    head = path.read_text(encoding="utf-8") if path.exists() else "hazards:\n"
    path.write_text(head + HAZARD.format(**told), encoding="utf-8")


def standing(folder: Path) -> list[tuple[str, ControlState]]:
    return [
        (str(one.control), one.state)
        for hazard in guarded(load(folder), timeout=60)
        for one in hazard.controls
    ]


def run(folder: Path, *words: object) -> Ran:
    return run_triage("hazards", folder, *words, COLUMNS="200")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("control", "state"),
    [
        ("property: saddle", ControlState.PROVED),
        ("property: cold", ControlState.BROKEN),
        ("property: sadle", ControlState.MISSING),
        ("property: watch-2", ControlState.MISSING),
        ("watch: watch-2", ControlState.PROVED),
        ("watch: watch-3", ControlState.MISSING),
        ("theorem: gates", ControlState.PROVED),
        ("theorem: doors", ControlState.MISSING),
        ("cases: swollen-and-hot-leg", ControlState.PASSING),
        ("cases: swollen-*", ControlState.PASSING),
        ("cases: levels.yaml", ControlState.PASSING),
        ("cases: cold-*", ControlState.MISSING),
        ("cases: swollen", ControlState.MISSING),
        ("test: emergency-at-once", ControlState.THERE),
        ("test: emergency-later", ControlState.MISSING),
    ],
)
def test_a_control_is_tried_and_decides_whether_the_hazard_is_open(
    folder: Path, control: str, state: ControlState
) -> None:
    write(folder, STANDING, control)
    assert standing(folder) == [(STANDING, ControlState.PROVED), (control, state)]
    ran = run(folder, "--json")
    (found,) = ran.objects
    is_open = state in (ControlState.BROKEN, ControlState.MISSING)
    assert (ran.code, found["ok"], found["hazards"][0]["open"]) == (is_open, not is_open, is_open)
    assert [one["state"] for one in found["hazards"][0]["controls"]] == ["proved", state.value]


def test_a_watch_line_without_a_condition_guards_nothing(folder: Path) -> None:
    path = folder / "ruleset.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(" when: {alarm: saddle},", ""), encoding="utf-8")
    write(folder, "watch: watch-2")
    assert standing(folder) == [("watch: watch-2", ControlState.UNDECIDED)]
    assert run(folder).code == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (URGENT, "level: {is: emergency, by: sn-saddle}"),
        ("name: A swollen and hot leg", "name: A gap\n    todo: It is not decided"),
        (
            "level: {is: urgent, by: sn-clot-risk}\n      causes: {include: {clot: clot-signs}}",
            "{}",
        ),
    ],
    ids=["it fails", "it is a known gap", "it expects nothing"],
)
def test_a_case_that_shows_nothing_guards_nothing(folder: Path, old: str, new: str) -> None:
    path = folder / "cases" / "levels.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1).replace("expect:\n      {}", "expect: {}"), "utf-8")
    write(folder, "cases: levels.yaml")
    assert standing(folder) == [("cases: levels.yaml", ControlState.FAILING)]
    assert "swollen-and-hot-leg" in run(folder).out


@pytest.mark.slow
def test_a_table_is_named_by_its_own_id(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(locate("wells_dvt"), tmp_path / "wells"))
    (wanted,) = [one for one in guarded(load(folder), 60) if one.hazard.id == "points-taken-off"]
    says = [one.says for one in wanted.controls if str(one.control) == "cases: another-reason"]
    assert says == ["4 cases: another-reason.three-items, another-reason.four-items,"
                    " another-reason.nothing-else, …"]  # fmt: skip


def test_a_hazard_without_a_control_is_open_and_the_gravest_come_first(folder: Path) -> None:
    write(folder, STANDING, id="small", severity="minor")
    write(folder, id="bare", severity="considerable")
    write(folder, STANDING, id="grave", severity="catastrophic")
    found = guarded(load(folder), timeout=60)
    assert [one.hazard.id for one in found] == ["grave", "bare", "small"]
    assert [one.is_open for one in found] == [False, True, False]
    ran = run(folder)
    assert ran.code == 1
    assert "3 hazards; open: bare." in ran.out
    assert "OPEN: nothing guards against it." in ran.out


@pytest.mark.slow
def test_a_rule_set_that_writes_no_hazard_down_has_none_that_is_held_back(folder: Path) -> None:
    ran = run(folder)
    assert ran.code == 1
    assert "No hazard is written down." in ran.out
    assert "writes no hazard down" in ran.err
    assert [one.code for one in check_folder(folder).diagnostics if one.code > "T249"] == []


@pytest.mark.slow
def test_an_author_may_say_why_an_emergency_rule_guards_against_no_hazard(folder: Path) -> None:
    write(folder, STANDING)
    path = folder / "hazards.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(", sn-cold-and-pale", ""), encoding="utf-8")
    assert "T253" in {one.code for one in check_folder(folder).diagnostics}
    rules = folder / "safety_net.yaml"
    text = rules.read_text(encoding="utf-8")
    allowed = "  - id: sn-cold-and-pale\n    allow: {T253: It is told by another rule set.}\n"
    rules.write_text(text.replace("  - id: sn-cold-and-pale\n", allowed), encoding="utf-8")
    assert {one.code for one in check_folder(folder).diagnostics} & {"T253", "T220"} == set()


@pytest.mark.slow
def test_what_is_said_about_a_rule_set_is_no_part_of_its_digest(folder: Path) -> None:
    before = load(folder).digest
    write(folder, STANDING)
    assert load(folder).digest == before


# What is written


@pytest.mark.parametrize("ending", [".html", ".md", ".svg", ".dot"])
def test_each_form_names_every_hazard_and_what_became_of_its_controls(
    folder: Path, tmp_path: Path, ending: str
) -> None:
    write(folder, STANDING, "property: cold")
    output = tmp_path / f"hazards{ending}"
    ran = run(folder, "--output", output)
    assert (ran.code, ran.err) == (1, "")
    assert str(output) in ran.out
    text = output.read_text(encoding="utf-8")
    wanted = ("missed", "saddle", "cold", "proved", "broken", "OPEN")
    assert [word for word in wanted if word not in text] == []
    if ending == ".html":
        assert "<svg" in text
        assert "src=" not in text


def test_another_ending_is_a_wrong_use(folder: Path, tmp_path: Path) -> None:
    write(folder, STANDING)
    ran = run(folder, "--output", tmp_path / "hazards.pdf")
    assert ran.code == 2
    assert not (tmp_path / "hazards.pdf").exists()


def test_the_drawing_leads_from_each_control_once_to_all_its_hazards(folder: Path) -> None:
    write(folder, STANDING, "property: cold")
    write(folder, STANDING, id="other")
    drawn = argument(guarded(load(folder), timeout=60), "x")
    kinds = [node.key.kind for node in drawn.nodes]
    assert (kinds.count(NodeKind.CONTROL), kinds.count(NodeKind.HAZARD)) == (2, 2)
    arrows = {(edge.tail.id, edge.head.id, edge.is_against) for edge in drawn.edges}
    assert arrows == {
        (STANDING, "missed", False),
        (STANDING, "other", False),
        ("property: cold", "missed", True),
    }


def test_diff_shows_what_changed_in_hazards_and_decisions(folder: Path, tmp_path: Path) -> None:
    write(folder, STANDING)
    other = Path(shutil.copytree(folder, tmp_path / "other"))
    path = other / "hazards.yaml"
    text = path.read_text(encoding="utf-8").replace("Who says nothing", "Who says little")
    path.write_text(text.replace(STANDING, "watch: watch-2"), encoding="utf-8")
    decided = "decisions:\n  - {id: one, title: Cold stays low, why: Many are., cites: [guide]}\n"
    (other / "decisions.yaml").write_text(decided, encoding="utf-8")
    out = run_triage("diff", folder, other).out
    for words in (
        "hazard missed left",
        "after:  Who says little is not found",
        "before: property: saddle",
        "after:  watch: watch-2",
        "decision one title",
    ):
        assert words in out


# What comes with triage


@pytest.mark.parametrize("name", PROMISES)
def test_the_test_that_holds_a_promise_is_there(name: str) -> None:
    promise = PROMISES[name]
    tree = ast.parse((ROOT / promise.file).read_text(encoding="utf-8"))
    tests = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    assert promise.test in tests


@pytest.mark.slow
@pytest.mark.parametrize("name", ["leg_numbness", "wells_dvt"])
def test_no_hazard_of_a_shipped_rule_set_is_open_and_none_is_said_to_be_reviewed(name: str) -> None:
    assert name in installed()
    ruleset = load(locate(name))
    found = guarded(ruleset, timeout=300)
    assert [one.hazard.id for one in found if one.is_open] == []
    assert {one.hazard.reviewed for one in found} == {"nobody yet"}
    assert ruleset.signatures == ()


def test_every_danger_of_the_usual_rule_set_has_a_hazard(legs: RuleSet) -> None:
    named = {rule for hazard in legs.hazards for rule in hazard.rules}
    assert len(legs.hazards) >= 28
    assert [rule.id for rule in legs.rules if rule.level == legs.emergency] == [
        rule.id for rule in legs.rules if rule.level == legs.emergency and rule.id in named
    ]
    grave = [one for one in legs.hazards if one.severity is Gravity.CATASTROPHIC]
    assert len(grave) > len(legs.hazards) / 3


def test_a_hazard_is_open_exactly_where_something_is_lacking(folder: Path) -> None:
    write(folder, STANDING)
    (whole,) = guarded(load(folder), timeout=60)
    assert not whole.is_open
    assert Guarded(whole.hazard, ()).is_open
