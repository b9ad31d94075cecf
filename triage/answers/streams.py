"""Read answer files: YAML, JSON, and JSON Lines as a stream of any length in flat memory."""

from __future__ import annotations

import json
import math
from codecs import BOM_UTF8
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from pathlib import Path
from typing import IO

from triage.answers.answer_file import day_of, read_case
from triage.answers.value import Answers
from triage.language import source
from triage.language.diagnostics import AnswerError, Diagnostic, RuleSetError, Span, TriageError
from triage.language.ruleset import RuleSet

LONGEST_LINE = 1024 * 1024
"""Bytes; a longer line of a stream is skipped and reported."""

LINE_SUFFIXES = (".jsonl", ".ndjson")


@dataclass(frozen=True)
class Read:
    """One case of an input: its answers, or the error that keeps it from being read."""

    line: int
    label: str | None = None
    answers: Answers | None = None
    error: TriageError | None = None
    day: date | None = None
    """The day on which it was answered, where it says one."""


def is_stream(path: Path) -> bool:
    """Whether the file holds one case a line."""
    return path.suffix.lower() in LINE_SUFFIXES


def read_file(path: Path, ruleset: RuleSet) -> Read:
    """The one case in a YAML or JSON file."""
    try:
        text = source.read_text(path)
    except RuleSetError as error:
        return Read(1, error=AnswerError(error.diagnostics))
    return read_text(text, str(path), ruleset, is_json=path.suffix.lower() == ".json")


def read_bytes(content: bytes, name: str, ruleset: RuleSet) -> Read:
    """The one case in ``content``, JSON where it opens with a brace; ``name`` is used in
    messages.
    """
    try:
        text = source.decode(content, name)
    except RuleSetError as error:
        return Read(1, error=AnswerError(error.diagnostics))
    return read_text(text, name, ruleset, is_json=text.lstrip().startswith("{"))


def read_text(text: str, name: str, ruleset: RuleSet, is_json: bool) -> Read:
    """The one case in ``text``; ``name`` is used in messages."""
    try:
        value = from_json(text, name, 1) if is_json else source.parse(text, name)
        answers = read_case(value, ruleset, Span(name))
        return Read(1, _label(value), answers, day=day_of(value))
    except (AnswerError, RuleSetError) as error:
        return Read(1, error=AnswerError(error.diagnostics))


def read_lines(path: Path, ruleset: RuleSet) -> Iterator[Read]:
    """The cases of a JSON Lines file, one a line; a Read with an error where the file cannot be
    read.
    """
    try:
        with path.open("rb") as stream:
            yield from read_stream(stream, str(path), ruleset)
    except OSError as error:
        yield Read(1, error=AnswerError([source.unreadable(path, error)]))


def read_stream(stream: IO[bytes], name: str, ruleset: RuleSet) -> Iterator[Read]:
    """The cases of a JSON Lines stream, one a line; blank lines are passed over, a bad line is a
    Read with an error.
    """
    return _read_numbered(_numbered(stream), name, ruleset)


def read_unknown(stream: IO[bytes], name: str, ruleset: RuleSet) -> tuple[bool, Iterator[Read]]:
    """Whether an input of unknown kind holds one case a line, and its cases.

    It does where its first line is a whole JSON object, or where its second line begins one; blank
    lines do not count. Else it is one case.
    """
    opening = _Opening(stream)
    first = opening.next_line()
    text = first.removeprefix(BOM_UTF8).strip()
    is_object = text.startswith(b"{") and text.endswith(b"}")
    if is_object or (text and opening.next_line().startswith(b"{")):
        lines = chain(opening.lines, _numbered(stream, opening.count))
        return True, _read_numbered(lines, name, ruleset)
    return False, iter([read_bytes(opening.with_rest(), name, ruleset)])


