"""People in columns mean what they mean one by one; `tests/benchmarks/bulk_equal.py` compares as
many as wanted.
"""

from __future__ import annotations

import importlib.util
import random
from collections.abc import Callable, Iterator
from importlib.machinery import ModuleSpec
from itertools import chain
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

import triage
from tests.benchmarks import bulk_equal
from tests.examples import examples
from tests.random_rulesets import answers_to, rulesets
from triage.answers.answer_file import as_file
from triage.answers.value import Answers
from triage.cases import case_files
from triage.cases.case_files import Case
from triage.columnar import cause_lists
from triage.columnar.answer_columns import ColumnsError
from triage.columnar.blocks import MOST_PEOPLE
from triage.columnar.extra import ExtraMissing
from triage.columnar.rejected import Rejected
from triage.engine.order import Rank, rank
from triage.engine.reference import ReferenceEngine
from triage.lacks.unsure import unsure_rises
from triage.language.diagnostics import AnswerError
from triage.language.load import load
from triage.language.locating import locate
from triage.language.ruleset import RuleSet

TEXTS = pa.list_(pa.string())


def judged(ruleset: RuleSet, columns: dict[str, Any], **options: Any) -> list[dict[str, Any]]:
    """The rows that come out for one batch."""
    batches = triage.bulk([pa.record_batch(columns)], ruleset, **options)
    return [row for batch in batches for row in batch.to_pylist()]


# The same as one by one


@pytest.mark.slow
def test_all_cases_mean_the_same(legs: RuleSet) -> None:
    people = random.Random(1).sample(case_files.load_all(legs), 250)
    wells = load(locate("wells_dvt"))
    for ruleset, cases in ((legs, people), (wells, case_files.load_all(wells))):
        files = [as_file(case.answers, ruleset)["answers"] for case in cases]
        assert list(bulk_equal.differences(ruleset, files)) == []


@pytest.mark.slow
def test_random_answers_mean_the_same() -> None:
    found = (bulk_equal.on_leg_numbness(150, 11), bulk_equal.on_random_rule_sets(6, 11))
    assert [difference for batch in chain(*found) for difference in batch] == []


@pytest.mark.slow
@examples(40)
@given(st.data())
def test_any_rule_set_means_the_same(data: st.DataObject) -> None:
    ruleset = data.draw(rulesets())
    people = data.draw(st.lists(answers_to(ruleset), min_size=1, max_size=9))
    files = [as_file(answers, ruleset)["answers"] for answers in people]
    assert list(bulk_equal.differences(ruleset, files)) == []


@pytest.mark.slow
def test_another_order_is_noticed(
    monkeypatch: pytest.MonkeyPatch, legs: RuleSet, leg_cases: tuple[Case, ...]
) -> None:
    def backwards(*words: Any) -> Rank:
        group, balance, standing, cause = rank(*words)
        return group, -balance, standing, cause

    monkeypatch.setattr(cause_lists, "rank", backwards)
    whole = load(legs.folder)  # of one that was judged before the order is kept
    people = [as_file(case.answers, whole)["answers"] for case in leg_cases[:40]]
    found = list(bulk_equal.differences(whole, people))
    assert found
    assert all(difference.startswith("causes of ") for difference in found)


@pytest.mark.slow
def test_blocks_stand_in_the_order_of_the_rows(tiny: RuleSet) -> None:
    count = MOST_PEOPLE + 3
    columns = {
        "n": pa.array(range(count)),
        "severity": pa.array(["mild"] * (count - 1) + ["severe"]),
    }
    rows = judged(tiny, columns)
    assert [row["n"] for row in rows] == list(range(count))
    alone = judged(tiny, {"severity": ["mild", "severe"]})
    assert [rows[0]["level"], rows[-1]["level"]] == [row["level"] for row in alone]


@pytest.mark.parametrize("unsure", [{"alarm": "not_sure"}, {"leg": {"swollen": "yes"}}, {}])
def test_what_unsure_answers_could_bring(
    tiny: RuleSet, read: Callable[..., Answers], unsure: dict[str, Any]
) -> None:
    rises = unsure_rises(ReferenceEngine(tiny).assess(read(unsure)))
    batch = bulk_equal.in_columns([unsure], tiny)
    (found,) = (
        row for made in triage.bulk([batch], tiny, extras=["unsure"]) for row in made.to_pylist()
    )
    assert found["unsure"] == (rises[0].level.id if rises else None)
    assert bool(rises) == bool(unsure)


