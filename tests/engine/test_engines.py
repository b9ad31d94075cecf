"""Two engines, one meaning; and the laws that the meaning keeps."""

from __future__ import annotations

import random
from contextlib import closing
from dataclasses import FrozenInstanceError, fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.examples import examples
from tests.random_rulesets import (
    answer_to,
    answers_to,
    assemble,
    make_question,
    make_rule,
    naive,
    rulesets,
)
from triage.answers.value import Answers, choose
from triage.engine import NAMES, Engine, durable_problem, open_engine
from triage.engine.assessment import Assessment, Candidate, Firing
from triage.engine.network import NetworkRule
from triage.engine.reference import ReferenceEngine
from triage.engine.sliced import SlicedEngine
from triage.language.conditions import AllOf, AnyOf, Fact, Holds, Is, IsNot
from triage.language.diagnostics import EngineError
from triage.language.ruleset import RuleSet
from triage.language.words import Kind, Level

ENGINES = [name for name in NAMES if name != "durable" or not durable_problem()]
many_pairs = examples(150)


def opened(ruleset: RuleSet, name: str) -> Engine:
    return open_engine(ruleset, name)[0]


@pytest.mark.slow
@many_pairs
@given(st.data())
def test_engines_return_what_the_rules_mean(data: st.DataObject) -> None:
    ruleset = data.draw(rulesets())
    with (
        closing(opened(ruleset, "reference")) as reference,
        closing(opened(ruleset, ENGINES[0])) as durable,
    ):
        for _ in range(8):
            answers = data.draw(answers_to(ruleset))
            meant = naive(ruleset, answers)
            assert reference.assess(answers) == meant
            assert durable.assess(answers) == meant


@pytest.mark.slow
@many_pairs
@given(st.data())
def test_a_sweep_over_facts_fires_every_rule_that_an_assessment_fires(data: st.DataObject) -> None:
    ruleset = data.draw(rulesets())
    answers = data.draw(answers_to(ruleset))
    meant = [firing.rule.id for firing in naive(ruleset, answers).firings]
    fired = ReferenceEngine(ruleset).fired(answers.facts())
    assert sorted(rule.id for rule in fired) == sorted(meant)


@pytest.mark.slow
@many_pairs
@given(st.data())
def test_what_more_facts_bring_is_what_fires_with_them_and_not_without(data: st.DataObject) -> None:
    ruleset = data.draw(rulesets())
    known, more = ([*data.draw(answers_to(ruleset)).facts()] for _ in range(2))
    engine = ReferenceEngine(ruleset)
    before, after = ({one.id for one in engine.fired(some)} for some in (known, known + more))
    memory = engine.memory(known)
    for _ in range(2):  # trying leaves no trace
        assert sorted(rule.id for rule in memory.news(more)) == sorted(after - before)
    memory.add(more)
    assert memory.news(more) == memory.news(known) == []
    assert engine.reads(more) or before == after


def test_what_a_firing_rests_on_stands_in_the_order_of_the_whole_formula() -> None:
    first, chosen, other = IsNot("q1", "b"), Is("q1", "a"), Is("q0", "a")
    questions = [make_question(0, Kind.ONE), make_question(1, Kind.ONE)]
    when = AnyOf((AllOf((other, first)), chosen, first))
    ruleset = assemble(questions, [], [], [make_rule("r", when, Level.URGENT)])
    answers = Answers({"q1": choose(questions[1], "a")})
    for name in ENGINES:
        with closing(opened(ruleset, name)) as engine:
            (firing,) = engine.assess(answers).firings
            assert firing.facts == (first, chosen)


@pytest.mark.slow
@many_pairs
@given(st.data())
def test_one_more_answer_never_takes_a_firing_away(data: st.DataObject) -> None:
    ruleset = data.draw(rulesets())
    fewer = data.draw(answers_to(ruleset))
    more = fewer
    for name, question in ruleset.questions.items():
        if name not in fewer.given:
            more = more.replaced(name, data.draw(answer_to(question)))
    engine = opened(ruleset, "reference")
    before, after = engine.assess(fewer), engine.assess(more)
    assert {firing.rule.id for firing in before.firings} <= {
        firing.rule.id for firing in after.firings
    }
    assert before.level <= after.level


@pytest.mark.slow
@many_pairs
@given(st.data())
def test_the_order_of_rules_and_answers_does_not_matter(data: st.DataObject) -> None:
    ruleset = data.draw(rulesets())
    answers = data.draw(answers_to(ruleset))
    shuffled = list(ruleset.rules)
    data.draw(st.randoms(use_true_random=False)).shuffle(shuffled)
    other = assemble(
        list(ruleset.questions.values()),
        list(ruleset.findings),
        list(ruleset.causes.values()),
        shuffled,
        ruleset.levels,
    )
    turned = Answers(dict(reversed(answers.given.items())))
    one, two = (
        opened(ruleset, "reference").assess(answers),
        opened(other, "reference").assess(turned),
    )
    assert set(one.firings) == set(two.firings)
    assert one.level == two.level
    assert [(c.cause, c.fit, set(c.speaks_for)) for c in one.causes] == [
        (c.cause, c.fit, set(c.speaks_for)) for c in two.causes
    ]


