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

from tests.prompts.screens import LEGS, MARKED, PAGES
from triage.answers.value import DECLINED, NOT_ASKED, NOT_SURE, Answer, State, choose
from triage.interview.order import AskingScreen
from triage.interview.state import Asking
from triage.interview.ticks import Ticks
from triage.language.model import Question
from triage.language.safe import Safe
from triage.prompts import Choice, Command, InputEnded, Interrupted
from triage.prompts.drawn import MenuDrawing
from triage.prompts.keyboard import END, HELP_MENU, MORE, KeyboardPrompter
from triage.prompts.plain import PlainPrompter
from triage.prompts.shrinking import TOO_SMALL, ShrinkingPrompter

UP, DOWN, LEFT, ESC, ENTER, BACKSPACE, TAB = (
    "\x1b[A",
    "\x1b[B",
    "\x1b[D",
    "\x1b",
    "\r",
    "\x7f",
    "\t",
)
CTRL_R, F4 = "\x12", "\x1bOS"
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

    def __init__(self, columns: int, encoding: str, rows: int) -> None:
        super().__init__()
        self._encoding, self.pictures, self.on_picture = encoding, [""], lambda: None
        self._screen = pyte.Screen(columns, rows)
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

    def __init__(self, keys, columns=80, encoding="utf-8", rows=24):
        self.keys, self.glass, self.size = keys, Glass(columns, encoding, rows), Size(rows, columns)
        output = Vt100_Output(self.glass, lambda: self.size, term="xterm", enable_cpr=False)
        self.prompter = KeyboardPrompter(MenuDrawing(keys, output))

    def ask(
        self, typed: str, *later: Step, about: Question = MANY, default: Answer = NOT_ASKED
    ) -> Answer | Command:
        """Type at once, and type each later step as soon as its words stand on the screen."""
        self.type(typed, *later)
        return self.prompter.ask(Asking(about), default, NOTE)

    def tick(
        self, typed: str, *later: Step, about: AskingScreen = LEGS, former: Ticks | None = None
    ) -> Ticks | Command:
        """The same on a screen."""
        self.type(typed, *later)
        return self.prompter.tick(about, former, NOTE, MARKED)

    def type(self, typed: str, *later: Step) -> None:
        steps = list(later)

        def look() -> None:
            if steps and self.glass.shows(steps[0][0]):
                self.keys.send_text(steps.pop(0)[1])

        self.glass.on_picture = look
        self.keys.send_text(typed)


@pytest.fixture
def keys():
    with create_pipe_input() as pipe:
        yield pipe


@pytest.fixture
def desk(keys):
    return Desk(keys)


@pytest.mark.slow
@pytest.mark.parametrize(
    "typed", [ENTER, "zzz" + ENTER * 2, "le" + BACKSPACE * 2 + ENTER, TAB + ENTER, "\n" + ENTER]
)
def test_an_enter_without_a_choice_is_not_sure_and_never_the_first_option(desk, typed):
    assert desk.ask(typed, about=ONE) == NOT_SURE


@pytest.mark.slow
@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        (UP + ENTER, choose(ONE, "o3")),
        (DOWN * 2 + ENTER, choose(ONE, "o1")),
        ("righ" + ENTER * 2, choose(ONE, "o2")),
        ("LEFT" + ENTER * 2, choose(ONE, "o1")),
        ("left" + ENTER + DOWN + ENTER, choose(ONE, "o2")),
        (DOWN + ENTER, DECLINED),
        ("prefer" + ENTER * 2, DECLINED),
    ],
)
def test_arrows_and_letters_find_a_line(desk, typed, answer):
    assert desk.ask(typed, about=ONE) == answer


@pytest.mark.slow
@pytest.mark.parametrize("former", [choose(ONE, "o2"), NOT_SURE, DECLINED])
def test_the_pointer_starts_on_the_former_answer(desk, former):
    assert desk.ask(ENTER, about=ONE, default=former) == former