# What stands in cells

WAYS: dict[str, Callable[[list[list[str] | None]], pa.Array]] = {
    "lists": lambda lists: pa.array(lists, TEXTS),
    "large lists": lambda lists: pa.array(lists, pa.large_list(pa.large_string())),
    "lists of words": lambda lists: pa.array(
        lists, pa.list_(pa.dictionary(pa.int8(), pa.string()))
    ),
    "a slice": lambda lists: pa.array([["hot"], None, *lists], TEXTS)[2:],
    "text": lambda lists: pa.array(
        [one if one is None else "; ".join(one) or "[]" for one in lists]
    ),
    "words": lambda lists: pa.array(
        [one if one is None else ";".join(one) or "[]" for one in lists]
    ).dictionary_encode(),
    "large text": lambda lists: pa.array(
        [one if one is None else ";".join(one) or "[]" for one in lists], pa.large_string()
    ),
}
LISTS = [["swollen", "hot"], [], None, ["not_sure"], ["hot?"], ["swollen", "hot?"], ["hot", "hot"]]
MEANT = [
    {"leg": ["swollen", "hot"]},
    {"leg": []},
    {},
    {"leg": "not_sure"},
    {"leg": {"swollen": "no", "hot": "not_sure"}},
    {"leg": {"swollen": "yes", "hot": "not_sure"}},
    {"leg": ["hot"]},
]


@pytest.mark.parametrize("way", WAYS)
def test_lists_are_read_from_columns_of_many_types(
    way: str, tiny: RuleSet, read: Callable[..., Answers]
) -> None:
    found = judged(tiny, {"leg": WAYS[way](LISTS)}, extras=["firings"])
    for row, answers in zip(found, MEANT, strict=True):
        alone = bulk_equal.found_alone(ReferenceEngine(tiny), read(answers))
        assert row == {name: alone[name] for name in row}


@pytest.mark.parametrize(
    "made",
    [
        pa.array,
        lambda cells: pa.array(cells).dictionary_encode(),
        lambda cells: pa.array(cells, pa.large_string()),
        lambda cells: pa.array(cells, pa.string_view()),
        lambda cells: pa.array(["severe", None, *cells])[2:],
    ],
)
def test_one_option_is_read_from_columns_of_many_types(
    made: Callable[[list[str | None]], pa.Array], tiny: RuleSet, read: Callable[..., Answers]
) -> None:
    cells = ["severe", "not_sure", None, "mild"]
    found = judged(tiny, {"severity": made(cells), "smoking": pa.array(["declined"] * 4)})
    for row, cell in zip(found, cells, strict=True):
        answers = {"severity": cell} if cell else {}
        alone = bulk_equal.found_alone(
            ReferenceEngine(tiny), read({**answers, "smoking": "declined"})
        )
        assert row == {name: alone[name] for name in row}


# Columns


def test_other_columns_pass_and_the_metadata_name_the_rule_set(tiny: RuleSet) -> None:
    columns = {"id": ["a"], "severity": ["mild"], "day": pa.array([5], pa.date32())}
    (batch,) = triage.bulk([pa.record_batch(columns)], tiny, extras=["score", "findings"])
    assert batch.schema.names == ["id", "day", "level", "causes", "findings", "score"]
    assert batch.schema.metadata == {
        b"triage.ruleset": b"tiny",
        b"triage.version": tiny.version.encode(),
        b"triage.digest": tiny.digest.encode(),
    }


@pytest.mark.slow
def test_a_rule_set_can_be_named_and_nobody_be_there() -> None:
    empty = pa.record_batch({"onset": pa.array([], pa.string())})
    (batch,) = triage.bulk([empty], "leg_numbness")
    assert (batch.num_rows, batch.schema.names) == (0, ["level", "causes"])


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "no question": ({"x": ["mild"]}, "no column bears the id of a question of `tiny`"),
    "numbers": (
        {"severity": [1]},
        "the column `severity` holds int64; text is needed: options of `severity`, `not_sure`,"
        " `declined`",
    ),
    "lists of one": (
        {"severity": [["mild"]]},
        "the column `severity` holds lists, and `severity` takes exactly one option: text is"
        " needed",
    ),
    "lists of numbers": ({"leg": [[1]]}, "the column `leg` holds lists of int64, not text"),
    "a name of ours": (
        {"severity": ["mild"], "level": ["x"]},
        "`level` is the name of a column that is made; rename yours",
    ),
}


