"""What a student reads: the vignette about someone else, and the reveal with every rule and
source.
"""

from __future__ import annotations

import re

import pytest

from tests.conftest import Read
from triage.answers.value import DECLINED, NOT_ASKED, NOT_SURE, State, choose
from triage.language.ruleset import RuleSet
from triage.language.words import Level
from triage.practice.exercises.commitment import Commitment
from triage.practice.exercises.modes import MODES
from triage.practice.exercises.one_new_fact import OneNewFact
from triage.practice.exercises.red_flag import RedFlag
from triage.practice.exercises.score import score
from triage.practice.exercises.work_up import WorkUp
from triage.practice.patients.clinic import Clinic
from triage.practice.patients.patient import Patient
from triage.render.formats import text
from triage.render.formats.page import Page
from triage.render.practice.one_new_fact import new_fact_page
from triage.render.practice.presentations import PRESENTATIONS
from triage.render.practice.red_flag import red_flag_page
from triage.render.practice.vignette import third_person, told, vignette_page
from triage.render.practice.work_up_reveal import work_up_page

ANSWERS = {
    "alarm": [],
    "leg": ["swollen", "hot"],
    "persistence": "settled",
    "severity": "mild",
    "walking_pain": "none",
    "smoking": "now",
    "clothes": "no",
}


@pytest.fixture(scope="module")
def clot(read: Read) -> Patient:
    return Patient("seed:1", "A clot", read(ANSWERS), ("severity",))


def words(page: Page) -> str:
    return " ".join(
        re.sub(r"[│┌┐└┘─]", " ", text.render(page, 80, colour=False, unicode=True)).split()
    )


def reveal(
    ruleset: RuleSet, patient: Patient, asked: tuple[str, ...], commitment: Commitment
) -> str:
    found = score(ruleset, patient, asked, commitment)
    work_up = WorkUp(ruleset, patient, asked=asked)
    return words(work_up_page(work_up, commitment, found, work_up.whole))


def test_the_choice_stands_beside_that_of_the_engine(tiny: RuleSet, clot: Patient) -> None:
    shown = reveal(tiny, clot, ("smoking",), Commitment(Level.SEE_DOCTOR, (("stiff_muscle", 0.7),)))
    for part in (
        "You: See a doctor. • The engine: Get medical help today.",
        "This is under-triage",
        "You, 1: Stiff muscle (sureness 0.7).",
        "The engine, 1: Clot in a leg vein.",
    ):
        assert part in shown


def test_every_point_names_its_rule_and_source(tiny: RuleSet, clot: Patient) -> None:
    shown = reveal(tiny, clot, ("leg",), Commitment(Level.URGENT, (("artery_disease", 0.5),)))
    assert (
        "What speaks for it • They said their leg is swollen. They said their leg is hot." in shown
    )
    assert (
        "(Rule clot-signs; shares a sign with Clot in a leg vein.) [from the documents: A,"
        " Blood]" in shown
    )
    assert "What speaks against it • They said their leg is hot." in shown
    assert "(Rule hot-leg-speaks-against;" in shown


def test_a_cause_that_nothing_speaks_for_shows_what_it_lacks(tiny: RuleSet, clot: Patient) -> None:
    shown = reveal(tiny, clot, (), Commitment(Level.URGENT, (("stiff_muscle", 0.5),)))
    assert (
        "Stiff muscle Nothing in the answers speaks for it. The nearest rule is"
        " stairs-tell-of-muscles:" in shown
    )
    assert "It would need: They said they cannot climb stairs." in shown


def test_warning_signs_not_asked_for_are_named_with_the_answer(
    tiny: RuleSet, clot: Patient
) -> None:
    shown = reveal(tiny, clot, ("alarm",), Commitment(Level.URGENT))
    assert (
        "You did not ask: “Is a leg swollen or hot? (leg)” They say that their leg is swollen"
        in shown
    )
    assert "You asked for every warning sign" in reveal(
        tiny, clot, ("leg",), Commitment(Level.URGENT)
    )


def test_luck_with_warning_signs_is_not_praised(tiny: RuleSet, read: Read, clot: Patient) -> None:
    shown = reveal(tiny, clot, ("leg",), Commitment(Level.URGENT))
    assert (
        "this time no rule that fired rests on the answers: • “Do you notice any of these signs?"
        " (alarm)”" in shown
    )
    assert "You did not ask these" not in reveal(
        tiny, clot, ("leg", "alarm"), Commitment(Level.URGENT)
    )
    healthy = Patient("healthy", "Healthy", read({**ANSWERS, "leg": []}), ())
    shown = reveal(tiny, healthy, ("leg", "alarm"), Commitment(Level.SELF_CARE))
    assert "No rule that fired rests on a warning sign." in shown
    saddle = Patient("saddle", "Saddle", read({**ANSWERS, "alarm": ["saddle"]}), ())
    assert "You did not ask these" not in reveal(
        tiny, saddle, ("alarm",), Commitment(Level.EMERGENCY)
    )


def test_safety_names_what_it_took_off_and_nothing_else(tiny: RuleSet, clot: Patient) -> None:
    low = reveal(tiny, clot, (), Commitment(Level.SEE_DOCTOR))
    assert (
        "Safety: 30 of 60. 60, less 25 for a level too low (25 for each step), less 5 for warning"
        " signs" in low
    )
    right = reveal(tiny, clot, ("leg",), Commitment(Level.URGENT))
    assert "Safety: 60 of 60. Your level is that of the engine, which brings all." in right


