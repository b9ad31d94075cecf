"""Where "not sure" asks for more than the rules found, nothing beside it sends the person home."""

from __future__ import annotations

from typing import cast

import pytest

from triage.answers.value import NOT_SURE, Answers, choose
from triage.engine.reference import ReferenceEngine
from triage.language.ruleset import RuleSet
from triage.language.words import Level
from triage.render.formats import text
from triage.render.results.handover import Notes, handover_section
from triage.render.results.plan import Plan
from triage.render.results.plan_json import plan_json
from triage.render.results.result_page import result_page
from triage.render.results.rise_card import unsure_page
from triage.render.results.what_to_do import first_page
from triage.why.explanation import Explanation

NUMBER = "999"


def explained(legs: RuleSet, *unsure: str) -> Explanation:
    sat = choose(legs.questions["trigger"], "crossed_legs")
    answers = Answers({"trigger": sat, **dict.fromkeys(unsure, NOT_SURE)})
    return Explanation(ReferenceEngine(legs).assess(answers))


@pytest.mark.parametrize(
    ("unsure", "level"), [("brain_signs", Level.EMERGENCY), ("leg_signs", Level.URGENT)]
)
def test_how_soon_and_whom_to_call_are_those_of_the_advice(
    legs: RuleSet, unsure: str, level: Level
) -> None:
    plan = Plan(explained(legs, unsure), NUMBER)
    words = legs.words(level)
    assert plan.assessment.level == legs.lowest
    assert (plan.do, plan.by_when) == (plan.advice, words.by_when)
    assert plan.call == (words.call or "").replace("{emergency_number}", NUMBER)
    assert (plan.action, plan.say, plan.helps, plan.unsaid) == ("", "", (), "")


@pytest.mark.parametrize("unsure", ["brain_signs", "leg_signs"])
def test_nothing_on_the_first_screen_says_to_look_after_oneself(legs: RuleSet, unsure: str) -> None:
    page = result_page(explained(legs, unsure), NUMBER, "reference")
    shown = text.render(page, 80, colour=False, unicode=True)
    assert "Look after yourself" not in shown.split("Why this is said")[0]


@pytest.mark.parametrize("unsure", ["brain_signs", "leg_signs"])
def test_it_looks_like_what_it_warns_of_and_claims_no_level(legs: RuleSet, unsure: str) -> None:
    explanation = explained(legs, unsure)
    page = result_page(explanation, NUMBER, "reference")
    card = unsure_page(explanation.advised[0], legs, NUMBER)
    assert page.urgency == card.urgency == explanation.advised[0].level
    assert explanation.assessment.level == legs.lowest
    assert legs.words(legs.levels[-1]).headline not in text.render(
        first_page(page.sections[0], page), 80, colour=False, unicode=True
    )


@pytest.mark.parametrize(("said", "leads"), [({}, True), ({"persistence": "constant"}, False)])
def test_a_program_reads_the_advice_beside_the_level(
    legs: RuleSet, said: dict[str, str], leads: bool
) -> None:
    given = {name: choose(legs.questions[name], option) for name, option in said.items()}
    answers = Answers({"brain_signs": NOT_SURE, **given})
    plan = Plan(Explanation(ReferenceEngine(legs).assess(answers)), NUMBER)
    written = plan_json(plan)
    advice = cast("dict[str, object]", written["advice"])
    assert (advice["level"], advice["question"]) == ("emergency", "brain_signs")
    assert advice["text"] == plan.advice
    assert written["level"] == plan.assessment.level.id != "emergency"
    assert (written["do"] == plan.advice) is leads


def test_without_more_urgent_advice_a_program_reads_none(legs: RuleSet) -> None:
    plan = Plan(Explanation(ReferenceEngine(legs).assess(Answers({}))), NUMBER)
    assert plan_json(plan)["advice"] is None


def test_the_page_to_hand_over_names_what_was_unsure_before_the_level(legs: RuleSet) -> None:
    section = handover_section(Plan(explained(legs, "brain_signs"), NUMBER), Notes())
    situation, _, assessment, asked = section.parts
    labels = [line.label for line in situation.lines]
    assert labels[:2] == ["Unsure", "Level"]
    assert "“Get emergency help now”" in situation.lines[0].text
    assert f"Call {NUMBER} now" in situation.lines[0].text
    unsure = next(line.text for line in assessment.lines if line.label == "Not sure")
    assert unsure.startswith("Face droop, weak arm or speech trouble; ")
    assert "numb leg" not in asked.lines[0].text


def test_a_level_that_was_found_keeps_its_words_beside_the_advice(legs: RuleSet) -> None:
    answers = Answers({"persistence": choose(legs.questions["persistence"], "constant")})
    doubted = answers.replaced("brain_signs", NOT_SURE)
    plan = Plan(Explanation(ReferenceEngine(legs).assess(doubted)), NUMBER)
    assert plan.assessment.level == Level.SEE_DOCTOR
    assert plan.advice
    assert (plan.do, plan.action) == (plan.words.headline, plan.words.action)
    assert plan_json(plan)["do"] == plan.do
