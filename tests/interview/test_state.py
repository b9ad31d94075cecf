"""The interview as a pure value: what is asked, what is skipped, and what going back and changing
do.
"""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.examples import examples
from tests.random_rulesets import answer_to, rulesets
from triage.answers.value import DECLINED, NOT_ASKED, NOT_SURE, Answer, Answers, State, choose
from triage.engine.assessment import Assessment
from triage.engine.reference import ReferenceEngine
from triage.interview.state import Answered, Asking, Interview, Narrowed, Reopened
from triage.language.conditions import Is, IsNot, atoms
from triage.language.model import Question
from triage.language.ruleset import RuleSet
from triage.language.words import ForCause, Kind

many = examples(150)


def answered(ruleset: RuleSet, **answers: object) -> Interview:
    """The interview after these answers, everything else answered "none" or "not sure"."""
    interview = Interview(ruleset)
    while interview.current:
        question = interview.current.question
        given_one = answers.get(question.id)
        interview = interview.answer(
            given_one if isinstance(given_one, Answer) else _blank(question)
        )
    return interview


def _blank(question: Question) -> Answer:
    return choose(question) if question.kind is Kind.MANY else NOT_SURE


def walk(data: st.DataObject, interview: Interview) -> Interview:
    """The interview after some random answers."""
    for _ in range(data.draw(st.integers(0, 6))):
        if interview.current is None:
            break
        interview = interview.answer(data.draw(answer_to(interview.current.question)))
    return interview


@pytest.mark.slow
@many
@given(st.data())
def test_back_undoes_an_answer(data: st.DataObject) -> None:
    before = walk(data, Interview(data.draw(rulesets(gated=True))))
    if before.current is not None:
        after = before.answer(data.draw(answer_to(before.current.question)))
        assert after.back() == before
        assert after.back().answers == before.answers


@pytest.mark.slow
@many
@given(st.data())
def test_no_more_questions_come_than_were_announced(data: st.DataObject) -> None:
    interview = walk(data, Interview(data.draw(rulesets(gated=True))))
    announced = len(interview.open_questions)
    asked = 0
    while interview.current is not None:
        asked += not interview.current.plainer
        fewer = len(interview.open_questions)
        interview = interview.answer(data.draw(answer_to(interview.current.question)))
        assert len(interview.open_questions) <= fewer - 1
    assert asked <= announced


def test_only_questions_that_can_still_change_something_are_announced(tiny: RuleSet) -> None:
    """A level that is reached needs no second reason, and nobody on a flat road meets stairs."""
    interview = Interview(tiny)
    steps = (
        ("alarm", choose(tiny.questions["alarm"]), 8),
        ("leg", choose(tiny.questions["leg"]), 7),
        ("persistence", choose(tiny.questions["persistence"], "constant"), 6),
        ("walking_pain", choose(tiny.questions["walking_pain"], "none"), 4),
        ("smoking", choose(tiny.questions["smoking"], "never"), 2),
        ("clothes", choose(tiny.questions["clothes"], "no"), 1),
    )
    for name, answer, announced in steps:
        assert interview.current is not None
        assert (interview.current.question.id, len(interview.open_questions)) == (name, announced)
        interview = interview.answer(answer)
    assert (interview.finished, interview.open_questions) == (True, ())


@pytest.mark.slow
@many
@given(st.data())
def test_a_skipped_question_could_not_have_changed_level_or_causes(data: st.DataObject) -> None:
    ruleset = data.draw(rulesets())
    interview = Interview(ruleset)
    while interview.current is not None:
        interview = interview.answer(data.draw(answer_to(interview.current.question)))
    engine = ReferenceEngine(ruleset)
    plain = engine.assess(interview.answers)
    full = interview.answers
    for name, question in ruleset.questions.items():
        if full[name] == NOT_ASKED:
            full = full.replaced(name, data.draw(answer_to(question)))
    more = engine.assess(full)
    assert more.level == plain.level
    assert about_causes(more) == about_causes(plain)


def about_causes(assessment: Assessment) -> list[str]:
    return [
        f"{firing.rule.id}"
        for firing in assessment.firings
        if isinstance(firing.rule.then, ForCause)
    ]


