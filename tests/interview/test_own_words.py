"""Own words: what a sentence points to, and what it never does."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.benchmarks import own_words as measured
from tests.places import TINY
from triage.interview.own_words import (
    BOTH_WAYS,
    MOST_READ,
    NO_LETTERS,
    NOTHING,
    TOO_LONG,
    Understood,
    understood,
)
from triage.language.load import load
from triage.language.ruleset import RuleSet

WORDS = {
    "text: A cold leg, said: your leg is cold": ["leg|foot cold|icy", "cold leg|foot"],
    "text: Swollen, said: your leg is swollen": ["leg|calf swollen", "swollen leg|calf"],
    "text: Hot, said: your leg is hot": ["leg|calf hot", "fever"],
    'text: "No, it is gone", said: the numbness is gone': ["gone away"],
    'text: "Yes, it is there all the time", said: the numbness is there all the time': [
        "all time",
        "for {years}",
        "not go away",
    ],
    "text: Severe, said: the numbness is severe": ["cannot feel"],
    "text: I smoke, said: you smoke": ["smoke|smoker"],
}


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> RuleSet:
    """The small rule set, with words."""
    folder = tmp_path_factory.mktemp("spoken")
    for path in TINY.rglob("*.yaml"):
        target = folder / path.relative_to(TINY)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
    return _with_words(folder)


def _with_words(folder: Path) -> RuleSet:
    path = folder / "questions.yaml"
    text = path.read_text(encoding="utf-8")
    for option, phrases in WORDS.items():
        assert option in text
        listed = ", ".join(f'"{phrase}"' for phrase in phrases)
        text = text.replace(option, f"{option}, words: [{listed}]", 1)
    path.write_text(text, encoding="utf-8")
    return load(folder)


def options(found: Understood) -> list[str]:
    return [echo.option for echo in found.echoes]


@pytest.mark.parametrize(
    ("sentence", "pointed"),
    [
        ("my left leg is really swollen", ["swollen"]),
        ("swollen, hot leg: leg swollen and hot", ["swollen", "hot"]),
        ("My LEG's swolen", ["swollen"]),
        ("leg swollne", ["swollen"]),
        ("my leg is not swollen", []),
        ("no fever, cold leg or swollen calf", []),
        ("no fever, my leg is swollen", ["swollen"]),
        ("no fever and my leg is swollen", ["swollen"]),
        ("no fever but swollen calf", ["swollen"]),
        ("without fever. swollen calf", ["swollen"]),
        ("not only swollen leg", ["swollen"]),
        ("not sure if my leg is swollen", []),
        ("nothing is hot, no leg is hot", []),
        ("I can't feel it", ["severe"]),
        ("I cant feel my cold foot", ["cold", "severe"]),
        ("does not go away", ["constant"]),
        ("for ten years, all the time", ["constant"]),
        ("leg. swollen", []),
        ("swallow", []),
        ("", []),
    ],
)
def test_what_a_sentence_points_to(spoken: RuleSet, sentence: str, pointed: list[str]) -> None:
    assert options(understood(spoken, sentence)) == pointed


def test_the_words_are_the_persons_own(spoken: RuleSet) -> None:
    found = understood(spoken, "Help: my Legg… no, my  calf is\nSWOLEN!")
    assert found.marks == {}
    found = understood(spoken, "Help! My  calf is   SWOLEN!")
    assert found.marks == {("leg", "swollen"): "calf is SWOLEN"}


def test_yes_and_no_about_the_same_thing_marks_nothing_and_says_so(spoken: RuleSet) -> None:
    found = understood(spoken, "My leg is swollen. My leg is not swollen. My foot is cold.")
    assert options(found) == ["cold"]
    assert [echo.option for echo in found.both_ways] == ["swollen"]
    assert found.notes == (BOTH_WAYS.format(words="“leg is swollen”"),)


def test_two_answers_where_one_can_be_mark_nothing(spoken: RuleSet) -> None:
    found = understood(spoken, "It has gone away. It is there all the time.")
    assert options(found) == []
    assert [echo.option for echo in found.both_ways] == ["settled", "constant"]


@pytest.mark.parametrize("sentence", ["нога опухла", "脚が痺れる", "mi pierna hinchada", "asdf"])
def test_what_is_not_understood_is_said(spoken: RuleSet, sentence: str) -> None:
    assert understood(spoken, sentence).notes == (NOTHING,)


@pytest.mark.parametrize("sentence", ["🦵😭", "12 34", "---", "\u200b\u202e"])
def test_without_words_that_is_said(spoken: RuleSet, sentence: str) -> None:
    found = understood(spoken, sentence)
    assert found.notes in {(NO_LETTERS,), (NOTHING,)}
    assert not found.echoes


def test_what_was_not_read_is_named(spoken: RuleSet) -> None:
    found = understood(spoken, "my leg is swollen and my zygoma wobbles")
    assert [part.strip() for part in found.unread] == ["and my zygoma wobbles"]


def test_of_much_only_the_beginning_is_read(spoken: RuleSet) -> None:
    found = understood(spoken, "leg swollen. " + "x " * MOST_READ + "leg hot")
    assert options(found) == ["swollen"]
    assert found.notes == (TOO_LONG.format(count=MOST_READ),)


@pytest.mark.slow
@given(st.text(max_size=400))
def test_any_text_is_survived_and_points_to_what_there_is(spoken: RuleSet, text: str) -> None:
    found = understood(spoken, text)
    for echo in (*found.echoes, *found.both_ways):
        assert echo.option in spoken.questions[echo.question].option_ids
        assert echo.words.split()[0] in text


@pytest.mark.slow
@given(st.permutations("my leg is not swollen , hot and cold . foot gone away".split()))
def test_any_order_of_words_is_survived(spoken: RuleSet, words: list[str]) -> None:
    understood(spoken, " ".join(words))


@pytest.mark.slow
@given(st.lists(st.sampled_from(["leg", "swollen", "hot", "cold", "not", ",", "and", "x"])))
def test_a_denial_in_front_of_everything_never_adds_a_mark(
    spoken: RuleSet, words: list[str]
) -> None:
    said = " ".join(words)
    assert set(understood(spoken, f"no {said}").marks) <= set(understood(spoken, said).marks)


def test_a_rule_set_without_words_points_nowhere(tiny: RuleSet) -> None:
    assert understood(tiny, "my leg is swollen").marks == {}


@pytest.mark.slow
def test_marks_are_right_on_sentences_not_written_for_the_words(legs: RuleSet) -> None:
    found = measured.measure(legs)
    assert len(found) == 100
    assert measured.precision(found) >= 0.95
    assert measured.recall(found) >= 0.8
