"""Suggested cases: pasteable as they are, few, and enough to notice what survived."""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.analysis.mutated import LONG, everything, with_mutant
from tests.places import TINY
from triage.analysis.mutation.fates import Fate
from triage.analysis.mutation.mutants import Mutant, Operator, mutants
from triage.analysis.mutation.outcomes import outcome
from triage.analysis.mutation.question_mutants import question_mutants
from triage.analysis.mutation.suggest import Suggestion, suggestions
from triage.analysis.mutation.verdicts import MutationReport, verdicts
from triage.analysis.proofs import properties
from triage.cases import case_files
from triage.cases.case_files import Case
from triage.cli import triage
from triage.engine.reference import ReferenceEngine
from triage.language.load import load
from triage.language.locating import locate
from triage.language.ruleset import RuleSet
from triage.render.author.mutants import suggestions_json, suggestions_text


def survivors(ruleset: RuleSet, known: tuple[Case, ...]) -> MutationReport:
    return MutationReport(tuple(verdicts(ruleset, known, mutants(ruleset), LONG)))


@pytest.fixture(scope="module")
def report(tiny: RuleSet) -> MutationReport:
    return survivors(tiny, case_files.load_all(tiny))


@pytest.fixture(scope="module")
def found(tiny: RuleSet, report: MutationReport) -> tuple[Suggestion, ...]:
    return suggestions(tiny, report.alive)


@pytest.mark.slow
def test_every_survivor_is_told_by_exactly_one_suggestion(
    report: MutationReport, found: tuple[Suggestion, ...]
) -> None:
    told = [id(told.mutant) for suggestion in found for told in suggestion.tells]
    assert sorted(told) == sorted(id(verdict.mutant) for verdict in report.of(Fate.SURVIVED))


def test_what_is_said_of_an_edit_is_what_the_engine_gives(
    tiny: RuleSet, found: tuple[Suggestion, ...]
) -> None:
    for suggestion in found:
        assert suggestion.today == outcome(ReferenceEngine(tiny).assess(suggestion.answers))
        for told in suggestion.tells:
            assert isinstance(told.mutant, Mutant)
            changed = ReferenceEngine(with_mutant(tiny, told.mutant))
            assert told.outcome == outcome(changed.assess(suggestion.answers)) != suggestion.today


def test_filled_in_suggestions_notice_all_that_survived(
    tiny: RuleSet, found: tuple[Suggestion, ...]
) -> None:
    engine = ReferenceEngine(tiny)
    filled = {
        suggestion.case.id if suggestion.case else f"new-{place}": Case(
            f"new-{place}", "x", suggestion.answers, everything(engine.assess(suggestion.answers))
        )
        for place, suggestion in enumerate(found)
    }
    kept = [
        replace(case, expect=filled.pop(case.id).expect) if case.id in filled else case
        for case in case_files.load_all(tiny)
    ]
    again = survivors(tiny, (*kept, *filled.values()))
    assert [(alive.mutant.name, alive.mutant.description) for alive in again.alive] == []


def test_one_case_tells_several_edits(
    report: MutationReport, found: tuple[Suggestion, ...]
) -> None:
    assert 3 * len(found) < len(report.alive)


@pytest.mark.slow
def test_a_case_that_does_not_look_is_named_before_new_ones(tiny: RuleSet) -> None:
    blind = [
        replace(
            case,
            expect=case.expect.model_copy(
                update={"level": None, "causes": type(case.expect.causes)()}
            ),
        )
        for case in case_files.load_all(tiny)
    ]
    found = suggestions(tiny, survivors(tiny, tuple(blind)).alive)
    assert found[0].case is not None
    assert found[0].case.id == "swollen-and-hot-leg"


def run(*arguments: str) -> str:
    result = CliRunner().invoke(triage, ["suggest", *arguments])
    assert result.exit_code == 0
    return result.output


@pytest.mark.slow
def test_the_text_is_a_case_file_as_it_stands(tmp_path: Path, tiny: RuleSet) -> None:
    edits = [*mutants(tiny), *question_mutants(tiny)]
    judged = verdicts(tiny, case_files.load_all(tiny), edits, LONG, 1, properties.load(tiny))
    found = suggestions(tiny, MutationReport(tuple(judged)).alive)
    folder = shutil.copytree(TINY, tmp_path / "tiny")
    (folder / "cases" / "suggested.yaml").write_text(run(str(folder)), encoding="utf-8")
    loaded = case_files.load(folder / "cases" / "suggested.yaml", load(folder))
    assert [case.answers for case in loaded] == [one.answers for one in found if one.case is None]
    assert all(case.expect.is_empty for case in loaded)


@pytest.mark.slow
def test_the_text_says_what_the_rules_give_today_and_what_an_edit_gives() -> None:
    said = run(str(TINY))
    assert "# rules of today: level emergency; causes: none; findings: none" in said
    assert "level self_care instead of emergency" in said


@pytest.mark.slow
def test_json_has_answers_and_outcomes() -> None:
    found = json.loads(run(str(TINY), "--json"))
    assert found["ruleset"] == asdict(load(TINY).stamp)
    assert {"case", "about", "answers", "today", "tells"} == set(found["suggestions"][0])


GATED = ("- id: severity\n", "- id: severity\n    ask_if: {persistence: constant}\n")
UNASKED = (
    "cases: [{id: x, name: x, answers: {persistence: settled, severity: severe}, expect: %s}]\n"
)


def opened(folder: Path) -> tuple[RuleSet, MutationReport]:
    """The rule set, and what became of the edits that ask more people how severe it is."""
    ruleset = load(folder)
    gated = (one for one in question_mutants(ruleset) if one.name == "severity")
    edits = [one for one in gated if one.operator is Operator.OPEN]
    return ruleset, MutationReport(
        tuple(verdicts(ruleset, case_files.load_all(ruleset), edits, LONG))
    )


@pytest.mark.slow
def test_a_case_about_a_gate_says_what_to_expect_and_that_is_noticed(tmp_path: Path) -> None:
    folder = shutil.copytree(TINY, tmp_path / "tiny")
    questions = folder / "questions.yaml"
    questions.write_text(questions.read_text("utf-8").replace(*GATED), encoding="utf-8")
    cases = folder / "cases" / "levels.yaml"
    cases.write_text(UNASKED % "{silent: [sn-saddle]}", encoding="utf-8")
    ruleset, report = opened(folder)
    found = suggestions(ruleset, report.alive)
    assert found[0].is_about_people
    assert "expect `not_asked: [severity]`" in str(suggestions_text(ruleset, found))
    plain = json.dumps(suggestions_json(ruleset, found))
    assert plain.count('"about": "people as they are asked"') == len(found)
    cases.write_text(UNASKED % "{not_asked: [severity]}", encoding="utf-8")
    assert opened(folder)[1].alive == ()


def test_a_name_that_is_none_is_refused_with_the_nearest() -> None:
    result = CliRunner().invoke(triage, ["suggest", "leg_numbnes"])
    assert "leg_numbness" in result.exception.help  # type: ignore[union-attr]
    assert locate("leg_numbness").is_dir()
