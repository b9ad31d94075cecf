"""People as they are asked: what is proved of them is what asking everybody says."""

from __future__ import annotations

import random
import shutil
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from tests.benchmarks.people import differences
from tests.everybody import Everybody, Facts, drawn, fired, level_on
from tests.examples import examples, share
from tests.places import ROOT, TINY
from tests.random_rulesets import assemble, make_question, make_rule
from triage.analysis.checks import check
from triage.analysis.checks.hazards import unproved_controls
from triage.analysis.checks.hidden import hidden_levels
from triage.analysis.checks.subject import Subject
from triage.analysis.proofs import properties
from triage.analysis.proofs.hidden_levels import level_verdict
from triage.analysis.proofs.properties import Property
from triage.analysis.proofs.prove import Broken, Proved, Verdict, prove
from triage.analysis.search.people import About, Premise
from triage.analysis.search.people_solver import PeopleSolver
from triage.answers.value import NOT_SURE, Answer, Answers, State
from triage.cases import case_files
from triage.cli import triage
from triage.engine.reference import ReferenceEngine
from triage.interview.state import Interview
from triage.lacks.people import is_truth, said
from triage.language.conditions import AllOf, AnyOf, Is, IsNot
from triage.language.load import load
from triage.language.model import Impossible
from triage.language.ruleset import RuleSet
from triage.language.words import By, Kind, Level
from triage.render.author.proofs import proof_json, proof_text

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
    for place in range(share(60)):
        assert list(differences(drawn(random.Random(f"suite:{part}:{place}")))) == []


@pytest.mark.slow
@examples(40)
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
@examples(60)
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
    """A copy of the shipped rule set with one more gate, without its cases."""
    folder = tmp_path / "leg_numbness"
    shutil.copytree(ROOT / "rules" / "leg_numbness", folder, ignore=shutil.ignore_patterns("cases"))
    path = folder / "questions.yaml"
    head, found, rest = path.read_text(encoding="utf-8").partition(f"  - id: {question}\n")
    path.write_text(head + found + f"    ask_if: {gate}\n" + rest, encoding="utf-8")
    return folder


@pytest.mark.slow
def test_nothing_that_leg_numbness_protects_is_hidden_and_the_proof_says_what_it_rests_on(
    legs: RuleSet,
) -> None:
    solver = PeopleSolver(legs)
    emergency, urgent = (level_verdict(legs, level, solver) for level in reversed(legs.protected))
    assert emergency.is_proved
    assert emergency.rests_on == (Premise(About.APPLIES_IF, "pregnancy_signs"),)
    assert urgent.is_proved
    assert urgent.rests_on == emergency.rests_on


@pytest.mark.slow
def test_an_accident_that_only_those_are_asked_about_who_fainted_is_found_with_a_person(
    tmp_path: Path,
) -> None:
    folder = with_gate(tmp_path, "injury", "{brain_signs: collapse}")
    ruleset = load(folder)
    verdict = level_verdict(ruleset, Level.EMERGENCY, PeopleSolver(ruleset))
    (person,) = verdict.hidden
    assert person.never_asked == ("injury",)
    known = Facts(person.known.facts())
    bring_it = {rule.id for rule in ruleset.rules if rule.brings(Level.EMERGENCY)}
    assert {rule.id for rule in person.lost} == fired(ruleset, known) & bring_it
    assert "sn-accident" in {rule.id for rule in person.lost}
    assert level_on(ruleset, known) is Level.EMERGENCY
    assert level_on(ruleset, Facts(person.said.facts())) < Level.URGENT
    problems = check(ruleset, (hidden_levels, unproved_controls))
    assert {one.code for one in problems} >= {"T215", "T252"}, "the hazards' controls break too"
    (problem,) = (one for one in problems if one.code == "T215")
    assert "`sn-accident`" in problem.message
    assert "`brain_signs: {not: collapse}`, `injury: serious_accident`" in problem.help


def test_the_gate_that_shuts_the_way_to_another_one_is_named() -> None:
    """Who knows `q2` is never asked it, as nobody asked them `q1`; the gate of `q2` is in order."""
    ruleset = assemble(
        [
            make_question(0, Kind.ONE, options=("a", "b")),
            make_question(1, Kind.ONE, ask_if=Is("q0", "a"), options=("a", "b")),
            make_question(2, Kind.ONE, applies_if=Is("q1", "a"), options=("a", "b")),
        ],
        [],
        [],
        [make_rule("hidden", Is("q2", "a"), Level.URGENT)],
    )
    (person,) = level_verdict(ruleset, Level.URGENT, PeopleSolver(ruleset)).hidden
    assert (person.never_asked, person.shut) == (("q1", "q2"), ("q1",))
    (told,) = (one.diagnostic for one in hidden_levels(Subject(ruleset)))
    assert told.message == "`ask_if` of `q1` hides the rule `hidden`, and `urgent` with it"
    assert told.help.endswith("is never asked `q1`, `q2`")


def test_a_proof_rests_on_a_question_that_must_have_an_answer_as_well() -> None:
    """Who says `q0: b` has an answer to `q2`, and so, by words, not `q1: b`: were it not for the
    `applies_if` of `q2`, somebody could be who knows both and is never asked `q1`.
    """
    ruleset = assemble(
        [
            make_question(0, Kind.ONE, options=("a", "b")),
            make_question(1, Kind.ONE, ask_if=Is("q0", "a"), options=("a", "b")),
            make_question(2, Kind.ONE, options=("a", "b"), applies_if=Is("q0", "b")),
        ],
        [],
        [],
        [make_rule("hidden", AllOf((Is("q0", "b"), Is("q1", "b"))), Level.URGENT)],
    )
    any_answer = AnyOf((Is("q2", "a"), Is("q2", "b")))
    entry = {"id": "i", "by": By.WORDS, "when": AllOf((Is("q1", "b"), any_answer)), "because": "x"}
    ruleset = replace(ruleset, impossible=(Impossible.model_validate(entry),))
    verdict = level_verdict(ruleset, Level.URGENT, PeopleSolver(ruleset))
    assert verdict.is_proved
    assert set(verdict.rests_on) == {
        Premise(About.APPLIES_IF, "q2"),
        Premise(About.IMPOSSIBLE, "i"),
    }
    assert list(differences(ruleset)) == []


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


