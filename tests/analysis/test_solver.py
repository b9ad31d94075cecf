"""The solver agrees with trying every answer: its find is the smallest, and where it finds nothing
there is none.
"""

from __future__ import annotations

import sys

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.analysis.searched import every_answers, pigeons, size
from tests.examples import examples
from tests.random_rulesets import assemble, make_question, make_rule, rulesets
from triage.analysis.search.solver import (
    AtLeast,
    Fires,
    Goal,
    Listed,
    Literal,
    Met,
    SearchTimedOut,
    Solver,
    SolverMissing,
    meets,
)
from triage.answers.value import Answers, choose
from triage.engine.assessment import Assessment
from triage.engine.reference import ReferenceEngine
from triage.language.conditions import ALWAYS, AllOf, AnyOf, Holds, Is, IsNot
from triage.language.model import Rule
from triage.language.ruleset import RuleSet
from triage.language.words import ForCause, Kind, Level, Strength

FITS = (Strength.TYPICAL, Strength.COMPATIBLE, Strength.RISK)


def outcome(assessment: Assessment) -> object:
    causes = tuple((found.cause.id, found.fit) for found in assessment.causes)
    return assessment.level, frozenset(assessment.findings), causes


@st.composite
def goals(draw: st.DrawFn, ruleset: RuleSet) -> Goal:
    rules = st.sampled_from([rule.id for rule in ruleset.rules])
    literal: st.SearchStrategy[Literal] = (
        rules.map(Fires)
        | st.sampled_from(ruleset.levels).map(AtLeast)
        | st.builds(Listed, st.sampled_from(list(ruleset.causes)), st.sampled_from(FITS))
        | st.sampled_from([rule.when for rule in ruleset.rules]).map(Met)
        | st.builds(
            lambda a, b: Met(AllOf((a, b))),
            *[st.sampled_from([rule.when for rule in ruleset.rules])] * 2,
        )
    )
    return Goal(
        tuple(draw(st.lists(literal, max_size=3))), tuple(draw(st.lists(literal, max_size=3)))
    )


@pytest.mark.slow
@given(st.data())
@examples(30)
def test_what_is_found_is_the_smallest_and_nothing_found_means_there_is_none(
    data: st.DataObject,
) -> None:
    ruleset = data.draw(rulesets(most_questions=2))
    engine, solver = ReferenceEngine(ruleset), Solver(ruleset)
    assessed = [engine.assess(answers) for answers in every_answers(ruleset)]
    for _ in range(5):
        goal = data.draw(goals(ruleset))
        met = [assessment.answers for assessment in assessed if meets(goal, assessment)]
        found = solver.find(goal)
        assert (found is not None) == bool(met) == solver.exists(goal)
        if found is not None:
            assert meets(goal, engine.assess(found))
            assert size(found) == min(map(size, met))


def rule_changes(ruleset: RuleSet, rule: Rule) -> st.SearchStrategy[Rule | None]:
    """The rule with another condition, or another conclusion of its kind."""
    facts = [
        made(name, option)
        for name, question in ruleset.questions.items()
        for option in question.option_ids
        for made in (Is, IsNot)
    ]
    parts = rule.when.parts if isinstance(rule.when, AllOf | AnyOf) else (rule.when,)
    others = st.sampled_from(
        [AllOf(parts), AnyOf(parts), AllOf(parts[1:]), AnyOf(parts[1:]), *facts]
    )
    found = others.map(lambda when: rule.model_copy(update={"when": when}))
    if isinstance(rule.then, ForCause):
        for_cause = st.builds(ForCause, st.just(rule.then.cause), st.sampled_from(list(Strength)))
        found |= for_cause.map(lambda then: rule.model_copy(update={"then": then}))
    if isinstance(rule.then, Level):
        found |= st.sampled_from(ruleset.levels).map(
            lambda then: rule.model_copy(update={"then": then})
        )
    return found | st.none()


def with_changed(ruleset: RuleSet, rule: Rule, mutant: Rule | None) -> RuleSet:
    rules = [mutant if one is rule else one for one in ruleset.rules]
    return assemble(
        list(ruleset.questions.values()),
        list(ruleset.findings),
        list(ruleset.causes.values()),
        [one for one in rules if one is not None],
        ruleset.levels,
    )


