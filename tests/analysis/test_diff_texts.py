"""Every changed text is shown, at the level where it stands; what was renamed is no change."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.edits import change
from tests.places import TINY
from tests.shell import run_triage
from triage.analysis.diff.compare import compare
from triage.analysis.diff.comparison import RuleSetDiff
from triage.analysis.diff.texts import TextChange, changed_texts
from triage.language.load import load
from triage.language.ruleset import RuleSet
from triage.language.words import Level
from triage.render.author.differences_page import differences_page, html
from triage.render.formats import markdown

KEYS = "text said help plainer name title purpose headline action because says what shows".split()
BLOCK = re.compile(rf"(?m)^[ -]*(?:{'|'.join(KEYS)}): (?![>|\[{{])(.*?)}}?$")
FLOW = re.compile(rf"[{{,] ?(?:{'|'.join(KEYS)}): (\"[^\"]*\"|[^\"\[{{][^,}}\n]*)")
"""Texts of the small rule set: alone on a line, and within braces."""


@cache
def tiny() -> RuleSet:
    return load(TINY)


@pytest.fixture
def edited(tmp_path: Path) -> Path:
    folder = tmp_path / "edited"
    shutil.copytree(TINY, folder)
    return folder


def against_tiny(folder: Path) -> RuleSetDiff:
    return compare(tiny(), load(folder))


def texts_of_files() -> Iterator[tuple[str, list[tuple[int, int]]]]:
    """Where the texts of the small rule set stand: a file, and from where to where some of them
    do, far from each other; in the end each text once.
    """
    for path in sorted((*TINY.glob("*.yaml"), *TINY.glob("causes/*.yaml"))):
        text = path.read_text(encoding="utf-8")
        found = sorted({match.span(1) for one in (BLOCK, FLOW) for match in one.finditer(text)})
        step = max(2, len(found) // 8)
        for first in range(step):
            yield path.relative_to(TINY).as_posix(), found[first::step]


@pytest.mark.slow
def test_each_changed_text_of_a_rule_set_shows_up(edited: Path) -> None:
    count = 0
    for file, places in texts_of_files():
        path = edited / file
        text = new = path.read_text(encoding="utf-8")
        for start, end in reversed(places):
            new = f'{new[:start]}"Altogether new"{new[end:]}'
        path.write_text(new, encoding="utf-8")
        found = changed_texts(tiny(), load(edited))
        path.write_text(text, encoding="utf-8")
        olds = [text[start:end].strip('"') for start, end in places]
        assert len(found) == len(olds), (file, olds)
        for old in olds:
            assert any((one.old or "").endswith(old) for one in found), (file, old)
        assert all((one.new or "").endswith("Altogether new") for one in found), (file, olds)
        count += len(olds)
    assert count > 90


@pytest.mark.parametrize(
    ("file", "old", "new", "title", "level"),
    [
        ("ruleset.yaml", "Call {emergency_number} now", "Wait", "level emergency action", 3),
        ("ruleset.yaml", "headline: See a doctor", "headline: Go", "level see_doctor headline", 1),
        ("ruleset.yaml", "red_flags: true", "red_flags: false", "section alarms red_flags", 3),
        ("ruleset.yaml", "name: Warning signs", "name: Signs", "section alarms name", 3),
        ("ruleset.yaml", "help at once.", "rest.", "what to watch for", 3),
        ("ruleset.yaml", "- {level: emergency, ", "- {level: see_doctor, ", "what to watch for", 3),
        ("ruleset.yaml", "made up for tests", "true", "rule set limit", 3),
        ("ruleset.yaml", "It lets tests", "It helps", "rule set purpose", 3),
        ("questions.yaml", "text: A cold leg", "text: A warm leg", "option alarm.cold text", 3),
        ("questions.yaml", "said: your leg is hot", "said: no", "option leg.hot said", 2),
        ("questions.yaml", "text: How strong is the", "text: The", "question severity text", 1),
        ("questions.yaml", "plainer: Look at both", "plainer: See", "question leg plainer", 2),
        ("questions.yaml", "and it eases", "it goes", "option walking_pain.eases text", 1),
        ("findings.yaml", "help: The leg is", "help: A leg is", "finding possible_clot help", 2),
        ("safety_net.yaml", "Nerves low in", "Those in", "rule sn-saddle because", 3),
        ("guidance.yaml", "Severe numbness", "It", "rule severe-needs-a-doctor because", 1),
        ("causes/clot.yaml", "name: ", "name: Perhaps ", "cause clot name", 2),
        ("ruleset.yaml", "{alarm: saddle}", "{alarm: pale}", "what to watch for when", 3),
        ("ruleset.yaml", "for nobody who is ill", "for all", "rule set intended use", 3),
        ("ruleset.yaml", "strength: can", "strength: usually", "claim guide strength", 3),
        ("ruleset.yaml", "within: within days", "within: soon", "claim guide within", 3),
        ("ruleset.yaml", "A-clot, source: A", "A-clot, source: B", "claim A-clot source", 2),
        ("ruleset.yaml", "example.org/legs", "example.org/arms", "source guide-page url", 3),
        ("ruleset.yaml", "kind: added", "kind: paper", "source guide-page kind", 3),
        ("ruleset.yaml", "how: page_itself", "how: not_read", "source guide-page read", 3),
        ("ruleset.yaml", "2026-11-20, how", "2026-11-21, how", "source guide-page read", 3),
        ("causes/artery_disease.yaml", "also: [PAD", "also: [VAD", "cause artery_disease also", 1),
        ("causes/artery_disease.yaml", "ed: [A-", "ed: [B-", "cause artery_disease stressed", 1),
    ],
)  # fmt: skip
def test_a_text_stands_at_the_highest_level_that_it_belongs_to(
    edited: Path, file: str, old: str, new: str, title: str, level: int
) -> None:
    change(edited, file, old, new)
    found = against_tiny(edited)
    assert (found.texts[0].title, found.texts[0].level) == (title, tiny().levels[level])
    assert found.changes_nothing


def test_the_texts_at_the_highest_level_stand_first(edited: Path) -> None:
    change(edited, "guidance.yaml", "Severe numbness", "It")
    change(edited, "safety_net.yaml", "Nerves low in", "Those in")
    levels = [one.level for one in against_tiny(edited).texts]
    assert levels == [Level.EMERGENCY, Level.SEE_DOCTOR]


def test_a_text_that_is_added_or_taken_out_shows_up(edited: Path) -> None:
    change(edited, "ruleset.yaml", "  - This rule set is made up for tests.\n", "")
    change(edited, "questions.yaml", "{id: hot, text: Hot", "{id: hot, help: Warm., text: Hot")
    found = {(one.title, one.old, one.new) for one in against_tiny(edited).texts}
    assert found == {
        ("rule set limit", "This rule set is made up for tests.", None),
        ("option leg.hot help", None, "Warm."),
    }


@pytest.mark.slow
def test_wording_at_an_emergency_can_fail_a_run(edited: Path) -> None:
    change(edited, "ruleset.yaml", "Call {emergency_number} now", "Wait and see")
    words = ["diff", str(TINY), str(edited), "--fail-on"]
    assert run_triage(*words, "change").code == 0
    assert run_triage(*words, "text").code == 1


RENAMES = [
    ("questions.yaml", "- id: alarm\n", "- id: signs\n    was: alarm\n"),
    ("questions.yaml", "{id: cold, text", "{id: cold_leg, was: cold, text"),
    ("safety_net.yaml", "[{alarm: cold}, {alarm: pale}]", "[{signs: cold_leg}, {signs: pale}]"),
    ("safety_net.yaml", "{alarm: saddle}", "{signs: saddle}"),
    ("safety_net.yaml", "- id: sn-saddle\n", "- id: saddle-now\n    was: sn-saddle\n"),
    ("findings.yaml", "{id: possible_clot,", "{id: clot_like, was: possible_clot,"),
    ("findings.yaml", "{finding: possible_clot}", "{finding: clot_like}"),
    ("safety_net.yaml", "{finding: possible_clot}", "{finding: clot_like}"),
    ("causes/clot.yaml", "{finding: possible_clot}", "{finding: clot_like}"),
    ("causes/clot.yaml", "id: clot\n", "id: leg_clot\nwas: clot\n"),
    ("causes/clot.yaml", "{cause: clot,", "{cause: leg_clot,"),
    ("ruleset.yaml", "{alarm: saddle}", "{signs: saddle}"),
]  # fmt: skip


@pytest.mark.slow
def test_what_is_only_renamed_is_no_downgrade_and_no_text(edited: Path) -> None:
    for file, old, new in RENAMES:
        change(edited, file, old, new)
    found = against_tiny(edited)
    assert found.changes_nothing
    assert found.texts == ()
    assert {(edit.done, edit.kind, edit.name) for edit in found.edits} == {
        ("renamed", "question", "alarm → signs"),
        ("renamed", "option", "signs.cold → cold_leg"),
        ("renamed", "finding", "possible_clot → clot_like"),
        ("renamed", "cause", "clot → leg_clot"),
        ("renamed", "rule", "sn-saddle → saddle-now"),
        ("renamed", "rule", "clot-level → leg_clot-level"),
    }


@pytest.mark.slow
def test_without_was_a_rename_is_a_downgrade_and_the_likely_one_is_offered(edited: Path) -> None:
    for file, old, new in RENAMES:
        change(edited, file, old, re.sub(r"(    )?was: [\w-]+(,( |$)|\n)", "", new))
    found = against_tiny(edited)
    assert found.downgrades
    assert any("`alarm` may be `signs` now" in hint for hint in found.hints)
    assert any("`clot` may be `leg_clot` now" in hint for hint in found.hints)
    assert any("`possible_clot` may be `clot_like` now" in hint for hint in found.hints)


@pytest.mark.slow
def test_a_renamed_option_is_offered_within_its_question(edited: Path) -> None:
    change(edited, "questions.yaml", "{id: cold, text", "{id: chilly, text")
    change(edited, "safety_net.yaml", "{alarm: cold}", "{alarm: chilly}")
    hints = against_tiny(edited).hints
    assert hints[0] == (
        "the option `alarm.cold` may be `alarm.chilly` now: if it is, write `was: cold` there"
    )
    assert "the option `alarm.chilly` is new: without `since`" in hints[1]


@pytest.mark.slow
def test_a_renamed_thing_whose_meaning_moves_is_still_found(edited: Path) -> None:
    for file, old, new in RENAMES:
        change(edited, file, old, new)
    change(edited, "safety_net.yaml", "{signs: saddle}", "{signs: pale}")
    found = against_tiny(edited)
    assert (found.downgrades[0].before, found.downgrades[0].after) == (
        Level.EMERGENCY,
        Level.SELF_CARE,
    )
    assert "saddle-now" in found.downgrades[0].rules


@pytest.mark.slow
def test_a_changed_result_asks_for_another_version(edited: Path) -> None:
    change(edited, "safety_net.yaml", "{alarm: saddle}", "{alarm: pale}")
    assert against_tiny(edited).lacks_a_version
    change(edited, "ruleset.yaml", "version: 0.1.0", "version: 0.2.0")
    assert not against_tiny(edited).lacks_a_version


@pytest.mark.slow
def test_every_form_names_both_rule_sets_and_what_it_is_about(edited: Path) -> None:
    change(edited, "safety_net.yaml", "{alarm: saddle}", "{alarm: pale}")
    change(edited, "ruleset.yaml", "Call {emergency_number} now", "Wait <b>and</b> see")
    new = load(edited)
    for form in ("text", "html", "markdown"):
        run = run_triage("diff", str(TINY), str(edited), "--format", form)
        assert run.code == 0
        for digest in (tiny().digest, new.digest):
            assert digest in run.out
        assert "people as they are asked" in run.out
        assert "<b>and</b>" not in run.out or form == "text"
    found = json.loads(run_triage("diff", str(TINY), str(edited), "--json").out)
    assert [found[side]["digest"] for side in ("old", "new")] == [tiny().digest, new.digest]
    assert found["about"] == "people as they are asked"
    assert found["needs_a_version"] is True
    assert found["texts"][0]["level"] == "emergency"
    any_answers = run_triage("diff", str(TINY), str(edited), "--assume", "nothing").out
    assert "about any answers" in any_answers


@pytest.mark.slow
def test_the_page_shows_downgrades_first_then_texts_and_ends_with_a_place_to_sign(
    edited: Path,
) -> None:
    change(edited, "safety_net.yaml", "{alarm: saddle}", "{alarm: pale}")
    change(edited, "ruleset.yaml", "Call {emergency_number} now", "Wait")
    comparison = against_tiny(edited)
    page = differences_page(comparison)
    names = [section.id for section in page.sections]
    assert names == ["compared", "downgrades", "texts", "upgrades", "edits", "signed"]
    person = page.sections[1].parts[0].parts[0]
    assert person.title == "The person who says least"
    said = "Do you notice any of these signs? Numbness between the legs: yes"
    assert person.lines[0].text == said
    written = html(comparison)
    assert 'class="pair"' in written
    assert written.count("....") >= 3
    assert "**3 downgrades, 3 upgrades" in markdown.render(page)


def test_a_text_change_has_both_sides(edited: Path) -> None:
    change(edited, "ruleset.yaml", "Call {emergency_number} now", "Wait")
    (only,) = against_tiny(edited).texts
    assert isinstance(only, TextChange)
    assert (only.old or "").replace("Call {emergency_number} now", "Wait") == only.new


SCORE = """scores:
  - id: two_signs
    name: Signs of a clot
    items:
      - {when: {leg: swollen}, points: 1, because: A clot can swell a leg., cites: [A-clot]}
      - {when: {leg: hot}, points: 2, because: A clot can warm a leg., cites: [A-clot]}
