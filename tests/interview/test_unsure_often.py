"""Who stays unsure on two screens reads the plainer words beside the first ones from then on."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest

from triage.answers.value import NOT_SURE, Answer, choose
from triage.interview.order import AskingScreen
from triage.interview.state import UNSURE_OFTEN, Asking, Interview
from triage.language.model import Question
from triage.language.ruleset import RuleSet
from triage.prompts.plain import PlainPrompter


def asked(shown: AskingScreen | Asking) -> tuple[Question, ...]:
    return shown.questions if isinstance(shown, AskingScreen) else (shown.question,)


def unsure(interview: Interview) -> Interview:
    """After one more screen that the person is sure of nothing on."""
    assert interview.shown is not None
    return interview.tell({one.id: NOT_SURE for one in asked(interview.shown)})


@pytest.mark.slow
@pytest.mark.parametrize("has_screens", [True, False])
def test_two_screens_come_twice_and_no_other(legs: RuleSet, has_screens: bool) -> None:
    ruleset = legs if has_screens else replace(legs, screens=())
    interview, twice = Interview(ruleset), 0
    while (shown := interview.shown) is not None:
        if isinstance(shown, Asking) and shown.plainer:
            twice += 1
        else:
            wanted = tuple(one.plainer for one in asked(shown) if one.plainer)
            assert shown.ways == (wanted if twice == UNSURE_OFTEN else ())
        interview = unsure(interview)
    assert twice == UNSURE_OFTEN


def said(legs: RuleSet, *answers: Answer) -> Interview:
    interview = Interview(legs)
    for answer in answers:
        assert interview.shown is not None
        interview = interview.tell({asked(interview.shown)[0].id: answer})
    return interview


def test_who_found_out_is_asked_once_more_the_next_time_too(legs: RuleSet) -> None:
    brain = choose(legs.questions["brain_signs"])
    interview = unsure(said(legs, NOT_SURE, brain, NOT_SURE, NOT_SURE))
    assert isinstance(interview.shown, Asking)
    assert interview.shown.plainer
    assert interview.shown.question.id == "spine_signs"


def test_going_back_takes_the_words_away_again(legs: RuleSet) -> None:
    often = said(legs, NOT_SURE, NOT_SURE, NOT_SURE, NOT_SURE)
    assert often.shown is not None and often.shown.ways
    once_more = often.back().shown
    assert isinstance(once_more, Asking) and once_more.plainer
    again = often.reopen("brain_signs").shown
    assert isinstance(again, AskingScreen)
    assert again.ways == (legs.questions["brain_signs"].plainer,)


def test_a_screen_reader_hears_them_once(legs: RuleSet) -> None:
    shown = said(legs, NOT_SURE, NOT_SURE, NOT_SURE, NOT_SURE).shown
    assert isinstance(shown, AskingScreen)
    out = io.StringIO()
    PlainPrompter(io.StringIO("0\n"), out).tick(shown, None, "", {})
    plainer = legs.questions["spine_signs"].plainer
    assert plainer is not None
    assert " ".join(out.getvalue().split()).count(" ".join(plainer.split())) == 1
