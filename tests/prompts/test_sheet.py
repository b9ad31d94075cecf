"""What keys do to a screen, and that what leaves it means what stood there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.prompts.screens import LEGS, PAGES
from triage.answers.value import DECLINED, NOT_SURE, choose
from triage.interview.ticks import Ticks, answers_of, ticks_of
from triage.prompts import Refused
from triage.prompts.picks import Other
from triage.prompts.sheet import MOST_LINES, Sheet, TickMark, echo

HARDER, CANNOT, SWOLLEN = ("walking", "harder"), ("walking", "cannot"), ("leg", "swollen")
ALCOHOL = ("alcohol", "a_lot")


def signs(sheet: Sheet) -> list[str]:
    return [sheet.sign(row) for row in sheet.rows]


def test_lines_are_either_or_where_a_question_takes_one():
    sheet = Sheet.of(LEGS, None).ticked(HARDER)
    assert signs(sheet)[:3] == ["(x)", "( )", "[ ]"]
    assert signs(sheet.ticked(CANNOT))[:2] == ["( )", "(x)"]
    assert signs(sheet.unsure(CANNOT))[:2] == ["( )", "(?)"]


def test_the_same_key_takes_a_mark_back():
    sheet = Sheet.of(LEGS, None)
    for change in (Sheet.ticked, Sheet.unsure):
        assert signs(change(change(sheet, SWOLLEN), SWOLLEN)) == signs(sheet)
    assert signs(sheet.refused(ALCOHOL).refused(ALCOHOL)) == signs(sheet)
    assert signs(sheet.refused(SWOLLEN)) == signs(sheet)


def test_nothing_marked_is_refused_until_none_of_these_is_chosen():
    sheet = Sheet.of(LEGS, None)
    with pytest.raises(Refused, match="Nothing was chosen"):
        sheet.check()
    with pytest.raises(Refused):
        sheet.entered(HARDER).check()
    sheet.entered(Other.NONE).check()
    assert sheet.entered(Other.NONE).ticks == Ticks()


def test_a_tick_takes_none_of_these_back_and_none_of_these_takes_no_tick_back():
    none = Sheet.of(LEGS, None).ticked(Other.NONE)
    none.ticked(HARDER).check()
    with pytest.raises(Refused, match="cannot stand with another line"):
        Sheet.of(LEGS, None).ticked(HARDER).ticked(Other.NONE).check()


def test_who_was_sure_of_no_line_can_say_none_of_these_at_once():
    unsure = Sheet.of(LEGS, None).ticked(Other.NOT_SURE)
    none = unsure.ticked(Other.NONE)
    none.check()
    assert none.ticks == Ticks()
    assert signs(none.ticked(Other.NOT_SURE)) == signs(unsure)
    with pytest.raises(Refused, match="cannot stand with another line"):
        Sheet.of(LEGS, None).unsure(SWOLLEN).ticked(Other.NONE).check()
    both = [(Other.NOT_SURE, TickMark.YES), (Other.NONE, TickMark.YES)]
    with pytest.raises(Refused, match="cannot stand with another line"):
        Sheet.of(LEGS, None).told(both).check()


def test_not_sure_marks_what_has_no_mark_yet():
    sheet = Sheet.of(LEGS, None).ticked(HARDER).ticked(Other.NOT_SURE)
    assert signs(sheet) == ["(x)", "( )", "[?]", "[?]", "[?]", "[ ]", "[x]", "[ ]"]
    answers = answers_of(LEGS, sheet.ticks)
    assert answers["walking"] == choose(LEGS.questions[0], "harder")
    assert answers["leg"] == answers["alcohol"] == NOT_SURE
    assert signs(sheet.ticked(Other.NOT_SURE)) == signs(Sheet.of(LEGS, None).ticked(HARDER))


def test_prefer_not_to_say_is_only_for_questions_that_allow_it():
    answers = answers_of(LEGS, Sheet.of(LEGS, None).ticked(Other.DECLINED).ticks)
    assert answers["alcohol"] == DECLINED
    assert answers["leg"] == choose(LEGS.questions[1])
    ticked = Sheet.of(LEGS, None).ticked(ALCOHOL).ticked(Other.DECLINED)
    assert answers_of(LEGS, ticked.ticks)["alcohol"] == choose(LEGS.questions[2], "a_lot")


def test_a_long_screen_is_pages_that_are_left_one_by_one_and_told_together():
    sheet = Sheet.of(PAGES, None)
    assert [len(page) for page in sheet.pages] == [7, 6]
    assert all(len(page) <= MOST_LINES for page in sheet.pages)
    first = sheet.ticked(("signs", "s1"))
    first.check()
    second = first.turned(1)
    assert Other.NONE in first.rows and Other.NONE not in second.rows
    with pytest.raises(Refused, match="One answer was missing: “About onset"):
        second.check()
    told = second.ticked(("onset", "slow"))
    told.check()
    assert told.is_last
    assert told.ticks.yes == {("signs", "s1"), ("onset", "slow")}


def test_not_sure_on_one_page_says_nothing_of_the_other():
    told = Sheet.of(PAGES, None).ticked(Other.NOT_SURE)
    unsure = {option for _, option in told.ticks.unsure}
    assert unsure == {f"s{number}" for number in range(1, 8)}


def test_what_was_none_before_is_none_again():
    Sheet.of(LEGS, Ticks()).check()
    with pytest.raises(Refused):
        Sheet.of(LEGS, None).check()


keys = st.lists(
    st.tuples(
        st.sampled_from([Sheet.ticked, Sheet.unsure, Sheet.refused]),
        st.sampled_from([*Sheet.of(LEGS, None).rows]),
    ),
    max_size=8,
)


@pytest.mark.slow
@given(keys)
def test_whatever_was_pressed_a_page_that_can_be_left_comes_back_as_it_was(pressed):
    sheet = Sheet.of(LEGS, None)
    for change, row in pressed:
        sheet = change(sheet, row)
    try:
        sheet.check()
    except Refused:
        return
    answers = answers_of(LEGS, sheet.ticks)
    again = Sheet.of(LEGS, ticks_of(LEGS, answers))
    again.check()
    assert answers_of(LEGS, again.ticks) == answers
    is_unsure = any(answers[one.id].is_unsure(one) for one in LEGS.questions)
    for ticks in (sheet.ticks, ticks_of(LEGS, answers)):
        said = echo(LEGS, ticks)
        assert any(line.startswith(Other.NOT_SURE.value) for line in said) == is_unsure
        assert (Other.NONE.value in said) == sheet.is_empty
