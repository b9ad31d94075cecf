"""Whether answers agree: all at once, or new ones with old ones."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.random_rulesets import OPTIONS, make_question
from triage.language.agreement import agree, agree_together
from triage.language.conditions import Is, IsNot
from triage.language.words import Kind

QUESTIONS = {f"q{place}": make_question(place, kind) for place, kind in enumerate(Kind)}
FACTS = st.frozensets(
    st.sampled_from([kind(name, o) for kind in (Is, IsNot) for name in QUESTIONS for o in OPTIONS])
).filter(lambda facts: agree(facts, QUESTIONS))


@pytest.mark.slow
@pytest.mark.mutants
@settings(max_examples=300, deadline=None)
@given(FACTS, FACTS)
def test_facts_agree_together_where_all_of_them_do(one: frozenset, other: frozenset) -> None:  # type: ignore[type-arg]
    assert agree_together(one, other, QUESTIONS) == agree(one | other, QUESTIONS)
