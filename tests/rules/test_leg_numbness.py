"""What the leg-numbness rule set promises: complete subject matter, safety, and words people can
read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from triage.answers.value import NOT_SURE, Answers, choose
from triage.cases.case_files import Case
from triage.engine.assessment import Assessment
from triage.engine.reference import ReferenceEngine
from triage.lacks.rise import could_rise
from triage.language.conditions import Is, atoms
from triage.language.ruleset import RuleSet
from triage.language.words import ForCause, Level, Strength

CAUSES = """
prolonged_position tight_clothing pinched_nerve sciatica herniated_disc spinal_stenosis
tarsal_tunnel nerve_injury peripheral_artery_disease deep_vein_thrombosis pulmonary_embolism
diabetic_neuropathy b12_deficiency alcoholic_neuropathy multiple_sclerosis guillain_barre
lyme_disease hiv_neuropathy spine_or_leg_infection mass_pressure pregnancy_pressure
hereditary_or_autoimmune
""".split()

DANGERS = """
stroke cauda_equina spinal_cord_compression blocked_leg_artery aortic_emergency
compartment_syndrome sepsis pre_eclampsia diabetic_foot_problem
""".split()
"""Causes that the two documents do not name; their cards bring an emergency."""

CAUSE_LEVELS = {
    "prolonged_position": "self_care",
    "tight_clothing": "self_care",
    "deep_vein_thrombosis": "urgent",
    "guillain_barre": "urgent",
    "pulmonary_embolism": "emergency",
    **dict.fromkeys(DANGERS, "emergency"),
}

SAFETY_ROWS = """
sn-stroke sn-sudden-numbness sn-aorta sn-cauda-equina sn-both-legs-failing sn-rising
sn-both-legs-newly sn-cannot-walk sn-walking-fails sn-cord sn-cord-slowly sn-cancer-cord
sn-cancer-back sn-spine-infection-presses sn-spine-infection sn-accident sn-blocked-artery
sn-dead-painful-leg sn-crushed sn-compartment sn-tingling-after-injury sn-dvt sn-lung-clot
sn-coughing-blood-with-more sn-coughing-blood sn-pregnancy sn-diabetic-foot
sn-diabetic-foot-threat sn-infected-leg sn-infected-leg-threat sn-red-and-painful sn-very-ill
sn-dehydrated sn-poor-flow sn-open-sore sn-new-weakness sn-bleed sn-bleed-thigh
sn-low-b12-worse sn-low-b12 sn-shingles sn-child-with-more sn-child sn-both-sides
added-stenosis added-stenosis-see-doctor
""".split()

QUESTIONS = {
    "brain_signs": (
        "many face_arm_speech sudden_one_side sight_or_confusion sudden_headache collapse"
    ),
    "breathing_signs": "many breathless chest_pain tearing_pain coughing_blood trouble_swallowing",
    "spine_signs": (
        "many saddle_numbness bladder_change bowel_change both_legs_worse numb_below_line"
    ),
    "leg_signs": (
        "many swollen hot red painful cold pale_or_blue cannot_move tight_severe_pain sore"
        " spreading_redness"
    ),
    "injury": "many serious_accident back_or_neck leg_or_ankle hard_exercise older_injury",
    "unwell": "many fever recent_infection weight_loss very_ill dehydrated rash_with_blisters",
    "pregnancy": "one no pregnant recent_birth",
    "pregnancy_signs": "many bad_headache sight_changes pain_under_ribs sudden_swelling",
    "sensation": "many tingling prickling burning no_feeling itch pain",
    "onset": "one sudden days_to_weeks gradual",
    "persistence": "one settled comes_back constant",
    "trend": "one better same worse spreading",
    "side": "one left right both",
    "area": (
        "many buttock thigh outer_thigh lower_leg shin_or_top_of_foot ankle foot sole elsewhere"
    ),
    "trigger": "many long_sitting_or_standing crossed_legs tight_clothes_or_shoes lay_on_it",
    "walking": "one usual harder cannot",
    "walking_pain": "one none eases_with_rest eases_leaning_or_sitting does_not_ease",
    "back_pain": "many lower_back upper_back_or_neck",
    "pain_path": "one none no_pain down_one_leg down_both_legs up_from_ankle",
    "rest_pain": "one no yes",
    "weakness": "one none long_standing new_or_worse",
    "balance": "one no yes",
    "other_nerve_signs": "one no yes",
    "severity": "one mild moderate severe",
    "diabetes": "one no yes",
    "alcohol": "one little_or_none heavy heavy_for_years",
    "conditions": (
        "many high_blood_pressure high_cholesterol artery_or_heart_disease excess_weight cancer"
        " lump malabsorption blood_thinner_or_bleeding weak_immune_system hiv lyme_or_tick_bite"
        " disc_or_spine_problem thyroid_or_kidney family_or_autoimmune chemotherapy"
        " nerve_harming_drug"
    ),
    "smoking": "one never past now",
    "clot_risks": "many surgery_or_bed_rest long_journey hormones past_clot",
    "age": "scale under_18 18_to_49 50_to_64 65_or_over",
    "diet": "many no_animal_products nitrous_oxide long_metformin_or_acid_blocker",
}
DECLINABLE = {"alcohol", "pregnancy", "smoking", "clot_risks", "conditions"}
FORBIDDEN = re.compile(
    r"\bshould\b|\byou have\b|all clear|nothing to worry|rule out|don.t worry|\d ?%", re.IGNORECASE
)


def assess(ruleset: RuleSet, **answers: str | list[str]) -> Assessment:
    given = {
        name: choose(ruleset.questions[name], *([chosen] if isinstance(chosen, str) else chosen))
        for name, chosen in answers.items()
    }
    return ReferenceEngine(ruleset).assess(Answers(given))


def sentences(ruleset: RuleSet) -> Iterator[str]:
    """Every text a person reads."""
    identity = ruleset.identity
    yield from (identity.purpose, *identity.limits, *(watch.text for watch in identity.watch))
    for words in identity.levels.values():
        yield from (words.name, words.headline, words.action)
    yield from (claim.says for claim in identity.claims)
    for question in ruleset.questions.values():
        yield from (question.text, question.help, question.plainer or "")
        yield from (
            text or ""
            for option in question.options
            for text in (option.text, option.said, option.help)
        )
    yield from (
        text for finding in ruleset.findings.values() for text in (finding.name, finding.help)
    )
    yield from (rule.because for rule in ruleset.rules)
    yield from (
        statement.text for cause in ruleset.causes.values() for statement in cause.card.statements()
    )


def test_ids_that_files_elsewhere_rely_on_are_all_there(legs: RuleSet) -> None:
    assert {
        name: f"{q.kind} {' '.join(q.option_ids)}" for name, q in legs.questions.items()
    } == QUESTIONS
    assert {name for name, question in legs.questions.items() if question.declinable} == DECLINABLE
    assert sorted(legs.causes) == sorted([*CAUSES, *DANGERS])
    assert {name: cause.level.is_.id for name, cause in legs.causes.items()} == {
        name: CAUSE_LEVELS.get(name, "see_doctor") for name in (*CAUSES, *DANGERS)
    }


def test_every_claim_is_cited_where_a_person_reads(legs: RuleSet) -> None:
    asked = legs.questions.values()
    reading = (
        *legs.rules,
        *legs.findings.values(),
        *legs.identity.watch,
        *legs.identity.levels.values(),
        *asked,
        *(one.narrow for question in asked for one in question.options if one.narrow),
        *(one for question in asked for one in question.unsure),
        *(said for cause in legs.causes.values() for said in cause.card.statements()),
        *(said for cause in legs.causes.values() for said in (*cause.meanwhile, *cause.helps)),
    )
    cited = {str(cite) for one in reading for cite in one.cites}
    assert sorted(set(legs.claims) - cited) == []


def test_every_safety_row_has_a_rule_of_its_own_marked_as_added(legs: RuleSet) -> None:
    for row in SAFETY_ROWS:
        assert legs.rule[row].added, row
        assert legs.rule[row].span.file.endswith("safety_net.yaml"), row


def test_every_cause_is_typical_of_some_answers_and_chaining_is_real(legs: RuleSet) -> None:
    typical = {
        rule.then.cause
        for rule in legs.rules
        if isinstance(rule.then, ForCause) and rule.then.strength is Strength.TYPICAL
    }
    assert typical == {*CAUSES, *DANGERS}
    assert len(legs.findings) >= 10


@pytest.mark.slow
def test_every_rule_fires_in_some_case_and_every_cause_has_four(
    legs: RuleSet, leg_cases: tuple[Case, ...]
) -> None:
    engine = ReferenceEngine(legs)
    fired = {firing.rule.id for case in leg_cases for firing in engine.assess(case.answers).firings}
    assert sorted(set(legs.rule) - fired) == []
    for cause in (*CAUSES, *DANGERS):
        about = [
            case
            for case in leg_cases
            if cause
            in (
                *case.expect.causes.first,
                *case.expect.causes.include,
                *case.expect.causes.exclude,
            )
            or any(
                cause == getattr(legs.rule[rule].then, "cause", None) for rule in case.expect.silent
            )
        ]
        assert len(about) >= 4, cause


@pytest.mark.slow
def test_every_safety_rule_is_hit_and_missed_by_cases(
    legs: RuleSet, leg_cases: tuple[Case, ...]
) -> None:
    for rule in (rule.id for rule in legs.rules if rule.span.file.endswith("safety_net.yaml")):
        expected = [case.expect for case in leg_cases]
        hit = [
            e
            for e in expected
            if rule in e.fires
            or (e.level and e.level.by == rule)
            or rule in (*e.causes.first.values(), *e.causes.include.values())
        ]
        assert hit, rule
        assert [e for e in expected if rule in e.silent], rule


def test_case_ids_are_unique_over_all_files(leg_cases: tuple[Case, ...]) -> None:
    ids = [case.id for case in leg_cases]
    assert len(ids) == len(set(ids))


def test_nothing_answered_and_nothing_sure_is_self_care_and_no_cause(legs: RuleSet) -> None:
    unsure = ReferenceEngine(legs).assess(Answers(dict.fromkeys(legs.questions, NOT_SURE)))
    for assessment in (assess(legs), unsure):
        assert assessment.level is Level.SELF_CARE
        assert assessment.causes == ()
    assert could_rise(unsure)[0].level is Level.EMERGENCY


@pytest.mark.parametrize(
    "option", ["tingling", "prickling", "no_feeling", "burning", "itch", "pain"]
)
def test_a_sensation_alone_supports_no_cause(legs: RuleSet, option: str) -> None:
    assert assess(legs, sensation=[option]).causes == ()


def test_risk_factors_alone_list_causes_but_bring_no_level(legs: RuleSet) -> None:
    found = assess(
        legs,
        smoking="now",
        age="65_or_over",
        diabetes="yes",
        alcohol="heavy_for_years",
        conditions=["high_blood_pressure", "high_cholesterol", "excess_weight"],
    )
    assert found.level is Level.SELF_CARE
    assert found.causes
    assert {candidate.fit for candidate in found.causes} == {Strength.RISK}


def test_every_red_flag_option_can_bring_more_than_self_care(legs: RuleSet) -> None:
    reading = {
        (fact.question, fact.option)
        for rule in legs.rules
        for fact in atoms(rule.when)
        if isinstance(fact, Is)
    }
    for question in legs.questions.values():
        if legs.is_red_flag(question) and question.id != "pregnancy":
            assert {(question.id, option) for option in question.option_ids} <= reading


def test_no_text_scolds_reassures_or_diagnoses(legs: RuleSet) -> None:
    assert [text for text in sentences(legs) if FORBIDDEN.search(text)] == []


def test_every_sentence_is_short(legs: RuleSet) -> None:
    long = [
        sentence
        for text in sentences(legs)
        for sentence in re.split(r"(?<=[.?!])\s+", text)
        if len(sentence.split()) >= 20
    ]
    assert long == []


def test_every_action_ends_in_a_condition(legs: RuleSet) -> None:
    for words in legs.identity.levels.values():
        assert re.search(r"\bif\b[^.]*\.$", words.action)
        assert len(re.findall(r"[.!?]", words.action)) == 1