@pytest.mark.slow
@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        (" " + ENTER, choose(MANY, "o1")),
        (" " + DOWN + " " + ENTER, choose(MANY, "o1", "o2")),
        ("hot" + ENTER + " " + ENTER, choose(MANY, "o2")),
        ("none" + ENTER + " " + ENTER, choose(MANY)),
        ("none" + ENTER * 2, choose(MANY)),
        (UP + UP + ENTER, choose(MANY)),
        ("sure" + ENTER * 2, NOT_SURE),
        (" sure" + ENTER + " " + ENTER, Answer(State.GIVEN, yes=frozenset({"o1"}))),
        (" /" + ENTER, Answer(State.GIVEN, no=frozenset({"o2", "o3"}))),
    ],
)
def test_ticks_become_an_answer(desk, typed, answer):
    assert desk.ask(typed) == answer


@pytest.mark.slow
@pytest.mark.parametrize(
    "former", [choose(MANY), choose(MANY, "o1", "o3"), choose(MANY, "o2", others=State.NOT_SURE)]
)
def test_the_former_ticks_stand_when_an_answer_is_changed(desk, former):
    assert desk.ask(ENTER, default=former) == former


NOTHING = "Nothing was chosen. Choose what is so, or choose “None of these”."


@pytest.mark.slow
@pytest.mark.parametrize("typed", [ENTER, ENTER * 2, "swollen" + ENTER * 2, "hot " + ENTER * 2])
def test_a_stray_enter_and_typing_choose_nothing(desk, typed):
    assert desk.ask(typed, (NOTHING, CTRL_B)) is Command.BACK
    assert desk.glass.showed(NOTHING)
    assert not desk.glass.showed("[x]")


@pytest.mark.slow
def test_a_sentence_ticks_nothing_whatever_its_words_find(desk):
    found = desk.ask(f"swollen or hot {ENTER}my foot is hot{ENTER}{ENTER}", (NOTHING, CTRL_B))
    assert found is Command.BACK
    assert not desk.glass.showed("[x]")


@pytest.mark.slow
def test_after_a_word_the_whole_list_comes_back_with_the_pointer_on_what_it_found(desk):
    desk.ask("hot", ("/ hot...", ENTER), ("[ ] Swollen > [ ] Hot", CTRL_B))
    assert desk.glass.showed("[ ] Swollen > [ ] Hot")


@pytest.mark.slow
def test_none_of_these_beside_a_tick_is_refused(desk):
    alone = "“None of these” cannot stand with another line."
    assert desk.ask(" none" + ENTER + " " + ENTER, (alone, " " + ENTER)) == choose(MANY, "o1")
    assert desk.glass.showed(alone)


@pytest.mark.slow
def test_no_key_ticks_everything_at_once(desk):
    with pytest.raises(Interrupted):
        desk.ask(TAB + CTRL_A + ENTER, (NOTHING, CTRL_C))
    assert desk.glass.showed(NOTHING)
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
        (CTRL_R, Command.RESULT),
        ("+", Command.NEW),
    ],
)
def test_a_key_asks_for_something_else_than_an_answer(desk, about, key, command):
    assert desk.ask(key, about=about) is command


@pytest.mark.slow
@pytest.mark.parametrize("about", [ONE, MANY])
def test_no_key_of_the_library_sends_off_an_empty_answer(desk, about):
    with pytest.raises(Interrupted):
        desk.ask(CTRL_O + CTRL_C, about=about)


@pytest.mark.slow
@pytest.mark.parametrize("about", [ONE, MANY])
@pytest.mark.parametrize(("key", "ending"), [(CTRL_C, Interrupted), (CTRL_D, InputEnded)])
def test_leaving_is_not_an_answer(desk, about, key, ending):
    with pytest.raises(ending):
        desk.ask(key, about=about)


def test_a_terminal_that_closes_ends_the_input(desk):
    desk.keys.close()
    with pytest.raises(InputEnded):
        desk.prompter.ask(Asking(ONE), NOT_ASKED, NOTE)


@pytest.mark.slow
def test_keys_typed_ahead_do_not_answer_the_next_question(desk):
    assert desk.ask("left" + ENTER * 2 + "right" + ENTER * 2, about=ONE) == choose(ONE, "o1")
    assert desk.ask(ENTER, about=ONE) == NOT_SURE


