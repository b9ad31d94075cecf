"""What an edit of a rule set changes: numbers against counting all answer sets, examples against
the engines.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cache, lru_cache
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.analysis.searched import size
from tests.edits import change
from tests.examples import examples
from tests.places import TINY
from tests.random_rulesets import (
    OPTIONS,
    assemble,
    make_question,
    make_rule,
    rule_holds,
    rulesets,
)
from tests.shell import Ran, run_triage
from triage.analysis.diff.answer_space import answer_space
from triage.analysis.diff.compare import compare
from triage.analysis.diff.comparison import Move, RuleSetDiff
from triage.analysis.diff.counted import Number, Pair
from triage.analysis.diff.graded_results import Ladder, Rung, ladders
from triage.analysis.diff.people import truths
from triage.analysis.diff.revisions import open_pair
from triage.answers.value import NOT_SURE, Answer, Answers, State, choose
from triage.cases import case_files
from triage.engine.assessment import Assessment
from triage.engine.reference import ReferenceEngine
from triage.language.conditions import ALWAYS, AllOf, Condition, Is, IsNot, atoms
from triage.language.diagnostics import RuleSetError, TriageError, UnknownName
from triage.language.load import load
from triage.language.model import Impossible, Question, Rule
from triage.language.ruleset import RuleSet
from triage.language.words import USUAL_LEVELS, By, Kind, Level, Strength
from triage.render.author.difference_words import share_words
from triage.render.author.differences import comparison_text

Steps = Counter[tuple[str | None, Rung, Rung]]


def every_answers(old: RuleSet, new: RuleSet) -> Iterator[Answers]:
    space = answer_space(truths(old, new))
    for values in product(*(range(len(variable.values)) for variable in space.variables)):
        yield space.answers({place: value for place, value in enumerate(values) if value})


def everybody(old: RuleSet, new: RuleSet) -> Iterator[Answers]:
    """All answers but those that words exclude by either rule set."""
    entries = [one.when for side in (old, new) for one in side.impossible if one.by is By.WORDS]
    for answers in every_answers(old, new):
        facts = set(answers.facts())
        if not any(rule_holds(when, facts) for when in entries):
            yield answers


def told(question: Question, said: Answer) -> list[Answer]:
    """What a person may answer of whom this is true: of several options that are, any one where one
    is taken.
    """
    options = set(question.option_ids)
    if question.kind is Kind.MANY:
        yes, no = said.yes & options, said.no & options
        return [Answer(State.GIVEN, frozenset(yes), frozenset(no)) if yes or no else NOT_SURE]
    return [choose(question, option) for option in said.yes & options] or [NOT_SURE]


def asked(ruleset: RuleSet, answers: Answers) -> set[str]:
    """The least set of questions whose gates hold, or may hold, on the asked answers."""
    found: set[str] = set()
    while True:
        may = {
            fact
            for name in found
            for option in ruleset.questions[name].option_ids
            for fact, denied in (
                (Is(name, option), answers[name].no),
                (IsNot(name, option), answers[name].yes),
            )
            if option not in denied
        }
        more = {name for name, one in ruleset.questions.items() if rule_holds(one.gate, may)}
        if more == found:
            return found
        found = more


def hears(ruleset: RuleSet, said: Answers) -> Iterator[Answers]:
    """All that a rule set may hear of a person."""
    questions = ruleset.questions.values()
    for answers in product(*(told(question, said[question.id]) for question in questions)):
        yield counting(ruleset, answers)


@lru_cache(maxsize=2000)
def counting(ruleset: RuleSet, answers: tuple[Answer, ...]) -> Answers:
    """Of an answer to each question what is asked and known, worked out once."""
    given = Answers(dict(zip(ruleset.questions, answers, strict=True)))
    known = asked(ruleset, given)
    return Answers(
        {name: one for name, one in given.given.items() if name in known and one != NOT_SURE}
    )


def results(ruleset: RuleSet, said: Answers) -> list[Assessment]:
    return [assessed(ruleset, answers) for answers in hears(ruleset, said)]


@lru_cache(maxsize=2000)
def assessed(ruleset: RuleSet, answers: Answers) -> Assessment:
    """The result, worked out once: of many people a rule set hears the same."""
    return engine(ruleset).assess(answers)


@lru_cache(maxsize=4)
def engine(ruleset: RuleSet) -> ReferenceEngine:
    return ReferenceEngine(ruleset)


def rung(ladder: Ladder, assessment: Assessment) -> Rung:
    if ladder.cause is None:
        return assessment.level
    return next((found.fit for found in assessment.causes if found.cause.id == ladder.cause), None)


def support(cause: str, assessment: Assessment) -> int:
    return next((found.balance for found in assessment.causes if found.cause.id == cause), 0)


def ways(ladder: Ladder, old: list[Assessment], new: list[Assessment]) -> list[tuple[int, int]]:
    """The places of the rungs before and after, for all that both may hear."""
    places = [
        [ladder.rungs.index(rung(ladder, result)) for result in results] for results in (old, new)
    ]
    return list(product(*places))


def counted(old: RuleSet, new: RuleSet) -> tuple[Steps, Counter[str], int]:
    """The answer sets that take each step, and those that only move the support of each cause,
    counted one by one: the deepest fall, and of who never falls the highest rise. Last, how many
    answer sets there are.
    """
    steps: Steps = Counter()
    shifted: Counter[str] = Counter()
    for answers in (everyone := list(everybody(old, new))):
        was, is_now = results(old, answers), results(new, answers)
        for ladder in ladders(old, new):
            taken = ways(ladder, was, is_now)
            worst = max(before for before, _ in taken), min(after for _, after in taken)
            best = min(before for before, _ in taken), max(after for _, after in taken)
            before, after = worst if worst[0] > worst[1] else best
            if before != after:
                steps[ladder.cause, ladder.rungs[before], ladder.rungs[after]] += 1
            elif ladder.cause and any(
                support(ladder.cause, one) != support(ladder.cause, other)
                for one, other in product(was, is_now)
            ):
                shifted[ladder.cause] += 1
    return steps, shifted, len(everyone)


def step(move: Move) -> tuple[str | None, Rung, Rung]:
    return move.ladder.cause, move.before, move.after


@st.composite
def pairs(draw: st.DrawFn) -> tuple[RuleSet, RuleSet]:
    """Two rule sets, each with what is impossible by words or as a story."""
    return excluding(draw, *draw(plain_pairs()))


def excluding(draw: st.DrawFn, old: RuleSet, new: RuleSet) -> tuple[RuleSet, RuleSet]:
    sides = []
    for side in (old, new):
        facts = [
            kind(name, option)
            for name, question in side.questions.items()
            for option in question.option_ids
            for kind in (Is, IsNot)
        ]
        whens = st.lists(st.sampled_from(facts), min_size=1, max_size=3).map(
            lambda parts: AllOf(tuple(parts))
        )
        entries = draw(st.lists(st.tuples(whens, st.sampled_from(By)), max_size=2))
        impossible = [
            Impossible.model_validate({"id": f"i{place}", "by": by, "when": when, "because": "x"})
            for place, (when, by) in enumerate(entries)
        ]
        sides.append(replace(side, impossible=tuple(impossible)))
    return sides[0], sides[1]


@st.composite
def plain_pairs(draw: st.DrawFn) -> tuple[RuleSet, RuleSet]:
    """Two rule sets, or one and an edit of it: kinds, options, gates and order, and now and then
    the rules.
    """
    old = draw(rulesets(gated=True, most_questions=2, levels=USUAL_LEVELS))
    if draw(st.booleans()):
        return old, draw(rulesets(gated=True, most_questions=2, levels=USUAL_LEVELS))
    last = list(old.questions)[-1]
    questions = [draw(edited_question(one, one.id == last)) for one in old.questions.values()]
    known = {(one.id, option) for one in questions for option in one.option_ids}
    rules = [rule for rule in old.rules if draw(st.integers(0, 4)) and reads(rule) <= known]
    new = replace(old, questions={one.id: one for one in questions}, rules=tuple(rules))
    return draw(st.sampled_from([(old, new), (new, old)]))


def reads(rule: Rule) -> set[tuple[str, str]]:
    facts = atoms(rule.when)
    return {(one.question, one.option) for one in facts if isinstance(one, Is | IsNot)}


@st.composite
def edited_question(draw: st.DrawFn, question: Question, is_last: bool) -> Question:
    """The question in another way; options go only where no gate can read them."""
    kind = draw(st.sampled_from([question.kind, *Kind]))
    kept = draw(st.sampled_from([OPTIONS, OPTIONS[:2], OPTIONS[1:]])) if is_last else OPTIONS
    gate = draw(st.sampled_from([question.ask_if, ALWAYS]))
    return make_question(int(question.id[1:]), kind, gate, kept)


def is_picked(old: RuleSet, new: RuleSet) -> bool:
    """Whether a question takes one option of several that may be true."""
    return any(
        name in new.questions and new.questions[name].kind != question.kind
        for name, question in old.questions.items()
    )


@pytest.mark.slow
@given(pairs())
@examples(120)
def test_every_move_is_counted_exactly_and_none_is_missed(pair: tuple[RuleSet, RuleSet]) -> None:
    steps, shifted, number = counted(*pair)
    found = compare(*pair)
    assert {step(move): move.number.most for move in found.moves} == dict(steps)
    assert {shift.cause: shift.number.most for shift in found.shifts} == dict(shifted)
    assert all(move.number.is_exact for move in found.moves)
    assert found.answer_sets == Number(number, number)


@pytest.mark.slow
@given(pairs(), st.sampled_from([1, 3, 6, 20]))
@examples(20)
def test_where_it_is_too_much_to_count_all_that_is_possible_the_bounds_hold(
    pair: tuple[RuleSet, RuleSet], most_nodes: int
) -> None:
    told = Pair.of(*pair, gated=True)
    least, most = told.possible.number(told.space, most_nodes)
    assert least <= sum(1 for _ in everybody(*pair)) <= most <= told.space.size


@pytest.mark.slow
@given(pairs())
@examples(20)
def test_each_example_makes_its_move_and_none_is_smaller(pair: tuple[RuleSet, RuleSet]) -> None:
    smallest: dict[tuple[str | None, int, int], tuple[int, int]] = {}
    for answers in everybody(*pair):
        was, is_now = (results(side, answers) for side in pair)
        for ladder in ladders(*pair):
            for before, after in ways(ladder, was, is_now):
                key = ladder.cause, before, after
                smallest[key] = min(smallest.get(key, size(answers)), size(answers))
    for move in compare(*pair).moves:
        assert move.example is not None
        was, is_now = (results(side, move.example.answers) for side in pair)
        places = tuple(map(move.ladder.rungs.index, (move.before, move.after)))
        assert places in ways(move.ladder, was, is_now)
        assert move.example.old.answers in hears(pair[0], move.example.answers)
        assert move.example.new.answers in hears(pair[1], move.example.answers)
        assert rung(move.ladder, move.example.old) == move.before
        assert rung(move.ladder, move.example.new) == move.after
        if move.example.is_smallest:
            assert size(move.example.answers) == smallest[(move.ladder.cause, *places)]


@pytest.mark.slow
@given(pairs(), st.sampled_from([0, 5, 20]))
@examples(30)
def test_where_counting_grows_too_large_the_bounds_hold_and_no_move_is_missed(
    pair: tuple[RuleSet, RuleSet], most_nodes: int
) -> None:
    steps, shifted, _ = counted(*pair)
    found = compare(*pair, most_nodes=most_nodes)
    assert {step(move) for move in found.moves} >= set(steps)
    assert is_picked(*pair) or {step(move) for move in found.moves} == set(steps)
    numbers = {step(move): move.number for move in found.moves}
    assert all(numbers[one].least <= number <= numbers[one].most for one, number in steps.items())
    bounds = {shift.cause: shift.number for shift in found.shifts}
    assert all(
        bounds[cause].least <= number <= bounds[cause].most for cause, number in shifted.items()
    )


@pytest.mark.slow
@given(rulesets(most_questions=3))
@examples(20)
def test_a_rule_set_does_not_differ_from_itself(ruleset: RuleSet) -> None:
    found = compare(ruleset, ruleset)
    assert found.changes_nothing
    assert found.edits == ()


@pytest.fixture
def edited(tmp_path: Path) -> Path:
    folder = tmp_path / "edited"
    shutil.copytree(TINY, folder)
    return folder


@cache
def tiny() -> RuleSet:
    return load(TINY)


def against_tiny(folder: Path) -> RuleSetDiff:
    return compare(tiny(), load(folder))


@pytest.mark.slow
def test_wording_alone_is_proved_to_change_no_result(edited: Path) -> None:
    change(
        edited, "guidance.yaml", "Numbness may settle by itself.", "Numbness may go away by itself."
    )
    found = against_tiny(edited)
    assert found.changes_nothing
    proved = f"(proved for all {found.answer_sets.most:,} answer sets)"
    text = comparison_text(found)
    assert f"No result changes {proved}. 1 text has changed, the highest at the level" in text
    assert "before: Numbness may settle by itself." in text
    assert "after:  Numbness may go away by itself." in text


@pytest.mark.slow
def test_a_condition_in_other_words_is_proved_to_change_no_result(edited: Path) -> None:
    change(
        edited,
        "findings.yaml",
        "{all: [{leg: swollen}, {leg: hot}]}",
        "{all: [{leg: hot}, {any: [{leg: swollen}, {all: [{leg: swollen}, {leg: hot}]}]}]}",
    )
    found = against_tiny(edited)
    assert found.changes_nothing
    assert [(edit.done, edit.name) for edit in found.edits] == [("changed", "swollen-and-hot")]
    assert "\nNo result changes (proved" in comparison_text(found)


def test_another_id_is_no_change_of_results(edited: Path) -> None:
    change(edited, "safety_net.yaml", "- id: sn-saddle", "- id: sn-between-the-legs")
    found = against_tiny(edited)
    assert found.changes_nothing
    assert [(edit.done, edit.name) for edit in found.edits] == [
        ("renamed", "sn-saddle → sn-between-the-legs")
    ]


@pytest.mark.slow
def test_a_lower_level_is_a_downgrade_with_its_rule_and_its_smallest_case(edited: Path) -> None:
    change(
        edited,
        "safety_net.yaml",
        "when: {alarm: saddle}\n    then: {level: emergency}",
        "when: {alarm: saddle}\n    then: {level: urgent}",
    )
    found = against_tiny(edited)
    assert {move.rules for move in found.moves} == {("sn-saddle",)}
    assert [(move.before, move.after) for move in found.downgrades] == [
        (Level.EMERGENCY, Level.URGENT)
    ]
    assert found.moves[0].example is not None
    assert found.moves[0].example.answers.given["alarm"].yes == {"saddle"}


@pytest.mark.slow
def test_a_rule_that_has_no_part_in_a_move_is_not_blamed_for_it(edited: Path) -> None:
    change(edited, "safety_net.yaml", "{alarm: saddle}", "{all: [{alarm: saddle}, {alarm: pale}]}")
    change(edited, "causes/nerve_pressure.yaml", 'when: {clothes: "yes"}', 'when: {clothes: "no"}')
    rules = {
        (move.ladder.cause, rule) for move in against_tiny(edited).moves for rule in move.rules
    }
    assert rules == {(None, "sn-saddle"), ("nerve_pressure", "tight-clothes-press")}


@pytest.mark.slow
def test_every_rule_that_can_bring_a_move_alone_is_named(edited: Path) -> None:
    change(edited, "safety_net.yaml", "{alarm: saddle}", '{all: [{alarm: saddle}, {stairs: "no"}]}')
    change(
        edited,
        "safety_net.yaml",
        "{all: [{alarm: cold}, {alarm: pale}]}",
        '{all: [{alarm: cold}, {alarm: pale}, {stairs: "no"}]}',
    )
    down = next(move for move in against_tiny(edited).moves if move.ladder.cause is None)
    assert down.rules == ("sn-saddle", "sn-cold-and-pale")


@pytest.mark.slow
def test_downgrades_stand_first_and_the_deepest_of_them_at_the_top(edited: Path) -> None:
    change(edited, "safety_net.yaml", "{alarm: saddle}", "{alarm: pale}")
    moves = against_tiny(edited).moves
    falls = [move.is_downgrade for move in moves]
    assert falls == sorted(falls, reverse=True)
    assert moves[0].height == -3


@pytest.mark.slow
def test_a_changed_finding_moves_every_cause_that_rests_on_it(edited: Path) -> None:
    change(edited, "findings.yaml", "{walking_pain: eases}", "{walking_pain: none}")
    found = against_tiny(edited)
    assert {move.ladder.cause for move in found.moves} == {None, "artery_disease"}
    assert {rule for move in found.moves for rule in move.rules} == {"pain-that-rest-eases"}


@pytest.mark.slow
def test_a_removed_cause_is_no_longer_listed(edited: Path) -> None:
    (edited / "causes" / "stiff_muscle.yaml").unlink()
    found = against_tiny(edited)
    assert [(move.ladder.cause, move.before, move.after) for move in found.moves] == [
        ("stiff_muscle", Strength.COMPATIBLE, None)
    ]
    assert ("removed", "cause", "stiff_muscle") in [
        (edit.done, edit.kind, edit.name) for edit in found.edits
    ]
    assert not found.shifts


def test_one_rule_more_for_a_listed_cause_may_change_its_place_only(edited: Path) -> None:
    path = edited / "causes" / "artery_disease.yaml"
    path.write_text(
        path.read_text(encoding="utf-8")
        + """
  - id: smoking-narrows-twice
    when: {all: [{smoking: now}, {leg: swollen}]}
    then: {cause: artery_disease, strength: risk}
    because: Smoking can narrow arteries.
    cites: [B-arteries]