def test_the_most_telling_question_is_named_with_its_moment(tiny: RuleSet, clot: Patient) -> None:
    late = reveal(tiny, clot, ("clothes", "leg"), Commitment(Level.URGENT))
    assert "before your first question: “Is a leg swollen or hot? (leg)”" in late
    assert "You asked it as question 2." in late
    assert "That is when you asked it." in reveal(tiny, clot, ("leg",), Commitment(Level.URGENT))
    assert "You did not ask it." in reveal(tiny, clot, ("clothes",), Commitment(Level.URGENT))


def test_questions_that_changed_nothing_are_named_and_warning_signs_defended(
    tiny: RuleSet, clot: Patient
) -> None:
    shown = reveal(tiny, clot, ("alarm", "leg", "clothes"), Commitment(Level.URGENT))
    assert "Changed nothing: “Do you notice any of these signs? (alarm)”" in shown
    assert "A question about warning signs is worth asking also where nothing comes of it." in shown
    assert "Changed nothing: “Is a leg swollen or hot? (leg)”" not in shown


def test_a_missed_emergency_is_said_clearly_and_over_triage_by_name(
    tiny: RuleSet, read: Read, clot: Patient
) -> None:
    saddle = Patient("saddle", "Saddle", read({**ANSWERS, "alarm": ["saddle"]}), ())
    assert "This was an emergency, and your level was lower." in reveal(
        tiny, saddle, (), Commitment(Level.URGENT)
    )
    assert "This is over-triage" in reveal(tiny, clot, (), Commitment(Level.EMERGENCY))
    assert "This was an emergency" not in reveal(tiny, clot, (), Commitment(Level.EMERGENCY))


def test_a_generated_patient_comes_with_the_teaching_choice(tiny: RuleSet, clot: Patient) -> None:
    assert "It says nothing about how common a cause is." in reveal(
        tiny, clot, (), Commitment(Level.URGENT)
    )


def test_every_kind_of_practice_has_its_words() -> None:
    assert list(PRESENTATIONS) == list(MODES.values())


def test_time_is_shown_only_to_who_wants_it(tiny: RuleSet, clot: Patient) -> None:
    exercise = RedFlag(tiny, clot)
    mark = exercise.judge(False)
    assert "You took 7 seconds." in words(
        red_flag_page(exercise, mark, is_emergency=False, seconds=7.2)
    )
    assert "seconds" not in words(red_flag_page(exercise, mark, is_emergency=False, seconds=None))


def test_a_new_fact_shows_the_rules_that_it_set_off(tiny: RuleSet, clot: Patient) -> None:
    exercise = OneNewFact(tiny, clot, "clot", "leg")
    shown = words(new_fact_page(exercise, exercise.judge(0), 0))
    assert "You chose 0; the engine says +2 for Clot in a leg vein." in shown
    assert "Before: nothing speaks for it. • After: shares some signs" in shown
    assert "(Rule clot-signs;" in shown
    assert "pressure-that-goes" not in shown


def test_the_vignette_tells_about_someone_else(tiny: RuleSet, read: Read) -> None:
    patient = Patient("x", "X", read(ANSWERS), ())
    shown = words(vignette_page(tiny, patient, ("severity", "smoking", "alarm")))
    assert "This patient is invented." in shown
    assert "They come and say that the numbness is mild. They add that they smoke." in shown
    denied = "None of these: Numbness between the legs; A cold leg; A pale leg."
    assert f"Asked “Do you notice any of these signs?”: {denied}" in shown


def test_the_title_of_a_case_is_hidden_from_the_student(tiny: RuleSet, clot: Patient) -> None:
    assert "A clot" not in words(vignette_page(tiny, clot, clot.volunteered))


def test_each_kind_of_no_answer_has_its_own_words(tiny: RuleSet) -> None:
    leg = tiny.questions["leg"]
    found = [
        told(tiny, "leg", answer)
        for answer in (
            NOT_ASKED,
            NOT_SURE,
            DECLINED,
            choose(leg),
            choose(leg, "hot", others=State.NOT_SURE),
        )
    ]
    assert len(set(found)) == 5
    assert found[-1] == "They say that their leg is hot. They are not sure about: Swollen."


@pytest.mark.parametrize(
    ("said", "turned"),
    [
        ("your leg is hot", "their leg is hot"),
        ("it is hard for you to swallow", "it is hard for them to swallow"),
        ("a doctor told you about cancer", "a doctor told them about cancer"),
        (
            "an infection made you ill in the last 6 weeks",
            "an infection made them ill in the last 6 weeks",
        ),
        ("You hurt yourself", "They hurt themselves"),
    ],
)
def test_you_turns_into_they(said: str, turned: str) -> None:
    assert third_person(said) == turned


@pytest.mark.slow
def test_no_answer_of_the_shipped_rule_set_still_speaks_to_you(legs: RuleSet) -> None:
    for question in legs.questions.values():
        for option in question.options:
            turned = third_person(option.said)
            assert not re.search(r"\byour?\b", turned, re.IGNORECASE)
            assert not re.search(r"\b(?:for|to|of|with|told|made) they\b", turned), turned


@pytest.mark.slow
def test_no_page_of_practice_speaks_of_shares_or_diagnoses(legs: RuleSet, clinic: Clinic) -> None:
    claims = legs.claims.values()
    titles = [source.title for source in legs.sources.values()]  # others wrote these words
    titles += [claim.section for claim in claims]
    for seed in range(4):
        patient = clinic.patient(f"seed:{seed}:hard")
        asked = tuple(patient.answers.given)[:6]
        shown = reveal(legs, patient, asked, Commitment(Level.SEE_DOCTOR, (("sciatica", 0.5),)))
        for title in titles:
            shown = shown.replace(title, "")
        assert not re.search(r"%|per cent|\byou have\b|\bshould\b|diagnos", shown, re.IGNORECASE)
