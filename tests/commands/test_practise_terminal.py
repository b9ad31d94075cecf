"""Practice as a student does it: at a real terminal, one journey for each mode, and out of it at
any moment.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.terminal import CTRL_C, DOWN, ENTER, ESC, MENU, TINY, UP, Terminal
from triage.language.ruleset import RuleSet
from triage.practice.records.session import Session
from triage.practice.records.unfinished import FolderDesk

pytestmark = pytest.mark.slow

ASK, LEVEL, FIRST, SURE = (
    "What do you want to ask next?",
    "How soon does",
    "Which cause do you put first?",
    "How sure",
)
END = "Enter goes on."


@contextmanager
def practising(folder: Path, *arguments: str, rows: int = 90) -> Iterator[Terminal]:
    """`triage practise` on the small rule set; whatever happens, no process stays."""
    places = {"TRIAGE_STATE": str(folder / "state"), "TRIAGE_DATA": str(folder / "data")}
    results = str(folder / "results.jsonl")
    terminal = Terminal(
        "practise", "--rules", str(TINY), "--results", results, *arguments, rows=rows, **places
    )
    try:
        yield terminal
    finally:
        if not terminal.child.closed:
            terminal.child.close(force=True)


def finished(folder: Path) -> list[dict[str, object]]:
    lines = (folder / "results.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_a_work_up_goes_from_the_vignette_over_the_commitment_to_the_reveal(tmp_path: Path) -> None:
    with practising(tmp_path, "--seed", "7", "--cause", "clot") as terminal:
        terminal.see("This patient is invented.", "They come and say that the numbness is mild.")
        terminal.answer(ASK, "swollen or" + ENTER * 2, MENU)
        terminal.see(
            "They say that their leg is swollen, and that their leg is hot.",
            "Asked so far: 1.",
            MENU,
        )
        terminal.press("stop asking" + ENTER * 2)
        terminal.answer(LEVEL, "today" + ENTER * 2, MENU)
        terminal.answer(FIRST, "vein" + ENTER * 2, MENU)
        terminal.answer(SURE, "almost" + ENTER * 2, MENU)
        terminal.answer("Which one second?", ENTER, MENU)
        terminal.see(
            "Your choice beside the engine's", "You and the engine agree.", "(Rule clot-signs;", END
        )
        terminal.press(ENTER)
        terminal.answer("Practise with another patient", ENTER, MENU)
        assert terminal.end() == 0
        assert terminal.is_restored()
    [result] = finished(tmp_path)
    assert result["asked"] == ["leg"]
    assert result["commitment"] == {"level": "urgent", "causes": [{"cause": "clot", "sure": 0.9}]}
    assert not list((tmp_path / "state").glob("*"))


def test_going_back_while_committing_takes_back_one_step_at_a_time(tmp_path: Path) -> None:
    with practising(tmp_path, "--seed", "7", "--cause", "clot") as terminal:
        terminal.answer(ASK, "stop asking" + ENTER * 2, MENU)
        terminal.answer(LEVEL, UP + ENTER, MENU)
        terminal.answer(FIRST, "vein" + ENTER * 2, MENU)
        terminal.answer(SURE, ESC, MENU)
        terminal.answer(FIRST, ESC, MENU)
        terminal.answer(LEVEL, ESC, MENU)
        terminal.answer(ASK, ESC, MENU)
        terminal.see("What was heard stays heard.", ASK)


def test_a_question_is_found_by_what_its_answers_say(tmp_path: Path) -> None:
    with practising(tmp_path, "--seed", "7", "--cause", "clot") as terminal:
        terminal.answer(ASK, "pale leg" + ENTER * 2, MENU)
        terminal.see(
            "“Do you notice any of these signs?” None of these: Numbness", "Asked so far: 1.", MENU
        )


def test_in_plain_lines_a_question_is_found_by_what_its_answers_say(tmp_path: Path) -> None:
    with practising(tmp_path, "--seed", "7", "--cause", "clot", "--plain") as terminal:
        terminal.answer(ASK, "itself" + ENTER, "Your choice:")
        which = "Which line do you mean? Type what stands before it."
        terminal.answer(f"{which} 4: ", "pale" + ENTER, "Your choice:")
        terminal.answer(f"{which} 2: Warning", "2" + ENTER, "Your choice:")
        terminal.see(
            "“Do you notice any of these signs?” None of these: Numbness", "Asked so far: 1."
        )


def test_in_one_new_fact_a_place_on_the_scale_is_chosen(tmp_path: Path) -> None:
    with practising(tmp_path, "--seed", "22", "--mode", "one_new_fact", rows=120) as terminal:
        terminal.answer("You have this cause in mind: Stiff muscle.", UP + UP + ENTER, MENU)
        terminal.answer("Practise with another patient", ENTER, MENU)
        assert terminal.end() == 0
        assert "You chose +2; the engine says +2" in terminal.written
    assert finished(tmp_path)[0]["marks"] == {"causes": {"points": 20.0, "most": 20.0}}


def test_a_missed_red_flag_is_said_kindly_and_clearly(tmp_path: Path) -> None:
    with practising(
        tmp_path, "--seed", "1", "--level", "emergency", "--mode", "red_flag", "--timed"
    ) as terminal:
        terminal.answer("Is this an emergency?", DOWN + ENTER, MENU)
        terminal.see(
            "This was an emergency", "Nobody was harmed here", "seconds. Time brings no points."
        )
        terminal.answer("Practise with another patient", ENTER, MENU)
        assert terminal.end() == 0
    assert finished(tmp_path)[0]["marks"] == {"safety": {"points": 0.0, "most": 60.0}}


def test_three_questions_are_ranked_by_choosing_two(tmp_path: Path) -> None:
    with practising(tmp_path, "--seed", "5", "--mode", "which_question") as terminal:
        terminal.answer("Which question could tell most now?", "signs" + ENTER * 2, MENU)
        terminal.answer("Which one comes second?", ENTER, MENU)
        terminal.see("The engine's order", "Highest level: Get emergency help now.")
        terminal.answer("Practise with another patient", DOWN + ENTER, MENU)
        terminal.see("Which question could tell most now?", MENU)


def test_ctrl_c_keeps_the_practice_and_it_is_taken_up_again(tmp_path: Path, tiny: RuleSet) -> None:
    with practising(tmp_path, "--seed", "7", "--cause", "clot") as terminal:
        terminal.answer(ASK, "swollen or" + ENTER * 2, MENU)
        terminal.answer("Asked so far: 1.", CTRL_C, MENU)
        assert terminal.end() == 130
        assert "Your practice is kept." in terminal.written
        assert terminal.is_restored()
    kept = FolderDesk(tmp_path / "state", tiny).load()
    assert kept is not None
    assert (kept.patients, kept.asked) == (("seed:7:clot",), ("leg",))
    with practising(tmp_path) as terminal:
        terminal.answer("There is an unfinished practice of yours.", ENTER, MENU)
        terminal.see("They say that their leg is swollen", "Asked so far: 1.", MENU)


@pytest.mark.parametrize("sight", [LEVEL, FIRST, SURE])
def test_ctrl_c_while_committing_loses_no_choice(tmp_path: Path, tiny: RuleSet, sight: str) -> None:
    with practising(tmp_path, "--seed", "7", "--cause", "clot") as terminal:
        terminal.answer(ASK, "swollen or" + ENTER * 2, MENU)
        terminal.answer("Asked so far: 1.", "stop asking" + ENTER * 2, MENU)
        for stage, keys in ((LEVEL, ENTER), (FIRST, "vein" + ENTER * 2), (SURE, "")):
            terminal.see(stage, MENU)
            if stage == sight:
                break
            terminal.press(keys)
        terminal.press(CTRL_C)
        assert terminal.end() == 130
    kept = FolderDesk(tmp_path / "state", tiny).load()
    assert kept is not None
    assert kept.asked == ("leg",)
    with practising(tmp_path) as terminal:
        terminal.answer("There is an unfinished practice of yours.", ENTER, MENU)
        terminal.see(ASK if sight == LEVEL else sight, MENU)


def test_ctrl_c_in_the_reveal_counts_the_patient_once(tmp_path: Path) -> None:
    with practising(tmp_path, "--seed", "7", "--cause", "clot", rows=24) as terminal:
        terminal.answer("What do you want to ask next?", "stop asking" + ENTER * 2, MENU)
        terminal.answer(LEVEL, "today" + ENTER * 2, MENU)
        terminal.answer(FIRST, "no cause" + ENTER * 2, MENU)
        terminal.answer("Your choice beside the engine's", CTRL_C, "Esc leaves the rest out.")
        assert terminal.end() == 130
        assert "You finished this patient." in terminal.written
    assert len(finished(tmp_path)) == 1
    with practising(tmp_path, "--seed", "7", "--cause", "clot") as terminal:
        terminal.see(ASK, MENU)
    assert len(finished(tmp_path)) == 1


def test_a_choice_taken_back_does_not_come_back(tmp_path: Path, tiny: RuleSet) -> None:
    with practising(tmp_path, "--seed", "7", "--cause", "clot") as terminal:
        terminal.answer(ASK, "stop asking" + ENTER * 2, MENU)
        terminal.answer(LEVEL, "today" + ENTER * 2, MENU)
        terminal.answer(FIRST, CTRL_C, MENU)
        assert terminal.end() == 130
    with practising(tmp_path) as terminal:
        terminal.answer("There is an unfinished practice of yours.", ENTER, MENU)
        terminal.answer(FIRST, ESC, MENU)
        terminal.answer(LEVEL, ESC, MENU)
        terminal.answer(ASK, "swollen or" + ENTER * 2, MENU)
        terminal.answer("Asked so far: 1.", CTRL_C, MENU)
        assert terminal.end() == 130
    assert FolderDesk(tmp_path / "state", tiny).load() == Session(
        "work_up", ("seed:7:clot",), ("leg",)
    )


def test_what_was_said_can_be_read_again(tmp_path: Path) -> None:
    with practising(tmp_path, "--seed", "7", "--cause", "clot", rows=40) as terminal:
        terminal.answer(ASK, "swollen or" + ENTER * 2, MENU)
        terminal.answer("Asked so far: 1.", "was said" + ENTER * 2, MENU)
        terminal.see(
            "They come and say that the numbness is mild.",
            "They say that their leg is swollen",
            "Ask on",
        )
        terminal.answer("This is what was said so far.", ENTER, "Ask on")
        terminal.see("Asked so far: 1.", MENU)


def test_a_ranking_is_taken_up_where_it_was_left_and_can_go_back(tmp_path: Path) -> None:
    with practising(tmp_path, "--seed", "5", "--mode", "which_question") as terminal:
        terminal.answer("Which question could tell most now?", "signs" + ENTER * 2, MENU)
        terminal.answer("Which one comes second?", CTRL_C, MENU)
        assert terminal.end() == 130
    with practising(tmp_path) as terminal:
        terminal.answer("There is an unfinished practice of yours.", ENTER, MENU)
        terminal.answer("Which one comes second?", ESC, MENU)
        terminal.see("Which question could tell most now?", MENU)


def test_on_a_small_screen_what_was_told_and_the_last_answer_stay_in_sight(tmp_path: Path) -> None:
    with practising(tmp_path, "--rules", "leg_numbness", "--seed", "7", rows=24) as terminal:
        terminal.answer("years old.", "do you smoke" + ENTER * 2, ASK)
        terminal.see("“Do you smoke, or did you smoke in the past?”", "Asked so far: 1.", MENU)


def test_in_plain_lines_a_case_is_finished_and_stands_in_the_progress(tmp_path: Path) -> None:
    with practising(tmp_path, "--seed", "7", "--cause", "clot", "--plain") as terminal:
        terminal.answer(ASK, "3" + ENTER, "Your choice:")
        terminal.answer("Asked so far: 1.", "1" + ENTER, "Your choice:")
        terminal.answer(LEVEL, "3" + ENTER, "Your choice:")
        terminal.answer(FIRST, "2" + ENTER, "Your choice:")
        terminal.answer(SURE, "4" + ENTER, "Your choice:")
        terminal.answer("Which one second?", "1" + ENTER, "Your choice:")
        terminal.answer("What do you want to do?", "1" + ENTER, "Your choice:")
        assert terminal.end() == 0
        assert "Your choice beside the engine's" in terminal.written
    places = {"TRIAGE_STATE": str(tmp_path / "state"), "TRIAGE_DATA": str(tmp_path / "data")}
    terminal = Terminal("progress", "--rules", str(TINY), rows=90, **places)
    assert terminal.end() == 0
    terminal.see(
        "Cases practised: 1",
        "Work-up: 1 case",
        "Causes named",
        "When causes come back",
        "█",
        "Over time",
    )


def test_ctrl_c_in_plain_lines_keeps_the_practice(tmp_path: Path) -> None:
    with practising(tmp_path, "--seed", "7", "--plain") as terminal:
        terminal.answer(ASK, "3" + ENTER, "Your choice:")
        terminal.answer("Asked so far: 1.", CTRL_C, "Your choice:")
        assert terminal.end() == 130
        assert "Your practice is kept." in terminal.written
        assert "Traceback" not in terminal.written
    with practising(tmp_path, "--plain") as terminal:
        terminal.answer("There is an unfinished practice of yours.", "1" + ENTER, "Your choice:")
        terminal.see("Asked so far: 1.")
