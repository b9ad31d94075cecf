"""What an edit changes for the people of a table, against each person assessed by both."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.benchmarks import bulk_equal
from tests.examples import examples
from tests.places import TINY
from tests.random_rulesets import answers_to, rulesets
from tests.shell import Ran, run_triage
from triage.analysis.diff.recorded import LISTED, NOT_LISTED, Crossing, Pairing, RecordedDiff
from triage.answers.answer_file import as_file
from triage.answers.value import Answers
from triage.columnar import pieces, table
from triage.columnar.pieces import Rows
from triage.engine.assessment import Assessment
from triage.engine.reference import ReferenceEngine
from triage.language.model import Rule
from triage.language.ruleset import RuleSet

PEOPLE = [
    {"id": 1, "severity": "mild"},
    {"id": 2, "severity": "severe"},
    {"id": 3, "severity": "severe", "leg": ["swollen", "hot"]},
    {"id": 4, "severity": "sever"},
    {"id": 5, "severity": "severe", "stairs": "no"},
]


def counted(old: RuleSet, new: RuleSet, people: Sequence[Answers], size: int) -> RecordedDiff:
    """What is found for these people in pieces of so many."""
    pairing = Pairing(old, new)
    files = [as_file(answers, old)["answers"] for answers in people]
    tallies = []
    for start in range(0, len(files), size):
        batch = bulk_equal.in_columns(files[start : start + size], old)
        tallies.append(pairing(Rows(batch, range(start + 1, start + 1 + batch.num_rows))))
    return pairing.summed(tallies)


def alone(
    old: RuleSet, new: RuleSet, people: Sequence[Answers]
) -> dict[Crossing, tuple[int, dict[str, int], int]]:
    """The steps of each person by both: how many, by which rules, and the first row."""
    engines = ReferenceEngine(old), ReferenceEngine(new)
    number: Counter[Crossing] = Counter()
    rules: dict[Crossing, Counter[str]] = {}
    first: dict[Crossing, int] = {}
    for row, answers in enumerate(people, start=1):
        before, after = (engine.assess(answers) for engine in engines)
        for step in steps(before, after):
            number[step] += 1
            first.setdefault(step, row)
            higher, other = (before, after) if step.is_down else (after, before)
            found = behind(step, higher, other)
            rules.setdefault(step, Counter()).update(found)
    return {step: (number[step], dict(rules[step]), first[step]) for step in number}


def steps(before: Assessment, after: Assessment) -> list[Crossing]:
    found = []
    if before.level != after.level:
        found.append(Crossing(before.level.id, after.level.id, after.level < before.level))
    was, is_now = ({one.cause.id for one in side.causes} for side in (before, after))
    found += [Crossing(LISTED, NOT_LISTED, True, cause) for cause in was - is_now]
    return found + [Crossing(NOT_LISTED, LISTED, False, cause) for cause in is_now - was]


def behind(step: Crossing, higher: Assessment, other: Assessment) -> list[str]:
    same = {(firing.rule.id, firing.rule.then) for firing in other.firings}
    level = step.before if step.is_down else step.after
    return [
        rule.id
        for rule in (firing.rule for firing in higher.firings)
        if (rule.id, rule.then) not in same
        and (
            rule.cause == step.cause and rule.speaks_for
            if step.cause
            else rule.level is not None and rule.level.id == level
        )
    ]


@st.composite
def edited(draw: st.DrawFn, ruleset: RuleSet) -> RuleSet:
    """The rule set without some rules, and with other conclusions in some."""

    def other(rule: Rule) -> Rule | None:
        what = draw(st.sampled_from(["kept", "kept", "gone", "level"]))
        if what == "level" and rule.level is not None:
            return rule.model_copy(update={"then": draw(st.sampled_from(ruleset.levels))})
        return None if what == "gone" else rule

    rules = tuple(rule for rule in map(other, ruleset.rules) if rule is not None)
    return replace(ruleset, rules=rules)


@pytest.mark.slow
@examples(60)
@given(st.data())
def test_each_step_is_counted_as_each_person_takes_it(data: st.DataObject) -> None:
    old = data.draw(rulesets())
    new = data.draw(edited(old))
    people = data.draw(st.lists(answers_to(old), min_size=1, max_size=12))
    found = counted(old, new, people, size=data.draw(st.sampled_from([3, 20])))
    got = {walk.step: (walk.people, dict(walk.rules), walk.example.row) for walk in found.walks}
    assert got == alone(old, new, people)
    assert (found.people, found.unread) == (len(people), (0, 0))
    assert [walk.step.is_down for walk in found.walks] == sorted(
        (walk.step.is_down for walk in found.walks), reverse=True
    )
    for walk in found.walks:
        assert walk.example.answers == people[walk.example.row - 1]


def edit(folder: Path, *edits: tuple[str, str, str]) -> Path:
    """A copy of the small rule set with texts in its files replaced."""
    shutil.copytree(TINY, folder)
    for name, before, after in edits:
        path = folder / name
        content = path.read_text(encoding="utf-8")
        assert before in content
        path.write_text(content.replace(before, after), encoding="utf-8")
    return folder


def diff(folder: Path, new: Path, *words: str, people: Any = PEOPLE) -> Ran:
    lines = folder / "people.jsonl"
    lines.write_text("".join(json.dumps(one) + "\n" for one in people), encoding="utf-8")
    return run_triage("diff", TINY, new, "--on", lines, *words)


WEAKER = ("guidance.yaml", "when: {severity: severe}", 'when: {severity: severe, stairs: "no"}')


@pytest.mark.slow
def test_who_moves_by_which_rule_and_one_of_them(tmp_path: Path) -> None:
    ran = diff(tmp_path, edit(tmp_path / "new", WEAKER), "--json")
    (found,) = ran.objects
    assert (ran.code, found["people"], found["moved"]) == (0, 4, 1)
    assert found["unread"] == {"old": 1, "new": 1}
    assert found["moves"] == [
        {
            "cause": None,
            "before": "see_doctor",
            "after": "self_care",
            "downgrade": True,
            "people": 1,
            "rules": {"severe-needs-a-doctor": 1},
            "example": {"row": 2, "answers": {"severity": "severe"}},
        }
    ]
    assert diff(tmp_path, tmp_path / "new", "--fail-on", "downgrade").code == 1
    ran = diff(tmp_path, TINY, "--fail-on", "change")
    assert ran.code == 0
    assert "Nobody moves to another level, and nobody loses or gains a cause." in ran.out


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_pages_say_downgrades_first(form: str, tmp_path: Path) -> None:
    smoking = "when: {smoking: now}", "when: {smoking: never}"
    new = edit(tmp_path / "new", WEAKER, ("causes/artery_disease.yaml", *smoking))
    people = [*PEOPLE, {"smoking": "never"}, {"smoking": "now"}]
    shown = " ".join(diff(tmp_path, new, "--format", form, people=people).out.split())
    shown = shown.replace("\\", "")  # Markdown marks what would be a sign of its own
    wanted = [
        "3 of 6 people move",
        "Left out, for the old rule set cannot read them: 1 row.",
        "Downgrades",
        "level: see_doctor → self_care",
        "No longer so by severe-needs-a-doctor (1).",
        "For example row 2: severity: severe.",
        "cause artery_disease: listed → not listed",
        "Upgrades",
        "cause artery_disease: not listed → listed",
        "So now by smoking-narrows (1).",
    ]
    places = [shown.index(text) for text in wanted]
    assert places == sorted(places)


def test_what_was_renamed_moves_nobody(tmp_path: Path) -> None:
    now = "id: how_bad\n    was: severity"
    new = edit(
        tmp_path / "new",
        ("questions.yaml", "id: severity", now),
        ("questions.yaml", "id: mild", "was: mild, id: slight"),
        ("guidance.yaml", "severity: severe", "how_bad: severe"),
        ("ruleset.yaml", "severity: how severe", "how_bad: how severe"),
        ("causes/clot.yaml", "id: clot\n", "id: leg_clot\nwas: clot\n"),
        ("causes/clot.yaml", "cause: clot", "cause: leg_clot"),
    )
    (found,) = diff(tmp_path, new, "--json").objects
    assert (found["people"], found["moves"]) == (4, [])


@pytest.mark.slow
def test_several_cores_count_what_one_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pieces, "LINES", 300)
    new = edit(tmp_path / "new", WEAKER)
    found = []
    for number in (0, 3):
        monkeypatch.setattr(table, "SMALL", 0)
        monkeypatch.setattr(table, "usable_cores", lambda number=number: number)
        found.append(diff(tmp_path, new, "--json", people=PEOPLE * 30).out)
    assert found[0] == found[1]
    assert json.loads(found[0])["moves"][0]["people"] == 30


def test_texts_are_not_people(tmp_path: Path) -> None:
    ran = diff(tmp_path, TINY, "--fail-on", "text")
    assert (ran.code, "does not go with `--on`" in ran.err) == (2, True)


def test_a_table_that_is_not_there(tmp_path: Path) -> None:
    ran = run_triage("diff", TINY, TINY, "--on", tmp_path / "people.csv")
    assert (ran.code, "it cannot be read: No such file" in ran.err) == (2, True)
