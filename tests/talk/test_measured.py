"""What a person meets, measured on a few: the way through the screens, and what is told when."""

from __future__ import annotations

from statistics import median

import pytest

from tests.benchmarks import interview
from tests.benchmarks.walks import Plainly, screens_until_told_whom_to_call, walk
from tests.places import TINY
from triage.answers.value import NOT_SURE, Answers, choose
from triage.language.load import load
from triage.language.words import Level

RULES = load(TINY)
PLAINLY = Plainly(RULES)


def test_a_level_is_told_after_the_screen_that_brings_it() -> None:
    answers = Answers({"alarm": choose(RULES.questions["alarm"], "saddle")})
    found = walk(RULES, PLAINLY.person(answers))
    assert found.told == {Level.SELF_CARE: 0, Level.EMERGENCY: 1}
    assert found.settled == 1 < found.screens


def test_what_is_left_out_is_said_to_be_none_and_what_is_given_stays() -> None:
    question = RULES.questions["alarm"]
    assert PLAINLY.person(Answers())(question) == choose(question)
    assert PLAINLY.person(Answers({"alarm": NOT_SURE}))(question) == NOT_SURE


def test_of_options_that_exclude_each_other_the_one_that_fewest_rules_read_is_said() -> None:
    quiet = walk(RULES, PLAINLY.person(Answers()))
    assert quiet.told == {Level.SELF_CARE: 0}
    assert quiet.settled <= quiet.screens


@pytest.mark.slow
def test_who_is_sure_of_nothing_is_soon_told_whom_to_call() -> None:
    stopped = screens_until_told_whom_to_call(interview.rules())
    assert stopped is not None
    assert stopped <= 6


@pytest.mark.slow
def test_the_way_through_the_screens_is_short_for_everybody() -> None:
    people = [interview.met_by_case(place) for place in range(0, len(interview.cases()), 60)]
    calm = [one.walk.settled for one in people if not one.level.is_emergency]
    screens = [one.walk.screens for one in people]
    assert median(calm) <= 10 and max(calm) <= 13
    assert median(screens) <= 15 and max(screens) <= 16


@pytest.mark.slow
def test_who_is_sure_of_nothing_is_through_as_soon() -> None:
    unsure = walk(interview.rules(), lambda _: NOT_SURE)
    assert unsure.settled <= 13
    assert unsure.screens <= 16


@pytest.mark.slow
def test_dangers_are_told_at_once() -> None:
    rows = {row.what: row for row in interview.named()}
    assert rows["swollen hot calf after a flight: told “today” after"].is_met
    assert rows["stroke, saddle, breathless: told after"].is_met


@pytest.mark.slow
def test_a_case_is_read_on_few_lines_and_few_words() -> None:
    people = [interview.met_by_case(place) for place in (0, 1)]
    rows = list(interview.results(people))
    assert [row.is_met for row in rows] == [True, True, True]
