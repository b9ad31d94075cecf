"""`triage practise` in numbered lines: what it writes, what it keeps, and what it refuses."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from tests.places import TINY
from tests.shell import Shell, run_triage
from triage.cli import main
from triage.language.load import load
from triage.language.ruleset import RuleSet
from triage.language.words import Level
from triage.practice.exercises.commitment import Commitment
from triage.practice.exercises.exercise import Judgement
from triage.practice.exercises.score import Mark
from triage.practice.exercises.work_up import WorkUp
from triage.practice.patients.clinic import Clinic
from triage.practice.records.progress import next_cause, record, recorded
from triage.practice.records.recorder import Recorder
from triage.practice.records.session import Session
from triage.practice.records.unfinished import FolderDesk

COMMIT = "1\n1\n1\n1\n"
"""Stop asking, the highest level, no cause, and finish."""


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Shell:
    monkeypatch.setenv("TRIAGE_RULES", str(TINY))
    monkeypatch.setenv("TRIAGE_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("TRIAGE_DATA", str(tmp_path / "data"))
    return run_triage


def test_the_reveal_stands_on_stdout_and_the_talk_on_stderr(run: Shell) -> None:
    ran = run("practise", "--plain", "--seed", "3", typed=COMMIT)
    assert ran.code == 0
    assert "Your choice beside the engine's" in ran.out
    assert "This patient is invented." in ran.err
    assert "This patient is invented." not in ran.out


def test_a_finished_case_is_recorded(run: Shell, tmp_path: Path) -> None:
    run("practise", "--plain", "--seed", "3", typed=COMMIT)
    [result] = recorded(tmp_path / "data").results
    assert (result.patient, result.mode, result.ruleset) == ("seed:3", "work_up", "tiny")


def begun(tmp_path: Path, run: Shell, *arguments: str) -> set[str]:
    """The aims of many practices that are begun and left at once."""
    path = tmp_path / "state" / "practice-tiny.json"
    aims = set()
    for _ in range(25):
        run("practise", "--plain", *arguments)
        aims.add(
            ":".join(json.loads(path.read_text(encoding="utf-8"))["patients"][0].split(":")[2:])
        )
        path.unlink()
    return aims


@pytest.mark.slow
def test_the_cause_that_is_due_comes_back(run: Shell, tmp_path: Path, tiny: RuleSet) -> None:
    assert begun(tmp_path, run) == {""}
    patient = Clinic(tiny).patient("seed:1:clot")
    recorder = Recorder(tiny, patient, WorkUp, "2020-01-01T00:00:00+00:00")
    record(
        recorder.result(
            Judgement(Commitment(Level.SELF_CARE), (Mark("causes", 0.0, 20.0, "None."),))
        ),
        tmp_path / "data",
    )
    due = next_cause(tiny, recorded(tmp_path / "data").results)
    assert begun(tmp_path, run) == {"", due}


@pytest.mark.slow
def test_half_of_the_red_flag_patients_are_emergencies(run: Shell, tmp_path: Path) -> None:
    assert begun(tmp_path, run, "--mode", "red_flag") == {"", "emergency"}


@pytest.mark.slow
def test_hard_patients_and_aims_are_part_of_the_id(run: Shell, tmp_path: Path) -> None:
    assert begun(tmp_path, run, "--hard", "--cause", "clot") == {"clot:hard"}


@pytest.mark.slow
def test_private_practice_leaves_nothing_behind(run: Shell, tmp_path: Path) -> None:
    assert run("practise", "--plain", "--private", "--seed", "3", typed=COMMIT).code == 0
    assert run("practise", "--plain", "--private", "--seed", "3", typed="2\n").code == 130
    assert not list(tmp_path.iterdir())


def test_json_is_the_record_of_the_practice(run: Shell) -> None:
    [result] = run(
        "practise", "--plain", "--json", "--seed", "3", "--mode", "red_flag", typed="1\n1\n"
    ).objects
    assert (result["patient"], result["mode"], result["commitment"]["level"]) == (
        "seed:3",
        "red_flag",
        "emergency",
    )


@pytest.mark.slow
def test_a_set_is_practised_in_order_and_each_result_written(run: Shell, tmp_path: Path) -> None:
    chosen, results = tmp_path / "set.yaml", tmp_path / "results.jsonl"
    chosen.write_text(
        "ruleset: tiny\nversion: 0.1.0\npatients: ['seed:3:clot', 12]\n", encoding="utf-8"
    )
    typed = "1\n1\n1\n" + "1\n" + "1\n1\n1\n"
    ran = run("practise", "--plain", "--set", str(chosen), "--results", str(results), typed=typed)
    assert ran.code == 0, ran.err
    written = [json.loads(line) for line in results.read_text(encoding="utf-8").splitlines()]
    assert [result["patient"] for result in written] == ["seed:3:clot", "seed:12"]


@pytest.mark.slow
def test_a_set_left_between_two_patients_goes_on_with_the_next_one(
    run: Shell, tmp_path: Path
) -> None:
    chosen, results = tmp_path / "set.yaml", tmp_path / "results.jsonl"
    chosen.write_text(
        "ruleset: tiny\nversion: 0.1.0\npatients: ['seed:3:clot', 12]\n", encoding="utf-8"
    )
    more = ("practise", "--plain", "--set", str(chosen), "--results", str(results))
    assert "Your practice is kept." in run(*more, typed="1\n1\n1\n" + "2\n").err
    assert run(*more, typed="1\n" + "1\n1\n1\n").code == 0
    written = [json.loads(line) for line in results.read_text(encoding="utf-8").splitlines()]
    assert [result["patient"] for result in written] == ["seed:3:clot", "seed:12"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--cause", "clott"], "did you mean `clot`?"),
        (["--case", "no-such"], "is not a case or a seed"),
        (["--level", "urgnt"], "did you mean `urgent`?"),
        (["--mode", "workup"], "did you mean `work_up`?"),
        (["--seed", "-1"], "--seed"),
        (["--cause", "clot", "--level", "urgent"], "cannot stand together"),
        (["--case", "seed:1", "--seed", "2"], "names one patient"),
        (["--case", "seed:1", "--hard"], "names one patient"),
        (["--case", ""], "is not a case or a seed"),
        (["--results", "gone/results.jsonl"], "No such file or directory"),
        (["--set", "pyproject.toml", "--seed", "2"], "--set"),
    ],
)
def test_a_patient_that_cannot_be_is_refused_before_anything_is_asked(
    run: Shell,
    arguments: list[str],
    says: str,
) -> None:
    ran = run("practise", "--plain", *arguments, typed=COMMIT)
    assert ran.code == 2
    assert says in ran.err
    assert "invented" not in ran.err


def test_an_unknown_patient_of_a_set_is_refused_before_the_first_one(
    run: Shell, tmp_path: Path
) -> None:
    chosen = tmp_path / "set.yaml"
    chosen.write_text(
        "ruleset: tiny\nversion: 0.1.0\npatients: ['seed:3', nobody]\n", encoding="utf-8"
    )
    ran = run("practise", "--plain", "--set", str(chosen), typed=COMMIT)
    assert (ran.code, "`nobody` is not a case" in ran.err, "invented" in ran.err) == (
        2,
        True,
        False,
    )


def test_a_results_file_that_is_not_ours_stays_as_it_is(run: Shell, tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear student\n", encoding="utf-8")
    ran = run("practise", "--plain", "--seed", "3", "--results", str(letter), typed=COMMIT)
    assert ran.code == 2
    assert letter.read_text(encoding="utf-8") == "Dear student\n"


@pytest.mark.slow
def test_the_reveal_is_shown_also_where_nothing_can_be_kept(
    run: Shell,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    monkeypatch.setenv("TRIAGE_DATA", str(tmp_path / "file" / "data"))
    monkeypatch.setenv("TRIAGE_STATE", str(tmp_path / "file" / "state"))
    ran = run("practise", "--plain", "--seed", "3", typed=COMMIT)
    assert ran.code == 2
    assert "Your choice beside the engine's" in ran.out
    assert "cannot be kept here" in ran.err


@pytest.mark.slow
def test_practice_under_other_rules_is_put_aside_and_told(
    run: Shell, tmp_path: Path, tiny: RuleSet
) -> None:
    run("practise", "--plain", "--seed", "3", typed="2\n")
    path = tmp_path / "state" / "practice-tiny.json"
    path.write_text(
        path.read_text(encoding="utf-8").replace(tiny.digest, "0" * 12), encoding="utf-8"
    )
    ran = run("practise", "--plain", "--seed", "3")
    assert "begun with other rules" in ran.err
    assert "practice-tiny.old.json" in ran.err
    assert (tmp_path / "state" / "practice-tiny.old.json").exists()


@pytest.mark.slow
def test_a_patient_who_was_chosen_comes_before_other_unfinished_ones(
    run: Shell, tmp_path: Path
) -> None:
    run("practise", "--plain", "--seed", "3", typed="2\n")
    kept = FolderDesk(tmp_path / "state", load(TINY)).load
    run("practise", "--plain", "--seed", "3", typed="\n")
    assert kept() == Session("work_up", ("seed:3",), ("alarm",))
    run("practise", "--plain", "--seed", "4", typed="\n")
    assert kept() == Session("work_up", ("seed:4",))


def test_the_end_of_the_input_keeps_the_practice(run: Shell) -> None:
    ran = run("practise", "--plain", "--seed", "3", typed="2\n")
    assert ran.code == 130
    assert "Your practice is kept." in ran.err


def test_where_a_kept_patient_is_gone_a_new_practice_begins(
    run: Shell, tmp_path: Path, tiny: RuleSet
) -> None:
    FolderDesk(tmp_path / "state", tiny).save(Session("work_up", ("a-case-of-old",), ("leg",)))
    ran = run("practise", "--plain", "--seed", "3", typed="1\n" + COMMIT)
    assert ran.code == 0
    assert "`a-case-of-old` is not a case" in ran.err


def test_output_in_ascii_is_whole(monkeypatch: pytest.MonkeyPatch, run: Shell) -> None:
    monkeypatch.setattr(sys, "argv", ["triage", "practise", "--plain", "--private", "--seed", "3"])
    out = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdin", io.StringIO(COMMIT))
    monkeypatch.setattr(sys, "stdout", out)
    with pytest.raises(SystemExit) as ending:
        main()
    assert ending.value.code == 0
    assert run is not None
