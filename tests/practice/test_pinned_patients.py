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
    "seed:0": "a0cb0cc299cfa0b8",
    "seed:1": "732774c3ebdc6700",
    "seed:2": "132cdc8208eb8705",
    "seed:7": "075ca41a70342236",
    "seed:42": "044dd672ccaf62ac",
    "seed:1000": "19a51b3b9781274c",
    "seed:3:sciatica": "33c9fedd56b6bce6",
    "seed:4:sciatica:hard": "aa492ee196dd7db1",
    "seed:5:urgent": "fef491be18415bc2",
    "seed:6:emergency:hard": "117f65dde6fa9a6a",
    "seed:8:self_care": "81871c8dde163b58",
    "seed:9:see_doctor": "23c1f8e409aac9a5",
    "retold-abscess-in-the-spine": "01e97eae931da283",
    "warning-signs-are-asked-for-whatever-is-said-first": "d094cae9e4be09c7",
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
