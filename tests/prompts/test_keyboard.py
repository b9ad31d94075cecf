"""Menus on a terminal: what keys do, and what a stray key must never do."""

from __future__ import annotations

import io
import os
import signal

import pyte
import pytest
from prompt_toolkit.data_structures import Size
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output.vt100 import Vt100_Output

from triage.answers.value import DECLINED, NOT_ASKED, NOT_SURE, Answer, State, choose
from triage.interview.state import Asking
from triage.language.model import Question
from triage.prompts import Choice, Command, InputEnded, Interrupted
from triage.prompts.keyboard import KeyboardPrompter

UP, DOWN, LEFT, ESC, ENTER, BACKSPACE, TAB = (
    "\x1b[A",
    "\x1b[B",
    "\x1b[D",
    "\x1b",
    "\r",
    "\x7f",
    "\t",
)
CTRL_A, CTRL_B, CTRL_C, CTRL_D, CTRL_O, F1, F2 = (
    "\x01",
    "\x02",
    "\x03",
    "\x04",
    "\x0f",
    "\x1bOP",
    "\x1bOQ",
)
NOTE = "Warning signs. At most 3 more questions."
LONG = "Numbness between the legs, around the genitals or the buttocks, where a saddle would touch"


def question(kind: str, *texts: str, declinable: bool = False) -> Question:
    options = [
        {"id": f"o{place}", "text": text, "said": "so"} for place, text in enumerate(texts, 1)
    ]
    return Question.model_validate(
        {
            "id": "q",
            "section": "s",
            "kind": kind,
            "text": "Do you notice any of these new signs in your legs?",
            "help": "Help.",
            "cites": ["A"],
            "options": options,
            "declinable": declinable,
        }
    )


ONE = question("one", "Left", "Right", "Both", declinable=True)
MANY = question("many", "Swollen", "Hot", LONG)


class Glass(io.StringIO):
    """A terminal that remembers every picture it showed."""

    def __init__(self, columns: int, encoding: str) -> None:
        super().__init__()
        self._encoding, self.pictures, self.on_picture = encoding, [""], lambda: None
        self._screen = pyte.Screen(columns, 24)
        self._stream = pyte.Stream(self._screen)

    @property
    def encoding(self):
        return self._encoding

    def write(self, text):
        self._stream.feed(text.replace("\n", "\r\n"))
        self.pictures.append("\n".join(self._screen.display))
        self.on_picture()
        return len(text)

    def showed(self, words: str) -> bool:
        """Whether these words stood on the screen at one time, wherever the lines broke."""
        return any(words in " ".join(picture.split()) for picture in self.pictures)

    def shows(self, words: str) -> bool:
        """Whether these words stand on the screen now."""
        return words in " ".join(self.pictures[-1].split())


Step = tuple[str, str]
"""What the person waits to see, and the keys that follow."""


class Desk:
    """A person at a keyboard."""

    def __init__(self, keys, columns=80, encoding="utf-8"):
        self.keys, self.glass = keys, Glass(columns, encoding)
        output = Vt100_Output(self.glass, lambda: Size(24, columns), term="xterm", enable_cpr=False)
        self.prompter = KeyboardPrompter(keys, output)

    def ask(
        self, typed: str, *later: Step, about: Question = MANY, default: Answer = NOT_ASKED
    ) -> Answer | Command:
        """Type at once, and type each later step as soon as its words stand on the screen."""
        steps = list(later)

        def look() -> None:
            if steps and self.glass.shows(steps[0][0]):
                self.keys.send_text(steps.pop(0)[1])

        self.glass.on_picture = look
        self.keys.send_text(typed)
        return self.prompter.ask(Asking(about), default, NOTE)


@pytest.fixture
def keys():
    with create_pipe_input() as pipe:
        yield pipe


@pytest.fixture
def desk(keys):
    return Desk(keys)


@pytest.mark.parametrize(
    "typed", [ENTER, "zzz" + ENTER, "le" + BACKSPACE * 2 + ENTER, TAB + ENTER, "\n" + ENTER]
)
def test_an_enter_without_a_choice_is_not_sure_and_never_the_first_option(desk, typed):
    assert desk.ask(typed, about=ONE) == NOT_SURE


@pytest.mark.slow
@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        (UP + ENTER, choose(ONE, "o3")),
        (DOWN * 2 + ENTER, choose(ONE, "o1")),
        ("righ" + ENTER, choose(ONE, "o2")),
        ("LEFT" + ENTER, choose(ONE, "o1")),
        (DOWN + ENTER, DECLINED),
        ("prefer" + ENTER, DECLINED),
    ],
)
def test_arrows_and_letters_find_a_line(desk, typed, answer):
    assert desk.ask(typed, about=ONE) == answer


@pytest.mark.parametrize("former", [choose(ONE, "o2"), NOT_SURE, DECLINED])
def test_the_pointer_starts_on_the_former_answer(desk, former):
    assert desk.ask(ENTER, about=ONE, default=former) == former


@pytest.mark.slow
@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        (" " + ENTER, choose(MANY, "o1")),
        (" " + DOWN + " " + ENTER, choose(MANY, "o1", "o2")),
        ("hot " + ENTER, choose(MANY, "o2")),
        ("none " + ENTER, choose(MANY)),
        ("sure " + ENTER, NOT_SURE),
        (" sure " + ENTER, Answer(State.GIVEN, yes=frozenset({"o1"}))),
    ],
)
def test_ticks_become_an_answer(desk, typed, answer):
    assert desk.ask(typed) == answer


