"""Conditions: the fold over them, and what is read off it, against plain recursions."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.random_rulesets import conditions, rule_holds
from triage.language.conditions import (
    AllOf,
    AnyOf,
    Condition,
    Fact,
    Holds,
    Is,
    IsNot,
    Reaches,
    atoms,
    fold,
    holds,
    needed,
    pending,
    support,
)

FACTS: tuple[Fact, ...] = (Is("q", "a"), Is("q", "b"), IsNot("q", "a"), Holds("f"), Holds("g"))
some_facts = st.sets(st.sampled_from(FACTS))
any_condition = conditions(st.sampled_from(FACTS), fewest_parts=0)


def written(condition: Condition) -> str:
    """The condition as text, by a recursion of its own."""
    match condition:
        case AllOf(parts):
            return f"all({' '.join(map(written, parts))})"
        case AnyOf(parts):
            return f"any({' '.join(map(written, parts))})"
        case Reaches(parts, points, least):
            weighed = zip(map(written, parts), points, strict=True)
            return f"{least} of({' '.join(f'{part}={worth}' for part, worth in weighed)})"
        case fact:
            return repr(fact)


def mentioned(condition: Condition) -> list[Fact]:
    match condition:
        case AllOf(parts) | AnyOf(parts) | Reaches(parts):
            return [fact for part in parts for fact in mentioned(part)]
        case fact:
            return [fact]


@pytest.mark.slow
@given(any_condition)
def test_a_fold_goes_through_every_part_in_the_order_of_the_formula(condition: Condition) -> None:
    folded = fold(
        condition,
        repr,
        lambda parts: f"all({' '.join(parts)})",
        lambda parts: f"any({' '.join(parts)})",
        lambda weighed, whole: (
            f"{whole.least} of({' '.join(f'{part}={worth}' for part, worth in weighed)})"
        ),
    )
    assert folded == written(condition)


@pytest.mark.slow
@given(any_condition)
def test_points_added_up_with_all_and_any_mean_the_same(condition: Condition) -> None:
    for facts in powerset(FACTS):
        said = fold(condition, lambda fact, facts=facts: fact in facts, all, any)
        assert said == rule_holds(condition, set(facts))


def powerset(facts: tuple[Fact, ...]) -> Iterator[tuple[Fact, ...]]:
    return chain.from_iterable(combinations(facts, size) for size in range(len(facts) + 1))


@pytest.mark.slow
@given(any_condition.filter(lambda condition: not isinstance(condition, Reaches)))
def test_a_fold_looks_at_no_more_parts_than_are_asked_for(condition: Condition) -> None:
    seen: list[Fact] = []
    fold(condition, seen.append, lambda _: None, lambda _: None)
    assert seen == ([condition] if isinstance(condition, Fact) else [])


@pytest.mark.slow
@given(any_condition)
def test_the_facts_of_a_condition_are_those_it_mentions(condition: Condition) -> None:
    assert list(atoms(condition)) == mentioned(condition)


@pytest.mark.slow
@given(any_condition, some_facts)
def test_a_condition_holds_as_the_plain_meaning_says(
    condition: Condition, facts: set[Fact]
) -> None:
    assert holds(condition, facts) == rule_holds(condition, facts)


@pytest.mark.slow
@given(any_condition, some_facts)
def test_what_supports_a_condition_is_enough_for_it(condition: Condition, facts: set[Fact]) -> None:
    found = support(condition, facts)
    assert set(found) <= facts
    assert holds(condition, found) == holds(condition, facts)


@pytest.mark.slow
@given(any_condition, some_facts, some_facts)
def test_what_is_pending_is_possible_and_would_be_enough(
    condition: Condition, known: set[Fact], others: set[Fact]
) -> None:
    possible = known | others
    found = pending(condition, known.__contains__, possible.__contains__)
    assert set(found) <= possible - known
    assert holds(condition, {*known, *found}) == holds(condition, possible)
    assert not (found and holds(condition, known))


@pytest.mark.slow
@given(any_condition)
def test_without_a_fact_that_is_needed_nothing_suffices(condition: Condition) -> None:
    for fact in needed(condition):
        assert not holds(condition, set(FACTS) - {fact})
