"""Numbered line prompts: what a reply means, and what is refused."""

from __future__ import annotations

import io
import sys
from dataclasses import replace

import pytest

from tests.prompts.screens import LEGS, MARKED
from triage.answers.value import DECLINED, NOT_ASKED, NOT_SURE, Answer, State, choose
from triage.interview.state import Asking
from triage.interview.ticks import Ticks
from triage.language.model import Question
from triage.prompts import Choice, Command, InputEnded, Interrupted, open_prompter
from triage.prompts.plain import IN_WORDS, PlainPrompter
from triage.prompts.terminal import can_draw, shows_colour

NOTE = "Warning signs. At most 3 more questions."


def question(kind: str, *texts: str, declinable: bool = False) -> Question:
    options = [
        {"id": f"o{place}", "text": text, "said": "so"} for place, text in enumerate(texts, 1)
    ]
    return Question.model_validate(
        {
            "id": "q",
            "section": "s",
            "kind": kind,
            "text": "Which?",
            "help": "Help.",
            "cites": ["A"],
            "options": options,
            "declinable": declinable,
        }
    )


MANY = question("many", "A swollen leg", "A hot leg", "No feeling", declinable=True)
ONE = question("one", "No, none", "Yes, on the left side", "Yes, on the right side")


def ask(
    replies: str, about: Question = MANY, default: Answer = NOT_ASKED
) -> tuple[Answer | Command, str]:
    out = io.StringIO()
    return PlainPrompter(io.StringIO(replies), out).ask(
        Asking(about), default, NOTE
    ), out.getvalue()


@pytest.mark.parametrize("reply", ["1,3", "1 3", "3, 1", "1;3", "1,,3,"])
def test_several_lines_are_chosen_by_number(reply):
    assert ask(reply + "\n")[0] == choose(MANY, "o1", "o3")


@pytest.mark.parametrize(
    ("reply", "answer"),
    [
        ("0", choose(MANY)),
        ("none", choose(MANY)),
        ("n", NOT_SURE),
        ("not sure", NOT_SURE),
        ("p", DECLINED),
        ("Prefer not to say", DECLINED),
        ("A hot leg", choose(MANY, "o2")),
    ],
)
def test_none_not_sure_and_declined_are_three_different_answers(reply, answer):
    assert ask(reply + "\n")[0] == answer


@pytest.mark.parametrize("reply", ["1 n", "n,1", "1 n2 n3"])
def test_a_chosen_line_beside_not_sure_leaves_the_rest_open(reply):
    assert ask(reply + "\n")[0] == Answer(State.GIVEN, yes=frozenset({"o1"}))


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        ("", "Nothing was chosen."),
        ("0 1", "cannot stand with another line"),
        ("p1,2", "cannot stand with another line"),
        ("7", "Type one of these: 1, 2, 3, 0, n, p"),
        ("leg", "Which line do you mean? Type what stands before it. 1: A swollen leg; 2: A hot"),
        ("hot", "Which line do you mean? Type what stands before it. 2: A hot leg"),
        ("swollen, feeling", "not one of the lines"),
        ("my foot is asleep", "not one of the lines"),
        ("no", "not one of the lines"),
        ("yes", "not one of the lines"),
        ("ho", "not one of the lines"),
        ("9" * 5000, "not one of the lines"),
        ("x" * 1_000_000, "not one of the lines"),
        ("\x1b[2J", "not one of the lines"),
    ],
)
def test_a_reply_that_means_nothing_is_explained_and_asked_again(reply, words):
    answer, shown = ask(f"{reply}\n2\n")
    assert answer == choose(MANY, "o2")
    assert words in shown
    assert "\x1b" not in shown


def test_two_lines_of_a_single_choice_are_refused():
    answer, shown = ask("1,2\n3\n", ONE)
    assert answer == choose(ONE, "o3")
    assert "Choose one line only." in shown


def test_yes_and_no_answer_a_single_choice_only_where_one_line_opens_with_them():
    answer, shown = ask("yes\nno\n", ONE)
    assert answer == choose(ONE, "o1")
    assert "Which line do you mean?" in shown


def test_an_empty_line_keeps_the_former_answer():
    answer, shown = ask("\n", default=choose(MANY, "o1", others=State.NOT_SURE))
    assert answer == choose(MANY, "o1", others=State.NOT_SURE)
    assert "Your answer so far: 1, n2, n3." in shown


