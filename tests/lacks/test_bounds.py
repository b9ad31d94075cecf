"""Where the searches for what is lacking stop, and that they say so."""

from __future__ import annotations

import pytest

from tests.random_rulesets import assemble, make_question, make_rule, naive
from triage.answers.value import NOT_SURE, Answers
from triage.lacks.rise import Rise, could_rise
from triage.lacks.unsure import UnsureRise, unsure_rises
from triage.lacks.ways import Lacking, WaysFound, lacks, smallest
from triage.language.conditions import AllOf, AnyOf, Condition, Is, IsNot
from triage.language.model import Question
from triage.language.ruleset import RuleSet
from triage.language.words import Kind, Level


def options(count: int) -> tuple[str, ...]:
    return tuple(f"o{place}" for place in range(count))


def one_rule(question: Question, when: Condition, level: Level = Level.URGENT) -> RuleSet:
    return assemble([question], [], [], [make_rule("r", when, level)])


@pytest.mark.parametrize(("count", "is_certain"), [(12, True), (13, False)])
def test_twelve_options_read_both_ways_are_decided_and_more_may_rise(
    count: int, is_certain: bool
) -> None:
    names = options(count)
    question = make_question(0, Kind.MANY, options=names)
    none = AllOf(tuple(IsNot("q0", name) for name in names))
    every = AllOf(tuple(Is("q0", name) for name in names))
    rules = [make_rule("none", none, Level.URGENT), make_rule("all", every, Level.EMERGENCY)]
    (found,) = could_rise(naive(assemble([question], [], [], rules), Answers()))
    named = names if is_certain else ()
    assert found == Rise(question, named, Level.EMERGENCY, is_certain)


@pytest.mark.parametrize(("count", "is_certain"), [(4, True), (5, False)])
def test_four_open_answers_are_warned_about_together_and_no_more(
    count: int, is_certain: bool
) -> None:
    names = options(count)
    question = make_question(0, Kind.MANY, options=names)
    ruleset = one_rule(question, AllOf(tuple(Is("q0", name) for name in names)))
    (found,) = unsure_rises(naive(ruleset, Answers({"q0": NOT_SURE})))
    assert (found.level, len(found.parts), found.is_certain) == (
        Level.URGENT,
        count if is_certain else 0,
        is_certain,
    )


@pytest.mark.parametrize(("count", "shown"), [(200, 200), (201, 200)])
def test_two_hundred_sets_of_unsure_answers_are_listed_at_most(count: int, shown: int) -> None:
    names = options(count)
    question = make_question(0, Kind.MANY, options=names)
    ruleset = one_rule(question, AnyOf(tuple(Is("q0", name) for name in names)))
    assert len(unsure_rises(naive(ruleset, Answers({"q0": NOT_SURE})))) == shown


@pytest.mark.parametrize(("count", "is_certain"), [(32, True), (33, False)])
def test_thirty_two_ways_to_a_condition_are_followed(count: int, is_certain: bool) -> None:
    names = options(count + 1)
    question = make_question(0, Kind.MANY, options=names)
    either = AnyOf(tuple(Is("q0", name) for name in names[1:]))
    when = AllOf((either, Is("q0", names[0])))
    found = lacks(naive(one_rule(question, when), Answers()), when)
    assert found == Lacking((Is("q0", "o0"), Is("q0", "o1")), is_certain)


def test_a_way_that_contains_another_one_is_left_out_and_that_is_no_cut() -> None:
    a, b, c = (frozenset({Is("q0", name)}) for name in "abc")
    assert smallest((a, b, a | b, b | c), 2) == WaysFound((a, b), is_whole=True)
    assert smallest((a, b, c), 2) == WaysFound((a, b), is_whole=False)
    assert smallest((), 2) == WaysFound()


def test_what_is_found_is_a_value_that_nobody_changes() -> None:
    question = make_question(0, Kind.MANY)
    rule = make_rule("r", Is("q0", "a"), Level.URGENT)
    values = (
        (WaysFound(), "ways"),
        (Lacking((), is_certain=True), "answers"),
        (UnsureRise(Level.URGENT, rule, ()), "level"),
        (Rise(question, ("a",), Level.URGENT), "options"),
    )
    for value, name in values:
        with pytest.raises(AttributeError):
            setattr(value, name, ())
