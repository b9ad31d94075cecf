"""Then and now: better, the same or worse, and by what."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.answers.value import Answers, choose
from triage.engine.assessment import Assessment
from triage.engine.reference import ReferenceEngine
from triage.language.ruleset import RuleSet
from triage.render.formats.page import Page, PageSection
from triage.render.results.since_then import STILL_HOLDS, since_then_json, since_then_page
from triage.why.since_then import Course, SinceThen

QUIET: dict[str, list[str]] = {"alarm": [], "leg": [], "persistence": ["settled"]}
LASTS = {**QUIET, "persistence": ["constant"]}
CLOT = {**QUIET, "leg": ["swollen", "hot"]}
SADDLE = {**QUIET, "alarm": ["saddle"]}


def assess(ruleset: RuleSet, said: dict[str, list[str]]) -> Assessment:
    answers = {name: choose(ruleset.questions[name], *options) for name, options in said.items()}
    return ReferenceEngine(ruleset).assess(Answers(answers))


def since(ruleset: RuleSet, then: dict[str, list[str]], now: dict[str, list[str]]) -> SinceThen:
    return SinceThen(assess(ruleset, then), assess(ruleset, now), date(2026, 11, 19))


def words(page: Page) -> str:
    def lines(section: PageSection) -> list[str]:
        own = [section.title, *(line.text for line in section.lines)]
        return [*own, *(text for part in section.parts for text in lines(part))]

    return "\n".join(text for section in page.sections for text in lines(section))


@pytest.mark.parametrize(
    ("then", "now", "course"),
    [
        (QUIET, QUIET, Course.SAME),
        (QUIET, LASTS, Course.WORSE),
        (LASTS, CLOT, Course.WORSE),
        (CLOT, SADDLE, Course.WORSE),
        (SADDLE, QUIET, Course.BETTER),
        (CLOT, LASTS, Course.BETTER),
        (CLOT, CLOT, Course.SAME),
    ],
)
def test_the_level_says_what_became_of_it(
    tiny: RuleSet, then: dict[str, list[str]], now: dict[str, list[str]], course: Course
) -> None:
    assert since(tiny, then, now).course is course


def test_at_one_level_a_new_reason_is_worse_whatever_else_has_gone(tiny: RuleSet) -> None:
    severe = {**QUIET, "severity": ["severe"]}
    assert assess(tiny, severe).level == assess(tiny, LASTS).level
    assert since(tiny, LASTS, {**LASTS, **severe, "persistence": ["constant"]}).course is (
        Course.WORSE
    )
    assert since(tiny, LASTS, severe).course is Course.WORSE
    assert since(tiny, {**severe, "persistence": ["constant"]}, LASTS).course is Course.BETTER


def test_the_page_says_both_levels_and_what_is_new_and_gone(tiny: RuleSet) -> None:
    said = words(since_then_page(since(tiny, LASTS, CLOT)))
    assert "19 November 2026: See a doctor." in said
    assert "Now: Get medical help today." in said
    assert "Worse than then\n" in said
    assert "New since then\nYour leg is swollen.\nYour leg is hot.\nThe numbness is gone." in said
    assert "Not so any more\nThe numbness is there all the time." in said


@pytest.mark.parametrize("then", [LASTS, CLOT, SADDLE])
def test_who_is_better_is_told_that_the_earlier_words_hold(
    tiny: RuleSet, then: dict[str, list[str]]
) -> None:
    assert STILL_HOLDS in words(since_then_page(since(tiny, then, QUIET)))
    assert STILL_HOLDS not in words(since_then_page(since(tiny, QUIET, then)))


SAID = st.fixed_dictionaries(
    {
        "alarm": st.lists(st.sampled_from(["saddle", "cold", "pale"]), unique=True),
        "leg": st.lists(st.sampled_from(["swollen", "hot"]), unique=True),
        "persistence": st.sampled_from([["settled"], ["constant"]]),
        "severity": st.sampled_from([["mild"], ["severe"]]),
    }
)


@pytest.mark.slow
@given(then=SAID, now=SAID)
def test_better_and_worse_never_go_against_the_level(
    tiny: RuleSet, then: dict[str, list[str]], now: dict[str, list[str]]
) -> None:
    found, back = since(tiny, then, now), since(tiny, now, then)
    if found.now.level > found.then.level:
        assert found.course is Course.WORSE
        assert back.course is Course.BETTER
    if found.course is Course.SAME:
        assert back.course is Course.SAME
    assert (found.new, found.gone) == (back.gone, back.new)
    assert since_then_json(found)["course"] == found.course.value
