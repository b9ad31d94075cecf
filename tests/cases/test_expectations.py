"""Expectations of a case: each one that does not hold is said in one sentence, and nothing
else is.
"""

from __future__ import annotations

from typing import Any as Json

import pytest

from tests.conftest import Assess, Read
from triage.cases.expectations import Expected, questions_asked, unmet
from triage.language.ruleset import RuleSet

CLOT = {"leg": ["swollen", "hot"], "stairs": "no"}


@pytest.mark.parametrize(
    ("expect", "says"),
    [
        ({"level": {"is": "urgent", "by": "sn-clot-risk"}}, []),
        (
            {"level": {"is": "urgent", "by": "base"}},
            ["expected level urgent by base, got it by sn-clot-risk, clot-level"],
        ),
        (
            {"level": {"is": "emergency", "by": "sn-saddle"}},
            ["expected level emergency by sn-saddle, got urgent by sn-clot-risk, clot-level"],
        ),
        ({"causes": {"first": {"clot": "clot-signs"}}}, []),
        (
            {"causes": {"first": {"stiff_muscle": "stairs-tell-of-muscles"}}},
            ["expected stiff_muscle first, got clot, stiff_muscle"],
        ),
        (
            {"causes": {"include": {"stiff_muscle": "clot-signs"}}},
            ["expected clot-signs to speak for stiff_muscle; it did not"],
        ),
        (
            {"causes": {"include": {"nerve_pressure": "tight-clothes-press"}}},
            ["expected cause nerve_pressure by tight-clothes-press, got clot, stiff_muscle"],
        ),
        ({"causes": {"exclude": ["clot", "nerve_pressure"]}}, ["expected clot not to be listed"]),
        ({"fires": ["sn-saddle", "base"]}, ["expected sn-saddle to fire"]),
        ({"silent": ["sn-saddle", "base"]}, ["expected base to stay silent"]),
        ({"asked": ["leg"], "not_asked": ["severity"]}, []),
    ],
)
def test_what_does_not_hold_is_said(
    assess: Assess, expect: dict[str, Json], says: list[str]
) -> None:
    assert unmet(Expected.model_validate(_with_levels(expect)), assess(CLOT)) == says


def _with_levels(expect: dict[str, Json]) -> dict[str, Json]:
    from triage.language.words import Level

    level = expect.get("level")
    return {**expect, "level": {**level, "is": Level.of(level["is"])}} if level else expect


def test_an_expectation_without_any_wish_is_empty() -> None:
    assert Expected().is_empty
    for key in ("fires", "silent", "asked", "not_asked"):
        assert not Expected.model_validate({key: ["x"]}).is_empty
    assert not Expected.model_validate({"causes": {"exclude": ["x"]}}).is_empty


def test_questions_left_out_are_answered_with_none_or_not_sure(tiny: RuleSet, read: Read) -> None:
    """Nothing said about walking keeps the stairs open; said to be painless, they are senseless."""
    assert questions_asked(tiny, read({})) == tuple(tiny.questions)
    assert "stairs" not in questions_asked(tiny, read({"walking_pain": "none"}))


def test_a_question_that_is_asked_again_in_plainer_words_counts_once(
    tiny: RuleSet, read: Read
) -> None:
    assert questions_asked(tiny, read({"alarm": "not_sure"})).count("alarm") == 1


def test_answers_that_decide_everything_leave_later_questions_out(
    tiny: RuleSet, read: Read
) -> None:
    assert "severity" not in questions_asked(tiny, read({"alarm": ["saddle"]}))
