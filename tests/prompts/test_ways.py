"""The plainer words beside a screen: in sight where there is room, and the first to give way."""

from __future__ import annotations

from dataclasses import replace

import pytest
from prompt_toolkit.input import create_pipe_input

from tests.prompts.screens import LEGS
from tests.prompts.test_keyboard import ENTER, ONE, Desk
from triage.answers.value import NOT_ASKED, choose
from triage.interview.state import Asking
from triage.interview.ticks import Ticks

WAY = "Stand up and hold on to something. " * 8
WORDS = " ".join(WAY.split())
TICKED = Ticks(yes=frozenset({("leg", "hot")}))


@pytest.mark.slow
@pytest.mark.parametrize(("rows", "is_shown"), [(24, True), (7, False)])
def test_they_stand_on_a_screen_that_has_room(rows: int, is_shown: bool) -> None:
    with create_pipe_input() as keys:
        desk = Desk(keys, rows=rows)
        ticked = desk.tick("hot" + ENTER, ("> [ ] A leg is hot", " " + ENTER), about=ways_on_legs())
        assert ticked == TICKED
        assert desk.glass.showed("Is one of these so?")
        assert desk.glass.showed(WORDS) is is_shown


def ways_on_legs():  # type: ignore[no-untyped-def] # a screen as it is
    return replace(LEGS, ways=(WORDS,))


@pytest.mark.slow
@pytest.mark.parametrize(("rows", "is_shown"), [(24, True), (7, False)])
def test_they_stand_at_a_question_that_has_room(rows: int, is_shown: bool) -> None:
    with create_pipe_input() as keys:
        desk = Desk(keys, rows=rows)
        desk.type("left" + ENTER, ("> Left", ENTER))
        answer = desk.prompter.ask(Asking(ONE, ways=(WORDS,)), NOT_ASKED, "At most 3 more.")
        assert answer == choose(ONE, "o1")
        assert desk.glass.showed(WORDS) is is_shown
