"""What stands beside the level while somebody is not sure."""

from __future__ import annotations

import pytest

from triage.answers.value import DECLINED, NOT_SURE, Answer, Answers, State, choose
from triage.lacks.advice import advised
from triage.language.ruleset import RuleSet
from triage.language.words import Kind

TODAY, HOUR, NOW = "urgent", "self_care", "emergency"


def one_sign(legs: RuleSet) -> Answer:
    """Unsure about one sign of a leg, no other sign."""
    others = frozenset(legs.questions["leg_signs"].option_ids) - {"hot"}
    return Answer(State.GIVEN, no=others)


def asleep(legs: RuleSet, leg_signs: Answer, came_back: bool = True) -> Answers:
    questions = legs.questions
    persistence = choose(questions["persistence"], "settled" if came_back else "constant")
    trigger = choose(questions["trigger"], "crossed_legs")
    return Answers({"leg_signs": leg_signs, "persistence": persistence, "trigger": trigger})


def levels(legs: RuleSet, answers: Answers) -> list[str]:
    return [one.level.id for one in advised(legs, answers)]


def test_a_leg_that_was_asleep_and_came_back_is_looked_at_again(legs: RuleSet) -> None:
    assert levels(legs, asleep(legs, one_sign(legs))) == [HOUR]
    assert levels(legs, asleep(legs, one_sign(legs), came_back=False)) == [TODAY]
    assert levels(legs, asleep(legs, NOT_SURE)) == [TODAY]
    assert levels(legs, Answers({"leg_signs": one_sign(legs)})) == [TODAY]


@pytest.mark.parametrize("question", ["brain_signs", "breathing_signs"])
def test_a_sign_of_brain_or_chest_calls_now_and_comes_first(legs: RuleSet, question: str) -> None:
    answers = Answers({"spine_signs": NOT_SURE, question: NOT_SURE})
    assert levels(legs, answers) == [NOW, TODAY]


def test_risks_and_what_is_known_bring_no_advice(legs: RuleSet) -> None:
    known = choose(legs.questions["brain_signs"])
    assert levels(legs, Answers({"brain_signs": known, "conditions": NOT_SURE})) == []
    assert levels(legs, Answers({"smoking": NOT_SURE, "clot_risks": DECLINED})) == []


def test_every_warning_sign_says_what_to_do_while_unsure(legs: RuleSet) -> None:
    emergency = {section.id for section in legs.sections.values() if section.red_flags}
    for question in legs.questions.values():
        if question.section in emergency and question.kind is Kind.MANY:
            assert levels(legs, Answers({question.id: NOT_SURE})), question.id
