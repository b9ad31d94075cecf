"""Several students side by side, without names: one result file a student, as `triage practise
--results` writes it.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import count, product
from pathlib import Path
from string import ascii_uppercase

from triage.language.diagnostics import TriageError
from triage.language.ruleset import RuleSet
from triage.practice.records.progress import parsed
from triage.practice.records.result import NotAResult, PracticeResult
from triage.practice.records.summary import Summary, summarise

LARGEST = 32_000_000
"""No file of results is larger, in bytes."""
BEGINNING = '{"schema": '


class ForeignFile(TriageError):
    """A file that holds no results of the rule set."""

    def __init__(self, path: Path, what: str, line: int = 0) -> None:
        super().__init__(f"`{path}`{f', line {line}' if line else ''}: {what}")


@dataclass(frozen=True)
class Student:
    """What one file says; ``letter`` stands for whoever it belongs to."""

    letter: str
    summary: Summary


@dataclass(frozen=True)
class StudentComparison:
    """The students by letter, all of them together, and the rule-set versions they practised on.

    ``cut_off`` counts lines that end too early, as a killed programme leaves them; they are left
    out.
    """

    students: tuple[Student, ...]
    together: Summary
    versions: tuple[str, ...]
    cut_off: int


def compare(paths: Iterable[Path], ruleset: RuleSet, now: datetime) -> StudentComparison:
    """The students whose results stand in ``paths``. Letters follow the content, so they tell
    nothing of the order.

    Raises:
        ForeignFile: a file holds something else than results of ``ruleset``, or the same as another
            file.
        OSError: a file cannot be read.
    """
    files: dict[str, tuple[PracticeResult, ...]] = {}
    cut_off = 0
    for path in paths:
        content = _content(path)
        digest = hashlib.sha256(content).hexdigest()
        if digest in files:
            raise ForeignFile(path, "this file holds the same as another one")
        whole, cut = _lines(path, content)
        files[digest] = tuple(_results(path, whole, ruleset))
        cut_off += cut
    everything = [result for digest in sorted(files) for result in files[digest]]
    named = zip(letters(), sorted(files), strict=False)
    students = (Student(letter, summarise(files[digest], now)) for letter, digest in named)
    versions = sorted({result.version for result in everything})
    return StudentComparison(tuple(students), summarise(everything, now), tuple(versions), cut_off)


def letters() -> Iterator[str]:
    """A, B, … Z, AA, AB, … without end.

    >>> from itertools import islice
    >>> list(islice(letters(), 25, 28))
    ['Z', 'AA', 'AB']
    """
    for length in count(1):
        yield from map("".join, product(ascii_uppercase, repeat=length))


def _content(path: Path) -> bytes:
    with path.open("rb") as file:
        content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise ForeignFile(path, f"this file is larger than {LARGEST // 1_000_000} MB")
    return content


def _lines(path: Path, content: bytes) -> tuple[dict[int, str], int]:
    """The lines that say something, by number, without those that were cut off; and how many of
    those there are.
    """
    lines = content.decode("utf-8-sig", errors="replace").split("\n")
    found = {number: line for number, line in enumerate(lines, 1) if line.strip()}
    if not found:
        raise ForeignFile(path, "this file is empty")
    whole = {number: line for number, line in found.items() if not _is_cut_off(line)}
    if not whole:
        raise ForeignFile(path, "this file holds no whole result")
    return whole, len(found) - len(whole)


def _is_cut_off(line: str) -> bool:
    """Whether the line begins as a result does and ends too early."""
    return line.startswith(BEGINNING) and not line.rstrip().endswith("}")


def _results(path: Path, lines: Mapping[int, str], ruleset: RuleSet) -> Iterator[PracticeResult]:
    for number, line in lines.items():
        try:
            yield _result(line, ruleset)
        except NotAResult as error:
            raise ForeignFile(path, str(error), number) from None


def _result(line: str, ruleset: RuleSet) -> PracticeResult:
    result = parsed(line)
    if result.ruleset != ruleset.id:
        raise NotAResult(
            f"this result belongs to the rule set `{result.ruleset}`, not to `{ruleset.id}`"
        )
    if not all(math.isfinite(mark.points) and math.isfinite(mark.most) for mark in result.marks):
        raise NotAResult("this result holds points that are no numbers")
    return result
