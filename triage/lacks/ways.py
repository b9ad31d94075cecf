"""Ways to a conclusion: the answer facts that bring a condition about, through the chain of rules.

One search serves everybody who asks what is lacking. What differs is the manner: which facts count
as answers still to give, and which ways are kept. There can be
more ways than anybody could follow; a search that leaves some out says so.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Protocol

from triage.answers.value import Answers
from triage.engine.assessment import Assessment
from triage.lacks.fewest import surely_lacks
from triage.language.agreement import agree_together
from triage.language.conditions import AllOf, AnyOf, Condition, Fact, Is, IsNot, Reaches
from triage.language.ruleset import RuleSet

MOST_WAYS = 32
"""How many ways of meeting one condition are followed; the nearest ones stay."""

MOST_STEPS = 20_000
"""How often one search puts two ways together; after that it leaves ways out."""

Way = frozenset[Is | IsNot]
"""Answer facts that one person can yield together."""


@dataclass(frozen=True, slots=True)
class WaysFound:
    """Ways to a condition, and whether no other one was left out because there were too many."""

    ways: tuple[Way, ...] = ()
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class Lacking:
    """What a condition lacks: the fewest answers, or None where none can bring it.

    Where ``is_certain`` is false not all ways were followed: there may be one, or a shorter one.
    """

    answers: tuple[Is | IsNot, ...] | None
    is_certain: bool


class Manner(Protocol):
    """How a search goes about it."""

    def answer(self, fact: Is | IsNot) -> Iterable[Way]:
        """The ways to have this answer fact."""

    def keep(self, ways: Iterable[Way]) -> WaysFound:
        """The ways that are followed further, in order."""


class Search:
    """Finds the ways to conditions of one rule set; where it is not ``is_bounded``, however long
    it takes. Of ``facts``, where they are given, it is known that no others come about.
    """

    def __init__(
        self,
        ruleset: RuleSet,
        manner: Manner,
        *,
        is_bounded: bool = True,
        facts: Collection[Fact] | None = None,
    ) -> None:
        self._questions, self._manner, self._is_bounded = ruleset.questions, manner, is_bounded
        self._graph = ruleset.graph
        self._found: dict[Fact, WaysFound] = {}
        self._steps = 0
        for fact in self._graph.concluded_facts:  # in chaining order: no chain is too long
            if facts is None or fact in facts:
                self._found[fact] = self._either(self._bringing(fact))

    def of(self, condition: Condition) -> WaysFound:
        """The ways to ``condition``, those kept; none where it cannot come about."""
        if isinstance(condition, AllOf):
            return self._every(condition.parts)
        if isinstance(condition, AnyOf):
            return self._either(condition.parts)
        if isinstance(condition, Reaches):
            return self._reaching(condition)
        if isinstance(condition, Is | IsNot):
            return WaysFound(tuple(self._manner.answer(condition)))
        return self._found.get(condition, WaysFound())

    def _bringing(self, fact: Fact) -> list[Condition]:
        return [rule.when for rule in self._graph.concluding(fact)]

    def _every(self, parts: Iterable[Condition]) -> WaysFound:
        found = WaysFound((Way(),))
        for part in parts:
            found = self._both(found, self.of(part))
        return found

    def _either(self, conditions: Sequence[Condition]) -> WaysFound:
        if not conditions:
            return WaysFound()
        followed = [self.of(condition) for condition in conditions]
        kept = self._manner.keep(way for found in followed for way in found.ways)
        return WaysFound(kept.ways, kept.is_whole and all(found.is_whole for found in followed))

    def _reaching(self, condition: Reaches) -> WaysFound:
        """Ways to points that add up, part after part: for each sum the ways to reach it so far."""
        found = {0: WaysFound((Way(),))}
        for part, points in zip(condition.parts, condition.points, strict=True):
            ways = self.of(part)
            after = dict(found)
            for reached, so_far in found.items():
                if reached < condition.least and ways.ways:
                    total = min(condition.least, reached + points)
                    with_part = self._both(so_far, ways)
                    after[total] = self._one_of(after.get(total), with_part)
            found = after if ways.is_whole else {s: _partial(one) for s, one in after.items()}
        return found.get(condition.least, WaysFound((), all(w.is_whole for w in found.values())))

    def _both(self, found: WaysFound, others: WaysFound) -> WaysFound:
        steps = self._steps + len(found.ways) * len(others.ways)
        can_follow = not self._is_bounded or steps <= MOST_STEPS
        joined = self._manner.keep(self._joined(found.ways, others.ways) if can_follow else ())
        is_whole = found.is_whole and others.is_whole and joined.is_whole
        return WaysFound(joined.ways, is_whole and can_follow)

    def _one_of(self, found: WaysFound | None, others: WaysFound) -> WaysFound:
        if found is None:
            return others
        kept = self._manner.keep((*found.ways, *others.ways))
        is_whole = found.is_whole and others.is_whole and kept.is_whole
        return WaysFound(kept.ways, is_whole)

    def _joined(self, ways: Iterable[Way], others: Iterable[Way]) -> Iterator[Way]:
        for way, other in product(ways, others):
            self._steps += 1
            if agree_together(way, other, self._questions):
                yield way | other


class Nearest:
    """Follows the ways that lack the fewest answers; known ones belong to a way, so that none
    contradicts what was said.
    """

    def __init__(self, known: Iterable[Is | IsNot]) -> None:
        self._known = frozenset(known)

    def answer(self, fact: Is | IsNot) -> Iterable[Way]:
        """The fact itself."""
        return (Way({fact}),)

    def keep(self, ways: Iterable[Way]) -> WaysFound:
        """The ways that lack least, the nearest first, without those that contain another one."""
        nearest = sorted(dict.fromkeys(ways), key=lambda way: (len(way - self._known), len(way)))
        return smallest(nearest, MOST_WAYS)


def _partial(found: WaysFound) -> WaysFound:
    return WaysFound(found.ways, is_whole=False)


def smallest(ways: Iterable[Way], most: int) -> WaysFound:
    """The first ways that contain no earlier one, at most so many."""
    kept: list[Way] = []
    for way in ways:
        if not any(smaller <= way for smaller in kept):
            if len(kept) == most:
                return WaysFound(tuple(kept), is_whole=False)
            kept.append(way)
    return WaysFound(tuple(kept))


def lacks(assessment: Assessment, condition: Condition) -> Lacking:
    """The fewest answers that ``condition`` lacks to hold, known ones staying as they are."""
    found = _nearest(assessment.ruleset, assessment.answers).of(condition)
    if not found.ways:
        return Lacking(None, found.is_whole)
    lacking = found.ways[0].difference(assessment.answers.facts())
    is_shortest = found.is_whole or len(lacking) <= surely_lacks(assessment, condition)
    return Lacking(tuple(sorted(lacking, key=str)), is_shortest)


@lru_cache(maxsize=4)
def _nearest(ruleset: RuleSet, answers: Answers) -> Search:
    return Search(ruleset, Nearest(answers.facts()))
