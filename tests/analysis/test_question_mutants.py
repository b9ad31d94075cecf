"""Mutants of questions: what they are, who notices them, and which change no result for anybody;
judged once more by asking everybody.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from tests.analysis.mutated import LONG
from tests.everybody import Everybody, Facts, drawn, every_part, fired
from tests.examples import share
from tests.random_rulesets import assemble, make_question, make_rule
from triage.analysis.mutation.fates import Fate, Noticing
from triage.analysis.mutation.mutants import Operator
from triage.analysis.mutation.question_lines import question_edit
from triage.analysis.mutation.question_mutants import QuestionMutant, question_mutants
from triage.analysis.mutation.rule_lines import Editor
from triage.analysis.mutation.suggest import suggestions
from triage.analysis.mutation.verdicts import Verdict, verdicts
from triage.analysis.proofs import properties
from triage.answers.value import Answers, choose
from triage.cases.case_files import Case
from triage.cases.expectations import Expected
from triage.language.conditions import (
    ALWAYS,
    AllOf,
    AnyOf,
    Condition,
    Fact,
    Is,
    IsNot,
    Reaches,
)
from triage.language.model import FollowUp, Question
from triage.language.ruleset import RuleSet
from triage.language.words import ForCause, Kind, Level, Strength


def with_questions(ruleset: RuleSet, *changed: Question) -> RuleSet:
    """The rule set with these questions in place of those of their ids."""
    by_id = {one.id: one for one in changed}
    questions = {name: by_id.get(name, one) for name, one in ruleset.questions.items()}
    return replace(ruleset, questions=questions)


def asking_which(question: Question, option: str, becomes: str | None = None) -> Question:
    """The question with two ways to mean the option, and two to mean something else."""
    drop = [{"text": f"drop {place}", "becomes": becomes} for place in (1, 2)]
    follow_up = FollowUp.model_validate(
        {"ask": "x", "keep": [{"text": "keep 1"}, {"text": "keep 2"}], "drop": drop, "cites": ["S"]}
    )
    options = [
        one.model_copy(update={"narrow": follow_up}) if one.id == option else one
        for one in question.options
    ]
    return question.model_copy(update={"options": tuple(options)})


def with_follow_ups(ruleset: RuleSet, chance: random.Random) -> RuleSet:
    questions = ruleset.questions.values()
    return with_questions(
        ruleset,
        *(
            asking_which(one, "a", "b" if one.kind.takes_one else None)
            for one in questions
            if chance.random() < 0.4
        ),
    )


def results(ruleset: RuleSet, heard: Facts) -> object:
    """All that comes out: the level, the findings, and the causes in order with their fits."""
    names = fired(ruleset, heard)
    rules = [ruleset.rule[name] for name in names]
    level = max((rule.level for rule in rules if rule.level), default=ruleset.lowest)
    causes = []
    for cause in ruleset.causes:
        words = [
            rule.then.strength
            for rule in rules
            if isinstance(rule.then, ForCause) and rule.then.cause == cause
        ]
        speaking = [word for word in words if word is not Strength.AGAINST]
        if speaking:
            balance = len(speaking) - (len(words) - len(speaking))
            causes.append((min(word.rank for word in speaking), -balance, cause))
    fits = tuple((rank, cause) for rank, _, cause in sorted(causes))
    return level, frozenset(rule.finding for rule in rules if rule.finding), fits


def heard_ways(ruleset: RuleSet, mutant: QuestionMutant, known: Facts) -> Iterator[Facts]:
    """What the mutant hears of a person, for each option that a question of one may take."""
    meant = known
    for first, instead in mutant.misheard:
        if first in known:
            meant = Facts(fact for fact in known if not about(fact, mutant.name))
            options = mutant.question.option_ids
            if mutant.question.kind.takes_one:
                assert isinstance(instead, Is)
                told = [
                    (Is if one == instead.option else IsNot)(mutant.name, one) for one in options
                ]
                meant |= Facts(told)
            else:
                kept = (fact for fact in known if about(fact, mutant.name) and fact != first)
                meant |= Facts((*kept, instead))
    mutated = with_questions(ruleset, mutant.changed)
    if mutant.operator is not Operator.KIND:
        yield Everybody(mutated).said(meant)
        return
    rest = Facts(fact for fact in meant if not about(fact, mutant.name))
    true = [one for one in mutant.question.option_ids if Is(mutant.name, one) in meant]
    for taken in true or [None]:
        told = [
            (Is if one == taken else IsNot)(mutant.name, one)
            for one in mutant.question.option_ids
            if taken
        ]
        yield Everybody(mutated).said(rest | Facts(told))


def about(fact: Fact, question: str) -> bool:
    return isinstance(fact, Is | IsNot) and fact.question == question


def judged(ruleset: RuleSet, *known: Case, folder: Path | None = None) -> list[Verdict]:
    stated = properties.read(folder / "properties.yaml", ruleset) if folder else ()
    return list(verdicts(ruleset, known, question_mutants(ruleset), LONG, 1, stated))


@pytest.mark.slow
@pytest.mark.parametrize("part", range(share(20)))
def test_verdicts_without_cases_are_what_asking_everybody_says(part: int) -> None:
    chance = random.Random(f"mutants of questions:{part}")
    ruleset = with_follow_ups(drawn(chance), chance)
    everyone = list(every_part(ruleset))
    if len(everyone) > 800:
        everyone = chance.sample(everyone, 800)
    today = {known: results(ruleset, Everybody(ruleset).said(known)) for known in everyone}
    hidden = hidden_levels(ruleset)
    lost = Everybody(ruleset).lost()
    for verdict in judged(ruleset):
        mutant = verdict.mutant
        assert isinstance(mutant, QuestionMutant)
        mutated = with_questions(ruleset, mutant.changed)
        breaks = bool(hidden_levels(mutated) - hidden)
        told = (ruleset, mutant.name, mutant.description)
        assert (verdict.by is Noticing.THEOREM) == breaks, told
        gone = Everybody(mutated).lost() - lost
        if any(not name.endswith("-level") for name in gone):
            assert verdict.fate is Fate.KILLED, told
        if verdict.fate is Fate.EQUIVALENT:
            for known in everyone:
                for way in heard_ways(ruleset, mutant, known):
                    assert results(ruleset, way) == today[known], (*told, known)
        if verdict.fate is Fate.SURVIVED:
            assert verdict.witness is not None
            witness = Facts(verdict.witness.facts())
            ways = heard_ways(ruleset, mutant, witness)
            before = results(ruleset, Everybody(ruleset).said(witness))
            assert any(results(ruleset, way) != before for way in ways), told


def hidden_levels(ruleset: RuleSet) -> set[Level]:
    everybody = Everybody(ruleset)
    return {level for level in ruleset.protected if any(True for _ in everybody.hidden(level))}


FIRST = make_question(0, Kind.MANY, options=("a", "b", "c"))


def gated(gate: Condition, key: str = "ask_if") -> RuleSet:
    """An emergency that is asked of those alone of whom the gate holds, and another way to it."""
    second = make_question(1, Kind.ONE, options=("a", "b")).model_copy(update={key: gate})
    rules = [
        make_rule("both", AllOf((Is("q0", "a"), Is("q1", "a"))), Level.URGENT),
        make_rule("alone", AllOf((Is("q0", "b"), Is("q1", "b"))), Level.SEE_DOCTOR),
    ]
    return assemble([FIRST, second], [], [], rules)


def found(ruleset: RuleSet, name: str) -> Mapping[str, QuestionMutant]:
    return {one.description: one for one in question_mutants(ruleset) if one.name == name}


A, B, C = (Is("q0", option) for option in "abc")


def test_a_gate_is_dropped_shut_widened_and_narrowed() -> None:
    gates = {name: one.changed.ask_if for name, one in found(gated(AnyOf((A, B))), "q1").items()}
    assert gates == {
        "nobody is asked": AnyOf(()),
        "`ask_if`: drop it, so that everybody is asked": ALWAYS,
        "`ask_if`: drop `q0: a`": B,
        "`ask_if`: drop `q0: b`": A,
        "`ask_if`: also `q0: c`": AnyOf((A, B, C)),
    }


def test_what_a_gate_counts_is_edited_as_a_rule_is() -> None:
    counted = (Is("q0", "a"), Is("q0", "b"), IsNot("q0", "c"))
    gate = Reaches(counted, (2, 1, 1), 2, "s", start=-1)
    changed = found(gated(gate), "q1")
    assert changed["`ask_if`: 2 instead of 1"].changed.ask_if == replace(gate, least=3)
    assert changed["`ask_if`: 0 instead of 1"].opens_only
    left_out = changed["`ask_if`: drop `q0: b` from what is counted"]
    assert left_out.changed.ask_if == Reaches((counted[0], counted[2]), (2, 1), 2, "s", start=-1)
    assert not left_out.opens_only
    assert changed["`ask_if`: also `q0: a`"].opens_only


def test_a_bound_of_a_gate_moves_by_one_and_leaves_no_hole() -> None:
    scale = make_question(0, Kind.SCALE, options=("a", "b", "c", "d"))
    asked = make_question(1, Kind.ONE, AnyOf((Is("q0", "b"), Is("q0", "c"))))
    rule = make_rule("r", Is("q1", "a"), Level.URGENT)
    ruleset = assemble([scale, asked], [], [], [rule])
    gates = {mutant.changed.ask_if for mutant in found(ruleset, "q1").values()}
    ranges = [{*gate.parts} for gate in gates if isinstance(gate, AnyOf)]
    assert {*map(frozenset, ranges)} - {frozenset()} == {
        frozenset(Is("q0", name) for name in names) for names in ("abc", "bcd")
    }
    assert {Is("q0", "b"), Is("q0", "c"), ALWAYS} <= gates


def test_what_a_question_means_is_edited_apart_from_what_it_costs() -> None:
    mutants = found(gated(A, "applies_if"), "q1").values()
    meant = [one for one in mutants if one.key == "applies_if"]
    assert [one.changed.applies_if for one in meant] == [ALWAYS, AnyOf((A, B))]
    assert not any(one.opens_only for one in meant)


def test_several_options_become_one_and_a_scale_stays() -> None:
    scale = make_question(1, Kind.SCALE)
    ruleset = assemble([FIRST, scale], [], [], [make_rule("r", A, Level.URGENT)])
    kinds = [
        (one.name, one.changed.kind)
        for one in question_mutants(ruleset)
        if one.operator is Operator.KIND
    ]
    assert kinds == [("q0", Kind.ONE)]


def test_a_follow_up_is_dropped_and_a_choice_moves() -> None:
    ruleset = with_questions(gated(A), asking_which(FIRST, "a"))
    dropped, moved = (
        one for one in found(ruleset, "q0").values() if one.operator is Operator.NARROW
    )
    gone = IsNot("q0", "a")
    assert dropped.changed.option("a").narrow is None
    assert dropped.misheard == ((gone, A),)
    follow_up = moved.changed.option("a").narrow
    assert follow_up is not None
    assert [one.text for one in follow_up.drop] == ["drop 1", "drop 2", "keep 1"]
    assert moved.misheard == ((A, gone),)


def test_a_choice_that_becomes_another_option_moves_by_itself() -> None:
    question = asking_which(make_question(1, Kind.ONE), "a", "b")
    (option, *rest) = question.options
    assert option.narrow is not None
    first, second = option.narrow.drop
    apart = (first, second.model_copy(update={"becomes": "c"}))
    narrow = option.narrow.model_copy(update={"drop": apart})
    options = (option.model_copy(update={"narrow": narrow}), *rest)
    ruleset = with_questions(gated(A), question.model_copy(update={"options": options}))
    chosen, second_one, third = (Is("q1", name) for name in "abc")
    assert [one.misheard for one in found(ruleset, "q1").values() if one.misheard] == [
        ((second_one, chosen), (third, chosen)),
        ((chosen, second_one),),
        ((second_one, chosen),),
        ((third, chosen),),
    ]


def test_a_side_of_a_follow_up_is_never_left_empty() -> None:
    question = asking_which(FIRST, "a")
    (option, *rest) = question.options
    assert option.narrow is not None
    one_each = option.narrow.model_copy(
        update={"keep": option.narrow.keep[:1], "drop": option.narrow.drop[:1]}
    )
    options = (option.model_copy(update={"narrow": one_each}), *rest)
    ruleset = with_questions(gated(A), question.model_copy(update={"options": options}))
    mutants = [one for one in question_mutants(ruleset) if one.operator is Operator.NARROW]
    assert [one.description for one in mutants] == ["drop `narrow` of `a`"]


def case(answers: Mapping[str, tuple[str, ...]], ruleset: RuleSet, **expect: object) -> Case:
    given = {name: choose(ruleset.questions[name], *chosen) for name, chosen in answers.items()}
    return Case("someone", "Someone", Answers(given), Expected.model_validate(expect))


def fate(ruleset: RuleSet, mutant: QuestionMutant, *known: Case) -> tuple[Fate, Noticing | None]:
    (verdict,) = verdicts(ruleset, known, [mutant], LONG)
    return verdict.fate, verdict.by


URGENT = {"is": Level.URGENT, "by": "both"}


def test_a_case_whose_answers_would_never_be_asked_for_notices_a_gate() -> None:
    ruleset = gated(AnyOf((A, B)))
    person = case({"q0": ("a",), "q1": ("a",)}, ruleset, level=URGENT)
    blind = case({"q0": ("a",), "q1": ("a",)}, ruleset)
    shut = found(ruleset, "q1")["`ask_if`: drop `q0: a`"]
    assert fate(ruleset, shut, person) == (Fate.KILLED, Noticing.CASE)
    assert fate(ruleset, shut, blind) == (Fate.KILLED, Noticing.THEOREM)


def test_a_case_with_answers_that_nobody_asks_for_notices_no_gate() -> None:
    ruleset = gated(AnyOf((A, B)))
    idle = {"fires": ["both"], "silent": ["alone"]}
    unasked = case({"q0": ("c",), "q1": ("b",)}, ruleset, silent=idle["silent"])
    opened = found(ruleset, "q1")["`ask_if`: also `q0: c`"]
    assert fate(ruleset, opened, unasked) == (Fate.EQUIVALENT, None)


def test_a_case_that_says_what_is_not_asked_notices_a_wider_gate() -> None:
    rules = [make_rule("alone", Is("q1", "b"), Level.SEE_DOCTOR)]
    ruleset = replace(gated(A), rules=tuple(rules))
    wider = found(ruleset, "q1")["`ask_if`: also `q0: b`"]
    spared = case({"q0": ("b",)}, ruleset, not_asked=["q1"])
    assert fate(ruleset, wider, spared) == (Fate.KILLED, Noticing.CASE)
    assert fate(ruleset, wider) == (Fate.SURVIVED, None)


@pytest.mark.parametrize(
    ("line", "by"),
    [
        ("never_asked: {question: q1, when: {q0: {not: a}}}", Noticing.PROPERTY),
        ("asked: {question: q1, when: {q0: a}}", None),
    ],
)
def test_a_property_about_who_is_asked_notices_a_wider_gate(
    tmp_path: Path, line: str, by: Noticing | None
) -> None:
    rules = [make_rule("alone", Is("q1", "b"), Level.SEE_DOCTOR)]
    ruleset = replace(gated(A), rules=tuple(rules))
    path = tmp_path / "properties.yaml"
    path.write_text(f"properties:\n  - {{id: p, because: x, {line}}}\n", encoding="utf-8")
    stated = properties.read(path, ruleset)
    dropped = found(ruleset, "q1")["`ask_if`: drop it, so that everybody is asked"]
    (verdict,) = verdicts(ruleset, (), [dropped], LONG, 1, stated)
    assert (verdict.by, verdict.because) == (by, "p" if by else "")


def test_a_rule_that_nobody_reaches_any_more_is_noticed_by_check() -> None:
    when = AllOf((B, IsNot("q0", "a"), Is("q1", "b")))
    alone = make_rule("alone", when, Level.SEE_DOCTOR)
    ruleset = replace(gated(AnyOf((A, B))), rules=(alone,))
    shut = found(ruleset, "q1")["`ask_if`: drop `q0: b`"]
    (verdict,) = verdicts(ruleset, (), [shut], LONG)
    assert verdict.by is Noticing.CHECK
    assert verdict.because == "T216: no interview reaches the rule `alone`"


def test_a_case_with_two_options_notices_that_one_can_be_said() -> None:
    both = make_rule("two", AllOf((A, B)), Level.URGENT)
    ruleset = assemble([FIRST], [], [], [both, make_rule("c", C, Level.SEE_DOCTOR)])
    (one_only,) = (one for one in question_mutants(ruleset) if one.operator is Operator.KIND)
    person = case({"q0": ("a", "b")}, ruleset, level={"is": Level.URGENT, "by": "two"})
    assert fate(ruleset, one_only, person) == (Fate.KILLED, Noticing.CASE)
    assert fate(ruleset, one_only) == (Fate.KILLED, Noticing.CHECK)


def test_a_case_notices_that_what_it_says_is_dropped_or_kept() -> None:
    rules = [make_rule("r", A, Level.URGENT), make_rule("s", IsNot("q0", "a"), Level.SEE_DOCTOR)]
    ruleset = assemble([asking_which(FIRST, "a")], [], [], rules)
    mutants = found(ruleset, "q0")
    keeps, drops = mutants["drop `narrow` of `a`"], mutants["`narrow` of `a`: “keep 1” drops it"]
    ticked = case({"q0": ("a",)}, ruleset, level={"is": Level.URGENT, "by": "r"})
    not_so = case({"q0": ()}, ruleset, level={"is": Level.SEE_DOCTOR, "by": "s"})
    assert fate(ruleset, drops, ticked) == (Fate.KILLED, Noticing.CASE)
    assert fate(ruleset, drops, not_so)[0] is Fate.SURVIVED
    assert fate(ruleset, keeps, not_so) == (Fate.KILLED, Noticing.CASE)
    assert fate(ruleset, keeps, ticked)[0] is Fate.SURVIVED


def test_a_suggestion_tells_a_survivor_by_what_a_person_gets() -> None:
    ruleset = replace(gated(A), rules=(make_rule("alone", Is("q1", "b"), Level.SEE_DOCTOR),))
    survivors = [one for one in judged(ruleset) if one.fate is Fate.SURVIVED]
    told = {one.mutant: one for made in suggestions(ruleset, survivors) for one in made.tells}
    assert told.keys() == {one.mutant for one in survivors}
    assert all(one.outcome.level is Level.SEE_DOCTOR for one in told.values())


QUESTIONS = """\
questions:
  - id: q1
    section: s
    kind: many
    text: x
    help: x
    cites: [S]
    ask_if: {q0: [a, b]}
    options:
      - {id: a, text: x, said: x}
      - id: b
        text: x
        said: x
        narrow:
          ask: x
          keep: [{text: keep}]
          drop: [{text: drop}]
          cites: [S]
"""


def test_an_edit_is_shown_in_the_lines_of_the_file(tmp_path: Path) -> None:
    from triage.language import building, source

    path = tmp_path / "questions.yaml"
    path.write_text(QUESTIONS, encoding="utf-8")
    ruleset = gated(A)
    (question,) = building.entries(source.read(path), "questions", Question, [], ruleset.known)
    editor = Editor()
    shown = {
        one.description: question_edit(one, editor).diff
        for one in question_mutants(with_questions(ruleset, question))
        if one.name == "q1"
    }
    assert shown["nobody is asked"] == ()
    assert shown["`ask_if`: drop it, so that everybody is asked"] == ("-    ask_if: {q0: [a, b]}",)
    assert shown["`ask_if`: drop `q0: a`"] == ("-    ask_if: {q0: [a, b]}", "+    ask_if: {q0: b}")
    assert shown["`one` instead of `many`"] == ("-    kind: many", "+    kind: one")
    assert shown["drop `narrow` of `b`"] == (
        "-        narrow:",
        "-          ask: x",
        "-          keep: [{text: keep}]",
        "-          drop: [{text: drop}]",
        "-          cites: [S]",
    )
