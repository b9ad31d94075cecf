"""Follow-ups right after a tick: only the person's own choice takes an option back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from triage.answers.value import NOT_SURE, Answer, State, choose
from triage.interview.journal import dumps, loads
from triage.interview.state import Interview
from triage.language.model import FollowUp, Meaning, Question
from triage.language.ruleset import RuleSet

NEW, OTHER, USUAL = "It is new", "Something else new", "As for years"


def follow_up(becomes: str | None = None) -> FollowUp:
    usual = {"text": USUAL} if becomes is None else {"text": USUAL, "becomes": becomes}
    return FollowUp.model_validate(
        {
            "ask": "Which is it?",
            "keep": [{"text": NEW}, {"text": OTHER}],
            "drop": [usual],
            "cites": ["A-clot"],
        }
    )


def asking(question: Question, *options: str, becomes: str | None = None) -> Question:
    """The question with a follow-up on these options."""
    return question.model_copy(
        update={
            "options": tuple(
                option.model_copy(update={"narrow": follow_up(becomes)})
                if option.id in options
                else option
                for option in question.options
            )
        }
    )


@pytest.fixture
def many(tiny: RuleSet) -> RuleSet:
    """The small rule set, with follow-ups on both signs of a leg."""
    return with_question(tiny, asking(tiny.questions["leg"], "swollen", "hot"))


def with_question(ruleset: RuleSet, question: Question) -> RuleSet:
    return replace(ruleset, questions={**ruleset.questions, question.id: question})


def meaning(ruleset: RuleSet, question: str, option: str, text: str) -> Meaning:
    narrow = ruleset.questions[question].option(option).narrow
    assert narrow is not None
    return next(one for one in (*narrow.keep, *narrow.drop) if one.text == text)


def ticked(ruleset: RuleSet, *options: str) -> Interview:
    """An interview at which the question about the leg was just answered."""
    interview = Interview(ruleset).answer(choose(ruleset.questions["alarm"]))
    assert interview.current is not None and interview.current.question.id == "leg"
    return interview.answer(choose(ruleset.questions["leg"], *options))


def test_each_ticked_option_is_followed_up_in_order_before_the_next_question(many: RuleSet) -> None:
    interview, asked = ticked(many, "hot", "swollen"), []
    while interview.which is not None:
        asked.append(interview.which.option.id)
        interview = interview.narrow(None)
    assert asked == ["swollen", "hot"]
    with pytest.raises(ValueError, match="no follow-up"):
        interview.narrow(None)


def test_an_option_that_was_not_ticked_is_not_followed_up(many: RuleSet) -> None:
    assert ticked(many).which is None
    unsure = Interview(many).answer(NOT_SURE)
    assert unsure.which is None


@pytest.mark.parametrize("said", [NEW, OTHER, None])
def test_what_is_kept_or_not_sure_changes_no_answer(many: RuleSet, said: str | None) -> None:
    before = ticked(many, "swollen")
    meant = meaning(many, "leg", "swollen", said) if said else None
    assert before.narrow(meant).answers == before.answers


def test_what_is_dropped_counts_as_answered_and_not_chosen(many: RuleSet) -> None:
    before = ticked(many, "swollen", "hot")
    after = before.narrow(meaning(many, "leg", "swollen", USUAL))
    assert after.answers["leg"] == choose(many.questions["leg"], "hot")
    assert {**after.answers.given, "leg": None} == {**before.answers.given, "leg": None}


def test_of_a_question_that_takes_one_the_choice_says_what_the_answer_becomes(
    tiny: RuleSet,
) -> None:
    question = asking(tiny.questions["severity"], "severe", becomes="mild")
    ruleset = with_question(tiny, question)
    interview = Interview(ruleset).reopen("severity").answer(choose(question, "severe"))
    interview = interview.narrow(meaning(ruleset, "severity", "severe", USUAL))
    assert interview.answers["severity"] == choose(question, "mild")


def test_going_back_asks_the_follow_up_again_and_a_new_answer_forgets_it(many: RuleSet) -> None:
    before = ticked(many, "swollen")
    dropped = before.narrow(meaning(many, "leg", "swollen", USUAL))
    assert dropped.back() == before
    assert dropped.back().which == before.which
    again = dropped.reopen("leg").answer(choose(many.questions["leg"], "swollen"))
    assert again.answers["leg"].yes == {"swollen"}
    assert again.which is not None


def test_whoever_passes_over_a_follow_up_keeps_the_option(many: RuleSet) -> None:
    interview = ticked(many, "swollen")
    assert interview.current is not None
    later = interview.answer(choose(interview.current.question))
    assert later.which is None
    assert later.answers["leg"].yes == {"swollen"}


def test_a_follow_up_is_kept_and_comes_back(many: RuleSet) -> None:
    for said in (NEW, USUAL, None):
        meant = meaning(many, "leg", "hot", said) if said else None
        interview = ticked(many, "hot").narrow(meant)
        assert loads(dumps(interview).encode(), many).interview == interview


def test_where_a_follow_up_is_not_offered_any_more_the_option_stays(
    many: RuleSet, tiny: RuleSet
) -> None:
    kept = dumps(ticked(many, "hot").narrow(meaning(many, "leg", "hot", USUAL))).encode()
    found = loads(kept, tiny).interview
    assert found is not None
    assert found.answers["leg"].yes == {"hot"}


def test_where_a_question_comes_again_in_plainer_words_the_follow_up_waits(tiny: RuleSet) -> None:
    ruleset = with_question(tiny, asking(tiny.questions["alarm"], "cold"))
    partly = Answer(State.GIVEN, frozenset({"cold"}))
    interview = Interview(ruleset).answer(partly)
    assert interview.current is not None and interview.current.plainer
    assert interview.which is None
    assert interview.answer(partly).which is not None
