"""A seed is a promise to a class: whatever is rebuilt, it brings the very same person."""

from __future__ import annotations

import hashlib
import json

import pytest

from triage.answers.answer_file import as_file
from triage.practice.exercises.one_new_fact import OneNewFact
from triage.practice.exercises.which_question import WhichQuestion
from triage.practice.patients.clinic import Clinic
from triage.render.formats import text
from triage.render.practice.vignette import vignette_page

PINNED = {
    "seed:0": "85cd876d4c720645",
    "seed:1": "75b96f7aa8865058",
    "seed:2": "5abbec8ac7f5b8c4",
    "seed:7": "96c24c0974b6a965",
    "seed:42": "841e8ec7ee464d7c",
    "seed:1000": "943ef66345a39339",
    "seed:3:sciatica": "b84410c61cd5aa1a",
    "seed:4:sciatica:hard": "c9ec1d191e3f56b9",
    "seed:5:urgent": "0af90e1b45a33f16",
    "seed:6:emergency:hard": "5976232e2f01087b",
    "seed:8:self_care": "5633395b5e0ba593",
    "seed:9:see_doctor": "fcd9fbb83e494549",
    "back-pain-fever-and-pain-down-both-legs": "89d643f5d2931796",
    "warning-signs-are-asked-for-whatever-is-said-first": "5c6dfc1c8853ec16",
}
"""Who they are on the shipped rule set; an edit of that rule set may change them, no other edit."""


@pytest.mark.slow
@pytest.mark.parametrize(("name", "digest"), PINNED.items())
def test_a_seed_still_brings_the_person_and_the_exercises_it_always_brought(
    clinic: Clinic, name: str, digest: str
) -> None:
    assert fingerprint(clinic, name) == digest


def fingerprint(clinic: Clinic, name: str) -> str:
    """All that a student can notice of a patient, in one short hash."""
    ruleset, patient = clinic.ruleset, clinic.patient(name)
    page = vignette_page(ruleset, patient, patient.volunteered)
    fact = OneNewFact.draw(ruleset, patient)
    noticed = [
        patient.id,
        patient.name,
        as_file(patient.answers, ruleset)["answers"],
        as_file(patient.aside, ruleset)["answers"],
        patient.volunteered,
        text.render(page, 80, colour=False, unicode=True),
        (fact.cause, fact.question),
        WhichQuestion.draw(ruleset, patient).questions,
    ]
    written = json.dumps(noticed, ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()[:16]
