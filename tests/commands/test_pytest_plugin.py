"""The pytest plugin: cases and rows are items, a failing one explains itself, and nothing passes
unseen.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.places import TINY

pytest_plugins = ["pytester"]

PASSING = """cases:
  - id: saddle
    name: Numb between the legs
    answers: {alarm: [saddle]}
    expect: {level: {is: emergency, by: sn-saddle}}
"""
FAILING = """cases:
  - id: cold-leg
    name: A cold leg
    answers: {alarm: [cold], stairs: "no"}
    expect:
      level: {is: emergency, by: sn-cold-and-pale}
      causes: {exclude: [stiff_muscle]}
"""


@pytest.fixture
def folder(pytester: pytest.Pytester) -> Path:
    """A copy of the small rule set without a case."""
    copy = pytester.path / "rules"
    shutil.copytree(TINY, copy)
    for path in (copy / "cases").iterdir():
        path.unlink()
    return copy


def write(folder: Path, text: str, name: str = "some.yaml") -> None:
    (folder / "cases" / name).write_text(text, encoding="utf-8")


def said(result: pytest.RunResult) -> str:
    return result.stdout.str()


@pytest.mark.slow
def test_each_case_is_an_item_on_each_engine(pytester: pytest.Pytester, folder: Path) -> None:
    write(folder, PASSING)
    result = pytester.runpytest("--collect-only", "-q", "rules")
    result.stdout.fnmatch_lines(
        ["*some.yaml::saddle[[]durable[]]", "*some.yaml::saddle[[]reference[]]"]
    )


@pytest.mark.slow
def test_a_failing_case_names_what_decided_and_what_kept_the_expected_rule_silent(
    pytester: pytest.Pytester, folder: Path
) -> None:
    write(folder, FAILING)
    result = pytester.runpytest("rules", "-k", "reference")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(
        [
            "rules/cases/some.yaml:2: A cold leg",
            (
                "  expected level emergency by sn-cold-and-pale, got see_doctor by"
                " no-stairs-needs-a-doctor"
            ),
            "  expected stiff_muscle not to be listed",
            "  no-stairs-needs-a-doctor fired (rules/guidance.yaml:21) on stairs: no",
            "  stairs-tell-of-muscles fired (rules/causes/stiff_muscle.yaml:9) on stairs: no",
            "  sn-cold-and-pale stayed silent (rules/safety_net.yaml:10)",
            "    alarm: pale does not hold: the case says alarm: [[]cold]",
            "      rules/safety_net.yaml:11: when: {all: [[]{alarm: cold}, {alarm: pale}]}",
            "    it would fire with alarm: [[]cold, pale]",
        ],
        consecutive=True,
    )
    assert "Traceback" not in said(result)


@pytest.mark.slow
def test_a_silent_rule_is_followed_through_findings_down_to_an_answer(
    pytester: pytest.Pytester, folder: Path
) -> None:
    write(
        folder,
        """cases:
  - {id: x, name: x, answers: {leg: [hot]}, expect: {fires: [clot-signs]}}
""",
    )
    result = pytester.runpytest("rules", "-k", "reference")
    result.stdout.fnmatch_lines(
        [
            "    finding: possible_clot does not hold; the nearest rule for it lacks:",
            "      rules/causes/clot.yaml:12: when: {finding: possible_clot}",
            "    leg: swollen does not hold: the case says leg: [[]hot]",
            "      rules/findings.yaml:21: when: {all: [[]{leg: swollen}, {leg: hot}]}",
            "    it would fire with leg: [[]swollen, hot]",
        ],
        consecutive=True,
    )


@pytest.mark.slow
def test_a_known_gap_is_an_expected_failure_with_its_reason(
    pytester: pytest.Pytester, folder: Path
) -> None:
    write(folder, FAILING + "    todo: the muscle rule is too broad\n")
    result = pytester.runpytest("rules", "-rx")
    result.assert_outcomes(xfailed=2)
    result.stdout.fnmatch_lines(["XFAIL *the muscle rule is too broad*"])


@pytest.mark.slow
def test_a_known_gap_that_passes_fails(pytester: pytest.Pytester, folder: Path) -> None:
    write(folder, PASSING + "    todo: not there yet\n")
    result = pytester.runpytest("rules")
    result.assert_outcomes(failed=2)
    result.stdout.fnmatch_lines(["*this case passes now: take the line `todo` out of it"])


@pytest.mark.slow
def test_questions_that_are_asked_or_not_are_expected_like_rules(
    pytester: pytest.Pytester, folder: Path
) -> None:
    write(
        folder,
        """cases:
  - id: right
    name: x
    answers: {walking_pain: eases}
    expect: {asked: [stairs], not_asked: [persistence]}
  - id: wrong
    name: x
    answers: {walking_pain: none}
    expect: {asked: [stairs], not_asked: [smoking]}
