"""What a finished work-up is worth: safety first, then causes, economy and calibration. Every
number says why.
"""

from __future__ import annotations

from dataclasses import dataclass

from triage.engine.assessment import Assessment
from triage.engine.reference import ReferenceEngine, reference_engine
from triage.language.conditions import Is
from triage.language.ruleset import RuleSet
from triage.language.words import Level
from triage.practice.exercises.commitment import Commitment
from triage.practice.exercises.fewest_questions import Fewest, fewest, suffices
from triage.practice.patients.outcome import fitting, warning_questions
from triage.practice.patients.patient import Patient

SAFETY, CAUSES, ECONOMY, CALIBRATION = 60.0, 20.0, 10.0, 10.0
"""The most points of each mark. Safety outweighs the other three together."""

TOO_LOW, TOO_HIGH, UNASKED, MOST_UNASKED = 25.0, 5.0, 5.0, 15.0
"""Points that a step of level and an unasked warning sign cost, and the most that unasked ones cost
together.
"""

WEIGHTS = (3.0, 2.0, 1.0)
"""How much the first, second and third cause of the engine count."""


@dataclass(frozen=True)
class Mark:
    """One number; ``how`` is one sentence saying how it was made."""

    name: str
    points: float
    most: float
    how: str


@dataclass(frozen=True)
class WorkUpScore:
    """The marks in the order safety, causes, economy, calibration.

    ``missed_flags`` are the unasked questions about warning signs on which a rule that fired rests,
    ``unasked_quiet`` the other unasked ones; none of the latter once an emergency was found, for
    then no further question is owed.
    """

    marks: tuple[Mark, ...]
    missed_emergency: bool
    over_triage: bool
    under_triage: bool
    missed_flags: tuple[str, ...]
    unasked_quiet: tuple[str, ...] = ()

    @property
    def points(self) -> float:
        """All points together."""
        return round(sum(mark.points for mark in self.marks), 1)

    @property
    def most(self) -> float:
        """The most there were to get."""
        return sum(mark.most for mark in self.marks)


def flags_of(assessment: Assessment) -> tuple[str, ...]:
    """The questions about warning signs with a chosen option that a firing rule rests on."""
    facts = (fact for firing in assessment.firings for fact in firing.facts)
    grounds = {fact.question for fact in facts if isinstance(fact, Is)}
    warnings = warning_questions(assessment.ruleset, assessment.answers.given)
    return tuple(name for name in warnings if name in grounds)


def score(
    ruleset: RuleSet, patient: Patient, asked: tuple[str, ...], commitment: Commitment
) -> WorkUpScore:
    """The score of a work-up: the commitment beside what the engine makes of all answers of the
    patient.
    """
    engine = reference_engine(ruleset)
    whole = engine.assess(patient.answers)
    owed = [
        name
        for name in warning_questions(ruleset, patient.answers.given)
        if name not in (*asked, *patient.volunteered)
    ]
    flags, is_found = flags_of(whole), _is_found(whole.level, commitment.level)
    unasked = tuple(name for name in owed if name in flags)
    quiet = tuple(name for name in owed if name not in flags)
    missed_flags = () if is_found else unasked
    marks = (
        safety_mark(whole.level, commitment.level, len(missed_flags)),
        _causes_mark(whole, commitment),
        _economy_mark(ruleset, engine, patient, asked),
        _calibration_mark(whole, commitment),
    )
    return WorkUpScore(
        marks,
        _is_missed(whole.level, commitment.level),
        commitment.level > whole.level,
        commitment.level < whole.level,
        unasked,
        () if is_found else quiet,
    )


