"""The table of the safety net, read as it is written in `table.yaml` and evaluated by itself.

Knows nothing of rules, conditions and engines: answers are told as what was chosen and what was
not, and a formula is folded over them. Bit n of an integer stands for answer set n, so that many
sets cost little more than one.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, reduce
from itertools import combinations, product
from operator import and_, or_
from pathlib import Path
from typing import NamedTuple

import yaml

PATH = Path(__file__).parent / "table.yaml"
LEVELS = ("self_care", "see_doctor", "urgent", "emergency")

Options = Mapping[str, Sequence[str]]
"""The options of each question."""


class Said(NamedTuple):
    """That an option was chosen, or that its question was answered and the option is not so."""

    question: str
    option: str
    is_so: bool = True


class AllOf(tuple["Formula", ...]):
    """Every part holds."""


class AnyOf(tuple["Formula", ...]):
    """At least one part holds."""


Formula = Said | AllOf | AnyOf
Told = frozenset[Said]
"""One person's answers; what was not asked, not sure or declined is not among them."""


class Way(NamedTuple):
    """One way to meet a row, and the level that it brings."""

    row: str
    level: str
    text: str
    when: Formula


class Levels(NamedTuple):
    """Where each way is met, and which sets come to each level exactly."""

    ways: tuple[int, ...]
    exactly: Mapping[str, int]


class Table:
    """The rows of the table over the questions with these options."""

    def __init__(self, options: Options) -> None:
        written = yaml.load(PATH.read_text(encoding="utf-8"), yaml.BaseLoader)
        reader = _Reader(options, written["counts_as"], written["words"])
        self.ways = tuple(
            Way(row["row"], way["level"], way["when"], reader.formula(way["when"]))
            for row in written["rows"]
            for way in row["ways"]
        )

    def levels(self, people: Sequence[Told]) -> Levels:
        """What the table says of each of them."""
        where = _columns(people)
        met = tuple(_bits(way.when, where) for way in self.ways)
        left, exactly = (1 << len(people)) - 1, {}
        for level in reversed(LEVELS[1:]):
            reached = (bits for way, bits in zip(self.ways, met, strict=True) if way.level == level)
            exactly[level] = reduce(or_, reached, 0) & left
            left &= ~exactly[level]
        return Levels(met, {**exactly, LEVELS[0]: left})

    @cached_property
    def fewest(self) -> tuple[tuple[Told, ...], ...]:
        """For each way all the answers that are just enough for it."""
        return tuple(tuple(_enough(way.when)) for way in self.ways)


class _Reader:
    """Turns the formulas of the table into what they say of options."""

    def __init__(
        self, options: Options, counts_as: Mapping[str, list[str]], words: Mapping[str, str]
    ) -> None:
        self._options, self._counts_as, self._words = options, counts_as, words
        self._questions: defaultdict[str, list[str]] = defaultdict(list)
        for question, own in options.items():
            for option in own:
                self._questions[option].append(question)

    def formula(self, text: str) -> Formula:
        return self._read(ast.parse(text.strip(), mode="eval").body)

    def _read(self, node: ast.expr) -> Formula:
        match node:
            case ast.BoolOp(op, parts):
                made = AllOf if isinstance(op, ast.And) else AnyOf
                return made(map(self._read, parts))
            case ast.Name(word) if word in self._words:
                return self.formula(self._words[word])
            case ast.Name(option):
                return self._chosen(self._question(option), option)
            case ast.Attribute(ast.Name(question), option):
                return self._chosen(question, option)
            case ast.Call(ast.Name(verb), arguments):
                return self._called(verb, arguments)
        raise ValueError(f"not a formula of the table: {ast.unparse(node)}")

    def _called(self, verb: str, arguments: list[ast.expr]) -> Formula:
        names = [ast.unparse(argument) for argument in arguments]
        match verb, names:
            case "any", [question]:
                return AnyOf(Said(question, option) for option in self._options[question])
            case "none", [question]:
                return AllOf(Said(question, option, False) for option in self._options[question])
            case "no", _:
                return AllOf(self._not_chosen(option) for option in names)
            case "two", _:
                return AnyOf(map(AllOf, combinations(map(self._read, arguments), 2)))
        raise ValueError(f"not a verb of the table: {verb}")

    def _chosen(self, question: str, option: str) -> Formula:
        if option not in self._options[question]:
            raise ValueError(f"{question} has no option {option}")
        narrower = self._counts_as.get(option, [])
        return AnyOf(Said(question, name) for name in (option, *narrower))

    def _question(self, option: str) -> str:
        """The one question that has the option."""
        found = self._questions[option]
        if len(found) != 1:
            raise ValueError(f"`{option}` is an option of {len(found)} questions")
        return found[0]

    def _not_chosen(self, option: str) -> Formula:
        question = self._question(option)
        narrower = self._counts_as.get(option, [])
        return AllOf(Said(question, name, False) for name in (option, *narrower))


def _bits(formula: Formula, where: Mapping[Said, int]) -> int:
    """The sets in which the formula holds."""
    if isinstance(formula, Said):
        return where.get(formula, 0)
    parts = (_bits(part, where) for part in formula)
    return reduce(and_ if isinstance(formula, AllOf) else or_, parts)


def _columns(people: Sequence[Told]) -> dict[Said, int]:
    """For each thing that can be said the sets in which it is."""
    rows: defaultdict[Said, bytearray] = defaultdict(lambda: bytearray(len(people) // 8 + 1))
    for place, told in enumerate(people):
        for said in told:
            rows[said][place // 8] |= 1 << place % 8
    return {said: int.from_bytes(row, "little") for said, row in rows.items()}


def _enough(formula: Formula) -> Iterator[Told]:
    """Every choice of parts that makes the formula hold and that one person can say."""
    if isinstance(formula, Said):
        yield frozenset({formula})
    elif isinstance(formula, AnyOf):
        for part in formula:
            yield from _enough(part)
    else:
        for chosen in product(*(tuple(_enough(part)) for part in formula)):
            told: Told = frozenset().union(*chosen)
            if is_one_person(told):
                yield told


def is_one_person(told: Iterable[Said]) -> bool:
    """Whether nothing is said to be so and not so."""
    told = set(told)
    return not any(said.is_so and said._replace(is_so=False) in told for said in told)
