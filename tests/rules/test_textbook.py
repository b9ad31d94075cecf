"""Textbook pictures: the right cause first, and with two further risk factors still among the first
two.
"""

from __future__ import annotations

from itertools import takewhile

import pytest

from triage.cases import case_files
from triage.cases.case_files import Case
from triage.engine.reference import ReferenceEngine
from triage.language.ruleset import RuleSet

WITH_RISKS = "-and-risks"
FIRST_TWO = 2

PICTURES = """
outer-thigh peroneal-nerve peroneal-nerve-on-waking s1-sciatica l4-sciatica stenosis
diabetic-polyneuropathy alcoholic-polyneuropathy b12 ms guillain-barre tarsal-tunnel leg-clot
claudication rest-pain lyme shingles pregnancy cauda-equina blocked-artery stroke compartment
""".split()

A_DANGER_FIRST = {"peroneal-nerve-on-waking": ["stroke"]}
"""Told like this it counts as a sign of a danger, which comes before the right cause: the decision
`weak-foot-on-waking` says why.
"""


@pytest.fixture(scope="module")
def pictures(legs: RuleSet) -> dict[str, Case]:
    """The cases of the file, by what they tell."""
    cases = case_files.load(legs.folder / "cases" / "textbook.yaml", legs)
    return {case.id.removeprefix("textbook-"): case for case in cases}


def right_cause(pictures: dict[str, Case], picture: str) -> str:
    """The one cause that the picture with further risks must list."""
    (cause,) = pictures[picture + WITH_RISKS].expect.causes.include
    return cause


def listed(legs: RuleSet, case: Case) -> list[str]:
    return [found.cause.id for found in ReferenceEngine(legs).assess(case.answers).causes]


def test_each_picture_is_told_plainly_and_with_further_risks(pictures: dict[str, Case]) -> None:
    assert set(pictures) == {name + end for name in PICTURES for end in ("", WITH_RISKS)}


@pytest.mark.parametrize("picture", PICTURES)
def test_further_risks_add_facts_and_change_no_sign(
    pictures: dict[str, Case], picture: str
) -> None:
    plain, risky = (pictures[picture + end].answers for end in ("", WITH_RISKS))
    changed = {name for name in plain.given if plain.given[name] != risky.given[name]}
    assert changed <= {"smoking", "diabetes", "alcohol", "conditions"}
    assert len(changed) == 2, "two further risks"


@pytest.mark.parametrize("picture", PICTURES)
def test_the_right_cause_comes_first(
    legs: RuleSet, pictures: dict[str, Case], picture: str
) -> None:
    wanted = right_cause(pictures, picture)
    before = list(takewhile(lambda cause: cause != wanted, listed(legs, pictures[picture])))
    assert before == A_DANGER_FIRST.get(picture, [])


@pytest.mark.parametrize("picture", PICTURES)
def test_with_further_risks_it_is_among_the_first_two(
    legs: RuleSet, pictures: dict[str, Case], picture: str
) -> None:
    first_two = listed(legs, pictures[picture + WITH_RISKS])[:FIRST_TWO]
    assert right_cause(pictures, picture) in first_two
