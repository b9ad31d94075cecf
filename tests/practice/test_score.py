"""The score of a work-up: safety before all else, and every number computed as its sentence
says.
"""

from __future__ import annotations

from itertools import combinations

import pytest

from tests.conftest import Read
from triage.engine.reference import ReferenceEngine
from triage.language.ruleset import RuleSet
from triage.language.words import Level
from triage.practice.exercises import fewest_questions as counting
from triage.practice.exercises.commitment import Commitment
from triage.practice.exercises.fewest_questions import fewest, suffices
from triage.practice.exercises.score import WorkUpScore, safety_mark, score
from triage.practice.patients.clinic import Clinic
from triage.practice.patients.outcome import outcome
from triage.practice.patients.patient import Patient

QUIET = {
    "leg": [],
    "persistence": "settled",
    "severity": "mild",
    "walking_pain": "none",
    "smoking": "never",
    "clothes": "no",
}


@pytest.fixture(scope="module")
def saddle(read: Read) -> Patient:
    """An emergency: numb between the legs."""
    return Patient("saddle", "Saddle", read({"alarm": ["saddle"], **QUIET}), ("severity",))


@pytest.fixture(scope="module")
def clot(read: Read) -> Patient:
    """Urgent: a swollen, hot leg."""
    return Patient(
        "clot", "Clot", read({"alarm": [], **QUIET, "leg": ["swollen", "hot"]}), ("severity",)
    )


@pytest.fixture(scope="module")
def walker(read: Read) -> Patient:
    """Walking brings on pain; a doctor needs to see it."""
    answers = {
        "alarm": [],
        **QUIET,
        "walking_pain": "eases",
        "stairs": "no",
        "persistence": "constant",
    }
    return Patient("walker", "Walker", read(answers), ("severity",))


def points(found: WorkUpScore) -> dict[str, float]:
    return {mark.name: mark.points for mark in found.marks}


def test_a_missed_emergency_outweighs_all_else(tiny: RuleSet, saddle: Patient) -> None:
    everything = tuple(saddle.answers.given)
    missed = score(tiny, saddle, everything, Commitment(Level.URGENT, (("nerve_pressure", 1.0),)))
    found = score(tiny, saddle, ("alarm",), Commitment(Level.EMERGENCY, (("clot", 1.0),)))
    assert missed.missed_emergency and missed.under_triage and not found.missed_emergency
    assert points(missed)["safety"] == 0
    assert points(missed)["causes"] == points(missed)["calibration"] * 2 == 20
    assert missed.points < found.points
    assert sum(mark.most for mark in found.marks[1:]) < points(found)["safety"]


def test_a_level_too_low_costs_more_than_one_too_high(tiny: RuleSet, clot: Patient) -> None:
    low, right, high = (
        score(tiny, clot, ("alarm", "leg"), Commitment(level))
        for level in (Level.SEE_DOCTOR, Level.URGENT, Level.EMERGENCY)
    )
    assert (points(low)["safety"], points(right)["safety"], points(high)["safety"]) == (35, 60, 55)
    assert (low.under_triage, low.over_triage) == (True, False)
    assert (high.under_triage, high.over_triage) == (False, True)
    assert not right.under_triage and not right.over_triage


@pytest.mark.parametrize(("missed", "left"), [(0, 60), (1, 55), (3, 45), (4, 45), (20, 45)])
def test_warning_signs_not_asked_for_cost_a_quarter_of_safety_at_most(
    missed: int, left: float
) -> None:
    assert safety_mark(Level.URGENT, Level.URGENT, missed).points == left


def test_a_warning_sign_that_was_there_and_not_asked_for_is_named_and_costs(
    tiny: RuleSet, clot: Patient
) -> None:
    lucky = score(tiny, clot, ("alarm",), Commitment(Level.URGENT))
    assert lucky.missed_flags == ("leg",)
    assert points(lucky)["safety"] == 55


def test_whoever_finds_the_emergency_owes_no_further_question(tiny: RuleSet, read: Read) -> None:
    both = Patient(
        "both", "Both", read({**QUIET, "alarm": ["saddle"], "leg": ["swollen", "hot"]}), ()
    )
    found = score(tiny, both, ("alarm",), Commitment(Level.EMERGENCY))
    assert found.missed_flags == ("leg",)
    assert points(found)["safety"] == 60


def test_causes_count_in_full_at_their_rank_and_by_half_elsewhere(
    tiny: RuleSet, walker: Patient
) -> None:
    def earned(*causes: str) -> float:
        return points(
            score(tiny, walker, (), Commitment(Level.SEE_DOCTOR, tuple((c, 0.5) for c in causes)))
        )["causes"]

    assert earned("artery_disease", "stiff_muscle") == 20
    assert earned("stiff_muscle", "artery_disease") == 10
    assert earned("clot", "stiff_muscle") == pytest.approx(20 * 2 / 5)
    assert earned("clot") == earned() == 0


