"""Which cases fail, and which come to something else, is asked of all cases at once in bits; here
it is asked of each case by itself, on an assessment of its own.
"""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.analysis.mutated import with_mutant
from tests.random_rulesets import answers_to, naive, rulesets
from triage.analysis.mutation.mutants import mutants
from triage.analysis.mutation.outcomes import outcome
from triage.cases.conclusions import After, Before
from triage.cases.expectations import Expected, unmet
from triage.cases.expected_bits import ExpectedBits
from triage.cases.sweep import Sweep
from triage.engine.assessment import Assessment
from triage.engine.bits import places
from triage.language.ruleset import RuleSet
from triage.language.words import Strength

COMMON = {"deadline": None, "suppress_health_check": list(HealthCheck)}
FITS = [str(strength) for strength in Strength if strength.speaks_for]
PEOPLE = 4


@st.composite
def any_expectation(draw: st.DrawFn, ruleset: RuleSet) -> Expected:
    """Something that may hold or not, of names that the rule set has and of one that it lacks."""
    rule = st.sampled_from([*ruleset.rule, "nothing"])
    cause = st.sampled_from([*ruleset.causes, "nobody"])
    by_rule = st.dictionaries(cause, rule, max_size=1)
    level = st.fixed_dictionaries({"is": st.sampled_from(ruleset.levels), "by": rule})
    return Expected.model_validate(
        {
            "level": draw(st.none() | level),
            "causes": {
                "first": draw(by_rule),
                "include": draw(by_rule),
                "fits": draw(st.dictionaries(cause, st.sampled_from(FITS), max_size=1)),
                "exclude": draw(st.lists(cause, max_size=1)),
            },
            "fires": draw(st.lists(rule, max_size=1)),
            "silent": draw(st.lists(rule, max_size=1)),
        }
    )


@st.composite
def true_expectation(draw: st.DrawFn, assessment: Assessment) -> Expected:
    """Something that holds of the assessment."""
    fired = [firing.rule.id for firing in assessment.firings]
    listed = {found.cause.id: found for found in assessment.causes}
    speaking = {name: found.speaks_for[-1].rule.id for name, found in listed.items()}
    others = [name for name in assessment.ruleset.causes if name not in listed]
    level = (
        {"is": assessment.level, "by": draw(st.sampled_from(assessment.deciding)).rule.id}
        if assessment.deciding
        else None
    )
    whole = {
        "first": dict([*speaking.items()][:1]),
        "include": speaking,
        "fits": {name: str(found.fit) for name, found in listed.items()},
        "exclude": others,
    }
    return Expected.model_validate(
        {
            "level": draw(st.sampled_from([None, level])),
            "causes": {key: value for key, value in whole.items() if draw(st.booleans())},
            "fires": fired if draw(st.booleans()) else [],
            "silent": [name for name in assessment.ruleset.rule if name not in fired],
        }
        if draw(st.booleans())
        else {"level": level, "causes": {"first": whole["first"]}}
    )


@settings(max_examples=100, **COMMON)
@given(st.data())
def test_the_cases_that_fail_are_those_of_which_something_is_unmet(data: st.DataObject) -> None:
    ruleset = data.draw(rulesets())
    people = [data.draw(answers_to(ruleset)) for _ in range(PEOPLE)]
    expected = [data.draw(any_expectation(ruleset)) for _ in people]
    found = ExpectedBits(expected).failing(Before(Sweep(ruleset, people)))
    assert list(places(found)) == [
        number
        for number, answers in enumerate(people)
        if unmet(expected[number], naive(ruleset, answers))
    ]


@pytest.mark.slow
@settings(max_examples=80, **COMMON)
@given(st.data())
def test_with_a_rule_replaced_the_same_cases_fail_and_the_same_outcomes_differ(
    data: st.DataObject,
) -> None:
    ruleset = data.draw(rulesets())
    people = [data.draw(answers_to(ruleset)) for _ in range(PEOPLE)]
    today = [naive(ruleset, answers) for answers in people]
    expected = [data.draw(true_expectation(assessment)) for assessment in today]
    bits, sweep = ExpectedBits(expected), Sweep(ruleset, people)
    before = Before(sweep)
    assert bits.failing(before) == 0
    for mutant in mutants(ruleset):
        after = After(before, sweep.with_rule(mutant.rule, mutant.changed))
        then = [naive(with_mutant(ruleset, mutant), answers) for answers in people]
        pairs = list(zip(expected, today, then, strict=True))
        assert list(places(bits.noticing(after))) == [
            number for number, (one, _, now) in enumerate(pairs) if unmet(one, now)
        ]
        assert list(places(after.differing)) == [
            number for number, (_, was, now) in enumerate(pairs) if outcome(was) != outcome(now)
        ]
