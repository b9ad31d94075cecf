"""People as JSON Lines, read into columns: an object a line, a key a question."""

from __future__ import annotations

import gc
import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import lru_cache
from itertools import chain
from json.scanner import make_scanner
from typing import Any, NamedTuple

import pyarrow as pa

from triage.answers.answer_file import as_file, read_answers, read_case
from triage.answers.streams import LONGEST_LINE, from_json
from triage.answers.value import OPTION_WORDS, YES_WORD
from triage.columnar.cells import OPEN, RAW
from triage.columnar.plain_lines import OF_A_CASE, TEXT, answer_field, plain_batch
from triage.columnar.rejected import Rejected, reason
from triage.language.diagnostics import AnswerError, Diagnostic, Span
from triage.language.model import Question
from triage.language.ruleset import RuleSet
from triage.language.words import NOT_SURE_WORD

MOST_SHOWN = 1_000
"""How much of a line that is no object is kept to show."""

Row = dict[str, Any]
Line = tuple[int, bytes]
"""A line and its number."""


class ReadLines(NamedTuple):
    """Some lines: the people in them, the number of the line of each, and the lines that are no
    person.
    """

    batch: pa.RecordBatch
    numbers: Sequence[int]
    rejected: Sequence[Rejected]


def read_lines(content: bytes, before: int, ruleset: RuleSet) -> ReadLines:
    """The people in these lines, of which so many stand ``before``; blank lines are passed over.

    A line is an object with a key for each question that was asked, or what `triage assess` takes.
    """
    lines = list(enumerate(content.removesuffix(b"\n").split(b"\n"), start=before + 1))
    plain = _plain(lines, ruleset)
    if plain:
        return plain
    odd: list[Line] = []
    others: list[Line] = []
    is_odd = _odd_cell(ruleset).search
    for one in lines:
        (odd if is_odd(one[1]) else others).append(one)
    plain = _plain(others, ruleset) if odd else None
    with _without_cycles():
        return _merged(plain, _read_lines(odd, ruleset)) if plain else _read_lines(lines, ruleset)


@lru_cache(maxsize=4)
def _odd_cell(ruleset: RuleSet) -> re.Pattern[bytes]:
    """Finds a list of options that is written as something else, as `not_sure` is."""
    names = [one.id for one in ruleset.questions.values() if not one.kind.takes_one]
    return re.compile(rf'"(?:{"|".join(map(re.escape, names))})":\s*[^\s\[]'.encode())


def _plain(lines: Sequence[Line], ruleset: RuleSet) -> ReadLines | None:
    """The lines where none of them is odd."""
    batch = plain_batch([line for _, line in lines], ruleset)
    return None if batch is None else ReadLines(batch, [number for number, _ in lines], ())


def _merged(some: ReadLines, others: ReadLines) -> ReadLines:
    """Both, each line at its place."""
    tables = (pa.Table.from_batches([one.batch]) for one in (some, others))
    whole = pa.concat_tables(tables, promote_options="default")
    numbers = [*some.numbers, *others.numbers]
    places = sorted(range(len(numbers)), key=numbers.__getitem__)
    batch = whole.take(places).combine_chunks().to_batches()[0]
    return ReadLines(batch, [numbers[place] for place in places], others.rejected)


@contextmanager
def _without_cycles() -> Iterator[None]:
    """Nobody looks for circles meanwhile: values of JSON have none, and there are many."""
    was_looked_for = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_looked_for:
            gc.enable()


def _read_lines(lines: Iterable[Line], ruleset: RuleSet) -> ReadLines:
    rows: dict[int, Row] = {}
    rejected: list[Rejected] = []
    for number, line in lines:
        if not line or line.isspace():
            continue
        try:
            rows[number] = _row(line, ruleset)
        except AnswerError as error:
            shown = line[:MOST_SHOWN].decode(errors="replace")
            rejected.append(Rejected(number, reason(error), {"line": shown}))
    try:
        return ReadLines(_batch(rows.values(), ruleset), list(rows), rejected)
    except _CELL_ERRORS:
        sound = {number: row for number, row in rows.items() if _is_sound(row, ruleset)}
        rejected += (
            _unsound(number, rows[number], ruleset) for number in rows.keys() - sound.keys()
        )
        return ReadLines(_batch(sound.values(), ruleset), list(sound), rejected)


_SCAN = make_scanner(json.JSONDecoder(parse_constant=int))  # type: ignore[arg-type] # it has no type
"""Reads one value. NaN and its like are no numbers, and are refused with words elsewhere."""
_CELL_ERRORS = (pa.ArrowInvalid, pa.ArrowTypeError, UnicodeEncodeError, TypeError, KeyError)


