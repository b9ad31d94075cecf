"""Reading answers: one file, or a stream of any length; a bad line never takes the rest down."""

from __future__ import annotations

import io
import json
import tracemalloc
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import IO, cast

import pytest

from triage.answers import streams
from triage.answers.answer_file import as_file, read_case
from triage.answers.value import NOT_SURE, Answers, State, choose
from triage.language import source
from triage.language.diagnostics import AnswerError, Span
from triage.language.ruleset import RuleSet

GOOD = '{"ruleset": "tiny", "answers": {"severity": "severe"}}'


def stream(*lines: str) -> IO[bytes]:
    return io.BytesIO("\n".join(lines).encode() + b"\n")


def test_each_line_is_a_case_and_blank_lines_are_none(tiny: RuleSet) -> None:
    read = list(
        streams.read_stream(
            stream(GOOD, "", '{"ruleset": "tiny", "id": "x", "answers": {}}'), "s", tiny
        )
    )
    assert [(case.line, case.label) for case in read] == [(1, None), (3, "x")]
    assert read[0].answers == Answers({"severity": choose(tiny.questions["severity"], "severe")})


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{", "s:2:2: this is not valid JSON: expecting property name enclosed in double quotes"),
        ("[1]", "s:2:1: a case is a mapping with `ruleset` and `answers`"),
        (
            '{"ruleset": "tiny", "answers": {"severity": NaN}}',
            "s:2:1: this is not valid JSON: it holds a number that JSON does not have",
        ),
        (
            '{"ruleset": "tiny", "answers": {"severity": 5}}',
            "s:2:1: `severity` takes one option, not `5`",
        ),
        (
            '{"ruleset": "tiny", "answers": {"severity": true}}',
            "s:2:1: `severity` takes one option, not `true`",
        ),
        (
            '{"ruleset": "tiny", "answers": {"leg": null}}',
            "s:2:1: `leg` takes a list of options, not `null`",
        ),
        (
            '{"ruleset": "tiny", "answers": {}, "answers": {}}',
            "s:2:1: `answers` is written twice in one object",
        ),
        ("[" * 100_000, "s:2:1: this is not valid JSON: it is nested too deep"),
        ('{"ruleset": "tiny"}', "s:2:1: the key `answers` is missing"),
    ],
)
def test_a_bad_line_is_named_and_the_rest_still_read(tiny: RuleSet, line: str, says: str) -> None:
    read = list(streams.read_stream(stream(GOOD, line, GOOD), "s", tiny))
    assert [case.error is None for case in read] == [True, False, True]
    assert str(read[1].error) == says


def test_junk_without_a_line_break_is_one_bad_line(tiny: RuleSet) -> None:
    junk = io.BytesIO(b"\xff" * 10_000_000 + b"\n" + GOOD.encode())
    read = list(streams.read_stream(junk, "s", tiny))
    assert str(read[0].error) == "s:1:1: the line is longer than 1 MB"
    assert read[1].answers is not None


@pytest.mark.slow
def test_a_stream_is_read_in_flat_memory(tiny: RuleSet) -> None:
    class Endless:
        """A stream of ten thousand cases that are made when asked for; kept, they would take ten
        times the memory.
        """

        def __init__(self) -> None:
            self.lines: Iterator[bytes] = (GOOD.encode() + b"\n" for _ in range(10_000))

        def readline(self, _: int) -> bytes:
            return next(self.lines, b"")

    tracemalloc.start()
    count = sum(1 for _ in streams.read_stream(cast("IO[bytes]", Endless()), "s", tiny))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 10_000
    assert peak < 2_000_000


class BlankLines:
    """An input of so many blank lines, and one after them; made when it is read."""

    def __init__(self, count: int, *lines: str) -> None:
        blank = (b" \r\n" for _ in range(count))
        self.lines = chain(blank, (line.encode() + b"\n" for line in lines))

    def readline(self, _: int) -> bytes:
        return next(self.lines, b"")

    def read(self, _: int) -> bytes:
        return b"".join(self.lines)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("lines", "is_stream", "places"),
    [
        ((GOOD, "", "{]"), True, [100_001, 100_003]),
        (("{", "", "", GOOD), True, [100_001, 100_004]),
        (("ruleset: tiny", "answers: {oops: yes}"), False, [100_002]),
        ((), False, [1]),
    ],
)
def test_blank_lines_before_a_case_take_no_memory_and_are_counted(
    tiny: RuleSet, lines: tuple[str, ...], is_stream: bool, places: list[int]
) -> None:
    blank = cast("IO[bytes]", BlankLines(100_000, *lines))
    tracemalloc.start()
    opened_as_stream, cases = streams.read_unknown(blank, "<stdin>", tiny)
    found = list(cases)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert opened_as_stream is is_stream
    assert [_place(read) for read in found] == places
    assert peak < 4_000_000


def _place(read: streams.Read) -> int:
    """The line that the case stands on, or that its error names."""
    if isinstance(read.error, AnswerError):
        return read.error.diagnostics[0].span.line
    return read.line


@pytest.mark.slow
def test_more_blank_lines_than_a_file_may_hold_are_no_case(tiny: RuleSet) -> None:
    blank = io.BytesIO((b" " * 99 + b"\n") * (source.LARGEST_FILE // 100 + 1))
    is_stream, (read,) = streams.read_unknown(blank, "<stdin>", tiny)
    assert not is_stream
    assert str(read.error) == "<stdin>:1:1: the file is larger than 4 MB"


def test_answers_survive_a_round_trip_through_yaml_and_json(tiny: RuleSet) -> None:
    leg = tiny.questions["leg"]
    answers = Answers(
        {
            "alarm": choose(tiny.questions["alarm"]),
            "leg": choose(leg, "swollen", others=State.NOT_SURE),
            "severity": NOT_SURE,
            "clothes": choose(tiny.questions["clothes"], "no"),
        }
    )
    content = as_file(answers, tiny)
    assert read_case(source.parse(source.dump(content), "f"), tiny, Span("f")) == answers
    assert read_case(json.loads(json.dumps(content)), tiny, Span("f")) == answers


def test_a_mapping_keeps_what_is_known_and_leaves_the_rest_open(tiny: RuleSet) -> None:
    content = {
        "ruleset": "tiny",
        "answers": {"leg": {"swollen": "yes", "hot": "not_sure"}, "alarm": {"cold": "no"}},
    }
    answers = read_case(content, tiny, Span("f"))
    assert (answers["leg"].yes, answers["leg"].no) == ({"swollen"}, frozenset())
    assert (answers["alarm"].yes, answers["alarm"].no) == (frozenset(), {"cold"})
    assert answers["leg"].is_unsure(tiny.questions["leg"])


def test_four_kinds_of_silence_are_kept_apart(tiny: RuleSet) -> None:
    answers = read_case(
        {"ruleset": "tiny", "answers": {"leg": [], "smoking": "declined", "severity": "not_sure"}},
        tiny,
        Span("f"),
    )
    assert [answers[name].state for name in ("leg", "smoking", "severity", "stairs")] == [
        State.GIVEN,
        State.DECLINED,
        State.NOT_SURE,
        State.NOT_ASKED,
    ]
    assert answers["leg"] == choose(tiny.questions["leg"])


def test_a_missing_file_is_reported_by_name(tiny: RuleSet) -> None:
    read = streams.read_file(Path("nowhere.yaml"), tiny)
    assert isinstance(read.error, AnswerError)
    assert str(read.error) == "nowhere.yaml:1:1: the file cannot be read: no such file or directory"
