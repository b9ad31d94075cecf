"""The first question comes before the rules are read, and only where nothing else comes first."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from threading import Event

import pytest

from tests.places import TINY
from triage.cli.ahead import Ahead
from triage.language.introduction import introduction
from triage.language.load import load
from triage.language.locating import IDENTITY, installed, locate
from triage.talk.for_whom import NOTHING_YET

WHO, UNFINISHED = "Who is it for?", "There are unfinished answers of yours"


def ask(
    tmp_path: Path, said: str, *arguments: str, python: tuple[str, ...] = ()
) -> tuple[int, str]:
    """Whoever says these lines; the exit code and what they see."""
    command = [sys.executable, *python, "-m", "triage", "ask", "--plain", *arguments]
    environ = {**os.environ, "TRIAGE_STATE": str(tmp_path / "state")}
    done = subprocess.run(
        command, input=said, capture_output=True, text=True, check=False, env=environ
    )
    return done.returncode, done.stderr


@pytest.mark.slow
def test_it_needs_none_of_what_rules_are_made_of(tmp_path: Path) -> None:
    code, seen = ask(tmp_path, "", python=("-X", "importtime"))
    assert code == 130
    assert WHO in seen and NOTHING_YET in seen
    loaded = {line.rpartition("|")[2].strip() for line in seen.splitlines() if "|" in line}
    assert {"triage.prompts.plain", "yaml"} <= loaded
    assert loaded.isdisjoint({"pydantic", "questionary", "triage.language.load"})


@pytest.mark.slow
def test_the_talk_goes_on_where_it_was_answered(tmp_path: Path) -> None:
    code, seen = ask(tmp_path, "3\nmy foot is numb\n")
    assert code == 130
    assert seen.count(WHO) == seen.count("Leg numbness") == 1
    assert "“You” is the person you ask" in seen
    assert "What is wrong?" in seen and "Is one of these so now" in seen


@pytest.mark.slow
def test_kept_answers_come_before_it(tmp_path: Path) -> None:
    ask(tmp_path, "1\n\n0\n")
    code, seen = ask(tmp_path, "")
    assert code == 130
    assert UNFINISHED in seen and WHO not in seen
    assert WHO in ask(tmp_path, "", "--private")[1]


@pytest.mark.slow
def test_faults_of_a_rule_set_come_before_it(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    shutil.copytree(TINY, folder)
    assert WHO in ask(tmp_path, "", "--rules", str(folder))[1]
    questions = folder / "questions.yaml"
    questions.write_text(questions.read_text(encoding="utf-8").replace("kind: many", "kind: few"))
    code, seen = ask(tmp_path, "1\n", "--rules", str(folder))
    assert (code, WHO in seen) == (2, False)
    assert "error[" in seen


@pytest.mark.slow
def test_what_is_said_before_is_what_the_rule_set_says() -> None:
    for name in installed():
        about, identity = introduction(locate(name)), load(locate(name)).identity
        assert about is not None
        assert (about.id, about.title, about.purpose) == (
            identity.id,
            identity.title,
            identity.purpose,
        )
        assert about.limits == identity.limits


@pytest.mark.parametrize(
    ("old", "new"),
    [("title:", "titel:"), ("limits:", "limits: [&a x]\nmore:"), ("purpose:", "purpose: [\n")],
)
def test_a_head_with_a_fault_is_none(
    tmp_path: Path, old: str, new: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("triage.language.introduction.shipped", lambda: tmp_path)
    folder = tmp_path / "mine"
    shutil.copytree(locate("leg_numbness"), folder)
    assert introduction(folder) is not None
    path = folder / IDENTITY
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    assert introduction(folder) is None
    assert introduction(TINY) is None


def test_what_is_done_ahead_is_done_once_and_raises_where_it_is_wanted() -> None:
    begun, made = Event(), list[int]()

    def work() -> int:
        begun.set()
        made.append(1)
        return len(made)

    ahead = Ahead(work, delay=0)
    assert begun.wait(10)
    assert ahead.result() == ahead.result() == 1
    assert Ahead(work, delay=1000).result() == 2

    def fails() -> int:
        raise ValueError("no rules")

    with pytest.raises(ValueError, match="no rules"):
        Ahead(fails, delay=0).result()
    idle = Ahead(work, delay=1000)
    idle.cancel()
    assert made == [1, 1]