"""
READS_IT = """
  - id: enough-signs
    when: {score: two_signs, at_least: 2}
    then: {level: urgent}
    because: A clot needs treatment soon.
    cites: [A-clot]
"""


@pytest.fixture
def scored(tmp_path: Path) -> Path:
    """The small rule set with a score of two items."""
    folder = tmp_path / "scored"
    shutil.copytree(TINY, folder)
    (folder / "scores.yaml").write_text(SCORE, encoding="utf-8")
    guidance = folder / "guidance.yaml"
    guidance.write_text(guidance.read_text(encoding="utf-8") + READS_IT, encoding="utf-8")
    return folder


@pytest.mark.slow
def test_a_score_that_comes_to_another_total_is_a_change(scored: Path) -> None:
    old = load(scored)
    assert compare(old, load(scored)).scores == ()
    change(
        scored,
        "scores.yaml",
        "{when: {leg: swollen}, points: 1",
        "{when: {leg: swollen}, points: 2",
    )
    found = compare(old, load(scored))
    assert found.scores == ("two_signs",)
    assert not found.changes_nothing
    assert ("items of score", "two_signs") in [(edit.kind, edit.name) for edit in found.edits]
    assert {move.after for move in found.moves} == {Level.URGENT}


@pytest.mark.slow
def test_a_score_that_is_asked_in_another_way_is_a_change(scored: Path) -> None:
    old = load(scored)
    change(scored, "questions.yaml", "- id: leg\n", "- id: leg\n    ask_if: {alarm: cold}\n")
    assert compare(old, load(scored)).scores == ("two_signs",)


def test_the_reasons_of_a_score_stand_at_the_level_that_it_can_bring(scored: Path) -> None:
    old = load(scored)
    change(scored, "scores.yaml", "A clot can warm a leg.", "Heat is a sign.")
    (only,) = compare(old, load(scored)).texts
    assert (only.title, only.level) == ("score two_signs item", Level.URGENT)
    assert only.new == "2: Heat is a sign."


@pytest.mark.slow
def test_a_rename_is_followed_into_scores(scored: Path) -> None:
    old = load(scored)
    change(scored, "questions.yaml", "- id: leg\n", "- id: one_leg\n    was: leg\n")
    cause = "causes/artery_disease.yaml"
    for file in ("scores.yaml", "findings.yaml", "safety_net.yaml", cause):
        change(scored, file, "{leg:", "{one_leg:")
    assert compare(old, load(scored)).changes_nothing


def test_words_that_people_write_are_texts(edited: Path) -> None:
    old = "said: your leg is swollen"
    change(edited, "questions.yaml", old, f"{old}, words: [puffy leg], also_fits: [warm leg]")
    change(
        edited,
        "questions.yaml",
        "said: your leg is hot",
        "said: your leg is hot, words: [warm leg]",
    )
    found = [(one.title, one.old, one.new) for one in against_tiny(edited).texts]
    assert ("option leg.swollen words", None, "puffy leg") in found
    assert ("option leg.swollen also_fits", None, "warm leg") in found
    assert ("option leg.hot words", None, "warm leg") in found


SCREENS = """
screens:
  - id: legs
    text: What is so of your legs?
    lines:
      - {sets: {alarm: cold}, text: Icy skin}
      - {sets: {alarm: pale}}
      - {sets: {alarm: saddle}, text: Numb where a saddle touches}
      - {sets: {persistence: constant}}
    none: {sets: {persistence: settled}, says: none of this}
