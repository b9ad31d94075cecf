"""What holds of screens in any order: random rule sets with gates, put on random screens, and
people who answer everything, in part or not at all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.examples import examples
from tests.random_rulesets import answer_to, answers_to, make_question, rulesets
from triage.answers.value import Answer, Answers
from triage.engine.assessment import Assessment
from triage.engine.reference import ReferenceEngine
from triage.interview.journal import dumps, loads
from triage.interview.order import AskingScreen, ranks
from triage.interview.state import Asking, Interview
from triage.lacks.gates import applies
from triage.language import screens
from triage.language.conditions import Is, questions_of
from triage.language.model import Question
from triage.language.ruleset import RuleSet
from triage.language.screens import NoneOfThese, QuestionScreen, ScreenLine
from triage.language.words import Kind
from triage.render.results.asked_now import ASKED_BEFORE, why_now_page
from triage.render.results.interview_words import OPENS, USES

many = examples(40)
Person = Mapping[str, Answer]


@st.composite
def screened(draw: st.DrawFn) -> RuleSet:
    """A random rule set with gates, most of its questions on screens that are lossless."""
    ruleset = draw(rulesets(gated=True))
    order = draw(st.permutations(list(ruleset.questions)))
    left = draw(st.sets(st.sampled_from(order), max_size=1))
    groups: list[list[str]] = []
    for name in order:
        if name in left:
            continue
        fitting = [group for group in groups if _stand_together(ruleset, name, group)]
        if fitting and draw(st.booleans()):
            fitting[0].append(name)
        else:
            groups.append([name])
    made = tuple(_screen(draw, ruleset, place, group) for place, group in enumerate(groups))
    problems = list(screens.check(made, ruleset.questions))
    assert {one.code for one in problems} <= {"T149"}
    assume(not problems)  # screens that wait for each other
    return replace(ruleset, screens=made)


def _stand_together(ruleset: RuleSet, name: str, group: Sequence[str]) -> bool:
    """Whether no gate of one reads another."""
    questions = ruleset.questions
    reads = set(questions_of(questions[name].gate)) & set(group)
    is_read = any(name in questions_of(questions[other].gate) for other in group)
    return not reads and not is_read


def _screen(draw: st.DrawFn, ruleset: RuleSet, place: int, group: Sequence[str]) -> QuestionScreen:
    lines, sets = [], {}
    for name in group:
        question = ruleset.questions[name]
        options = list(question.option_ids)
        if question.kind.takes_one and len(options) > 1 and draw(st.booleans()):
            sets[name] = options.pop()
        lines += [ScreenLine(sets={name: option}) for option in options]
    none = NoneOfThese(sets=sets, says="None.") if sets else None
    opens = draw(st.booleans())
    return QuestionScreen(id=f"s{place}", text="x", lines=tuple(lines), none=none, opens=opens)


@st.composite
def people(draw: st.DrawFn, ruleset: RuleSet) -> Person:
    """Somebody who has an answer to everything."""
    return {name: draw(answer_to(one)) for name, one in ruleset.questions.items()}


def step(interview: Interview, person: Person) -> Interview:
    """The interview after what is shown now."""
    shown = interview.shown
    assert shown is not None
    asked = shown.questions if isinstance(shown, AskingScreen) else (shown.question,)
    return interview.tell({one.id: person[one.id] for one in asked})


def way(ruleset: RuleSet, person: Person) -> list[Interview]:
    """Every moment from the first screen to the last."""
    moments = [Interview(ruleset)]
    while moments[-1].shown is not None:
        moments.append(step(moments[-1], person))
    return moments


def concluded(interview: Interview) -> tuple[object, ...]:
    """The level, and the causes with how they fit."""
    assessment: Assessment = ReferenceEngine(interview.ruleset).assess(interview.answers)
    return assessment.level, {one.cause.id: one.fit for one in assessment.causes}


@pytest.mark.slow
@many
@given(st.data())
def test_every_order_ends_at_the_same_level_and_causes(data: st.DataObject) -> None:
    ruleset = data.draw(screened())
    person = data.draw(people(ruleset))
    shuffled = replace(ruleset, screens=tuple(data.draw(st.permutations(ruleset.screens))))
    alone = replace(ruleset, screens=())
    ends = [concluded(way(one, person)[-1]) for one in (ruleset, shuffled, alone)]
    assert ends[0] == ends[1] == ends[2]


@pytest.mark.slow
@many
@given(st.data())
def test_settled_is_never_wrong(data: st.DataObject) -> None:
    ruleset = data.draw(screened())
    engine = ReferenceEngine(ruleset)
    for moment in way(ruleset, data.draw(people(ruleset))):
        if moment.is_settled:
            others = data.draw(answers_to(ruleset)).given
            told = Answers({**others, **moment.answers.given})
            for name, question in ruleset.questions.items():
                if name in told.given and not applies(question, told):
                    told = told.without(name)
            assert engine.assess(told).level == engine.assess(moment.answers).level


@pytest.mark.slow
@many
@given(st.data())
def test_no_more_screens_come_than_were_announced(data: st.DataObject) -> None:
    ruleset = data.draw(screened())
    moments = way(ruleset, data.draw(people(ruleset)))
    for place, moment in enumerate(moments):
        to_come = len(moments) - 1 - place
        assert to_come <= moment.screens_left
        assert moment.screens_open <= moment.screens_left
        if not asks_once_more(moment):
            new_ones = [one for one in moments[place:-1] if not asks_once_more(one)]
            assert len(new_ones) <= moment.screens_open


def asks_once_more(interview: Interview) -> bool:
    """Whether the screen is about a question that was answered, in plainer words."""
    return isinstance(interview.shown, Asking) and interview.shown.plainer


@pytest.mark.slow
@many
@given(st.data())
def test_what_is_said_of_why_now_is_why_it_comes_now(data: st.DataObject) -> None:
    ruleset = data.draw(screened())
    for moment in way(ruleset, data.draw(people(ruleset)))[:-1]:
        shown = moment.shown
        assert shown is not None
        page = why_now_page(shown, ruleset, moment.answers)
        said = page.sections[0].lines[0].text
        if isinstance(shown, AskingScreen) and shown.screen.opens:
            assert said == OPENS
        elif asks_once_more(moment):
            assert said == ASKED_BEFORE
        else:
            best = min(ranks(ruleset, moment.answers).values(), key=lambda rank: rank.key)
            level = ruleset.words(best.level).name if best.level else ""
            assert said == USES[best.use].format(level=level)


@pytest.mark.slow
@many
@given(st.data())
def test_back_and_resuming_give_the_moment_before(data: st.DataObject) -> None:
    ruleset = data.draw(screened())
    moments = way(ruleset, data.draw(people(ruleset)))
    for before, after in pairwise(moments):
        assert after.back() == before
        assert (after.back().shown, after.back().answers) == (before.shown, before.answers)
        kept = loads(dumps(after, datetime(2026, 3, 2)).encode(), ruleset).interview
        assert kept is not None
        assert (kept.shown, kept.answers) == (after.shown, after.answers)


@pytest.mark.slow
@many
@given(st.data())
def test_who_changes_a_screen_and_changes_it_back_stands_where_they_were(
    data: st.DataObject,
) -> None:
    ruleset = data.draw(screened())
    person = data.draw(people(ruleset))
    end = way(ruleset, person)[-1]
    if not end.answers.given:
        return
    name = data.draw(st.sampled_from(sorted(end.answers.given)))
    other = {**person, **data.draw(people(ruleset))}
    changed = step(end.reopen(name), other).reopen(name)
    again = step(changed, person)
    while again.shown is not None:
        again = step(again, person)
    assert concluded(again) == concluded(end)


def test_screens_that_wait_for_each_other_are_refused() -> None:
    """The last question of the first screen waits for a question that waits for that screen."""
    questions = [
        make_question(0, Kind.ONE),
        make_question(1, Kind.ONE, ask_if=Is("q0", "a")),
        make_question(2, Kind.ONE, ask_if=Is("q1", "a")),
    ]
    by_id = {question.id: question for question in questions}
    circle = [
        _plain_screen("s0", [questions[0], questions[2]]),
        _plain_screen("s1", questions[1:2]),
    ]
    problems = list(screens.check(circle, by_id))
    assert [one.code for one in problems] == ["T149", "T149"]
    assert [one.message for one in problems] == [
        "`ask_if` of `q2` reads `q1`, which is not shown before this screen is answered",
        "`ask_if` of `q1` reads `q0`, which is not shown before this screen is answered",
    ]
    in_order = [_plain_screen("s0", questions[:1]), _plain_screen("s1", questions[1:2])]
    assert not list(screens.check(in_order, by_id))


def _plain_screen(name: str, questions: Sequence[Question]) -> QuestionScreen:
    lines = [ScreenLine(sets={one.id: option}) for one in questions for option in one.option_ids]
    return QuestionScreen(id=name, text="x", lines=tuple(lines))
