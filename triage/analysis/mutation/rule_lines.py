"""How a rule is written in its file, and the lines that change when one rule takes another's place.

The author's way of writing `when` is kept: of all ways, each part takes the one most like the lines
that stand there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher, unified_diff
from itertools import zip_longest
from pathlib import Path
from typing import TypeGuard

from triage.language.condition_writer import flows, inner
from triage.language.conditions import (
    AllOf,
    AnyOf,
    Compound,
    Condition,
    Reaches,
    Supported,
    atoms,
    compounds,
)
from triage.language.diagnostics import RuleSetError
from triage.language.model import Entry, Rule
from triage.language.source import read_text


@dataclass(frozen=True, slots=True)
class LineEdit:
    """Lines of a file from ``line`` on, and the lines that stand there instead."""

    file: str
    line: int
    before: tuple[str, ...]
    after: tuple[str, ...]

    @property
    def diff(self) -> tuple[str, ...]:
        """The lines with `-`, `+` or a space in front, unchanged ones only near a change."""
        return tuple(unified_diff(self.before, self.after, n=1, lineterm=""))[3:]


class Editor:
    """Writes changed rules where the rules they replace stand; reads each file once."""

    def __init__(self) -> None:
        self._files: dict[str, list[str]] = {}

    def edit(self, rule: Rule, changed: Rule | None) -> LineEdit:
        """The lines that make ``changed`` of ``rule``; None takes the rule out."""
        lines = self.lines(rule)
        if changed is None:
            return LineEdit(rule.span.file, rule.span.line, tuple(lines), ())
        if changed.when != rule.when:
            return self._of_item(rule, changed) or self._of_when(rule, changed, lines)
        return self._of_then(rule, changed, lines)

    def _of_when(self, rule: Rule, changed: Rule, lines: list[str]) -> LineEdit:
        start, block = block_of(lines, "when", rule.span.column - 1)
        writer = Writer(line.strip() for line in block)
        before = block or writer.when(rule.when)
        head = before[0][: before[0].index("when:")]
        first, *rest = writer.when(changed.when)
        after = [head + first, *(" " * len(head) + line for line in rest)]
        return LineEdit(rule.span.file, rule.span.line + start, tuple(before), tuple(after))

    def _of_item(self, rule: Rule, changed: Rule) -> LineEdit | None:
        """The lines of the item of a score that counts otherwise, or not at all; None where no item
        does.
        """
        for old, new in zip(_scores(rule), _scores(changed), strict=False):
            if (old.parts, old.points) != (new.parts, new.points):
                differing = zip_longest(
                    zip(old.parts, old.points, strict=True), zip(new.parts, new.points, strict=True)
                )
                place = next(at for at, (one, other) in enumerate(differing) if one != other)
                return self._of_score(old, new, place)
        return None

    def _of_score(self, old: Reaches, new: Reaches, place: int) -> LineEdit | None:
        span = next((fact.span for fact in atoms(old.parts[place]) if fact.span), None)
        if span is None:
            return None
        start, before = _item(self._file(span.file), span.line - 1)
        after: Sequence[str] = ()
        if len(new.parts) == len(old.parts):
            worth = rf"\bpoints(\s*:\s*){old.points[place]}\b"
            after = [re.sub(worth, rf"points\g<1>{new.points[place]}", line) for line in before]
        return LineEdit(span.file, start + 1, tuple(before), tuple(after))

    def _of_then(self, rule: Rule, changed: Rule, lines: list[str]) -> LineEdit:
        is_card = isinstance(rule.when, Supported)
        start, block = block_of(lines, "is" if is_card else "then", rule.span.column - 1)
        old, new = _word(rule), _word(changed)
        pattern = re.compile(rf"\b(is|level|strength)(\s*:\s*)(['\"]?){old}\b\3")
        before = block or (
            [lines[0]] if lines and pattern.search(lines[0]) else [f"{_key(rule)}: {old}"]
        )
        after = [pattern.sub(rf"\1\2\g<3>{new}\3", line, count=1) for line in before]
        return LineEdit(rule.span.file, rule.span.line + start, tuple(before), tuple(after))

    def lines(self, entry: Entry) -> list[str]:
        """The lines of the entry; none where its file cannot be read any more."""
        file, indent = entry.span.file, entry.span.column - 1
        first, *rest = self._file(file)[entry.span.line - 1 :] or [""]
        return [first, *_deeper(rest, indent - 1)] if first else []

    def _file(self, file: str) -> list[str]:
        if file not in self._files:
            self._files[file] = _read(file)
        return self._files[file]


def _scores(rule: Rule) -> list[Reaches]:
    found = compounds(rule.when)
    return [part for part in found if isinstance(part, Reaches) and part.score]


def _item(lines: list[str], at: int) -> tuple[int, list[str]]:
    """Where the entry of a list begins that stands at this line, and its lines."""
    start = at
    while start and not lines[start].lstrip().startswith("- "):
        start -= 1
    indent = len(lines[start]) - len(lines[start].lstrip())
    return start, [lines[start], *_deeper(lines[start + 1 :], indent)]


class Writer:
    """Writes conditions as their author does: of all ways, the one whose lines are most like
    ``lines``.
    """

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = frozenset(lines)
        self._likeness: dict[str, float] = {}

    def when(self, condition: Condition, key: str = "when") -> list[str]:
        """The lines of `when`, or another ``key``, for this condition, from the left margin."""
        ways = [[f"{key}: {flow}"] for flow in flows(condition)]
        if _is_listed(condition):
            ways.append([f"{key}:", *("  " + line for line in self._broken(condition))])
        return self._most_alike(ways)

    def _broken(self, condition: Compound) -> Iterator[str]:
        """The parts each on lines of their own."""
        if isinstance(condition, Reaches):
            yield from ("at_least:", f"  n: {condition.least}", "  of:")
            yield from ("  " + line for line in self._items(condition))
        else:
            yield "all:" if isinstance(condition, AllOf) else "any:"
            yield from self._items(condition)

    def _items(self, condition: Compound) -> Iterator[str]:
        for part in condition.parts:
            first, *rest = self._part(part)
            yield f"  - {first}"
            yield from (f"    {line}" for line in rest)

    def _part(self, part: Condition) -> list[str]:
        ways = [[flow] for flow in flows(part)] + [[inner(part, merged=False)]]
        if _is_listed(part):
            ways.append(list(self._broken(part)))
        return self._most_alike(ways, "- ")

    def _most_alike(self, ways: list[list[str]], mark: str = "") -> list[str]:
        def likeness(way: list[str]) -> float:
            marked = (mark + way[0], *way[1:])
            return sum(self._like(line.strip()) for line in marked) / len(marked)

        return max(ways, key=likeness)

    def _like(self, line: str) -> float:
        """How like the line is to the most similar one there."""
        if line not in self._likeness:
            there = (
                SequenceMatcher(None, line, other, autojunk=False).ratio() for other in self._lines
            )
            self._likeness[line] = 1.0 if line in self._lines else max(there, default=0.0)
        return self._likeness[line]


def _is_listed(condition: Condition) -> TypeGuard[Compound]:
    """Whether its parts can stand on lines of their own; those of a score stand elsewhere."""
    is_score = isinstance(condition, Reaches) and condition.score
    return isinstance(condition, AllOf | AnyOf | Reaches) and bool(condition.parts) and not is_score


def block_of(lines: list[str], key: str, indent: int) -> tuple[int, list[str]]:
    """The lines of the mapping's ``key`` and how many lines stand before them; no line where it is
    written in flow.
    """
    for start, line in enumerate(lines):
        if line[indent:].startswith(f"{key}:"):
            return start, [line, *_deeper(lines[start + 1 :], indent)]
    return 0, []


def _deeper(lines: list[str], indent: int) -> list[str]:
    """The first lines that stand further in than ``indent``, without what is empty at their end."""
    found: list[str] = []
    for line in lines:
        text = line.strip()
        if text and not text.startswith("#") and len(line) - len(line.lstrip()) <= indent:
            break
        found.append(line)
    while found and (not found[-1].strip() or found[-1].lstrip().startswith("#")):
        found.pop()
    return found


def _read(file: str) -> list[str]:
    try:
        return read_text(Path(file)).splitlines()
    except RuleSetError:
        return []


def _key(rule: Rule) -> str:
    return "level" if rule.strength is None else "strength"


def _word(rule: Rule) -> str:
    if rule.level is not None:
        return rule.level.id
    return rule.strength or rule.finding or ""
