"""The catalogue of codes: each has a page that says what it means, why it matters, and how it is
done right.
"""

from __future__ import annotations

import json
import re
import textwrap

import pytest
from click.testing import CliRunner

from tests.places import ROOT
from triage.analysis.checks.wording import LONGEST
from triage.cli import triage
from triage.language import catalogue, source
from triage.language.diagnostics import CODES, Severity, UnknownName

PACKAGE = ROOT / "triage"


def run(*arguments: str) -> str:
    result = CliRunner().invoke(triage, ["code", *arguments])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_every_code_has_a_page_and_every_page_a_code() -> None:
    assert set(catalogue.codes()) == set(CODES)


def test_every_code_that_is_reported_is_in_the_catalogue() -> None:
    reported = {
        code
        for path in PACKAGE.rglob("*.py")
        for code in re.findall(r'"(T\d{3})"', path.read_text(encoding="utf-8"))
    }
    assert reported <= set(CODES)


@pytest.mark.parametrize("code", CODES)
def test_a_page_says_all_there_is_to_say(code: str) -> None:
    page = catalogue.page(code)
    assert all((page.title, page.means, page.matters, page.wrong, page.right))
    assert page.wrong != page.right
    assert not {"~", "…"} & set(page.means)


@pytest.mark.parametrize("code", CODES)
def test_the_pages_keep_the_rule_of_short_sentences(code: str) -> None:
    page = catalogue.page(code)
    sentences = re.split(r"(?<=[.?!])\s+", f"{page.means} {page.matters}")
    assert [text for text in sentences if len(text.split()) > LONGEST + 6] == []


@pytest.mark.parametrize("code", [code for code in CODES if code not in ("T101", "T106")])
def test_the_right_example_is_yaml_that_the_reader_takes(code: str) -> None:
    """All but what is left out: `…` stands for the rest of an entry, `{…}` for a whole one."""
    example = (
        catalogue.page(code)
        .right.replace("{…}", "{}")
        .replace(", …", "")
        .replace("\n  …", "")
        .replace("…", "x")
    )
    assert source.parse("example:\n" + textwrap.indent(example, "  "), f"{code}.yaml").keys() == {
        "example"
    }


def test_errors_are_those_that_cannot_be_meant() -> None:
    assert {
        code
        for code in CODES
        if code.startswith("T2") and catalogue.severity_of(code) is Severity.ERROR
    } == {"T201", "T207", "T215", "T216", "T244", "T251", "T252"}
    assert all(
        catalogue.severity_of(code) is Severity.ERROR for code in CODES if not code.startswith("T2")
    )


def test_code_shows_the_page_whatever_the_case_of_the_letters() -> None:
    text = run("t202")
    assert text.startswith("T202: rule that another one makes idle (warning)")
    assert "Why it matters: " in text
    assert "Wrong:\n    - {id: pain-on-walking" in text
    assert "allow: {T202: " in text
    assert max(map(len, text.split("Wrong:")[0].splitlines())) <= 80


def test_code_without_a_code_lists_them_all() -> None:
    assert [line[:4] for line in run().splitlines()] == list(CODES)


def test_code_as_json_holds_the_same() -> None:
    assert json.loads(run("T213", "--json"))["right"] == "place: nhs.uk, page Stroke"
    assert [page["code"] for page in json.loads(run("--json"))] == list(CODES)


def test_the_old_spelling_says_the_new_one() -> None:
    result = CliRunner().invoke(triage, ["explain", "T202"])
    assert result.stdout == run("T202")
    assert "`triage code`" in result.stderr


def test_a_code_that_does_not_exist_gets_the_nearest() -> None:
    with pytest.raises(UnknownName) as caught:
        catalogue.page("T2O2")
    assert re.search(r"`T2\d2`", caught.value.help)