@pytest.mark.parametrize(
    ("reply", "command"),
    [
        ("b", Command.BACK),
        ("B", Command.BACK),
        ("w", Command.WHY),
        ("h", Command.HELP),
        ("?", Command.HELP),
        ("q", Command.QUIT),
        ("quit", Command.QUIT),
        ("r", Command.RESULT),
        ("+", Command.NEW),
    ],
)
def test_a_command_is_returned_instead_of_an_answer(reply, command):
    assert ask(reply + "\n")[0] is command


def test_everything_that_can_be_typed_is_shown_in_lines_without_control_characters():
    _, shown = ask("n\n")
    for line in (
        NOTE,
        "Which?",
        "1. A swollen leg",
        "0. None of these",
        "n = not sure",
        "p = prefer not to say",
        "b = back, w = why am I asked this, h = what does this mean, + = something new, r = result"
        " now, q = save and leave",
    ):
        assert line in shown.splitlines()
    assert all(char.isprintable() or char == "\n" for char in shown)


def test_what_cannot_be_encoded_is_written_in_plain_signs():
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, encoding="ascii")
    PlainPrompter(io.StringIO("\n1\n"), out).ask(Asking(MANY), NOT_ASKED, NOTE)
    assert b'choose "None of these"' in raw.getvalue()


def test_the_end_of_the_input_is_not_an_answer():
    with pytest.raises(InputEnded):
        ask("")
    with pytest.raises(InputEnded):
        ask("nonsense\n")


def test_an_interrupt_while_reading_wants_to_leave():
    class Interrupting(io.StringIO):
        def readline(self, *_):
            raise KeyboardInterrupt

    with pytest.raises(Interrupted):
        PlainPrompter(Interrupting(), io.StringIO()).ask(Asking(ONE), NOT_ASKED, NOTE)


def test_after_an_interrupt_at_the_prompt_a_new_line_begins():
    class Interrupting(io.StringIO):
        def write(self, text):
            written = super().write(text)
            if text.endswith("Your answer: "):
                raise KeyboardInterrupt
            return written

    out = Interrupting()
    with pytest.raises(Interrupted):
        PlainPrompter(io.StringIO("1\n"), out).ask(Asking(ONE), NOT_ASKED, NOTE)
    assert out.getvalue().endswith("Your answer: \n")


CHOICES = (Choice("go_on", "Go on"), Choice("anew", "Start anew"))


@pytest.mark.parametrize(
    ("reply", "chosen"),
    [
        ("\n", "go_on"),
        ("2\n", "anew"),
        ("start anew\n", "anew"),
        ("3\n2\n", "anew"),
        ("b\n", Command.BACK),
        ("q\n", Command.QUIT),
    ],
)
def test_a_menu_takes_numbers_texts_and_its_default(reply, chosen):
    assert (
        PlainPrompter(io.StringIO(reply), io.StringIO()).choose("How?", CHOICES, "go_on") == chosen
    )


@pytest.mark.parametrize("key", ["b", "B", "?", "+", "r"])
def test_a_key_is_not_taken_for_own_words(key):
    out = io.StringIO()
    prompter = PlainPrompter(io.StringIO(f"{key}\nhelp, my back\n"), out)
    assert prompter.tell("What is wrong?") == "help, my back"
    assert IN_WORDS in out.getvalue()


@pytest.mark.parametrize(
    ("words", "fitting"), [("start", "2: Start anew"), ("again", "1: Go on; 2: Start anew")]
)
def test_a_word_in_a_menu_chooses_nothing_and_is_told_where_it_fits(words, fitting):
    out = io.StringIO()
    choices = [replace(one, keywords="once again") for one in CHOICES]
    chosen = PlainPrompter(io.StringIO(f"{words}\n1\n"), out).choose("How?", choices, "anew")
    assert chosen == "go_on"
    assert f"Which line do you mean? Type what stands before it. {fitting}" in out.getvalue()


def tick(replies: str, former: Ticks | None = None) -> tuple[Ticks | Command, str]:
    out = io.StringIO()
    told = PlainPrompter(io.StringIO(replies), out).tick(LEGS, former, NOTE, MARKED)
    return told, out.getvalue()


def test_a_screen_is_told_by_numbers_and_by_what_stands_before_them():
    told, shown = tick("1 n3 p5\n")
    assert told == Ticks(
        yes=frozenset({("walking", "harder")}),
        unsure=frozenset({("leg", "swollen")}),
        declined=frozenset({"alcohol"}),
    )
    assert "Of 1 and 2, only one can be so." in shown
    assert 'What you do not choose counts as "no".' in shown
    assert "1. Walking is harder (you wrote this)" in shown


