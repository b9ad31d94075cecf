"""`--engine both`: the two engines run and must find the same."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

import triage.engine
from tests.places import TINY
from tests.shell import Shell, run_triage
from triage.answers.value import Answers
from triage.engine import durable_problem
from triage.engine.assessment import Assessment, Firing

needs_durable = pytest.mark.skipif(
    bool(durable_problem()), reason="durable-rules cannot be used on this Python"
)
SWOLLEN = json.dumps({"ruleset": "tiny", "answers": {"leg": ["swollen", "hot"]}})


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Shell:
    monkeypatch.setenv("TRIAGE_RULES", str(TINY))
    monkeypatch.setenv("TRIAGE_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("TRIAGE_EMERGENCY_NUMBER", "999")
    monkeypatch.chdir(tmp_path)
    return run_triage


@pytest.fixture
def broken_durable(monkeypatch: pytest.MonkeyPatch) -> None:
    """durable-rules that no longer tells of the last of several rules that fire."""
    from triage.engine.durable import DurableEngine

    whole = DurableEngine.assess

    def without_the_last(engine: DurableEngine, answers: Answers) -> Assessment:
        found = whole(engine, answers)
        return replace(found, firings=found.firings[:-1] or found.firings)

    monkeypatch.setattr(DurableEngine, "assess", without_the_last)


@pytest.mark.slow
@needs_durable
def test_both_engines_find_what_one_finds(run: Shell) -> None:
    both = run("assess", "-", "--json", "--engine", "both", typed=SWOLLEN)
    alone = run("assess", "-", "--json", "--engine", "reference", typed=SWOLLEN)
    assert (both.code, both.err) == (0, "")
    assert both.objects == [{**alone.objects[0], "engine": "both"}]


@needs_durable
@pytest.mark.usefixtures("broken_durable")
def test_a_difference_names_the_case_and_the_rule_and_is_a_bug_of_ours(run: Shell) -> None:
    nothing = json.dumps({"ruleset": "tiny", "answers": {}})
    ran = run("assess", "-", "--engine", "both", typed=f"{nothing}\n\n{SWOLLEN}\n")
    assert ran.code == 3
    assert "triage: the two engines do not agree: -:3: the rule `" in ran.err
    assert "` fires on `reference` and not on `durable`" in ran.err
    assert ran.out.startswith("-:1: ")
    assert "This is a bug in triage; please report it with these answers." in ran.err


@needs_durable
@pytest.mark.usefixtures("broken_durable")
def test_an_interview_ends_where_the_engines_do_not_agree_and_keeps_its_answers(
    run: Shell, tmp_path: Path
) -> None:
    ran = run("ask", "--plain", "--engine", "both", typed="1\n" * 60)
    assert ran.code == 3
    assert "the two engines do not agree" in ran.err
    assert json.loads((tmp_path / "state" / "tiny.json").read_text())["events"]


@needs_durable
@pytest.mark.parametrize("firing", ["more", "other facts"])
def test_every_way_to_differ_is_a_difference(
    run: Shell, monkeypatch: pytest.MonkeyPatch, firing: str
) -> None:
    from triage.engine.reference import ReferenceEngine

    whole = ReferenceEngine.assess

    def other(engine: ReferenceEngine, answers: Answers) -> Assessment:
        found = whole(engine, answers)
        kept = found.firings[:-1]
        last = () if firing == "more" else (Firing(found.firings[-1].rule, ()),)
        return replace(found, firings=(*kept, *last))

    monkeypatch.setattr(ReferenceEngine, "assess", other)
    ran = run("assess", "-", "--engine", "both", typed=SWOLLEN)
    assert ran.code == 3
    wanted = {"more": "fires on `durable` and not on `reference`", "other facts": "on other facts"}
    assert wanted[firing] in ran.err


@pytest.mark.slow
@pytest.mark.parametrize("command", [("assess", "-"), ("ask", "--plain", "--private")])
def test_where_durable_rules_cannot_be_used_both_is_refused(
    run: Shell, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.setattr(triage.engine, "durable_problem", lambda: "durable-rules is not installed")
    ran = run(*command, "--engine", "both", typed=SWOLLEN)
    assert (ran.code, ran.out, ran.err) == (2, "", "triage: durable-rules is not installed\n")
