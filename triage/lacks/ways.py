"""Ways to a conclusion: the answer facts that bring a condition about, through the chain of rules.

One search serves everybody who asks what is lacking. What differs is the manner: which facts count
as answers still to give, which alternatives are followed, and which ways are kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import product
from typing import Protocol

from triage.answers.value import Answers
from triage.engine.assessment import Assessment
from triage.language.agreement import agree
from triage.language.conditions import All, Any, Condition, Fact, Is, IsNot
from triage.language.ruleset import RuleSet

MOST_WAYS = 32
"""How many ways of meeting one condition are followed; the nearest ones stay."""

Way = frozenset[Is | IsNot]
"""Answer facts that one person can yield together."""


class Manner(Protocol):
    """How a search goes about it."""

    @property
    def is_steady(self) -> bool:
        """Whether a condition has the same ways each time, so that they can be remembered."""

    def answer(self, fact: Is | IsNot) -> Iterable[Way]:
        """The ways to have this answer fact."""

    def alternatives(self, conditions: Sequence[Condition]) -> Iterable[Condition]:
        """Which of these, any one of which suffices, are followed."""

    def keep(self, ways: Iterable[Way]) -> list[Way]:
        """The ways that are followed further, in order."""


class Search:
    """Finds the ways to conditions of one rule set."""

    def __init__(self, ruleset: RuleSet, manner: Manner) -> None:
        self._questions, self._manner = ruleset.questions, manner
        self._concluding = concluding(ruleset)
        self._found: dict[Fact, list[Way]] = {}
        if manner.is_steady:  # in chaining order, so that no chain is too long for the stack
            for fact in self._concluding:
                self._found[fact] = self._either(self._concluding[fact])

    def of(self, condition: Condition) -> list[Way]:
        """The ways to ``condition``, those kept; none where it cannot come about."""
        # no fold: the manner chooses among alternatives before any of them is followed
        if isinstance(condition, All):
            return self._every(condition.parts)
        if isinstance(condition, Any):
            return self._either(condition.parts)
        if isinstance(condition, Is | IsNot):
            return list(self._manner.answer(condition))
        if self._manner.is_steady:
            return self._found.get(condition, [])
        return self._either(self._concluding.get(condition, ()))

    def _every(self, parts: Iterable[Condition]) -> list[Way]:
        ways = [Way()]
        for part in parts:
            ways = self._manner.keep(self._joined(ways, self.of(part)))
        return ways

    def _either(self, conditions: Sequence[Condition]) -> list[Way]:
        if not conditions:
            return []
        followed = self._manner.alternatives(conditions)
        return self._manner.keep(way for condition in followed for way in self.of(condition))

    def _joined(self, ways: Iterable[Way], others: Iterable[Way]) -> Iterator[Way]:
        for way, other in product(ways, others):
            both = way | other
            if agree(both, self._questions):
                yield both


class Nearest:
    """Follows the ways that lack the fewest answers; known ones belong to a way, so that none
    contradicts what was said.
    """

    is_steady = True

    def __init__(self, known: Iterable[Is | IsNot]) -> None:
        self._known = frozenset(known)

    def answer(self, fact: Is | IsNot) -> Iterable[Way]:
        """The fact itself."""
        return (Way({fact}),)

    def alternatives(self, conditions: Sequence[Condition]) -> Iterable[Condition]:
        """All of them."""
        return conditions

    def keep(self, ways: Iterable[Way]) -> list[Way]:
        """The ways that lack least, the nearest first, without those that contain another one."""
        nearest = sorted(dict.fromkeys(ways), key=lambda way: (len(way - self._known), len(way)))
        return smallest(nearest)[:MOST_WAYS]


def smallest(ways: Iterable[Way]) -> list[Way]:
    """The ways that contain no earlier one."""
    kept: list[Way] = []
    for way in ways:
        if not any(smaller <= way for smaller in kept):
            kept.append(way)
    return kept


def lacks(assessment: Assessment, condition: Condition) -> tuple[Is | IsNot, ...] | None:
    """The fewest answers that ``condition`` lacks to hold; None where they would contradict each
    other.
    """
    ways = _nearest(assessment.ruleset, assessment.answers).of(condition)
    if not ways:
        return None
    return tuple(sorted(ways[0].difference(assessment.answers.facts()), key=str))


@lru_cache(maxsize=4)
def _nearest(ruleset: RuleSet, answers: Answers) -> Search:
    return Search(ruleset, Nearest(answers.facts()))


@lru_cache(maxsize=4)
def concluding(ruleset: RuleSet) -> dict[Fact, tuple[Condition, ...]]:
    """For each finding and cause the conditions that bring it, in chaining order."""
    found: dict[Fact, list[Condition]] = {}
    for rule in ruleset.rules:
        for fact in rule.conclusions:
            found.setdefault(fact, []).append(rule.when)
    return {fact: tuple(conditions) for fact, conditions in found.items()}