def test_where_no_cause_fits_naming_none_is_right(tiny: RuleSet, read: Read) -> None:
    vague = Patient("vague", "Vague", read({"alarm": [], **QUIET, "persistence": "not_sure"}), ())
    assert points(score(tiny, vague, (), Commitment(Level.SELF_CARE)))["causes"] == 20
    assert points(score(tiny, vague, (), Commitment(Level.SELF_CARE)))["calibration"] == 10
    assert (
        points(score(tiny, vague, (), Commitment(Level.SELF_CARE, (("clot", 0.5),))))["causes"] == 0
    )


def test_calibration_is_the_brier_score_of_the_stated_sureness(
    tiny: RuleSet, walker: Patient
) -> None:
    stated = (("artery_disease", 0.9), ("clot", 0.3))
    mark = score(tiny, walker, (), Commitment(Level.SEE_DOCTOR, stated)).marks[3]
    assert mark.points == pytest.approx(10 * (1 - (0.1**2 + 0.3**2) / 2), abs=0.05)
    assert "0.05" in mark.how


def test_naming_no_cause_where_one_fits_counts_as_sure_that_none_does(
    tiny: RuleSet, walker: Patient
) -> None:
    assert score(tiny, walker, (), Commitment(Level.SEE_DOCTOR)).marks[3].points == 0


@pytest.mark.slow
def test_the_fewest_questions_are_those_of_an_exhaustive_search(tiny: RuleSet) -> None:
    engine, clinic = ReferenceEngine(tiny), Clinic(tiny)
    for seed in range(25):
        patient = clinic.patient(f"seed:{seed}:hard")
        flags = tuple(
            name for name in patient.answers.given if tiny.is_red_flag(tiny.questions[name])
        )
        rest = [
            name for name in patient.answers.given if name not in (*flags, *patient.volunteered)
        ]
        smallest = next(
            size
            for size in range(len(rest) + 1)
            if any(
                suffices(engine, patient, (*flags, *chosen)) for chosen in combinations(rest, size)
            )
        )
        best = fewest(tiny, engine, patient)
        assert best.is_exact
        assert best.count == len(best.questions)
        known = patient.known((*flags, *best.questions))
        assert outcome(engine.assess(known)) == outcome(engine.assess(patient.answers))
        assert (
            smallest <= best.count <= smallest + 1
        )  # one more where a question makes sense only after another


def test_a_question_is_not_counted_as_enough_before_it_makes_sense(
    tiny: RuleSet, read: Read
) -> None:
    answers = read(
        {
            "alarm": [],
            **QUIET,
            "clothes": "no",
            "persistence": "constant",
            "walking_pain": "eases",
            "stairs": "no",
        }
    )
    best = fewest(tiny, ReferenceEngine(tiny), Patient("x", "X", answers, ()))
    assert "stairs" not in best.questions or "walking_pain" in best.questions


def test_questions_about_warning_signs_are_free(tiny: RuleSet, walker: Patient) -> None:
    short = score(tiny, walker, ("walking_pain",), Commitment(Level.SEE_DOCTOR))
    careful = score(tiny, walker, ("alarm", "leg", "walking_pain"), Commitment(Level.SEE_DOCTOR))
    wordy = score(
        tiny, walker, ("walking_pain", "clothes", "smoking"), Commitment(Level.SEE_DOCTOR)
    )
    assert points(short)["economy"] == points(careful)["economy"] == 10
    assert points(wordy)["economy"] == 5


def test_economy_counts_only_once_enough_was_asked(tiny: RuleSet, walker: Patient) -> None:
    mark = score(tiny, walker, (), Commitment(Level.SEE_DOCTOR)).marks[2]
    assert mark.points == 0
    assert "not yet enough" in mark.how


def test_a_search_that_reaches_its_bound_says_at_least(
    tiny: RuleSet,
    walker: Patient,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(counting, "MOST_SETS", 1)
    found = fewest(tiny, ReferenceEngine(tiny), walker)
    assert (found.count, found.is_exact) == (1, False)
    mark = score(tiny, walker, ("walking_pain",), Commitment(Level.SEE_DOCTOR)).marks[2]
    assert "at least 1" in mark.how


def test_every_number_says_in_one_sentence_how_it_was_made(tiny: RuleSet, walker: Patient) -> None:
    found = score(tiny, walker, (), Commitment(Level.SELF_CARE))
    assert [mark.name for mark in found.marks] == ["safety", "causes", "economy", "calibration"]
    assert all(mark.how.endswith(".") and len(mark.how) > 20 for mark in found.marks)