@pytest.mark.parametrize(
    "former", [choose(MANY), choose(MANY, "o1", "o3"), choose(MANY, "o2", others=State.NOT_SURE)]
)
def test_the_former_ticks_stand_when_an_answer_is_changed(desk, former):
    assert desk.ask(ENTER, default=former) == former


def test_enter_with_nothing_ticked_is_refused_with_the_way_out(desk):
    assert desk.ask(ENTER, ("Choose at least one line.", " " + ENTER)) == choose(MANY, "o1")
    assert desk.glass.showed("Choose at least one line. If none fits, choose “None of these”.")


def test_none_of_these_beside_a_tick_is_refused(desk):
    assert desk.ask(
        " none " + ENTER, ("cannot stand with another line.", "none " + ENTER)
    ) == choose(MANY, "o1")
    assert desk.glass.showed("“None of these” cannot stand with another line.")


def test_no_key_ticks_everything_at_once(desk):
    with pytest.raises(Interrupted):
        desk.ask(TAB + CTRL_A + ENTER, ("Choose at least one line.", CTRL_C))
    assert desk.glass.showed("Choose at least one line.")
    assert not desk.glass.showed("[x]")


@pytest.mark.slow
@pytest.mark.parametrize("about", [ONE, MANY])
@pytest.mark.parametrize(
    ("key", "command"),
    [
        (LEFT, Command.BACK),
        (ESC, Command.BACK),
        (CTRL_B, Command.BACK),
        (ESC + ENTER, Command.BACK),
        ("?", Command.HELP),
        (F1, Command.HELP),
        (F2, Command.WHY),
    ],
)
def test_a_key_asks_for_something_else_than_an_answer(desk, about, key, command):
    assert desk.ask(key, about=about) is command


@pytest.mark.parametrize("about", [ONE, MANY])
def test_no_key_of_the_library_sends_off_an_empty_answer(desk, about):
    with pytest.raises(Interrupted):
        desk.ask(CTRL_O + CTRL_C, about=about)


@pytest.mark.parametrize("about", [ONE, MANY])
@pytest.mark.parametrize(("key", "ending"), [(CTRL_C, Interrupted), (CTRL_D, InputEnded)])
def test_leaving_is_not_an_answer(desk, about, key, ending):
    with pytest.raises(ending):
        desk.ask(key, about=about)


def test_a_terminal_that_closes_ends_the_input(desk):
    desk.keys.close()
    with pytest.raises(InputEnded):
        desk.prompter.ask(Asking(ONE), NOT_ASKED, NOTE)


def test_keys_typed_ahead_do_not_answer_the_next_question(desk):
    assert desk.ask("left" + ENTER + "right" + ENTER, about=ONE) == choose(ONE, "o1")
    assert desk.ask(ENTER, about=ONE) == NOT_SURE


@pytest.mark.slow
@pytest.mark.parametrize("columns", [40, 60, 80])
def test_long_lines_wrap_and_every_word_can_be_read(keys, columns):
    desk = Desk(keys, columns)
    desk.ask("", ("Not sure", " " + ENTER))
    assert desk.glass.showed(LONG)
    assert desk.glass.showed(MANY.text)
    assert desk.glass.showed(NOTE)
    assert desk.glass.showed("Ctrl-C saves and leaves.")


def test_a_tick_can_be_seen_where_output_is_not_utf8(keys):
    desk = Desk(keys, encoding="ascii")
    desk.ask(ENTER, ("Choose at least one line.", " "), ("[x]", ENTER))
    assert desk.glass.showed("[x] Swollen [ ] Hot")
    assert desk.glass.showed('choose "None of these"')
    assert all(picture.isascii() for picture in desk.glass.pictures)


def test_an_answered_question_leaves_its_answer_on_the_screen(desk):
    desk.ask("", ("Not sure", " " + DOWN + " " + ENTER))
    lines = [line.rstrip() for line in desk.glass.pictures[-1].splitlines() if line.strip()]
    assert lines == [MANY.text, "  > Swollen; Hot"]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "status"), [("SIGTERM", 143), ("SIGHUP", 129)])
def test_a_signal_in_the_middle_of_a_prompt_leaves_in_order(desk, name, status):
    number = getattr(signal, name)
    before = signal.getsignal(number)
    desk.glass.on_picture = lambda: (
        os.kill(os.getpid(), number) if desk.glass.shows("Not sure") else None
    )
    with pytest.raises(SystemExit) as leaving:
        desk.prompter.ask(Asking(ONE), NOT_ASKED, NOTE)
    assert leaving.value.code == status
    assert signal.getsignal(number) == before


CHOICES = (Choice("stop", "Stop here"), Choice("go_on", "Go on"))


@pytest.mark.parametrize(
    ("typed", "chosen"),
    [
        (ENTER, "go_on"),
        (UP + ENTER, "stop"),
        ("stop" + ENTER, "stop"),
        (LEFT, Command.BACK),
        ("?", Command.HELP),
    ],
)
def test_a_menu_starts_on_its_default(desk, typed, chosen):
    desk.keys.send_text(typed)
    assert desk.prompter.choose("Stop or go on?", CHOICES, "go_on") == chosen
