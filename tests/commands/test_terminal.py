"""Whole journeys at a real terminal: to the result, out of it at any moment, and back again."""

from __future__ import annotations

import json
import os
import re
import stat
import subprocess
from pathlib import Path

import pytest

from tests.places import TINY
from tests.shell import Ran, run_triage
from tests.terminal import (
    CARD,
    CTRL_C,
    CTRL_D,
    DOWN,
    ENTER,
    ESC,
    F2,
    KEYS,
    LEFT,
    MENU,
    NONE,
    QUIET,
    REVIEW,
    TRIAGE,
    UP,
    Terminal,
    answer_all,
    at_terminal,
    legs_at_terminal,
    see_past_offers,
    see_result,
)
from triage.answers.value import Answers, choose
from triage.interview.state import Answered, Interview
from triage.interview.store import Store
from triage.language.ruleset import RuleSet
from triage.language.screens import QuestionScreen

pytestmark = pytest.mark.slow

ALARM, LEG, LAST, STRONG, WALKING, SMOKE, CLOTHES = (question for question, _ in QUIET)
STOP_OR_GO_ON = "Do that first. Stop here, or go on"
COLOUR = re.compile(rb"\x1b\[[0-9;]*?(?:3|4|9|10)[0-7]m")
NO_UNICODE = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
SADDLE = "between" + ENTER + " " + ENTER


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "state"


def keep(state: Path, ruleset: RuleSet, **given: tuple[str, ...]) -> None:
    """Leave unfinished answers behind."""
    events = tuple(
        Answered(name, choose(ruleset.questions[name], *options)) for name, options in given.items()
    )
    Store(state).save(Interview(ruleset, events))


def kept(state: Path, ruleset: RuleSet) -> Answers:
    interview = Store(state).load(ruleset).interview
    return interview.answers if interview else Answers()


def go_on(terminal: Terminal) -> None:
    """Go on with unfinished answers; nothing is new."""
    terminal.answer("unfinished answers", ENTER, MENU)
    terminal.answer("Is something new", "nothing" + ENTER + ENTER, MENU)


ALL = {
    "alarm": (),
    "leg": (),
    "persistence": ("settled",),
    "severity": ("mild",),
    "walking_pain": ("none",),
    "smoking": ("never",),
    "clothes": ("no",),
}


def test_a_whole_interview_leads_to_a_first_screen_that_answers_what_now(state: Path) -> None:
    with at_terminal(is_fresh=True, TRIAGE_STATE=str(state)) as terminal:
        terminal.see("Tiny legs", "In an emergency, call 999 now", ALARM)
        answer_all(terminal, {LEG: " " + DOWN + " " + ENTER}, without=[STRONG])
        see_result(terminal)
        terminal.see(
            "Get medical help today.",
            "Speak to a doctor today, and call 999",
            "Your leg is swollen and hot.",
            "Finish",
        )
        assert list(state.glob("*.json"))
        terminal.press("finish" + ENTER + ENTER)
        assert terminal.end() == 0
        assert terminal.is_restored()
    assert not state.exists()


