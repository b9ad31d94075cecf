"""The rules of leg_numbness keep the table of their safety net, and go beyond it for a reason."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import pytest
import yaml

from tests.benchmarks.table import on_random_sets
from tests.places import TESTS
from tests.rules.beside import Beside, Comparison
from tests.rules.table import LEVELS, Said, Table
from triage.answers.answer_file import read_answers
from triage.language.diagnostics import Span
from triage.language.ruleset import RuleSet

HIGHER = TESTS / "rules" / "higher.yaml"
PARAGRAPHS = {"cautious reading", "same in other words", "card of a cause"}


class Reason(NamedTuple):
    """Why a rule goes beyond the table, what it follows, and answers that show it."""

    text: str
    follows: list[str]
    shown_by: dict[str, object]


@pytest.fixture(scope="module")
def reasons() -> dict[str, Reason]:
    written = yaml.load(HIGHER.read_text(encoding="utf-8"), yaml.BaseLoader)
    return {
        rule: Reason(entry["reason"], entry["follows"], answers)
        for entry in written
        for rule, answers in entry["rules"].items()
    }


@pytest.fixture(scope="module")
def comparison(legs: RuleSet) -> Comparison:
    return Comparison(legs)


def told(*chosen: str, no: str = "") -> frozenset[Said]:
    return frozenset(
        Said(option.split(".")[0], option.split(".")[1], is_so)
        for options, is_so in ((chosen, True), (no.split(), False))
        for option in options
    )


SUDDENLY_WEAK = ("onset.sudden", "weakness.new_or_worse")


@pytest.mark.parametrize(
    ("answers", "level"),
    [
        (told(), "self_care"),
        (told("severity.moderate"), "self_care"),
        (told("severity.severe"), "see_doctor"),
        (told(*SUDDENLY_WEAK), "urgent"),
        (told(*SUDDENLY_WEAK, "persistence.constant"), "urgent"),
        (told(*SUDDENLY_WEAK, "persistence.constant", no="back_pain.lower_back"), "emergency"),
        (told(*SUDDENLY_WEAK, "persistence.constant", no="back_pain.upper_back_or_neck"), "urgent"),
        (told("leg_signs.cold"), "self_care"),
        (told("leg_signs.cold", "leg_signs.cannot_move"), "emergency"),
        (told("leg_signs.sore", "sensation.no_feeling"), "see_doctor"),
        (told("leg_signs.sore", "sensation.no_feeling", "area.sole"), "urgent"),
        (told("unwell.fever", "conditions.chemotherapy"), "emergency"),
        (told("breathing_signs.coughing_blood"), "urgent"),
        (told("breathing_signs.coughing_blood", "leg_signs.cold"), "emergency"),
    ],
)
def test_the_table_says_what_its_rows_say(
    comparison: Comparison, answers: frozenset[Said], level: str
) -> None:
    exactly = comparison.table.levels([answers]).exactly
    assert [name for name, sets in exactly.items() if sets] == [level]


def test_no_trigger_needs_an_answer_to_each_trigger(comparison: Comparison, legs: RuleSet) -> None:
    triggers = [f"trigger.{option}" for option in legs.questions["trigger"].option_ids]
    both = ("side.both", "sensation.tingling")
    people = [told(*both, no=" ".join(triggers[:count])) for count in (0, 1, len(triggers))]
    assert comparison.table.levels(people).exactly["see_doctor"] == 0b100


def test_a_formula_that_names_nothing_is_refused(legs: RuleSet) -> None:
    without_age = {name: q.option_ids for name, q in legs.questions.items() if name != "age"}
    with pytest.raises(ValueError, match="under_18"):
        Table(without_age)


@pytest.mark.slow
def test_nobody_comes_out_lower_than_by_the_table(comparison: Comparison) -> None:
    assert not comparison.not_kept()


@pytest.mark.slow
def test_each_rule_that_goes_beyond_the_table_has_a_reason_and_no_reason_is_stale(
    comparison: Comparison, reasons: dict[str, Reason]
) -> None:
    beyond = comparison.beyond()
    assert not beyond.keys() - reasons.keys(), f"name them in {HIGHER.name}, or bring them down"
    assert not reasons.keys() - beyond.keys(), f"they raise nothing: take them out of {HIGHER.name}"


@pytest.mark.slow
def test_the_example_of_each_reason_shows_it(
    comparison: Comparison, reasons: dict[str, Reason], legs: RuleSet
) -> None:
    for rule, reason in reasons.items():
        answers = read_answers(reason.shown_by, legs, Span("<example>"))
        raising = {
            name for name, sets in Beside(comparison, [list(answers.facts())]).higher() if sets
        }
        assert rule in raising


def test_each_reason_follows_a_claim_or_a_paragraph(
    reasons: dict[str, Reason], legs: RuleSet
) -> None:
    for reason in reasons.values():
        assert reason.text
        assert set(reason.follows) <= PARAGRAPHS | legs.claims.keys()
        assert reason.follows


@pytest.mark.slow
@pytest.mark.parametrize(
    "lost", ["sn-poor-flow", "numbness-at-its-strongest", "crushed-by-lying-on-it"]
)
def test_a_rule_that_is_lost_is_noticed(legs: RuleSet, lost: str) -> None:
    rules = tuple(rule for rule in legs.rules if rule.id != lost)
    assert len(rules) < len(legs.rules)
    assert Comparison(replace(legs, rules=rules)).not_kept()


@pytest.mark.slow
def test_random_sets_find_the_same(comparison: Comparison, reasons: dict[str, Reason]) -> None:
    met = on_random_sets(comparison, 2_000, seed=1)
    assert not met.lower
    assert met.higher.keys() <= reasons.keys()
    assert set(met.decided) == set(comparison.table.ways)
    assert {way.level for way in met.decided} == set(LEVELS[1:])
