"""Many cases at once: a condition over bits means what it means in each case alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.random_rulesets import conditions
from triage.engine.bits import EVERYWHERE, Numbering, columns, places
from triage.language.conditions import (
    ALWAYS,
    AnyOf,
    Condition,
    Fact,
    Holds,
    Is,
    IsNot,
    atoms,
    holds,
)

FACTS: tuple[Fact, ...] = (Is("q", "a"), Is("q", "b"), IsNot("q", "a"), Holds("f"), Holds("g"))
any_condition = conditions(st.sampled_from(FACTS), fewest_parts=0)
many_cases = st.lists(st.sets(st.sampled_from(FACTS)), max_size=70)


@pytest.mark.slow
@given(any_condition, many_cases)
def test_a_condition_over_bits_holds_in_the_cases_in_which_it_holds(
    condition: Condition, cases: list[set[Fact]]
) -> None:
    facts = Numbering(FACTS)
    bits = facts.compiled(condition)(facts.table(columns(cases), len(cases)))
    assert list(places(bits)) == [
        place for place, known in enumerate(cases) if holds(condition, known)
    ]


@pytest.mark.slow
@given(any_condition, many_cases, st.sets(st.sampled_from(FACTS)))
def test_a_fact_without_a_number_holds_nowhere(
    condition: Condition, cases: list[set[Fact]], numbered: set[Fact]
) -> None:
    facts = Numbering(numbered)
    bits = facts.compiled(condition)(facts.table(columns(cases), len(cases)))
    assert list(places(bits)) == [
        place for place, known in enumerate(cases) if holds(condition, known & numbered)
    ]


@pytest.mark.slow
@given(any_condition)
def test_each_fact_has_a_number_of_its_own(condition: Condition) -> None:
    read = set(atoms(condition))
    facts = Numbering(atoms(condition))
    assert len(set(facts.numbers(read)) - {EVERYWHERE}) == len(read)
    assert facts.numbers(set(FACTS) - read) == ()


def test_what_needs_nothing_holds_everywhere_and_what_nothing_suffices_for_nowhere() -> None:
    facts = Numbering(())
    table = facts.table({}, 3)
    assert facts.compiled(ALWAYS)(table) == 0b111
    assert facts.compiled(AnyOf(()))(table) == 0


@pytest.mark.slow
@given(many_cases)
def test_columns_are_the_rows_turned(rows: list[set[Fact]]) -> None:
    turned = columns(rows)
    assert turned.keys() == set().union(*rows)
    for fact, bits in turned.items():
        assert list(places(bits)) == [place for place, row in enumerate(rows) if fact in row]


@pytest.mark.slow
@given(st.sets(st.integers(0, 300)))
def test_the_places_of_bits_are_those_that_are_set(numbers: set[int]) -> None:
    assert list(places(sum(1 << number for number in numbers))) == sorted(numbers)