def test_lines_that_exclude_each_other_are_refused_together():
    told, shown = tick("1,2\n2\n")
    assert told == Ticks(yes=frozenset({("walking", "cannot")}))
    assert "Only one of these can be so" in shown


def test_what_no_tick_means_is_said_of_the_untouched_questions_only():
    assert "> You walk as usual and drink no alcohol." in tick("3\n")[1]
    assert "> You walk as usual and drink no alcohol." in tick("0\n")[1]
    assert "> You drink nothing." in tick("1\n")[1]


def test_an_empty_line_keeps_the_ticks_of_a_screen():
    former = Ticks(yes=frozenset({("leg", "hot")}), unsure=frozenset({("walking", "cannot")}))
    told, shown = tick("\n", former)
    assert told == former
    assert "Your answer so far: n2, 4." in shown
    assert tick("\n", Ticks())[0] == Ticks()


def test_the_explanation_comes_once():
    out = io.StringIO()
    prompter = PlainPrompter(io.StringIO("0\n0\n"), out)
    prompter.tick(LEGS, None, NOTE, {})
    prompter.tick(LEGS, None, NOTE, {})
    assert out.getvalue().count("for example 1,3") == 1


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.mark.parametrize(
    "setting", [{"TRIAGE_PLAIN": "1"}, {"ACCESSIBLE": "1"}, {"TERM": "dumb"}, {"TERM": ""}]
)
def test_menus_are_not_drawn_where_lines_are_asked_for_or_the_terminal_is_dumb(
    monkeypatch, setting
):
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("TRIAGE_PLAIN", raising=False)
    monkeypatch.delenv("ACCESSIBLE", raising=False)
    assert can_draw(Terminal(), Terminal())
    for name, value in setting.items():
        monkeypatch.setenv(name, value)
    assert not can_draw(Terminal(), Terminal())


@pytest.mark.parametrize(
    ("source", "out"),
    [
        (io.StringIO(), Terminal()),
        (Terminal(), io.StringIO()),
        (None, Terminal()),
        (Terminal(), None),
    ],
)
def test_menus_are_not_drawn_without_a_terminal_on_both_sides(monkeypatch, source, out):
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("TRIAGE_PLAIN", raising=False)
    assert not can_draw(source, out)


@pytest.mark.parametrize(("name", "value"), [("TERM", ""), ("TERM", "dumb"), ("NO_COLOR", "1")])
def test_colour_is_shown_only_where_a_terminal_has_it_and_its_owner_wants_it(
    monkeypatch, name, value
):
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert shows_colour(Terminal())
    assert not shows_colour(io.StringIO())
    assert not shows_colour(None)
    monkeypatch.setenv(name, value)
    assert not shows_colour(Terminal())


def test_a_closed_stdin_ends_the_input(monkeypatch):
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(InputEnded):
        open_prompter(plain=False).ask(Asking(ONE), NOT_ASKED, NOTE)


def test_bytes_that_are_no_text_are_a_wrong_answer(monkeypatch, capsys):
    monkeypatch.setattr(
        sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\xff\xfe\n2\n"), encoding="utf-8")
    )
    assert open_prompter(plain=True).ask(Asking(MANY), NOT_ASKED, NOTE) == choose(MANY, "o2")
    shown = capsys.readouterr()
    assert "not one of the lines" in shown.err
    assert shown.out == ""


def test_a_pipe_whose_lines_never_fit_is_taken_as_ended():
    endless = io.StringIO("nonsense\n" * 1000)
    with pytest.raises(InputEnded):
        PlainPrompter(endless, io.StringIO()).choose("Which?", [Choice("a", "A")], "a")


@pytest.mark.parametrize("typed", ["my  leg is numb\n", "", "q\n", "\n"])
def test_own_words_are_one_line_that_may_be_empty(typed):
    out = io.StringIO()
    prompter = PlainPrompter(io.StringIO(typed), out)
    endings = {"": InputEnded, "q\n": Interrupted}
    if typed in endings:
        with pytest.raises(endings[typed]):
            prompter.tell("What is wrong?")
    else:
        assert prompter.tell("What is wrong?") == " ".join(typed.split())
    assert "What is wrong?" in out.getvalue()
