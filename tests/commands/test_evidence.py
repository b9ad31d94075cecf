"""What was not checked says so wherever it is shown; lay names find causes; one intended use."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.places import TINY
from tests.shell import Ran, run_triage
from triage.language.load import load
from triage.render.results.phrases import UNCHECKED

READ = "read: {date: 2026-11-20, how: page_itself}"
NAMES = "Test health service, Legs at risk, Alarms"
ANSWERS = "ruleset: tiny\nanswers: {alarm: [saddle], leg: [hot]}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The small rule set, its added source not read."""
    folder = Path(shutil.copytree(TINY, tmp_path / "tiny"))
    path = folder / "ruleset.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(READ, "read: {how: not_read}"), encoding="utf-8")
    (folder / "one.yaml.txt").write_text(ANSWERS, encoding="utf-8")
    return folder


def run(folder: Path, *words: object) -> Ran:
    ran = run_triage(*words, "--rules", folder, COLUMNS="200")
    assert (ran.code, ran.err) == (0, "")
    return ran


def told(folder: Path, *words: object) -> str:
    return " ".join(run(folder, *words).out.split())


@pytest.mark.parametrize(
    "words",
    [
        ("causes", "artery_disease"),
        ("why", "sn-saddle"),
        ("why", "alarm"),
        ("why", "emergency"),
        ("why-not", "sn-cold-and-pale", "one.yaml.txt"),
        ("sources", "guide"),
    ],
    ids=" ".join,
)
def test_each_page_says_of_a_claim_that_it_was_not_checked(
    folder: Path, words: tuple[str, ...]
) -> None:
    named = [folder / word if word.endswith(".txt") else word for word in words]
    assert f"{NAMES} ({UNCHECKED})" in told(folder, *named)
    path = folder / "ruleset.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("read: {how: not_read}", READ), encoding="utf-8")
    assert NAMES in told(folder, *named)
    assert UNCHECKED not in told(folder, *named)


def test_the_lists_of_sources_say_it_too(folder: Path) -> None:
    wanted = "example.org, page Legs. Not checked against the source. https://example.org/legs"
    assert wanted in told(folder, "sources")
    listed = "Legs at risk. Test health service. Not checked against the source."
    assert f"{listed} https://example.org/legs" in told(folder, "assess", folder / "one.yaml.txt")


def test_a_source_says_what_it_is_where_it_holds_and_when_it_was_read(folder: Path) -> None:
    path = folder / "ruleset.yaml"
    text = path.read_text(encoding="utf-8").replace("kind: added", "kind: guideline")
    text = text.replace(
        "read: {how: not_read}", "jurisdiction: England, read: {date: 2026-11-20, how: stored_copy}"
    )
    path.write_text(text, encoding="utf-8")
    wanted = "Guideline; England; a stored copy was read on 2026-11-20. https://example.org/legs"
    assert wanted in told(folder, "sources")
    (source,) = run(folder, "sources", "guide-page", "--json").objects
    assert (source["kind"], source["jurisdiction"], source["checked"]) == (
        "guideline",
        "England",
        True,
    )
    assert source["read"] == {"date": "2026-11-20", "how": "stored_copy"}


def test_a_claim_shows_its_strength_and_its_time(folder: Path) -> None:
    wanted = "A numb, cold or hot leg can need help. [strength: can; time: within days]"
    assert wanted in told(folder, "sources", "guide")
    (claim,) = run(folder, "sources", "guide", "--json").objects
    assert (claim["strength"], claim["within"], claim["checked"]) == ("can", "within days", False)


def citing(value: Any) -> list[dict[str, Any]]:
    """Every object that cites something, however deep."""
    if isinstance(value, list):
        return [found for part in value for found in citing(part)]
    if not isinstance(value, dict):
        return []
    own = [value] if "cites" in value else []
    return own + [found for part in value.values() for found in citing(part)]


@pytest.mark.parametrize(
    "words",
    [
        ("causes",),
        ("why", "sn-saddle"),
        ("why", "alarm"),
        ("why", "emergency"),
        ("why", "lasting"),
    ],
    ids=" ".join,
)
def test_json_names_what_was_not_checked_beside_all_that_is_cited(
    folder: Path, words: tuple[str, ...]
) -> None:
    named = [folder / word if word.endswith(".txt") else word for word in words]
    found = citing(run(folder, *named, "--json").objects)
    assert found
    for one in found:
        assert one["unchecked"] == [cite for cite in one["cites"] if cite == "guide"]


@pytest.mark.slow
def test_the_handbook_says_it_and_lists_lay_names_and_the_intended_use(
    folder: Path, tmp_path: Path
) -> None:
    run_triage("handbook", "--rules", folder, "--output", tmp_path / "book")
    pages = {
        path.name: path.read_text(encoding="utf-8") for path in tmp_path.glob("book/**/*.html")
    }
    assert f"{NAMES} ({UNCHECKED})" in pages["emergency.html"]
    assert f"Alarms ({UNCHECKED})" in pages["guide-page.html"]
    assert "Not checked against the source. https://example.org/legs" in pages["guide-page.html"]
    assert "<b>Also called:</b> PAD, blocked leg arteries." in pages["artery_disease.html"]
    assert "Also called" not in pages["clot.html"]
    link = '<a href="causes/artery_disease.html">PAD: Narrowed leg arteries</a>'
    assert link in pages["a-z.html"]
    for text in load(folder).identity.intended_use:
        assert f"<li>{text}</li>" in pages["index.html"]


def test_about_and_results_tell_the_same_intended_use(folder: Path) -> None:
    texts = list(load(folder).identity.intended_use)
    assert len(texts) == 2
    assert run(folder, "about", "--json").objects[0]["intended_use"] == texts
    about, result = told(folder, "about"), told(folder, "assess", folder / "one.yaml.txt")
    for text in texts:
        assert text in about
        assert text in result


# Names of causes


@pytest.mark.slow
@pytest.mark.parametrize("name", ["PAD", "blocked-leg arteries", "Narrowed leg arteries"])
def test_a_lay_name_finds_the_card_the_explanation_and_what_is_lacking(
    folder: Path, name: str
) -> None:
    for words in (("causes",), ("why",), ("why-not",)):
        rest = [folder / "one.yaml.txt"] if words == ("why-not",) else []
        by_name = run(folder, *words, name, *rest, "--json").out
        assert by_name == run(folder, *words, "artery_disease", *rest, "--json").out
        assert json.loads(by_name)


@pytest.mark.parametrize("words", [("causes",), ("why",), ("why-not",)], ids=" ".join)
def test_a_misspelt_lay_name_is_offered_in_full(folder: Path, words: tuple[str, ...]) -> None:
    rest = [folder / "one.yaml.txt"] if words == ("why-not",) else []
    ran = run_triage(*words, "blocked leg artery", *rest, "--rules", folder)
    assert ran.code == 2
    assert "did you mean `blocked leg arteries`" in ran.err


def test_cards_and_lists_show_lay_names(folder: Path) -> None:
    assert "Narrowed leg arteries (artery_disease, PAD, blocked leg arteries)" in told(
        folder, "causes"
    )
    assert "Also called ─────────── PAD, blocked leg arteries." in told(
        folder, "causes", "artery_disease"
    )
