"""Signatures are of rules as they read; a page shows a reviewer all there is."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.edits import change
from tests.examples import examples
from tests.places import TINY
from tests.shell import Ran, run_triage
from triage.analysis.checks.check_folder import check_folder
from triage.analysis.proofs import properties
from triage.analysis.review.held import held
from triage.analysis.review.signing import CannotSign, with_signature
from triage.cases import case_files
from triage.language import source
from triage.language.load import load
from triage.language.reviews import digests, signed_rules
from triage.language.ruleset import RuleSet
from triage.language.signatures import Signature
from triage.render.results.reviewed import NOBODY, reviewed_words

PROPERTIES = """\
properties:
  - id: saddle
    because: Pressed nerves need help.
    always: {when: {alarm: saddle}, level: emergency}
  - id: clot-named
    because: It is named.
    always: {when: {all: [{leg: swollen}, {leg: hot}]}, cause: clot}
  - id: nothing
    because: Nothing was said.
    always: {when: nothing_answered, level: self_care}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = Path(shutil.copytree(TINY, tmp_path / "tiny"))
    (folder / "properties.yaml").write_text(PROPERTIES, encoding="utf-8")
    return folder


def sign(folder: Path, *words: object, role: str = "nurse") -> Ran:
    return run_triage("review", folder, "--sign", role, "--yes", *words)


def unsigned(folder: Path) -> set[str]:
    ruleset = load(folder)
    return set(ruleset.rule) - set(signed_rules(ruleset))


def digests_of(folder: Path) -> dict[str, str]:
    ruleset = load(folder)
    return digests(ruleset.rules, ruleset)


# What a signature is of


@pytest.mark.slow
@pytest.mark.parametrize(
    ("file", "old", "new", "changed"),
    [
        ("safety_net.yaml", "Nerves low", "Nerves very low", {"sn-saddle"}),
        ("safety_net.yaml", "{alarm: saddle}", "{alarm: [saddle, cold]}", {"sn-saddle"}),
        ("safety_net.yaml", "{level: emergency}", "{level: urgent}", {"sn-saddle"}),
        ("safety_net.yaml", "[A-clot, guide]", "[guide]", {"sn-clot-risk"}),
        (
            "questions.yaml",
            "Numbness between the legs, said",
            "Numb between the legs, said",
            {"sn-saddle"},
        ),
        (
            "questions.yaml",
            "Do you notice any of these signs?",
            "Which of these do you notice?",
            {"sn-saddle", "sn-cold-and-pale"},
        ),
        ("questions.yaml", "A cold leg, said", "A chilly leg, said", {"sn-cold-and-pale"}),
        (
            "ruleset.yaml",
            "can need help.",
            "usually needs help.",
            {"sn-saddle", "sn-cold-and-pale", "sn-clot-risk"},
        ),
        (
            "ruleset.yaml",
            "https://example.org/legs",
            "https://example.org/feet",
            {"sn-saddle", "sn-cold-and-pale", "sn-clot-risk"},
        ),
        ("ruleset.yaml", "Tiny legs", "Small legs", set()),
        ("cases/levels.yaml", "Nothing answered", "Nothing", set()),
    ],
)
def test_a_rule_is_unsigned_once_anything_changes_that_it_asks_says_or_rests_on(
    folder: Path, file: str, old: str, new: str, changed: set[str]
) -> None:
    assert sign(folder).code == 0
    assert unsigned(folder) == set()
    change(folder, file, old, new, most=1)
    assert unsigned(folder) & {"sn-saddle", "sn-cold-and-pale", "sn-clot-risk"} == changed
    found = [one for one in check_folder(folder).diagnostics if one.code == "T254"]
    assert len(found) == len(unsigned(folder))
    assert (unsigned(folder) == set()) == (changed == set())


def test_what_counts_in_a_score_and_what_narrows_an_option_belongs_to_the_rule(
    tmp_path: Path,
) -> None:
    light = Path(shutil.copytree(TINY.parent / "traffic_light", tmp_path / "light"))
    before, ruleset = digests_of(light), load(light)
    score = next(iter(ruleset.scores.values()))
    change(light, "scores.yaml", score.items[0].because, "Another reason.")
    differing = {name for name, digest in digests_of(light).items() if digest != before[name]}
    assert differing
    assert differing < set(before)


def test_reading_the_same_files_gives_the_same_digests_wherever_they_lie(
    folder: Path, tmp_path: Path
) -> None:
    moved = Path(shutil.copytree(folder, tmp_path / "elsewhere"))
    assert digests_of(folder) == digests_of(moved)


# Signing