@dataclass
class _Opening:
    """The beginning of an input of unknown kind. Of blank lines, which may have no end, only as
    much is kept as one file may hold.
    """

    stream: IO[bytes]
    lines: list[tuple[int, bytes]] = field(default_factory=list)
    """Those that are not blank, with their numbers."""
    count: int = 0
    """How many lines were read to their end, blank or not."""
    content: bytearray = field(default_factory=bytearray)

    def next_line(self) -> bytes:
        """The next line that is not blank; nothing at the end."""
        while line := self.stream.readline(LONGEST_LINE):
            number = self.count + 1
            self.count += line.endswith(b"\n")
            self.content += line[: self._room]
            if not line.isspace():
                self.lines.append((number, line))
                return line
        return b""

    def with_rest(self) -> bytes:
        """All of the input, or so much of it that no file may hold it."""
        return bytes(self.content) + self.stream.read(self._room)

    @property
    def _room(self) -> int:
        return source.LARGEST_FILE + 1 - len(self.content)


def _numbered(stream: IO[bytes], line: int = 0) -> Iterator[tuple[int, bytes]]:
    """The lines that are not blank, counted on from ``line``; of one that is too long its
    beginning.
    """
    while content := stream.readline(LONGEST_LINE + 1):
        line += 1
        if len(content) > LONGEST_LINE:
            _skip_line(stream, content)
            yield line, content
        elif content.strip():
            yield line, content


def _read_numbered(
    lines: Iterable[tuple[int, bytes]], name: str, ruleset: RuleSet
) -> Iterator[Read]:
    for line, content in lines:
        if len(content) > LONGEST_LINE:
            message = f"the line is longer than {LONGEST_LINE // 1024**2} MB"
            yield Read(line, error=AnswerError([Diagnostic("T101", message, Span(name, line))]))
        else:
            yield _read_line(content, name, line, ruleset)


def _read_line(content: bytes, name: str, line: int, ruleset: RuleSet) -> Read:
    place = Span(name, line)
    try:
        value = from_json(content.decode("utf-8-sig").rstrip(), name, line)
        return Read(line, _label(value), read_case(value, ruleset, place))
    except UnicodeDecodeError:
        return Read(
            line, error=AnswerError([Diagnostic("T101", "the line is not UTF-8 text", place)])
        )
    except AnswerError as error:
        return Read(line, error=error)


def _skip_line(stream: IO[bytes], content: bytes) -> None:
    while content and not content.endswith(b"\n"):
        content = stream.readline(LONGEST_LINE)


def from_json(text: str, name: str, line: int) -> object:
    """The value that is written in ``text``; ``name`` and ``line`` are used in messages.

    Raises:
        AnswerError: it is no JSON, or a key stands twice in one object.
    """
    try:
        return json.loads(text, object_pairs_hook=_no_repeats, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        place = Span(name, line + error.lineno - 1, error.colno)
        raise AnswerError(
            [Diagnostic("T102", f"this is not valid JSON: {error.msg.lower()}", place)]
        ) from error
    except _Repeated as error:
        message = f"`{error}` is written twice in one object"
        raise AnswerError([Diagnostic("T103", message, Span(name, line))]) from error
    except (ValueError, RecursionError) as error:
        message = "this is not valid JSON: " + (
            "it is nested too deep"
            if isinstance(error, RecursionError)
            else "it holds a number that JSON does not have"
        )
        raise AnswerError([Diagnostic("T102", message, Span(name, line))]) from error


class _Repeated(ValueError):
    """A key that stands twice in one JSON object."""


def _no_repeats(pairs: list[tuple[str, object]]) -> dict[str, object]:
    made = dict(pairs)
    if len(made) < len(pairs):
        counts = Counter(name for name, _ in pairs)
        raise _Repeated(next(name for name, count in counts.items() if count > 1))
    return made


def _no_constant(_: str) -> float:
    raise ValueError(math.nan)


def _label(value: object) -> str | None:
    """The `id` that a case gives itself, to tell the results of a stream apart."""
    label = value.get("id") if isinstance(value, dict) else None
    return (
        str(label).encode(errors="replace").decode() if label is not None else None
    )  # half a character is no text
