"""The order of causes: total, the same whatever order rules stand in, and what the guide says."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.examples import examples
from tests.random_rulesets import (
    answers_to,
    assemble,
    make_cause,
    make_question,
    make_rule,
    naive,
    rulesets,
)
from triage.answers.value import Answers, choose
from triage.cases.conclusions import Before
from triage.cases.sweep import Sweep
from triage.engine.assessment import Assessment, Candidate
from triage.engine.reference import ReferenceEngine
from triage.language.conditions import ALWAYS, AllOf, AnyOf, Condition, Fact, Holds, Is, IsNot
from triage.language.model import Cause, Rule
from triage.language.ruleset import RuleSet
from triage.language.words import ForCause, Kind, Level, Strength

TYPICAL, COMPATIBLE, RISK, AGAINST = Strength
ONE, MANY = make_question(0, Kind.ONE), make_question(1, Kind.MANY)
A, B, C = (Is("q1", option) for option in "abc")


def in_order(assessment: Assessment) -> list[tuple[str, Strength]]:
    return [(found.cause.id, found.fit) for found in assessment.causes]


def of(causes: list[Cause], *rules: tuple[Condition, str | Fact, Strength | None]) -> RuleSet:
    """A rule set of these rules: a condition, and the cause with its strength or a finding."""
    made: list[Rule] = []
    for place, (when, about, strength) in enumerate(rules):
        then = ForCause(about, strength) if isinstance(about, str) and strength else about
        made.append(make_rule(f"r{place}", when, then))
    rules_of_levels = [cause.level_rule for cause in causes]
    return assemble([ONE, MANY], ["f0", "f1"], causes, [*rules_of_levels, *made])


def assessed(ruleset: RuleSet, one: str = "a", many: str = "abc") -> Assessment:
    """Of a person who chose these options."""
    answers = Answers({"q0": choose(ONE, one), "q1": choose(MANY, *many)})
    return ReferenceEngine(ruleset).assess(answers)


def first(ruleset: RuleSet, one: str = "a", many: str = "abc") -> str:
    return assessed(ruleset, one, many).causes[0].cause.id


def alike(count: int = 2, level: Level = Level.URGENT) -> list[Cause]:
    return [make_cause(place, level) for place in range(count)]


def test_two_rules_on_one_answer_count_once() -> None:
    twice = [(A, "c0", COMPATIBLE), (AnyOf((A, A)), "c0", COMPATIBLE)]
    ruleset = of(alike(), *twice, (AllOf((A, B)), "c1", COMPATIBLE))
    assert first(ruleset) == "c1"
    assert assessed(ruleset).causes[1].balance == -1


def test_a_finding_counts_through_the_answers_it_rests_on() -> None:
    chain = [(AllOf((A, B)), Holds("f0"), None), (Holds("f0"), Holds("f1"), None)]
    ruleset = of(alike(), *chain, (C, "c0", TYPICAL), (Holds("f1"), "c1", TYPICAL))
    assert [found.balance for found in assessed(ruleset).causes] == [-2, -1]
    assert first(ruleset) == "c1"


def test_an_answer_to_a_question_that_takes_one_is_one_thing_said() -> None:
    when = AllOf((Is("q0", "a"), IsNot("q0", "b"), IsNot("q0", "c")))
    ruleset = of(alike(), (when, "c0", COMPATIBLE), (AllOf((A, B)), "c1", COMPATIBLE))
    assert [found.balance for found in assessed(ruleset).causes] == [-2, -1]


def test_what_was_not_chosen_of_many_is_one_thing_said_beside_each_that_was() -> None:
    when = AllOf((A, IsNot("q1", "b"), IsNot("q1", "c")))
    assert assessed(of(alike(), (when, "c0", COMPATIBLE)), many="a").causes[0].balance == -2


def test_answers_against_a_cause_are_taken_off() -> None:
    ruleset = of(
        alike(),
        (AllOf((A, B)), "c0", COMPATIBLE),
        (AllOf((B, C)), "c0", AGAINST),
        (A, "c1", COMPATIBLE),
    )
    assert [found.balance for found in assessed(ruleset).causes] == [-1, 0]


def test_what_raises_the_chance_does_not_count_beside_a_sign_and_does_without_one() -> None:
    ruleset = of(
        alike(4),
        (A, "c0", COMPATIBLE),
        (AllOf((B, C)), "c0", RISK),
        (AllOf((A, B)), "c1", COMPATIBLE),
        (A, "c2", RISK),
        (AllOf((A, B)), "c3", RISK),
    )
    found = assessed(ruleset).causes
    assert [one.cause.id for one in found] == ["c1", "c0", "c3", "c2"]
    assert [one.is_risk_only for one in found] == [False, False, True, True]


def test_at_an_emergency_the_dangers_that_brought_it_come_before_a_better_fit() -> None:
    causes = [make_cause(0, Level.URGENT), make_cause(1, Level.EMERGENCY)]
    danger = [*causes, make_cause(2, Level.EMERGENCY)]
    rules = [(AllOf((A, B, C)), "c0", TYPICAL), (A, "c1", COMPATIBLE), (AllOf((A, B)), "c2", RISK)]
    found = assessed(of(danger, *rules))
    assert found.level is Level.EMERGENCY
    assert [one.cause.id for one in found.causes] == ["c1", "c0", "c2"]


def test_a_danger_that_only_a_risk_speaks_for_brings_no_level_and_stands_behind() -> None:
    causes = [make_cause(0, Level.SEE_DOCTOR), make_cause(1, Level.EMERGENCY)]
    found = assessed(of(causes, (A, "c0", COMPATIBLE), (AllOf((A, B, C)), "c1", RISK)))
    assert found.level is Level.SEE_DOCTOR
    assert [one.cause.id for one in found.causes] == ["c0", "c1"]


@pytest.mark.parametrize(
    ("danger", "fit", "comes_first"),
    [
        ("typical", TYPICAL, True),
        ("typical", COMPATIBLE, False),
        ("compatible", COMPATIBLE, True),
        ("compatible", RISK, False),
        (None, TYPICAL, False),
    ],
)
def test_a_cause_of_a_lower_level_is_a_danger_from_the_fit_on_that_its_card_says(
    danger: str | None, fit: Strength, comes_first: bool
) -> None:
    causes = [
        make_cause(0, Level.EMERGENCY),
        make_cause(1, Level.URGENT, danger=danger),
        make_cause(2, Level.URGENT),
    ]
    rules = [(A, "c0", COMPATIBLE), (AllOf((A, B)), "c1", fit), (AllOf((A, B, C)), "c2", TYPICAL)]
    found = [one.cause.id for one in assessed(of(causes, *rules)).causes]
    assert found.index("c0") < found.index("c2"), "a better fit stays behind a danger"
    assert (found[0] == "c1") == comes_first


@pytest.mark.parametrize(
    ("causes", "wanted"),
    [
        ([make_cause(0, Level.SEE_DOCTOR, stressed=True), make_cause(1, Level.URGENT)], "c1"),
        ([make_cause(0, Level.URGENT), make_cause(1, Level.URGENT, stressed=True)], "c1"),
        (alike(), "c0"),
        (alike()[::-1], "c1"),
    ],
    ids=["higher level", "stressed", "the author's order", "the author's order, turned round"],
)
def test_of_causes_that_as_much_points_to(causes: list[Cause], wanted: str) -> None:
    assert first(of(causes, (A, "c0", COMPATIBLE), (A, "c1", COMPATIBLE))) == wanted


def test_a_rule_that_always_holds_rests_on_nothing_said() -> None:
    ruleset = of(alike(), (ALWAYS, "c0", COMPATIBLE), (A, "c1", COMPATIBLE))
    assert [found.balance for found in assessed(ruleset).causes] == [-1, 0]


def things_behind(assessment: Assessment, candidate: Candidate, *words: Strength) -> set[object]:
    """What was said behind the rules of this strength, by following every fact down."""
    kinds = {name: question.kind for name, question in assessment.ruleset.questions.items()}
    firings = (*candidate.speaks_for, *candidate.speaks_against)
    waiting = [f for firing in firings if firing.rule.strength in words for f in firing.facts]
    found: set[object] = set()
    seen: set[Fact] = set()
    while waiting:
        fact = waiting.pop()
        if isinstance(fact, Is | IsNot):
            is_whole = kinds[fact.question] is not Kind.MANY
            found.add((fact.question, is_whole or (isinstance(fact, Is) and fact.option)))
        elif fact not in seen:
            seen.add(fact)
            for firing in assessment.firings:
                waiting += firing.facts if fact in firing.rule.conclusions else ()
    return found


def plain_order(assessment: Assessment) -> list[str]:
    """The order as the guide says it, one comparison after the other."""
    causes = list(assessment.ruleset.causes)

    def key(candidate: Candidate) -> tuple[object, ...]:
        is_sign = candidate.fit in (TYPICAL, COMPATIBLE)
        words = (TYPICAL, COMPATIBLE) if is_sign else (RISK,)
        level, danger = candidate.cause.level.is_, candidate.cause.danger
        points_to = things_behind(assessment, candidate, *words)
        against = things_behind(assessment, candidate, AGAINST)
        return (
            not (
                (is_sign and level.is_emergency and level == assessment.level)
                or (candidate.fit is TYPICAL and danger is not None)
                or (candidate.fit is COMPATIBLE and danger == "compatible")
            ),
            [TYPICAL, COMPATIBLE, RISK].index(candidate.fit),
            len(against) - len(points_to),
            -level.rank,
            not candidate.cause.stressed,
            causes.index(candidate.cause.id),
        )

    keys = [key(candidate) for candidate in assessment.causes]
    assert len(set(keys)) == len(keys), "the order is total"
    return [one.cause.id for one in sorted(assessment.causes, key=key)]


@pytest.mark.slow
@examples(150)
@given(st.data())
def test_the_order_is_what_the_guide_says_and_total(data: st.DataObject) -> None:
    ruleset = data.draw(rulesets())
    assessment = naive(ruleset, data.draw(answers_to(ruleset)))
    assert [one.cause.id for one in assessment.causes] == plain_order(assessment)


@pytest.mark.slow
@examples(60)
@given(st.data())
def test_the_order_does_not_depend_on_the_order_of_rules(data: st.DataObject) -> None:
    ruleset = data.draw(rulesets())
    shuffled = list(ruleset.rules)
    random.Random(data.draw(st.integers(0, 9))).shuffle(shuffled)
    other = assemble(
        list(ruleset.questions.values()),
        [*ruleset.findings],
        list(ruleset.causes.values()),
        shuffled,
        ruleset.levels,
    )
    answers = data.draw(answers_to(ruleset))
    here, there = (ReferenceEngine(one).assess(answers) for one in (ruleset, other))
    assert in_order(here) == in_order(there)


@pytest.mark.slow
@examples(60)
@given(st.data())
def test_a_rule_said_twice_moves_no_cause(data: st.DataObject) -> None:
    ruleset = data.draw(rulesets())
    answers = data.draw(answers_to(ruleset))
    again = [rule.model_copy(update={"id": f"{rule.id}-again"}) for rule in ruleset.rules]
    doubled = replace(
        ruleset,
        rules=tuple(both for pair in zip(ruleset.rules, again, strict=True) for both in pair),
    )
    assert in_order(naive(ruleset, answers)) == in_order(naive(doubled, answers))


@pytest.mark.slow
@examples(60)
@given(st.data())
def test_all_cases_at_once_come_in_the_same_order(data: st.DataObject) -> None:
    ruleset = data.draw(rulesets())
    people = [data.draw(answers_to(ruleset)) for _ in range(4)]
    before = Before(Sweep(ruleset, people))
    for place, answers in enumerate(people):
        ranks = [found.rank for found in naive(ruleset, answers).causes]
        assert before.order(place).ranks == ranks
