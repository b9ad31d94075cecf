"""What follows for each person of a block, as Arrow columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from triage.columnar.answer_columns import AnswerColumns
from triage.columnar.bit_rows import Bits, Machine, everybody, flags, where
from triage.columnar.cause_lists import CauseLists
from triage.columnar.person_lists import PersonLists
from triage.columnar.program import FITS, Program
from triage.engine.reference import reference_engine
from triage.lacks.unsure import unsure_rises
from triage.language.ruleset import RuleSet

Ends = npt.NDArray[np.int32]


class Block(NamedTuple):
    """Some people: what they said, and for whom each gate holds."""

    columns: AnswerColumns
    rows: Sequence[Bits]

    @property
    def people(self) -> int:
        """How many they are."""
        return self.columns.people


class Judge:
    """Draws the conclusions of one rule set for block after block of people.

    ``makes`` are the columns that it can make, each from a block.
    """

    def __init__(self, ruleset: RuleSet) -> None:
        self.ruleset, self.program = ruleset, Program(ruleset)
        self._machine = Machine(self.program.circuit)
        self._causes = CauseLists(self.program)
        self.makes: Mapping[str, Callable[[Block], pa.Array]] = {
            "level": self._level,
            "causes": self._listed_causes,
            "findings": self._findings,
            "firings": self._firings,
            "score": self._score,
            "unsure": self._unsure,
        }

    def block(self, columns: AnswerColumns) -> Block:
        """The people of these columns; it stands until the next block is asked for."""
        return Block(columns, self._machine.run(columns.known, columns.people))

    def level_numbers(self, block: Block) -> npt.NDArray[np.uint8]:
        """The rank of the level of each person."""
        found = np.zeros(block.people, np.uint8)
        for gate in self.program.above:
            found += flags(block.rows[gate], block.people)
        return found

    def level_bits(self, block: Block) -> list[Bits]:
        """The people at each level, the least urgent first."""
        above = [everybody(block.people), *(block.rows[gate] for gate in self.program.above)]
        return [here & ~higher for here, higher in pairwise([*above, np.zeros_like(above[0])])]

    def _level(self, block: Block) -> pa.Array:
        ids = [level.id for level in self.ruleset.levels]
        return _words(self.level_numbers(block), ids)

    def _listed_causes(self, block: Block) -> pa.Array:
        ends, places = self._causes.of(block.rows, block.people)
        ids = _words(self._causes.causes.take(places), list(self.ruleset.causes))
        fits = _words(self._causes.fits.take(places), [fit.value for fit in FITS])
        return _lists(ends, pa.StructArray.from_arrays([ids, fits], ["id", "fit"]))

    def _findings(self, block: Block) -> pa.Array:
        """Findings stand by the first rule that brings them, which is not the same for all."""
        names = list(self.ruleset.findings)
        rules = [rule for rule in self.ruleset.rules if rule.finding is not None]
        number = {name: place for place, name in enumerate(names)}
        of_rule = np.array([number[rule.finding] for rule in rules if rule.finding], np.int16)
        before: dict[str | None, Bits] = {}
        lists = PersonLists(block.people, len(rules))
        for place, rule in enumerate(rules):
            fires = block.rows[self.program.fired[rule.id]]
            news = fires & ~before[rule.finding] if rule.finding in before else fires
            before[rule.finding] = before.get(rule.finding, news) | fires
            lists.add(where(news, block.people), np.array(place))
        ends, places = lists.joined()
        return _lists(ends, _words(of_rule.take(places), names))

    def _firings(self, block: Block) -> pa.Array:
        lists = PersonLists(block.people, len(self.program.fired))
        for place, gate in enumerate(self.program.fired.values()):
            lists.add(where(block.rows[gate], block.people), np.array(place))
        ends, places = lists.joined()
        return _lists(ends, _words(places, list(self.program.fired)))

    def _score(self, block: Block) -> pa.Array:
        """The points of each score, in the order of the author."""
        points = np.zeros((block.people, len(self.program.scores)), np.int32)
        for place, score in enumerate(self.program.scores):
            points[:, place] = score.start
            for worth, gate in score.items:
                points[:, place] += worth * flags(block.rows[gate], block.people).astype(np.int32)
        ids = np.tile(np.arange(len(self.program.scores)), block.people)
        ends = np.arange(block.people + 1, dtype=np.int32) * len(self.program.scores)
        words = _words(ids, [score.id for score in self.program.scores])
        return _lists(
            ends, pa.StructArray.from_arrays([words, pa.array(points.ravel())], ["id", "points"])
        )

    def _unsure(self, block: Block) -> pa.Array:
        """The level that answers left unsure could bring, where it is higher; one by one."""
        found: list[int | None] = [None] * block.people
        engine = reference_engine(self.ruleset)
        for person in where(block.columns.unsure, block.people).tolist():
            rises = unsure_rises(engine.assess(block.columns.answers(person)))
            found[person] = rises[0].level.rank if rises else None
        levels = pa.array([level.id for level in self.ruleset.levels])
        return pa.DictionaryArray.from_arrays(pa.array(found, pa.int16()), levels)


def _words(numbers: npt.NDArray[np.integer[Any]], words: Sequence[str]) -> pa.Array:
    """For each number the word that it stands for."""
    return pa.DictionaryArray.from_arrays(
        pa.array(numbers.astype(np.int16, copy=False)), pa.array(words, pa.string())
    )


def _lists(ends: Ends, parts: pa.Array) -> pa.Array:
    return pa.ListArray.from_arrays(pa.array(ends), parts)


@lru_cache(maxsize=4)
def judge(ruleset: RuleSet) -> Judge:
    """The judge of the rule set, made once."""
    return Judge(ruleset)
