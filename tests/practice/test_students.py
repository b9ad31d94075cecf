"""Students side by side, without names."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.practised import START, result, written
from triage.language.ruleset import RuleSet
from triage.practice.records.students import LARGEST, ForeignFile, compare
from triage.render.practice import board_text
from triage.render.practice.progress import comparison_board


@pytest.fixture
def ann(tmp_path: Path) -> Path:
    return written(tmp_path / "ann.jsonl", result(), result(day=1, missed=("leg",)))


@pytest.fixture
def bob(tmp_path: Path) -> Path:
    return written(tmp_path / "bob.jsonl", result(named=()))


def test_each_file_is_one_student_and_a_letter_is_all_that_tells_who(
    tiny: RuleSet, ann: Path, bob: Path
) -> None:
    comparison = compare([ann, bob], tiny, START)
    assert [student.letter for student in comparison.students] == ["A", "B"]
    assert sorted(student.summary.cases for student in comparison.students) == [1, 2]
    assert comparison.together.cases == 3
    assert "ann" not in repr(comparison)


def test_letters_follow_what_the_files_hold_and_not_their_order(
    tiny: RuleSet, ann: Path, bob: Path
) -> None:
    assert compare([ann, bob], tiny, START) == compare([bob, ann], tiny, START)


def test_different_versions_of_the_rule_set_are_told(tiny: RuleSet, tmp_path: Path) -> None:
    path = written(tmp_path / "x", result(), result(version="0.2.0"))
    assert compare([path], tiny, START).versions == ("0.1.0", "0.2.0")


def test_blank_lines_a_byte_order_mark_and_line_separators_in_texts_are_harmless(
    tiny: RuleSet, tmp_path: Path
) -> None:
    path = written(tmp_path / "x", result(patient="a\u2028b"))
    path.write_bytes(b"\xef\xbb\xbf\r\n" + path.read_bytes().replace(b"\n", b"\r\n") + b"\n")
    assert compare([path], tiny, START).together.cases == 1


def test_a_line_that_a_killed_programme_cut_off_is_left_out_and_told(
    tiny: RuleSet, bob: Path
) -> None:
    line = bob.read_text(encoding="utf-8")
    in_a_letter = line[:30].encode() + "é".encode()[:1]
    bob.write_bytes(b"\n".join([line.encode(), line[:200].encode(), in_a_letter, line.encode()]))
    comparison = compare([bob], tiny, START)
    assert (comparison.together.cases, comparison.cut_off) == (2, 2)
    text = board_text.render(comparison_board(comparison, tiny), 80, unicode=True)
    assert "cut off and are left out: 2." in text


GOOD = result().to_plain()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"\n \n", "is empty"),
        (b"\xff\xfe\x00", "line 1: this is not a result"),
        (b" " * (LARGEST + 1), "larger than"),
        (b"name,points\nann,3\n", "line 1: this is not a result"),
        (b"[" * 100_000, "line 1: this is not a result"),
        (json.dumps(GOOD).encode() + b"\n{}\n", "line 2: this is not a result"),
        (json.dumps(GOOD | {"schema": 9}).encode(), "schema 9"),
        (json.dumps(GOOD)[:99].encode(), "no whole result"),
        (
            json.dumps(GOOD | {"ruleset": "other"}).encode(),
            "belongs to the rule set `other`, not to `tiny`",
        ),
        (json.dumps(GOOD | {"finished_at": "yesterday"}).encode(), "`yesterday` is no time"),
        (json.dumps(GOOD | {"finished_at": "9999-12-31T23:59:59-12:00"}).encode(), "is no time"),
        (
            json.dumps(GOOD | {"marks": {"safety": {"points": float("nan"), "most": 1}}}).encode(),
            "line 1",
        ),
    ],
    ids=range(13),
)
def test_a_foreign_file_is_refused_with_its_name_and_line(
    tiny: RuleSet, tmp_path: Path, ann: Path, content: bytes, words: str
) -> None:
    foreign = tmp_path / "foreign.txt"
    foreign.write_bytes(content)
    with pytest.raises(ForeignFile) as error:
        compare([ann, foreign], tiny, START)
    assert words in str(error.value)
    assert "foreign.txt" in str(error.value)


def test_a_file_given_twice_is_not_two_students(tiny: RuleSet, ann: Path) -> None:
    with pytest.raises(ForeignFile, match="the same as another"):
        compare([ann, ann], tiny, START)
