"""Lines that Arrow reads by itself come out as those read one by one, and nothing odd is taken."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.examples import examples
from tests.places import TINY
from triage.columnar import json_lines
from triage.columnar.json_lines import ReadLines, read_lines
from triage.language.load import load

RULES = load(TINY)
ODD = ["", "[]", "{", '{"leg": ["hot"]} {"leg": []}', '{"leg": ["hot"], "leg": []}', '{"leg": 1}']
ODD += ['{"leg": "not_sure"}', '{"note": null}', '{"note": 1}', '{"note": "\\ud800"}', "{}"]
ODD += ['{"answers": {"leg": {"hot": "not_sure"}}, "ruleset": "tiny"}', '{"answers": null}']
ODD += ['{"answers": {"nothing": 1}}', '{"ruleset": "other", "answers": {}}']
ODD += ['{"note": "answers"}', '{"answers": "x"}']
ODD += [
    '{"answers": {}, "ruleset": null}',
    '{"leg": {"hot": "yes"}}',
    '{"answers": {"leg": ["x"]}}',
]


@st.composite
def lines(draw: st.DrawFn, is_case: bool) -> str:
    row: dict[str, Any] = {}
    for name, question in RULES.questions.items():
        option = st.sampled_from(question.option_ids)
        cell = option if question.kind.takes_one else st.lists(option, max_size=2)
        if draw(st.booleans()):
            row[name] = draw(cell)
    if is_case:
        row = {"ruleset": "tiny", "version": RULES.version, "answers": row}
    row["note"] = draw(st.sampled_from(["a", "2020-01-01", "é\n", '"'])) + "!"
    row["number"] = draw(st.sampled_from([0, -7, 2**40, True]))
    return draw(st.sampled_from([json.dumps(row)] * 9 + ODD))


def told(read: ReadLines) -> tuple[list[dict[str, Any]], list[int], list[int]]:
    rows = [{key: cell for key, cell in row.items() if cell is not None} for row in _rows(read)]
    return rows, list(read.numbers), [one.row for one in read.rejected]


def _rows(read: ReadLines) -> list[dict[str, Any]]:
    return read.batch.to_pylist()


@pytest.mark.slow
@examples(300)
@given(
    st.booleans().flatmap(lambda is_case: st.lists(lines(is_case), min_size=1, max_size=4)),
    st.sampled_from(["", "\n"]),
)
def test_both_readers_agree(written: list[str], end: str) -> None:
    content = ("\n".join(written) + end).encode()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_lines, "_plain", lambda *_: None)
        slowly = told(read_lines(content, 5, RULES))
    assert told(read_lines(content, 5, RULES)) == slowly


def test_plain_lines_take_the_quick_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_lines, "_read_lines", None)
    read = read_lines(b'{"leg": ["hot"], "note": "x"}\n{"leg": [], "note": ""}\n', 0, RULES)
    assert told(read) == ([{"leg": ["hot"], "note": '"x"'}, {"leg": [], "note": '""'}], [1, 2], [])
    case = b'{"ruleset": "tiny", "id": 7, "answers": {"leg": ["hot"]}}'
    assert told(read_lines(case, 4, RULES)) == ([{"leg": ["hot"], "id": "7"}], [5], [])


def test_an_odd_line_does_not_slow_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    slow, slowly = json_lines._read_lines, []
    monkeypatch.setattr(
        json_lines, "_read_lines", lambda lines, _: slowly.extend(lines) or slow(lines, RULES)
    )
    odd = b'{"leg": "not_sure", "severity": "mild"}'
    read = read_lines(b'{"leg": ["hot"]}\n' + odd + b'\n{"leg": []}\n', 0, RULES)
    rows = [{"leg": ["hot"]}, {"leg": ["not_sure"], "severity": "mild"}, {"leg": []}]
    assert (told(read), slowly) == ((rows, [1, 2, 3], []), [(2, odd)])