def _row(line: bytes, ruleset: RuleSet) -> Row:
    """The keys of a line, those of its answers among them.

    Raises:
        AnswerError: it is no object, or its answers are to another rule set.
    """
    row = _value(line, ruleset)
    if not isinstance(row, dict):
        raise _wrong("T503", "a line is one object with a key for each question")
    answers = row.get("answers")
    if not isinstance(answers, dict) or "answers" in ruleset.questions:
        return row
    own = ruleset.id, ruleset.version
    if (row.get("ruleset", own[0]), row.get("version", own[1])) != own:
        case = {key: row[key] for key in OF_A_CASE if key in row}
        answers = as_file(read_case(case, ruleset, Span(ruleset.id)), ruleset)["answers"]
        assert isinstance(answers, dict)
    others = {key: cell for key, cell in row.items() if key not in OF_A_CASE}
    # who was asked nothing is a person, too
    return {**others, **(answers or dict.fromkeys(ruleset.questions))}


def _value(line: bytes, ruleset: RuleSet) -> object:
    """What is written in a line. Where it has as many keys as stand in it none stands twice."""
    with suppress(ValueError, RecursionError, StopIteration):
        text = line.decode()
        value, end = _SCAN(text, 0)
        is_whole = len(line) < LONGEST_LINE and (end == len(text) or text[end:].isspace())
        if is_whole and isinstance(value, dict) and len(value) == line.count(b'":'):
            return value
    return from_json(_text(line), ruleset.id, 1)


def _text(line: bytes) -> str:
    if len(line) > LONGEST_LINE:
        raise _wrong("T101", f"the line is longer than {LONGEST_LINE // 1024**2} MB")
    try:
        return line.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _wrong("T101", "the line is not UTF-8 text") from error


def _wrong(code: str, message: str) -> AnswerError:
    return AnswerError([Diagnostic(code, message, Span("line"))])


def _batch(rows: Collection[Row], ruleset: RuleSet) -> pa.RecordBatch:
    """The rows as columns. Raises one of ``_CELL_ERRORS`` where a cell is nothing that can be."""
    keys = dict.fromkeys(chain.from_iterable(rows))
    for key in keys:
        key.encode()  # half a character is no name
    asked = [question for name, question in ruleset.questions.items() if name in keys or not keys]
    fields = [answer_field(question) for question in asked]
    listed = _with_lists(rows, [one for one in asked if not one.kind.takes_one])
    arrays = pa.array(listed, pa.struct(fields)).flatten()
    for key in keys:
        if key not in ruleset.questions:
            cells = [json.dumps(row[key]) if key in row else None for row in rows]
            arrays.append(pa.array(cells, TEXT))
            fields.append(pa.field(key, TEXT, metadata=RAW))
    return pa.RecordBatch.from_arrays(arrays, schema=pa.schema(fields))


def _with_lists(rows: Iterable[Row], questions: Iterable[Question]) -> list[Row]:
    """The rows with a list wherever a question takes one."""
    found = list(rows)
    for question in questions:
        name = question.id
        for place, row in enumerate(found):
            if name in row and type(row[name]) is not list and row[name] is not None:
                found[place] = {**row, name: _parts(row[name], question)}
    return found


def _parts(cell: object, question: Question) -> list[str]:
    """What is no list as one: a word for the whole answer, or a word for each option."""
    if isinstance(cell, str):
        return [cell]
    if not isinstance(cell, Mapping):
        raise TypeError(cell)
    if not cell.keys() <= set(question.option_ids) or not set(cell.values()) <= set(OPTION_WORDS):
        raise KeyError(question.id)
    words = {option: cell.get(option, NOT_SURE_WORD) for option in question.option_ids}
    marks = {YES_WORD: "", NOT_SURE_WORD: OPEN}
    return [option + marks[word] for option, word in words.items() if word in marks]


def _is_sound(row: Row, ruleset: RuleSet) -> bool:
    try:
        _batch([row], ruleset)
    except _CELL_ERRORS:
        return False
    return True


def _unsound(number: int, row: Row, ruleset: RuleSet) -> Rejected:
    told = "a key or a text holds half a character"
    asked = {key: cell for key, cell in row.items() if key in ruleset.questions}
    try:
        read_answers(asked, ruleset, Span(ruleset.id))
    except AnswerError as error:
        told = reason(error)
    return Rejected(number, told, row)
