"""Results as numbers, and the results that are kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.practised import START, result
from triage.language.ruleset import RuleSet
from triage.language.words import Level
from triage.practice.records.database import Storage
from triage.practice.records.progress import delete_all, next_cause, record, recorded
from triage.practice.records.result import Points
from triage.practice.records.schedule import Recall
from triage.practice.records.summary import Urgency, reviews, summarise
from triage.practice.records.tallies import CauseTally, QuestionTally, Tally

LATER = START + timedelta(days=90)


def test_a_cause_is_a_hit_where_it_was_named_and_the_weakest_comes_first() -> None:
    found = summarise(
        [
            result(causes=("clot",)),
            result(causes=("clot", "stiff_muscle")),
            result(causes=("nerve_pressure",), named=(("nerve_pressure", 0.5), ("clot", 0.5))),
        ],
        LATER,
    )
    assert found.causes == (
        CauseTally("stiff_muscle", (False,)),
        CauseTally("clot", (True, True), 1),
        CauseTally("nerve_pressure", (True,)),
    )


def test_a_cause_far_down_the_list_is_no_miss_and_naming_it_is_no_mistake() -> None:
    causes = ("a", "b", "c", "d")
    found = summarise([result(causes=causes, named=(("d", 0.5),))], LATER)
    assert {tally.id: (tally.of, tally.elsewhere) for tally in found.causes} == {
        "a": (1, 0),
        "b": (1, 0),
        "c": (1, 0),
    }


def test_a_cause_named_but_never_there_stands_last() -> None:
    found = summarise([result(causes=("clot",), named=(("other", 0.9),))], LATER)
    assert found.causes == (CauseTally("clot", (False,)), CauseTally("other", (), 1))


def test_warning_signs_count_where_they_were_there_and_are_hits_where_not_missed() -> None:
    found = summarise(
        [result(flags=("leg", "alarm"), missed=("alarm",)), result(flags=("leg",))], LATER
    )
    assert found.flags == (Tally("alarm", (False,)), Tally("leg", (True, True)))


def test_in_spot_the_red_flag_a_sign_is_a_hit_where_the_emergency_was_recognised() -> None:
    emergency = result(level=Level.EMERGENCY, mode="red_flag")
    found = summarise(
        [
            emergency,
            result(level=Level.EMERGENCY, mode="red_flag", chosen=Level.SELF_CARE),
            result(mode="red_flag"),
        ],
        LATER,
    )
    assert found.flags == (Tally("leg", (True, False)),)


def test_a_question_counts_where_the_result_rests_on_it() -> None:
    found = summarise(
        [
            result(
                day=0,
                asked=("leg", "smoking"),
                needed=("smoking", "stairs"),
                idle=("clothes", "smoking"),
            ),
            result(day=1, asked=("stairs",), needed=("stairs",), idle=()),
        ],
        LATER,
    )
    assert found.questions == (
        QuestionTally("stairs", (False, True)),
        QuestionTally("smoking", (True,)),
        QuestionTally("clothes", (), 1),
    )


def test_points_are_summed_by_mark_by_kind_of_practice_and_by_day() -> None:
    found = summarise(
        [
            result(day=1, points=(40, 0, 0, 0)),
            result(day=0, points=(10, 5, 0, 0)),
            result(day=1.05, mode="red_flag"),
            result(day=1.1, points=(0, 30, 1.5, 0)),
        ],
        LATER,
    )
    assert [(group.mode, group.cases) for group in found.modes] == [("work_up", 3), ("red_flag", 1)]
    assert found.modes[0].marks == (
        Points("safety", 50, 120),
        Points("causes", 35, 90),
        Points("economy", 1.5, 60),
        Points("calibration", 0, 30),
    )
    assert [(group.mode, group.cases) for group in found.days] == [
        ("work_up", 1),
        ("work_up", 2),
        ("red_flag", 1),
    ]
    assert found.days[0].day < found.days[1].day
    assert found.days[1].marks[0] == Points("safety", 40, 80)
    assert found.days[1].marks[4:] == (
        Points("causes named", 2, 2),
        Points("warning signs asked for", 2, 2),
        Points("telling questions asked", 2, 2),
    )


def test_emergencies_count_wherever_urgency_was_asked_for() -> None:
    emergency = result(level=Level.EMERGENCY)
    found = summarise(
        [
            emergency,
            replace(emergency, mode="red_flag"),
            replace(emergency, mode="one_new_fact"),
            result(level=Level.EMERGENCY, chosen=Level.URGENT),
        ],
        LATER,
    )
    assert found.emergencies == Tally("emergency", (True, True, False))


def test_urgency_is_right_too_high_or_too_low() -> None:
    found = summarise(
        [result(), result(chosen=Level.EMERGENCY), result(chosen=Level.SELF_CARE, patient="case")],
        LATER,
    )
    assert found.urgency == Urgency(right=1, over=1, under=1)
    assert found.patients == (Tally("case", (False,)), Tally("seed:1", (True, False)))


def test_in_spot_the_red_flag_only_emergency_or_not_counts() -> None:
    found = summarise([result(mode="red_flag", chosen=Level.SELF_CARE)], LATER)
    assert found.patients == (Tally("seed:1", (True,)),)


@pytest.mark.parametrize(
    ("made", "recall"),
    [
        (result(), Recall.GOOD),
        (result(named=(("clot", 0.9),)), Recall.EASY),
        (result(named=()), Recall.FORGOTTEN),
        (result(named=(("other", 0.9), ("clot", 0.9))), Recall.HARD),
        (
            result(level=Level.EMERGENCY, chosen=Level.URGENT, named=(("clot", 0.9),)),
            Recall.FORGOTTEN,
        ),
    ],
)
def test_how_a_cause_was_recalled_follows_from_the_commitment(made, recall: Recall) -> None:
    assert [(review.cause, review.recall) for review in reviews([made])] == [("clot", recall)]


def test_only_work_ups_ask_for_causes() -> None:
    assert (
        reviews(
            [result(mode="red_flag"), result(mode="one_new_fact"), result(mode="which_question")]
        )
        == ()
    )


def test_what_was_recorded_comes_back_oldest_first(tmp_path: Path) -> None:
    first, second = result(day=1), result(day=0, named=(("clot", 1 / 3),))
    assert record(first, tmp_path) == ()
    record(second, tmp_path)
    assert recorded(tmp_path).results == (second, first)
    assert recorded(tmp_path).notes == ()


def test_the_folder_can_be_chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRIAGE_DATA", str(tmp_path / "here"))
    record(result())
    assert [path.parent for path in tmp_path.rglob("*.sqlite3")] == [tmp_path / "here"]
    assert delete_all() > 0
    assert recorded().results == ()


def test_a_result_that_cannot_be_read_is_told_and_stays(tmp_path: Path) -> None:
    record(result(), tmp_path)
    for document in ("{", '{"schema": 9}', "[" * 9000, '{"schema": 1}'):
        Storage(tmp_path).add("tiny", "", document)
    Storage(tmp_path).add("tiny", "", '{"schema": 1}')
    kept = recorded(tmp_path)
    assert len(kept.results) == 1
    assert kept.notes == (
        "Results that this version of triage cannot read: 5. They stay where they are.",
    )
    assert len(Storage(tmp_path).read().documents) == 6


def test_the_next_cause_is_the_one_due_for_longest_then_a_new_one_then_none(tiny: RuleSet) -> None:
    results = [
        result(causes=("stiff_muscle",), named=()),
        result(day=1, causes=("clot",), named=()),
    ]
    assert next_cause(tiny, results, LATER) == "stiff_muscle"
    assert next_cause(tiny, results, START) not in (None, "stiff_muscle", "clot")
    everything = [result(causes=(cause,), named=((cause, 0.9),)) for cause in tiny.causes]
    assert next_cause(tiny, everything, START) is None
    assert next_cause(tiny, [replace(one, ruleset="other") for one in everything], START) == min(
        tiny.causes
    )
