"""Who comes next: cases and generated patients, the aim that was asked for, and what is due."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any, cast

import pytest

from tests.examples import share
from triage.cases.case_files import Case
from triage.engine.reference import ReferenceEngine
from triage.language.conditions import Is
from triage.language.model import Impossible
from triage.language.ruleset import RuleSet
from triage.language.source import Text
from triage.language.words import Level
from triage.practice.exercises.exercise import Exercise
from triage.practice.exercises.next_patient import NextPatient, Wish
from triage.practice.exercises.one_new_fact import OneNewFact
from triage.practice.exercises.red_flag import RedFlag
from triage.practice.exercises.which_question import WhichQuestion
from triage.practice.exercises.work_up import WorkUp
from triage.practice.patients.clinic import Clinic
from triage.practice.patients.coherence import is_impossible
from triage.practice.patients.generate import NoPatient
from triage.practice.patients.outcome import fitting
from triage.practice.patients.patient import NoExercise


def drawn(clinic: Clinic, wish: Wish, due: str = "", count: int = 60) -> list[str]:
    coming = NextPatient(clinic, wish, Random(1), lambda: due)
    return [coming.draw() for _ in range(count)]


def is_case(name: str) -> bool:
    return not name.startswith("seed:")


@pytest.mark.slow
def test_one_patient_in_three_is_a_case(clinic: Clinic) -> None:
    names = drawn(clinic, Wish(WorkUp))
    assert 10 <= sum(map(is_case, names)) <= 30
    assert len(set(names)) > 50


class Named:
    """Patients by name alone: nobody is made, and anybody suits."""

    prefers_emergencies = False

    def __init__(self, clinic: Clinic) -> None:
        self.ruleset, self.cases_for = clinic.ruleset, clinic.cases_for

    def patient(self, name: str) -> str:
        return name

    def draw(self, _: RuleSet, __: str) -> None:
        """Suits."""


@pytest.mark.slow
def test_cases_come_equally_often_for_every_cause(legs: RuleSet, clinic: Clinic) -> None:
    """Three in four are drawn for a cause, each equally often, however many cases it has."""
    named = cast(Any, Named(clinic))
    coming = NextPatient(named, Wish(named), Random(1), lambda: "")
    names = [name for name in (coming.draw() for _ in range(3_000)) if is_case(name)]
    found = {cause: set(clinic.cases_for(cause)) for cause in legs.causes}
    share = {cause: sum(name in cases for name in names) for cause, cases in found.items()}
    assert all(share.values())
    rare = min(legs.causes, key=lambda cause: len(found[cause]))
    among_all = len(found[rare]) / len(set().union(*found.values()))
    assert share[rare] > 1.5 * among_all * len(names)


@pytest.mark.slow
@pytest.mark.parametrize("aim", ["sciatica", "urgent"])
def test_cases_and_generated_patients_keep_to_the_aim(
    legs: RuleSet, clinic: Clinic, aim: str
) -> None:
    engine = ReferenceEngine(legs)
    names = drawn(clinic, Wish(WorkUp, aim), count=30)
    assert {is_case(name) for name in names} == {True, False}
    for name in names:
        result = engine.assess(clinic.patient(name).answers)
        assert aim in (*fitting(result), result.level.id), name


@pytest.mark.slow
def test_hard_patients_are_generated(clinic: Clinic) -> None:
    assert all(
        name.endswith(":hard") for name in drawn(clinic, Wish(WorkUp, hard=True), count=share(60))
    )


@pytest.mark.slow
def test_half_of_the_patients_are_what_is_due(legs: RuleSet, clinic: Clinic) -> None:
    engine = ReferenceEngine(legs)
    names = drawn(clinic, Wish(WorkUp), due="sciatica", count=40)
    assert (
        sum("sciatica" in fitting(engine.assess(clinic.patient(name).answers)) for name in names)
        >= 12
    )
    assert not any(
        "sciatica" in name
        for name in drawn(clinic, Wish(RedFlag), due="sciatica")
        if not is_case(name)
    )


@pytest.mark.slow
def test_red_flags_are_spotted_among_emergencies_and_others(legs: RuleSet, clinic: Clinic) -> None:
    engine = ReferenceEngine(legs)
    levels = [
        engine.assess(clinic.patient(name).answers).level.id
        for name in drawn(clinic, Wish(RedFlag), count=40)
    ]
    assert 12 <= levels.count("emergency") <= 34


@pytest.mark.slow
def test_a_case_that_contradicts_itself_is_drawn_for_nobody(
    legs: RuleSet, clinic: Clinic, leg_cases: tuple[Case, ...]
) -> None:
    odd = {case.id for case in leg_cases if is_impossible(legs, frozenset(case.answers.facts()))}
    shown = {
        name
        for aim in (*legs.causes, "self_care", "see_doctor", "urgent", "emergency")
        for name in clinic.cases_for(aim)
    }
    assert odd
    assert len(shown) > 200
    assert not odd & shown


@pytest.mark.slow
def test_the_person_of_a_case_contradicts_themselves_in_nothing(
    legs: RuleSet, clinic: Clinic
) -> None:
    for name in clinic.cases_for("see_doctor")[:60]:
        patient = clinic.patient(name)
        assert not is_impossible(
            legs, frozenset(patient.answers.facts()) | frozenset(patient.aside.facts())
        ), name


def test_where_no_rule_leads_anywhere_there_is_no_patient_and_no_end_of_draws(
    tiny: RuleSet, tmp_path: Path
) -> None:
    silent = replace(tiny, rules=(), folder=tmp_path)
    with pytest.raises(NoPatient, match="no answers were found for the patient"):
        NextPatient(Clinic(silent), Wish(WorkUp), Random(1), str).draw()


@pytest.mark.parametrize(
    ("mode", "reason"),
    [
        (OneNewFact, "no causes to have in mind"),
        (WhichQuestion, "no two questions are left"),
    ],
)
def test_a_mode_that_a_rule_set_does_not_allow_is_refused_with_the_reason(
    tiny: RuleSet, tmp_path: Path, mode: type[Exercise], reason: str
) -> None:
    rules = tuple(rule for rule in tiny.rules if isinstance(rule.then, Level))
    bare = replace(
        tiny,
        rules=rules[-1:],
        causes={},
        findings={},
        questions={"alarm": tiny.questions["alarm"]},
        folder=tmp_path,
    )
    rule = rules[-1].model_copy(update={"when": Is("alarm", "cold")})
    with pytest.raises(NoExercise, match=reason):
        NextPatient(Clinic(replace(bare, rules=(rule,))), Wish(mode), Random(1), str).draw()


@pytest.mark.slow
def test_a_seed_brings_someone_wherever_anyone_is_possible(tiny: RuleSet, tmp_path: Path) -> None:
    entry = Impossible(
        id=Text("no-clots"), when=Is("leg", "swollen"), because=Text("Nobody has them.")
    )
    ruleset = replace(tiny, impossible=(entry,), folder=tmp_path)
    with pytest.raises(NoPatient):
        Clinic(ruleset).patient("seed:1:clot")
    for seed in range(12):
        assert "swollen" not in Clinic(ruleset).patient(f"seed:{seed}").answers["leg"].yes
