"""What could rise: each claim against trying every answer, be options read one way or both."""

from __future__ import annotations

from itertools import chain, combinations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.examples import examples
from tests.random_rulesets import assemble, make_question, make_rule, naive
from triage.answers.value import NOT_SURE, Answers, choose
from triage.engine.assessment import Assessment
from triage.engine.reference import ReferenceEngine
from triage.lacks import rise, tries
from triage.lacks.rise import Rise, could_rise
from triage.language.conditions import AllOf, AnyOf, Condition, Is, IsNot
from triage.language.model import Question
from triage.language.ruleset import RuleSet
from triage.language.words import Kind, Level

NAMES = tuple("abcdefgh")
LEVELS = (Level.SEE_DOCTOR, Level.URGENT, Level.EMERGENCY)


def condition(random: Random, names: tuple[str, ...], depth: int = 2) -> Condition:
    if depth == 0 or random.random() < 0.3:
        made = random.choice((Is, IsNot))
        return made(f"q{random.randrange(2)}", random.choice(names))
    parts = tuple(condition(random, names, depth - 1) for _ in range(random.randint(2, 4)))
    return random.choice((AllOf, AnyOf))(parts)


def made(random: Random, count: int) -> RuleSet:
    """Two questions of `many` options, and rules that read them chosen, not chosen or both ways."""
    names = NAMES[:count]
    questions = [make_question(place, Kind.MANY, options=names) for place in range(2)]
    rules = [
        make_rule(f"r{place}", condition(random, names), random.choice(LEVELS))
        for place in range(random.randint(1, 6))
    ]
    return assemble(questions, [], [], rules)


def reached(assessment: Assessment, question: Question, options: tuple[str, ...]) -> Level:
    answers = assessment.answers.replaced(question.id, choose(question, *options))
    return ReferenceEngine(assessment.ruleset).assess(answers).level


def subsets(names: tuple[str, ...]) -> list[tuple[str, ...]]:
    sizes = range(len(names) + 1)
    return list(chain.from_iterable(combinations(names, size) for size in sizes))


def moments(random: Random, count: int) -> Assessment:
    ruleset = made(random, count)
    other = ruleset.questions["q1"]
    chosen = tuple(name for name in other.option_ids if random.random() < 0.4)
    answers = random.choice((Answers(), Answers({"q0": NOT_SURE})))
    if random.random() < 0.5:
        answers = answers.replaced("q1", choose(other, *chosen))
    return ReferenceEngine(ruleset).assess(answers)


@pytest.mark.slow
@examples(400)
@given(st.randoms(use_true_random=False))
def test_the_level_is_the_highest_of_all_answers_and_no_smaller_answer_reaches_it(
    random: Random,
) -> None:
    assessment = moments(random, random.randint(2, 6))
    found = {rise.question.id: rise for rise in could_rise(assessment)}
    for name, question in assessment.ruleset.questions.items():
        if name in assessment.answers.given and name != "q0":
            assert name not in found
            continue
        levels = {
            chosen: reached(assessment, question, chosen) for chosen in subsets(question.option_ids)
        }
        highest = max(levels.values())
        if highest == assessment.level:
            assert name not in found
            continue
        claimed = found[name]
        assert (claimed.level, claimed.is_certain) == (highest, True)
        assert levels[claimed.options] == highest
        assert all(levels[part] < highest for part in subsets(claimed.options)[:-1])


@pytest.mark.slow
@examples(200)
@given(st.randoms(use_true_random=False))
def test_where_branches_are_cut_off_nothing_is_missed_and_nothing_is_guessed(
    random: Random,
) -> None:
    assessment = moments(random, 6)
    with pytest.MonkeyPatch.context() as patch:
        for module in (rise, tries):
            patch.setattr(module, "MOST_BRANCHES", 4)
        tries.trials.cache_clear()
        found = {rise.question.id: rise for rise in could_rise(assessment)}
        tries.trials.cache_clear()
    for name, question in assessment.ruleset.questions.items():
        if name in assessment.answers.given and name != "q0":
            continue
        levels = [reached(assessment, question, chosen) for chosen in subsets(question.option_ids)]
        claimed = found.get(name, Rise(question, (), assessment.level))
        if claimed.is_certain:
            assert claimed.level == max(levels)
        else:
            assert claimed.options == ()
            assert claimed.level >= max(levels)


def test_an_emergency_that_needs_a_hundred_options_is_found_with_all_of_them() -> None:
    names = tuple(f"o{place}" for place in range(100))
    question = make_question(0, Kind.MANY, options=names)
    rule = make_rule("r", AllOf(tuple(Is("q0", name) for name in names)), Level.EMERGENCY)
    ruleset = assemble([question], [], [], [rule])
    (found,) = could_rise(ReferenceEngine(ruleset).assess(Answers()))
    assert (found.options, found.level) == (names, Level.EMERGENCY)


def test_an_emergency_needs_no_more() -> None:
    question = make_question(0, Kind.MANY, options=NAMES)
    rules = [make_rule(name, Is("q0", name), Level.EMERGENCY) for name in NAMES]
    ruleset = assemble([question], [], [], rules)
    engine = ReferenceEngine(ruleset)
    assert could_rise(engine.assess(Answers({"q0": choose(question, "a")}))) == ()


@pytest.mark.parametrize("chosen_too", [False, True])
def test_where_choosing_nothing_raises_the_level_no_option_is_named(chosen_too: bool) -> None:
    question = make_question(0, Kind.MANY)
    rules = [make_rule("none", AllOf(tuple(IsNot("q0", name) for name in "abc")), Level.URGENT)]
    if chosen_too:
        rules.append(make_rule("chosen", Is("q0", "a"), Level.SEE_DOCTOR))
    ruleset = assemble([question], [], [], rules)
    assert could_rise(naive(ruleset, Answers())) == (Rise(question, (), Level.URGENT),)


@pytest.mark.parametrize(
    ("ways", "named"), [(("abc", "def"), 3), (("ab", "cdef"), 2), (("abcd", "bcde"), 4)]
)
def test_of_several_ways_one_is_named_whole_and_two_options_before_more(
    ways: tuple[str, ...], named: int
) -> None:
    question = make_question(0, Kind.MANY, options=tuple("abcdef"))
    when = AnyOf(tuple(AllOf(tuple(Is("q0", name) for name in way)) for way in ways))
    ruleset = assemble([question], [], [], [make_rule("r", when, Level.URGENT)])
    (found,) = could_rise(naive(ruleset, Answers()))
    assert "".join(found.options) in ways
    assert len(found.options) == named
