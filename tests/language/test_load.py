"""Loading: every problem at once, each with its place, the author's own text and what would
help.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.bad_files import Bad
from tests.places import BAD_FILES, TINY, TRAFFIC_LIGHT
from triage.analysis.proofs import properties
from triage.answers.answer_file import read_case
from triage.cases import case_files
from triage.language import source
from triage.language.diagnostics import CODES, RuleSetError, Span, TriageError, UnknownName
from triage.language.load import load
from triage.language.locating import locate
from triage.practice.patients import patient_set
from triage.practice.patients.clinic import Clinic
from triage.render.author.problems import problems_text

EVERY = sorted((BAD_FILES).glob("*.yaml"))
BAD = [
    path for path in EVERY if not path.name.startswith("T2")
]  # test_check runs the others: those load


def outcome(bad: Bad, tmp_path: Path) -> str:
    """What loading says after the bad thing was done."""
    folder = tmp_path / "tiny"
    shutil.copytree(TINY, folder)
    bad.apply(folder)
    try:
        ruleset = load(folder)
        case_files.load_all(ruleset)
        properties.load(ruleset)
        if bad.file == "class.yaml":
            patient_set.load(folder / bad.file, Clinic(ruleset))
        if bad.file == "answers.yaml":
            read_case(source.read(folder / bad.file), ruleset, Span(bad.file))
    except TriageError as error:
        found = getattr(error, "diagnostics", ())
        return (
            problems_text(found, colour=False)
            .replace(f"{folder}/", "")
            .replace(str(folder), "tiny")
        )
    return "nothing is wrong"


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_what_is_wrong_is_said_in_full(path: Path, tmp_path: Path) -> None:
    bad = Bad.read(path)
    assert outcome(bad, tmp_path) == bad.says
    assert f"error[{path.name[:4]}]" in bad.says


def test_every_code_has_a_bad_file() -> None:
    assert {path.name[:4] for path in EVERY} == set(CODES)


def lit(tmp_path: Path, edit: Callable[[str], str]) -> list[str]:
    """The codes of all problems of a rule set with levels of its own, once its head is edited."""
    folder = shutil.copytree(TRAFFIC_LIGHT, tmp_path / "light")
    head = folder / "ruleset.yaml"
    head.write_text(edit(head.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(RuleSetError) as caught:
        load(folder)
    return [problem.code for problem in caught.value.diagnostics]


def test_levels_of_its_own_that_are_not_marked_are_said_once(tmp_path: Path) -> None:
    unmarked = re.compile(r"    (protected|emergency): true\n")
    assert lit(tmp_path, lambda text: unmarked.sub("", text)) == ["T137"] * 3


def test_no_level_is_unknown_where_the_head_cannot_be_read(tmp_path: Path) -> None:
    assert lit(tmp_path, lambda _: "# nothing\n") == ["T105"]


def test_all_problems_of_all_files_are_reported_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "tiny"
    shutil.copytree(TINY, folder)
    for name in (
        "T110-unknown-key",
        "T123-unknown-finding",
        "T125-unknown-claim",
        "T124-unknown-cause",
    ):
        Bad.read(BAD_FILES / f"{name}.yaml").apply(folder)
    with pytest.raises(RuleSetError) as caught:
        load(folder)
    assert [problem.code for problem in caught.value.diagnostics] == [
        "T125",
        "T123",
        "T110",
        "T124",
    ]


def test_a_level_without_words_hides_no_rule_that_nothing_can_trigger(tmp_path: Path) -> None:
    folder = tmp_path / "tiny"
    shutil.copytree(TINY, folder)
    for name in ("T131-two-answers-at-once", "T137-level-without-words"):
        Bad.read(BAD_FILES / f"{name}.yaml").apply(folder)
    with pytest.raises(RuleSetError) as caught:
        load(folder)
    assert {problem.code for problem in caught.value.diagnostics} == {"T131", "T137"}


def test_a_loaded_rule_set_cannot_be_changed() -> None:
    ruleset = load(TINY)
    with pytest.raises(TypeError):
        ruleset.questions["new"] = ruleset.questions["leg"]  # type: ignore[index]
    with pytest.raises(ValueError, match="frozen"):
        ruleset.rules[0].added = True  # type: ignore[misc]


def test_rules_stand_after_the_rules_they_read() -> None:
    ids = [rule.id for rule in load(TINY).rules]
    assert ids.index("swollen-and-hot") < ids.index("clot-signs") < ids.index("clot-level")


@pytest.mark.slow
def test_the_digest_changes_with_a_word_and_not_with_line_ends_or_cases(tmp_path: Path) -> None:
    folder = tmp_path / "tiny"
    shutil.copytree(TINY, folder)
    before = load(folder).digest
    path = folder / "guidance.yaml"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    shutil.rmtree(folder / "cases")
    assert load(folder).digest == before
    path.write_text(
        path.read_text(encoding="utf-8").replace("may settle", "can settle"), encoding="utf-8"
    )
    assert load(folder).digest != before


def test_a_misspelt_rule_set_gets_the_nearest_name() -> None:
    with pytest.raises(UnknownName) as caught:
        locate("leg_numbnes")
    assert caught.value.help == "did you mean `leg_numbness`?"


def test_ten_megabytes_of_junk_are_refused_without_being_read(tmp_path: Path) -> None:
    folder = tmp_path / "tiny"
    shutil.copytree(TINY, folder)
    (folder / "guidance.yaml").write_bytes(b"[" * 10_000_000)
    with pytest.raises(RuleSetError, match="larger than 4 MB"):
        load(folder)


@pytest.mark.parametrize(
    "name", ["guidance.yml", "causes/clot.yml", "cases/clot.yml", "Guidance.yaml"]
)
def test_a_file_whose_name_is_not_read_is_never_passed_over(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "tiny"
    shutil.copytree(TINY, folder)
    (folder / name).write_text("rules: []", encoding="utf-8")
    with pytest.raises(RuleSetError) as caught:
        load(folder)
    assert [problem.code for problem in caught.value.diagnostics] == ["T107"]


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no such device here")
def test_no_more_than_the_largest_file_is_read_of_a_device() -> None:
    with pytest.raises(RuleSetError, match="larger than 4 MB"):
        source.read(Path("/dev/zero"))


@pytest.mark.parametrize(
    "junk", ["[" * 300_000, "{a: " * 100_000, "- " * 300_000, "a: &a [*a]", "? [a]\n: b"]
)
def test_hostile_yaml_is_refused_and_does_not_crash(junk: str) -> None:
    with pytest.raises(RuleSetError):
        source.parse(junk, "junk.yaml")


def test_yaml_surprises_stay_the_text_they_are() -> None:
    table = source.parse("a: no\nb: on\nc: 12:30\nd: 1.0\ne: ~\nf: 0o17\n", "f.yaml")
    assert dict(table) == {"a": "no", "b": "on", "c": "12:30", "d": "1.0", "e": "~", "f": "0o17"}


def test_places_count_characters_and_not_bytes() -> None:
    table = source.parse('"żółty": "שלום"\n', "f.yaml")
    assert table["żółty"].span.column == 10
    assert table["żółty"].span.line == 1


def test_a_case_id_used_in_two_files_is_reported(tmp_path: Path) -> None:
    folder = tmp_path / "tiny"
    shutil.copytree(TINY, folder)
    shutil.copy(folder / "cases" / "levels.yaml", folder / "cases" / "more.yaml")
    with pytest.raises(RuleSetError) as caught:
        case_files.load_all(load(folder))
    assert {problem.code for problem in caught.value.diagnostics} == {"T120"}


@pytest.mark.slow
def test_a_rule_set_of_five_thousand_rules_loads(tmp_path: Path) -> None:
    folder = tmp_path / "tiny"
    shutil.copytree(TINY, folder)
    rule = (
        "  - id: more-{}\n    when: {{severity: severe}}\n    then: {{level: urgent}}\n    because:"
        " x\n    cites: [A-lasts]\n"
    )
    with (folder / "guidance.yaml").open("a", encoding="utf-8") as stream:
        stream.writelines(rule.format(number) for number in range(5000))
    assert len(load(folder).rules) > 5000