@pytest.mark.slow
@many_pairs
@given(st.data())
def test_a_sweep_of_many_cases_fires_what_each_case_fires(data: st.DataObject) -> None:
    ruleset = data.draw(rulesets())
    cases = [data.draw(answers_to(ruleset)) for _ in range(5)]
    bits: dict[Fact, int] = {}
    for place, answers in enumerate(cases):
        for fact in answers.facts():
            bits[fact] = bits.get(fact, 0) | 1 << place
    swept = {rule.id: fired for rule, fired in SlicedEngine(ruleset).fired(bits, len(cases))}
    for place, answers in enumerate(cases):
        alone = {firing.rule.id for firing in naive(ruleset, answers).firings}
        assert alone == {name for name, fired in swept.items() if fired >> place & 1}


@pytest.mark.parametrize("name", ENGINES)
def test_a_condition_of_hundreds_of_parts_is_understood(name: str) -> None:
    questions = [make_question(place, kind) for place, kind in enumerate([Kind.MANY] * 60)]
    chosen = [Is(f"q{place}", option) for place in range(60) for option in "abc"]
    rules = [
        make_rule("all", AllOf(tuple(chosen)), Level.URGENT),
        make_rule("any", AnyOf(tuple(chosen)), Level.SEE_DOCTOR),
    ]
    ruleset = assemble(questions, [], [], rules)
    everything = Answers({q.id: choose(q, "a", "b", "c") for q in questions})
    with closing(opened(ruleset, name)) as engine:
        assert engine.assess(everything).level is Level.URGENT
        assert engine.assess(everything.without("q7")).level is Level.SEE_DOCTOR
        assert engine.assess(Answers()).level is Level.SELF_CARE


@pytest.mark.slow
@pytest.mark.parametrize("name", ENGINES)
def test_a_condition_that_a_thousand_rules_share_is_understood(name: str) -> None:
    questions = [make_question(place, Kind.ONE) for place in range(2)]
    rules = [
        make_rule(f"r{n}", AllOf((Is("q0", "a"), Is("q1", "b"))), Holds(f"f{n % 400}"))
        for n in range(1000)
    ]
    ruleset = assemble(questions, [f"f{n}" for n in range(400)], [], rules)
    answers = Answers({"q0": choose(questions[0], "a"), "q1": choose(questions[1], "b")})
    with closing(opened(ruleset, name)) as engine:
        assert len(engine.assess(answers).firings) == 1000


@pytest.mark.slow
@pytest.mark.skipif(
    "durable" not in ENGINES, reason="durable-rules cannot be imported on this Python"
)
def test_a_rule_set_too_large_for_the_network_is_refused_and_runs_on_reference() -> None:
    questions = [make_question(0, Kind.ONE)]
    ruleset = assemble(
        questions, [], [], [make_rule(f"r{n}", Is("q0", "a"), Level.URGENT) for n in range(5000)]
    )
    with pytest.raises(EngineError, match="holds 4,000 network rules and this rule set needs 5,"):
        open_engine(ruleset, "durable")
    engine, note = open_engine(ruleset)
    assert engine.name == "reference"
    assert "4,000" in note
    assert len(engine.assess(Answers({"q0": choose(questions[0], "a")})).firings) == 5000


@pytest.mark.slow
@pytest.mark.skipif(
    "durable" not in ENGINES, reason="durable-rules cannot be imported on this Python"
)
def test_networks_can_be_opened_and_freed_over_and_over() -> None:
    for seed in range(200):
        ruleset = assemble(
            [make_question(0, Kind.ONE)], [], [], [make_rule("r", Is("q0", "a"), Level.URGENT)]
        )
        with closing(opened(ruleset, "durable")) as engine:
            chosen = random.Random(seed).choice("abc")
            expected = Level.URGENT if chosen == "a" else Level.SELF_CARE
            assert (
                engine.assess(Answers({"q0": choose(ruleset.questions["q0"], chosen)})).level
                is expected
            )


@pytest.mark.slow
@many_pairs
@given(st.data())
def test_guidance_is_every_firing_for_a_level_once_the_most_urgent_first(
    data: st.DataObject,
) -> None:
    ruleset = data.draw(rulesets())
    found = opened(ruleset, "reference").assess(data.draw(answers_to(ruleset)))
    levels = [firing.rule.level for firing in found.guidance]
    assert levels == sorted(levels, key=lambda level: level.rank, reverse=True)
    assert set(found.guidance) == {one for one in found.firings if one.rule.level is not None}
    assert len(set(found.guidance)) == len(levels)
    assert found.deciding == tuple(one for one in found.guidance if one.rule.level == found.level)


@pytest.mark.parametrize("kind", [Assessment, Candidate, Firing, NetworkRule])
def test_values_of_an_engine_never_change(kind: type) -> None:
    value = object.__new__(kind)
    for field in fields(kind):
        with pytest.raises(FrozenInstanceError):
            setattr(value, field.name, None)