def safety_mark(right: Level, chosen: Level, missed_flags: int) -> Mark:
    """Safety: nothing for a missed emergency; a level too low costs far more than one too high."""
    if _is_missed(right, chosen):
        return Mark(
            "safety", 0.0, SAFETY, "A missed emergency brings 0: nothing else can make up for it."
        )
    low, high = max(0, right.rank - chosen.rank), max(0, chosen.rank - right.rank)
    unasked = min(MOST_UNASKED, UNASKED * missed_flags)
    points = max(0.0, SAFETY - TOO_LOW * low - TOO_HIGH * high - unasked)
    costs = {
        f"{TOO_LOW * low:g} for a level too low ({TOO_LOW:g} for each step)": low,
        f"{TOO_HIGH * high:g} for a level too high ({TOO_HIGH:g} for each step)": high,
        f"{unasked:g} for warning signs that were there and not asked for"
        f" ({UNASKED:g} for each, at most {MOST_UNASKED:g})": missed_flags,
    }
    less = [f"less {words}" for words, is_so in costs.items() if is_so]
    floor = [] if points else ["at least 0"]
    how = (
        ", ".join([f"{SAFETY:g}", *less, *floor])
        if less
        else "Your level is that of the engine, which brings all"
    )
    return Mark("safety", points, SAFETY, f"{how}.")


def _is_missed(right: Level, chosen: Level) -> bool:
    return right.is_emergency and not chosen.is_emergency


def _is_found(right: Level, chosen: Level) -> bool:
    """Whether an emergency was found: from then on no further question is owed."""
    return right.is_emergency and chosen.is_emergency


def _causes_mark(whole: Assessment, commitment: Commitment) -> Mark:
    named, right = [cause for cause, _ in commitment.causes], fitting(whole)[: len(WEIGHTS)]
    if not right:
        points = 0.0 if named else CAUSES
        return Mark(
            "causes", points, CAUSES, f"The engine lists no fitting cause; you named {len(named)}."
        )
    weights = dict(zip(right, WEIGHTS, strict=False))
    found = sum(
        weight if named.index(cause) == place else weight / 2
        for place, (cause, weight) in enumerate(weights.items())
        if cause in named
    )
    how = (
        "The first causes of the engine count"
        f" {', '.join(f'{weight:g}' for weight in weights.values())}: in full at the same place of"
        f" your list, by half at another; you reached {found:g} of {sum(weights.values()):g}."
    )
    return Mark("causes", round(CAUSES * found / sum(weights.values()), 1), CAUSES, how)


def _economy_mark(
    ruleset: RuleSet, engine: ReferenceEngine, patient: Patient, asked: tuple[str, ...]
) -> Mark:
    warnings = warning_questions(ruleset, asked)
    counted = len(asked) - len(warnings)
    best = fewest(ruleset, engine, patient)
    least = _least_words(best)
    if not suffices(engine, patient, asked):
        how = (
            "What you asked was not yet enough for the level and the first cause, so this counts"
            f" 0; {least}."
        )
        return Mark("economy", 0.0, ECONOMY, how)
    points = round(ECONOMY * min(1.0, (1 + best.count) / (1 + counted)), 1)
    how = (
        f"You asked {counted} questions, not counting {len(warnings)} for warning signs, which are"
        f" always worth asking; {least}; the points are {ECONOMY:g} × (1 + {best.count}) ÷ (1 +"
        f" {counted}), at most {ECONOMY:g}."
    )
    return Mark("economy", points, ECONOMY, how)


def _least_words(best: Fewest) -> str:
    if best.is_exact:
        return (
            f"the fewest that suffice beyond warning signs are {best.count}, found by trying all"
            " smaller sets"
        )
    return f"at least {best.count} are needed; the search for the exact number stopped at its bound"


def _calibration_mark(whole: Assessment, commitment: Commitment) -> Mark:
    right = fitting(whole)
    stated = commitment.causes or tuple((cause, 0.0) for cause in right[:1])
    errors = [(sure - (cause in right)) ** 2 for cause, sure in stated]
    brier = sum(errors) / len(errors) if errors else 0.0
    lead = (
        ""
        if commitment.causes
        else "You named no cause, which counts as being sure that none fits. "
    )
    how = (
        f"{lead}The Brier score is {brier:.2f}: the mean square of how far your sureness lies from"
        f" 1 for causes that fit and from 0 for others; the points are {CALIBRATION:g} × (1 −"
        f" {brier:.2f})."
    )
    return Mark("calibration", round(CALIBRATION * (1 - brier), 1), CALIBRATION, how)
