"""Mutants of the programme: one small wrong edit of one module each, made by cosmic-ray."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import unified_diff
from functools import cached_property
from itertools import islice
from pathlib import Path
from random import Random

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names

ROOT = Path(__file__).parents[2]
WRITTEN = Path(__file__).with_name("mutants.toml")


@dataclass(frozen=True)
class Mutant:
    """A module of the programme with one wrong edit."""

    path: str
    source: str
    tests: tuple[str, ...]
    why_equivalent: str = ""

    @property
    def module(self) -> str:
        """Its name in an import."""
        return self.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    @cached_property
    def lines(self) -> tuple[str, str]:
        """The changed lines before and after, without indentation."""
        old, new = _read(self.path).splitlines(), self.source.splitlines()
        changes = list(unified_diff(old, new, n=0))[2:]
        before = [line[1:].strip() for line in changes if line.startswith("-")]
        after = [line[1:].strip() for line in changes if line.startswith("+")]
        return " ".join(before), " ".join(after)

    @cached_property
    def place(self) -> int:
        """The first changed line."""
        pairs = zip(_read(self.path).splitlines(), self.source.splitlines(), strict=False)
        return next((line for line, (old, new) in enumerate(pairs, 1) if old != new), 1)


@dataclass(frozen=True)
class Written:
    """What `mutants.toml` says: which modules are mutated, and what is known of some mutants."""

    tests: dict[str, tuple[str, ...]]
    named: tuple[Mutant, ...]
    equivalent: dict[tuple[str, str, str], str]

    @classmethod
    def read(cls) -> Written:
        """The file; ValueError where it speaks of a line that is not there."""
        content = tomllib.loads(WRITTEN.read_text(encoding="utf-8"))
        tests = {room: tuple(files) for room, files in content["tests"].items()}
        named = tuple(
            _edited(tests=tuple(entry.pop("tests")), **entry) for entry in content.get("named", ())
        )
        equivalent = {
            (entry["path"], entry["before"], entry["after"]): entry["why"]
            for entry in content.get("equivalent", ())
        }
        for path, before, _ in equivalent:
            if before not in _read(path):
                raise ValueError(f"{WRITTEN.name}: no line of {path} says `{before}`")
        return cls(tests, named, equivalent)


def sample(written: Written, count: int, seed: int) -> tuple[list[Mutant], int]:
    """So many random mutants, every one equally likely, and how many edits there are to draw from.

    An edit that changes only an annotation changes nothing that runs: it is no mutant.
    """
    edits = [
        (path, operator, number, tests)
        for place, tests in written.tests.items()
        for path in _modules(place)
        for operator, number in _edits(_read(path))
    ]
    Random(seed).shuffle(edits)
    return list(islice(_made(edits, written), count)), len(edits)


def _made(
    edits: Iterable[tuple[str, str, int, tuple[str, ...]]], written: Written
) -> Iterator[Mutant]:
    for path, operator, number, tests in edits:
        source = mutate_code(_read(path), get_operator(operator)(), number)
        if source is not None and _meaning(source) != _meaning(_read(path)):
            mutant = Mutant(path, source, tests)
            why = written.equivalent.get((path, *mutant.lines), "")
            yield Mutant(path, source, tests, why)


def _edits(source: str) -> Iterator[tuple[str, int]]:
    """Each edit of a source: the operator that makes it and its number there."""
    nodes = list(ast_nodes(get_ast(source)))
    for name in operator_names():
        operator = get_operator(name)
        if not operator.arguments():
            places = sum(1 for node in nodes for _ in operator().mutation_positions(node))
            yield from ((name, number) for number in range(places))


def _modules(place: str) -> list[str]:
    """The modules of a folder, or the one module."""
    found = sorted((ROOT / place).glob("*.py")) or [ROOT / place]
    return [path.relative_to(ROOT).as_posix() for path in found]


def _edited(path: str, before: str, after: str, tests: tuple[str, ...]) -> Mutant:
    source = _read(path)
    if source.count(before) != 1:
        raise ValueError(f"{WRITTEN.name}: {path} does not say `{before}` once")
    return Mutant(path, source.replace(before, after), tests)


def _meaning(source: str) -> str:
    """The syntax tree without annotations, which nobody evaluates here."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.arg | ast.AnnAssign):
            node.annotation = ast.Constant(None)
        elif isinstance(node, ast.FunctionDef):
            node.returns = None
    return ast.dump(tree)


def _read(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")
