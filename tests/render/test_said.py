"""What a person said, told in one sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import Assess
from tests.examples import examples
from triage.language.conditions import Is, IsNot
from triage.render.results.said import brief, said, together, told


@pytest.mark.parametrize(
    ("texts", "sentence"),
    [
        ([], ""),
        (["your leg is hot"], "your leg is hot"),
        (["your leg is hot", "your leg is hot"], "your leg is hot"),
        (["your leg is swollen", "your leg is hot"], "your leg is swollen and hot"),
        (["your leg is hot", "you smoke"], "your leg is hot and you smoke"),
        (
            ["your leg is swollen", "your leg is hot", "your leg hurts"],
            "your leg is swollen and hot, and hurts",
        ),
        (
            ["you are pregnant", "the skin is red", "you are short of breath"],
            "you are pregnant and short of breath, and the skin is red",
        ),
        (
            ["your leg or foot hurts", "your leg hurts"],
            "your leg or foot hurts, and your leg hurts",
        ),
        (
            ["you feel it in your thigh", "you feel it in your foot"],
            "you feel it in your thigh and in your foot",
        ),
        (
            ["pain runs down one leg, or both", "you smoke"],
            "pain runs down one leg, or both, and you smoke",
        ),
        (["a leg is weak", "a doctor knows"], "a leg is weak and a doctor knows"),
    ],
)
def test_texts_that_begin_alike_are_told_together(texts: list[str], sentence: str) -> None:
    assert together(texts) == sentence


WORDS = st.lists(
    st.sampled_from(["your", "leg", "is", "hot", "or", "you", "smoke", "in", "a", "foot"]),
    min_size=1,
    max_size=5,
).map(" ".join)


@pytest.mark.slow
@given(st.lists(WORDS, max_size=5))
@examples(300)
def test_no_word_is_lost_and_a_beginning_is_said_no_more_often_than_before(
    texts: list[str],
) -> None:
    made = together(texts).replace(",", "").split()
    written = [word for text in dict.fromkeys(texts) for word in text.split()]
    assert set(written) <= {*made, ""}
    assert set(made) <= {*written, "and"}
    assert all(made.count(word) <= written.count(word) for word in set(written))
    assert together(texts) == together(tuple(texts))


def test_of_one_choice_what_was_chosen_instead_is_told(assess: Assess) -> None:
    assessment = assess({"persistence": "settled", "leg": ["hot"]})
    ruleset, answers = assessment.ruleset, assessment.answers
    assert said(IsNot("persistence", "constant"), ruleset, answers) == "the numbness is gone"
    assert said(IsNot("leg", "swollen"), ruleset, answers) == "you did not choose “Swollen”"
    assert told([Is("leg", "hot")], ruleset, answers) == "your leg is hot"


def test_what_helpers_note_is_the_text_where_nothing_shorter_is_written(assess: Assess) -> None:
    question = assess({}).ruleset.questions["alarm"]
    assert brief(question, "saddle") == "Numbness between the legs"
    short = question.options[0].model_copy(update={"brief": "saddle numbness"})
    assert brief(question.model_copy(update={"options": (short,)}), "saddle") == "saddle numbness"
