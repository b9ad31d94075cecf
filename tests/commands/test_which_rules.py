"""Which rule set a command is about: chosen in one order, and named in every verdict."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import asdict
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.places import TINY
from triage.cli import COMMANDS, triage
from triage.cli.options import chosen_rules
from triage.language import locating
from triage.language.load import load
from triage.language.locating import NoneChosen, locate, standing_in


@pytest.mark.slow
def test_a_command_acts_on_what_is_named_else_here_else_set_else_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = tmp_path / "here"
    shutil.copytree(TINY, here)
    path = here / "ruleset.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("id: tiny", "id: here"), "utf-8")

    monkeypatch.setenv("TRIAGE_RULES", str(TINY))
    for folder in (here, here / "causes", here / "cases"):
        monkeypatch.chdir(folder)
        assert chosen_rules(str(TINY)) == str(TINY)
        assert load(locate(chosen_rules())).id == "here"
    monkeypatch.chdir(tmp_path)
    assert chosen_rules() == str(TINY)
    assert chosen_rules(may_be_installed=False) == str(TINY)
    monkeypatch.delenv("TRIAGE_RULES")
    assert chosen_rules() == "leg_numbness"
    assert chosen_rules(may_be_installed=False) == "."


def test_a_rule_set_further_up_is_not_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(TINY, tmp_path / "tiny")
    (tmp_path / "tiny" / "notes").mkdir()
    monkeypatch.chdir(tmp_path / "tiny" / "notes")
    assert standing_in() is None


def test_of_several_that_are_installed_none_is_guessed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("one", "two"):
        shutil.copytree(TINY, tmp_path / name)
    monkeypatch.setattr(locating, "shipped", lambda: tmp_path)
    monkeypatch.delenv("TRIAGE_RULES", raising=False)
    with pytest.raises(NoneChosen, match="several are installed: `one`, `two`; name one"):
        chosen_rules()
    shutil.rmtree(tmp_path / "one")
    assert chosen_rules() == "two"


@pytest.mark.parametrize("command", [name for name in COMMANDS if name != "new"])
def test_no_help_speaks_of_a_complaint(command: str) -> None:
    told = CliRunner().invoke(triage, [command, "--help"]).stdout.casefold()
    assert not re.search(r"\blegs?\b|\bnumb\b|\bnumbness|sciatica|two documents", told)


@pytest.mark.parametrize("command", ["check", "cover", "prove", "mutate", "suggest"])
@pytest.mark.slow
def test_every_verdict_names_what_it_is_about(command: str, tmp_path: Path) -> None:
    folder = shutil.copytree(TINY, tmp_path / "tiny")
    (folder / "properties.yaml").write_text(
        "properties: [{id: p, because: x, monotone: true}]\n", encoding="utf-8"
    )
    stamp = load(folder).stamp
    told = CliRunner().invoke(triage, [command, str(folder)])
    assert str(stamp) in told.stdout + told.stderr
    plain = json.loads(CliRunner().invoke(triage, [command, str(folder), "--json"]).stdout)
    assert plain["ruleset"] == asdict(stamp)