@pytest.mark.slow
@many
@given(st.data())
def test_no_answer_stays_to_a_question_that_no_longer_makes_sense(data: st.DataObject) -> None:
    ruleset = data.draw(rulesets(gated=True))
    interview = walk(data, Interview(ruleset))
    asked = list(interview.answers.given)
    if asked:
        changed = data.draw(st.sampled_from(asked))
        interview = interview.reopen(changed).answer(
            data.draw(answer_to(ruleset.questions[changed]))
        )
    known = set(interview.answers.facts())
    for name in interview.answers.given:
        needed = [
            fact for fact in atoms(ruleset.questions[name].ask_if) if isinstance(fact, Is | IsNot)
        ]
        open_ended = any(
            interview.answers[fact.question].state in (State.NOT_SURE, State.DECLINED)
            or interview.answers[fact.question].is_unsure(ruleset.questions[fact.question])
            for fact in needed
        )
        assert not needed or open_ended or known & set(needed)


def test_emergency_clusters_come_first(legs: RuleSet) -> None:
    flags = [legs.is_red_flag(question) for question in legs.questions.values()]
    assert flags == sorted(flags, reverse=True)
    assert Interview(legs).current.question.id == "brain_signs"  # type: ignore[union-attr]


def test_not_sure_about_a_warning_sign_gets_one_plainer_wording(legs: RuleSet) -> None:
    first = Interview(legs)
    again = first.answer(NOT_SURE)
    assert again.current is not None
    assert (again.current.question.id, again.current.plainer) == ("brain_signs", True)
    assert again.current.text == legs.questions["brain_signs"].plainer
    after = again.answer(NOT_SURE)
    assert after.current is not None
    assert after.current.question.id == "breathing_signs"
    assert after.answers["brain_signs"] == NOT_SURE


def test_an_unsure_sign_beside_a_sure_one_is_asked_about_too(legs: RuleSet) -> None:
    question = legs.questions["brain_signs"]
    after = Interview(legs).answer(choose(question, "collapse", others=State.NOT_SURE))
    assert after.current is not None and after.current.plainer
    assert after.answers["brain_signs"].no == frozenset()


@pytest.mark.slow
def test_pregnancy_signs_are_asked_only_where_they_make_sense(legs: RuleSet) -> None:
    pregnancy = legs.questions["pregnancy"]
    for answer, asked in (
        (choose(pregnancy, "pregnant"), True),
        (choose(pregnancy, "recent_birth"), True),
        (choose(pregnancy, "no"), False),
        (NOT_SURE, True),
        (DECLINED, True),
    ):
        assert ("pregnancy_signs" in answered(legs, pregnancy=answer).answers.given) is asked


@pytest.mark.slow
def test_changing_an_answer_asks_only_what_follows_from_it(legs: RuleSet) -> None:
    pregnancy = legs.questions["pregnancy"]
    done = answered(legs, pregnancy=choose(pregnancy, "no"))
    assert done.finished
    reopened = done.reopen("pregnancy")
    assert reopened.current is not None and reopened.current.question.id == "pregnancy"
    changed = reopened.answer(choose(pregnancy, "pregnant"))
    assert [question.id for question in changed.open_questions] == ["pregnancy_signs"]
    back_again = changed.answer(choose(legs.questions["pregnancy_signs"])).reopen("pregnancy")
    final = back_again.answer(choose(pregnancy, "no"))
    assert final.finished
    assert final.answers == done.answers


@pytest.mark.slow
def test_nothing_is_asked_twice_and_an_answer_to_nothing_is_refused(legs: RuleSet) -> None:
    done = answered(legs)
    assert len(done.answers.given) == len({event.question for event in done.events})
    with pytest.raises(ValueError, match="finished"):
        done.answer(NOT_SURE)


def test_at_the_start_back_changes_nothing(legs: RuleSet) -> None:
    assert Interview(legs).back() == Interview(legs)
    assert Interview(legs).answers == Answers()


@pytest.mark.parametrize(
    "value",
    [Answered("q", NOT_SURE), Reopened("q"), Narrowed("q", "a"), Asking(None), Interview(None)],  # type: ignore[arg-type]
    ids=lambda value: type(value).__name__,
)
def test_nothing_of_an_interview_changes_once_it_is_there(value: object) -> None:
    for field in fields(value):  # type: ignore[arg-type]
        with pytest.raises(FrozenInstanceError):
            setattr(value, field.name, None)
