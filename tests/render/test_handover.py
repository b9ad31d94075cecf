"""The page to hand over."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from tests.conftest import Assess
from triage.engine.assessment import Assessment
from triage.language.model import Handover
from triage.render.formats.page import PageSection
from triage.render.results.handover import Notes, handover_section
from triage.render.results.plan import Plan
from triage.why.explanation import Explanation

AT = datetime(2026, 11, 21, 22, 5)  # the clock on the wall

WRITTEN: dict[str, object] = {
    "alarm": {"saddle": "no", "cold": "not_sure", "pale": "no"},
    "leg": ["swollen", "hot"],
    "persistence": "constant",
    "severity": "not_sure",
    "smoking": "declined",
}


def parted(assessment: Assessment) -> Assessment:
    """The result of a rule set that says how the page is parted."""
    handover = Handover(situation=("persistence", "severity"), background=("smoking",))
    identity = assessment.ruleset.identity.model_copy(update={"handover": handover})
    return replace(assessment, ruleset=replace(assessment.ruleset, identity=identity))


def made(assessment: Assessment, notes: Notes | None = None) -> PageSection:
    return handover_section(Plan(Explanation(assessment), "999"), notes or Notes())


def rows(section: PageSection, title: str) -> dict[str, str]:
    part = next(part for part in section.parts if part.title == title)
    return {line.label: line.text for line in part.lines}


def test_it_goes_in_the_order_in_which_clinicians_hand_over(assess: Assess) -> None:
    titles = [part.title for part in made(assess(WRITTEN)).parts]
    assert titles == ["Situation", "Background", "Assessment", "What is asked"]


def test_it_says_when_it_was_told_by_which_rules_and_who_has_reviewed_them(assess: Assess) -> None:
    assessment = assess(WRITTEN)
    (line,) = made(assessment, Notes(at=AT)).lines
    assert line.text == (
        "Told on 2026-11-21 at 22:05. A questionnaire that teaches made this from answers. It is"
        f" no diagnosis. Rules: {assessment.ruleset.stamp}. No clinician has reviewed this"
        " rule set yet."
    )


def test_the_complaint_stands_first_in_the_persons_own_words(assess: Assess) -> None:
    found = rows(made(parted(assess(WRITTEN)), Notes("my foot is <dead>")), "Situation")
    assert found == {
        "In own words": "“my foot is <dead>”.",
        "Level": "Matches these rules for “Get medical help today”.",
        "Persistence": "Yes, it is there all the time.",
    }


def test_said_denied_unsure_and_not_asked_stand_apart_by_the_names_of_signs(
    assess: Assess,
) -> None:
    found = rows(made(parted(assess(WRITTEN))), "Assessment")
    assert found == {
        "Says": "Swollen; Hot.",
        "Denies": "Numbness between the legs; A pale leg.",
        "Not sure": "A cold leg.",
        "Not asked": "Walking pain; stairs; clothes.",
        "Matches these rules": "Clot in a leg vein (some signs).",
    }


def test_a_level_is_never_read_without_what_was_unsure_and_worse(assess: Assess) -> None:
    section = made(assess({"alarm": "not_sure", "severity": "mild"}))
    found = rows(section, "Situation")
    assert list(found) == ["Unsure", "Level"]
    assert found["Unsure"].startswith("Of signs that can mean “Get emergency help now”")
    assert rows(section, "Assessment")["Says"] == "Severity: Mild."
    assert "not sure about signs" in section.parts[-1].lines[0].text


def test_what_was_declined_is_said_to_be_so(assess: Assess) -> None:
    found = rows(made(parted(assess(WRITTEN))), "Background")
    assert found == {"Not asked": "Smoking (rather not said)."}


def test_without_parts_every_answer_stands_in_the_assessment(assess: Assess) -> None:
    section = made(assess(WRITTEN))
    assert rows(section, "Background") == {}
    assert rows(section, "Assessment")["Not sure"] == "A cold leg; severity."


def test_no_cause_is_said_to_be_none_in_these_rules(assess: Assess) -> None:
    found = rows(made(assess({"severity": "mild"})), "Assessment")
    assert found["Matches these rules"] == "No cause in these rules."
