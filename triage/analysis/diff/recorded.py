"""What an edit changes for the people in a table: who moves to another level, and who loses or
gains a cause. Each row is taken as it stands, whether or not it would be asked so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import reduce
from itertools import permutations
from operator import or_
from typing import NamedTuple

from triage.analysis.diff.level_scale import LevelChange, grounded_side, on_one_scale
from triage.analysis.diff.renames import Renames, renamed, renames
from triage.answers.value import Answers
from triage.columnar.answer_columns import AnswerColumns
from triage.columnar.bit_rows import Bits, everybody, how_many, nobody, where
from triage.columnar.cores import Cores
from triage.columnar.judge import Block, judge
from triage.columnar.pieces import Piece
from triage.columnar.table import PeopleTable, rows_of
from triage.language.model import Rule
from triage.language.ruleset import RuleSet

Sides = tuple[RuleSet, RuleSet]
LISTED, NOT_LISTED = "listed", "not listed"
MOST_RULES = 5
"""How many of the rules that move people are named."""


@dataclass(frozen=True, slots=True)
class Crossing:
    """From one level to another one, or with ``cause`` from being listed to not being listed, or
    the other way round; a level is named by its id.
    """

    before: str
    after: str
    is_down: bool
    cause: str = ""


class Person(NamedTuple):
    """One row of a table: its number, and what it says."""

    row: int
    answers: Answers


@dataclass(frozen=True)
class Walk:
    """The people who take a step: how many, by which rules, and the first of them.

    ``rules`` are those that held them up and no longer do, or that lift them now, each with how
    many of the people.
    """

    step: Crossing
    people: int
    rules: Counter[str]
    example: Person

    def joined(self, later: Walk) -> Walk:
        """These people, and those of a later piece."""
        return replace(self, people=self.people + later.people, rules=self.rules + later.rules)

    @property
    def told_rules(self) -> tuple[tuple[str, int], ...]:
        """The rules that move most of them."""
        return tuple(self.rules.most_common(MOST_RULES))


@dataclass(frozen=True)
class RecordedDiff:
    """What changes for the people of a table.

    ``unread`` are the rows that the old and that the new rule set cannot read; only rows that both
    can are compared. ``walks`` stand with downgrades first, levels before causes.
    """

    old: RuleSet
    new: RuleSet
    people: int
    moved: int
    unread: tuple[int, int]
    walks: tuple[Walk, ...]
    levels: tuple[LevelChange, ...] = ()

    @property
    def downgrades(self) -> tuple[Walk, ...]:
        """The walks down: to a lower level, or away from a cause."""
        return tuple(walk for walk in self.walks if walk.step.is_down)

    @property
    def upgrades(self) -> tuple[Walk, ...]:
        """The walks up."""
        return tuple(walk for walk in self.walks if not walk.step.is_down)


@dataclass
class StepTally:
    """What was found so far."""

    people: int = 0
    moved: int = 0
    unread: tuple[int, int] = (0, 0)
    walks: dict[Crossing, Walk] = field(default_factory=dict)

    def add(self, later: StepTally) -> None:
        """Count what was found in the next piece, too."""
        self.people += later.people
        self.moved += later.moved
        self.unread = self.unread[0] + later.unread[0], self.unread[1] + later.unread[1]
        for step, walk in later.walks.items():
            self.walks[step] = self.walks[step].joined(walk) if step in self.walks else walk


def on_people(pairing: Pairing, table: PeopleTable) -> Generator[StepTally]:
    """What changes for the people of a table, piece after piece.

    Raises:
        TableError: the table cannot be read.
        ColumnsError: its columns are no answers.
    """
    for side in pairing.sides:
        judge(side)  # made before the processes are copied
    with closing(Cores(pairing, table.cores)) as cores:
        yield from cores.in_order(table.pieces(pairing.asking))


class Pairing:
    """Two rule sets that hear the same people, told in the same names and in one scale of levels.

    People answer in the ids of the old one, and questions that only the new one has. ``sides`` are
    the old and the new one; ``asking`` knows the questions of both.
    """

    def __init__(self, old: RuleSet, new: RuleSet) -> None:
        self._pair = old, new
        names = renames(old, new)
        before = renamed(old, replace(names, questions={}, options={}))
        after = renamed(new, _backwards(names))
        scale = on_one_scale(before, after)
        self.sides: Sides = (
            grounded_side(scale.old, scale.old_lowest),
            grounded_side(scale.new, scale.new_lowest),
        )
        self._level_changes = scale.changes
        self.asking = replace(before, questions={**after.questions, **before.questions})

    def __call__(self, piece: Piece) -> StepTally:
        """What changes for the people of a piece."""
        rows = rows_of(piece, self.asking)
        old, new = (AnswerColumns(side, rows.batch) for side in self.sides)
        is_read = everybody(old.people) & ~(old.bad | new.bad)
        blocks = [judge(self.sides[0]).block(old), judge(self.sides[1]).block(new)]
        tally = StepTally(
            how_many(is_read),
            unread=(len(rows.rejected) + how_many(old.bad), len(rows.rejected) + how_many(new.bad)),
        )
        moved = nobody(old.people)
        for step, who, rules in Compared(self.sides, blocks, is_read).steps():
            moved = moved | who
            first = int(where(who, old.people)[0])
            example = Person(rows.numbers[first], old.answers(first))
            tally.walks[step] = Walk(step, how_many(who), rules, example)
        tally.moved = how_many(moved)
        return tally

    def summed(self, tallies: Iterable[StepTally]) -> RecordedDiff:
        """All pieces together."""
        whole = StepTally()
        for tally in tallies:
            whole.add(tally)
        walks = tuple(sorted(whole.walks.values(), key=self._urgency))
        return RecordedDiff(
            *self._pair, whole.people, whole.moved, whole.unread, walks, self._level_changes
        )

    def _urgency(self, walk: Walk) -> tuple[bool, bool, int, int]:
        """Sorts downgrades first, then levels, those from the highest level first, then the most
        people.
        """
        step, ranks = walk.step, {level.id: level.rank for level in self.sides[0].levels}
        highest = max(ranks.get(step.before, 0), ranks.get(step.after, 0))
        return not step.is_down, bool(step.cause), -highest, -walk.people


def _backwards(names: Renames) -> Renames:
    """The questions and options of the new rule set by their old ids."""
    questions = {after: before for before, after in names.questions.items()}
    options = {
        names.questions.get(question, question): {after: before for before, after in pairs.items()}
        for question, pairs in names.options.items()
    }
    return Renames(questions, options)


class Compared:
    """What both rule sets conclude of one block of people, but for those who cannot be read."""

    def __init__(self, sides: Sides, blocks: Sequence[Block], is_read: Bits) -> None:
        self._sides, self._blocks, self._is_read = sides, blocks, is_read
        self._judges = [judge(side) for side in sides]

    def steps(self) -> Iterator[tuple[Crossing, Bits, Counter[str]]]:
        """Each step that anybody takes, who they are, and the rules that bring it about."""
        return ((step, who, self._rules(step, who)) for step, who in self._taken() if who.any())

    def _taken(self) -> Iterator[tuple[Crossing, Bits]]:
        old, new = (
            one.level_bits(block) for one, block in zip(self._judges, self._blocks, strict=True)
        )
        for before, after in permutations(self._sides[0].levels, 2):
            who = old[before.rank] & new[after.rank] & self._is_read
            yield Crossing(before.id, after.id, after < before), who
        for cause in dict.fromkeys(name for side in self._sides for name in side.causes):
            was, is_now = (self._listed(place, cause) for place in (0, 1))
            yield Crossing(LISTED, NOT_LISTED, True, cause), was & ~is_now & self._is_read
            yield Crossing(NOT_LISTED, LISTED, False, cause), is_now & ~was & self._is_read

    def _listed(self, place: int, cause: str) -> Bits:
        rules = self._sides[place].graph.about_cause(cause)
        fired = (self._fired(place, rule) for rule in rules if rule.speaks_for)
        return reduce(or_, fired, nobody(self._blocks[place].people))

    def _rules(self, step: Crossing, who: Bits) -> Counter[str]:
        """The rules that held these people up and no longer do, or that lift them now."""
        own, other = (0, 1) if step.is_down else (1, 0)
        higher = step.before if step.is_down else step.after
        found: Counter[str] = Counter()
        for rule in self._sides[own].rules:
            is_behind = rule.cause == step.cause and rule.speaks_for
            if is_behind if step.cause else rule.level is not None and rule.level.id == higher:
                fires = self._fired(own, rule) & who
                twin = self._sides[other].rule.get(rule.id)
                if twin is not None and twin.then == rule.then:
                    fires &= ~self._fired(other, twin)
                found[rule.id] = how_many(fires)
        return +found

    def _fired(self, place: int, rule: Rule) -> Bits:
        return self._blocks[place].rows[self._judges[place].program.fired[rule.id]]
