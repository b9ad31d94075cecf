"""The object of `triage assess --json`."""

from __future__ import annotations

import json
from typing import Any

from tests.conftest import Assess, Golden, Read
from triage.answers.answer_file import read_answers
from triage.engine.assessment import Assessment
from triage.language.diagnostics import Span
from triage.render.results.assessment_json import assessment_json


def object_of(assessment: Assessment) -> Any:
    return json.loads(json.dumps(assessment_json(assessment, "reference")))


def test_the_json_of_a_case_is_as_recorded(rich_case: Assessment, golden: Golden) -> None:
    golden(
        "result.json",
        json.dumps(assessment_json(rich_case, "reference"), indent=1, ensure_ascii=False) + "\n",
    )


def test_it_says_what_made_it(assess: Assess) -> None:
    made = object_of(assess({}))
    digest = assess({}).ruleset.digest
    assert (made["schema"], made["engine"]) == (1, "reference")
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
    assert {"question": "alarm", "option": "saddle", "level": "emergency"} in alone
    assert {"question": "alarm", "option": ["cold", "pale"], "level": "emergency"} in together


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
