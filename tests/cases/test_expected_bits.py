"""Which cases fail, and which come to something else, is asked of all cases at once in bits; here
it is asked of each case by itself, on an assessment of its own.
"""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.analysis.mutated import with_mutant
from tests.examples import examples
from tests.random_rulesets import (
    OPTIONS,
    answers_to,
    assemble,
    make_cause,
    make_question,
    make_rule,
    naive,
    rulesets,
)
from triage.analysis.mutation.mutants import mutants
from triage.analysis.mutation.outcomes import outcome
from triage.answers.value import Answers, choose
from triage.cases.conclusions import After, Before
from triage.cases.expectations import Expected, unmet
from triage.cases.expected_bits import ExpectedBits
from triage.cases.sweep import Sweep
from triage.engine.assessment import Assessment
from triage.engine.bits import places
from triage.language.conditions import Is
from triage.language.ruleset import RuleSet
from triage.language.words import ForCause, Kind, Level, Strength

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


@pytest.mark.slow
@examples(100)
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
@examples(30)
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
    compare_with_plain_runs(bits, before, expected)


def compare_with_plain_runs(
    bits: ExpectedBits, before: Before, expected: Sequence[Expected]
) -> None:
    """Every mutant, on all cases at once and on each by itself."""
    sweep, ruleset, people = before.sweep, before.sweep.ruleset, before.sweep.answers
    today = [naive(ruleset, answers) for answers in people]
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


RANKED = [make_question(place, Kind.MANY) for place in range(2)]
SPEAKS = st.sampled_from([Strength.COMPATIBLE, Strength.COMPATIBLE, Strength.AGAINST])
READS = st.builds(Is, st.sampled_from(["q0", "q1"]), st.sampled_from(OPTIONS))


@pytest.mark.slow
@examples(30)
@given(st.data())
def test_causes_of_one_fit_overtake_each_other_as_they_do_one_case_at_a_time(
    data: st.DataObject,
) -> None:
    about = st.builds(ForCause, st.sampled_from(["c0", "c1", "c2"]), SPEAKS)
    rules = [make_rule(f"r{place}", data.draw(READS), data.draw(about)) for place in range(12)]
    causes = [make_cause(place, Level.URGENT) for place in range(3)]
    ruleset = assemble(RANKED, [], causes, [*(cause.level_rule for cause in causes), *rules])
    people = [
        Answers({q.id: choose(q, *data.draw(st.sets(st.sampled_from(OPTIONS)))) for q in RANKED})
        for _ in range(PEOPLE)
    ]
    expected = [data.draw(true_expectation(naive(ruleset, answers))) for answers in people]
    before = Before(Sweep(ruleset, people))
    compare_with_plain_runs(ExpectedBits(expected), before, expected)
