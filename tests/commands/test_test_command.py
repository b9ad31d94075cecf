"""`triage test`: the items of the pytest plugin, told in plain words, with exit codes that mean
something.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.places import TINY
from tests.random_rulesets import answers_to, naive, rulesets
from tests.shell import Ran, run_triage
from triage.cases.case_files import Case
from triage.cases.expectations import Expected
from triage.cases.failures import diagnose, with_facts
from triage.language.load import load

pytestmark = pytest.mark.slow

STAMP = load(TINY).stamp
FAILING = """cases:
  - {id: fails, name: No sign at all, answers: {alarm: []}, expect: {fires: [sn-saddle]}}
  - {id: also-fails, name: Nothing, answers: {}, expect: {fires: [sn-cold-and-pale]}}
  - {id: gap, name: A gap, answers: {}, expect: {fires: [sn-saddle]}, todo: to be written}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "tiny"
    shutil.copytree(TINY, copy)
    return copy


def run(*arguments: str | Path, cwd: Path) -> Ran:
    return run_triage("test", *arguments, cwd=cwd)


def test_passing_cases_end_in_one_line_and_code_0(folder: Path) -> None:
    result = run("tiny", cwd=folder.parent)
    assert (result.code, result.out) == (
        0,
        f"{STAMP}: 2 cases passed on durable and reference\n",
    )


def test_failures_are_told_once_for_both_engines_and_end_with_1(folder: Path) -> None:
    (folder / "cases" / "more.yaml").write_text(FAILING, encoding="utf-8")
    result = run("tiny", cwd=folder.parent)
    assert result.code == 1
    assert (
        result.out
        == f"""tiny/cases/more.yaml:2: No sign at all
  expected sn-saddle to fire
  sn-saddle stayed silent (tiny/safety_net.yaml:3)
    alarm: saddle does not hold: the case says alarm: []
      tiny/safety_net.yaml:4: when: {{alarm: saddle}}
    it would fire with alarm: [saddle]

tiny/cases/more.yaml:3: Nothing
  expected sn-cold-and-pale to fire
  sn-cold-and-pale stayed silent (tiny/safety_net.yaml:10)
    alarm: cold does not hold: the case does not answer alarm
      tiny/safety_net.yaml:11: when: {{all: [{{alarm: cold}}, {{alarm: pale}}]}}
    it would fire with alarm: {{saddle: not_sure, cold: yes, pale: yes}}

tiny/cases/more.yaml:4: gap is a known gap: to be written
{STAMP}: 2 cases failed, 1 case known to fail (`todo`), 2 cases passed on durable and reference
"""
    )


def test_names_choose_and_x_stops_early(folder: Path) -> None:
    (folder / "cases" / "more.yaml").write_text(FAILING, encoding="utf-8")
    assert "1 case passed" in run("tiny", "-k", "nothing", cwd=folder.parent).out
    assert "1 case failed" in run("tiny", "-x", cwd=folder.parent).out


def test_one_file_can_be_run_alone(folder: Path) -> None:
    (folder / "cases" / "more.yaml").write_text(FAILING, encoding="utf-8")
    assert run("tiny/cases/levels.yaml", cwd=folder.parent).code == 0


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["tiny", "-k", "no_such_case"], 1, "no case ran"),
        (["tiny", "-k", "("], 2, "Wrong expression passed to '-k'"),
        (["leg_numbnes"], 2, "did you mean `leg_numbness`?"),
        (["tiny/guidance.yaml"], 2, "is no case file"),
    ],
)
def test_what_cannot_be_run_is_said(
    folder: Path, arguments: list[str], code: int, says: str
) -> None:
    result = run(*arguments, cwd=folder.parent)
    assert result.code == code
    assert says in result.out + result.err
    assert "Traceback" not in result.err


def test_no_case_at_all_is_red(folder: Path) -> None:
    (folder / "cases" / "levels.yaml").unlink()
    result = run("tiny", cwd=folder.parent)
    assert (result.code, result.out.splitlines()[0]) == (
        1,
        "tiny/ruleset.yaml: no case here; write one under `cases:`",
    )


def test_a_file_that_cannot_be_read_ends_with_2(folder: Path) -> None:
    (folder / "cases" / "more.yaml").write_text("cases: [\n", encoding="utf-8")
    result = run("tiny", cwd=folder.parent)
    assert result.code == 2
    assert "error[T102]" in result.out


def test_python_beside_the_cases_is_never_run(folder: Path) -> None:
    code = "from pathlib import Path\nPath('ran').touch()\ndef test_x(): pass\n"
    for name in ("conftest.py", "test_x.py", "cases/conftest.py"):
        (folder / name).write_text(code, encoding="utf-8")
    command = [sys.executable, "-m", "triage", "test", "tiny"]
    ran = subprocess.run(command, cwd=folder.parent, capture_output=True, text=True, check=False)
    assert ran.stdout == f"{STAMP}: 2 cases passed on durable and reference\n"
    assert not list(folder.parent.rglob("ran"))


def test_settings_and_plugins_of_the_place_do_not_matter(folder: Path) -> None:
    (folder.parent / "pytest.ini").write_text(
        "[pytest]\naddopts = --no-such-option\n", encoding="utf-8"
    )
    assert run("tiny", cwd=folder.parent).code == 0


def test_json_holds_every_case_on_every_engine(folder: Path) -> None:
    (folder / "cases" / "more.yaml").write_text(FAILING, encoding="utf-8")
    found = json.loads(run("tiny", "--json", cwd=folder.parent).out)
    assert (found["ok"], found["cases"]) == (False, {"passed": 2, "failed": 2, "todo": 1})
    assert len(found["results"]) == 10
    gap = next(result for result in found["results"] if result["case"] == "gap")
    assert (gap["file"], gap["line"], gap["outcome"], gap["says"]) == (
        "tiny/cases/more.yaml",
        4,
        "todo",
        "to be written",
    )


def test_junit_is_written_for_build_servers(folder: Path) -> None:
    run("tiny", "--junit", "results.xml", cwd=folder.parent)
    suite = ET.parse(folder.parent / "results.xml").getroot()[0]
    assert (suite.get("tests"), suite.get("failures")) == ("4", "0")


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_the_nearest_answers_make_a_silent_rule_fire(data: st.DataObject) -> None:
    ruleset = data.draw(rulesets())
    rule = data.draw(st.sampled_from(ruleset.rules))
    expect = Expected.model_validate({"fires": [rule.id]})
    assessment = naive(ruleset, data.draw(answers_to(ruleset)))
    failure = diagnose(Case("x", "x", assessment.answers, expect), assessment)
    if failure is None:
        assert any(firing.rule.id == rule.id for firing in assessment.firings)
        return
    (silence,) = failure.silences
    assert silence.blockers[0].fact not in assessment.facts
    if silence.nearest is not None:
        changed = naive(ruleset, with_facts(assessment, silence.nearest))
        assert any(firing.rule.id == rule.id for firing in changed.firings)
