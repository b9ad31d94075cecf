"""People as they are asked: what is proved of them is what asking everybody says."""

from __future__ import annotations

import random
import shutil
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.benchmarks.people import differences
from tests.everybody import Everybody, Facts, drawn, level_on
from tests.places import ROOT, TINY
from tests.random_rulesets import assemble, make_question, make_rule
from triage.analysis.checks.check_folder import check_folder
from triage.analysis.proofs.hidden_levels import level_verdict
from triage.analysis.search.people import About, Premise
from triage.analysis.search.people_solver import PeopleSolver
from triage.answers.value import NOT_SURE, Answer, Answers, State
from triage.cli import triage
from triage.engine.reference import ReferenceEngine
from triage.interview.state import Interview
from triage.lacks.people import is_truth, said
from triage.language.conditions import AllOf, Is, IsNot
from triage.language.load import load
from triage.language.ruleset import RuleSet
from triage.language.words import Kind, Level

SEEDS = st.integers(0, 10**9).map(lambda seed: drawn(random.Random(seed)))


def answers_of(ruleset: RuleSet, facts: Facts) -> Answers:
    """The answers that yield the facts."""
    given_ = {}
    for name in ruleset.questions:
        yes = frozenset(
            fact.option for fact in facts if isinstance(fact, Is) and fact.question == name
        )
        no = frozenset(
            fact.option for fact in facts if isinstance(fact, IsNot) and fact.question == name
        )
        if yes or no:
            given_[name] = Answer(State.GIVEN, yes, no)
    return Answers(given_)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(4))
def test_what_is_proved_of_people_is_what_asking_everybody_says(part: int) -> None:
    for place in range(60):
        assert list(differences(drawn(random.Random(f"suite:{part}:{place}")))) == []


@pytest.mark.slow
@settings(max_examples=40)
@given(ruleset=SEEDS, chance=st.randoms(use_true_random=False))
def test_what_a_person_says_and_what_can_be_true_is_written_down_once_more(
    ruleset: RuleSet, chance: random.Random
) -> None:
    everybody = Everybody(ruleset)
    truths = set(everybody.truths())
    for facts in chance.sample(sorted(everybody.known, key=str), min(20, len(everybody.known))):
        known = answers_of(ruleset, facts)
        assert Facts(said(ruleset, known).facts()) == everybody.said(facts)
        assert is_truth(ruleset, known) == (facts in truths)


@pytest.mark.slow
@settings(max_examples=60)
@given(ruleset=SEEDS, chance=st.randoms(use_true_random=False))
def test_leaving_out_what_can_change_nothing_lowers_no_level(
    ruleset: RuleSet, chance: random.Random
) -> None:
    engine, everybody = ReferenceEngine(ruleset), Everybody(ruleset).known
    for facts in chance.sample(sorted(everybody, key=str), min(20, len(everybody))):
        known = answers_of(ruleset, facts)
        interview = Interview(ruleset)
        while interview.current is not None:
            answer = known.given.get(interview.current.question.id, NOT_SURE)
            interview = interview.answer(answer)
        whole = said(ruleset, known)
        assert interview.answers.given.items() <= whole.given.items()
        here, there = engine.assess(interview.answers), engine.assess(whole)
        assert here.level == there.level
        assert [one.cause.id for one in here.causes] == [one.cause.id for one in there.causes]


SMALL = assemble(
    [
        make_question(place, kind, options=("a", "b"))
        for place, kind in enumerate((*Kind, Kind.ONE))
    ],
    [],
    [],
    [
        make_rule("both", AllOf((Is("q0", "a"), Is("q1", "a"))), Level.URGENT),
        make_rule("later", AllOf((Is("q1", "b"), Is("q2", "b"))), Level.EMERGENCY),
        make_rule("denied", AllOf((IsNot("q0", "a"), Is("q2", "a"))), Level.URGENT),
    ],
)


@pytest.mark.slow
@pytest.mark.parametrize("gated", ["q1", "q2"])
def test_a_gate_put_before_each_question_in_turn_is_judged_as_by_asking_everybody(
    gated: str,
) -> None:
    verdicts = set()
    earlier = list(SMALL.questions)[: list(SMALL.questions).index(gated)]
    for gate in (kind(name, option) for name in earlier for option in "ab" for kind in (Is, IsNot)):
        one = make_question(int(gated[1:]), SMALL.questions[gated].kind, gate, ("a", "b"))
        questions = [one if name == gated else old for name, old in SMALL.questions.items()]
        ruleset = assemble(questions, [], [], list(SMALL.rules))
        assert list(differences(ruleset)) == []
        urgent = level_verdict(ruleset, Level.URGENT, PeopleSolver(ruleset))
        verdicts.add(urgent.is_proved)
    assert False in verdicts


def with_gate(tmp_path: Path, question: str, gate: str) -> Path:
    """A copy of the shipped rule set with one more gate."""
    folder = tmp_path / "leg_numbness"
    shutil.copytree(ROOT / "rules" / "leg_numbness", folder)
    path = folder / "questions.yaml"
    head, found, rest = path.read_text(encoding="utf-8").partition(f"  - id: {question}\n")
    path.write_text(head + found + f"    ask_if: {gate}\n" + rest, encoding="utf-8")
    return folder


def test_nothing_that_leg_numbness_protects_is_hidden_and_the_proof_says_what_it_rests_on(
    legs: RuleSet,
) -> None:
    solver = PeopleSolver(legs)
    emergency, urgent = (level_verdict(legs, level, solver) for level in reversed(legs.protected))
    assert (emergency.hidden, emergency.rests_on) == ((), ())
    assert urgent.is_proved
    assert urgent.rests_on == (
        Premise(About.APPLIES_IF, "pregnancy_signs"),
        Premise(About.IMPOSSIBLE, "foot-pain-without-pain"),
    )


@pytest.mark.slow
def test_an_accident_that_only_those_are_asked_about_who_fainted_is_found_with_a_person(
    tmp_path: Path,
) -> None:
    folder = with_gate(tmp_path, "injury", "{brain_signs: collapse}")
    ruleset = load(folder)
    verdict = level_verdict(ruleset, Level.EMERGENCY, PeopleSolver(ruleset))
    (person,) = verdict.hidden
    assert person.never_asked == ("injury",)
    assert [rule.id for rule in person.lost] == ["sn-accident-serious"]
    assert level_on(ruleset, Facts(person.known.facts())) is Level.EMERGENCY
    assert level_on(ruleset, Facts(person.said.facts())) < Level.URGENT
    (problem,) = check_folder(folder).diagnostics
    assert problem.code == "T215"
    assert "`sn-accident-serious`" in problem.message
    assert "`brain_signs: {not: collapse}`, `injury: serious_accident`" in problem.help


@pytest.mark.slow
def test_without_the_solver_it_is_said_that_nothing_is_proved(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "clingo", None)
    plain, strict = (
        CliRunner().invoke(triage, ["check", str(TINY), *more]) for more in ((), ("--strict",))
    )
    assert plain.exit_code == 0
    assert strict.exit_code == 1
    assert "not proved: proofs need the solver clingo" in plain.stderr