"""


def with_screens(folder: Path, screens: str = SCREENS) -> RuleSet:
    """The small rule set with two of its questions on one screen."""
    path = folder / "questions.yaml"
    path.write_text((TINY / "questions.yaml").read_text("utf-8") + screens, encoding="utf-8")
    return load(folder)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("old", "new", "title", "level"),
    [
        ("Icy skin", "Warm skin", "screen legs line alarm.cold", "emergency"),
        ("What is so", "What is not so", "screen legs text", "emergency"),
        ("says: none of this", "says: all of this", "screen legs none says", "emergency"),
    ],
)
def test_what_stands_on_a_screen_is_a_text(
    edited: Path, old: str, new: str, title: str, level: str
) -> None:
    before = with_screens(edited)
    (only,) = compare(before, with_screens(edited, SCREENS.replace(old, new))).texts
    assert (only.title, only.level.id) == (title, level)


@pytest.mark.slow
def test_a_screen_that_asks_in_another_way_is_an_edit(edited: Path) -> None:
    before = with_screens(edited)
    moved = SCREENS.replace("{alarm: saddle}, text", "{alarm: pale}, text", 1)
    moved = moved.replace("{sets: {alarm: pale}}", "{sets: {alarm: saddle}}", 1)
    found = compare(
        before, with_screens(edited, moved.replace("lines:", "opens: true\n    lines:"))
    )
    assert {(edit.kind, edit.name) for edit in found.edits} == {
        ("lines of screen", "legs"),
        ("`opens` of screen", "legs"),
    }
    assert {one.title for one in found.texts} == {
        "screen legs line alarm.saddle",
        "screen legs line alarm.pale",
    }


@pytest.mark.slow
def test_a_rename_is_followed_onto_screens(edited: Path) -> None:
    before = with_screens(edited)
    screens = SCREENS.replace("alarm: cold}", "signs: cold_leg}").replace("alarm:", "signs:")
    with_screens(edited)
    for file, old, new in [*RENAMES, ("questions.yaml", SCREENS, screens)]:
        change(edited, file, old, new)
    found = compare(before, load(edited))
    assert found.texts == ()
    assert {edit.done for edit in found.edits} == {"renamed"}


def test_what_rests_on_another_source_is_an_edit(edited: Path) -> None:
    change(edited, "safety_net.yaml", "cites: [guide]", "cites: [guide, A-lasts]")
    change(edited, "causes/clot.yaml", "cites: [A-clot]}", "cites: [A-arteries]}")
    kinds = {(edit.kind, edit.name) for edit in against_tiny(edited).edits}
    assert {("sources of rule", "sn-saddle"), ("sources of cause", "clot")} <= kinds


def test_a_renamed_rule_is_offered_too(edited: Path) -> None:
    change(edited, "safety_net.yaml", "- id: sn-saddle\n", "- id: saddle-now\n")
    (hint,) = against_tiny(edited).hints
    assert "`sn-saddle` may be `saddle-now` now" in hint


@pytest.mark.slow
def test_what_is_not_heard_stands_with_its_answer(edited: Path) -> None:
    change(edited, "questions.yaml", "- id: leg\n", "- id: leg\n    ask_if: {alarm: cold}\n")
    found = run_triage("diff", str(TINY), str(edited)).out
    assert "# not heard by the new rule set: leg: hot, swollen" in found


COMES_BACK = "      - {id: comes_back, text: It comes back, said: it comes back}\n"
FOLLOW_UP = """narrow: {ask: Which is it?, keep: [{text: It stays}],
        drop: [{text: It is gone, becomes: settled}], cites: [A-lasts]}"""
ADVICE = (
    "    unsure: [{level: see_doctor, when: {persistence: constant}, text: Ask., cites: [guide]}]\n"
)


@pytest.fixture
def naming(edited: Path) -> Path:
    """The small rule set, with a follow-up, an advice and a page to hand over that name ids."""
    change(edited, "questions.yaml", "{id: constant, ", f"{{id: constant, {FOLLOW_UP}, ")
    change(edited, "questions.yaml", "      - {id: settled", f"{COMES_BACK}      - {{id: settled")
    change(edited, "questions.yaml", "- id: alarm\n", f"- id: alarm\n{ADVICE}")
    change(
        edited, "ruleset.yaml", "sections:\n", "handover: {situation: [persistence]}\nsections:\n"
    )
    return edited


@pytest.mark.slow
def test_a_rename_is_followed_wherever_questions_are_named(naming: Path) -> None:
    old = load(naming)
    for path in naming.rglob("*.yaml"):
        text = path.read_text(encoding="utf-8").replace("persistence", "lasts")
        path.write_text(re.sub(r"\bsettled\b", "gone", text), encoding="utf-8")
    change(naming, "questions.yaml", "- id: lasts\n", "- id: lasts\n    was: persistence\n")
    change(naming, "questions.yaml", "{id: gone, ", "{id: gone, was: settled, ")
    found = compare(old, load(naming))
    assert found.texts == ()
    assert {edit.done for edit in found.edits} == {"renamed"}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("file", "before", "after", "new"),
    [
        ("questions.yaml", "becomes: settled", "becomes: comes_back", "(becomes comes_back)"),
        ("questions.yaml", ADVICE, ADVICE.replace("constant", "settled"), "{persistence: settled}"),
    ],
)
def test_whom_words_are_for_is_part_of_them(
    naming: Path, file: str, before: str, after: str, new: str
) -> None:
    old = load(naming)
    change(naming, file, before, after)
    (only,) = compare(old, load(naming)).texts
    assert only.new is not None and new in only.new
