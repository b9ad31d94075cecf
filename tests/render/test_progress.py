"""Progress on a page: in a terminal, in a browser, and as data."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from tests.html_reader import Reader, contrast
from tests.practised import START, result, written
from triage.language.ruleset import RuleSet
from triage.language.words import Level
from triage.practice.records.students import compare
from triage.practice.records.summary import summarise
from triage.render.formats.cells import cells
from triage.render.practice import board_html, board_text
from triage.render.practice.board import Board, BoardBlock, Curve, Point, Row
from triage.render.practice.progress import comparison_board, counted, empty_board, progress_board
from triage.render.practice.progress_json import comparison_json, export_json, progress_json

NOW = START + timedelta(days=3)
RESULTS = [
    result(
        day=0,
        points=(0, 0, 0, 0),
        level=Level.EMERGENCY,
        chosen=Level.URGENT,
        missed=("leg",),
        named=(),
    ),
    result(day=1, points=(20, 15, 10, 5)),
    result(day=1, causes=("nerve_pressure",), named=(("gone", 0.5),)),
    result(day=2, points=(40, 30, 20, 10), named=(("clot", 0.9),)),
    result(day=2, mode="red_flag", chosen=None),
]


@pytest.fixture(scope="module")
def board(tiny: RuleSet) -> Board:
    return progress_board(summarise(RESULTS, NOW), tiny, NOW, ("A note.",))


@pytest.fixture(scope="module")
def text(board: Board) -> str:
    return board_text.render(board, 80, unicode=True)


@pytest.fixture(scope="module")
def document(board: Board) -> str:
    return board_html.render(board)


def one_line(text: str) -> str:
    return " ".join(text.split())


def test_the_page_begins_with_what_went_well_and_what_is_worth_practising(text: str) -> None:
    first = text[: text.index("Work-up:")]
    assert "Cases practised: 5" in first
    assert "Emergencies recognised: 0 of 1" in first
    assert "Urgency in work-ups: right 3, too high 0, too low 1" in first
    assert "Worth practising: Pressure on a nerve" in first


def test_each_cause_sign_and_question_has_its_bar_and_its_number(text: str) -> None:
    rows = re.findall(r"^  (\S.*?)  +([█░]{16})(?:  [●○]+)? +(\d+ of \d+)$", text, re.MULTILINE)
    assert ("Clot in a leg vein", "███████████░░░░░", "2 of 3") in rows
    assert any(
        "Is a leg swollen or hot?" in name and number == "3 of 4" for name, _, number in rows
    )
    assert any("smok" in name and number == "4 of 4" for name, _, number in rows)


@pytest.mark.slow
def test_the_last_times_stand_beside_the_bar_the_oldest_first(board: Board, document: str) -> None:
    wide, narrow = (board_text.render(board, width, unicode=True) for width in (80, 52))
    assert re.search(r"Clot in a leg vein +[█░]{16}  ○●● +2 of 3\n", wide)
    assert re.search(r"Clot in a leg vein +[█░]{16} +2 of 3\n    ○●●\n", narrow)
    assert re.search(
        r"Clot in a leg vein +[#.]{16}  o\+\+ +2 of 3\n",
        board_text.render(board, 80, unicode=False),
    )
    assert "The small signs are your last times, the oldest first" in one_line(wide)
    labels = {str(attrs.get("aria-label")) for attrs in Reader(document).named("svg")}
    assert "Last times, the oldest first: miss, hit, hit" in labels


def test_a_question_asked_for_nothing_is_said_so(tiny: RuleSet) -> None:
    made = [
        result(needed=("stairs",), idle=("clothes",)),
        result(needed=("stairs",), idle=("clothes",)),
        result(needed=(), idle=("stairs",)),
    ]
    text = board_text.render(progress_board(summarise(made, NOW), tiny, NOW), 80, unicode=True)
    part = one_line(text[text.index("Telling questions asked") :])
    assert re.search(
        r"climb stairs\? \(stairs\) \S+ +○○ +0 of 2 asked 1 time where it changed nothing", part
    )
    assert re.search(r"\(clothes\) not needed asked 2 times where it changed nothing", part)


def test_it_says_when_each_cause_comes_back_and_which_were_never_met(text: str) -> None:
    part = one_line(text[text.index("When causes come back") : text.index("Telling questions")])
    assert "now" in part
    assert re.search(r"in \d+ days?", part)
    assert "Not met yet: " in part


def test_a_curve_rises_with_the_points_and_names_its_ends(text: str) -> None:
    part = text[text.index("Over time") :]
    assert re.search(
        r"Work-up: safety\n    ▁.█  2026-03-02: 0 of 40, 1 case → 2026-03-04: 40 of 40, 1 case\n",
        part,
    )


def test_nothing_is_told_about_the_person_and_notes_are_there(text: str) -> None:
    assert "A note." in text
    assert "All patients are invented." in one_line(text)
    assert not re.search(r"%|\bshould\b|\byou have\b", text, re.IGNORECASE)


@pytest.mark.parametrize("width", [10, 40, 57, 80, 200])
def test_no_line_is_wider_than_the_terminal(board: Board, width: int) -> None:
    text = board_text.render(board, width, unicode=True)
    assert max(map(cells, text.splitlines())) <= max(40, min(width, 80))


def test_it_can_be_drawn_in_ascii(board: Board) -> None:
    text = board_text.render(board, 80, unicode=False)
    assert text.isascii()
    assert "###########....." in text
    assert re.search(r"Work-up: safety\n    0.7  2026", text)


def test_a_bar_is_full_only_for_all_and_empty_only_for_nothing() -> None:
    assert [board_text.bar(share, 4) for share in (0, 0.001, 0.999, 1)] == [
        "░░░░",
        "█░░░",
        "███░",
        "████",
    ]


def test_a_long_list_is_cut_in_a_terminal_and_whole_in_a_browser() -> None:
    rows = tuple(Row(f"cause {number}", "1 of 2", 0.5) for number in range(14))
    board = Board("Long", (), (BoardBlock("Causes", rows=rows),))
    text = board_text.render(board, 80, unicode=True)
    assert "cause 9" in text
    assert "cause 10" not in text
    assert "and 4 more" in text
    assert "cause 13" in board_html.render(board)


def test_before_the_first_case_it_says_how_to_begin(tiny: RuleSet) -> None:
    text = board_text.render(empty_board(tiny), 80, unicode=True)
    assert "none yet" in text
    assert "triage practise" in text


def test_what_was_not_practised_is_not_counted(tiny: RuleSet) -> None:
    text = board_text.render(
        progress_board(summarise([result(mode="red_flag")], NOW), tiny, NOW), 80, unicode=True
    )
    assert "Spot the red flag: 1 case" in text
    assert not re.search("Urgency|Emergencies|Causes named|Work-up|questions asked", text)


def test_the_document_is_sound_and_needs_nothing_from_elsewhere(document: str) -> None:
    read = Reader(document)
    assert (read.wrong, read.open) == ([], [])
    assert read.named("script", "link", "img", "iframe", "object", "form") == []
    assert not re.search(r"https?:|url\(|@import|javascript:", document)
    levels = [int(tag[1]) for tag, _ in read.tags if re.fullmatch("h[1-6]", tag)]
    assert levels.count(1) == 1
    assert all(below <= above + 1 for above, below in pairwise(levels))
    ids = [attrs["id"] for _, attrs in read.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    assert {
        attrs["aria-labelledby"] for _, attrs in read.tags if "aria-labelledby" in attrs
    } <= set(ids)


def test_the_document_says_all_that_the_terminal_says(board: Board, document: str) -> None:
    shown = one_line(Reader(document).text)
    for block in board.blocks:
        assert all(
            one_line(part) in shown
            for row in block.rows
            for part in (row.name, row.value, row.note)
        )
        assert all(point.value in shown for curve in block.curves for point in curve.points)
    assert all(fact.value in shown for fact in board.facts)


def test_bars_and_curves_are_drawn_to_scale(document: str) -> None:
    read = Reader(document)
    assert "75.0" in {attrs["width"] for attrs in read.named("rect") if attrs["class"] == "fill"}
    corners = [attrs["points"] for attrs in read.named("polyline")]
    assert len(corners) == 7
    heights = [float(corner.split(",")[1]) for corner in str(corners[0]).split()]
    assert heights == sorted(heights, reverse=True)
    assert heights[-1] == board_html.TOP


def test_a_curve_of_one_day_is_one_dot_in_the_middle() -> None:
    plot = board_html.plot(Curve("Safety", (Point("2026-03-02", 0.5, "20 of 40 points"),)))
    assert [dot.x for dot in plot.dots] == [
        (board_html.LEFT + board_html.WIDTH - board_html.RIGHT) / 2
    ]
    document = board_html.render(
        Board(
            "One",
            (),
            (
                BoardBlock(
                    "Over time",
                    curves=(Curve("Safety", (Point("2026-03-02", 0.5, "20 of 40 points"),)),),
                ),
            ),
        )
    )
    assert len(Reader(document).named("circle")) == 1
    assert Reader(document).named("polyline") == []


def test_text_from_elsewhere_is_never_read_as_a_tag() -> None:
    evil = "<script>alert('x')</script> & \"more\""
    board = Board(
        evil,
        (Row(evil, evil),),
        (
            BoardBlock(
                evil,
                evil,
                (Row(evil, evil, 0.5, evil),),
                (Curve(evil, (Point(evil, 1, evil),)),),
                evil,
            ),
        ),
        (evil,),
    )
    read = Reader(board_html.render(board))
    assert read.named("script") == []
    assert read.text.count(evil) >= 12


@pytest.mark.parametrize("place", [0, 1, 2], ids=["light", "dark", "print"])
def test_words_and_drawings_stand_out(place: int, document: str) -> None:
    blocks = [
        dict(re.findall(r"--(\w+): (#\w{6})", block))
        for block in re.findall(r":root \{(.*?)\}", document, re.DOTALL)
    ]
    colours = blocks[0] | blocks[place]
    for ground in ("paper", "card"):
        assert min(contrast(colours[name], colours[ground]) for name in ("ink", "muted")) >= 4.5
        assert contrast(colours["accent"], colours[ground]) >= 3
    assert contrast(colours["accent"], colours["track"]) >= 3


def test_the_data_hold_every_number(tiny: RuleSet) -> None:
    plain = json.loads(
        json.dumps(progress_json(summarise(RESULTS, NOW), tiny, ("A note.",)), allow_nan=False)
    )
    assert plain["ruleset"]["id"] == "tiny"
    assert plain["cases"] == 5
    assert plain["emergencies"] == {"recognised": 0, "of": 1}
    assert plain["urgency"] == {"right": 3, "too_high": 0, "too_low": 1}
    assert {
        "cause": "clot",
        "named": 2,
        "of": 3,
        "named_elsewhere": 0,
        "history": [False, True, True],
    } in plain["causes"]
    assert {"question": "leg", "asked": 3, "of": 4, "history": [False, True, True, True]} in plain[
        "warning_signs"
    ]
    assert [day["cases"] for day in plain["days"]] == [1, 2, 1, 1]
    assert {
        "question": "smoking",
        "asked": 4,
        "of": 4,
        "history": [True] * 4,
        "asked_for_nothing": 0,
    } in plain["questions"]
    assert plain["modes"][0]["marks"]["safety"] == {"points": 100.0, "most": 160.0}
    assert {due["cause"] for due in plain["due"]} == {"clot", "nerve_pressure"}
    assert plain["notes"] == ["A note."]


def test_an_export_holds_every_result_whole() -> None:
    assert export_json(RESULTS)["results"] == [made.to_plain() for made in RESULTS]


def test_students_stand_side_by_side_for_every_mark(tiny: RuleSet, tmp_path: Path) -> None:
    paths = [
        written(tmp_path / "one", RESULTS[1]),
        written(tmp_path / "two", *RESULTS[2:], result(version="2")),
    ]
    comparison = compare(paths, tiny, NOW)
    text = board_text.render(comparison_board(comparison, tiny), 80, unicode=True)
    part = text[text.index("Work-up: safety") : text.index("Work-up: causes")]
    assert {"A", "B"} == set(re.findall(r"^  ([AB]), \d cases?  ", part, re.MULTILINE))
    assert "20 of 40" in part
    assert "Students: 2" in text
    assert "different versions" in text
    plain = comparison_json(comparison, tiny)
    assert [student["student"] for student in plain["students"]] == ["A", "B"]
    assert plain["together"]["cases"] == 5


def test_one_is_one_case_and_two_are_two_cases() -> None:
    assert (counted(1, "case"), counted(2, "case"), counted(1200, "case")) == (
        "1 case",
        "2 cases",
        "1,200 cases",
    )