""",
        encoding="utf-8",
    )
    found = against_tiny(edited)
    assert found.moves == ()
    assert [shift.cause for shift in found.shifts] == ["artery_disease"]
    assert not found.changes_nothing


@pytest.mark.slow
def test_a_new_option_is_unknown_to_the_old_rule_set(edited: Path) -> None:
    change(
        edited,
        "questions.yaml",
        "- {id: severe, text: Severe, said: the numbness is severe}",
        "- {id: severe, text: Severe, said: the numbness is severe}\n"
        "      - {id: total, text: Total, said: you feel nothing at all}",
    )
    change(edited, "guidance.yaml", "{severity: severe}", "{severity: [severe, total]}")
    found = against_tiny(edited)
    assert [(move.before, move.after) for move in found.moves if move.ladder.cause is None] == [
        (Level.SELF_CARE, Level.SEE_DOCTOR)
    ]
    assert ("added", "option", "severity.total") in [
        (edit.done, edit.kind, edit.name) for edit in found.edits
    ]
    assert "severity: total" in comparison_text(found)


@pytest.mark.slow
def test_a_question_that_is_asked_of_more_people_can_raise_their_level(edited: Path) -> None:
    change(edited, "questions.yaml", "    ask_if: {walking_pain: eases}\n", "")
    found = against_tiny(edited)
    assert {(move.before, move.after, move.questions) for move in found.moves} == {
        (Level.SELF_CARE, Level.SEE_DOCTOR, ("stairs",)),
        (None, Strength.COMPATIBLE, ("stairs",)),
    }
    assert [(edit.kind, edit.name) for edit in found.edits] == [("`ask_if` of question", "stairs")]
    assert compare(tiny(), load(edited), as_asked=False).changes_nothing


@pytest.mark.slow
def test_a_level_that_falls_because_nobody_is_asked_is_a_downgrade_with_a_person(
    edited: Path,
) -> None:
    change(
        edited,
        "questions.yaml",
        "  - id: severity\n    section: course\n",
        "  - id: severity\n    section: course\n    ask_if: {persistence: constant}\n",
    )
    (move,) = against_tiny(edited).downgrades
    assert (move.before, move.after) == (Level.SEE_DOCTOR, Level.SELF_CARE)
    assert move.example is not None
    assert move.example.answers.given["persistence"].yes == {"settled"}
    assert move.example.unheard == ((), ("severity",))


@pytest.mark.slow
def test_another_meaning_is_an_edit_and_a_gate(edited: Path) -> None:
    meant = "    cites: [B-pressure]\n"
    change(edited, "questions.yaml", meant, f"{meant}    applies_if: {{leg: hot}}\n")
    found = against_tiny(edited)
    assert [(edit.kind, edit.name) for edit in found.edits] == [
        ("`applies_if` of question", "clothes")
    ]
    assert found.downgrades[0].questions == ("clothes",)


def two_kinds(kind: Kind, when: Condition) -> RuleSet:
    """`q0` of this kind: what `when` says is an emergency, `b` alone is urgent."""
    rules = [
        make_rule("worst", when, Level.EMERGENCY),
        make_rule("bad", Is("q0", "b"), Level.URGENT),
    ]
    return assemble([make_question(0, kind)], [], [], rules)


def test_who_said_two_things_is_not_forgotten_where_one_is_taken() -> None:
    """Of somebody with `a` and `b` the new rule set may hear `b` only."""
    many, one = (two_kinds(kind, Is("q0", "a")) for kind in (Kind.MANY, Kind.ONE))
    downgrades = compare(many, one).downgrades
    assert [(move.before, move.after, move.number) for move in downgrades] == [
        (Level.EMERGENCY, Level.SELF_CARE, Number(3, 3)),
        (Level.URGENT, Level.SELF_CARE, Number(2, 2)),
        (Level.EMERGENCY, Level.URGENT, Number(2, 2)),
    ]
    assert downgrades[0].example is not None
    assert downgrades[0].example.answers.given["q0"].yes == {"a", "c"}
    assert {move.is_downgrade for move in compare(one, many).moves} == {False}


def test_answers_that_only_go_together_are_lost_where_one_is_taken() -> None:
    both = AllOf((Is("q0", "a"), Is("q0", "c")))
    found = compare(two_kinds(Kind.MANY, both), two_kinds(Kind.ONE, both))
    assert (found.downgrades[0].before, found.downgrades[0].after) == (
        Level.EMERGENCY,
        Level.SELF_CARE,
    )


def words(when: Condition, by: By = By.WORDS) -> tuple[Impossible, ...]:
    entry = {"id": "not-both", "by": by, "when": when, "because": "x"}
    return (Impossible.model_validate(entry),)


@pytest.mark.parametrize("side", [0, 1])
def test_nobody_is_counted_whom_words_of_either_version_exclude(side: int) -> None:
    question = make_question(0, Kind.MANY, options=("a", "b"))
    both = AllOf((Is("q0", "a"), Is("q0", "b")))
    old = assemble([question], [], [], [make_rule("r", both, Level.URGENT)])
    sides = [old, replace(old, rules=())]
    assert len(compare(*sides).downgrades) == 1
    sides[side] = replace(sides[side], impossible=words(both))
    found = compare(*sides)
    assert found.changes_nothing
    assert found.assumed == ("not-both",)
    assert "impossible by words: `not-both`." in str(comparison_text(found))
    assert len(compare(*sides, as_asked=False).downgrades) == 1
    assert compare(*sides, as_asked=False).assumed == ()


def test_a_story_excludes_nobody() -> None:
    question = make_question(0, Kind.ONE)
    old = assemble([question], [], [], [make_rule("r", Is("q0", "a"), Level.URGENT)])
    new = replace(old, rules=(), impossible=words(Is("q0", "a"), By.STORY))
    found = compare(old, new)
    assert [move.number.most for move in found.downgrades] == [1]
    assert found.assumed == ()


def test_with_too_many_ways_to_pick_one_the_fall_is_still_found() -> None:
    many, one = (two_kinds(kind, Is("q0", "a")) for kind in (Kind.MANY, Kind.ONE))
    steps = {(move.before, move.after) for move in compare(many, one, most_nodes=0).downgrades}
    assert steps >= {(Level.EMERGENCY, Level.SELF_CARE), (Level.EMERGENCY, Level.URGENT)}


@pytest.mark.slow
def test_every_example_can_be_pasted_and_passes_by_the_new_rule_set(edited: Path) -> None:
    change(edited, "safety_net.yaml", "{alarm: saddle}", "{alarm: pale}")
    change(edited, "causes/clot.yaml", "strength: compatible", "strength: risk")
    new = load(edited)
    text = comparison_text(compare(tiny(), new))
    entries = [line[4:] for line in text.splitlines() if line.startswith("      ")]
    path = edited / "cases" / "pasted.yaml"
    path.write_text("cases:\n" + "\n".join(entries), encoding="utf-8")
    pasted = case_files.load(path, new)
    assert len(pasted) == text.count("example:")
    engine = ReferenceEngine(new)
    assert [case_files.mismatches(case, engine.assess(case.answers)) for case in pasted] == [
        []
    ] * len(pasted)


def test_running_out_of_time_is_said_and_not_taken_for_a_proof(edited: Path) -> None:
    change(edited, "safety_net.yaml", "{alarm: saddle}", "{alarm: pale}")
    found = compare(tiny(), load(edited), timeout=0, most_nodes=0)
    assert not found.changes_nothing
    assert found.open or found.moves


@pytest.mark.slow
def test_a_move_whose_example_took_too_long_says_so(edited: Path) -> None:
    change(edited, "safety_net.yaml", "{alarm: saddle}", "{alarm: pale}")
    text = comparison_text(compare(tiny(), load(edited), timeout=0))
    assert "(exact)" in text
    assert "no example: the time ran out while one was looked for" in text


@pytest.mark.parametrize(
    ("number", "of", "words"),
    [
        (0, 10, "none"),
        (1, 1, "100 %"),
        (1, 1000, "0.1 %"),
        (1, 1001, "1 in 1,000"),
        (1, 10**40, "1 in 1.0 × 10^40"),
    ],
)
def test_shares_are_said_in_few_digits(number: int, of: int, words: str) -> None:
    assert share_words(number, of) == words


def triage_diff(*words: str, cwd: Path | None = None) -> Ran:
    return run_triage("diff", *words, cwd=cwd)


@pytest.mark.slow
def test_json_names_exact_numbers_as_texts_and_a_downgrade_can_fail_the_run(edited: Path) -> None:
    change(
        edited,
        "safety_net.yaml",
        "when: {alarm: saddle}\n    then: {level: emergency}",
        "when: {alarm: saddle}\n    then: {level: urgent}",
    )
    run = triage_diff(str(TINY), str(edited), "--json", "--fail-on", "downgrade")
    assert run.code == 1
    found = json.loads(run.out)
    assert found["moves"][0]["downgrade"]
    assert found["moves"][0]["exact"]
    assert int(found["moves"][0]["least"]) < int(found["answer_sets"])
    assert triage_diff(str(edited), str(TINY), "--fail-on", "downgrade").code == 0
    assert triage_diff(str(edited), str(TINY), "--fail-on", "change").code == 1


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository of its own with two commits: the small rule set, then one with a lower level.

    The person stands in it.
    """
    root = tmp_path / "repository"
    shutil.copytree(TINY, root / "rules" / "tiny")
    for words in (
        ["init", "--quiet"],
        ["add", "."],
        ["commit", "--quiet", "-m", "first"],
        ["tag", "first"],
    ):
        git(root, *words)
    change(
        root / "rules" / "tiny",
        "safety_net.yaml",
        "when: {alarm: saddle}\n    then: {level: emergency}",
        "when: {alarm: saddle}\n    then: {level: urgent}",
    )
    git(root, "commit", "--quiet", "--all", "-m", "second")
    monkeypatch.chdir(root)
    return root


