"""Answers of another day, taken up again: what is asked anew and what stays."""

from __future__ import annotations

from triage.answers.value import Answers, choose
from triage.interview.another_day import changing, taken_up
from triage.interview.order import AskingScreen
from triage.interview.state import Reopened
from triage.language.ruleset import RuleSet


def answered(ruleset: RuleSet, *names: str) -> Answers:
    given = {name: ruleset.questions[name] for name in names}
    return Answers({name: choose(one, one.option_ids[0]) for name, one in given.items()})


def test_screens_that_open_or_say_so_are_asked_again(legs: RuleSet) -> None:
    names = ("brain_signs", "leg_signs", "trend", "weakness", "unwell", "smoking", "age")
    earlier = answered(legs, *names)
    assert changing(legs, earlier) == ("brain_signs", "leg_signs", "trend", "unwell")


def test_without_screens_the_warning_signs_are_asked_again(tiny: RuleSet) -> None:
    assert changing(tiny, answered(tiny, "alarm", "smoking", "leg")) == ("alarm", "leg")


def test_it_begins_with_the_first_of_them_and_all_that_was_said(legs: RuleSet) -> None:
    earlier = answered(legs, "brain_signs", "trend", "smoking")
    found = taken_up(legs, earlier)
    assert found.interview.answers == earlier
    assert found.interview.events[-1] == Reopened("brain_signs")
    assert found.again == ("trend",)
    assert isinstance(found.interview.shown, AskingScreen)
    assert found.interview.shown.screen.id == "brain"


def test_where_nothing_was_said_the_interview_is_a_new_one(legs: RuleSet) -> None:
    found = taken_up(legs, Answers())
    assert found.interview.events == ()
    assert found.again == ()
