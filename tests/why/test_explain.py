"""Explanations: what could still raise the level, why a question is asked, what a cause lacks."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.places import TINY
from tests.random_rulesets import (
    OPTIONS,
    answers_to,
    assemble,
    make_question,
    make_rule,
    naive,
    rulesets,
)
from triage.answers.value import NOT_SURE, Answer, Answers, State, choose
from triage.engine.assessment import Assessment
from triage.engine.reference import ReferenceEngine
from triage.lacks import rise
from triage.language.conditions import ALWAYS, All, Any, Condition, Holds, Is, IsNot
from triage.language.load import load
from triage.language.model import Question
from triage.language.ruleset import RuleSet
from triage.language.words import ForCause, Kind, Level, Strength
from triage.why import explain


@pytest.fixture(scope="module")
def tiny() -> RuleSet:
    return load(TINY)


def assess(ruleset: RuleSet, **answers: Answer) -> Assessment:
    return ReferenceEngine(ruleset).assess(Answers(answers))


def every_answer(question: Question, before: Answer) -> list[Answer]:
    """All answers to the question that keep what was said before."""
    if question.kind is Kind.ONE:
        return [choose(question, option) for option in OPTIONS]
    found = []
    for words in product(("yes", "no", None), repeat=len(OPTIONS)):
        said = dict(zip(OPTIONS, words, strict=True))
        yes = frozenset(
            option for option in OPTIONS if said[option] == "yes" or option in before.yes
        )
        no = frozenset(option for option in OPTIONS if said[option] == "no" or option in before.no)
        if not yes & no:
            found.append(Answer(State.GIVEN, yes, no))
    return found


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_could_rise_names_the_highest_level_that_an_answer_reaches(data: st.DataObject) -> None:
    ruleset = data.draw(rulesets())
    answers = data.draw(answers_to(ruleset))
    assessment = naive(ruleset, answers)
    claimed = {r.question.id: r for r in rise.could_rise(assessment)}
    for name, question in ruleset.questions.items():
        if not answers[name].is_open(question):
            assert name not in claimed
            continue
        tried = [
            naive(ruleset, answers.replaced(name, answer)).level
            for answer in every_answer(question, answers[name])
        ]
        highest = max(tried)
        assert (claimed[name].level if name in claimed else assessment.level) == max(
            highest, assessment.level
        )


def test_could_rise_leaves_out_what_makes_no_sense_however_long_the_chain() -> None:
    gates = (ALWAYS, Is("q0", "a"), Is("q1", "a"))
    questions = [make_question(place, Kind.ONE, gate) for place, gate in enumerate(gates)]
    ruleset = assemble(questions, [], [], [make_rule("r", Is("q2", "a"), Level.URGENT)])
    for chosen, names in (("a", ["q2"]), ("b", [])):
        answers = Answers({"q0": choose(questions[0], chosen)})
        found = rise.could_rise(ReferenceEngine(ruleset).assess(answers))
        assert [rise.question.id for rise in found] == names


LACKING = (
    (All((Any((Is("q0", "a"), Is("q1", "a"))), Is("q0", "b"))), {("q0", "b"), ("q1", "a")}),
    (All((Any((Is("q0", "a"), Is("q1", "a"))), Holds("f0"))), {("q1", "a"), ("q0", "b")}),
    (All((IsNot("q0", "a"), Any((Is("q0", "a"), Is("q1", "b"))))), {("q1", "b")}),
    (All((Any((Is("q1", "a"), Is("q2", "a"))), Is("q2", "a"))), {("q2", "a")}),
    (All(tuple(IsNot("q1", option) for option in OPTIONS)), None),
    (All((Holds("f1"), Is("q0", "b"))), None),
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
    found = explain.lacks(assess(ruleset, q0=choose(ruleset.questions["q0"], "c")), condition)
    assert (None if found is None else {(fact.question, fact.option) for fact in found}) == lacks


def test_a_question_that_makes_no_sense_is_not_open_for_a_cause() -> None:
    questions = [make_question(0, Kind.ONE), make_question(1, Kind.ONE, Is("q0", "a"))]
    rules = [make_rule("r", Is("q1", "a"), ForCause("c0", Strength.TYPICAL))]
    ruleset = assemble(questions, [], [], rules)
    for chosen, names in (("a", ["q1"]), ("b", [])):
        found = explain.open_questions(assess(ruleset, q0=choose(questions[0], chosen)), "c0")
        assert [question.id for question in found] == names


def test_two_options_that_only_together_raise_the_level_are_named_together(tiny: RuleSet) -> None:
    found = next(
        r for r in rise.could_rise(assess(tiny, alarm=NOT_SURE)) if r.question.id == "alarm"
    )
    assert (found.options, found.level) == (("saddle",), Level.EMERGENCY)
    known = Answer(State.GIVEN, frozenset(), frozenset({"saddle"}))
    found = next(r for r in rise.could_rise(assess(tiny, alarm=known)) if r.question.id == "alarm")
    assert (found.options, found.level) == (("cold", "pale"), Level.EMERGENCY)


def test_a_level_that_needs_four_options_together_is_found() -> None:
    options = ("a", "b", "c", "d", "e")
    question = make_question(0, Kind.MANY, options=options)
    four = All(tuple(Is("q0", option) for option in options[:4]))
    ruleset = assemble([question], [], [], [make_rule("r", four, Level.URGENT)])
    (found,) = rise.could_rise(naive(ruleset, Answers()))
    assert (found.options, found.level) == (options[:4], Level.URGENT)


def test_why_asked_names_the_rules_that_wait_and_nothing_else(tiny: RuleSet) -> None:
    why = explain.why_asked(tiny, Answers(), "smoking")
    assert [rule.id for rule in why.rules] == ["sn-clot-risk", "smoking-narrows"]
    not_swollen = Answers({"leg": choose(tiny.questions["leg"])})
    assert [rule.id for rule in explain.why_asked(tiny, not_swollen, "smoking").rules] == [
        "smoking-narrows"
    ]


def test_why_asked_says_what_is_known_so_far(tiny: RuleSet) -> None:
    lasting = Answers({"persistence": choose(tiny.questions["persistence"], "constant")})
    why = explain.why_asked(tiny, lasting, "smoking")
    assert (why.level, why.findings) == (Level.SEE_DOCTOR, ("lasting",))


def test_why_not_names_the_nearest_rule_and_what_it_lacks(tiny: RuleSet) -> None:
    half = assess(tiny, leg=choose(tiny.questions["leg"], "swollen"))
    missing = explain.why_not(half, "clot")
    assert missing[0].rule.id == "clot-signs"
    assert [(fact.question, fact.option) for fact in missing[0].lacks] == [("leg", "hot")]


def test_a_rule_that_lacks_nothing_stands_first(tiny: RuleSet) -> None:
    full = assess(tiny, leg=choose(tiny.questions["leg"], "swollen", "hot"))
    assert explain.why_not(full, "clot")[0].lacks == ()


def test_open_questions_of_a_cause_are_those_its_rules_wait_for(tiny: RuleSet) -> None:
    smoker = assess(tiny, smoking=choose(tiny.questions["smoking"], "now"), walking_pain=NOT_SURE)
    assert [question.id for question in explain.open_questions(smoker, "artery_disease")] == [
        "leg",
        "walking_pain",
    ]