def git(root: Path, *words: str) -> None:
    subprocess.run(
        ["git", "-c", "user.name=t", "-c", "user.email=t@example.org", "-C", str(root), *words],
        check=True,
    )


needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


@pytest.mark.slow
@needs_git
@pytest.mark.parametrize(
    "old", ["HEAD~1", "HEAD^", "first", "first~0", "HEAD~1:rules/tiny", "HEAD~1:rules/tiny/"]
)
def test_a_revision_is_compared_with_the_folder_as_it_is(repository: Path, old: str) -> None:
    first, second = open_pair(old, str(repository / "rules" / "tiny"), "leg_numbness")
    assert first.digest == tiny().digest
    assert second.digest != first.digest


@pytest.mark.slow
@needs_git
def test_a_rule_set_at_the_top_of_a_repository_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "alone"
    shutil.copytree(TINY, root)
    for words in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "-m", "first"]):
        git(root, *words)
    monkeypatch.chdir(root)
    assert open_pair("HEAD", str(root), "leg_numbness")[0].digest == tiny().digest


@pytest.mark.slow
@needs_git
def test_what_is_wrong_in_a_revision_is_reported_at_that_revision(repository: Path) -> None:
    folder = repository / "rules" / "tiny"
    change(folder, "safety_net.yaml", "{alarm: saddle}", "{alarm: sadle}")
    git(repository, "commit", "--quiet", "--all", "-m", "third")
    change(folder, "safety_net.yaml", "{alarm: sadle}", "{alarm: saddle}")
    with pytest.raises(RuleSetError) as raised:
        open_pair("HEAD", str(folder), "leg_numbness")
    assert raised.value.diagnostics[0].span.file == "HEAD:rules/tiny/safety_net.yaml"


