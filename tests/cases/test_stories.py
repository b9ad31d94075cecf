"""The same story in other words, follow-ups that a story meets, and stories of every day."""

from __future__ import annotations

import json
import shutil
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import pytest

from tests.places import TINY
from tests.shell import Ran, run_triage
from triage.answers.value import NOT_ASKED, choose
from triage.cases import case_files
from triage.cases.stories import floor
from triage.language.diagnostics import RuleSetError
from triage.language.load import load
from triage.language.ruleset import RuleSet
from triage.language.words import Level

TOLD = """cases:
  - id: saddle
    name: Numb between the legs, and it lasts
    answers: {alarm: [saddle], leg: [], persistence: constant, severity: severe}
    also_told:
      - {alarm: [cold, pale]}
      - {alarm: "-", leg: [swollen, hot]}
      - OTHER
    expect: {level: {is: emergency, by: sn-saddle}}
"""
NARROW = """
      - id: hot
        text: Hot
        said: your leg is hot
        narrow:
          ask: Which is it?
          keep: [{text: Hot to the hand}]
          drop: [{text: "It only feels hot, inside"}, {text: Only in the sun}]
          cites: [A-clot]
"""
EVERYDAY = """everyday: {at_most: see_doctor, share: 0.5}
cases:
  - {id: feels-hot, name: It only feels hot, answers: {leg: [swollen, hot]}, NARROWED}
  - {id: swollen, name: Swollen and hot, answers: {leg: [swollen, hot]}}
  - {id: gone, name: Gone again, answers: {persistence: settled}}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "tiny"
    shutil.copytree(TINY, copy)
    questions = copy / "questions.yaml"
    text = questions.read_text(encoding="utf-8")
    line = "      - {id: hot, text: Hot, said: your leg is hot}\n"
    assert line in text
    questions.write_text(text.replace(line, NARROW.lstrip("\n")), encoding="utf-8")
    return copy


def written(folder: Path, text: str) -> Path:
    path = folder / "cases" / "stories.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def outcome_of(folder: Path, *options: object) -> Ran:
    return run_triage("test", "tiny/cases/stories.yaml", *options, cwd=folder.parent)


def everyday(narrowed: str = "narrowed: {leg: {hot: drop}}", share: str = "0.5") -> str:
    return EVERYDAY.replace("NARROWED", narrowed).replace("0.5", share)


def test_a_telling_changes_some_answers_and_takes_others_back(folder: Path) -> None:
    path = written(folder, TOLD.replace("OTHER", "{severity: mild}"))
    ruleset = load(folder)
    (case,) = case_files.load(path, ruleset)
    first, second, third = (telling.answers for telling in case.also_told)
    assert first["alarm"] == choose(ruleset.questions["alarm"], "cold", "pale")
    assert first["leg"] == case.answers["leg"] == choose(ruleset.questions["leg"])
    assert (second["alarm"], third["alarm"]) == (NOT_ASKED, case.answers["alarm"])


@pytest.mark.slow
def test_tellings_at_another_level_are_told_with_the_spread_and_pass(folder: Path) -> None:
    written(folder, TOLD.replace("OTHER", "{severity: mild}"))
    ran = outcome_of(folder)
    assert ran.code == 0
    *_, spread, cases, tellings = ran.out.splitlines()
    assert spread == (
        "tiny/cases/stories.yaml: saddle is emergency; told otherwise: emergency 2, urgent 1"
    )
    assert cases.endswith(": 1 case passed on durable and reference")
    assert tellings == "told otherwise: 2 of 3 at the level of the case (66.7%)"


@pytest.mark.slow
def test_an_emergency_that_words_alone_move_below_the_floor_fails(folder: Path) -> None:
    written(folder, TOLD.replace("OTHER", "{alarm: [cold]}"))
    ran = outcome_of(folder, "--junit", folder / "junit.xml")
    assert ran.code == 1
    assert ran.out.startswith(
        "tiny/cases/stories.yaml:8: saddle, told otherwise\n"
        "  told so it comes to see_doctor, and the case to emergency by sn-saddle\n"
        "  no telling of an emergency may fall below urgent\n"
    )
    assert "(33.3%); 1 of an emergency fell too low" in ran.out
    failed = [
        one.get("name")
        for one in ET.parse(folder / "junit.xml").iter("testcase")
        if one.find("failure") is not None
    ]
    assert failed == ["saddle-told-3[durable]", "saddle-told-3[reference]"]


@pytest.mark.slow
def test_json_holds_the_spread_and_the_share(folder: Path) -> None:
    written(folder, TOLD.replace("OTHER", "{alarm: [cold]}"))
    found = json.loads(outcome_of(folder, "--json").out)
    assert found["ok"] is False
    assert found["cases"] == {"passed": 1, "failed": 0, "todo": 0}
    assert found["tellings"] == {
        "count": 3,
        "alike": 1,
        "share": pytest.approx(1 / 3),
        "failed": 1,
        "cases": [
            {
                "case": "saddle",
                "file": "tiny/cases/stories.yaml",
                "level": "emergency",
                "told": {"emergency": 1, "urgent": 1, "see_doctor": 1},
            }
        ],
    }


def test_the_floor_is_the_protected_level_next_to_an_emergency(tiny: RuleSet) -> None:
    assert floor(tiny) == Level.URGENT
    assert floor(with_levels(tiny, protected=("amber", "red"))) == Level(1, "amber", False, True)
    only_one = floor(with_levels(tiny, protected=("red",)))
    assert only_one is not None
    assert only_one.id == "red"
    assert floor(with_levels(tiny, protected=("amber",), emergency="")) is None


def with_levels(ruleset: RuleSet, *, protected: tuple[str, ...], emergency: str = "red") -> RuleSet:
    """The rule set with levels of its own, which nothing brings."""
    words = next(iter(ruleset.identity.levels.values()))
    levels = {
        name: words.model_copy(
            update={"protected": name in protected, "emergency": name == emergency}
        )
        for name in ("green", "amber", "red")
    }
    return replace(ruleset, identity=ruleset.identity.model_copy(update={"levels": levels}))


@pytest.mark.parametrize(
    ("choice", "level"),
    [("drop", 2), ("Only in the sun", 2), ("keep", 1), ("Hot to the hand", 1)],
)
def test_a_follow_up_that_drops_an_option_takes_it_back(
    folder: Path, choice: str, level: int
) -> None:
    path = written(folder, everyday(f"narrowed: {{leg: {{hot: {choice}}}}}"))
    ruleset = load(folder)
    dropped, *_ = case_files.load(path, ruleset)
    assert len(dropped.answers["leg"].no) == level - 1


@pytest.mark.parametrize(
    ("narrowed", "says"),
    [
        ("{leg: {hot: Only in the shade}}", "T122] the follow-up of `leg: hot` does not offer"),
        ("{leg: {swollen: drop}}", "T112] `leg: swollen` has no follow-up"),
        ("{leg: {hat: drop}}", "T122] `hat` is not an option of the question `leg`"),
        ("{lag: {hot: drop}}", "T121] unknown question `lag`"),
    ],
)
def test_a_follow_up_that_nobody_meets_is_refused(folder: Path, narrowed: str, says: str) -> None:
    path = written(folder, everyday(f"narrowed: {narrowed}"))
    with pytest.raises(RuleSetError) as caught:
        case_files.load(path, load(folder))
    found = [f"{one.code}] {one.message}" for one in caught.value.diagnostics]
    assert len(found) == 1
    assert found[0].startswith(says)


def test_the_follow_up_of_an_option_that_is_not_ticked_is_not_met(folder: Path) -> None:
    text = everyday().replace("{leg: [swollen, hot]}, narrowed", "{leg: [swollen]}, narrowed")
    with pytest.raises(RuleSetError, match="is not ticked, so its follow-up is not met"):
        case_files.load(written(folder, text), load(folder))


@pytest.mark.slow
def test_stories_of_every_day_are_counted_and_may_come_out_above_up_to_the_share(
    folder: Path,
) -> None:
    written(folder, everyday())
    ran = outcome_of(folder)
    assert ran.code == 0
    cases, stories = ran.out.splitlines()
    assert cases.endswith(": 3 cases passed on durable and reference")
    assert stories == (
        "stories of every day, tiny/cases/stories.yaml: 1 of 3 above see_doctor"
        " (33.3%, at most 50.0%)"
    )
    (found,) = json.loads(outcome_of(folder, "--json").out)["everyday"]
    assert (found["above"], found["stories"], found["at_most"]) == (["swollen"], 3, "see_doctor")


@pytest.mark.slow
def test_too_many_above_fail_and_are_named_with_what_brought_them(folder: Path) -> None:
    written(folder, everyday(share="0.05"))
    ran = outcome_of(folder)
    assert ran.code == 1
    assert ran.out.startswith(
        "tiny/cases/stories.yaml:1: 1 of 3 stories of every day come out above see_doctor, and at"
        " most 5.0% may\n"
        "  tiny/cases/stories.yaml:4: Swollen and hot: urgent by sn-clot-risk"
    )


@pytest.mark.slow
def test_without_its_follow_up_a_story_comes_out_above(folder: Path) -> None:
    written(folder, everyday(narrowed="todo: x").replace(", todo: x", ""))
    assert "2 of 3 above see_doctor" in outcome_of(folder).out


def test_a_case_that_is_no_story_of_every_day_has_to_expect_something(folder: Path) -> None:
    text = "\n".join(everyday().splitlines()[1:])
    with pytest.raises(RuleSetError) as caught:
        case_files.load(written(folder, text), load(folder))
    assert {one.message for one in caught.value.diagnostics} == {"the key `expect` is missing"}


@pytest.mark.parametrize("share", ["1.5", "some", "-0.1", "nan"])
def test_a_share_is_a_number_from_0_to_1(folder: Path, share: str) -> None:
    with pytest.raises(RuleSetError, match="a share from 0 to 1 belongs here"):
        case_files.load(written(folder, everyday(share=share)), load(folder))


@pytest.mark.slow
def test_the_gates_of_ci_run_tellings_and_stories_too(folder: Path) -> None:
    written(folder, TOLD.replace("OTHER", "{alarm: [cold]}"))
    ran = run_triage("ci", "tiny", cwd=folder.parent)
    assert ran.code == 1
    assert "saddle, told otherwise" in ran.out
