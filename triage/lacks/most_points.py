"""The most points that open answers could bring a score to.

Answers exclude each other: of a question that takes one option only one counts, and an option is
not both chosen and denied. So the ways in which open questions can be answered are tried, many at a
time, one bit each. Items that share no such question are tried apart from each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, product
from math import prod

from triage.answers.value import Answers
from triage.engine.bits import EVERYWHERE, places
from triage.engine.sliced import SlicedEngine
from triage.lacks.gates import sensible
from triage.lacks.tries import MOST_BRANCHES
from triage.language.conditions import Condition, Fact, Is, IsNot, atoms
from triage.language.model import Question, ScoreItem
from triage.language.ruleset import RuleSet

Brought = frozenset[Fact]
"""What one way to answer a question brings, of what is read."""


def most_points(ruleset: RuleSet, answers: Answers) -> dict[str, int]:
    """For each score by its id what it shows at most, once open questions that make sense are
    answered in any way; exact where no more than 4,096 ways have to be tried together, and never
    too low.
    """
    points = _points(ruleset)
    ways = dict(points.ways(answers))
    return {
        score.id: score.start
        + sum(points.most_of(group, answers, ways) for group in _groups(score.items, points, ways))
        for score in ruleset.scores.values()
    }


@dataclass(frozen=True, slots=True)
class _Group:
    """Items, and the questions that they hang on together."""

    items: tuple[ScoreItem, ...]
    questions: frozenset[str]


class _Points:
    """What the items of one rule set read, through all findings."""

    def __init__(self, ruleset: RuleSet) -> None:
        self._ruleset = ruleset
        items = [item for score in ruleset.scores.values() for item in score.items]
        read = [fact for item in items for fact in atoms(item.when)]
        self._engine = SlicedEngine(ruleset, lambda rule: bool(rule.conclusions), also=read)
        self._wheres = {id(item): self._engine.facts.compiled(item.when) for item in items}
        self._reads = {id(item): frozenset(self._read_by(item.when)) for item in items}
        self._read = frozenset[Fact]().union(*self._reads.values())

    def reads(self, item: ScoreItem) -> frozenset[Fact]:
        """The answer facts that it can rest on."""
        return self._reads[id(item)]

    def _read_by(self, condition: Condition) -> Iterator[Fact]:
        rules = self._ruleset.graph.behind(atoms(condition))
        for part in (condition, *(rule.when for rule in rules)):
            yield from (fact for fact in atoms(part) if isinstance(fact, Is | IsNot))

    def ways(self, answers: Answers) -> Iterator[tuple[str, list[Brought]]]:
        """For each open question the ways to answer it of which none brings less than another."""
        for question in sensible(self._ruleset, answers):
            answer = answers[question.id]
            if answer.is_open(question):
                said = answer.yes | answer.no
                unknown = [name for name in question.option_ids if name not in said]
                yield question.id, _ways(question, unknown, self._read)

    def most_of(self, group: _Group, answers: Answers, ways: dict[str, list[Brought]]) -> int:
        """The most points that the items can come to."""
        read = frozenset[Fact]().union(*(self._reads[id(item)] for item in group.items))
        asked = [_most_bringing(way & read for way in ways[name]) for name in group.questions]
        count = prod(map(len, asked))
        if count > MOST_BRANCHES:
            asked, count = [[frozenset[Fact]().union(*found)] for found in asked], 1
        fixed = (found[0] for found in ways.values() if len(found) == 1)
        facts = dict.fromkeys((*answers.facts(), *(fact for way in fixed for fact in way)), 1)
        table = self._engine.facts.table(facts, 1)
        everywhere = (1 << count) - 1
        table = [everywhere if bits else 0 for bits in table]
        table[EVERYWHERE] = everywhere
        for place, chosen in enumerate(product(*asked)):
            for number in self._engine.facts.numbers(fact for way in chosen for fact in way):
                table[number] |= 1 << place
        self._engine.run(table)
        sums = [0] * count
        for item in group.items:
            for place in places(self._wheres[id(item)](table)):
                sums[place] += item.points
        return max(sums)


def _ways(question: Question, unknown: Sequence[str], read: Brought) -> list[Brought]:
    """The ways to answer what is unknown of the question, as what they bring of what is read."""
    if question.kind.takes_one:
        others = {name: IsNot(question.id, name) for name in question.option_ids}
        brought = ({**others, name: Is(question.id, name)}.values() for name in unknown)
        return _most_bringing(read.intersection(facts) for facts in brought)
    pairs: list[tuple[Fact, ...]] = [
        (Is(question.id, name), IsNot(question.id, name)) for name in unknown
    ]
    both = [pair for pair in pairs if read.issuperset(pair)]
    if 2 ** len(both) > MOST_BRANCHES:
        both = []
    one_way = read.intersection(chain.from_iterable(pairs)).difference(*both)
    return [one_way.union(picked) for picked in product(*both)]


def _most_bringing(ways: Iterable[Brought]) -> list[Brought]:
    """The ways without those that bring less than another one."""
    found = dict.fromkeys(ways)
    return [way for way in found if not any(way < other for other in found)]


def _groups(
    items: Iterable[ScoreItem], points: _Points, ways: dict[str, list[Brought]]
) -> list[_Group]:
    """The items in groups that share no question that can be answered in several ways."""
    found: list[_Group] = []
    several = {name: some[0].union(*some) for name, some in ways.items() if len(some) > 1}
    for item in items:
        read = points.reads(item)
        asked = frozenset(name for name, brought in several.items() if read & brought)
        joined = [group for group in found if group.questions & asked]
        found = [group for group in found if group not in joined]
        together = (one for group in joined for one in group.items)
        found.append(_Group((*together, item), asked.union(*(one.questions for one in joined))))
    return found


@lru_cache(maxsize=4)
def _points(ruleset: RuleSet) -> _Points:
    return _Points(ruleset)