@pytest.mark.slow
@pytest.mark.parametrize("columns", [40, 60, 80])
def test_long_lines_wrap_and_every_word_can_be_read(keys, columns):
    desk = Desk(keys, columns)
    desk.ask("", ("Not sure", " " + ENTER))
    assert desk.glass.showed(LONG)
    assert desk.glass.showed(MANY.text)
    assert desk.glass.showed(NOTE)
    assert desk.glass.showed("Ctrl-C leaves.")


@pytest.mark.slow
def test_a_tick_can_be_seen_where_output_is_not_utf8(keys):
    desk = Desk(keys, encoding="ascii")
    desk.ask(ENTER, ("Nothing was chosen.", " "), ("[x]", ENTER))
    assert desk.glass.showed("[x] Swollen [ ] Hot")
    assert desk.glass.showed('choose "None of these"')
    assert all(picture.isascii() for picture in desk.glass.pictures)


@pytest.mark.slow
def test_an_answered_question_leaves_its_answer_on_the_screen(desk):
    desk.ask("", ("Not sure", " " + DOWN + " " + ENTER))
    lines = [line.rstrip() for line in desk.glass.pictures[-1].splitlines() if line.strip()]
    assert lines == [MANY.text, "  > Swollen; Hot"]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "status"), [("SIGTERM", 143), ("SIGHUP", 129)])
def test_a_signal_in_the_middle_of_a_prompt_leaves_in_order(desk, name, status):
    number = getattr(signal, name)
    before = signal.signal(number, signal.SIG_DFL)  # who started the tests may ignore it
    desk.glass.on_picture = lambda: (
        os.kill(os.getpid(), number) if desk.glass.shows("Not sure") else None
    )
    with pytest.raises(SystemExit) as leaving:
        desk.prompter.ask(Asking(ONE), NOT_ASKED, NOTE)
    assert leaving.value.code == status
    assert signal.signal(number, before) == signal.SIG_DFL


CHOICES = (Choice("stop", "Stop here"), Choice("go_on", "Go on"))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("typed", "chosen"),
    [
        (ENTER, "go_on"),
        (UP + ENTER, "stop"),
        ("stop" + ENTER * 2, "stop"),
        (" " + ENTER, "go_on"),
        ("go on" + ENTER * 2, "go_on"),
        (LEFT, Command.BACK),
        ("?", Command.HELP),
    ],
)
def test_a_menu_starts_on_its_default(desk, typed, chosen):
    desk.keys.send_text(typed)
    assert desk.prompter.choose("Stop or go on?", CHOICES, "go_on") == chosen


@pytest.mark.slow
def test_a_list_longer_than_the_window_says_that_more_is_below(desk):
    many = [Choice(str(number), f"Line {number}") for number in range(30)]
    desk.keys.send_text(ENTER)
    desk.prompter.choose("Which?", many, "0")
    assert desk.glass.showed(f"{HELP_MENU} Down shows more.")
    desk.keys.send_text(ENTER)
    desk.prompter.choose("Which?", many[:5], "0")
    assert not desk.glass.shows("Down shows more.")


def test_a_part_that_fits_ends_without_an_empty_one_behind_it(desk):
    rows = desk.size.rows - 3
    desk.keys.send_text(ENTER)
    desk.prompter.show(Safe("\n".join(["Words."] * rows) + "\n\n"))
    assert desk.glass.showed(END)
    assert not desk.glass.showed(MORE)


def test_a_sentence_longer_than_the_window_is_broken_between_words(keys):
    desk = Desk(keys, columns=40)
    desk.prompter.show(Safe("The screens with the signs come again. Tick what is new."))
    lines = [line.strip() for line in desk.glass.pictures[-1].splitlines() if line.strip()]
    assert lines == ["The screens with the signs come again.", "Tick what is new."]


@pytest.mark.slow
def test_a_screen_shows_what_excludes_each_other_and_what_is_not_sure(desk):
    typed = " " + DOWN + " " + DOWN + "/" + DOWN + DOWN + F4 + ENTER
    assert desk.tick(typed) == Ticks(
        yes=frozenset({("walking", "cannot")}),
        unsure=frozenset({("leg", "swollen")}),
        declined=frozenset({"alcohol"}),
    )
    lines = [line.rstrip() for line in desk.glass.pictures[-1].splitlines() if line.strip()]
    assert lines == [
        "Is one of these so?",
        "  > I cannot walk",
        "  > Not sure: A leg is swollen",
        "  > Prefer not to say: About alcohol?",
    ]


