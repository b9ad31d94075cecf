"""Coverage: what counts as put to the test, that it is counted rightly, and that a person can read
it.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from tests.examples import examples
from tests.places import TINY, TRAFFIC_LIGHT
from tests.random_rulesets import answers_to, naive, rule_holds, rulesets
from triage.answers.answer_file import read_answers
from triage.answers.value import Answers
from triage.cases import case_files
from triage.cases.case_files import Case
from triage.cases.coverage import Coverage, measure
from triage.cases.expectations import Expected
from triage.cases.measures import Measure
from triage.cli.commands.cover import cover
from triage.language import source
from triage.language.conditions import Is, IsNot, atoms
from triage.language.diagnostics import RuleSetError
from triage.language.load import load
from triage.language.ruleset import RuleSet
from triage.render.author.coverage import gap_text

BASE = "  - {id: b, name: x, answers: {}, expect: {level: {is: self_care, by: base}}}\n"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cover, arguments)


def folder_with(tmp_path: Path, *lines: str) -> Path:
    """A copy of the small rule set with these cases."""
    folder = tmp_path / "tiny"
    shutil.copytree(TINY, folder)
    (folder / "cases" / "levels.yaml").write_text("cases:\n" + "".join(lines), encoding="utf-8")
    return folder


def covered(tmp_path: Path, *lines: str) -> Coverage:
    ruleset = load(folder_with(tmp_path, *lines))
    return measure(ruleset, case_files.load_all(ruleset))


def case(answers: str) -> str:
    return f"  - {{id: c, name: x, answers: {answers}, expect: {{fires: [base]}}}}\n"


def gaps(coverage: Coverage, name: str) -> set[str]:
    return {
        gap_text(gap) for found in coverage.measures if found.name == name for gap in found.gaps
    }


def held_back(coverage: Coverage, rule: str) -> int:
    return next(count.held_back for count in coverage.rules if count.rule.id == rule)


@pytest.mark.slow
@examples(60)
@given(st.data())
def test_rules_are_counted_as_the_plain_meaning_says(data: st.DataObject) -> None:
    ruleset = data.draw(rulesets())
    people = data.draw(st.lists(answers_to(ruleset), max_size=6))
    found = measure(
        ruleset, [Case(str(place), "x", given, Expected()) for place, given in enumerate(people)]
    )
    assessed = [naive(ruleset, given) for given in people]
    reached = {one.level.id for one in assessed}
    assert gaps(found, "levels reached") == {level.id for level in ruleset.levels} - reached
    for count in found.rules:
        fired = [any(firing.rule.id == count.rule.id for firing in one.firings) for one in assessed]
        near = [
            any(
                is_false(fact, given, one.facts) and rule_holds(count.rule.when, {*one.facts, fact})
                for fact in atoms(count.rule.when)
            )
            for given, one in zip(people, assessed, strict=True)
        ]
        assert count.fired == sum(fired)
        assert count.held_back == sum(
            is_near and not is_fired for is_near, is_fired in zip(near, fired, strict=True)
        )


def is_false(fact: object, given: Answers, facts: frozenset[object]) -> bool:
    """Whether the answers say that it is not so, or the rules do not conclude it."""
    if isinstance(fact, Is):
        return fact.option in given[fact.question].no
    if isinstance(fact, IsNot):
        return fact.option in given[fact.question].yes
    return fact not in facts


def test_a_rule_is_held_back_by_one_condition_and_not_by_two(tmp_path: Path) -> None:
    assert held_back(covered(tmp_path / "1", case("{alarm: [cold]}")), "sn-cold-and-pale") == 1
    assert held_back(covered(tmp_path / "2", case("{alarm: []}")), "sn-cold-and-pale") == 0


@pytest.mark.slow
def test_an_answer_that_is_not_known_holds_nothing_back(tmp_path: Path) -> None:
    assert held_back(covered(tmp_path / "1", case("{alarm: {cold: yes}}")), "sn-cold-and-pale") == 0
    assert (
        held_back(
            covered(tmp_path / "2", case("{alarm: {cold: yes, pale: no}}")), "sn-cold-and-pale"
        )
        == 1
    )


def test_a_rule_that_always_fires_need_not_be_held_back(tmp_path: Path) -> None:
    assert "base" not in gaps(covered(tmp_path, BASE), "rules held back by one condition")


def test_conditions_count_when_true_and_when_false(tmp_path: Path) -> None:
    found = covered(tmp_path, case('{severity: mild, clothes: "yes", persistence: not_sure}'))
    assert "severity: severe" in gaps(found, "conditions true")
    assert "severity: severe" not in gaps(found, "conditions false")
    assert "clothes: yes" not in gaps(found, "conditions true")
    assert "persistence: constant" in gaps(found, "conditions false") & gaps(
        found, "conditions true"
    )


def lit(*answers: str) -> Coverage:
    """What people with these answers cover of the rule set with a scale and a score."""
    ruleset = load(TRAFFIC_LIGHT)
    told = [source.parse(one, "answers") for one in answers]
    people = [read_answers(one, ruleset, one.span) for one in told]
    return measure(ruleset, [Case("c", "x", one, Expected()) for one in people])


@pytest.mark.slow
def test_both_sides_of_a_bound_are_wanted_where_it_decides() -> None:
    inside, outside = "bounds of scales, inside", "bounds of scales, outside"
    bound = "two-points: days, from from_3 to under_3"
    other = "long-cough-irritates: days, from over_21 to from_3"
    nobody = lit()
    assert gaps(nobody, inside) == gaps(nobody, outside) == {bound, other}
    long_enough = lit("{days: from_3, signs: [fever], dust: 'yes'}")
    assert gaps(long_enough, inside) == {other}
    assert gaps(long_enough, outside) == {bound}
    too_short = lit("{days: under_3, signs: [fever], dust: 'yes'}")
    assert gaps(too_short, inside) == {bound, other}
    assert gaps(too_short, outside) == {other}
    anyway = lit("{days: from_3, signs: [fever], dust: 'no'}")
    assert bound in gaps(anyway, inside)


@pytest.mark.slow
def test_thresholds_are_wanted_just_reached_and_just_missed() -> None:
    reached, missed = "thresholds just reached", "thresholds just missed"
    names = {"two-signs: 2 of 3", "two-points: cough 2"}
    assert gaps(lit(), reached) == names
    assert gaps(lit("{signs: [fever, sweats], dust: 'no'}"), reached) == set()
    assert gaps(lit("{signs: [fever, sweats], dust: 'no'}"), missed) == names
    assert gaps(lit("{signs: [fever], dust: 'yes'}"), missed) == set()


def test_options_levels_and_claims_are_covered_by_what_comes_into_play(tmp_path: Path) -> None:
    found = covered(tmp_path, case('{clothes: "yes", stairs: "no"}'))
    assert {"clothes: no", "stairs: yes"} <= gaps(found, "options chosen")
    assert not {"clothes: yes", "stairs: no"} & gaps(found, "options chosen")
    assert gaps(found, "levels reached") == {"self_care", "urgent", "emergency"}
    assert gaps(found, "claims exercised") == {"A-clot", "B-arteries"}


def test_what_is_missing_is_said_with_its_place() -> None:
    result = run(str(TINY))
    assert result.exit_code == 0
    assert "rules fired                             6      21   28.5 %\n" in result.output
    assert f"\n  {TINY}/safety_net.yaml:3: sn-saddle\n" in result.output


def test_the_mark_is_compared_with_every_line_of_the_table() -> None:
    low = run(str(TINY), "--fail-under", "50")
    assert low.exit_code == 1
    assert "below 50 %: rules fired (28.5 %), rules held back by one condition (40 %)" in low.output
    assert "levels reached (50 %)" not in low.output
    assert run(str(TINY), "--fail-under", "5").exit_code == 0


def test_failing_cases_do_not_hide_the_coverage(tmp_path: Path) -> None:
    folder = folder_with(
        tmp_path, "  - {id: f, name: x, answers: {}, expect: {fires: [sn-saddle]}}\n"
    )
    result = run(str(folder))
    assert result.exit_code == 1
    assert "rules fired " in result.output
    assert f"{folder}/cases/levels.yaml:2: f" in result.output


def test_a_known_gap_is_no_failure(tmp_path: Path) -> None:
    line = "  - {id: f, name: x, answers: {}, expect: {fires: [sn-saddle]}, todo: not yet}\n"
    assert run(str(folder_with(tmp_path, line))).exit_code == 0


def test_a_rule_set_without_a_case_covers_nothing_and_is_red(tmp_path: Path) -> None:
    folder = folder_with(tmp_path)
    (folder / "cases" / "levels.yaml").unlink()
    result = run(str(folder))
    assert result.exit_code == 1
    assert "rules fired                             0      21      0 %\n" in result.output
    assert "this rule set has no case" in result.output


def test_json_counts_every_rule_and_names_every_gap() -> None:
    found = json.loads(run(str(TINY), "--json").output)
    rules = {rule["rule"]: rule for rule in found["rules"]}
    assert rules["clot-signs"] == {
        "rule": "clot-signs",
        "file": f"{TINY}/causes/clot.yaml",
        "line": 11,
        "fired": 1,
        "held_back": 1,
    }
    fired = found["measures"][0]
    assert (fired["name"], fired["covered"], fired["total"]) == ("rules fired", 6, 21)
    assert {"what": "sn-saddle", "file": f"{TINY}/safety_net.yaml", "line": 3} in fired["missing"]


def test_files_that_do_not_load_are_no_coverage(tmp_path: Path) -> None:
    result = run(str(folder_with(tmp_path, "  - {id: f}\n")))
    assert isinstance(result.exception, RuleSetError)


def test_one_hundred_percent_means_all() -> None:
    assert Measure("x", 100_000, (measure(load(TINY), []).measures[0].gaps[0],)).percent < 100


@pytest.mark.slow
def test_the_shipped_cases_cover_everything(legs: RuleSet, leg_cases: tuple[Case, ...]) -> None:
    assert [found for found in measure(legs, leg_cases).measures if found.gaps] == []
