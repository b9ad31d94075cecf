"""Who comes next: cases and generated patients, the aim that was asked for, and what is due."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from triage import cases
from triage.engine.reference import ReferenceEngine
from triage.load import load
from triage.places import locate
from triage.practice.coherence import answer_facts, is_impossible
from triage.practice.fewest import fitting
from triage.practice.generate import NoPatient
from triage.practice.next_patient import NextPatient, Wish
from triage.practice.patients import Clinic
from triage.practice.result import RED_FLAG, WORK_UP
from triage.ruleset import RuleSet


@pytest.fixture(scope="module")
def legs() -> RuleSet:
    return load(locate("leg_numbness"))


def drawn(ruleset: RuleSet, wish: Wish, due: str = "", count: int = 60) -> list[str]:
    coming = NextPatient(ruleset, wish, Random(1), lambda: due)
    return [coming.draw() for _ in range(count)]


def is_case(name: str) -> bool:
    return not name.startswith("seed:")


def test_one_patient_in_three_is_a_case(legs: RuleSet) -> None:
    names = drawn(legs, Wish(WORK_UP))
    assert 10 <= sum(map(is_case, names)) <= 30
    assert len(set(names)) > 50


def test_cases_come_equally_often_for_every_cause(legs: RuleSet) -> None:
    """Three in four are drawn for a cause, each of 21 equally often, however many cases it has."""
    engine, clinic = ReferenceEngine(legs), Clinic(legs)
    names = [name for name in drawn(legs, Wish(WORK_UP), count=900) if is_case(name)]
    found = [fitting(engine.assess(clinic.patient(name).answers)) for name in names]
    assert all(any(cause in fits for fits in found) for cause in legs.causes)


@pytest.mark.parametrize("aim", ["sciatica", "urgent"])
def test_cases_and_generated_patients_keep_to_the_aim(legs: RuleSet, aim: str) -> None:
    engine, clinic = ReferenceEngine(legs), Clinic(legs)
    names = drawn(legs, Wish(WORK_UP, aim), count=30)
    assert {is_case(name) for name in names} == {True, False}
    for name in names:
        result = engine.assess(clinic.patient(name).answers)
        assert aim in (*fitting(result), result.level.id), name


def test_hard_patients_are_generated(legs: RuleSet) -> None:
    assert all(name.endswith(":hard") for name in drawn(legs, Wish(WORK_UP, hard=True)))


def test_half_of_the_patients_are_what_is_due(legs: RuleSet) -> None:
    engine, clinic = ReferenceEngine(legs), Clinic(legs)
    names = drawn(legs, Wish(WORK_UP), due="sciatica", count=40)
    assert sum("sciatica" in fitting(engine.assess(clinic.patient(name).answers)) for name in names) >= 12
    assert not any("sciatica" in name for name in drawn(legs, Wish(RED_FLAG), due="sciatica") if not is_case(name))


def test_red_flags_are_spotted_among_emergencies_and_others(legs: RuleSet) -> None:
    engine, clinic = ReferenceEngine(legs), Clinic(legs)
    levels = [engine.assess(clinic.patient(name).answers).level.id for name in drawn(legs, Wish(RED_FLAG), count=40)]
    assert 12 <= levels.count("emergency") <= 34


def test_a_case_that_contradicts_itself_is_drawn_for_nobody(legs: RuleSet) -> None:
    clinic = Clinic(legs)
    odd = {case.id for case in cases.load_all(legs) if is_impossible(legs, answer_facts(case.answers))}
    shown = {name for aim in (*legs.causes, "self_care", "see_doctor", "urgent", "emergency")
             for name in clinic.cases_for(aim)}
    assert odd
    assert len(shown) > 200
    assert not odd & shown


def test_the_person_of_a_case_contradicts_themselves_in_nothing(legs: RuleSet) -> None:
    clinic = Clinic(legs)
    for name in clinic.cases_for("see_doctor")[:60]:
        patient = clinic.patient(name)
        assert not is_impossible(legs, answer_facts(patient.answers) | answer_facts(patient.aside)), name


def test_where_no_rule_leads_anywhere_there_is_no_patient_and_no_end_of_draws(
        tiny: RuleSet, tmp_path: Path) -> None:
    silent = replace(tiny, rules=(), folder=tmp_path)
    with pytest.raises(NoPatient, match="no patient was found"):
        NextPatient(silent, Wish(WORK_UP), Random(1), str).draw()