@pytest.mark.slow
def test_signs_change_while_the_screen_stands(desk):
    desk.tick(
        "",
        ("( ) Walking is harder (you wrote this)", " "),
        ("(x) Walking", "/"),
        ("(?) Walking", CTRL_B),
    )
    assert desk.glass.showed("(?) Walking is harder (you wrote this) ( ) I cannot walk")


def test_what_no_tick_means_is_said_after_the_screen(desk):
    assert desk.tick("none" + ENTER * 2) == Ticks()
    assert desk.glass.showed("> None of these > You walk as usual and drink no alcohol.")


@pytest.mark.slow
def test_pages_are_told_together_and_back_turns_the_page(desk):
    first, second = "(page 1 of 2)", "(page 2 of 2)"
    told = desk.tick(
        " " + ENTER,
        (second, ESC),
        (first, ENTER),
        (second, ENTER),
        ("One answer was missing: “About onset?”", UP * 2 + " " + ENTER),
        about=PAGES,
    )
    assert told == Ticks(yes=frozenset({("signs", "s1"), ("onset", "slow")}))


@pytest.mark.slow
def test_the_former_ticks_of_a_screen_stand(desk):
    former = Ticks(yes=frozenset({("leg", "hot")}), unsure=frozenset({("walking", "cannot")}))
    assert desk.tick(ENTER, former=former) == former
    assert desk.tick(ENTER, former=Ticks()) == Ticks()


@pytest.mark.slow
@pytest.mark.parametrize(("columns", "rows"), [(60, 14), (40, 16), (60, 10)])
def test_on_a_small_screen_every_line_can_be_reached_and_read(keys, columns, rows):
    desk = Desk(keys, columns, rows=rows)
    keys_down = [(f"> [ ] Sign {number}", DOWN) for number in range(1, 7)]
    desk.tick("", *keys_down, ("> [ ] Sign 7", CTRL_B), about=PAGES)
    assert desk.glass.showed("> [ ] Sign 7")
    assert desk.glass.showed("Is one of these so? (page 1 of 2)")


@pytest.mark.slow
def test_a_window_that_changes_half_way_draws_the_same_menu_anew(desk):
    def shrink():
        if desk.glass.shows("> [ ] A leg is swollen") and desk.size.columns == 80:
            desk.size = Size(12, 60)
            desk.keys.send_text(" ")
        elif desk.glass.shows("[x] A leg is swollen"):
            desk.glass.on_picture = lambda: None
            desk.keys.send_text(ENTER)

    desk.type(DOWN * 2)
    desk.glass.on_picture = shrink
    told = desk.prompter.tick(LEGS, None, NOTE, {})
    assert told == Ticks(yes=frozenset({("leg", "swollen")}))
    assert desk.glass.showed("Space ticks, / not sure, Enter goes on, Ctrl-C leaves.")


def test_a_window_too_small_for_one_line_says_so_and_goes_on_in_lines(keys):
    desk, out = Desk(keys, rows=3), io.StringIO()
    lines = PlainPrompter(io.StringIO("1\n"), out)
    prompter = ShrinkingPrompter(desk.prompter, lambda: lines)
    assert prompter.tick(LEGS, None, NOTE, {}) == Ticks(yes=frozenset({("walking", "harder")}))
    assert out.getvalue().startswith(TOO_SMALL)
    assert prompter.screen == lines.screen


@pytest.mark.slow
def test_own_words_are_typed_and_stay_on_the_screen(desk):
    desk.keys.send_text("left +/? foot 1" + ENTER)
    assert desk.prompter.tell("What is wrong?") == "left +/? foot 1"
    assert desk.glass.showed("What is wrong?")
    assert desk.glass.showed("> left +/? foot 1")
    desk.keys.send_text(ENTER)
    assert not desk.prompter.tell("What is wrong?")


@pytest.mark.parametrize(("key", "ending"), [(CTRL_C, Interrupted), (CTRL_D, InputEnded)])
def test_one_can_leave_where_own_words_are_asked_for(desk, key, ending):
    desk.keys.send_text(key)
    with pytest.raises(ending):
        desk.prompter.tell("What is wrong?")
