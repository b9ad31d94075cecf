"""No patient contradicts themselves: what `impossible.yaml` names is never said by one person."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.examples import examples
from triage.language.conditions import AllOf, AnyOf, Condition, Is, IsNot, holds
from triage.language.model import Impossible
from triage.language.ruleset import RuleSet
from triage.language.source import Text
from triage.practice.patients.aims import aims
from triage.practice.patients.clinic import Clinic
from triage.practice.patients.coherence import becomes_impossible, is_impossible
from triage.practice.patients.generate import Recipe
from triage.practice.patients.patient import Patient

SWOLLEN_BUT_NOT_HOT = AllOf((Is("leg", "swollen"), IsNot("leg", "hot")))
LOOSE_BUT_SEVERE = AllOf((Is("clothes", "no"), AnyOf((Is("severity", "severe"), Is("leg", "hot")))))


def said(patient: Patient) -> frozenset[Is | IsNot]:
    """Everything that a student can hear from the patient."""
    return frozenset(patient.answers.facts()) | frozenset(patient.aside.facts())


@cache
def recipes(ruleset: RuleSet) -> st.SearchStrategy[Recipe]:
    causes, levels = aims(ruleset)
    return st.builds(
        Recipe, st.integers(0, 10**6), st.sampled_from(["", *causes, *levels]), st.booleans()
    )


@pytest.mark.slow
@examples(60)
@given(st.data())
def test_no_generated_patient_contradicts_themselves(
    legs: RuleSet, clinic: Clinic, data: st.DataObject
) -> None:
    patient = clinic.patient(str(data.draw(recipes(legs))))
    assert [entry.id for entry in legs.impossible if holds(entry.when, said(patient))] == []


@pytest.mark.slow
@pytest.mark.parametrize(
    "when", [SWOLLEN_BUT_NOT_HOT, LOOSE_BUT_SEVERE], ids=["in one question", "across questions"]
)
def test_what_an_author_calls_impossible_comes_up_no_more(tiny: RuleSet, when: Condition) -> None:
    entry = Impossible(id=Text("never-together"), when=when, because=Text("Nobody says both."))
    names = [f"seed:{seed}:{aim}" for aim in (*aims(tiny)[0], *aims(tiny)[1]) for seed in range(25)]

    def met(ruleset: RuleSet) -> int:
        clinic = Clinic(ruleset)
        return sum(holds(when, said(clinic.patient(name))) for name in names)

    assert met(tiny) > 0 == met(replace(tiny, impossible=(entry,)))


def test_more_facts_never_make_the_impossible_possible(tiny: RuleSet) -> None:
    entry = Impossible(
        id=Text("swollen"), when=SWOLLEN_BUT_NOT_HOT, because=Text("Nobody says both.")
    )
    ruleset = replace(tiny, impossible=(entry,))
    assert not is_impossible(ruleset, {Is("leg", "swollen")})
    both = {Is("leg", "swollen"), IsNot("leg", "hot")}
    assert is_impossible(ruleset, both)
    for more in both:
        assert becomes_impossible(ruleset, frozenset(both - {more}), {more})
        assert not becomes_impossible(ruleset, frozenset(), {more})
    assert not becomes_impossible(ruleset, frozenset(both), {Is("severity", "mild")})
    assert is_impossible(ruleset, {*both, Is("severity", "mild")})