@pytest.mark.slow
def test_signing_adds_to_what_stands_there_and_says_how_much_is_signed(folder: Path) -> None:
    assert reviewed_words(load(folder)) == NOBODY
    ran = sign(folder, "--rule", "sn-saddle", "--name", "Ada Example", role="general practitioner")
    assert (ran.code, ran.err) == (0, "")
    assert "signed 1 rules of tiny" in ran.out
    count, today = len(load(folder).rules), date.today()
    by = f"Ada Example, general practitioner, on {today}"
    assert reviewed_words(load(folder)) == (
        f"1 of {count} rules are signed as they read today: {by}."
    )
    first = (folder / "reviews.yaml").read_text(encoding="utf-8")
    assert sign(folder, role="nurse").code == 0
    second = (folder / "reviews.yaml").read_text(encoding="utf-8")
    assert second.startswith(first)
    assert reviewed_words(load(folder)).startswith(f"{count} of {count} rules are signed")
    assert [one.role for one in load(folder).signatures] == ["general practitioner", "nurse"]
    assert run_triage("fmt", folder, "--check").code == 0


def test_without_a_yes_nothing_is_signed(folder: Path) -> None:
    ran = run_triage("review", folder, "--sign", "nurse", typed="y\n")
    assert ran.code == 2
    assert "--yes" in ran.err
    assert not (folder / "reviews.yaml").exists()


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("--sign", " ", "--yes"),
        ("--sign", "nurse", "--yes", "--rule", "sn-sadle"),
        ("--sign", "nurse", "--yes", "--output", "x.html"),
        ("--sign", "nurse", "--yes", "--since", "HEAD"),
        ("--output", "x.pdf"),
        ("--output", "x.html", "--yes"),
    ],
)
def test_a_wrong_use_signs_and_writes_nothing(folder: Path, words: tuple[str, ...]) -> None:
    before = sorted(folder.rglob("*"))
    ran = run_triage("review", folder, *words, cwd=folder)
    assert ran.code == 2
    assert ran.err
    assert sorted(folder.rglob("*")) == before


def test_an_installed_rule_set_is_signed_only_where_it_is_named(tmp_path: Path) -> None:
    ran = run_triage("review", "--sign", "nurse", "--yes", cwd=tmp_path)
    assert ran.code == 2
    assert "no rule set here" in ran.err


SIGNED = Signature(role="nurse", date=date(2026, 11, 20), version="1.0.0", rules={"r": "0" * 12})


@pytest.mark.parametrize("text", ["reviews: [{role: x, date: 2026-11-20}]\n"])
def test_a_file_to_which_nothing_can_be_added_is_left_alone(text: str) -> None:
    with pytest.raises(CannotSign):
        with_signature(text, SIGNED)


@pytest.mark.slow
@examples(50)
@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Co", "Cn"]), min_size=1))
def test_whatever_the_role_it_is_read_again_as_it_was_written(role: str) -> None:
    signature = SIGNED.model_copy(update={"role": role, "name": role})
    table = source.parse(with_signature(with_signature("", SIGNED), signature), "reviews.yaml")
    (first, second) = table["reviews"]
    assert isinstance(second, source.Table)
    assert (second["role"], second["name"]) == (role, role)
    assert isinstance(first, source.Table)
    assert first["role"] == "nurse"


# What is said everywhere


@pytest.mark.slow
def test_about_results_and_the_handbook_say_the_same_line(folder: Path, tmp_path: Path) -> None:
    answers = tmp_path / "one.yaml"
    answers.write_text("ruleset: tiny\nanswers: {alarm: [saddle]}\n", encoding="utf-8")

    def told() -> list[str]:
        site = tmp_path / "site"
        assert run_triage("handbook", "--rules", folder, "--output", site).code == 0
        texts = (
            run_triage("about", "--rules", folder, COLUMNS="300").out,
            run_triage("assess", answers, "--rules", folder, COLUMNS="300").out,
            (site / "index.html").read_text(encoding="utf-8"),
        )
        return [" ".join(text.split()) for text in texts]

    assert all(NOBODY in text for text in told())
    assert sign(folder).code == 0
    words = reviewed_words(load(folder))
    assert all(words in text and NOBODY not in text for text in told())
    facts = run_triage("about", "--rules", folder, "--json").objects[0]
    assert facts["reviewed"] == words


# What holds a rule


def test_a_property_holds_the_rules_on_the_way_to_what_it_asks_for(folder: Path) -> None:
    ruleset = load(folder)
    found = held(ruleset, case_files.load_all(ruleset), properties.load(ruleset))
    assert set(found["sn-saddle"].properties) == {"saddle", "watch-2"}
    assert found["sn-cold-and-pale"].properties == ()
    assert "clot-named" in found["clot-signs"].properties
    assert "nothing" in found["base"].properties
    assert found["sn-clot-risk"].fires == ("swollen-and-hot-leg",)
    assert found["base"].fires == ("nothing-answered",)


