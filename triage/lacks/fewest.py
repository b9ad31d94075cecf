"""A bound on how many answer facts a condition lacks: so many it lacks for certain, maybe more.

Where a way is as short as the bound no way that was left out can be shorter.
"""

from __future__ import annotations

from collections.abc import Iterable

from triage.engine.assessment import Assessment
from triage.language.conditions import (
    Condition,
    Fact,
    Is,
    IsNot,
    Reaches,
    added_up,
    fold,
)

NEVER = 1_000_000
"""More than any condition lacks: nothing brings it."""


def surely_lacks(assessment: Assessment, condition: Condition) -> int:
    """How many answer facts are lacking at least, whether or not one person can give them."""
    graph = assessment.ruleset.graph
    of_fact: dict[Fact, int] = dict.fromkeys(assessment.facts, 0)

    def fact(one: Fact) -> int:
        return of_fact.get(one, 1 if isinstance(one, Is | IsNot) else NEVER)

    def bound(one: Condition) -> int:
        return fold(one, fact, _most, _least, _points)

    for concluded in graph.concluded_facts:
        if concluded not in of_fact:
            of_fact[concluded] = _least(bound(rule.when) for rule in graph.concluding(concluded))
    return bound(condition)


def _points(weighed: list[tuple[int, int]], whole: Reaches) -> int:
    """Facts that stand apart are lacked one by one; parts that share some may be lacked at once."""
    are_apart = len(set(whole.parts)) == len(whole.parts) and all(
        isinstance(part, Is | IsNot) for part in whole.parts
    )
    return added_up(weighed, whole.least, sum if are_apart else _most, _least)


def _most(bounds: Iterable[int]) -> int:
    return max(bounds, default=0)


def _least(bounds: Iterable[int]) -> int:
    return min(bounds, default=NEVER)
