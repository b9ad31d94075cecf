"""`triage check`: what loads may still be wrong; every finding is proved, placed and can be
accepted with a reason.
"""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from tests import random_rulesets
from tests.bad_files import Bad
from tests.edits import change
from tests.examples import examples
from tests.places import BAD_FILES, TESTS, TINY
from tests.shell import interruptible
from triage.analysis.checks import CHECKS, check, wording
from triage.analysis.checks.check_folder import check_folder
from triage.analysis.checks.idle_rules import idle, never_firing
from triage.analysis.checks.passages import passages, place_of
from triage.analysis.checks.readability import age, syllables
from triage.analysis.checks.subject import Subject
from triage.answers.value import Answers
from triage.cli import triage
from triage.cli.commands.ask import INTERRUPTED
from triage.cli.watch import watch
from triage.engine.reference import ReferenceEngine
from triage.language.diagnostics import CODES, Diagnostic, Severity
from triage.language.load import load
from triage.language.ruleset import RuleSet
from triage.language.source import Text
from triage.render.author.github import github_lines
from triage.render.author.problems import problems_text
from triage.render.author.sarif import sarif

BAD = sorted((BAD_FILES).glob("T2*.yaml"))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the small rule set, named `tiny` as seen from the working folder."""
    shutil.copytree(TINY, tmp_path / "tiny")
    monkeypatch.chdir(tmp_path)
    return Path("tiny")


def news(folder: Path) -> list[Diagnostic]:
    """What is wrong with the changed copy beyond what is wrong with the small rule set as it is."""
    return [
        problem
        for problem in check_folder(folder).diagnostics
        if (problem.code, problem.message) not in known()
    ]


@cache
def known() -> set[tuple[str, str]]:
    """What is wrong with the small rule set as it is."""
    return {(problem.code, problem.message) for problem in check_folder(TINY).diagnostics}


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(triage, ["check", *arguments])
    return result.exit_code, result.stdout


@pytest.mark.slow
@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_each_finding_is_said_in_full(path: Path, folder: Path) -> None:
    bad = Bad.read(path)
    bad.apply(folder)
    assert problems_text(news(folder), colour=False).replace("tiny/", "") == bad.says
    assert f"[{path.name[:4]}]" in bad.says


def test_every_semantic_code_has_a_bad_file() -> None:
    assert {path.name[:4] for path in BAD} == {code for code in CODES if code.startswith("T2")}


@pytest.mark.slow
def test_the_shipped_rule_set_is_clean_and_strictly_so(legs: RuleSet) -> None:
    assert check(legs) == ()


@pytest.mark.slow
@examples(60)
@given(st.data())
def test_a_rule_said_never_to_fire_or_to_be_idle_is_so_on_all_answers(data: st.DataObject) -> None:
    ruleset = data.draw(random_rulesets.rulesets())
    subject = Subject(ruleset)
    silent = {found.about[0].id for found in never_firing(subject)}  # type: ignore[attr-defined]
    covered = {tuple(found.diagnostic.message.split("`")[1:4:2]) for found in idle(subject)}
    for _ in range(10):
        answers = data.draw(random_rulesets.answers_to(ruleset))
        fired = {firing.rule.id for firing in ReferenceEngine(ruleset).assess(answers).firings}
        assert not fired & silent
        assert all(other in fired for rule, other in covered if rule in fired)


@pytest.mark.slow
@examples(60)
@given(st.data())
def test_a_rule_not_said_to_be_silent_fires_on_its_witness(data: st.DataObject) -> None:
    ruleset = data.draw(random_rulesets.rulesets())
    subject = Subject(ruleset)
    for name, answers in ((name, subject.witness(name)) for name in ruleset.rule):
        if answers is not None:
            assert name in {
                firing.rule.id for firing in ReferenceEngine(ruleset).assess(answers).firings
            }


@pytest.mark.slow
def test_of_two_rules_that_always_fire_together_only_the_later_is_idle(folder: Path) -> None:
    change(
        folder,
        "guidance.yaml",
        "  - id: no-stairs",
        "  - id: severe-once-more\n    when: {all: [{severity: severe}, {severity: {not: mild}}]}\n"
        "    then: {level: see_doctor}\n    because: Severe numbness may be serious.\n    cites:"
        " [A-lasts]\n\n  - id: no-stairs",
    )
    assert [problem.message.split("`")[1] for problem in news(folder)] == ["severe-once-more"]


def test_options_of_one_question_that_rules_always_name_together_are_not_told_apart(
    folder: Path,
) -> None:
    change(
        folder,
        "questions.yaml",
        "      - {id: severe,",
        "      - {id: worst, text: Worst, said: it is worst}\n      - {id: severe,",
    )
    change(folder, "guidance.yaml", "{severity: severe}", "{severity: [severe, worst]}")
    assert [problem.message for problem in news(folder)] == [
        "no rule tells the option `severe` of `severity` from `worst`"
    ]


def test_a_question_behind_a_question_that_is_never_asked_is_never_asked(folder: Path) -> None:
    change(
        folder,
        "questions.yaml",
        "ask_if: {walking_pain: eases}",
        "ask_if: {all: [{walking_pain: eases}, {walking_pain: none}]}",
    )
    change(
        folder,
        "questions.yaml",
        "    cites: [B-arteries]\n",
        "    cites: [B-arteries]\n    ask_if: {stairs: 'no'}\n",
    )
    never = [problem for problem in news(folder) if problem.code == "T207"]
    assert [problem.message.split("`")[3] for problem in never] == ["stairs", "smoking"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("where", "allow"),
    [
        (
            "said: your clothes are loose}",
            (
                "said: your clothes are loose}\n      - {id: sock, text: Sock, said: you wear "
                "socks, allow: {T206: It is said to the doctor.}}"
            ),
        ),
    ],
)
def test_an_allowed_finding_is_not_reported(folder: Path, where: str, allow: str) -> None:
    change(folder, "questions.yaml", where, allow)
    assert news(folder) == []


@pytest.mark.slow
def test_an_allowance_on_a_question_covers_its_options(folder: Path) -> None:
    change(
        folder,
        "questions.yaml",
        "said: your clothes are loose}",
        "said: your clothes are loose}\n      - {id: sock, text: Sock, said: you wear socks}",
    )
    change(
        folder,
        "questions.yaml",
        "  - id: clothes\n",
        "  - id: clothes\n    allow: {T206: It is meant.}\n",
    )
    assert news(folder) == []


def test_a_misspelt_code_to_allow_gets_the_nearest(folder: Path) -> None:
    change(
        folder,
        "questions.yaml",
        "  - id: clothes\n",
        "  - id: clothes\n    allow: {T2O6: It is meant.}\n",
    )
    (problem,) = news(folder)
    assert (problem.code, problem.help) == ("T220", "did you mean `T216` or `T206`?")


def test_problems_of_form_keep_the_checks_from_running(folder: Path) -> None:
    change(folder, "guidance.yaml", "{severity: severe}", "{severity: sever}")
    report = check_folder(folder)
    assert {problem.code for problem in report.diagnostics} == {"T122"}
    assert report.ruleset is None


def test_problems_of_cases_are_reported_with_the_rest(folder: Path) -> None:
    change(folder, "cases/levels.yaml", "sn-clot-risk", "sn-clot-rusk")
    assert [problem.code for problem in news(folder)] == ["T127"]


@pytest.mark.slow
def test_part_of_a_folded_text_is_found_on_its_own_line(folder: Path) -> None:
    change(
        folder,
        "guidance.yaml",
        "because: Severe numbness may point to something more serious.",
        "because: >-\n      Severe numbness is one thing.\n      It means that you\n      have a"
        " problem.",
    )
    (problem,) = news(folder)
    assert problem.span.snippet == "      It means that you"
    assert problem.span.snippet[problem.span.column - 1 : problem.span.end_column - 1] == "you"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "is_forbidden"),
    [
        ("Do you have any of these signs?", False),
        ("A clot is likelier if you have been in bed.", False),
        ("It shows that you have a clot.", True),
        ("You have a clot.", True),
    ],
)
def test_who_asks_what_a_person_has_does_not_diagnose(
    folder: Path, text: str, is_forbidden: bool
) -> None:
    change(folder, "guidance.yaml", "Severe numbness may point to something more serious.", text)
    assert ["T210"] * is_forbidden == [problem.code for problem in news(folder)]


def every_text(legs: RuleSet) -> Iterator[str]:
    """Texts of each kind that people, those who help them, or reviewers read."""
    identity, questions = legs.identity, legs.questions.values()
    options = [option for question in questions for option in question.options]
    follow_ups = [option.narrow for option in options if option.narrow]
    meanings = [one for follow in follow_ups for one in (*follow.keep, *follow.drop)]
    yield from (identity.title, identity.purpose, *identity.limits, *identity.intended_use)
    for level in identity.levels.values():
        yield from (level.headline, level.action, *level.unsaid.values())
    yield from (one.brief for one in (*identity.watch, *options) if one.brief)
    yield from (question.text for question in questions)
    yield from (follow.ask for follow in follow_ups)
    yield from (meaning.text for meaning in meanings)
    for screen in legs.screens:
        yield from (screen.text, *filter(None, (line.text for line in screen.lines)))
        yield from (screen.none.says,) if screen.none else ()
    yield from (cause.call_it for cause in legs.causes.values() if cause.call_it)
    yield from (text for one in legs.hazards for text in (one.harm, one.how, one.left))
    yield from (text for one in legs.decisions for text in (one.title, one.why))


@pytest.mark.slow
def test_the_wording_of_every_text_is_read_once(legs: RuleSet) -> None:
    read = [one.text for passage in passages(legs) for one in passage.texts]
    assert set(every_text(legs)) <= set(map(str, read))
    places = [text.span for text in read if text.span.line]
    assert len(places) == len(set(places))


def test_a_place_that_cannot_be_found_is_that_of_the_whole_text() -> None:
    text = Text("made in memory")
    assert place_of(text, 0, 4) == text.span


def test_reading_age_follows_the_published_formula() -> None:
    """Three sentences, 30 words, 33 syllables: grade 0.39·10 + 11.8·1.1 − 15.59, and five years
    more.
    """
    text = (
        "The cat sat on the mat by the red door. " * 2
        + "The cat sat on the mat by even seven beds again."
    )
    words = text.replace(".", "").split()
    spoken = sum(map(syllables, words))
    assert age([text]) == pytest.approx(
        0.39 * len(words) / 3 + 11.8 * spoken / len(words) - 15.59 + 5
    )


def test_bracketed_words_do_not_count_and_short_passages_are_not_judged() -> None:
    plain = "Nerves can be pressed in the back and then a leg may hurt or go numb. " * 3
    assert age([plain]) == age([plain.replace("pressed", "pressed (cauda equina syndrome)")])
    assert age(["Peripheral neuropathy incapacitates."]) is None


@pytest.mark.slow
def test_errors_and_with_strict_warnings_too_end_with_one(folder: Path) -> None:
    assert run("tiny")[0] == 0
    assert run("tiny", "--strict")[0] == 1
    change(
        folder,
        "questions.yaml",
        "{walking_pain: eases}",
        "{all: [{walking_pain: eases}, {walking_pain: none}]}",
    )
    assert run("tiny")[0] == 1


@pytest.mark.slow
def test_a_folder_without_a_rule_set_is_a_problem_and_a_missing_one_wrong_usage(
    tmp_path: Path,
) -> None:
    for arguments, code, says in (
        ([str(tmp_path)], 1, "T106"),
        (["no-such-place"], 2, "no-such-place"),
    ):
        done = subprocess.run(
            [sys.executable, "-m", "triage", "check", *arguments],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == code
        assert says in done.stdout + done.stderr


@pytest.mark.usefixtures("folder")
def test_json_says_what_text_says() -> None:
    found = json.loads(run("tiny", "--json")[1])
    assert found["loads"] is True
    assert [problem["code"] for problem in found["problems"]] == ["T208", "T208"]
    assert found["problems"][0] == {
        "code": "T208",
        "title": CODES["T208"],
        "severity": "warning",
        "file": "tiny/causes/clot.yaml",
        "line": 2,
        "column": 5,
        "end_column": 9,
        "message": "no rule says what is typical of the cause `clot`",
        "help": "add a rule with `strength: typical` for the pattern the documents describe",
    }


@pytest.mark.slow
@pytest.mark.usefixtures("folder")
def test_sarif_names_rule_file_and_place_of_each_finding() -> None:
    log = json.loads(run("tiny", "--format", "sarif")[1])
    assert log["version"] == "2.1.0"
    (ran,) = log["runs"]
    assert [rule["id"] for rule in ran["tool"]["driver"]["rules"]] == ["T208"]
    result = ran["results"][0]
    assert (result["ruleId"], result["ruleIndex"], result["level"]) == ("T208", 0, "warning")
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "tiny/causes/clot.yaml"
    assert place["region"] | {"snippet": None} == {
        "startLine": 2,
        "startColumn": 5,
        "endColumn": 9,
        "snippet": None,
    }


@pytest.mark.slow
def test_sarif_names_files_elsewhere_by_their_full_address(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = check_folder(folder.resolve()).diagnostics
    monkeypatch.chdir(TESTS)
    (log,) = sarif(found)["runs"]  # type: ignore[misc]
    uri = log["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]  # type: ignore[index]
    assert uri.startswith("file:///")


@pytest.mark.slow
def test_github_lines_carry_place_title_and_no_raw_separator(folder: Path) -> None:
    line = run("tiny", "--format", "github")[1].splitlines()[0]
    assert line.startswith(
        "::warning file=tiny/causes/clot.yaml,line=2,col=5,endColumn=9,title=T208 cause that no "
    )
    found = check_folder(folder).diagnostics[0]
    odd = Diagnostic("T208", "100% of\nthis: a, b", found.span, severity=Severity.ERROR)
    assert github_lines([odd]).endswith("::100%25 of%0Athis: a, b\n")
    assert github_lines([odd]).startswith("::error ")


@pytest.mark.slow
def test_a_rule_set_without_fault_says_so(folder: Path) -> None:
    for file, cause in (("causes/clot.yaml", "clot"), ("causes/stiff_muscle.yaml", "stiff_muscle")):
        change(folder, file, f"id: {cause}\n", f"id: {cause}\nallow: {{T208: It is shared.}}\n")
    code, text = run("tiny", "--strict")
    assert code == 0
    assert text == f"tiny: {load(folder).stamp}: 21 rules and 8 questions, nothing is wrong\n"


def test_checks_are_listed_once_each() -> None:
    assert len(set(CHECKS)) == len(CHECKS)


def test_watching_runs_once_and_again_after_each_change(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ran: list[str] = []
    changes = iter(
        [
            lambda: None,
            lambda: change(folder, "guidance.yaml", "may settle", "can settle, in time,"),
            (folder / "findings.yaml").unlink,
            lambda: None,
        ]
    )

    def pause() -> None:
        step = next(changes, None)
        if step is None:
            raise KeyboardInterrupt
        step()

    with pytest.raises(KeyboardInterrupt):
        watch([folder], lambda: ran.append("run"), pause)
    assert ran == ["run"] * 3
    said = capsys.readouterr().err
    assert "watching tiny" in said
    assert "changed: guidance.yaml" in said
    assert "changed: findings.yaml" in said


@pytest.mark.slow
def test_ctrl_c_ends_a_watch_as_it_ends_any_command(folder: Path) -> None:
    with interruptible():
        watching = subprocess.Popen(
            [sys.executable, "-m", "triage", "check", "tiny", "--watch"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
    with watching:
        assert watching.stdout and watching.stderr
        assert "watching tiny; Ctrl-C ends" in watching.stderr.readline()
        assert any("`triage code" in line for line in watching.stdout)
        change(folder, "guidance.yaml", "{severity: severe}", "{severity: sever}")
        assert "changed: guidance.yaml" in watching.stderr.readline()
        assert any("`sever`" in line for line in watching.stdout)
        watching.send_signal(signal.SIGINT)
        assert watching.wait(30) == INTERRUPTED


def test_a_text_of_the_house_style_is_not_taken_for_a_forbidden_one() -> None:
    """What the shipped texts say of cushions, shoulders and halves stays allowed."""
    innocent = "Shoulders, a yoghurt, you haven, 80 percentiles, ruled outright"
    assert [match for pattern, _ in wording.PATTERNS for match in pattern.findall(innocent)] == []


def test_the_witness_of_a_rule_that_always_fires_is_no_answer_at_all(tiny: RuleSet) -> None:
    assert Subject(tiny).witness("base") == Answers()
