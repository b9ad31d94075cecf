"""The shortest proof of what holds."""

from __future__ import annotations

from itertools import combinations, product

import pytest

from tests.conftest import Assess
from triage.engine.assessment import Assessment, Firing
from triage.language.conditions import Fact, Is, holds
from triage.language.ruleset import RuleSet
from triage.why.proof import Prover

CHOICES: list[dict[str, object]] = [
    {"leg": leg, "walking_pain": walking, "alarm": alarm, "persistence": lasts, "clothes": clothes}
    for leg, walking, alarm, lasts, clothes in product(
        ([], ["hot"], ["swollen", "hot"]),
        ("eases", "none"),
        ([], ["cold", "pale"]),
        ("settled", "constant"),
        ("yes", "no"),
    )
]


def fires(ruleset: RuleSet, answers: frozenset[Fact], rule: str) -> bool:
    """Whether the rule fires on these answers alone, found by nothing but the rules."""
    reached = set(answers)
    for one in ruleset.rules:
        if holds(one.when, reached):
            reached.update(one.conclusions)
            if one.id == rule:
                return True
    return False


def fewest(assessment: Assessment, firing: Firing) -> int:
    """How many answers the firing needs at least, by trying all of them."""
    known = tuple(assessment.answers.facts())
    return next(
        count
        for count in range(len(known) + 1)
        for chosen in combinations(known, count)
        if fires(assessment.ruleset, frozenset(chosen), firing.rule.id)
    )


@pytest.mark.slow
@pytest.mark.parametrize("written", CHOICES, ids=str)
def test_a_proof_has_the_fewest_answers_that_bring_it(
    written: dict[str, object], assess: Assess
) -> None:
    assessment = assess(written)
    prover = Prover(assessment)
    for firing in assessment.firings:
        proof = prover.of(firing)
        assert set(proof.answers) <= set(assessment.answers.facts())
        assert fires(assessment.ruleset, frozenset(proof.answers), firing.rule.id)
        assert len(proof.answers) == fewest(assessment, firing)


def test_its_steps_lead_from_the_answers_to_the_conclusion(assess: Assess) -> None:
    assessment = assess({"leg": ["swollen", "hot"], "smoking": "now"})
    level = next(one for one in assessment.firings if one.rule.id == "clot-level")
    proof = Prover(assessment).of(level)
    assert set(proof.answers) == {Is("leg", "swollen"), Is("leg", "hot")}
    assert [rule.id for rule in proof.steps][1:] == ["clot-signs", "clot-level"]


def test_a_rule_that_only_names_an_answer_is_no_step(assess: Assess) -> None:
    assessment = assess({"walking_pain": "eases"})
    level = next(one for one in assessment.firings if one.rule.id == "artery_disease-level")
    steps = Prover(assessment).of(level).steps
    assert [rule.id for rule in steps] == ["walking-pattern-is-typical", "artery_disease-level"]


def test_of_several_proofs_one_that_says_nothing_new_is_left_out(assess: Assess) -> None:
    assessment = assess({"leg": ["swollen", "hot"]})
    assert len(assessment.deciding) == 2
    assert len(Prover(assessment).several(assessment.deciding, 3)) == 1


def test_no_more_proofs_are_told_than_asked_for(assess: Assess) -> None:
    assessment = assess({"persistence": "constant", "severity": "severe", "walking_pain": "eases"})
    prover = Prover(assessment)
    assert len(prover.several(assessment.deciding, 9)) == 3
    assert len(prover.several(assessment.deciding, 2)) == 2