def test_a_rule_that_a_property_alone_rests_on_breaks_it_when_it_goes(folder: Path) -> None:
    """Said of `sn-saddle` above: without it the property is broken."""
    from triage.analysis.proofs.prove import Broken, prove

    change(folder, "safety_net.yaml", "{level: emergency}", "{level: urgent}", most=1)
    ruleset = load(folder)
    results = prove(ruleset, properties.load(ruleset), timeout=60).results
    broken = {one.property.id for one in results if isinstance(one.verdict, Broken)}
    assert {"saddle", "watch-2"} <= broken


# The page


@pytest.mark.slow
@pytest.mark.parametrize("ending", [".html", ".md"])
def test_the_page_holds_every_rule_with_all_that_a_reviewer_asks_for(
    folder: Path, tmp_path: Path, ending: str
) -> None:
    change(folder, "ruleset.yaml", ", read: {date: 2026-11-20, how: page_itself}", "")
    output = tmp_path / f"review{ending}"
    ran = run_triage("review", folder, "--output", output)
    assert (ran.code, ran.err) == (0, "")
    assert NOBODY in ran.out
    text = output.read_text(encoding="utf-8").replace("\\", "")
    ruleset = load(folder)
    wanted = [*ruleset.rule, *(rule.because for rule in ruleset.rules), NOBODY, "Not signed."]
    wanted += ["https://example.org/legs", "ot checked against the source"]
    wanted += ["Sources that nobody read (1)", "properties: saddle"]
    assert [words for words in wanted if words not in text] == []
    assert text.count("Not signed.") == len(ruleset.rules)


def test_addresses_become_links_and_nothing_is_fetched(folder: Path, tmp_path: Path) -> None:
    change(folder, "safety_net.yaml", "Nerves low", "<script>alert(1)</script> Nerves low")
    output = tmp_path / "review.html"
    assert run_triage("review", folder, "--output", output).code == 0
    text = output.read_text(encoding="utf-8")
    assert '<a href="https://example.org/legs">https://example.org/legs</a>' in text
    assert "<script" not in text
    assert "src=" not in text


@pytest.mark.slow
def test_the_page_says_what_changed_and_what_is_signed_no_more(
    folder: Path, tmp_path: Path
) -> None:
    old = Path(shutil.copytree(folder, tmp_path / "old"))
    assert sign(folder).code == 0
    change(folder, "safety_net.yaml", "{level: emergency}", "{level: urgent}", most=1)
    output = tmp_path / "review.md"
    assert run_triage("review", folder, "--output", output, "--since", old).code == 0
    text = output.read_text(encoding="utf-8").replace("\\", "")
    assert "## Downgrades" in text
    assert "Level: emergency → urgent" in text
    assert "Not signed as it reads today. It has changed since it was: nurse" in text
    assert "Rules that nobody signed as they read today (1)" in text


def test_decisions_stand_on_the_page_with_their_sources(folder: Path, tmp_path: Path) -> None:
    decided = "decisions:\n  - {id: one, title: Cold stays low, why: Many are., cites: [guide]}\n"
    (folder / "decisions.yaml").write_text(decided, encoding="utf-8")
    output = tmp_path / "review.md"
    assert run_triage("review", folder, "--output", output).code == 0
    text = output.read_text(encoding="utf-8")
    after = text.partition("## Decisions")[2]
    assert "Cold stays low." in after
    assert "Test health service" in after.partition("## What nobody has checked")[0]


@pytest.mark.slow
def test_a_claim_that_only_a_decision_cites_is_used(folder: Path) -> None:
    more = "claims:\n  - {id: B-more, source: B, section: x, says: More.}\n"
    change(folder, "ruleset.yaml", "claims:\n", more)
    assert "T241" in {one.code for one in check_folder(folder).diagnostics}
    decided = "decisions:\n  - {id: one, title: Cold stays low, why: Many are., cites: [B-more]}\n"
    (folder / "decisions.yaml").write_text(decided, encoding="utf-8")
    assert "T241" not in {one.code for one in check_folder(folder).diagnostics}


@pytest.mark.slow
def test_the_usual_rule_set_is_unsigned_and_says_so(legs: RuleSet) -> None:
    assert reviewed_words(legs) == NOBODY
    assert len(legs.decisions) >= 13
    assert all(legs.source_of(cite) for one in legs.decisions for cite in one.cites)