def outcomes(ruleset: RuleSet) -> dict[str, Callable[[Facts], bool]]:
    """Statements about one person, as a property writes them, and whether they are so of what was
    known.
    """
    everybody = Everybody(ruleset)
    last = list(ruleset.questions)[-1]
    options = {Is(last, option) for option in ruleset.questions[last].option_ids}
    return {
        "never: {at_least: urgent}": lambda known: (
            level_on(ruleset, everybody.said(known)) < Level.URGENT
        ),
        "always: {at_least: see_doctor, when: {q0: a}}": lambda known: (
            Is("q0", "a") not in known
            or level_on(ruleset, everybody.said(known)) >= Level.SEE_DOCTOR
        ),
        f"asked: {{question: {last}}}": lambda known: last in everybody.asked(known),
        f"never_asked: {{question: {last}, when: {{q0: a}}}}": lambda known: (
            Is("q0", "a") not in known or last not in everybody.asked(known)
        ),
        f"implies: {{when: {{{last}: [a, b]}}, then: {{q0: a}}}}": lambda known: (
            not options & everybody.said(known) or Is("q0", "a") in known
        ),
    }


def stated(ruleset: RuleSet, folder: Path, lines: Iterable[str]) -> tuple[Property, ...]:
    """These properties of people, called p0, p1 and so on."""
    path = folder / "properties.yaml"
    entries = (
        f"  - {{id: p{place}, because: x, {line}"
        f"{', assume: interview' if 'asked' not in line else ''}}}\n"
        for place, line in enumerate(lines)
    )
    path.write_text("properties:\n" + "".join(entries), encoding="utf-8")
    return properties.read(path, ruleset)


@pytest.mark.slow
@pytest.mark.parametrize("place", range(share(40)))
def test_a_property_of_people_is_judged_as_by_asking_everybody(tmp_path: Path, place: int) -> None:
    ruleset = drawn(random.Random(f"properties:{place}"))
    claims = outcomes(ruleset)
    proof = prove(ruleset, stated(ruleset, tmp_path, claims), timeout=60)
    everybody = Everybody(ruleset).known
    for result, is_so in zip(proof.results, claims.values(), strict=True):
        breaking = [known for known in everybody if not is_so(known)]
        assert isinstance(result.verdict, Broken) == bool(breaking), result.property
        if isinstance(result.verdict, Broken):
            assert result.verdict.counterexample is not None
            assert not is_so(Facts(result.verdict.counterexample.facts()))


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        ("never: {when: {alarm: cold, leg: hot}, at_least: urgent}", Broken),
        ("never: {when: {alarm: cold, leg: hot}, at_least: urgent}, assume: possible", Proved),
        ("never: {when: {alarm: cold, leg: hot}, at_least: urgent}, assume: interview", Proved),
        ("never: {when: {walking_pain: none, stairs: 'no'}, at_least: see_doctor}", Broken),
        (
            "never: {when: {walking_pain: none, stairs: 'no'}, at_least: see_doctor},"
            " assume: interview",
            Proved,
        ),
        ("never_asked: {question: stairs, when: {walking_pain: none}}", Proved),
        ("asked: {question: stairs, when: {walking_pain: eases}}", Proved),
        ("asked: {question: stairs}", Broken),
    ],
)
def test_a_property_says_whom_it_is_about(
    tmp_path: Path, line: str, verdict: type[Verdict]
) -> None:
    folder = tmp_path / "tiny"
    shutil.copytree(TINY, folder)
    (folder / "properties.yaml").write_text(
        f"properties:\n  - {{id: p, because: x, {line}}}\n", encoding="utf-8"
    )
    (folder / "impossible.yaml").write_text(
        "impossible:\n  - {id: i, by: words, when: {alarm: cold, leg: hot}, because: x}\n",
        encoding="utf-8",
    )
    ruleset = load(folder)
    proof = prove(ruleset, properties.load(ruleset), timeout=60)
    assert isinstance(proof.results[0].verdict, verdict)
    assert all(gate.is_proved for gate in proof.gates)


@pytest.mark.slow
def test_a_verdict_says_whom_it_is_about_and_what_it_rests_on(legs: RuleSet) -> None:
    text = str(proof_text(prove(legs, (), timeout=60), legs))
    assert (
        "proved     no gate hides `urgent`: it rests on `applies_if` of `pregnancy_signs` "
        "[people as they are asked]\n"
    ) in text


@pytest.mark.slow
def test_a_person_from_whom_a_level_is_hidden_can_be_pasted_as_a_case_that_fails(
    tmp_path: Path,
) -> None:
    ruleset = load(with_gate(tmp_path, "injury", "{brain_signs: collapse}"))
    proof = prove(ruleset, (), timeout=60)
    assert not proof.is_complete
    printed = str(proof_text(proof, ruleset))
    path = tmp_path / "pasted.yaml"
    path.write_text(printed[printed.index("cases:") :], encoding="utf-8")
    for case in case_files.load(path, ruleset):
        assert case_files.mismatches(case, ReferenceEngine(ruleset).assess(case.answers))
    (emergency, _) = proof_json(proof, ruleset)["gates"]  # type: ignore[misc] # plain data
    assert emergency["people"][0]["never_asked"] == ["injury"]
