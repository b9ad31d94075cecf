"""The README stays true: its commands run, its examples load, its picture is there."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.places import ROOT
from triage.cases import case_files
from triage.cli import COMMANDS
from triage.language.load import load
from triage.language.locating import locate

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
SHELL = [
    line.split("  #")[0].strip()
    for kind, text in BLOCKS
    if kind == "sh"
    for line in text.splitlines()
]
USES = [line for line in SHELL if line.startswith("triage")]
YAML = [text for kind, text in BLOCKS if kind == "yaml"]


@pytest.mark.parametrize("command", USES)
def test_each_command_of_the_readme_runs(command: str, tmp_path: Path) -> None:
    answers = next(text for text in YAML if text.startswith("ruleset:"))
    (tmp_path / "answers.yaml").write_text(answers, encoding="utf-8")
    (tmp_path / "cases.jsonl").write_text(
        '{"ruleset": "leg_numbness", "answers": {}}\n' * 3, encoding="utf-8"
    )
    shutil.copytree(locate("leg_numbness"), tmp_path / "my_rules")
    asks = command in ("triage", *(use for use in USES if use.startswith("triage ask")))
    typed = "1\n" * 9 if command.startswith("triage practise") else "n\n" * 45 + "1\n" * 9
    run = subprocess.run(
        [sys.executable, "-m", *shlex.split(command)],
        input=typed,
        text=True,
        capture_output=True,
        cwd=tmp_path,
        timeout=60,
        check=False,
        env={
            "TRIAGE_STATE": str(tmp_path / "state"),
            "TRIAGE_DATA": str(tmp_path / "data"),
            "PYTHONUTF8": "1",
            "PATH": "",
        },
    )
    assert run.returncode == 0, run.stderr[-2000:]
    assert run.stdout or asks
    for written in re.findall(r"--output (\S+)", command):
        path = tmp_path / written
        assert (path / "index.html" if path.is_dir() else path).stat().st_size > 1000


def test_ci_runs_what_the_readme_says_passes_the_tests() -> None:
    passes = next(line for line in SHELL if line.endswith(".venv/bin/pytest"))
    assert passes in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()


def test_every_command_is_in_the_readme() -> None:
    assert {name for name in COMMANDS if not re.search(rf"triage {name}\b", README)} == set()


def test_the_recipes_load(tmp_path: Path) -> None:
    """What the recipes add fits into the shipped rule set."""
    folder = tmp_path / "leg_numbness"
    shutil.copytree(locate("leg_numbness"), folder)
    starts = ("- id: stairs", "- id: claudication", "- id: cannot-walk", "cases:")
    question, rule, impossible, case = (
        next(text for text in YAML if text.startswith(start)) for start in starts
    )
    _append(folder / "impossible.yaml", impossible.replace("- id: ", "- id: recipe-"))
    _append(folder / "questions.yaml", question)
    _append(
        folder / "guidance.yaml",
        '- id: stairs-are-hard\n  when: {stairs: "no"}\n  then: {level: see_doctor}\n'
        "  because: Hard stairs can mean weak legs.\n  cites: [A-stenosis]\n",
    )
    path = folder / "causes" / "peripheral_artery_disease.yaml"
    _append(path, rule.replace("claudication-is", "the-recipe-is"))
    (folder / "cases" / "recipe.yaml").write_text(
        case.replace("- id: ", "- id: recipe-"), encoding="utf-8"
    )
    ruleset = load(folder)
    assert "stairs" in ruleset.questions
    assert "the-recipe-is-typical-of-pad" in ruleset.rule
    assert "recipe-cannot-walk-with-mild-numbness" in {entry.id for entry in ruleset.impossible}
    assert len(case_files.load(folder / "cases" / "recipe.yaml", ruleset)) == 1


def _append(path: Path, text: str) -> None:
    with path.open("a", encoding="utf-8") as stream:
        stream.write("\n" + "".join(f"  {line}\n" if line else "\n" for line in text.splitlines()))


def test_the_picture_of_the_readme_is_there() -> None:
    picture = re.search(r"!\[[^]]+\]\(([^)]+)\)", README)
    assert picture is not None
    assert "<svg" in (ROOT / picture[1]).read_text(encoding="utf-8")