def test_after_the_result_its_parts_can_be_read_and_saved(
    state: Path,
    tiny: RuleSet,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    keep(state, tiny, **ALL)
    with at_terminal(TRIAGE_STATE=str(state)) as terminal:
        go_on(terminal)
        see_result(terminal)
        terminal.press("read" + ENTER + ENTER)
        terminal.answer("Which part do you want to read?", "watch" + ENTER + ENTER, MENU)
        terminal.see("Get emergency help now • Numbness between the legs needs help at once.")
        terminal.answer("> What a doctor may check and ask", "go back" + ENTER + ENTER, MENU)
        terminal.answer("What do you want to do?", "save" + ENTER + ENTER, MENU)
        terminal.answer("How do you want to save", ENTER, MENU)
        terminal.answer("The result is in triage-result.html.", ESC, "What do you want to do?")
        terminal.answer("There is nothing to go back to", ENTER, "What do you want to do?")
        assert terminal.end() == 0
    page = tmp_path / "triage-result.html"
    assert page.read_text(encoding="utf-8").rstrip().endswith("</html>")
    assert stat.S_IMODE(page.stat().st_mode) == 0o600


def test_an_emergency_sign_brings_the_card_at_once_and_stopping_shows_the_result(
    state: Path,
) -> None:
    with at_terminal(TRIAGE_STATE=str(state)) as terminal:
        terminal.answer(ALARM, SADDLE)
        terminal.answer("Call 999 now, even if the signs pass.", ENTER, "Enter goes on.")
        terminal.answer(STOP_OR_GO_ON, ENTER, MENU)
        terminal.see("Because it is numb between your legs.", "What do you want to do?")
        assert LEG not in terminal.written
        terminal.press("finish" + ENTER + ENTER)
        assert terminal.end() == 0


def test_after_the_card_the_person_can_go_on_and_still_gets_the_emergency_result(
    state: Path,
) -> None:
    with at_terminal(TRIAGE_STATE=str(state)) as terminal:
        terminal.answer(ALARM, SADDLE)
        terminal.answer("Call 999 now", ENTER, "Enter goes on.")
        terminal.answer(STOP_OR_GO_ON, "go on" + ENTER + ENTER, MENU)
        answer_all(terminal, without=[ALARM, STRONG])
        see_result(terminal)
        terminal.see("Get emergency help now.", "Call 999 now")


def test_going_back_corrects_an_emergency_answer_and_takes_back_its_card(
    state: Path, tiny: RuleSet
) -> None:
    with at_terminal(TRIAGE_STATE=str(state)) as terminal:
        terminal.answer(ALARM, SADDLE)
        terminal.answer("Call 999 now", ENTER, "Enter goes on.")
        terminal.answer(STOP_OR_GO_ON, LEFT, MENU)
        terminal.see("the card above no longer counts", "[x] Numbness between the legs")
        terminal.press(" " + NONE)
        terminal.answer(LEG, CTRL_C)
        assert terminal.end() == 130
    assert kept(state, tiny)["alarm"] == choose(tiny.questions["alarm"])


def test_why_and_help_explain_the_question_and_ask_it_again(state: Path) -> None:
    with at_terminal(TRIAGE_STATE=str(state), rows=40) as terminal:
        terminal.answer(ALARM, "?")
        terminal.answer("This is the part that would touch a saddle.", F2)
        terminal.answer("Nerves low in the spine may be pressed.", ENTER, "Enter goes on.")
        terminal.answer("At most", NONE)
        terminal.see(LEG)


def test_a_text_longer_than_the_screen_is_read_part_by_part(state: Path) -> None:
    with at_terminal(TRIAGE_STATE=str(state), rows=14) as terminal:
        terminal.answer(ALARM, F2)
        terminal.answer("Why am I asked this?", ENTER, "Enter shows more.")
        terminal.see_gone("Why am I asked this?")
        while terminal.see_one(CARD, "Enter shows more.") != CARD:
            terminal.press(ENTER)
            terminal.see_gone("Enter shows more.")
        terminal.see("What this answer can bring")
        terminal.press(ENTER)
        terminal.see(KEYS, "[ ] Numbness between the legs")


def test_in_the_review_an_answer_is_changed_and_what_follows_is_asked(
    state: Path, tiny: RuleSet
) -> None:
    keep(state, tiny, **ALL)
    with at_terminal(TRIAGE_STATE=str(state)) as terminal:
        go_on(terminal)
        terminal.answer(REVIEW, "walking" + ENTER + ENTER, MENU)
        terminal.answer("This is your earlier answer.", "eases" + ENTER + ENTER)
        see_past_offers(terminal, "Can you still climb stairs?")
        terminal.answer("Can you still climb stairs?", UP + ENTER)
        see_result(terminal)
        terminal.see("See a doctor about this.", "walking brings on pain that eases with rest")


QUIET_SO_FAR = {"alarm": ()}
STAGES: dict[str, tuple[dict[str, tuple[str, ...]], str]] = {
    "the offer to go on": (QUIET_SO_FAR, "unfinished answers"),
    "what is new": (QUIET_SO_FAR, "Is something new"),
    "a screen of lines": (QUIET_SO_FAR, "[ ] Swollen"),
    "a choice of one": ({"alarm": (), "leg": ()}, LAST),
    "the emergency card": ({"alarm": ("saddle",)}, CARD),
    "the emergency menu": ({"alarm": ("saddle",)}, STOP_OR_GO_ON),
    "the offer of the result": ({"alarm": (), "leg": ("swollen", "hot")}, "No question left"),
    "the review": (ALL, REVIEW),
}
ON_THE_WAY = {
    "unfinished answers": ENTER,
    "Is something new": "nothing" + ENTER + ENTER,
    CARD: ENTER,
}
"""What comes before a stage, and the keys that lead past it."""


def come_to(terminal: Terminal, stage: str) -> None:
    """Go on with unfinished answers up to the stage."""
    sight = STAGES[stage][1]
    while (seen := terminal.see_one(sight, *ON_THE_WAY)) != sight:
        if seen != CARD:
            terminal.see(seen, MENU)
        terminal.press(ON_THE_WAY[seen])
        terminal.see_gone(seen)


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("key", [CTRL_C, CTRL_D], ids=["Ctrl-C", "Ctrl-D"])
def test_leaving_at_any_prompt_keeps_the_answers_and_restores_the_terminal(
    stage: str,
    key: str,
    state: Path,
    tiny: RuleSet,
) -> None:
    keep(state, tiny, **STAGES[stage][0])
    before = kept(state, tiny)
    with at_terminal(TRIAGE_STATE=str(state)) as terminal:
        come_to(terminal, stage)
        terminal.press(key)
        assert terminal.end() == 130
        assert "Run `triage` again to go on." in terminal.written
        assert "Traceback" not in terminal.written
        assert terminal.is_restored()
    assert kept(state, tiny) == before


def test_answers_kept_by_ctrl_c_are_offered_again_and_gone_on_with(state: Path) -> None:
    with at_terminal(TRIAGE_STATE=str(state)) as terminal:
        terminal.answer(ALARM, NONE)
        terminal.answer(LEG, CTRL_C)
        assert terminal.end() == 130
    with at_terminal(TRIAGE_STATE=str(state)) as terminal:
        go_on(terminal)
        terminal.see(LEG, KEYS)
        assert ALARM not in terminal.text


def test_ctrl_c_in_the_menu_after_the_result_ends_it_in_order(state: Path, tiny: RuleSet) -> None:
    keep(state, tiny, **ALL)
    with at_terminal(TRIAGE_STATE=str(state)) as terminal:
        go_on(terminal)
        see_result(terminal)
        terminal.press(CTRL_C)
        assert terminal.end() == 0
        assert terminal.is_restored()
    assert list(state.iterdir()) == []


@pytest.mark.parametrize("arguments", [(), ("--plain",)], ids=["menus", "lines"])
def test_a_closed_window_keeps_the_answers(
    arguments: tuple[str, ...], state: Path, tiny: RuleSet
) -> None:
    with at_terminal(*arguments, is_fresh=True, TRIAGE_STATE=str(state)) as terminal:
        terminal.see(ALARM, "Your answer:" if arguments else KEYS)
        terminal.press("0\r" if arguments else NONE)
        terminal.see(LEG)
        terminal.hang_up()
    assert set(kept(state, tiny).given) == {"alarm"}


def words_of(screen: QuestionScreen, ruleset: RuleSet) -> list[str]:
    """The heading of a screen, and what its lines read."""
    lines = [
        line.text or ruleset.questions[line.question].option(line.option).text
        for line in screen.lines
    ]
    return [screen.text, *lines]


def test_at_60_columns_no_word_of_a_screen_is_cut(state: Path, legs: RuleSet) -> None:
    with legs_at_terminal(TRIAGE_STATE=str(state), columns=60, rows=50) as terminal:
        for screen in legs.screens[:3]:
            terminal.see(*words_of(screen, legs), KEYS)
            terminal.press(NONE)


@pytest.mark.parametrize("columns", [40, 60])
def test_numbered_lines_break_between_words(columns: int, state: Path, legs: RuleSet) -> None:
    place = str(state)
    with legs_at_terminal("--plain", TRIAGE_STATE=place, columns=columns, rows=50) as terminal:
        terminal.see(*words_of(legs.screens[0], legs), "Your answer:")


def test_a_person_with_a_swollen_leg_is_told_today_on_the_fourth_screen(state: Path) -> None:
    with legs_at_terminal("--plain", TRIAGE_STATE=str(state), rows=40) as terminal:
        for reply in ("0\r", "0\r", "0\r", "1,2,4\r", "0\r", "1\r", "1\r"):
            terminal.see(last=("Your choice:" if reply == "1\r" else "Your answer:"))
            terminal.press(reply)
        terminal.see("Get medical help today.", "Because", last="Your choice:")


def test_a_wide_screen_of_somebody_who_knows_nothing_ends_at_a_call(state: Path) -> None:
    with legs_at_terminal(TRIAGE_STATE=str(state), columns=60, rows=14) as terminal:
        terminal.answer("Is one of these so now", "sure" + ENTER + ENTER)
        terminal.answer("The same question in plainer words.", ENTER)
        terminal.answer("Call 999 now", ENTER, CARD)
        terminal.see_gone(CARD)
        terminal.answer("Do that first.", ENTER, MENU)
        terminal.see("See the signs you were not sure about", MENU)
        assert "Why You were not sure about a sign that can be serious." in terminal.written
        assert "When Now, by day or night." in terminal.written
        assert "Look after yourself" not in terminal.written


def test_a_sentence_typed_at_a_screen_ticks_nothing(state: Path) -> None:
    with legs_at_terminal(TRIAGE_STATE=str(state)) as terminal:
        terminal.answer("Is one of these so now", "my foot is asleep" + ENTER + ENTER)
        terminal.see("Nothing was chosen.")
        assert "[x]" not in terminal.written


def test_colour_is_used_and_is_left_out_where_nobody_wants_it(state: Path) -> None:
    found = []
    for setting in ("", "1"):
        with at_terminal("--private", TRIAGE_STATE=str(state), NO_COLOR=setting) as terminal:
            terminal.answer(ALARM, SADDLE)
            terminal.answer("Call 999 now", ENTER, "Enter goes on.")
            terminal.answer(STOP_OR_GO_ON, ENTER, MENU)
            terminal.see("What do you want to do?")
            found.append(bool(COLOUR.search(terminal.raw)))
    assert found == [True, False]


@pytest.mark.parametrize(
    "environ", [NO_UNICODE, {"PYTHONIOENCODING": "latin-1"}], ids=["ascii", "latin-1"]
)
def test_without_unicode_every_sign_is_ascii(environ: dict[str, str], state: Path) -> None:
    place = str(state)
    with at_terminal("--private", is_fresh=True, TRIAGE_STATE=place, **environ) as terminal:
        terminal.answer(ALARM, ENTER)
        terminal.answer('choose "None of these"', SADDLE)
        terminal.answer("Call 999 now", ENTER, "Enter goes on.")
        terminal.answer(STOP_OR_GO_ON, ENTER, MENU)
        terminal.answer(
            "| Get emergency help now. |", "finish" + ENTER + ENTER, "What do you want to do?"
        )
        assert terminal.end() == 0
        assert terminal.raw.isascii()


def test_a_dumb_terminal_gets_numbered_lines_and_no_control_sequence(state: Path) -> None:
    with at_terminal(TRIAGE_STATE=str(state), TERM="dumb") as terminal:
        terminal.see("1. Numbness between the legs", last="Your answer:")
        terminal.press("1\r")
        terminal.see("1. Stop here and show the result", last="Your choice:")
        terminal.press("\r")
        terminal.see("What do you want to do?", last="Your choice:")
        terminal.press(CTRL_C)
        assert terminal.end() == 0
        assert b"\x1b" not in terminal.raw


@pytest.mark.parametrize("key", [CTRL_C, CTRL_D, "q\r"], ids=["Ctrl-C", "Ctrl-D", "q"])
def test_numbered_lines_are_left_with_the_answers_kept(
    key: str, state: Path, tiny: RuleSet
) -> None:
    with at_terminal("--plain", TRIAGE_STATE=str(state)) as terminal:
        terminal.see(ALARM, last="Your answer:")
        terminal.press("0\r")
        terminal.see(LEG, last="Your answer:")
        terminal.press(key)
        assert terminal.end() == 130
        assert "Traceback" not in terminal.written
        assert any(line.startswith("Your answers are kept") for line in terminal.screen.display)
    assert set(kept(state, tiny).given) == {"alarm"}


def test_private_answers_leave_no_trace(state: Path, tmp_path: Path) -> None:
    with at_terminal("--private", TRIAGE_STATE=str(state), HOME=str(tmp_path / "home")) as terminal:
        terminal.answer(ALARM, NONE)
        terminal.answer(LEG, CTRL_C)
        assert terminal.end() == 130
        assert "Your answers are not kept." in terminal.written
    assert list(tmp_path.rglob("*")) == []


def test_a_state_folder_that_cannot_be_used_is_told_once_and_the_interview_goes_on(
    tmp_path: Path,
) -> None:
    blocked = tmp_path / "state"
    blocked.write_text("a file stands where the folder would be")
    with at_terminal(TRIAGE_STATE=str(blocked)) as terminal:
        answer_all(terminal)
        see_result(terminal)
        terminal.press("finish" + ENTER + ENTER)
        assert terminal.end() == 0
        assert terminal.written.count("Your answers cannot be saved here") == 1
    assert blocked.read_text() == "a file stands where the folder would be"


# Without a terminal


def run(command: str, *arguments: object, **environ: str) -> Ran:
    environ = {"TRIAGE_EMERGENCY_NUMBER": "999", **environ}
    return run_triage(command, "--rules", TINY, *arguments, **environ)


def piped(typed: str, *arguments: object, state: Path) -> Ran:
    return run("ask", "--for", "myself", *arguments, typed=typed, TRIAGE_STATE=str(state))


def from_shell(
    words: str, state: Path, typed: str | None = None
) -> subprocess.CompletedProcess[str]:
    """What a shell starts, with pipes for its streams."""
    env = {
        "PATH": "/usr/bin:/bin",
        "PYTHONPATH": os.environ.get("PYTHONPATH", ""),
        "LC_ALL": "C.UTF-8",
        "TRIAGE_EMERGENCY_NUMBER": "999",
        "TRIAGE_STATE": str(state),
    }
    return subprocess.run(
        ["sh", "-c", f"'{TRIAGE}' ask --rules '{TINY}' {words}"],
        input=typed,
        capture_output=True,
        encoding="utf-8",
        timeout=30,
        check=False,
        env=env,
    )


LINES = "0\n1 2\n2\n1\n1\n1\n1\n\n"
"""Swollen and hot; no result before the rest, which is quiet (how strong it is makes no difference
then); the review.
"""


def test_a_pipe_answers_everything_and_gets_the_whole_result_on_stdout(state: Path) -> None:
    ran = from_shell("--for myself", state, LINES)
    assert ran.returncode == 0
    assert ran.stdout.startswith("Tiny legs\n")
    assert "Get medical help today." in ran.stdout
    assert "What this is and is not" in ran.stdout
    assert ALARM in ran.stderr
    assert "\x1b" not in ran.stdout + ran.stderr
    assert not state.exists()


def test_input_that_ends_early_keeps_what_was_answered(state: Path, tiny: RuleSet) -> None:
    ran = piped("0\nwhy\n1,2\n", state=state)
    assert (ran.code, ran.out) == (130, "")
    assert "Your answers are kept in" in ran.err
    assert set(kept(state, tiny).given) == {"alarm", "leg"}


def test_a_closed_stdin_is_an_input_that_ends_at_once(state: Path) -> None:
    ran = from_shell("<&-", state)
    assert (ran.returncode, ran.stdout) == (130, "")
    assert "nothing is kept" in ran.stderr
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize("name", ["mine.yaml", "mine.json"])
def test_saved_answers_give_the_same_level_to_assess(
    name: str, state: Path, tmp_path: Path
) -> None:
    saved, results = (
        tmp_path / name,
        [tmp_path / f"result{ending}" for ending in (".md", ".html", ".json")],
    )
    outputs = [part for path in results for part in ("--output", str(path))]
    asked = piped(LINES, "--save", saved, *outputs, "--json", state=state)
    assert asked.code == 0
    assessed = run("assess", "--json", saved)
    assert assessed.code == 0
    assert assessed.objects == asked.objects == [json.loads(results[2].read_text())]
    assert assessed.objects[0]["level"] == "urgent"
    assert "Get medical help today." in results[0].read_text()
    assert results[1].read_text().rstrip().endswith("</html>")
    assert {stat.S_IMODE(path.stat().st_mode) for path in [saved, *results]} == {0o600}


@pytest.mark.parametrize("option", ["--save", "--output"])
def test_a_file_that_cannot_be_written_costs_neither_the_result_nor_the_answers(
    option: str,
    state: Path,
    tiny: RuleSet,
    tmp_path: Path,
) -> None:
    ran = piped(LINES, option, tmp_path / "no" / "such" / "file.json", state=state)
    assert ran.code == 2
    assert "Get medical help today." in ran.out
    assert "cannot be used: No such file or directory" in ran.err
    assert set(kept(state, tiny).given) == set(ALL) - {"severity"}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_under_a_saved_file_is_told(state: Path) -> None:
    ran = piped(LINES, "--save", "/dev/full", state=state)
    assert ran.code == 2
    assert "No space left on device" in ran.err
