"""The answers of a record batch as bits, and the rows that cannot be read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from triage.answers.answer_file import read_answers
from triage.answers.value import Answers
from triage.columnar.bit_rows import Bits, everybody, packed
from triage.columnar.cells import BETWEEN, NONE_OF_THESE, Codes, written
from triage.columnar.rejected import reason
from triage.language.conditions import Is, IsNot
from triage.language.diagnostics import AnswerError, Span, TriageError
from triage.language.model import Question
from triage.language.ruleset import RuleSet

Numbered = npt.NDArray[np.integer[Any]]
"""A number for each text of a column."""


class ColumnsError(TriageError):
    """Columns that no row could be read from."""


@dataclass(frozen=True)
class AnswerColumns:
    """The columns of a batch that answer questions of a rule set.

    Raises:
        ColumnsError: none does, or one is neither text nor lists of text.
    """

    ruleset: RuleSet
    batch: pa.RecordBatch

    def __post_init__(self) -> None:
        names = self.batch.schema.names
        asked = [name for name in names if name in self.ruleset.questions]
        if not asked:
            raise ColumnsError(f"no column bears the id of a question of `{self.ruleset.id}`")
        for name in asked:
            if names.count(name) > 1:
                raise ColumnsError(f"the column `{name}` is there twice")
            problem = _wrong_type(self.ruleset.questions[name], self.batch.schema.field(name).type)
            if problem:
                raise ColumnsError(f"the column `{name}` {problem}")

    @property
    def people(self) -> int:
        """How many rows there are."""
        return int(self.batch.num_rows)

    @property
    def asked(self) -> Iterator[tuple[Question, pa.Array]]:
        """Each question that has a column, with it."""
        for name in self.batch.schema.names:
            if name in self.ruleset.questions:
                yield self.ruleset.questions[name], self.batch.column(name)

    @cached_property
    def heard(self) -> tuple[ColumnSays, ...]:
        """What the columns say."""
        return tuple(
            _heard(question, column)
            for question, column in self.asked
            if not pa.types.is_null(column.type)
        )

    @cached_property
    def known(self) -> Mapping[Is | IsNot, Bits]:
        """For each answer fact the people of whom it is known."""
        return {fact: bits for heard in self.heard for fact, bits in heard.known()}

    @cached_property
    def bad(self) -> Bits:
        """The rows that cannot be read."""
        return self._any(heard.bad for heard in self.heard)

    @property
    def unsure(self) -> Bits:
        """The people who were not sure of something, or declined to say."""
        return self._any(heard.unsure for heard in self.heard)

    def _any(self, found: Iterable[Bits]) -> Bits:
        return reduce(np.bitwise_or, found, np.zeros((self.people + 7) // 8, np.uint8))

    def answers(self, row: int) -> Answers:
        """What that row says.

        Raises:
            AnswerError: it cannot be read; every problem is named.
        """
        plain = {
            question.id: written(column[row].as_py(), question)
            for question, column in self.asked
            if column[row].is_valid
        }
        return read_answers(plain, self.ruleset, Span(self.ruleset.id))

    def why_bad(self, row: int) -> str:
        """What is wrong with that row, all of it."""
        try:
            self.answers(row)
        except AnswerError as error:
            return reason(error)
        return ""


@dataclass(frozen=True)
class ColumnSays:
    """What a column says to one question, as bits over the people.

    ``chosen`` are those of each option; of the ``given`` answers all others are not so, but for
    those that are ``left_open``.
    """

    question: Question
    given: Bits
    chosen: Sequence[Bits]
    left_open: Mapping[int, Bits]
    unsure: Bits
    bad: Bits

    def known(self) -> Iterator[tuple[Is | IsNot, Bits]]:
        """For each fact the people of whom it is known."""
        for place, option in enumerate(self.question.option_ids):
            yield Is(self.question.id, option), self.chosen[place]
            denied = self.given & ~self.chosen[place]
            if place in self.left_open:
                denied &= ~self.left_open[place]
            yield IsNot(self.question.id, option), denied


def _wrong_type(question: Question, kind: pa.DataType) -> str:
    """Why a column of this type cannot answer the question; empty where it can."""
    if pa.types.is_null(kind) or _is_text(kind):
        return ""
    if not _is_list(kind):
        return f"holds {kind}; text is needed: options of `{question.id}`, `not_sure`, `declined`"
    if question.kind.takes_one:
        return f"holds lists, and `{question.id}` takes exactly one option: text is needed"
    inner = kind.value_type
    return "" if pa.types.is_null(inner) or _is_text(inner) else f"holds lists of {inner}, not text"


def _is_text(kind: pa.DataType) -> bool:
    if pa.types.is_dictionary(kind):
        return _is_text(kind.value_type)
    types = pa.types
    return any(
        is_it(kind) for is_it in (types.is_string, types.is_large_string, types.is_string_view)
    )


def _is_list(kind: pa.DataType) -> bool:
    types = pa.types
    lists = (types.is_list, types.is_large_list, types.is_fixed_size_list)
    return any(is_it(kind) for is_it in lists)


def _heard(question: Question, column: pa.Array) -> ColumnSays:
    codes, valid = Codes(question), _valid(column)
    if question.kind.takes_one:
        numbers, meant = _numbered(column, codes)
        said = _by_code((packed(numbers == number) for number in range(len(meant))), meant, valid)
        return _put_together(question, codes, valid, said, np.zeros_like(valid))
    lists = _as_lists(column) if _is_text(column.type) else column
    said, crowded = _said_in_lists(lists, codes, valid)
    return _put_together(question, codes, valid, said, crowded)


def _put_together(
    question: Question, codes: Codes, valid: Bits, said: Mapping[int, Bits], crowded: Bits
) -> ColumnSays:
    """What a column says: for each of ``codes`` who said it, and who said several things."""
    nobody = np.zeros_like(valid)
    chosen = [said.get(place, nobody) for place in range(codes.options)]
    word = said.get(codes.not_sure, nobody) | said.get(codes.declined, nobody)
    bad = said.get(codes.unknown, nobody) | (word & crowded)
    opened = ((place, said.get(codes.opened + place)) for place in range(codes.options))
    left_open = {place: bits for place, bits in opened if bits is not None}
    for place, bits in left_open.items():
        bad = bad | (bits & chosen[place])
    unsure = reduce(np.bitwise_or, left_open.values(), word)
    return ColumnSays(question, valid & ~word, chosen, left_open, unsure, bad)


def _numbered(column: pa.Array, codes: Codes) -> tuple[Numbered, Sequence[int]]:
    """A number for each text of the column, any where there is none; and the code of each number.

    The numbers are the places in a dictionary; where it holds many words that are no answer, they
    are the codes themselves.
    """
    found = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
    meant = codes.of(found.dictionary.to_pylist())
    indices = found.indices
    places = np.frombuffer(indices.buffers()[1], indices.type.to_pandas_dtype())
    places = places[indices.offset :][: len(indices)]
    if len(meant) <= codes.most:
        return places, meant
    table = np.array(meant, np.min_scalar_type(codes.most))
    return table.take(places, mode="clip"), range(codes.most)


def _by_code(found: Iterable[Bits], meant: Iterable[int], valid: Bits) -> Mapping[int, Bits]:
    """For each code the people who said it; what stands where there is nothing may be anything."""
    said: dict[int, Bits] = {}
    for bits, code in zip(found, meant, strict=True):
        said[code] = bits & valid | said[code] if code in said else bits & valid
    return said


def _said_in_lists(column: pa.Array, codes: Codes, valid: Bits) -> tuple[Mapping[int, Bits], Bits]:
    """For each code the people whose list holds it, and those whose list holds several parts."""
    if not pa.types.is_list(column.type):
        column = column.cast(pa.list_(column.type.value_type))
    offsets = column.offsets.to_numpy()
    values = column.values.slice(offsets[0], offsets[-1] - offsets[0])
    if values.null_count:
        values = pc.fill_null(values.cast(pa.string()), "")  # which is no option
    numbers, meant = _numbered(values, codes)
    lengths, people = np.diff(offsets), len(column)
    filled = np.flatnonzero(lengths > 0)
    rows = np.repeat(filled, lengths.take(filled))
    marks = np.zeros((len(meant), people), np.bool_)
    marks.ravel()[numbers.astype(np.intp) * people + rows] = True
    packed_marks = np.packbits(marks, axis=1, bitorder="little")
    return _by_code(packed_marks, meant, valid), packed(lengths > 1)


def _valid(column: pa.Array) -> Bits:
    """The rows in which something stands."""
    everyone = everybody(len(column))
    if not column.null_count:
        return everyone
    bitmap = column.buffers()[0]
    if bitmap is None or column.offset:
        return packed(column.is_valid().to_numpy(zero_copy_only=False))
    return np.frombuffer(bitmap, np.uint8, everyone.size) & everyone


def _as_lists(column: pa.Array) -> pa.Array:
    """Text as lists, as a file writes them that knows no lists."""
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    column = column.cast(pa.string())
    parts = pc.split_pattern(column, BETWEEN)
    trimmed = pa.ListArray.from_arrays(
        parts.offsets, pc.utf8_trim_whitespace(parts.values), mask=parts.is_null()
    )
    nothing = pa.array([[]], pa.list_(pa.string()))[0]
    return pc.if_else(pc.fill_null(pc.equal(column, NONE_OF_THESE), False), nothing, trimmed)
