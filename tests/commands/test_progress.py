"""`triage progress` as a student and a teacher use it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.places import TINY
from tests.practised import result, written
from tests.shell import Ran, run_triage
from triage.practice.records.database import NAME, Storage
from triage.practice.records.progress import record, recorded


class Student:
    """Someone with a data folder who runs `triage progress` on the small rule set."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.data, self.state = folder, folder / "data", folder / "state"

    def run(self, *arguments: object, typed: str = "", rules: object = TINY) -> Ran:
        folders = {"TRIAGE_DATA": str(self.data), "TRIAGE_STATE": str(self.state)}
        words = ("progress", "--rules", rules, *arguments)
        return run_triage(*words, typed=typed, cwd=self.folder, **folders)


@pytest.fixture
def student(tmp_path: Path) -> Student:
    return Student(tmp_path)


@pytest.fixture
def practised(student: Student) -> Student:
    for day in range(3):
        record(result(day=day), student.data)
    record(result(ruleset="other"), student.data)
    return student


def test_before_the_first_case_it_says_how_to_begin_and_makes_no_file(student: Student) -> None:
    run = student.run()
    assert run.code == 0
    assert "triage practise" in run.out
    assert not student.data.exists()


def test_it_shows_the_results_of_the_rule_set_and_counts_the_others(practised: Student) -> None:
    run = practised.run()
    assert run.code == 0
    assert "Cases practised: 3" in run.out
    assert "Results of other rule sets, not shown here: 1." in run.out


def test_another_program_can_read_it(practised: Student) -> None:
    plain = json.loads(practised.run("--json").out)
    assert (plain["cases"], plain["ruleset"]["id"]) == (3, "tiny")


def test_the_page_with_plots_is_written_beside_the_text(practised: Student) -> None:
    run = practised.run("--html", "progress.html")
    assert run.code == 0
    assert "<svg" in (practised.folder / "progress.html").read_text(encoding="utf-8")
    assert "progress.html" in run.err
    assert "Cases practised" in run.out


def test_everything_is_exported_whatever_rule_set_it_belongs_to(practised: Student) -> None:
    run = practised.run("--export", "all.json")
    assert run.code == 0
    assert "all.json: 4." in run.out
    content = json.loads((practised.folder / "all.json").read_text(encoding="utf-8"))
    assert {one["ruleset"] for one in content["results"]} == {"tiny", "other"}
    assert json.loads(practised.run("--export", "-").out) == content


def test_what_cannot_be_read_is_exported_as_it_is(practised: Student) -> None:
    Storage(practised.data).add("tiny", "", '{"schema": 9}')
    run = practised.run("--export", "all.json")
    assert "all.json: 5." in run.out
    assert "cannot read: 1" in run.err
    assert json.loads((practised.folder / "all.json").read_text(encoding="utf-8"))["unread"] == [
        '{"schema": 9}'
    ]


@pytest.mark.parametrize(("typed", "code", "left"), [("n\n", 0, 4), ("", 130, 4), ("y\n", 0, 0)])
def test_deleting_asks_first(practised: Student, typed: str, code: int, left: int) -> None:
    run = practised.run("--delete", typed=typed)
    assert run.code == code
    assert "cannot be brought back" in run.err
    assert len(recorded(practised.data).results) == left


def test_deleting_for_sure_does_not_ask_and_leaves_no_file(practised: Student) -> None:
    assert practised.run("--delete", "--yes").out == "All practice is deleted.\n"
    assert list(practised.data.iterdir()) == []
    assert practised.run("--delete", "--yes").out == "There was nothing to delete.\n"


def test_deleting_takes_unfinished_practice_along_and_leaves_answers(student: Student) -> None:
    student.state.mkdir()
    for name in ("practice-tiny.json", "practice-tiny.old.json", "leg_numbness.json"):
        (student.state / name).write_text("{}")
    assert student.run("--delete", "--yes").out == "All practice is deleted.\n"
    assert [path.name for path in student.state.iterdir()] == ["leg_numbness.json"]


def test_a_damaged_database_is_told_and_left_as_it_is(student: Student) -> None:
    student.data.mkdir()
    (student.data / NAME).write_bytes(b"damaged" * 99)
    run = student.run()
    assert run.code == 0
    assert "is damaged" in run.out
    assert (student.data / NAME).read_bytes() == b"damaged" * 99


@pytest.mark.slow
def test_files_of_students_are_compared_by_letter(student: Student) -> None:
    files = [
        written(student.folder / name, result(day=day)) for day, name in enumerate(("ann", "bob"))
    ]
    run = student.run(*files, "--html", "class.html")
    assert run.code == 0
    assert "Students: 2" in run.out
    page = (student.folder / "class.html").read_text(encoding="utf-8")
    assert not any(name in run.out + page for name in ("ann", "bob"))
    assert len(json.loads(student.run(*files, "--json").out)["students"]) == 2


@pytest.mark.parametrize(
    ("content", "words"), [("hello\n", "line 1: this is not a result"), ("", "is empty")]
)
def test_a_file_that_is_not_ours_is_refused_in_one_sentence(
    student: Student, content: str, words: str
) -> None:
    (student.folder / "foreign.txt").write_text(content)
    run = student.run("foreign.txt")
    assert (run.code, run.out) == (2, "")
    assert words in run.err
    assert "Traceback" not in run.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--yes"], "goes with `--delete`"),
        (["--delete", "--export", "x"], "do not go together"),
        (["--export", "x", "--html", "y"], "do not go together"),
        (["gone.jsonl"], "does not exist"),
        (["--delete", str(Path(__file__))], "takes no FILE"),
        (["--export", "x", str(Path(__file__))], "takes no FILE"),
        (["--export", "/gone/x.json"], "No such file"),
    ],
)
def test_wrong_usage_is_told_and_changes_nothing(
    practised: Student, arguments: list[str], words: str
) -> None:
    run = practised.run(*arguments)
    assert run.code == 2
    assert words in run.err
    assert len(recorded(practised.data).results) == 4


def test_a_misspelt_rule_set_brings_the_nearest_name(student: Student) -> None:
    run = student.run(rules="leg_numbnes")
    assert run.code == 2
    assert "did you mean `leg_numbness`?" in run.err


@pytest.mark.slow
def test_the_big_rule_set_works_as_well(student: Student) -> None:
    record(
        result(ruleset="leg_numbness", causes=("sciatica",), flags=("spine_signs",)), student.data
    )
    run = student.run(rules="leg_numbness")
    assert "Sciatica" in run.out
    assert "Do you notice changes in peeing or pooing" in run.out