""",
    )
    result = pytester.runpytest("rules", "-k", "wrong and reference")
    result.stdout.fnmatch_lines(
        [
            "  expected stairs to be asked; the interview over these answers leaves it out",
            "  expected smoking not to be asked; the interview over these answers asks it",
        ],
        consecutive=True,
    )


@pytest.mark.slow
def test_each_row_of_a_table_is_an_item_with_its_own_line(
    pytester: pytest.Pytester, folder: Path
) -> None:
    write(
        folder,
        """tables:
  - id: clot
    name: Signs of a clot
    columns: [leg.swollen, leg.hot, smoking]
    expect: {level: {is: urgent, by: sn-clot-risk}}
    rows:
      - {id: both, cells: [yes, yes, "-"]}
      - {id: smoker, cells: [yes, not_sure, now]}
      - {id: hot, cells: [no, yes, now], name: A hot leg only}
      - {id: cool, cells: [no, no, never], expect: {silent: [sn-clot-risk]}}
""",
    )
    result = pytester.runpytest("rules")
    result.assert_outcomes(passed=6, failed=2)
    result.stdout.fnmatch_lines(
        [
            "rules/cases/some.yaml:9: clot.hot: A hot leg only",
            "*some.yaml::clot.hot[[]reference[]]*",
        ]
    )


@pytest.mark.slow
def test_cells_that_are_not_asked_leave_no_answer(pytester: pytest.Pytester, folder: Path) -> None:
    write(
        folder,
        """tables:
  - id: t
    name: x
    columns: [leg]
    answers: {smoking: now}
    rows:
      - {id: asked, cells: [[swollen]], expect: {fires: [sn-clot-risk], asked: [leg]}}
      - {id: unasked, cells: ["-"], expect: {silent: [sn-clot-risk, hot-leg-speaks-against]}}
""",
    )
    pytester.runpytest("rules").assert_outcomes(passed=4)


@pytest.mark.slow
def test_a_rule_set_without_a_case_is_red(pytester: pytest.Pytester, folder: Path) -> None:
    result = pytester.runpytest(folder)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["rules/ruleset.yaml: no case here; write one under `cases:`"])


@pytest.mark.slow
def test_a_file_without_a_case_is_red(pytester: pytest.Pytester, folder: Path) -> None:
    write(folder, "cases: []\n")
    write(folder, PASSING, "others.yaml")
    pytester.runpytest("rules").assert_outcomes(failed=1, passed=2)


@pytest.mark.slow
def test_a_case_that_expects_nothing_is_red(pytester: pytest.Pytester, folder: Path) -> None:
    write(folder, "cases:\n  - {id: x, name: A draft, answers: {}, expect: {}}\n")
    result = pytester.runpytest("rules")
    result.assert_outcomes(failed=2)
    result.stdout.fnmatch_lines(["rules/cases/some.yaml:2: A draft", "*expects nothing yet*"])


@pytest.mark.slow
def test_a_broken_rule_set_is_said_once_whatever_the_number_of_files(
    pytester: pytest.Pytester, folder: Path
) -> None:
    write(folder, PASSING)
    write(folder, PASSING, "others.yaml")
    path = folder / "guidance.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("severity: severe", "severity: sever"),
        encoding="utf-8",
    )
    result = pytester.runpytest("rules")
    assert result.ret == pytest.ExitCode.INTERRUPTED
    assert said(result).count("error[T122]") == 1
    assert "Traceback" not in said(result)


@pytest.mark.slow
def test_yaml_elsewhere_is_left_alone(pytester: pytest.Pytester) -> None:
    (pytester.path / "cases").mkdir()
    (pytester.path / "cases" / "other.yaml").write_text("cases: 5\n", encoding="utf-8")
    assert pytester.runpytest().ret == pytest.ExitCode.NO_TESTS_COLLECTED
