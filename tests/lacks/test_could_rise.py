"""What could still raise the level."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.examples import examples
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
from triage.language.conditions import ALWAYS, AllOf, Is
from triage.language.model import Question
from triage.language.ruleset import RuleSet
from triage.language.words import Kind, Level


def assess(ruleset: RuleSet, **answers: Answer) -> Assessment:
    return ReferenceEngine(ruleset).assess(Answers(answers))


def every_answer(question: Question, before: Answer) -> list[Answer]:
    """All answers to the question that keep what was said before."""
    if question.kind.takes_one:
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


@pytest.mark.slow
@examples(200)
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
    four = AllOf(tuple(Is("q0", option) for option in options[:4]))
    ruleset = assemble([question], [], [], [make_rule("r", four, Level.URGENT)])
    (found,) = rise.could_rise(naive(ruleset, Answers()))
    assert (found.options, found.level) == (options[:4], Level.URGENT)


def test_the_highest_level_comes_first_wherever_its_question_stands() -> None:
    levels = (Level.SEE_DOCTOR, Level.EMERGENCY, Level.URGENT)
    questions = [make_question(place, Kind.MANY) for place in range(3)]
    rules = [
        make_rule(f"r{place}", Is(f"q{place}", "a"), level) for place, level in enumerate(levels)
    ]
    found = rise.could_rise(naive(assemble(questions, [], [], rules), Answers()))
    assert [one.level for one in found] == sorted(levels, reverse=True)


@pytest.mark.parametrize("so_far", [Level.SELF_CARE, Level.SEE_DOCTOR, Level.URGENT])
def test_from_any_level_but_the_highest_an_answer_can_lead_on(so_far: Level) -> None:
    rules = [make_rule("base", ALWAYS, so_far), make_rule("r", Is("q0", "a"), Level.EMERGENCY)]
    ruleset = assemble([make_question(0, Kind.MANY)], [], [], rules)
    (found,) = rise.could_rise(naive(ruleset, Answers()))
    assert (found.options, found.level) == (("a",), Level.EMERGENCY)
