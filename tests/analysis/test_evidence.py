"""Sources that can be checked, and what people are told to watch for: found, proved, accepted."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.analysis.searched import every_answers, size
from tests.edits import change
from tests.examples import examples
from tests.places import TINY
from tests.random_rulesets import conditions, rule_holds, rulesets
from triage.analysis.checks import check
from triage.analysis.checks.evidence import not_read_lately
from triage.analysis.checks.subject import Subject
from triage.analysis.checks.watching import not_kept
from triage.analysis.proofs import properties
from triage.analysis.proofs.prove import Broken, Proved, prove
from triage.engine.reference import ReferenceEngine
from triage.language.citing import citing
from triage.language.conditions import Condition, Is, IsNot
from triage.language.diagnostics import RuleSetError
from triage.language.load import load
from triage.language.model import Watch
from triage.language.ruleset import RuleSet
from triage.language.words import Level

READ = date(2026, 11, 20)
ADDRESS = 'url: "https://example.org/legs", '
ON_DAY = "read: {date: 2026-11-20, how: page_itself}"
TOLD = ADDRESS + ON_DAY
MORE = "  - {id: B-more, source: B, section: x, says: More., allow: {T241: Kept for later.}}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(TINY, tmp_path / "tiny"))


def codes(ruleset: RuleSet, today: date = READ) -> list[str]:
    """What is found beyond what is wrong with the small rule set as it is."""
    return [one.code for one in check(ruleset, today=today) if one.code != "T208"]


@pytest.mark.parametrize(
    ("later", "found"),
    [(-2, ["T243"]), (-1, []), (0, []), (731, []), (732, ["T243"])],
)
def test_a_source_grows_old_on_the_day_that_is_today(
    tiny: RuleSet, later: int, found: list[str]
) -> None:
    subject = Subject(tiny, READ + timedelta(days=later))
    assert [one.diagnostic.code for one in not_read_lately(subject)] == found


@pytest.mark.parametrize(
    "told", ["read: {how: not_read}", "read: {date: 2019-01-01, how: not_read}"]
)
def test_a_source_that_says_it_was_not_read_needs_no_address_and_no_new_day(
    folder: Path, told: str
) -> None:
    change(folder, "ruleset.yaml", TOLD, told)
    assert codes(load(folder)) == []


@pytest.mark.parametrize("lacks", [ADDRESS, f", {ON_DAY}"])
def test_an_address_alone_does_not_say_that_anybody_read_it_nor_a_day_where(
    folder: Path, lacks: str
) -> None:
    change(folder, "ruleset.yaml", lacks, "")
    assert codes(load(folder)) == ["T242"]


def test_a_document_may_go_without_an_address(tiny: RuleSet) -> None:
    assert tiny.sources["A"].url is None
    assert tiny.sources["A"].is_checked
    assert codes(tiny) == []


def test_the_old_word_for_an_added_source_still_loads_and_counts_as_not_checked(
    folder: Path,
) -> None:
    change(folder, "ruleset.yaml", f", {TOLD}", "")
    ruleset = load(folder)
    assert ruleset.sources["guide-page"].kind.is_added
    assert ruleset.unchecked(["A-clot", "guide", "guide-page"]) == ("guide", "guide-page")


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("ruleset.yaml", f", {TOLD}", ", allow: {T242: It is out of print.}"),
        ("ruleset.yaml", "2026-11-20,", "2020-11-20,"),
        ("ruleset.yaml", "  - {id: B-pressure,", MORE + "  - {id: B-pressure,"),
        ("ruleset.yaml", " when: {alarm: saddle},", " allow: {T245: Nobody is asked about it.},"),
        ("safety_net.yaml", "[guide]\n", "[guide-page]\n    allow: {T240: It is its title.}\n"),
    ],
)
def test_an_author_may_accept_each_of_these_with_a_reason(
    folder: Path, file: str, old: str, new: str
) -> None:
    change(folder, file, old, new)
    if new.startswith("2020"):
        change(folder, "ruleset.yaml", "page_itself}", "page_itself}, allow: {T243: It is fixed.}")
    assert codes(load(folder)) == []


def test_nobody_can_accept_a_line_that_is_not_kept(folder: Path) -> None:
    change(folder, "ruleset.yaml", "{alarm: saddle},", "{alarm: cold}, allow: {T244: It is rare.},")
    assert sorted(codes(load(folder))) == ["T220", "T244"]


def test_every_place_that_cites_counts_as_use_and_needs_a_claim(tiny: RuleSet) -> None:
    """Each place once: what is cited there is found, whatever kind of entry it is."""
    kinds = {type(one.entry).__name__ for one in citing(tiny)}
    assert kinds >= {"LevelWords", "Watch", "Question", "Finding", "Rule", "CauseLevel"}
    assert kinds >= {"Statement", "Cause"}
    places = [(one.entry.span, tuple(one.cites)) for one in citing(tiny)]
    assert len(places) == len(set(places))


# What to watch for


def watching(ruleset: RuleSet, when: Condition, level: Level) -> RuleSet:
    """The rule set with one line to watch for."""
    line = Watch.model_validate({"text": "x", "cites": ["S"], "when": when, "level": level})
    identity = ruleset.identity.model_copy(update={"watch": (line,)})
    return RuleSet(
        identity, ruleset.questions, ruleset.findings, ruleset.causes, ruleset.rules, "0", Path()
    )


def facts_of(ruleset: RuleSet) -> list[Is | IsNot]:
    return [
        kind(name, option)
        for name, question in ruleset.questions.items()
        for option in question.option_ids
        for kind in (Is, IsNot)
    ]


@pytest.mark.slow
@given(st.data())
@examples(30)
def test_a_line_is_kept_where_trying_every_answer_says_so(data: st.DataObject) -> None:
    plain = data.draw(rulesets(most_questions=2))
    when = data.draw(conditions(st.sampled_from(facts_of(plain))))
    level = data.draw(st.sampled_from(plain.levels))
    ruleset = watching(plain, when, level)
    engine = ReferenceEngine(ruleset)
    spoken_of = [
        engine.assess(answers)
        for answers in every_answers(ruleset)
        if rule_holds(when, set(answers.facts()))
    ]
    lower = [one for one in spoken_of if one.level < level]
    found = [one.diagnostic for one in not_kept(Subject(ruleset, READ))]
    assert [one.code for one in found] == (["T244"] if lower or not spoken_of else [])
    (kept,) = properties.watched(ruleset)
    verdict = prove(ruleset, [kept], timeout=60).results[0].verdict
    assert isinstance(verdict, Broken if lower else Proved)
    if lower:
        fewest = min(size(one.answers) for one in lower)
        smallest = {one.level.id for one in lower if size(one.answers) == fewest}
        assert any(f"bring `{name}`" in found[0].message for name in smallest)


@pytest.mark.slow
def test_each_line_is_a_property_by_its_own_id_or_its_place(folder: Path) -> None:
    change(
        folder,
        "ruleset.yaml",
        "{level: emergency, text: Numb",
        "{id: saddle, level: emergency, text: Numb",
    )
    ruleset = load(folder)
    proof = prove(ruleset, properties.load(ruleset), timeout=60)
    assert [one.property.id for one in proof.results] == ["watch-1", "saddle"]
    assert proof.is_complete
    change(folder, "safety_net.yaml", "{level: emergency}", "{level: urgent}")
    ruleset = load(folder)
    broken = prove(ruleset, properties.load(ruleset), timeout=60).results[1]
    assert isinstance(broken.verdict, Broken)
    assert broken.verdict.assessment is not None
    assert broken.verdict.assessment.level.id == "urgent"


def test_a_line_without_a_condition_is_no_property(folder: Path) -> None:
    change(folder, "ruleset.yaml", " when: {alarm: saddle},", "")
    assert [one.id for one in properties.load(load(folder))] == ["watch-1"]


@pytest.mark.parametrize(
    ("when", "fewest"),
    [("{score: cough, at_least: 2}", 2), ("{days: {from: from_3}}", 1)],
)
def test_a_line_may_read_scores_and_ranges_though_its_file_is_read_first(
    tmp_path: Path, when: str, fewest: int
) -> None:
    folder = Path(shutil.copytree(TINY.parent / "traffic_light", tmp_path / "light"))
    change(folder, "ruleset.yaml", "{alarm: blue_lips}", when)
    (kept,) = [one for one in properties.load(load(folder)) if one.id == "watch-1"]
    verdict = prove(load(folder), [kept], timeout=60).results[0].verdict
    assert isinstance(verdict, Broken)
    assert verdict.counterexample is not None
    assert len(list(verdict.counterexample.given)) == fewest


def test_a_line_about_a_score_that_is_not_there_is_refused(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(TINY.parent / "traffic_light", tmp_path / "light"))
    change(folder, "ruleset.yaml", "{alarm: blue_lips}", "{score: nonsense, at_least: 2}")
    with pytest.raises(RuleSetError, match="unknown score `nonsense`"):
        load(folder)


# Names of causes


@pytest.mark.parametrize(
    "name",
    ["PAD", "pad", "Blocked leg-arteries", "narrowed LEG arteries", "artery_disease"],
)
def test_a_cause_is_found_by_each_of_its_names_in_any_spelling(tiny: RuleSet, name: str) -> None:
    assert tiny.cause_called(name) == "artery_disease"


def test_what_is_no_name_of_a_cause_finds_none(tiny: RuleSet) -> None:
    assert tiny.cause_called("lasting") is None
