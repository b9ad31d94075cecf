"""Every command works on rule sets with levels of their own, and keeps to their subject."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.places import TRAFFIC_LIGHT, WELLS
from tests.shell import Ran, run_triage
from triage.analysis.checks.check_folder import check_folder
from triage.answers.answer_file import to_plain
from triage.answers.value import Answers
from triage.cases import case_files
from triage.cli import COMMANDS
from triage.language.load import load
from triage.language.ruleset import RuleSet

FOREIGN = re.compile(
    r"self_care|see_doctor|\burgent\b(?! level)|look after yourself|numb(?!er)|leg_numbness"
    r"|the two documents|four levels",
    re.IGNORECASE,
)
"""Words of the rule set that is used where none is named."""
LEGS = re.compile(r"\blegs?\b", re.IGNORECASE)

OF_NO_RULE_SET = {"code", "completion", "explain", "schema", "ask", "again", "practise"}
"""Commands about triage itself, and those that talk with a person and are tested apart."""

MODES = ("work_up", "red_flag", "one_new_fact", "which_question")


@dataclass(frozen=True)
class Subject:
    """A copy of a rule set, and files beside it: answers of its first case and a stream of all."""

    ruleset: RuleSet
    answers: Path
    stream: Path

    @property
    def folder(self) -> Path:
        """Where the copy is."""
        return self.ruleset.folder


@pytest.fixture(params=(TRAFFIC_LIGHT, WELLS), ids=lambda folder: folder.name)
def subject(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Subject:
    for name in ("state", "data"):
        monkeypatch.setenv(f"TRIAGE_{name.upper()}", str(tmp_path / name))
    folder = tmp_path / request.param.name
    shutil.copytree(request.param, folder)
    monkeypatch.setenv("TRIAGE_RULES", str(folder))
    monkeypatch.chdir(tmp_path)
    ruleset = load(folder)
    documents = [_document(ruleset, case.answers) for case in case_files.load_all(ruleset)]
    answers, stream = tmp_path / "answers.json", tmp_path / "cases.jsonl"
    answers.write_text(documents[1], encoding="utf-8")
    stream.write_text("\n".join(documents), encoding="utf-8")
    return Subject(ruleset, answers, stream)


def _document(ruleset: RuleSet, answers: Answers) -> str:
    given = {
        name: to_plain(answer, ruleset.questions[name]) for name, answer in answers.given.items()
    }
    return json.dumps({"ruleset": ruleset.id, "answers": given})


def assert_own(words: str, ruleset: RuleSet) -> None:
    """Nothing that is written speaks of another rule set."""
    assert FOREIGN.findall(words) == []
    assert ruleset.id == WELLS.name or LEGS.findall(words) == []


def ran(subject: Subject, *words: object, typed: str = "") -> Ran:
    """What a command leaves behind that works and keeps to its subject."""
    found = run_triage(*words, typed=typed)
    assert found.code == 0, found.err
    assert_own(found.out + found.err, subject.ruleset)
    return found


def _kinds(ruleset: RuleSet) -> tuple[Mapping[str, object], ...]:
    return ruleset.causes, ruleset.questions, ruleset.rule


def _explanations(of: Subject) -> Iterator[tuple[object, ...]]:
    ruleset = of.ruleset
    yield from (("why", name) for kind in _kinds(ruleset) for name in list(kind)[:3])
    yield from (("why-not", name, of.answers) for name in (*ruleset.causes, *ruleset.findings))
    for level in ruleset.levels:
        yield from (("why", level.id), ("why-not", level.id, of.answers))
    yield from (("causes", name) for name in ruleset.causes)
    yield from (("sources", name) for name in (*ruleset.sources, next(iter(ruleset.claims))))


def _drawings(of: Subject) -> Iterator[tuple[object, ...]]:
    ruleset = of.ruleset
    yield from (("graph", "--format", form) for form in ("svg", "dot", "mermaid"))
    yield from (("graph", "--cause", name) for name in ruleset.causes)
    yield from (("graph", "--question", name) for name in ruleset.questions)
    yield ("graph", "--case", of.answers)


READING: dict[str, Callable[[Subject], Iterator[tuple[object, ...]]]] = {
    "assess": lambda of: iter((("assess", of.answers), ("assess", of.stream))),
    "explanations": _explanations,
    "lists": lambda _: iter((("causes",), ("sources",), ("about",), ("progress",))),
    "drawings": _drawings,
    "checks": lambda of: iter(
        (("check", of.folder), ("cover", of.folder), ("fmt", "--check"), ("robust", of.folder))
    ),
}
PROVING: dict[str, Callable[[Subject], Iterator[tuple[object, ...]]]] = {
    "proofs": lambda _: iter((("prove",), ("ci",))),
    "mutants": lambda _: iter((("mutate",), ("suggest",))),
}


@pytest.mark.slow
@pytest.mark.parametrize("as_json", [False, True], ids=["text", "json"])
@pytest.mark.parametrize("name", (*READING, *PROVING))
def test_a_command_keeps_to_its_subject(subject: Subject, name: str, as_json: bool) -> None:
    for words in {**READING, **PROVING}[name](subject):
        found = ran(subject, *words, *(("--json",) if as_json else ()))
        assert not as_json or all(
            isinstance(json.loads(line), dict | list) for line in _jsons(found)
        )


def _jsons(found: Ran) -> list[str]:
    """Standard output, line by line where each is a document, else as one."""
    lines = found.out.splitlines()
    return (
        lines if all(line.startswith("{") and line.endswith("}") for line in lines) else [found.out]
    )


def test_no_command_is_left_out(subject: Subject) -> None:
    read = {str(words[0]) for name in (READING | PROVING).values() for words in name(subject)}
    own = {"bulk", "diff", "handbook", "hazards", "new", "review", "test"}
    assert read | own | OF_NO_RULE_SET == set(COMMANDS)


@pytest.mark.slow
def test_what_is_signed_and_what_may_harm_keep_to_their_subject(
    subject: Subject, tmp_path: Path
) -> None:
    hazards = run_triage("hazards", subject.folder)
    assert hazards.code == (0 if subject.ruleset.hazards else 1)
    assert_own(hazards.out + hazards.err, subject.ruleset)
    ran(subject, "review", subject.folder, "--output", tmp_path / "review.html")
    assert_own((tmp_path / "review.html").read_text(encoding="utf-8"), subject.ruleset)


@pytest.mark.slow
def test_the_cases_run_in_text_and_json(subject: Subject) -> None:
    for more in ((), ("--json",)):
        ran(subject, "test", subject.folder, *more)


@pytest.mark.slow
@pytest.mark.parametrize("more", [(), ("--json",)], ids=["text", "json"])
def test_a_difference_is_told(subject: Subject, more: tuple[str, ...], tmp_path: Path) -> None:
    same = ran(subject, "diff", subject.folder, subject.folder, *more)
    assert more or "nothing differs" in same.out
    edited = tmp_path / "edited"
    shutil.copytree(subject.folder, edited)
    scores = edited / "scores.yaml"
    scores.write_text(scores.read_text(encoding="utf-8").replace("points: 1", "points: 2", 1))
    assert ran(subject, "diff", subject.folder, edited, *more).out != same.out


@pytest.mark.slow
def test_what_is_begun_is_sound(subject: Subject) -> None:
    before = check_folder(subject.folder).diagnostics
    ran(subject, "new", "cause", "another_one", subject.folder)
    ran(subject, "new", "case", "another-case", subject.folder)
    assert check_folder(subject.folder).diagnostics == before


@pytest.mark.slow
def test_the_handbook_keeps_to_its_subject(subject: Subject, tmp_path: Path) -> None:
    ran(subject, "handbook", "--output", tmp_path / "handbook")
    pages = sorted((tmp_path / "handbook").rglob("*.html"))
    assert len(pages) > 10
    for page in pages:
        assert_own(page.read_text(encoding="utf-8"), subject.ruleset)


@pytest.mark.slow
@pytest.mark.parametrize("answer", ["1\n", "0\n2\n", "n\n"], ids=["first", "none", "unsure"])
def test_an_interview_reaches_its_result(subject: Subject, answer: str, tmp_path: Path) -> None:
    files = [tmp_path / f"result.{kind}" for kind in ("html", "md", "json")]
    outputs = [word for path in files for word in ("--output", path)]
    ran(subject, "ask", "--plain", "--private", *outputs, typed=answer * 12 + "1\n" * 12)
    for path in files:
        assert_own(path.read_text(encoding="utf-8"), subject.ruleset)


@pytest.mark.slow
def test_people_in_a_table_are_judged(subject: Subject, tmp_path: Path) -> None:
    judged = tmp_path / "judged.jsonl"
    found = ran(subject, "bulk", subject.stream, judged, "--with", "findings,firings,score")
    assert_own(found.err + judged.read_text(encoding="utf-8"), subject.ruleset)
    levels = {json.loads(line)["level"] for line in judged.read_text(encoding="utf-8").splitlines()}
    assert levels <= {level.id for level in subject.ruleset.levels}


@pytest.mark.slow
@pytest.mark.parametrize("mode", MODES)
def test_a_practice_is_finished_and_kept(subject: Subject, mode: str, tmp_path: Path) -> None:
    words = ("practise", "--plain", "--mode", mode)
    for level in subject.ruleset.levels:
        ran(subject, *words, "--level", level.id, "--seed", "8", typed="1\n" * 60)
    told = ran(subject, "progress", "--html", tmp_path / "progress.html")
    assert subject.ruleset.identity.title in told.out
    assert_own((tmp_path / "progress.html").read_text(encoding="utf-8"), subject.ruleset)
    ran(subject, "progress", "--json")
    ran(subject, "progress", "--export", "-")
