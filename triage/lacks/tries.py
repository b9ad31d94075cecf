"""Answers to open questions to try, many in one pass: one bit of an integer for each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, chain, combinations, islice, pairwise
from math import comb

from triage.engine.bits import EVERYWHERE, places
from triage.engine.sliced import SlicedEngine
from triage.language.conditions import Fact, Is, IsNot, atoms
from triage.language.model import Question, Rule
from triage.language.ruleset import RuleSet
from triage.language.words import Level

MOST_BRANCHES = 4_096
"""How many answers to one question are tried; in general this is as hard as satisfiability."""

Options = frozenset[str]


@dataclass(frozen=True, slots=True)
class Tries:
    """Answers to one question to try: each chooses what all of them do, but for its own options,
    which are the other way round.
    """

    question: Question
    unknown: tuple[str, ...]
    common: Options
    own: Sequence[Options]
    columns: tuple[tuple[int, int], ...]
    """For each fact that a rule reads, by its number, the answers that bring it, a bit each."""

    def chosen(self, place: int) -> Options:
        """The options that the answer at ``place`` chooses."""
        return self.common ^ self.own[place]


class Trials:
    """Tries many answers in one pass; knows only the rules that can raise a level."""

    def __init__(self, ruleset: RuleSet) -> None:
        rules = [rule for rule in ruleset.rules if _can_raise(rule, ruleset.lowest)]
        self._levels_up = ruleset.levels
        self._engine = SlicedEngine(ruleset, lambda rule: _can_raise(rule, ruleset.lowest))
        self._read = {fact for rule in rules for fact in atoms(rule.when)}
        self._read_of: dict[str, tuple[Options, Options]] = {}
        self._kept: dict[tuple[str, int], Tries] = {}

    def numbers(self, facts: Iterable[Fact]) -> tuple[int, ...]:
        """What is known of a case, as the numbers of its facts."""
        return self._engine.facts.numbers(facts)

    def read_of(self, question: Question) -> tuple[Options, Options]:
        """The options that rules read as chosen only, and those that they read both ways."""
        if question.id not in self._read_of:
            ids = question.option_ids
            chosen = Options(name for name in ids if Is(question.id, name) in self._read)
            denied = Options(name for name in ids if IsNot(question.id, name) in self._read)
            self._read_of[question.id] = chosen - denied, chosen & denied
        return self._read_of[question.id]

    def branches(self, question: Question, unknown: tuple[str, ...]) -> Tries:
        """The answers that decide what the question can reach; the unknown options are open."""
        return self._keep(question, unknown, 0)

    def few(self, question: Question, unknown: tuple[str, ...], size: int) -> Tries:
        """The answers of so many options; with one also "none of these", which comes first."""
        return self._keep(question, unknown, size)

    def _keep(self, question: Question, unknown: tuple[str, ...], size: int) -> Tries:
        """The block, kept for the next case where nothing was said of the question."""
        if len(unknown) < len(question.options):
            return self._made(question, unknown, size)
        key = question.id, size
        if key not in self._kept:
            self._kept[key] = self._made(question, unknown, size)
        return self._kept[key]

    def _made(self, question: Question, unknown: tuple[str, ...], size: int) -> Tries:
        singles = [Options({option}) for option in unknown]
        if question.kind.takes_one:
            return self.block(question, unknown, Options(), singles if size < 2 else [])
        if size == 0:
            helping, both_ways = self.read_of(question)
            branched = [option for option in unknown if option in both_ways]
            own = list(islice(_subsets(branched), MOST_BRANCHES))
            return self.block(question, unknown, helping.intersection(unknown), own)
        if size == 1:
            return self.block(question, unknown, Options(), [Options(), *singles])
        pairs = combinations(unknown, 2) if comb(len(unknown), 2) <= MOST_BRANCHES else ()
        return self.block(question, unknown, Options(), list(map(Options, pairs)))

    def block(
        self, question: Question, unknown: tuple[str, ...], common: Options, own: Sequence[Options]
    ) -> Tries:
        """These answers to the question, ready to be tried."""
        everywhere = (1 << len(own)) - 1
        turned = dict.fromkeys(unknown, 0)
        for place, options in enumerate(own):
            for option in options:
                turned[option] |= 1 << place
        columns: list[tuple[int, int]] = []
        for option, bits in turned.items():
            chosen = bits ^ everywhere if option in common else bits
            columns += self._numbered(Is(question.id, option), chosen)
            columns += self._numbered(IsNot(question.id, option), chosen ^ everywhere)
        return Tries(question, unknown, common, own, tuple(columns))

    def _numbered(self, fact: Fact, bits: int) -> Iterator[tuple[int, int]]:
        return ((number, bits) for number in self._engine.facts.numbers((fact,)))

    def levels(self, known: tuple[int, ...], blocks: Sequence[Tries]) -> list[list[Level]]:
        """The level of the case with each answer of each block."""
        starts = _starts(blocks)
        found = self._levels(known, _columns(blocks, starts), starts[-1]) if blocks else []
        return [found[start:stop] for start, stop in pairwise(starts)]

    def decide(
        self, known: tuple[int, ...], blocks: Sequence[Tries]
    ) -> tuple[list[list[Level]], list[Level]]:
        """As ``levels``, and for each block the level with all facts of its question at once: no
        answer to it brings more.
        """
        starts = _starts(blocks)
        ceilings = (
            (number, 1 << place)
            for place, block in enumerate(blocks, starts[-1])
            for number, _ in block.columns
        )
        columns = chain(_columns(blocks, starts), ceilings)
        found = self._levels(known, columns, starts[-1] + len(blocks))
        levels = [found[start:stop] for start, stop in pairwise(starts)]
        return levels, found[starts[-1] :]

    def _levels(
        self, known: tuple[int, ...], columns: Iterable[tuple[int, int]], count: int
    ) -> list[Level]:
        table = self._engine.facts.table({}, count)
        for number in known:
            table[number] = table[EVERYWHERE]
        for number, bits in columns:
            table[number] |= bits
        reached = dict.fromkeys(self._levels_up, 0)
        for rule, bits in self._engine.run(table):
            if rule.level is not None:
                reached[rule.level] |= bits
        found = [self._levels_up[0]] * count
        for level in self._levels_up:
            for place in places(reached[level]):
                found[place] = level
        return found


def _starts(blocks: Sequence[Tries]) -> list[int]:
    """Where each block begins when they stand side by side, and where the last one ends."""
    return list(accumulate((len(block.own) for block in blocks), initial=0))


def _columns(blocks: Sequence[Tries], starts: Sequence[int]) -> Iterator[tuple[int, int]]:
    """For each fact the answers of all blocks that bring it."""
    for block, start in zip(blocks, starts, strict=False):
        for number, bits in block.columns:
            yield number, bits << start


@lru_cache(maxsize=4)
def trials(ruleset: RuleSet) -> Trials:
    """The trials of a rule set, made once."""
    return Trials(ruleset)


def _can_raise(rule: Rule, lowest: Level) -> bool:
    """Whether the rule brings a level above the lowest, or something that others may read."""
    return bool(rule.conclusions) or rule.level not in (None, lowest)


def _subsets(options: Sequence[str]) -> Iterator[Options]:
    """All subsets, the small ones first."""
    sizes = range(len(options) + 1)
    return map(Options, chain.from_iterable(combinations(options, size) for size in sizes))
