"""`triage ci`: every gate in one run, on one page, with files for build servers."""

from __future__ import annotations

import json
import shutil
import xml.etree.ElementTree as ET
from dataclasses import asdict
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.bad_files import Bad
from tests.places import BAD_FILES, TINY
from triage.cli import triage
from triage.language.diagnostics import UnknownName
from triage.language.load import load

pytestmark = pytest.mark.slow
STATED = "properties: [{id: plain, because: It is meant., monotone: true}]\n"
GATES = ["check", "test", "cover", "prove"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The small rule set, made green."""
    folder = tmp_path / "tiny"
    shutil.copytree(TINY, folder)
    (folder / "properties.yaml").write_text(STATED, encoding="utf-8")
    for cause in ("clot", "stiff_muscle"):
        path = folder / "causes" / f"{cause}.yaml"
        text = path.read_text(encoding="utf-8")
        path.write_text(f"allow: {{T208: It is shared.}}\n{text}", encoding="utf-8")
    return folder


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(triage, ["ci", *map(str, arguments)])


def outcomes(*arguments: str | Path) -> dict[str, str]:
    result = run(*arguments, "--json")
    plain = json.loads(result.stdout)
    found = {gate["gate"]: gate["outcome"] for gate in plain["gates"]}
    assert plain["ok"] == ("red" not in found.values()) == (result.exit_code == 0)
    return found


def test_every_gate_is_green_where_nothing_is_wrong(folder: Path) -> None:
    assert outcomes(folder) == dict.fromkeys(GATES, "green")
    plain = json.loads(run(folder, "--json").stdout)
    assert plain["ruleset"] == asdict(load(folder).stamp)
    about = {gate["gate"]: gate["about"] for gate in plain["gates"]}
    assert about["cover"] == ["any answers"]
    assert "people as they are asked" in about["prove"]
    (proved,) = (gate["says"] for gate in plain["gates"] if gate["gate"] == "prove")
    assert "no gate hides `emergency` or `urgent`" in proved


def test_each_fault_turns_its_gate_red(folder: Path) -> None:
    assert outcomes(folder, "--cover-under", "100") == dict.fromkeys(GATES, "green") | {
        "cover": "red"
    }
    assert outcomes(folder, "--fail-under", "100")["mutate"] == "red"
    assert outcomes(folder, "--fail-under", "0")["mutate"] == "green"
    (folder / "properties.yaml").write_text(
        STATED.replace("monotone: true", "never: {rule: base}"), encoding="utf-8"
    )
    assert outcomes(folder)["prove"] == "red"
    (folder / "cases" / "more.yaml").write_text(
        "cases: [{id: wrong, name: x, answers: {}, expect: {silent: [base]}}]\n", encoding="utf-8"
    )
    found = outcomes(folder, "--fail-under", "0")
    assert (found["test"], found["mutate"]) == ("red", "not run")


def test_a_rule_set_that_does_not_load_is_red_and_nothing_else_runs(folder: Path) -> None:
    Bad.read(BAD_FILES / "T122-unknown-option.yaml").apply(folder)
    assert outcomes(folder) == {"check": "red"} | dict.fromkeys(GATES[1:], "not run")


def test_a_name_that_is_none_is_wrong_usage() -> None:
    assert isinstance(run("leg_numbnes").exception, UnknownName)


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_the_page_names_the_rule_set_and_what_is_red(folder: Path, form: str) -> None:
    said = run(folder, "--cover-under", "100", "--format", form).stdout
    assert str(load(folder).stamp) in said.replace("\\", "")
    assert "Red: cover." in said
    assert "not covered" in said


def test_build_servers_get_what_they_read(folder: Path, tmp_path: Path) -> None:
    (folder / "cases" / "more.yaml").write_text(
        "cases:\n"
        "  - {id: wrong, name: a < b, answers: {}, expect: {silent: [base]}}\n"
        "  - {id: gap, name: x, answers: {}, expect: {silent: [base]}, todo: to do}\n",
        encoding="utf-8",
    )
    sarif, junit = tmp_path / "ci.sarif", tmp_path / "ci.xml"
    assert run(folder, "--sarif", sarif, "--junit", junit).exit_code == 1
    (log,) = json.loads(sarif.read_text(encoding="utf-8"))["runs"]
    assert log["properties"]["ruleset"] == asdict(load(folder).stamp)
    suites = {suite.attrib["name"]: suite for suite in ET.parse(junit).getroot()}
    assert list(suites) == GATES
    assert suites["test"].attrib["failures"] == suites["test"].attrib["skipped"] == "2"
    failing = suites["test"].find("testcase[@name='wrong[reference]']/failure")
    assert failing is not None
    assert "a < b" in str(failing.text)
