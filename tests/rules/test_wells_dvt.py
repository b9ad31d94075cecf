"""The Wells score as it was published: every sum, its threshold, and no comfort below it."""

from __future__ import annotations

import re
from itertools import product

import pytest

from tests.places import WELLS
from triage.answers.value import NOT_SURE, Answer, Answers, choose
from triage.engine.assessment import Assessment
from triage.engine.reference import ReferenceEngine
from triage.lacks.rise import could_rise
from triage.language.conditions import Reaches
from triage.language.load import load
from triage.language.ruleset import RuleSet
from triage.render.formats import text
from triage.render.results.result_page import result_page
from triage.why.asked import why_asked
from triage.why.explanation import Explanation
from triage.why.totals import totals, toward

LEG_SIGNS = ("tender", "whole_leg", "dent", "surface_veins")
HEALTH = ("cancer", "earlier_clot", "weak_or_plaster", "bed_or_surgery")
LIKELY = 2


@pytest.fixture(scope="module")
def wells() -> RuleSet:
    return load(WELLS)


def given(ruleset: RuleSet, **chosen: tuple[str, ...] | str) -> Answers:
    """Answers by question: the options that are chosen."""
    made: dict[str, Answer] = {}
    for name, options in chosen.items():
        names = (options,) if isinstance(options, str) else options
        made[name] = choose(ruleset.questions[name], *names)
    return Answers(made)


def assess(ruleset: RuleSet, **chosen: tuple[str, ...] | str) -> Assessment:
    return ReferenceEngine(ruleset).assess(given(ruleset, **chosen))


def chosen_of(options: tuple[str, ...], held: tuple[bool, ...]) -> tuple[str, ...]:
    return tuple(option for option, is_so in zip(options, held, strict=True) if is_so)


@pytest.mark.slow
def test_every_sum_is_the_published_one(wells: RuleSet) -> None:
    """One point for each of nine items; two off for another reason; likely from two points on."""
    for held in product((False, True), repeat=len(LEG_SIGNS) + len(HEALTH) + 2):
        leg, health = held[:4], held[4:8]
        is_calf, is_other = held[8:]
        assessment = assess(
            wells,
            lung_signs=(),
            leg_signs=chosen_of(LEG_SIGNS, leg),
            calf_difference="from_3_cm" if is_calf else "under_1_cm",
            health=chosen_of(HEALTH, health),
            other_reason="yes" if is_other else "no",
        )
        published = sum((*leg, *health, is_calf)) - 2 * is_other
        (total,) = totals(assessment)
        assert (total.points, total.most) == (published, published)
        assert (total.reached == LIKELY) is (published >= LIKELY)
        assert ("likely_clot" in assessment.findings) is (published >= LIKELY)
        if published >= LIKELY:
            assert assessment.level.id == "today"


def test_the_score_goes_from_minus_two_to_nine(wells: RuleSet) -> None:
    score = wells.scores["wells"]
    assert (score.start, score.most) == (-2, 9)
    (total,) = totals(assess(wells))
    assert (total.points, total.most, total.reached) == (-2, 9, None)


def test_a_low_score_is_no_comfort(wells: RuleSet) -> None:
    assessment = assess(wells, leg_signs=(), calf_difference="under_1_cm", other_reason="yes")
    told = text.render(
        result_page(Explanation(assessment), "112", "reference"), 80, colour=False, unicode=True
    )
    assert "Nothing so far makes it likely." in told
    assert "A low score does not show that all is well" in " ".join(told.split())
    assert not re.search(r"\bunlikely\b|\bruled? out\b|%", told)


def test_not_sure_whether_something_else_fits_keeps_the_points_open(wells: RuleSet) -> None:
    answers = Answers({"other_reason": NOT_SURE, **given(wells, leg_signs="tender").given})
    (total,) = totals(ReferenceEngine(wells).assess(answers))
    assert (total.points, total.most) == (-1, 6)


def test_what_brings_points_is_named_through_the_finding(wells: RuleSet) -> None:
    assessment = assess(wells, leg_signs="tender", other_reason="no")
    rule = wells.rule["two-points-are-typical-of-dvt"]
    (found,) = toward(assessment, rule.when)
    assert isinstance(found.whole, Reaches)
    assert (found.shown, found.whole.shown, found.missing) == (1, LIKELY, 1)
    assert toward(assess(wells, leg_signs=("tender", "dent"), other_reason="no"), rule.when) == ()


def test_a_question_leads_no_further_than_the_answers_before_it_let_it(wells: RuleSet) -> None:
    levels = {
        signs: why_asked(wells, answers, "leg_signs").leads_to["leg-that-is-thicker"].id
        for signs, answers in (
            ("open", Answers()),
            ("none", given(wells, lung_signs=())),
        )
    }
    assert levels == {"open": "now", "none": "today"}


@pytest.mark.parametrize("sign", ["breathless", "chest_pain", "coughing_blood", "collapse"])
def test_each_sign_of_a_lung_clot_is_an_emergency(wells: RuleSet, sign: str) -> None:
    assessment = assess(wells, lung_signs=sign)
    assert assessment.level == wells.emergency
    assert could_rise(assessment) == ()
