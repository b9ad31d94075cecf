"""Invented patients: coherent, aimed, endless, and the same for a seed everywhere."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from random import Random

import pytest

from tests.random_rulesets import assemble, make_cause, make_question, make_rule
from triage.answers.value import NOT_ASKED, Answers, State, choose
from triage.cases.case_files import Case
from triage.engine.reference import ReferenceEngine
from triage.lacks.gates import applies
from triage.language.conditions import Holds, Is, Reaches
from triage.language.diagnostics import UnknownName
from triage.language.ruleset import RuleSet
from triage.language.words import USUAL_LEVELS, ForCause, Kind, Level, Strength
from triage.practice.patients.aims import Ways, aims, rules_for
from triage.practice.patients.background import Background
from triage.practice.patients.clinic import Clinic
from triage.practice.patients.complaint import volunteered
from triage.practice.patients.generate import Generator, Recipe
from triage.practice.patients.outcome import fitting, outcome
from triage.practice.patients.patient import Patient, reveal

SEED_7_TELLS = ("severity", "walking_pain", "clothes")
SEED_7_ANSWERS = {
    "alarm": [],
    "leg": ["hot", "swollen"],
    "persistence": [],
    "severity": ["mild"],
    "walking_pain": ["none"],
    "smoking": ["now"],
    "clothes": ["no"],
}


def check_is_coherent(ruleset: RuleSet, patient: Patient) -> None:
    """Exactly the questions that make sense are answered, and a single choice with one option at
    most.
    """
    for name, question in ruleset.questions.items():
        answer = patient.answers[name]
        assert (answer != NOT_ASKED) == applies(question, patient.answers), (patient.id, name)
        assert question.kind is Kind.MANY or len(answer.yes) <= 1
        assert not answer.yes & answer.no


def test_a_seed_brings_the_same_patient_on_every_machine(tiny: RuleSet) -> None:
    found = [Clinic(tiny).patient("seed:7:clot") for _ in range(2)]
    assert found[0] == found[1]
    questions = tiny.questions
    assert found[0].answers["leg"] == choose(questions["leg"], "swollen", "hot")
    assert found[0].volunteered == SEED_7_TELLS
    assert {
        name: sorted(answer.yes) for name, answer in found[0].answers.given.items()
    } == SEED_7_ANSWERS


@pytest.mark.slow
def test_other_seeds_bring_other_patients(clinic: Clinic) -> None:
    found = {clinic.patient(f"seed:{seed}:sciatica").answers for seed in range(12)}
    assert len(found) >= 10


@pytest.mark.slow
def test_every_cause_and_level_can_be_aimed_at_and_the_engine_agrees(
    legs: RuleSet, clinic: Clinic
) -> None:
    engine = ReferenceEngine(legs)
    causes, levels = aims(legs)
    assert (set(causes), levels) == (set(legs.causes), tuple(level.id for level in USUAL_LEVELS))
    for aim in (*causes, *levels):
        for ending in ("", ":hard"):
            patient = clinic.patient(f"seed:1:{aim}{ending}")
            result = engine.assess(patient.answers)
            assert aim in fitting(result) if aim in causes else result.level.id == aim
            check_is_coherent(legs, patient)


@pytest.mark.slow
def test_a_patient_of_the_small_rule_set_hits_its_aim(tiny: RuleSet) -> None:
    engine, clinic = ReferenceEngine(tiny), Clinic(tiny)
    for seed in range(20):
        for aim in (*aims(tiny)[0], *aims(tiny)[1]):
            patient = clinic.patient(f"seed:{seed}:{aim}")
            result = engine.assess(patient.answers)
            assert aim in fitting(result) or result.level.id == aim
            check_is_coherent(tiny, patient)


def test_a_cause_is_aimed_at_through_its_typical_rules(legs: RuleSet) -> None:
    assert {rule.then for rule in rules_for(legs, "sciatica")} == {
        ForCause("sciatica", Strength.TYPICAL)
    }


@pytest.mark.slow
def test_without_an_aim_every_cause_and_some_levels_come_up(tiny: RuleSet) -> None:
    clinic = Clinic(tiny)
    made = Counter(
        clinic.patient(f"seed:{seed}").name.removeprefix("Made for: ") for seed in range(200)
    )
    causes = [made[cause] for cause in tiny.causes]
    assert min(causes) >= 20
    assert max(causes) <= 2.5 * min(causes)
    assert 20 <= sum(made[level.id] for level in USUAL_LEVELS) <= 80


@pytest.mark.slow
def test_hard_patients_are_less_sure_than_others(clinic: Clinic) -> None:
    def unsure(ending: str) -> int:
        patients = [clinic.patient(f"seed:{seed}:sciatica{ending}") for seed in range(12)]
        return sum(
            answer.state is State.NOT_SURE
            for patient in patients
            for answer in patient.answers.given.values()
        )

    assert 0 < unsure("") < unsure(":hard")


@pytest.mark.slow
def test_patients_carry_signs_and_risks_of_other_causes(legs: RuleSet, clinic: Clinic) -> None:
    engine, distracted = ReferenceEngine(legs), 0
    for seed in range(10):
        result = engine.assess(clinic.patient(f"seed:{seed}:emergency:hard").answers)
        distracted += bool(result.causes)
    assert distracted >= 5


@pytest.mark.slow
def test_a_patient_answers_the_same_however_often_asked(clinic: Clinic) -> None:
    patient = clinic.patient("seed:3")
    for name in patient.answers.given:
        assert reveal(patient, name) == reveal(patient, name) == patient.answers[name]


@pytest.mark.slow
def test_the_person_of_a_case_keeps_every_answer_and_the_outcome(
    legs: RuleSet, clinic: Clinic, leg_cases: tuple[Case, ...]
) -> None:
    engine = ReferenceEngine(legs)
    for case in leg_cases[:40]:
        if case.answers.given and not case.todo:
            patient = clinic.patient(case.id)
            assert all(
                patient.answers[name] == answer for name, answer in case.answers.given.items()
            )
            assert outcome(engine.assess(patient.answers)) == outcome(engine.assess(case.answers))
            assert patient.name == case.name


@pytest.mark.slow
def test_every_case_comes_with_an_answer_to_all_that_makes_sense(
    legs: RuleSet, clinic: Clinic, leg_cases: tuple[Case, ...]
) -> None:
    """Also where its own answers are impossible, as those of many cases that test one rule."""
    for case in leg_cases[::5]:
        if case.answers.given and not case.todo:
            answers = clinic.patient(case.id).answers
            sensible = [
                name for name, question in legs.questions.items() if applies(question, answers)
            ]
            assert all(answers[name] != NOT_ASKED for name in sensible), case.id


@pytest.mark.slow
def test_what_is_told_beside_the_questionnaire_would_change_nothing(
    legs: RuleSet, clinic: Clinic
) -> None:
    engine, ages = ReferenceEngine(legs), set()
    for seed in range(40):
        patient = clinic.patient(f"seed:{seed}")
        fuller = Answers({**patient.answers.given, **patient.aside.given})
        assert fitting(engine.assess(fuller)) == fitting(engine.assess(patient.answers)), seed
        ages |= reveal(patient, "age").yes
    assert len(ages) > 1


@pytest.mark.slow
def test_a_case_that_is_known_to_fail_teaches_nobody(
    clinic: Clinic, leg_cases: tuple[Case, ...]
) -> None:
    for case in leg_cases:
        if case.todo:
            with pytest.raises(UnknownName):
                clinic.patient(case.id)


@pytest.mark.slow
def test_warning_signs_and_private_matters_are_never_told_unasked(
    legs: RuleSet, clinic: Clinic
) -> None:
    for seed in range(15):
        told = clinic.patient(f"seed:{seed}:emergency").volunteered
        assert told
        assert not any(
            legs.is_red_flag(legs.questions[name]) or legs.questions[name].declinable
            for name in told
        )


def test_a_patient_tells_the_age_first(legs: RuleSet) -> None:
    answers = Answers(
        {
            "sensation": choose(legs.questions["sensation"], "itch"),
            "age": choose(legs.questions["age"], "65_or_over"),
        }
    )
    assert volunteered(legs, answers, Answers(), Random(1)) == ("age", "sensation")


@pytest.mark.slow
def test_every_patient_has_an_age_and_an_answer_to_whatever_a_student_asks(
    legs: RuleSet, clinic: Clinic, leg_cases: tuple[Case, ...]
) -> None:
    for name in [
        *(f"seed:{seed}" for seed in range(12)),
        *(case.id for case in leg_cases[:12]),
    ]:
        patient = clinic.patient(name)
        assert all(reveal(patient, question) != NOT_ASKED for question in legs.questions), name
        assert not patient.aside.given.keys() & patient.answers.given.keys()
        assert (patient.volunteered[:1] == ("age",)) == bool(reveal(patient, "age").yes), name
        assert reveal(patient, "age").yes or not name.startswith("seed:"), name


@pytest.mark.parametrize(
    "name", ["seed:", "seed:x", "seed:-1", "seed:1:a:b", "sead:7", "no-such-case"]
)
def test_a_name_that_no_patient_bears_is_refused(clinic: Clinic, name: str) -> None:
    with pytest.raises(UnknownName, match="is not a case or a seed"):
        clinic.patient(name)


def test_an_unknown_aim_is_refused_with_the_nearest(clinic: Clinic) -> None:
    with pytest.raises(UnknownName) as caught:
        clinic.patient("seed:1:siatica")
    assert caught.value.help == "did you mean `sciatica`?"


def test_the_id_of_a_patient_says_how_it_is_made() -> None:
    for recipe in (
        Recipe(1),
        Recipe(2, "clot"),
        Recipe(3, "urgent", hard=True),
        Recipe(4, hard=True),
    ):
        assert Recipe.of(str(recipe)) == recipe


def test_the_aim_stands_on_answers_that_were_chosen(tiny: RuleSet) -> None:
    patient = Clinic(tiny).patient("seed:5:clot")
    assert {Is("leg", "swollen"), Is("leg", "hot")} <= set(patient.answers.facts())


@pytest.mark.slow
def test_answers_that_no_case_shows_together_count_as_strange(
    legs: RuleSet, leg_cases: tuple[Case, ...]
) -> None:
    background = Background(legs, leg_cases)

    def strange(side: str) -> int:
        answers = {
            "spine_signs": choose(legs.questions["spine_signs"], "both_legs_worse"),
            "side": choose(legs.questions["side"], side),
        }
        return background.strangeness(Answers(answers), ("spine_signs",))

    assert strange("left") > strange("both") == 0


@pytest.mark.slow
def test_a_chain_of_thousands_of_findings_is_followed_to_its_end() -> None:
    names = [f"f{place}" for place in range(2500)]
    cause = make_cause(0, Level.URGENT)
    chain = [
        make_rule(f"to-{after}", Holds(before), Holds(after)) for before, after in pairwise(names)
    ]
    rules = [
        cause.level_rule,
        make_rule("begin", Is("q0", "a"), Holds(names[0])),
        *chain,
        make_rule("end", Holds(names[-1]), ForCause("c0", Strength.TYPICAL)),
    ]
    ruleset = assemble([make_question(0, Kind.MANY)], names, [cause], rules)
    patient = Generator(ruleset, ()).make(Recipe(1, "c0"))
    assert "a" in patient.answers["q0"].yes


def test_points_are_reached_in_every_way_and_never_by_more_than_is_needed() -> None:
    parts = tuple(Is("q0", option) for option in "abc")
    ruleset = assemble([make_question(0, Kind.MANY)], [], [], [])
    two_points, random = Reaches(parts, (1, 1, 2), 2), Random(1)
    found = {Ways(ruleset).to(two_points, random) for _ in range(60)}
    named = {frozenset(fact.option for fact in way or ()) for way in found}
    assert frozenset("c") in named
    assert frozenset("ab") in named
    assert all(len(way) <= 2 for way in named)
