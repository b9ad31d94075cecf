"""One spelling for what people write, and phrases as authors list them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.language.phrases import forms_of
from triage.language.spoken import words_of


def spelt(text: str) -> list[str]:
    return [word.text for word in words_of(text)]


@pytest.mark.parametrize(
    "written",
    ["can't feel", "CAN’T feel", "cant feel", "can not feel", "cannot  feel", "couldn't feel"],
)
def test_contractions_and_capitals_are_one_spelling(written: str) -> None:
    assert spelt(written) == ["cannot", "feel"]


@pytest.mark.parametrize(
    ("written", "length"),
    [
        ("half an hour", "{minutes}"),
        ("30 mins", "{minutes}"),
        ("an hour", "{hours}"),
        ("23 hours", "{hours}"),
        ("24 hours", "{days}"),
        ("a couple of days", "{days}"),
        ("4 weeks", "{weeks}"),
        ("five weeks", "{months}"),
        ("12 months", "{years}"),
        ("10yrs", "{years}"),
        ("years", "{years}"),
        ("one or two weeks", "{weeks}"),
        ("9" * 400 + " years", "{years}"),
    ],
)
def test_a_length_of_time_is_one_word(written: str, length: str) -> None:
    assert spelt(f"for {written}.") == ["for", length, "."]


def test_an_age_is_no_length_of_time() -> None:
    assert "{years}" not in spelt("I am 72 years old")


def test_a_single_unit_without_a_number_is_none() -> None:
    assert spelt("last week") == ["last", "week"]


def test_a_phrase_leaves_out_what_carries_nothing() -> None:
    assert forms_of("my foot|toes is numb") == (frozenset({"foot", "toe"}), frozenset({"numb"}))


@pytest.mark.slow
@given(st.text(max_size=200))
def test_every_word_stands_where_it_says(text: str) -> None:
    words = words_of(text)
    assert all(0 <= word.start < word.end <= len(text) for word in words)
    assert [word.start for word in words] == sorted(word.start for word in words)
