"""What a cause is missing."""

from __future__ import annotations

from tests.random_rulesets import (
    assemble,
    make_question,
    make_rule,
)
from triage.answers.value import NOT_SURE, Answer, Answers, choose
from triage.engine.assessment import Assessment
from triage.engine.reference import ReferenceEngine
from triage.language.conditions import Is
from triage.language.ruleset import RuleSet
from triage.language.words import ForCause, Kind, Strength
from triage.why.missing import open_questions, why_not


def assess(ruleset: RuleSet, **answers: Answer) -> Assessment:
    return ReferenceEngine(ruleset).assess(Answers(answers))


def test_why_not_names_the_nearest_rule_and_what_it_lacks(tiny: RuleSet) -> None:
    half = assess(tiny, leg=choose(tiny.questions["leg"], "swollen"))
    missing = why_not(half, "clot")
    assert missing[0].rule.id == "clot-signs"
    assert [(fact.question, fact.option) for fact in missing[0].lacks] == [("leg", "hot")]


def test_a_rule_that_lacks_nothing_stands_first(tiny: RuleSet) -> None:
    full = assess(tiny, leg=choose(tiny.questions["leg"], "swollen", "hot"))
    assert why_not(full, "clot")[0].lacks == ()


def test_a_question_that_makes_no_sense_is_not_open_for_a_cause() -> None:
    questions = [make_question(0, Kind.ONE), make_question(1, Kind.ONE, Is("q0", "a"))]
    rules = [make_rule("r", Is("q1", "a"), ForCause("c0", Strength.TYPICAL))]
    ruleset = assemble(questions, [], [], rules)
    for chosen, names in (("a", ["q1"]), ("b", [])):
        found = open_questions(assess(ruleset, q0=choose(questions[0], chosen)), "c0")
        assert [question.id for question in found] == names


def test_open_questions_of_a_cause_are_those_its_rules_wait_for(tiny: RuleSet) -> None:
    smoker = assess(tiny, smoking=choose(tiny.questions["smoking"], "now"), walking_pain=NOT_SURE)
    assert [question.id for question in open_questions(smoker, "artery_disease")] == [
        "leg",
        "walking_pain",
    ]
