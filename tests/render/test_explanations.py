"""Pages that explain one thing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.conftest import Assess, Read
from tests.places import TRAFFIC_LIGHT
from triage.engine.assessment import Assessment
from triage.language.conditions import Is
from triage.language.load import load
from triage.language.model import FollowUp
from triage.language.ruleset import RuleSet
from triage.language.words import Level
from triage.render.formats.page import Page
from triage.render.results import explanations, ruleset_pages
from triage.why.asked import WhyAsked, why_asked
from triage.why.missing import WhyNot, thing, why_not_so


def found(page: Page) -> dict[str, list[str]]:
    return {section.title: [line.text for line in section.lines] for section in page.sections}


def why_not(assessment: Assessment, name: str) -> dict[str, list[str]]:
    about = thing(assessment.ruleset, name)
    return found(explanations.why_not_page(assessment, why_not_so(assessment, about)))


def test_why_asked_tells_what_is_known_and_what_waits(tiny: RuleSet, read: Read) -> None:
    answers = read({"walking_pain": "eases", "leg": ["swollen"]})
    page = found(explanations.why_asked_page(why_asked(tiny, answers, "smoking"), tiny, answers))
    assert page["What is known so far"] == [
        "Questions answered: 2. Level so far: See a doctor.",
        "Pain that comes with walking. It eases with rest.",
    ]
    assert page["What this answer can bring"] == [
        "Level: Get medical help today. A clot needs treatment soon. You said your leg is swollen.",
        "Raises the chance of Narrowed leg arteries. Smoking can narrow arteries.",
    ]


def test_why_asked_follows_a_finding_to_the_level_it_can_lead_to(tiny: RuleSet, read: Read) -> None:
    page = found(explanations.why_asked_page(why_asked(tiny, read({}), "leg"), tiny, read({})))
    finding = "Finding: Signs that fit a clot. A clot can make a leg swollen and hot."
    assert (
        f"{finding} This can lead to the level “Get medical help today”."
        in page["What this answer can bring"]
    )


def test_why_asked_shows_six_rules_and_counts_the_rest(tiny: RuleSet, read: Read) -> None:
    why = WhyAsked(tiny.questions["leg"], Level.SELF_CARE, (), tiny.rules[:9], {})
    waiting = found(explanations.why_asked_page(why, tiny, read({})))["What this answer can bring"]
    assert (len(waiting), waiting[-1]) == (7, "And 3 more.")


def test_a_question_no_rule_waits_for_says_so(tiny: RuleSet, read: Read) -> None:
    why = WhyAsked(tiny.questions["leg"], Level.SELF_CARE, (), (), {})
    page = found(explanations.why_asked_page(why, tiny, read({})))
    assert page["What this answer can bring"] == ["No rule waits for this answer any more."]


def test_a_rule_is_told_with_condition_conclusion_reason_and_place(tiny: RuleSet) -> None:
    page = ruleset_pages.rule_page(tiny, "sn-cold-and-pale")
    line = tiny.rule["sn-cold-and-pale"].span.line
    assert found(page) == {
        "When all of this holds": [
            "“Do you notice any of these signs?” is answered “A cold leg”.",
            "“Do you notice any of these signs?” is answered “A pale leg”.",
        ],
        "Then": ["Level: Get emergency help now."],
        "Because": [
            "Too little blood may reach the leg.",
            f"Written in safety_net.yaml, line {line}.",
        ],
    }
    assert page.sections[2].lines[0].badge == "added safety note"


def test_a_card_tells_every_part_and_where_the_documents_are_silent(tiny: RuleSet) -> None:
    page = found(ruleset_pages.cause_page(tiny, "artery_disease"))
    assert page["What it is"] == ["Arteries of the legs grow narrow."]
    assert page["Treatment"] == ["Nothing about this stands in the documents."]
    assert "Where the documents differ" not in page
    assert [text.split(" (")[0] for text in page["Its rules"]] == [
        "walking-pattern-is-typical",
        "smoking-narrows",
        "hot-leg-speaks-against",
        "artery_disease-level",
    ]


def test_a_card_tells_where_the_documents_differ(tiny: RuleSet) -> None:
    page = found(ruleset_pages.cause_page(tiny, "nerve_pressure"))
    assert page["Where the documents differ"] == [
        "Document A speaks of clothes only. Document B adds shoes."
    ]


def test_a_question_is_told_with_its_options_and_readers(tiny: RuleSet) -> None:
    page = found(ruleset_pages.question_page(tiny, "alarm"))
    assert (
        page["What is asked"][-1]
        == "In plainer words: Is a leg cold or pale, or is it numb between your legs?"
    )
    assert (
        page["Options"][0]
        == "Numbness between the legs – This is the part that would touch a saddle."
    )
    assert [text.split(" (")[0] for text in page["Rules that read it"]] == [
        "sn-saddle",
        "sn-cold-and-pale",
    ]


def test_what_a_score_counts_is_told_apart_from_what_must_hold() -> None:
    page = found(ruleset_pages.rule_page(load(TRAFFIC_LIGHT), "two-points"))
    assert page["When this holds"] == ["The score “Cough score” is 2 or more."]
    start, days, *_ = page["What the score “Cough score” counts"]
    assert start == "The points start at -1."
    assert days.startswith("1 point: “How long does the cough last?” is answered")
    assert "A cough of days counts." in days


def test_a_question_says_when_it_is_asked_and_what_a_choice_makes_of_an_option() -> None:
    ruleset = load(TRAFFIC_LIGHT)
    dust = ruleset.questions["dust"]
    choices = {"keep": ({"text": "A lot"},), "drop": ({"text": "A little", "becomes": "no"},)}
    asked = FollowUp.model_validate({"ask": "How much?", **choices, "cites": ("C-count",)})
    gates = {"applies_if": Is("signs", "fever"), "ask_if": Is("days", "from_3")}
    options = (dust.options[0].model_copy(update={"narrow": asked}), dust.options[1])
    changed = dust.model_copy(update={**gates, "options": options})
    questions = {**ruleset.questions, "dust": changed}
    page = found(ruleset_pages.question_page(replace(ruleset, questions=questions), "dust"))
    assert "Applies only if “What comes with the cough?” is answered “Fever”." in str(page)
    assert "Asked only if “How long does the cough last?” is answered" in str(page)
    assert "“A little”: this counts as “No”." in page["Options"]
    assert "“A lot”: this counts." in page["Options"]


def test_all_causes_are_listed_with_the_id_to_ask_for(tiny: RuleSet) -> None:
    assert (
        found(ruleset_pages.causes_page(tiny))["4 causes"][1]
        == "Clot in a leg vein (clot): A clot blocks a vein."
    )


def test_documents_and_added_sources_are_listed_apart(tiny: RuleSet) -> None:
    page = found(ruleset_pages.sources_page(tiny))
    assert [len(page["The documents"]), len(page["Added knowledge"])] == [2, 1]


def test_a_claim_tells_what_it_says_and_what_rests_on_it(tiny: RuleSet) -> None:
    page = found(ruleset_pages.source_page(tiny, "B-arteries"))
    assert page["What it says"] == ["Smoking can narrow arteries. (B-arteries)"]
    assert [text.split(" (")[0] for text in page["Rules that cite it"]] == ["smoking-narrows"]
    assert page["Cards that cite it"] == [
        "Narrowed leg arteries: Smoking can narrow arteries.",
        "Narrowed leg arteries: Not smoking helps.",
    ]


def test_a_source_counts_the_uses_of_its_claims(tiny: RuleSet) -> None:
    page = found(ruleset_pages.source_page(tiny, "B"))
    assert len(page["What it says"]) == 2
    assert any(text.startswith("tight-clothes-press") for text in page["Rules that cite it"])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("written", "instead"),
    [
        ({}, "It was left open: not asked."),
        ({"walking_pain": "not_sure"}, "It was left open: not sure."),
        ({"walking_pain": "none"}, "You answered otherwise: No."),
    ],
)
def test_why_not_says_what_became_of_each_lacking_answer(
    written: dict[str, object],
    instead: str,
    assess: Assess,
) -> None:
    assessment = assess({**written, "smoking": "never"})
    page = why_not(assessment, "artery_disease")
    lacks = page["Rule walking-pattern-is-typical: typical of Narrowed leg arteries"]
    assert (
        lacks[-1]
        == f"“Does walking bring on pain?” is answered “Yes, and it eases with rest”. {instead}"
    )


def test_an_open_option_of_a_partly_given_answer_is_not_sure(assess: Assess) -> None:
    assessment = assess({"leg": {"swollen": "yes", "hot": "not_sure"}})
    page = why_not(assessment, "clot")
    assert page["Rule clot-signs: shares a sign with Clot in a leg vein"][-1].endswith(
        "It was left open: not sure."
    )


@pytest.mark.parametrize(
    ("name", "title", "rule"),
    [
        ("nerve_pressure", "It is listed", "tight-clothes-press"),
        ("tight-clothes-press", "It fired", "tight-clothes-press"),
        ("lasting", "It holds", "there-all-the-time"),
        ("see_doctor", "It is reached", "lasting-needs-a-doctor"),
    ],
)
def test_why_not_of_what_is_so_says_by_what_and_points_to_why(
    name: str, title: str, rule: str, assess: Assess
) -> None:
    page = why_not(assess({"clothes": "yes", "persistence": "constant"}), name)
    (lines,) = page.values()
    assert list(page) == [title]
    assert any(line.startswith(f"Rule {rule}: ") for line in lines)
    assert lines[-1] == f"`triage why {name}` says more about it."


@pytest.mark.parametrize("name", ["clot-signs", "clot", "lasting", "emergency"])
def test_why_not_of_what_is_not_so_names_rules_that_would_bring_it(
    name: str, assess: Assess
) -> None:
    page = why_not(assess({}), name)
    assert page
    assert all(lines[1] == "It would need:" for lines in page.values())


def test_why_not_without_a_way_says_so(assess: Assess) -> None:
    about = thing(assess({}).ruleset, "clot")
    assert list(found(explanations.why_not_page(assess({}), WhyNot(about, ())))) == ["No way"]
