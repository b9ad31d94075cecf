"""Mutants of a rule set: what they are, which of them the cases notice, and which change nothing
for anybody.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from tests.analysis.mutated import LONG, everything, with_mutant
from tests.conftest import Read
from tests.examples import examples
from tests.places import TINY, TRAFFIC_LIGHT
from tests.random_rulesets import (
    answers_to,
    assemble,
    make_cause,
    make_question,
    make_rule,
    naive,
    rulesets,
)
from triage.analysis.mutation.fates import Fate
from triage.analysis.mutation.mutants import Mutant, Operator, mutants
from triage.analysis.mutation.outcomes import outcome
from triage.analysis.mutation.rule_lines import Editor, LineEdit
from triage.analysis.mutation.verdicts import CasesFail, MutationReport, Verdict, verdicts
from triage.answers.value import Answers, choose
from triage.cases.case_files import Case, mismatches
from triage.cases.expectations import Expected
from triage.cases.sweep import Sweep
from triage.cli import triage
from triage.engine.reference import ReferenceEngine
from triage.language import source
from triage.language.conditions import (
    ALWAYS,
    AllOf,
    AnyOf,
    Condition,
    Holds,
    Is,
    IsNot,
    Reaches,
    Supported,
)
from triage.language.load import load
from triage.language.locating import locate
from triage.language.model import Rule
from triage.language.ruleset import RuleSet
from triage.language.source import Table
from triage.language.words import ForCause, Kind, Level, Strength

ONE, MANY = make_question(0, Kind.ONE), make_question(1, Kind.MANY)


def made(when: Condition, then: object = Level.URGENT) -> RuleSet:
    return assemble([ONE, MANY], ["f0"], [], [make_rule("r", when, then)])


def conditions_of(ruleset: RuleSet, operator: Operator) -> list[Condition]:
    return [
        mutant.changed.when
        for mutant in mutants(ruleset)
        if mutant.operator is operator and mutant.changed
    ]


def case(answers: Answers, **expect: object) -> Case:
    return Case("someone", "Someone", answers, Expected.model_validate(expect))


def verdicts_on(ruleset: RuleSet, *known: Case, seconds: float = LONG) -> list[Verdict]:
    return list(verdicts(ruleset, known, mutants(ruleset), seconds))


A, B, C, D = Is("q1", "a"), Is("q1", "b"), IsNot("q1", "c"), Holds("f0")


def test_a_threshold_is_named_as_it_is_shown() -> None:
    asked = {mutant.description for mutant in mutants(load(TRAFFIC_LIGHT))}
    assert "1 instead of 2 points for the score `cough`" in asked
    assert "3 instead of 2 points for the score `cough`" in asked


def test_dropping_a_condition_leaves_the_others() -> None:
    assert conditions_of(made(AllOf((A, AnyOf((B, D))))), Operator.DROP) == [
        AnyOf((B, D)),
        A,
        AllOf((A, D)),
        AllOf((A, B)),
    ]


def test_a_single_condition_is_dropped_to_always() -> None:
    assert conditions_of(made(A), Operator.DROP) == [ALWAYS]


def test_all_and_any_are_swapped_at_every_depth() -> None:
    ruleset = made(AllOf((A, AnyOf((B, D)))))
    assert conditions_of(ruleset, Operator.WEAKEN) == [AnyOf((A, AnyOf((B, D))))]
    assert conditions_of(ruleset, Operator.TIGHTEN) == [AllOf((A, AllOf((B, D))))]


def test_two_options_of_one_single_choice_are_not_asked_for_together() -> None:
    assert conditions_of(made(AnyOf((Is("q0", "a"), Is("q0", "b")))), Operator.TIGHTEN) == []


def test_a_threshold_reads_as_its_author_wrote_it() -> None:
    ruleset = made(Reaches((A, B), (1, 2), 2, "marks", -1))
    told = [one.description for one in mutants(ruleset) if "instead of 1 points" in one.description]
    assert told == [f"{shown} instead of 1 points for the score `marks`" for shown in (0, 2)]


def test_another_option_is_one_that_does_not_stand_there_already() -> None:
    assert conditions_of(made(AnyOf((A, B))), Operator.OPTION) == [
        AnyOf((Is("q1", "c"), B)),
        AnyOf((A, Is("q1", "c"))),
    ]


def test_a_level_moves_one_step_up_and_down() -> None:
    levels = [
        m.changed.then for m in mutants(made(A)) if m.operator is Operator.LEVEL and m.changed
    ]
    assert levels == [Level.SEE_DOCTOR, Level.EMERGENCY]


def test_the_level_of_a_card_moves_but_is_not_deleted(tiny: RuleSet) -> None:
    operators = {m.operator for m in mutants(tiny) if isinstance(m.rule.when, Supported)}
    assert operators == {Operator.LEVEL}


def test_every_other_rule_is_deleted_once(tiny: RuleSet) -> None:
    deleted = Counter(m.rule.id for m in mutants(tiny) if m.changed is None)
    assert deleted == Counter(
        rule.id for rule in tiny.rules if not isinstance(rule.when, Supported)
    )


@pytest.mark.slow
@examples(60)
@given(st.data())
def test_no_mutant_is_its_rule_or_another_mutant(data: st.DataObject) -> None:
    found = list(mutants(data.draw(rulesets())))
    assert all(
        m.changed is None or (m.changed.when, m.changed.then) != (m.rule.when, m.rule.then)
        for m in found
    )
    written = [(m.rule.id, m.changed and (m.changed.when, m.changed.then)) for m in found]
    assert len(set(written)) == len(written)


@pytest.mark.slow
@examples(40)
@given(st.data())
def test_a_sweep_with_a_mutant_is_what_the_mutated_rules_conclude(data: st.DataObject) -> None:
    ruleset = data.draw(rulesets())
    people = [data.draw(answers_to(ruleset)) for _ in range(4)]
    sweep = Sweep(ruleset, people)
    for mutant in mutants(ruleset):
        rerun, changed = sweep.with_rule(mutant.rule, mutant.changed), with_mutant(ruleset, mutant)
        for number, answers in enumerate(people):
            expected = naive(changed, answers)
            found = rerun.assessment(number)
            assert [f.rule for f in found.firings] == [f.rule for f in expected.firings]
            if number not in rerun.touched:
                assert [f.rule for f in found.firings] == [
                    f.rule for f in naive(ruleset, answers).firings
                ]


@pytest.mark.slow
@examples(20)
@given(st.data())
def test_verdicts_agree_with_plain_runs(data: st.DataObject) -> None:
    ruleset = data.draw(rulesets())
    people = [data.draw(answers_to(ruleset)) for _ in range(3)]
    known = [
        Case(
            f"case-{place}",
            "x",
            answers,
            everything(naive(ruleset, answers)) if data.draw(st.booleans()) else Expected(),
        )
        for place, answers in enumerate(people)
    ]
    others = [data.draw(answers_to(ruleset)) for _ in range(5)]
    for verdict in verdicts_on(ruleset, *known):
        check_verdict(ruleset, verdict, known, others)


def check_verdict(
    ruleset: RuleSet, verdict: Verdict, known: list[Case], others: list[Answers]
) -> None:
    assert isinstance(verdict.mutant, Mutant)
    changed = with_mutant(ruleset, verdict.mutant)
    engine = ReferenceEngine(changed)
    noticing = [one.id for one in known if mismatches(one, engine.assess(one.answers))]
    assert bool(noticing) is (verdict.fate is Fate.KILLED)
    if verdict.fate is Fate.KILLED:
        assert verdict.cases[0].id in noticing
        return
    differing = [
        answers
        for answers in others
        if outcome(naive(ruleset, answers)) != outcome(naive(changed, answers))
    ]
    if verdict.fate is Fate.EQUIVALENT:
        assert not differing
    for answers in (verdict.witness, *(one.answers for one in verdict.cases)):
        assert answers is None or outcome(naive(ruleset, answers)) != outcome(
            naive(changed, answers)
        )


def test_a_rule_that_another_makes_needless_is_proved_equivalent() -> None:
    rules = [make_rule("wide", A, Level.URGENT), make_rule("narrow", AllOf((A, B)), Level.URGENT)]
    ruleset = assemble([MANY], [], [], rules)
    fates = {
        v.mutant.name: v.fate for v in verdicts_on(ruleset) if v.mutant.operator is Operator.DELETE
    }
    assert fates == {"wide": Fate.SURVIVED, "narrow": Fate.EQUIVALENT}


def test_a_rule_for_a_finding_that_holds_anyway_can_move_a_cause() -> None:
    causes = [make_cause(0, Level.URGENT), make_cause(1, Level.URGENT)]
    rules = [
        *(cause.level_rule for cause in causes),
        make_rule("enough", A, D),
        make_rule("more", AllOf((A, B)), D),
        make_rule("by-the-finding", D, ForCause("c1", Strength.TYPICAL)),
        make_rule("by-an-answer", Is("q1", "c"), ForCause("c0", Strength.TYPICAL)),
    ]
    ruleset = assemble([ONE, MANY], ["f0"], causes, rules)
    (found,) = (
        one
        for one in verdicts_on(ruleset)
        if one.mutant.rule.id == "more" and one.mutant.operator is Operator.DELETE
    )
    assert found.fate is Fate.SURVIVED
    assert found.witness is not None
    assert set(found.witness.facts()) == {A, B, Is("q1", "c")}


@pytest.mark.parametrize(
    ("sign", "edit", "fate"),
    [
        ("a", "drop `q1: a`", Fate.EQUIVALENT),  # the finding has it anyway
        ("a", "drop `finding: f0`", Fate.SURVIVED),
        ("a", "delete the rule", Fate.EQUIVALENT),  # where it fires, a sign speaks for the cause
        ("c", "delete the rule", Fate.SURVIVED),
    ],
)
def test_what_can_count_for_nothing_is_proved_without_the_solver(
    monkeypatch: pytest.MonkeyPatch, sign: str, edit: str, fate: Fate
) -> None:
    monkeypatch.setitem(sys.modules, "clingo", None)
    strength = Strength.RISK if edit == "delete the rule" else Strength.TYPICAL
    cause, found = make_cause(0, Level.URGENT), Holds("f0")
    ruleset = assemble(
        [ONE, MANY],
        ["f0"],
        [cause],
        [
            cause.level_rule,
            make_rule("f", AllOf((Is("q1", "a"), Is("q1", "b"))), found),
            make_rule("sign", Is("q1", sign), ForCause("c0", Strength.COMPATIBLE)),
            make_rule("r", AllOf((Is("q1", "a"), found)), ForCause("c0", strength)),
        ],
    )
    some = [one for one in mutants(ruleset) if one.rule.id == "r" and one.description == edit]
    (verdict,) = verdicts(ruleset, [], some, LONG)
    assert verdict.fate is fate


def test_what_is_not_settled_in_time_is_undecided_and_counts_as_not_noticed() -> None:
    report = MutationReport(tuple(verdicts_on(made(A), seconds=0)))
    assert {verdict.fate for verdict in report.verdicts} == {Fate.UNDECIDED}
    assert report.score == 0


def test_a_case_that_fails_already_is_refused_by_name() -> None:
    with pytest.raises(CasesFail, match="1 fail: `someone`"):
        verdicts_on(made(A), case(Answers(), fires=["r"]))


def test_a_known_gap_notices_nothing() -> None:
    gap = Case("gap", "Gap", Answers(), Expected.model_validate({"fires": ["r"]}), todo="not yet")
    assert not any(verdict.fate is Fate.KILLED for verdict in verdicts_on(made(A), gap))


def test_a_score_leaves_equivalent_mutants_out() -> None:
    fates = [Fate.KILLED, Fate.KILLED, Fate.KILLED, Fate.SURVIVED, Fate.EQUIVALENT]
    mutant = next(mutants(made(A)))
    assert MutationReport(tuple(Verdict(mutant, fate) for fate in fates)).score == 0.75


def test_the_fit_of_a_cause_tells_strengths_apart(tiny: RuleSet, read: Read) -> None:
    answers = read({"leg": ["swollen", "hot"]})
    strengths = [
        m for m in mutants(tiny) if m.rule.id == "clot-signs" and m.operator is Operator.STRENGTH
    ]
    blind = case(answers, causes={"include": {"clot": "clot-signs"}})
    seeing = case(answers, causes={"fits": {"clot": "compatible"}})
    assert Fate.SURVIVED in {v.fate for v in verdicts(tiny, [blind], strengths, LONG)}
    assert {v.fate for v in verdicts(tiny, [seeing], strengths, LONG)} == {Fate.KILLED}


def rule_after(edit: LineEdit, mutant: Mutant) -> Table | None:
    """What the file says of the rule once the edit is made."""
    lines = Path(edit.file).read_text(encoding="utf-8").splitlines()
    start = edit.line - 1
    assert tuple(lines[start : start + len(edit.before)]) == edit.before
    lines[start : start + len(edit.before)] = edit.after
    table = source.parse("\n".join(lines), edit.file)
    if isinstance(mutant.rule.when, Supported):
        level = table["level"]
        assert isinstance(level, Table)
        return level
    rules = table["rules"]
    return next(
        (rule for rule in rules if isinstance(rule, Table) and rule["id"] == mutant.rule.id), None
    )


@pytest.mark.parametrize(
    ("folder", "step"),
    [(TINY, 1), pytest.param(locate("leg_numbness"), 41, marks=pytest.mark.slow)],
    ids=["tiny", "leg_numbness"],
)
def test_the_edit_shown_makes_the_mutant_of_the_rule(folder: Path, step: int) -> None:
    editor = Editor()
    for mutant in list(mutants(load(folder)))[::step]:
        edit = editor.edit(mutant.rule, mutant.changed)
        if "{" in edit.before[0].split(":")[0]:
            continue  # a rule in flow style is written out as if it stood on lines of its own
        found = rule_after(edit, mutant)
        if mutant.changed is None:
            assert found is None
        elif isinstance(mutant.rule.when, Supported):
            assert found is not None
            assert found["is"] == mutant.changed.then.id  # type: ignore[union-attr]
        else:
            rule = Rule.model_validate(found)
            assert (rule.when, rule.then) == (mutant.changed.when, mutant.changed.then)


def test_an_edit_changes_only_its_own_line(tiny: RuleSet) -> None:
    mutant = next(
        m
        for m in mutants(tiny)
        if m.rule.id == "sn-cold-and-pale" and m.operator is Operator.WEAKEN
    )
    assert Editor().edit(mutant.rule, mutant.changed).diff == (
        "-    when: {all: [{alarm: cold}, {alarm: pale}]}",
        "+    when: {alarm: [cold, pale]}",
    )


def test_a_rule_that_stands_in_no_file_is_written_out() -> None:
    mutant = next(m for m in mutants(made(AllOf((A, C)))) if m.operator is Operator.WEAKEN)
    assert Editor().edit(mutant.rule, mutant.changed).diff == (
        "-when: {all: [{q1: a}, {q1: {not: c}}]}",
        "+when: {any: [{q1: a}, {q1: {not: c}}]}",
    )


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(triage, ["mutate", *arguments])
    return result.exit_code, result.output


@pytest.mark.slow
def test_survivors_are_shown_with_place_and_edit() -> None:
    code, said = run(str(TINY))
    assert code == 0
    assert "safety_net.yaml:10: sn-cold-and-pale: delete the rule" in said
    assert "-    when: {all: [{alarm: cold}, {alarm: pale}]}" in said
    assert "mutation score" in said


@pytest.mark.slow
def test_a_score_that_is_too_low_fails() -> None:
    assert run(str(TINY), "--fail-under", "99")[0] == 1
    assert run(str(TINY), "--fail-under", "1")[0] == 0


def test_failing_cases_end_the_command_with_1(tmp_path: Path) -> None:
    folder = shutil.copytree(TINY, tmp_path / "tiny")
    path = folder / "cases" / "levels.yaml"
    path.write_text(path.read_text().replace("is: urgent", "is: emergency"))
    code, said = run(str(folder))
    assert code == 1
    assert "`swollen-and-hot-leg`" in said


@pytest.mark.slow
def test_json_holds_the_counts_and_every_survivor() -> None:
    found = json.loads(run(str(TINY), "--json")[1])
    assert found["mutants"] == sum(found[fate.value] for fate in Fate)
    assert len(found["survivors"]) == found["survived"] + found["undecided"]
    assert {
        "rule",
        "question",
        "file",
        "line",
        "operator",
        "edit",
        "diff",
        "fate",
        "shown_by",
    } == set(found["survivors"][0])


@pytest.mark.slow
def test_the_cases_of_leg_numbness_notice_nearly_every_wrong_edit(
    legs: RuleSet, leg_cases: tuple[Case, ...]
) -> None:
    report = MutationReport(tuple(verdicts(legs, leg_cases, mutants(legs), LONG)))
    assert report.score >= 0.95


def test_answers_to_a_question_no_rule_reads_touch_nothing() -> None:
    ruleset = made(A)
    sweep = Sweep(ruleset, [Answers({"q0": choose(ONE, "a")})])
    assert sweep.with_rule(ruleset.rules[0], None).touched == ()


@pytest.mark.slow
def test_a_rule_set_without_cases_is_red(tmp_path):
    folder = tmp_path / "tiny"
    shutil.copytree(TINY, folder, ignore=shutil.ignore_patterns("cases"))
    run = CliRunner().invoke(triage, ["mutate", str(folder)])
    assert run.exit_code == 1
    assert "there are no cases" in run.stderr
