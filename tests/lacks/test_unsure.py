"""What "not sure" could mean, against brute force on random rule sets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from tests.examples import examples
from tests.random_rulesets import answer_to, assemble, make_question, make_rule, naive, rulesets
from triage.answers.value import NOT_SURE, Answer, Answers, State
from triage.engine.assessment import Assessment
from triage.lacks.rise import Rise, could_rise
from triage.lacks.unsure import UnsureRise, unsure_rises
from triage.language.conditions import AllOf, AnyOf, Is, IsNot
from triage.language.words import Kind, Level

AnswerFact = Is | IsNot
FEW_QUESTIONS = 4


def with_facts(answers: Answers, facts: Iterable[AnswerFact]) -> Answers:
    """The answers, with these facts said as well and nothing else."""
    for fact in facts:
        before = answers[fact.question]
        yes = before.yes | ({fact.option} if isinstance(fact, Is) else set())
        no = before.no | ({fact.option} if isinstance(fact, IsNot) else set())
        answers = answers.replaced(fact.question, Answer(State.GIVEN, yes, no))
    return answers


def ways(rise: UnsureRise) -> Iterator[frozenset[AnswerFact]]:
    """Every set of answers that the rise speaks of."""
    return (frozenset(chosen) for chosen in product(*rise.parts))


def facts_of(rise: Rise, before: Answer) -> set[AnswerFact]:
    """What the answer to one question adds to what was said before."""
    unknown = set(rise.question.option_ids) - before.yes - before.no
    return {
        made(rise.question.id, option)
        for option in unknown
        for made in [Is if option in rise.options else IsNot]
    }


@st.composite
def assessments(draw: st.DrawFn) -> list[Assessment]:
    """Cases of one random rule set: all questions unsure, and some with other answers between."""
    ruleset = draw(rulesets(most_questions=FEW_QUESTIONS))
    unsure = Answers(dict.fromkeys(ruleset.questions, NOT_SURE))
    cases = [unsure]
    for name, question in ruleset.questions.items():
        cases.append(unsure.replaced(name, draw(answer_to(question))))
    return [naive(ruleset, case) for case in cases]


brute_force = examples(40)


@pytest.mark.slow
@brute_force
@given(assessments())
def test_the_answers_of_an_entry_bring_its_level_and_none_of_them_can_be_left_out(
    assessments: list[Assessment],
) -> None:
    for assessment in assessments:
        ruleset, answers = assessment.ruleset, assessment.answers
        rises = unsure_rises(assessment)
        event(f"entries: {min(len(rises), 3)}")
        for rise in rises:
            assert rise.rule.level == rise.level > assessment.level
            for way in ways(rise) if rise.is_certain else ():
                brought = naive(ruleset, with_facts(answers, way))
                assert brought.level == rise.level
                assert rise.rule in [firing.rule for firing in brought.deciding]
                for fact in way:
                    assert naive(ruleset, with_facts(answers, way - {fact})).level < rise.level


@pytest.mark.slow
@brute_force
@given(assessments())
def test_only_what_was_left_unsure_is_named_and_each_set_once(
    assessments: list[Assessment],
) -> None:
    for assessment in assessments:
        ruleset, answers = assessment.ruleset, assessment.answers
        listed = [way for rise in unsure_rises(assessment) for way in ways(rise)]
        assert len(listed) == len(set(listed))
        for fact in {fact for way in listed for fact in way}:
            answer = answers[fact.question]
            assert answer.is_unsure(ruleset.questions[fact.question])
            assert fact.option not in answer.yes | answer.no


@pytest.mark.slow
@brute_force
@given(assessments())
def test_every_rise_by_one_unsure_answer_is_covered(assessments: list[Assessment]) -> None:
    for assessment in assessments:
        ruleset, answers = assessment.ruleset, assessment.answers
        covering = {way: rise.level for rise in unsure_rises(assessment) for way in ways(rise)}
        for rise in could_rise(assessment):
            before = answers[rise.question.id]
            if before.is_unsure(ruleset.questions[rise.question.id]):
                added = facts_of(rise, before)
                assert any(way <= added and covering[way] == rise.level for way in covering)


def test_a_set_is_listed_with_the_highest_level_it_brings() -> None:
    one, two = make_question(0, Kind.MANY), make_question(1, Kind.ONE)
    rules = [
        make_rule("doctor", Is("q0", "a"), Level.SEE_DOCTOR),
        make_rule("urgent", AnyOf((Is("q0", "a"), Is("q0", "b"))), Level.URGENT),
        make_rule("emergency", AllOf((Is("q0", "a"), Is("q1", "c"))), Level.EMERGENCY),
        make_rule("wider", AllOf((Is("q0", "b"), Is("q0", "c"))), Level.SEE_DOCTOR),
    ]
    ruleset = assemble([one, two], [], [], rules)
    found = unsure_rises(naive(ruleset, Answers({"q0": NOT_SURE, "q1": NOT_SURE})))
    assert found == (
        UnsureRise(Level.EMERGENCY, rules[2], ((Is("q0", "a"),), (Is("q1", "c"),))),
        UnsureRise(Level.URGENT, rules[1], ((Is("q0", "a"),),)),
        UnsureRise(Level.URGENT, rules[1], ((Is("q0", "b"),),)),
    )


def test_where_there_are_too_many_sets_the_level_may_be_reached_and_no_answers_are_named() -> None:
    names = tuple("abcdef")
    question = make_question(0, Kind.MANY, options=names)
    rule = make_rule("all-six", AllOf(tuple(Is("q0", name) for name in names)), Level.EMERGENCY)
    lower = make_rule("one", Is("q0", "a"), Level.URGENT)
    ruleset = assemble([question], [], [], [rule, lower])
    found = unsure_rises(naive(ruleset, Answers({"q0": NOT_SURE})))
    assert found[0] == UnsureRise(Level.EMERGENCY, rule, (), is_certain=False)
    assert found[1] == UnsureRise(Level.URGENT, lower, ((Is("q0", "a"),),))
    denied = Answer(State.GIVEN, no=frozenset("f"))
    assert unsure_rises(naive(ruleset, Answers({"q0": denied}))) == found[1:]


def test_every_smallest_set_within_one_question_is_listed_be_it_longer_than_another() -> None:
    question = make_question(0, Kind.MANY)
    a, b, c = (Is("q0", name) for name in "abc")
    rule = make_rule("r", AnyOf((a, AllOf((b, c)))), Level.URGENT)
    found = unsure_rises(naive(assemble([question], [], [], [rule]), Answers({"q0": NOT_SURE})))
    assert [rise.parts for rise in found] == [((a,),), ((b,), (c,))]


@pytest.mark.parametrize("so_far", [Level.SELF_CARE, Level.SEE_DOCTOR, Level.URGENT])
def test_whatever_the_level_is_so_far_a_higher_one_is_told(so_far: Level) -> None:
    rules = [
        make_rule("so-far", AllOf(()), so_far),
        make_rule("alarm", Is("q0", "a"), Level.EMERGENCY),
    ]
    ruleset = assemble([make_question(0, Kind.MANY)], [], [], rules)
    found = unsure_rises(naive(ruleset, Answers({"q0": NOT_SURE})))
    assert found == (UnsureRise(Level.EMERGENCY, rules[1], ((Is("q0", "a"),),)),)


def test_what_no_unsure_answer_could_bring_is_not_hinted_at() -> None:
    """The rule needs two answers to a question that takes one."""
    both = AllOf((Is("q0", "a"), Is("q0", "b")))
    rules = [make_rule("both", both, Level.EMERGENCY)]
    ruleset = assemble([make_question(0, Kind.ONE)], [], [], rules)
    assert unsure_rises(naive(ruleset, Answers({"q0": NOT_SURE}))) == ()


def test_answers_that_do_not_go_with_any_other_stand_in_sets_of_their_own() -> None:
    pairs = [AllOf((Is("q0", name), Is("q1", name))) for name in "ab"]
    rule = make_rule("pairs", AnyOf(tuple(pairs)), Level.URGENT)
    questions = [make_question(0, Kind.MANY), make_question(1, Kind.MANY)]
    unsure = Answers({"q0": NOT_SURE, "q1": NOT_SURE})
    found = unsure_rises(naive(assemble(questions, [], [], [rule]), unsure))
    assert [rise.parts for rise in found] == [
        ((Is("q0", name),), (Is("q1", name),)) for name in "ab"
    ]
