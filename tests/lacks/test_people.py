"""Whether answers can be the truth of a person."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.random_rulesets import assemble, make_question
from triage.answers.value import DECLINED, NOT_SURE, Answer, Answers, State, choose
from triage.lacks.people import excluded, is_truth
from triage.language.conditions import AllOf, Is
from triage.language.model import Impossible
from triage.language.ruleset import RuleSet
from triage.language.words import By, Kind

MANY, ONE = make_question(0, Kind.MANY), make_question(1, Kind.ONE)
ONLY_THEN = make_question(2, Kind.SCALE, applies_if=Is("q0", "a"))
RULES = assemble([MANY, ONE, ONLY_THEN], [], [], [])


def never(by: By) -> Impossible:
    both = AllOf((Is("q0", "b"), Is("q1", "b")))
    return Impossible.model_validate({"id": by.value, "by": by, "when": both, "because": "x"})


def truth(*ticked: str, **others: Answer) -> Answers:
    """These ticks and one answer more, and what else is told."""
    return Answers({"q0": choose(MANY, *ticked), "q1": choose(ONE, "b"), **others})


def test_a_full_answer_to_each_question_that_applies_is_a_truth() -> None:
    assert is_truth(RULES, truth("b"))
    assert is_truth(RULES, truth("a", "c", q2=choose(ONLY_THEN, "c")))
    assert is_truth(RULES, truth())


@pytest.mark.parametrize(
    "answers",
    [
        truth("a"),
        truth("b", q2=choose(ONLY_THEN, "c")),
        truth("b", q1=NOT_SURE),
        truth("b", q1=DECLINED),
        truth("b", q1=Answer(State.GIVEN, no=frozenset("abc"))),
        truth("b", q1=Answer(State.GIVEN, yes=frozenset("ab"), no=frozenset("c"))),
        Answers({"q0": Answer(State.GIVEN, yes=frozenset("b")), "q1": choose(ONE, "a")}),
        Answers(
            {
                "q0": Answer(State.GIVEN, yes=frozenset("b"), no=frozenset("c")),
                "q1": choose(ONE, "a"),
            }
        ),
        Answers({"q0": Answer(State.GIVEN, no=frozenset("abc"))}),
    ],
)
def test_what_lacks_an_answer_or_has_one_too_many_is_none(answers: Answers) -> None:
    assert not is_truth(RULES, answers)


def test_only_what_words_exclude_is_no_truth() -> None:
    def told(*by: By) -> RuleSet:
        return replace(RULES, impossible=tuple(map(never, by)))

    assert is_truth(told(By.STORY), truth("b"))
    assert not is_truth(told(By.STORY, By.WORDS), truth("b"))
    assert is_truth(told(By.WORDS), truth("c"))
    assert excluded(told(By.STORY, By.WORDS)) == (never(By.WORDS),)
