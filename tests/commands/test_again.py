"""`triage again` from outside: what is asked, what is said, and what it refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.places import TINY
from tests.shell import Ran, run_triage

EARLIER = """ruleset: tiny
version: 0.1.0
date: 2026-11-19
answers: {alarm: [], leg: [], persistence: settled, severity: mild, walking_pain: none,
          smoking: never, clothes: "no"}
"""
RESULT = "1\n" * 12


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "earlier.yaml"
    path.write_text(EARLIER, encoding="utf-8")
    return path


def again(file: Path, *arguments: object, typed: str = "") -> Ran:
    words = ("again", "--plain", "--rules", TINY, *arguments, file)
    return run_triage(*words, typed=typed, TRIAGE_STATE=str(file.parent / "state"))


def test_it_asks_the_signs_again_and_says_worse(file: Path) -> None:
    ran = again(file, typed="\n1,2\n" + RESULT)
    assert ran.code == 0, ran.err
    assert "Do you notice any of these signs?" in ran.err
    assert "Do you smoke?" not in ran.err.splitlines()
    assert "19 November 2026: " in ran.out
    assert "Worse than then" in ran.out
    assert "Your leg is swollen." in ran.out
    assert file.read_text(encoding="utf-8") == EARLIER
    assert not (file.parent / "state").exists()


def test_enter_keeps_what_was_said(file: Path) -> None:
    ran = again(file, "--json", typed="\n\n" + RESULT)
    assert ran.objects[0]["since_then"] == {
        "date": "2026-11-19",
        "then": "self_care",
        "now": "self_care",
        "course": "same",
        "new": [],
        "gone": [],
    }


@pytest.mark.slow
def test_todays_answers_can_be_saved_for_the_next_time(file: Path) -> None:
    later = file.with_name("later.yaml")
    assert again(file, "--save", later, typed="\n1,2\n" + RESULT).code == 0
    ran = again(later, "--json", typed="\n0\n" + RESULT)
    assert ran.objects[0]["since_then"]["course"] == "better"
    assert ran.objects[0]["since_then"]["date"]


def test_leaving_says_so_with_its_exit_code(file: Path) -> None:
    ran = again(file, typed="q\n")
    assert ran.code == 130
    assert ran.out == ""


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("ruleset: tiny", "ruleset: arms", "error[T501]"),
        ("version: 0.1.0", "version: 9.0.0", "error[T502]"),
        ("2026-11-19", "last Tuesday", "error[T503]: `last Tuesday` is no day"),
        ("leg: []", "lag: []", "error[T121]: unknown question `lag`"),
        ("severity: mild", "severity: [", "error[T102]"),
    ],
)
def test_a_file_that_does_not_fit_is_refused_at_the_place(
    file: Path, old: str, new: str, says: str
) -> None:
    file.write_text(EARLIER.replace(old, new), encoding="utf-8")
    ran = again(file)
    assert ran.code == 2
    assert says in ran.err
    assert "earlier.yaml:" in ran.err
    assert "Do you notice" not in ran.err


def test_a_file_of_an_earlier_edition_is_carried_over(file: Path) -> None:
    text = EARLIER.replace("0.1.0", "0.0.9").replace("clothes:", "tightness:")
    file.write_text(text, encoding="utf-8")
    ran = again(file, "--json", typed="\n\n" + RESULT)
    assert ran.code == 0, ran.err
    assert ran.objects[0]["answers"]["clothes"] == "no"


def test_a_missing_file_is_said(file: Path) -> None:
    ran = again(file.with_name("none.yaml"))
    assert ran.code == 2
    assert "none.yaml" in ran.err
