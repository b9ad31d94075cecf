"""Small values in words."""

from __future__ import annotations

import pytest

from tests.conftest import Read
from triage.language.conditions import AllOf, AnyOf, Holds, Is, IsNot, Supported
from triage.language.ruleset import RuleSet
from triage.render.results.phrases import (
    answer_words,
    badge,
    cite_words,
    conclusion_words,
    condition_words,
    fact_words,
)


@pytest.mark.parametrize(
    ("fact", "words"),
    [
        (Is("leg", "hot"), "You said your leg is hot"),
        (IsNot("leg", "hot"), "You did not choose “Hot” for “Is a leg swollen or hot?”"),
        (IsNot("stairs", "yes"), "You said you cannot climb stairs"),
        (IsNot("persistence", "settled"), "You said the numbness is there all the time"),
        (Holds("possible_clot"), "Signs that fit a clot"),
        (Supported("clot"), "Something speaks for Clot in a leg vein"),
    ],
)
def test_a_fact_is_told_in_the_persons_words(
    fact: Is | IsNot | Holds | Supported, words: str, tiny: RuleSet
) -> None:
    assert fact_words(fact, tiny) == words


def test_four_ways_of_not_choosing_stay_apart(tiny: RuleSet, read: Read) -> None:
    answers = read({"alarm": "not_sure", "leg": [], "smoking": "declined"})
    words = [
        answer_words(tiny.questions[name], answers[name])
        for name in ("alarm", "leg", "smoking", "severity")
    ]
    assert words == ["not sure", "none of these", "prefer not to say", "not asked"]


def test_chosen_options_are_listed_in_the_order_of_the_question(tiny: RuleSet, read: Read) -> None:
    assert (
        answer_words(tiny.questions["leg"], read({"leg": ["hot", "swollen"]})["leg"])
        == "Swollen; Hot"
    )


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ({"cold": "yes", "pale": "no"}, "A cold leg; not sure about: Numbness between the legs"),
        (
            {"cold": "no", "pale": "no"},
            "no to: A cold leg; A pale leg; not sure about: Numbness between the legs",
        ),
    ],
)
def test_an_answer_with_open_options_says_which(
    written: dict[str, object],
    words: str,
    tiny: RuleSet,
    read: Read,
) -> None:
    assert answer_words(tiny.questions["alarm"], read({"alarm": written})["alarm"]) == words


@pytest.mark.parametrize(
    ("cites", "words"),
    [
        (("A-clot", "B-arteries"), "from the documents"),
        (("A-clot", "guide"), "added safety note"),
    ],
)
def test_one_added_source_makes_the_badge_say_added(
    cites: tuple[str, ...], words: str, tiny: RuleSet
) -> None:
    assert badge(cites, tiny) == words


def test_sources_are_named_once_each(tiny: RuleSet) -> None:
    names = cite_words(("A-clot", "A-arteries", "guide", "B"), tiny)
    assert names == (
        "A, Blood",
        "Test health service, Legs at risk, Alarms",
        "B, Document on nerves",
    )


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("walking-pattern-is-typical", "typical of Narrowed leg arteries"),
        ("clot-signs", "shares a sign with Clot in a leg vein"),
        ("smoking-narrows", "raises the chance of Narrowed leg arteries"),
        ("hot-leg-speaks-against", "speaks against Narrowed leg arteries"),
        ("clot-level", "level: Get medical help today"),
        ("swollen-and-hot", "finding: Signs that fit a clot"),
    ],
)
def test_a_conclusion_names_what_it_is_about(rule: str, words: str, tiny: RuleSet) -> None:
    assert conclusion_words(tiny.rule[rule], tiny) == words


def test_a_condition_reads_as_one_sentence(tiny: RuleSet) -> None:
    condition = AllOf(
        (AnyOf((Is("leg", "hot"), Is("leg", "swollen"))), IsNot("smoking", "now"), Holds("lasting"))
    )
    assert condition_words(condition, tiny) == (
        "(“Is a leg swollen or hot?” is answered “Hot” or “Swollen”)"
        " and “Do you smoke?” is answered, but not with “I smoke”"
        " and the finding “Numbness that lasts” holds"
    )


def test_a_condition_of_different_questions_names_each(tiny: RuleSet) -> None:
    assert condition_words(AnyOf((Is("leg", "hot"), Supported("clot"))), tiny) == (
        "“Is a leg swollen or hot?” is answered “Hot” or something speaks for Clot in a leg vein"
    )


def test_the_condition_that_always_holds_says_so(tiny: RuleSet) -> None:
    assert condition_words(tiny.rule["base"].when, tiny) == "always"
