"""What an edit of the levels changes: people are compared on one scale, counted one by one."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.analysis.test_diff import every_answers, results
from tests.examples import examples
from tests.places import TINY
from tests.random_rulesets import TRAFFIC_LIGHT, assemble, make_question, make_rule, rulesets
from tests.shell import run_triage
from triage.analysis.diff.compare import compare
from triage.analysis.diff.edits import Done
from triage.language.conditions import Is
from triage.language.load import load
from triage.language.ruleset import RuleSet
from triage.language.words import USUAL_LEVELS, Kind, Level

Ladder = tuple[Level, ...]
Scale = list[tuple[str | None, str | None]]


def ladder(*names: str) -> Ladder:
    """Levels of these names; the last one is an emergency, and protected as the one before."""
    last = len(names) - 1
    return tuple(
        Level(rank, name, rank == last, rank >= last - 1) for rank, name in enumerate(names)
    )


FEWER = ladder("self_care", "see_doctor", "emergency")
MORE = ladder("self_care", "wait", "see_doctor", "urgent", "emergency")
RENAMED = ladder("self_care", "see_doctor", "today", "emergency")
SWAPPED = ladder("see_doctor", "self_care", "urgent", "emergency")

LOWER = ladder("nothing", "self_care", "see_doctor", "urgent", "emergency")

SCALES: list[tuple[Ladder, Ladder, Scale]] = [
    (
        USUAL_LEVELS,
        FEWER,
        [
            ("self_care", "self_care"),
            ("see_doctor", "see_doctor"),
            ("urgent", None),
            ("emergency", "emergency"),
        ],
    ),
    (
        USUAL_LEVELS,
        MORE,
        [
            ("self_care", "self_care"),
            (None, "wait"),
            ("see_doctor", "see_doctor"),
            ("urgent", "urgent"),
            ("emergency", "emergency"),
        ],
    ),
    (
        USUAL_LEVELS,
        RENAMED,
        [
            ("self_care", "self_care"),
            ("see_doctor", "see_doctor"),
            ("urgent", "today"),
            ("emergency", "emergency"),
        ],
    ),
    (
        USUAL_LEVELS,
        SWAPPED,
        [
            ("self_care", None),
            ("see_doctor", "see_doctor"),
            (None, "self_care"),
            ("urgent", "urgent"),
            ("emergency", "emergency"),
        ],
    ),
    (
        USUAL_LEVELS,
        LOWER,
        [(None, "nothing"), *((level.id, level.id) for level in USUAL_LEVELS)],
    ),
    (
        USUAL_LEVELS,
        TRAFFIC_LIGHT,
        [("self_care", "green"), ("see_doctor", "amber"), ("urgent", None), ("emergency", "red")],
    ),
]
BOTH_WAYS = [
    *SCALES,
    *(
        (new, old, [(after, before) for before, after in scale])
        for old, new, scale in SCALES
        if new != SWAPPED
    ),
]
"""Of two that changed places either may stay, so that the way back is not in the table."""


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Scale, RuleSet, RuleSet]:
    """Two rule sets with levels of their own, and the scale that they stand on."""
    before, after, scale = draw(st.sampled_from(BOTH_WAYS))
    old, new = (
        draw(rulesets(gated=True, most_questions=2, levels=levels)) for levels in (before, after)
    )
    return scale, old, new


@pytest.mark.slow
@examples(30)
@given(pairs())
def test_people_are_counted_on_one_scale(pair: tuple[Scale, RuleSet, RuleSet]) -> None:
    scale, old, new = pair
    found = compare(old, new)
    counted: Counter[tuple[int, int]] = Counter()
    for answers in every_answers(old, new):
        places = [places_of(side, scale, place, answers) for place, side in enumerate((old, new))]
        falls = max(places[0]), min(places[1])
        step = falls if falls[0] > falls[1] else (min(places[0]), max(places[1]))
        if step[0] != step[1]:
            counted[step] += 1
    moves = {
        (move.ladder.rungs.index(move.before), move.ladder.rungs.index(move.after)): move.number
        for move in found.moves
        if move.ladder.cause is None
    }
    assert {step: number.most for step, number in moves.items()} == dict(counted)
    assert all(number.is_exact for number in moves.values())
    changed = [(rung, one) for rung, one in enumerate(scale) if one[0] != one[1]]
    named = [
        (one.level.rank, (one.old.id if one.old else None, one.new.id if one.new else None))
        for one in found.levels
        if one.done is not Done.CHANGED
    ]
    assert named == changed
    assert not found.changes_nothing


def places_of(side: RuleSet, scale: Scale, place: int, answers: object) -> list[int]:
    names = [rung[place] for rung in scale]
    return [names.index(one.level.id) for one in results(side, answers)]  # type: ignore[arg-type]


@pytest.mark.slow
@examples(8)
@given(rulesets(gated=True, most_questions=2, levels=USUAL_LEVELS))
def test_a_level_of_another_name_moves_nobody(ruleset: RuleSet) -> None:
    found = compare(ruleset, with_name(ruleset, "urgent", "today"))
    assert found.moves == found.shifts == found.open == ()
    assert [(one.done, one.level.rank) for one in found.levels] == [(Done.RENAMED, 2)]


def with_name(ruleset: RuleSet, old: str, new: str) -> RuleSet:
    """The rule set with a level of another name, its marks written out."""
    made = {one: Level(one.rank, new if one.id == old else one.id, one.is_emergency,
                       one.is_protected) for one in ruleset.levels}  # fmt: skip
    words = {
        level.id: ruleset.words(one).model_copy(
            update={"emergency": level.is_emergency, "protected": level.is_protected}
        )
        for one, level in made.items()
    }
    rules = tuple(
        one if one.level is None else one.model_copy(update={"then": made[one.level]})
        for one in ruleset.rules
    )
    causes = {
        name: one.model_copy(
            update={"level": one.level.model_copy(update={"is_": made[one.level.is_]})}
        )
        for name, one in ruleset.causes.items()
    }
    identity = ruleset.identity.model_copy(update={"levels": words})
    return replace(ruleset, identity=identity, rules=rules, causes=causes)


@pytest.fixture
def edited(tmp_path: Path) -> Path:
    """A copy of the small rule set in which one level has another name."""
    folder = tmp_path / "tiny"
    shutil.copytree(TINY, folder)
    for path in folder.rglob("*.yaml"):
        text = path.read_text(encoding="utf-8").replace("urgent", "today")
        path.write_text(text, encoding="utf-8")
    path = folder / "ruleset.yaml"
    text = path.read_text(encoding="utf-8")
    for name, mark in (("today", "protected"), ("emergency", "emergency")):
        head, found, rest = text.partition(f"  {name}:\n")
        assert found
        text = f"{head}{found}    {mark}: true\n{rest}"
    path.write_text(text, encoding="utf-8")
    return folder


@pytest.mark.slow
def test_a_changed_level_is_said_in_every_form_and_asks_for_a_version(edited: Path) -> None:
    words = "The level urgent is compared with today, by rank; it is number 3 of 4."
    for form in ("text", "markdown", "html"):
        run = run_triage("diff", str(TINY), str(edited), "--format", form)
        assert run.code == 0
        assert words in run.out
        assert "1 level differs" in run.out
    assert "renamed level today" in run_triage("diff", str(TINY), str(edited)).out
    found = json.loads(run_triage("diff", str(TINY), str(edited), "--json").out)
    assert found["levels"] == [{"done": "renamed", "rank": 2, "old": "urgent", "new": "today"}]
    assert found["moves"] == []
    assert found["needs_a_version"] is True
    assert run_triage("diff", str(TINY), str(edited), "--fail-on", "change").code == 1


@pytest.mark.slow
def test_a_new_level_shows_its_words_at_its_rank(edited: Path) -> None:
    path = edited / "ruleset.yaml"
    text = path.read_text(encoding="utf-8")
    new = "  soon:\n    name: Soon\n    headline: Soon.\n    action: Go soon, if you can.\n"
    cites = next(line for line in text.splitlines() if line.startswith("    cites:"))
    path.write_text(text.replace("  today:\n", f"{new}{cites}\n  today:\n", 1), encoding="utf-8")
    found = compare(load(TINY), load(edited))
    assert [(one.done, one.level.id, one.level.rank) for one in found.levels] == [
        (Done.RENAMED, "soon", 2),
        (Done.ADDED, "today", 3),
    ]
    texts = {change.title: change for change in found.texts}
    action = texts["level today action"]
    assert (action.old, action.level.rank) == (None, 3)
    assert action.new is not None


def test_a_new_lowest_level_is_a_fall_of_everybody_who_got_none_by_a_rule() -> None:
    question = make_question(0, Kind.ONE)
    rules = {
        levels: [make_rule("r", Is("q0", "a"), levels[-1])] for levels in (USUAL_LEVELS, LOWER)
    }
    old, new = (assemble([question], [], [], rules[one], one) for one in (USUAL_LEVELS, LOWER))
    (fall,) = compare(old, new).downgrades
    assert [rung.id for rung in (fall.before, fall.after) if isinstance(rung, Level)] == [
        "self_care",
        "nothing",
    ]
    assert fall.number.most == 3
    (rise,) = compare(new, old).upgrades
    assert rise.number.most == 3
