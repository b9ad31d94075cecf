"""The fewest answers that a condition lacks."""

from __future__ import annotations

import pytest

from tests.random_rulesets import (
    OPTIONS,
    assemble,
    make_question,
    make_rule,
)
from triage.answers.value import Answer, Answers, choose
from triage.engine.assessment import Assessment
from triage.engine.reference import ReferenceEngine
from triage.lacks import ways
from triage.language.conditions import AllOf, AnyOf, Condition, Holds, Is, IsNot
from triage.language.ruleset import RuleSet
from triage.language.words import Kind


def assess(ruleset: RuleSet, **answers: Answer) -> Assessment:
    return ReferenceEngine(ruleset).assess(Answers(answers))


LACKING = (
    (AllOf((AnyOf((Is("q0", "a"), Is("q1", "a"))), Is("q0", "b"))), {("q0", "b"), ("q1", "a")}),
    (AllOf((AnyOf((Is("q0", "a"), Is("q1", "a"))), Holds("f0"))), {("q1", "a"), ("q0", "b")}),
    (AllOf((IsNot("q0", "a"), AnyOf((Is("q0", "a"), Is("q1", "b"))))), {("q1", "b")}),
    (AllOf((AnyOf((Is("q1", "a"), Is("q2", "a"))), Is("q2", "a"))), {("q2", "a")}),
    (AllOf(tuple(IsNot("q1", option) for option in OPTIONS)), None),
    (AllOf((Holds("f1"), Is("q0", "b"))), None),
)


@pytest.mark.parametrize(("condition", "lacks"), LACKING)
def test_the_answers_a_rule_lacks_are_the_fewest_that_agree(
    condition: Condition,
    lacks: set[tuple[str, str]] | None,
) -> None:
    rules = [
        make_rule("r0", Is("q0", "b"), Holds("f0")),
        make_rule("r1", Is("q0", "c"), Holds("f1")),
    ]
    ruleset = assemble(
        [make_question(place, Kind.ONE) for place in range(3)], ["f0", "f1"], [], rules
    )
    found = ways.lacks(assess(ruleset, q0=choose(ruleset.questions["q0"], "c")), condition)
    answers = found.answers
    named = None if answers is None else {(fact.question, fact.option) for fact in answers}
    assert (named, found.is_certain) == (lacks, True)


def test_where_ways_are_left_out_nothing_is_said_for_certain(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Two questions of many options, any two of which bring the rule: more ways than are kept."""
    names = tuple(f"o{place}" for place in range(40))
    questions = [make_question(place, Kind.MANY, options=names) for place in range(2)]
    either = [AnyOf(tuple(Is(f"q{place}", name) for name in names)) for place in range(2)]
    ruleset = assemble(questions, [], [], [])
    found = ways.lacks(assess(ruleset), AllOf(tuple(either)))
    assert found.answers is not None
    assert (len(found.answers), found.is_certain) == (2, False)
    monkeypatch.setattr(ways, "MOST_STEPS", 10)
    ways._nearest.cache_clear()
    assert ways.lacks(assess(ruleset), AllOf(tuple(either))) == ways.Lacking(None, is_certain=False)
    ways._nearest.cache_clear()
