"""JSON Schemas: they are current, they accept what loads, and they refuse what does not."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from tests.places import ROOT, TINY
from triage.analysis.authoring.schemas import KINDS, schema
from triage.cli import triage
from triage.language import source
from triage.language.diagnostics import UnknownName
from triage.language.locating import shipped
from triage.language.model import Question, Rule
from triage.language.source import Listing, Table

SHIPPED = ROOT / "triage" / "schemas"
FILES = sorted((*shipped().rglob("*.yaml"), *TINY.rglob("*.yaml")))
MODELINE = re.compile(r"# yaml-language-server: \$schema=(\S+)\n")


def as_editors_read(value: object) -> Any:
    """The value as a YAML 1.2 reader gives it, as far as it matters: truth values and numbers are
    no texts.
    """
    if isinstance(value, Table):
        return {str(key): as_editors_read(part) for key, part in value.items()}
    if isinstance(value, Listing):
        return [as_editors_read(part) for part in value]
    text = str(value)
    if text in ("true", "false"):
        return text == "true"
    return float(text) if re.fullmatch(r"-?\d+(\.\d+)?", text) else text


def kind_of(path: Path) -> str:
    by_folder = {"causes": "cause", "cases": "cases"}
    return by_folder.get(path.parent.name) or {"guidance": "rules", "safety_net": "rules"}.get(
        path.stem, path.stem
    )


def problems(kind: str, text: str) -> list[str]:
    read = as_editors_read(source.parse(text, "example.yaml"))
    return [error.message for error in Draft202012Validator(schema(kind)).iter_errors(read)]


RULE = "rules:\n  - {id: r, when: {onset: sudden}, then: {level: urgent}, because: x, cites: [A]}\n"


@pytest.mark.parametrize("kind", KINDS)
def test_each_schema_is_valid_complete_and_current(kind: str) -> None:
    made = schema(kind)
    Draft202012Validator.check_schema(made)
    references = set(re.findall(r'"#/\$defs/([^"]+)"', json.dumps(made)))
    assert references == set(made["$defs"])
    assert "\\u0000" not in json.dumps(made)
    assert json.loads((SHIPPED / f"{kind}.json").read_text(encoding="utf-8")) == made, (
        "run: triage schema --write triage/schemas"
    )


def test_no_other_schema_is_shipped() -> None:
    assert {path.stem for path in SHIPPED.iterdir()} == set(KINDS)


@pytest.mark.slow
@pytest.mark.parametrize("path", FILES, ids=lambda path: "-".join(path.parts[-3:]))
def test_every_file_is_valid(path: Path) -> None:
    read = as_editors_read(source.read(path))
    assert [
        error.message for error in Draft202012Validator(schema(kind_of(path))).iter_errors(read)
    ] == []


@pytest.mark.parametrize(
    "path", sorted(shipped().rglob("*.yaml")), ids=lambda path: "-".join(path.parts[-2:])
)
def test_every_shipped_file_names_its_schema_in_the_first_line(path: Path) -> None:
    named = MODELINE.match(path.read_text(encoding="utf-8"))
    assert named, f"the first line of {path} names no schema"
    assert (path.parent / named[1]).resolve() == SHIPPED / f"{kind_of(path)}.json"


def test_every_key_of_a_rule_and_a_question_is_offered() -> None:
    for kind, name, model in (("rules", "Rule", Rule), ("questions", "Question", Question)):
        keys = {info.alias or key for key, info in model.model_fields.items()} - {"\0span"}
        assert set(schema(kind)["$defs"][name]["properties"]) == keys


def test_a_rule_as_the_recipes_write_it_is_valid() -> None:
    assert problems("rules", RULE) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("when:", "whne:"),
        ("{onset: sudden}", "sometimes"),
        ("{onset: sudden}", "{all: []}"),
        ("{onset: sudden}", "{onset: {nor: sudden}}"),
        ("{onset: sudden}", "{any: [{all: [{onset: {}}]}]}"),
        ("{level: urgent}", "{level: very soon}"),
        ("{level: urgent}", "{level: urgent, finding: f}"),
        ("{level: urgent}", "{cause: c}"),
        ("{level: urgent}", "{cause: c, strength: strong}"),
        ("id: r", "id: a rule"),
        ("because: x", "because: ''"),
        ("cites: [A]", "cites: []"),
        ("cites: [A]", "cites: [A], added: maybe"),
        ("cites: [A]", "cites: [A], allow: {T101: why}"),
    ],
)
def test_what_does_not_load_is_not_valid(old: str, new: str) -> None:
    assert old in RULE
    assert problems("rules", RULE.replace(old, new)) != []


@pytest.mark.parametrize(
    "when",
    [
        "always",
        "{finding: f}",
        "{a: [b, c], finding: [f, g]}",
        "{all: [{a: b}, {any: [{a: {not: [b, c]}}, {a: 3}]}]}",
    ],
)
def test_every_form_of_a_condition_is_valid(when: str) -> None:
    assert problems("rules", RULE.replace("{onset: sudden}", when)) == []


@pytest.mark.parametrize(
    ("text", "is_valid"),
    [
        ("ruleset: leg_numbness\nanswers: {a: b, c: [], d: {e: yes, f: not_sure}}\n", True),
        ("answers: {}\n", False),
        ("ruleset: leg_numbness\nanswers: {d: {e: perhaps}}\n", False),
    ],
)
def test_answer_files_have_a_schema_too(text: str, is_valid: bool) -> None:
    assert (problems("answers", text) == []) is is_valid


@pytest.mark.slow
def test_the_command_prints_lists_and_writes(tmp_path: Path) -> None:
    runner = CliRunner()
    assert json.loads(runner.invoke(triage, ["schema", "rules"]).stdout) == schema("rules")
    assert [
        line.split()[0] for line in runner.invoke(triage, ["schema"]).stdout.splitlines()
    ] == list(KINDS)
    assert set(json.loads(runner.invoke(triage, ["schema", "--json"]).stdout)) == set(KINDS)
    assert (
        runner.invoke(triage, ["schema", "--write", str(tmp_path / "new" / "folder")]).exit_code
        == 0
    )
    written = {
        path.stem: json.loads(path.read_text(encoding="utf-8"))
        for path in (tmp_path / "new" / "folder").iterdir()
    }
    assert written == {kind: schema(kind) for kind in KINDS}


def test_an_unknown_kind_gets_the_nearest() -> None:
    with pytest.raises(UnknownName) as caught:
        schema("question")
    assert "`questions`" in caught.value.help