@pytest.mark.slow
@given(st.data())
@examples(40)
def test_a_changed_rule_is_told_apart_by_the_smallest_answers_or_proved_equal(
    data: st.DataObject,
) -> None:
    ruleset = data.draw(rulesets(most_questions=2))
    engine, solver = ReferenceEngine(ruleset), Solver(ruleset)
    every = list(every_answers(ruleset))
    for _ in range(4):
        rule = data.draw(st.sampled_from(ruleset.rules))
        mutant = data.draw(rule_changes(ruleset, rule))
        other = ReferenceEngine(with_changed(ruleset, rule, mutant))
        pairs = [
            (answers, outcome(engine.assess(answers)), outcome(other.assess(answers)))
            for answers in every
        ]
        differ = [answers for answers, old, new in pairs if old != new]
        found = solver.find_difference(rule, mutant)
        assert (found is not None) == bool(differ)
        if found is not None:
            assert found in differ
            in_kind = [answers for answers, old, new in pairs if set_of(old) != set_of(new)]
            assert size(found) == min(map(size, in_kind or differ))


def set_of(result: object) -> object:
    """An outcome without the order of its causes."""
    level, findings, causes = result  # type: ignore[misc]
    return level, findings, frozenset(causes)


@pytest.mark.slow
@given(st.data())
@examples(20)
def test_two_rule_sets_are_searched_over_the_same_answers(data: st.DataObject) -> None:
    old = data.draw(rulesets(most_questions=2))
    rule = data.draw(st.sampled_from(old.rules))
    mutant = data.draw(rule_changes(old, rule))
    assume(mutant is not None)
    new = with_changed(old, rule, mutant)
    goal = Goal((Fires(rule.id),), (Fires(rule.id, side=1),))
    engines = ReferenceEngine(old), ReferenceEngine(new)
    met = [
        answers
        for answers in every_answers(old)
        if meets(goal, *(engine.assess(answers) for engine in engines))
    ]
    found = Solver(old, new).find(goal)
    assert (found is not None) == bool(met)
    assert found is None or size(found) == min(map(size, met))


def test_a_question_that_only_one_rule_set_asks_can_be_answered_all_the_same() -> None:
    questions = [make_question(place, Kind.ONE) for place in range(2)]
    old = assemble(questions[:1], [], [], [make_rule("r", Is("q0", "a"), Level.URGENT)])
    new = assemble(questions, [], [], [make_rule("r", Is("q1", "b"), Level.URGENT)])
    found = Solver(old, new).find(Goal((Fires("r", side=1),), (Fires("r"),)))
    assert found == Answers({"q1": choose(questions[1], "b")})


def test_a_condition_about_what_nothing_concludes_is_never_met(legs: RuleSet) -> None:
    assert not Solver(legs).exists(Goal((Met(Holds("no_such_finding")),)))


def test_no_answers_at_all_are_the_smallest_where_nothing_is_asked_for(legs: RuleSet) -> None:
    assert Solver(legs).find(Goal((Met(ALWAYS), AtLeast(Level.SELF_CARE)))) == Answers()


@pytest.mark.slow
def test_running_out_of_time_is_said_and_never_taken_for_a_proof() -> None:
    ruleset = pigeons(12)
    with pytest.raises(SearchTimedOut):
        Solver(ruleset).exists(Goal((Fires("all-at-home"),), (Fires("crowded"),)), timeout=0.2)


@pytest.mark.slow
def test_the_same_search_still_works_after_time_ran_out() -> None:
    solver = Solver(pigeons(12))
    with pytest.raises(SearchTimedOut):
        solver.exists(Goal((Fires("all-at-home"),), (Fires("crowded"),)), timeout=0.2)
    assert solver.exists(Goal((Fires("all-at-home"),)), timeout=60)


def test_a_missing_solver_is_said_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "clingo", None)
    with pytest.raises(SolverMissing, match="pip install clingo"):
        Solver(pigeons(2))
