"""Whether answers agree: all at once, or new ones with old ones."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.examples import examples
from tests.random_rulesets import OPTIONS, make_question
from triage.language.agreement import agree, agree_together, joined
from triage.language.conditions import Is, IsNot
from triage.language.words import Kind

QUESTIONS = {f"q{place}": make_question(place, kind) for place, kind in enumerate(Kind)}
FACTS = st.frozensets(
    st.sampled_from([kind(name, o) for kind in (Is, IsNot) for name in QUESTIONS for o in OPTIONS])
).filter(lambda facts: agree(facts, QUESTIONS))


@pytest.mark.slow
@examples(300)
@given(FACTS, FACTS)
def test_facts_agree_together_where_all_of_them_do(one: frozenset, other: frozenset) -> None:  # type: ignore[type-arg]
    assert agree_together(one, other, QUESTIONS) == agree(one | other, QUESTIONS)


@pytest.mark.slow
@examples(200)
@given(st.lists(FACTS | st.none(), max_size=4))
def test_parts_are_joined_where_all_of_them_agree(parts: list[frozenset | None]) -> None:  # type: ignore[type-arg]
    whole = frozenset().union(*filter(None, parts))
    fits = None not in parts and agree(whole, QUESTIONS)
    assert joined(parts, QUESTIONS) == (whole if fits else None)


def test_a_single_fact_that_no_answer_brings_is_joined_to_nothing() -> None:
    only = {"q": make_question(0, Kind.ONE, options=("a",))}
    assert joined([frozenset({IsNot("q", "a")})], only) is None
