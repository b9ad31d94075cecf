"""`triage new`: what it begins passes every check and every case, and nothing is ever
overwritten.
"""

from __future__ import annotations

import json
import shutil
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.places import TINY
from triage.analysis.authoring import scaffold
from triage.analysis.checks.check_folder import check_folder
from triage.cases import case_files
from triage.cli import triage
from triage.engine.reference import ReferenceEngine
from triage.language.diagnostics import TriageError
from triage.language.load import load
from triage.language.locating import locate


def new(*arguments: str) -> str:
    result = CliRunner().invoke(triage, ["new", *arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("begun") / "arm-pain"
    new("rule-set", str(folder))
    return folder


@pytest.fixture
def begun(original: Path, tmp_path: Path) -> Path:
    """A copy of a new rule set."""
    return Path(shutil.copytree(original, tmp_path / "arm-pain"))


@cache
def known() -> set[str]:
    """What is wrong with the small rule set."""
    return {problem.message for problem in check_folder(TINY).diagnostics}


def assert_sound(folder: Path, *wanted: str) -> None:
    """Nothing is wrong that is not wrong with the small rule set anyway, and every (wanted) case
    holds.
    """
    report = check_folder(folder)
    assert [problem for problem in report.diagnostics if problem.message not in known()] == []
    ruleset = report.ruleset
    assert ruleset is not None
    engine = ReferenceEngine(ruleset)
    found = [case for case in case_files.load_all(ruleset) if not wanted or case.id in wanted]
    assert found
    assert [
        wrong
        for case in found
        for wrong in case_files.mismatches(case, engine.assess(case.answers))
    ] == []


@pytest.mark.slow
def test_a_new_rule_set_is_sound_and_bears_the_name_of_its_folder(begun: Path) -> None:
    assert_sound(begun)
    assert load(begun).id == "arm-pain"
    assert load(begun).identity.title == "Arm pain"


@pytest.mark.slow
def test_a_new_rule_set_passes_every_gate_and_names_the_schema_of_each_file(begun: Path) -> None:
    result = CliRunner().invoke(triage, ["ci", str(begun), "--json"])
    assert result.exit_code == 0, result.stdout
    new("cause", "cold", str(begun))
    new("case", "cold-one", str(begun))
    for path in begun.rglob("*.yaml"):
        head = path.read_text(encoding="utf-8").splitlines()[0]
        schema = head.removeprefix("# yaml-language-server: $schema=")
        assert (path.parent / schema).is_file(), path


def test_every_rule_of_a_new_rule_set_fires_in_a_case(begun: Path) -> None:
    ruleset = load(begun)
    engine = ReferenceEngine(ruleset)
    fired = {
        firing.rule.id
        for case in case_files.load_all(ruleset)
        for firing in engine.assess(case.answers).firings
    }
    assert fired == set(ruleset.rule)


@pytest.mark.parametrize(
    "rule_set",
    [TINY, pytest.param(locate("leg_numbness"), marks=pytest.mark.slow)],
    ids=lambda path: path.name,
)
def test_a_new_cause_and_a_new_case_are_sound_in_any_rule_set(
    rule_set: Path, tmp_path: Path
) -> None:
    """Hazards, and most cases of a large one, are left out: nothing begun stands in them."""
    folder = tmp_path / rule_set.name
    shutil.copytree(rule_set, folder, ignore=shutil.ignore_patterns("hazards.yaml"))
    for path in sorted((folder / "cases").iterdir())[3:]:
        path.unlink()
    new("cause", "wet_socks", str(folder))
    new("case", "nobody-home", str(folder))
    assert_sound(folder, "nobody-home")
    assert str(load(folder).causes["wet_socks"].name) == "Wet socks"


@pytest.mark.slow
def test_what_was_written_is_listed(tmp_path: Path) -> None:
    written = json.loads(new("rule-set", str(tmp_path / "x"), "--json"))["written"]
    assert sorted(written) == sorted(
        str(tmp_path / "x" / name) for name in contents(tmp_path / "x")
    )
    assert new("case", "one", str(tmp_path / "x")).splitlines() == [
        str(tmp_path / "x" / "cases" / "one.yaml")
    ]


@pytest.mark.slow
def test_nothing_is_ever_overwritten(begun: Path) -> None:
    new("cause", "draught", str(begun))
    new("case", "calm", str(begun))
    before = contents(begun)
    ruleset = load(begun)
    for begin in (
        lambda: scaffold.rule_set(begun),
        lambda: scaffold.cause(ruleset, "draught"),
        lambda: scaffold.case(ruleset, "calm"),
        lambda: scaffold.case(ruleset, "comes-and-goes"),
        lambda: scaffold.write({begun / "new.yaml": "x", begun / "ruleset.yaml": "x"}, begun),
    ):
        with pytest.raises(TriageError, match="exists already"):
            begin()
    assert contents(begun) == before


@pytest.mark.slow
def test_an_empty_folder_can_be_filled(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    new("rule-set", str(tmp_path / "empty"))
    assert_sound(tmp_path / "empty")


@pytest.mark.parametrize("name", ["a b", "../up", "", "x" * 65])
def test_a_name_that_is_no_id_is_refused(name: str, begun: Path) -> None:
    for begin in (scaffold.cause, scaffold.case):
        with pytest.raises(TriageError, match="is no id"):
            begin(load(begun), name)