@pytest.mark.parametrize("kind", WRONG)
def test_columns_that_no_row_can_be_read_from(kind: str, tiny: RuleSet) -> None:
    columns, says = WRONG[kind]
    with pytest.raises(ColumnsError) as error:
        judged(tiny, columns)
    assert str(error.value) == says


def test_a_question_that_stands_twice(tiny: RuleSet) -> None:
    batch = pa.RecordBatch.from_arrays([pa.array(["mild"])] * 2, ["severity"] * 2)
    with pytest.raises(ColumnsError, match="the column `severity` is there twice"):
        list(triage.bulk([batch], tiny))


def test_a_column_of_nothing_was_not_asked(tiny: RuleSet) -> None:
    (row,) = judged(tiny, {"severity": pa.nulls(1), "leg": pa.nulls(1)})
    assert row == judged(tiny, {"severity": pa.array([None], pa.string())})[0]


# Rows that cannot be read

BAD: dict[str, tuple[dict[str, Any], str]] = {
    "no option": ({"severity": "sever"}, "`sever` is not an option of the question `severity`"),
    "no option in a list": ({"leg": ["hot", "x"]}, "`x` is not an option of the question `leg`"),
    "nothing in a list": ({"leg": ["hot", None]}, "`None` is not an option of the question `leg`"),
    "a word among options": (
        {"leg": ["hot", "not_sure"]},
        "`not_sure` is not an option of the question `leg`",
    ),
    "not to be declined": ({"severity": "declined"}, "`severity` does not take `declined`"),
    "so and not sure": ({"leg": ["hot", "hot?"]}, "none of `yes`, `no`, `not_sure`"),
    "one left open": ({"severity": "mild?"}, "`mild?` is not an option of the question `severity`"),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_row_that_cannot_be_read_is_named_and_the_rest_runs(kind: str, tiny: RuleSet) -> None:
    content, says = BAD[kind]
    good = {"severity": "mild", "leg": ["hot"]}
    people = [good, content, good]
    columns = {
        "severity": pa.array([one.get("severity") for one in people], pa.string()),
        "leg": pa.array([one.get("leg") for one in people], TEXTS),
    }
    rejected: list[Rejected] = []
    rows = judged(tiny, columns, reject=rejected.append)
    assert len(rows) == 2
    ((number, reason, shown),) = rejected
    assert number == 2
    assert says in reason
    assert shown == content
    with pytest.raises(AnswerError, match="row:2"):
        judged(tiny, columns)


def test_more_words_than_there_are_options(tiny: RuleSet) -> None:
    odd = [f"x{number}" for number in range(50)]
    columns = {
        "severity": pa.array([*odd, None, "severe"]),
        "leg": pa.array([*([word, "hot"] for word in odd), None, ["hot"]], TEXTS),
    }
    rejected: list[Rejected] = []
    rows = judged(tiny, columns, reject=rejected.append)
    assert rows == judged(tiny, {"severity": [None, "severe"], "leg": [None, ["hot"]]})
    assert [one.row for one in rejected] == list(range(1, 51))


def test_rows_are_counted_over_all_batches(tiny: RuleSet) -> None:
    batch = pa.record_batch({"severity": ["mild", "x"]})
    rejected: list[Rejected] = []
    assert sum(one.num_rows for one in triage.bulk([batch] * 3, tiny, reject=rejected.append)) == 3
    assert [one.row for one in rejected] == [2, 4, 6]


# The call


def test_an_extra_that_nobody_makes(tiny: RuleSet) -> None:
    with pytest.raises(ValueError, match="`finding` is none of `findings`"):
        triage.bulk([], tiny, extras=["finding"])


def test_without_the_libraries_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tiny: RuleSet
) -> None:
    whole = importlib.util.find_spec

    def without(name: str, package: str | None = None) -> ModuleSpec | None:
        return None if name == "pyarrow" else whole(name, package)

    monkeypatch.setattr(importlib.util, "find_spec", without)
    with pytest.raises(ExtraMissing, match=r"need `pyarrow`; .*'triage-questionnaire\[bulk\]'"):
        triage.bulk(iter(()), tiny)


def test_no_more_than_a_block_is_read_ahead(tiny: RuleSet) -> None:
    taken = []

    def batches() -> Iterator[pa.RecordBatch]:
        for number in range(3):
            taken.append(number)
            yield pa.record_batch({"severity": ["mild"]})

    made = triage.bulk(batches(), tiny)
    assert taken == []
    next(made)
    assert taken == [0]
