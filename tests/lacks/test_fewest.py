"""How many answers a condition lacks at least."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.examples import examples
from tests.random_rulesets import answers_to, assemble, make_question, make_rule, naive, rulesets
from triage.answers.value import Answers
from triage.engine.reference import ReferenceEngine
from triage.lacks.fewest import NEVER, surely_lacks
from triage.lacks.ways import lacks
from triage.language.conditions import Holds, Is, IsNot, Reaches, atoms
from triage.language.words import Kind


@pytest.mark.slow
@examples(200)
@given(st.data())
def test_no_fewer_answers_than_said_make_a_rule_fire(data: st.DataObject) -> None:
    ruleset = data.draw(rulesets())
    assessment = naive(ruleset, data.draw(answers_to(ruleset)))
    rule = data.draw(st.sampled_from(ruleset.rules))
    fewest = surely_lacks(assessment, rule.when)
    answer_facts = {
        fact for one in ruleset.rules for fact in atoms(one.when) if isinstance(fact, Is | IsNot)
    }
    open_facts = sorted(answer_facts - assessment.facts, key=str)
    if fewest and open_facts:
        fewer = st.sets(st.sampled_from(open_facts), max_size=min(fewest - 1, len(open_facts)))
        facts = {*assessment.answers.facts(), *data.draw(fewer)}
        assert rule not in ReferenceEngine(ruleset).fired(facts)


def test_points_of_single_answers_are_lacked_one_by_one() -> None:
    names = tuple(f"o{place}" for place in range(12))
    question = make_question(0, Kind.MANY, options=names)
    parts = tuple(Is("q0", name) for name in names)
    score = Reaches(parts, (2, *(1,) * 11), 6)
    ruleset = assemble([question], ["f0"], [], [make_rule("r", score, Holds("f0"))])
    assessment = naive(ruleset, Answers())
    assert surely_lacks(assessment, Holds("f0")) == 5
    found = lacks(assessment, Holds("f0"))
    assert found.answers is not None
    assert (len(found.answers), found.is_certain) == (5, True)


def test_what_no_rule_concludes_is_lacked_for_good() -> None:
    ruleset = assemble([make_question(0, Kind.ONE)], ["f0"], [], [])
    assert surely_lacks(naive(ruleset, Answers()), Holds("f0")) == NEVER
