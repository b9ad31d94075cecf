"""The object of `triage assess --json`."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any as Json

import pytest

from tests.benchmarks.walks import Plainly
from tests.conftest import Assess, Golden, Read
from triage.answers.answer_file import read_answers
from triage.answers.value import NOT_SURE, Answers
from triage.cases.case_files import Case
from triage.engine.assessment import Assessment
from triage.engine.reference import ReferenceEngine
from triage.interview.order import AskingScreen
from triage.interview.state import Interview
from triage.language.conditions import AllOf, AnyOf, Is, IsNot
from triage.language.diagnostics import Span
from triage.language.ruleset import RuleSet
from triage.render.results.assessment_json import assessment_json
from triage.why.explanation import Explanation


def object_of(assessment: Assessment) -> Json:
    return json.loads(json.dumps(assessment_json(Explanation(assessment), "reference", "999")))


def test_the_json_of_a_case_is_as_recorded(rich_case: Assessment, golden: Golden) -> None:
    made = assessment_json(Explanation(rich_case), "reference", "999")
    golden("result.json", json.dumps(made, indent=1, ensure_ascii=False) + "\n")


def test_it_says_what_made_it(assess: Assess) -> None:
    made = object_of(assess({}))
    digest = assess({}).ruleset.digest
    assert (made["schema"], made["engine"]) == (2, "reference")
    assert made["ruleset"] == {"id": "tiny", "version": "0.1.0", "digest": digest}


def test_guidance_comes_most_urgent_first_with_its_grounds(assess: Assess) -> None:
    made = object_of(assess({"leg": ["swollen", "hot"]}))
    assert made["level"] == "urgent"
    assert [entry["level"] for entry in made["guidance"]] == ["urgent", "urgent", "self_care"]
    assert made["guidance"][0] == {
        "rule": "sn-clot-risk",
        "level": "urgent",
        "because": "A clot needs treatment soon.",
        "cites": ["A-clot", "guide"],
        "unchecked": [],
        "added": True,
        "facts": [{"finding": "possible_clot"}],
    }


def test_facts_of_every_kind_are_small_mappings(assess: Assess) -> None:
    made = object_of(assess({"persistence": "settled", "walking_pain": "eases"}))
    facts = {step["rule"]: step["facts"] for step in made["trace"]}
    assert facts["pressure-that-goes"] == [{"question": "persistence", "not": "constant"}]
    assert facts["pain-that-rest-eases"] == [{"question": "walking_pain", "option": "eases"}]
    assert facts["walking-pattern-is-typical"] == [{"finding": "walking_pattern"}]
    assert facts["artery_disease-level"] == [{"cause": "artery_disease"}]


def test_the_trace_says_what_each_rule_concludes(assess: Assess) -> None:
    made = object_of(assess({"walking_pain": "eases"}))
    concluded = {step["rule"]: step["concludes"] for step in made["trace"]}
    assert concluded == {
        "pain-that-rest-eases": {"finding": "walking_pattern"},
        "walking-pattern-is-typical": {"cause": "artery_disease", "strength": "typical"},
        "artery_disease-level": {"level": "see_doctor"},
        "base": {"level": "self_care"},
    }
    assert made["findings"] == ["walking_pattern"]


def test_a_cause_tells_fit_grounds_and_open_questions(assess: Assess) -> None:
    cause = object_of(assess({"walking_pain": "eases", "leg": ["hot"]}))["causes"][0]
    assert (cause["id"], cause["name"], cause["fit"]) == (
        "artery_disease",
        "Narrowed leg arteries",
        "typical",
    )
    assert [(entry["rule"], entry["strength"]) for entry in cause["for"]] == [
        ("walking-pattern-is-typical", "typical")
    ]
    assert [(entry["rule"], entry["added"]) for entry in cause["against"]] == [
        ("hot-leg-speaks-against", True)
    ]
    assert cause["open"] == ["smoking"]


def test_a_rise_names_one_option_or_the_options_needed_together(assess: Assess) -> None:
    alone = object_of(assess({}))["could_rise"]
    together = object_of(assess({"alarm": {"saddle": "no"}}))["could_rise"]
    assert {"question": "alarm", "option": "saddle", "level": "emergency", "certain": True} in alone
    assert {
        "question": "alarm",
        "option": ["cold", "pale"],
        "level": "emergency",
        "certain": True,
    } in together


def answer(question: str, option: str, so: bool = True) -> dict[str, object]:
    return {"question": question, "option": option, "so": so}


def test_what_not_sure_could_mean_stands_with_the_level_the_rule_and_the_answers(
    assess: Assess,
) -> None:
    made = object_of(assess({"alarm": "not_sure", "leg": "not_sure", "smoking": "not_sure"}))
    assert made["unsure"] == [
        {
            "level": "emergency",
            "rule": "sn-saddle",
            "parts": [[answer("alarm", "saddle")]],
            "certain": True,
        },
        {
            "level": "emergency",
            "rule": "sn-cold-and-pale",
            "parts": [[answer("alarm", "cold")], [answer("alarm", "pale")]],
            "certain": True,
        },
        {
            "level": "urgent",
            "rule": "sn-clot-risk",
            "parts": [[answer("leg", "swollen")], [answer("leg", "hot")]],
            "certain": True,
        },
        {
            "level": "urgent",
            "rule": "sn-clot-risk",
            "parts": [[answer("leg", "swollen")], [answer("smoking", "now")]],
            "certain": True,
        },
    ]


def test_only_levels_above_the_present_one_are_what_not_sure_could_mean(assess: Assess) -> None:
    lasting = {"persistence": "not_sure", "severity": "not_sure"}
    mild = object_of(assess(lasting))["unsure"]
    assert [(rise["level"], rise["parts"]) for rise in mild] == [
        ("see_doctor", [[answer("persistence", "constant")]]),
        ("see_doctor", [[answer("severity", "severe")]]),
    ]
    assert object_of(assess({**lasting, "leg": ["swollen", "hot"]}))["unsure"] == []
    assert object_of(assess({"alarm": {"saddle": "yes", "cold": "not_sure"}}))["unsure"] == []


def test_answers_any_of_which_will_do_share_a_part(tiny: RuleSet) -> None:
    either = AnyOf((Is("leg", "swollen"), IsNot("leg", "hot")))
    rule = tiny.rule["sn-saddle"].model_copy(
        update={"id": "sn-more", "when": AllOf((either, Is("severity", "severe")))}
    )
    ruleset = replace(tiny, rules=(*tiny.rules, rule))
    answers = Answers({"leg": NOT_SURE, "severity": NOT_SURE})
    made = object_of(ReferenceEngine(ruleset).assess(answers))["unsure"]
    assert made[0] == {
        "level": "emergency",
        "rule": "sn-more",
        "parts": [
            [answer("leg", "swollen"), answer("leg", "hot", so=False)],
            [answer("severity", "severe")],
        ],
        "certain": True,
    }


def test_its_answers_can_be_read_again(read: Read, assess: Assess) -> None:
    written: dict[str, object] = {
        "alarm": {"saddle": "no", "cold": "yes", "pale": "not_sure"},
        "leg": [],
        "persistence": "constant",
        "severity": "not_sure",
        "smoking": "declined",
    }
    assessment = assess(written)
    again = object_of(assessment)["answers"]
    assert again == written
    assert read_answers(again, assessment.ruleset, Span("<test>")) == read(written)


def test_schema_1_is_what_it_was_and_schema_2_says_more(rich_case: Assessment) -> None:
    old, new = (
        assessment_json(Explanation(rich_case), "reference", "999", schema) for schema in (1, 2)
    )
    assert (old["schema"], new["schema"]) == (1, 2)
    assert new.keys() - old.keys() == {"plan", "next"}
    assert all(old[key] == new[key] for key in old.keys() - {"schema"})


def test_the_plan_says_what_to_do_and_on_what_it_rests(assess: Assess) -> None:
    plan = object_of(assess({"leg": ["swollen", "hot"]}))["plan"]
    assert (plan["level"], plan["do"]) == ("urgent", "Get medical help today.")
    assert plan["action"] == "Speak to a doctor today, and call 999 if it gets worse."
    assert plan["because"] == "your leg is swollen and hot"
    assert plan["cites"] == ["guide"]
    assert [one["cause"] for one in plan["explanations"]] == ["clot"]
    assert [one["text"] for one in plan["watch"]] == [
        "Numbness between the legs needs help at once."
    ]


def test_next_names_each_question_to_come_and_what_it_can_still_do(assess: Assess) -> None:
    coming = object_of(assess({"walking_pain": "eases"}))["next"]
    found = {question["question"]: question for one in coming for question in one["questions"]}
    names = ["leg", "alarm", "persistence", "clothes", "smoking", "stairs"]
    assert sorted(found) == sorted(names)
    assert all(one["screen"] is None and len(one["questions"]) == 1 for one in coming)
    assert (found["alarm"]["can"], found["alarm"]["level"]) == ("raises_alone", "emergency")
    assert found["leg"]["level"] == "urgent"
    assert (found["clothes"]["can"], found["clothes"]["level"]) == ("lists_causes", None)
    assert found["smoking"]["causes"] == ["artery_disease"]


def test_next_leaves_out_what_was_answered_or_makes_no_sense(assess: Assess) -> None:
    made = object_of(assess({"alarm": [], "walking_pain": "none", "smoking": "not_sure"}))
    named = [question["question"] for one in made["next"] for question in one["questions"]]
    assert {"alarm", "walking_pain", "stairs", "smoking"}.isdisjoint(named)
    assert "leg" in named


@pytest.mark.slow
def test_next_is_the_order_of_the_screens(legs: RuleSet, leg_cases: tuple[Case, ...]) -> None:
    """What comes first there is what the interview shows, and nothing comes where it is over."""
    plainly = Plainly(legs)
    for case in leg_cases[::400]:
        interview, said = Interview(legs), plainly.person(case.answers)
        while (shown := interview.shown) is not None:
            first = object_of(ReferenceEngine(legs).assess(interview.answers))["next"][0]
            assert isinstance(shown, AskingScreen)
            assert first["screen"] == shown.screen.id
            asked = {one.id for one in shown.questions}
            assert {one["question"] for one in first["questions"]} <= asked
            interview = interview.tell({one.id: said(one) for one in shown.questions})
            while interview.which is not None:
                interview = interview.narrow(None)
        assert object_of(ReferenceEngine(legs).assess(interview.answers))["next"] == []
