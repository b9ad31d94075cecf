"""The fixed words: what the strengths say, and in which order."""

from __future__ import annotations

from itertools import pairwise

import pytest

from tests.random_rulesets import make_rule
from triage.language.conditions import ALWAYS, Holds, Supported
from triage.language.words import ForCause, Level, Strength

STRONGEST_FIRST = [Strength.TYPICAL, Strength.COMPATIBLE, Strength.RISK, Strength.AGAINST]


def test_the_rank_goes_from_the_strongest_word_for_a_cause_to_the_word_against_it() -> None:
    assert sorted(Strength, key=lambda strength: strength.rank) == STRONGEST_FIRST
    assert [strength.rank for strength in STRONGEST_FIRST] == [0, 1, 2, 3]


def test_a_stronger_word_says_all_that_a_weaker_one_says() -> None:
    for stronger, weaker in pairwise(STRONGEST_FIRST):
        assert stronger.supports >= weaker.supports
        assert stronger.speaks_for >= weaker.speaks_for


@pytest.mark.parametrize("strength", Strength)
def test_typical_and_compatible_support_a_cause_and_a_risk_only_speaks_for_it(
    strength: Strength,
) -> None:
    assert strength.supports is (strength in (Strength.TYPICAL, Strength.COMPATIBLE))
    assert strength.speaks_for is (strength is not Strength.AGAINST)


@pytest.mark.parametrize("strength", Strength)
def test_a_rule_says_of_its_cause_what_its_strength_says(strength: Strength) -> None:
    rule = make_rule("r", ALWAYS, ForCause("c", strength))
    assert (rule.cause, rule.strength, rule.level, rule.finding) == ("c", strength, None, None)
    assert (rule.supports, rule.speaks_for) == (strength.supports, strength.speaks_for)
    assert rule.conclusions == ((Supported("c"),) if strength.supports else ())


def test_a_rule_for_a_level_or_a_finding_says_nothing_of_a_cause() -> None:
    level, finding = make_rule("r", ALWAYS, Level.SELF_CARE), make_rule("r", ALWAYS, Holds("f"))
    assert (level.level, level.finding, level.conclusions) == (Level.SELF_CARE, None, ())
    assert (finding.level, finding.finding, finding.conclusions) == (None, "f", (Holds("f"),))
    for rule in (level, finding):
        assert (rule.cause, rule.strength, rule.supports, rule.speaks_for) == (
            None,
            None,
            False,
            False,
        )