@needs_git
@pytest.mark.parametrize(
    ("old", "message"),
    [
        ("HEAD~99", "`HEAD~99` is not the name of a rule set, a folder or a git revision"),
        (
            "first:rules/tony",
            "there is no rule set in the folder `rules/tony` of the revision `first`",
        ),
    ],
)
def test_a_revision_or_folder_that_does_not_exist_is_a_clear_error(
    repository: Path, old: str, message: str
) -> None:
    run = triage_diff("--", old, str(repository / "rules" / "tiny"))
    assert run.code == 2
    assert message in run.err


@needs_git
def test_a_misspelt_tag_gets_the_nearest_one(repository: Path) -> None:
    with pytest.raises(UnknownName) as raised:
        open_pair("frist", str(repository / "rules" / "tiny"), "leg_numbness")
    assert raised.value.help == "did you mean `first`?"


@needs_git
def test_a_revision_is_never_taken_for_an_option_of_git(repository: Path) -> None:
    with pytest.raises(UnknownName):
        open_pair("--output=x", str(repository / "rules" / "tiny"), "leg_numbness")


def test_outside_a_repository_a_name_is_no_revision_and_a_misspelt_one_gets_the_nearest(
    edited: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(edited)
    with pytest.raises(UnknownName, match="is not in a git repository") as raised:
        open_pair("leg_numbnes", str(edited), "leg_numbness")
    assert raised.value.help == "did you mean `leg_numbness`?"


@pytest.mark.slow
@needs_git
def test_no_git_is_needed_to_compare_with_a_revision(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    first, _ = open_pair("HEAD~1", str(repository / "rules" / "tiny"), "leg_numbness")
    assert first.digest == tiny().digest


@needs_git
@pytest.mark.usefixtures("repository")
def test_only_the_repository_that_the_person_stands_in_is_read(edited: Path) -> None:
    with pytest.raises(TriageError, match="is not in the git repository"):
        open_pair("HEAD~1", str(edited), "leg_numbness")


@pytest.mark.slow
@needs_git
@pytest.mark.parametrize("way", ["own", "embedded"])
def test_what_a_repository_says_to_run_is_never_run(
    repository: Path, tmp_path: Path, way: str
) -> None:
    """A filter that git runs when it checks out or archives: of the repository, or of a bare one
    that lies in the folder of the rule set, as a plain clone would bring it.
    """
    ran, folder = tmp_path / "ran", repository / "rules" / "tiny"
    home = repository / ".git"
    if way == "embedded":
        shutil.copytree(home, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("hooks"))
        home = folder
        git(repository, "--git-dir", str(home), "config", "core.bare", "true")
    for key in ("smudge", "clean", "process"):
        git(repository, "--git-dir", str(home), "config", f"filter.x.{key}", f"touch {ran}")
    for key in ("core.fsmonitor", "core.pager", "core.sshCommand", "diff.external"):
        git(repository, "--git-dir", str(home), "config", key, f"touch {ran}")
    (home / "info").mkdir(exist_ok=True)
    (home / "info" / "attributes").write_text("* filter=x\n", encoding="utf-8")
    run = triage_diff("first", "rules/tiny", cwd=repository)
    assert (run.code, run.err) == (0, "")
    assert not ran.exists()


@needs_git
@pytest.mark.parametrize(
    ("extension", "message"),
    [
        ("remote.origin.promisor", "does not hold all of `rules/tiny` at `first`"),
        ("extensions.partialClone", "cannot be read"),
    ],
)
def test_what_a_partial_clone_lacks_is_never_fetched(
    repository: Path, tmp_path: Path, extension: str, message: str
) -> None:
    ran = tmp_path / "ran"
    blob = subprocess.run(
        ["git", "-C", str(repository), "rev-parse", "first:rules/tiny/safety_net.yaml"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()
    (repository / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    for key, value in (
        ("core.repositoryFormatVersion", "1"),
        (extension, "true"),
        ("remote.origin.url", f"ext::sh -c 'touch {ran}'"),
        ("protocol.ext.allow", "always"),
    ):
        git(repository, "config", key, value)
    run = triage_diff("first", "rules/tiny", cwd=repository)
    assert run.code == 2
    assert message in run.err
    assert not ran.exists()
