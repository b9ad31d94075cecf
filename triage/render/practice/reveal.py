"""The reveal after a practice: the student's choice beside the engine's, and why, point by
point.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from triage.engine.assessment import Assessment, Candidate, Firing
from triage.language.ruleset import RuleSet
from triage.language.words import Level
from triage.practice.exercises.one_new_fact import OneNewFact, place_words
from triage.practice.exercises.question_worth import Chance, Change, Worth
from triage.practice.exercises.red_flag import RedFlag
from triage.practice.exercises.score import Mark, Score, flags_of
from triage.practice.exercises.which_question import WhichQuestion
from triage.practice.exercises.work_up import WorkUp
from triage.practice.patients.generate import TEACHING_CHOICE
from triage.practice.patients.outcome import fitting
from triage.practice.patients.patient import Patient
from triage.practice.records.commitment import Commitment
from triage.render.formats.page import Line, LineKind, Page, Section
from triage.render.practice.vignette import third_person, told
from triage.render.results.candidates import FITS
from triage.render.results.phrases import (
    cited,
    conclusion_words,
    fact_words,
    question_words,
    sentence,
)
from triage.why.explanation import Explanation
from triage.why.missing import why_not

MISSED = (
    "This was an emergency, and your level was lower. Nobody was harmed here, and that is what"
    " practice is for: look at the warning signs below and try another one."
)
TITLE = "Your choice beside the engine's"
FALLIBLE = (
    "The engine knows its rules and nothing else. Where you disagree, look at the rule and its"
    " source."
)
ALL_ASKED = "You asked for every warning sign that a rule rests on."
NO_FLAG = "No rule that fired rests on a warning sign."
UNASKED_QUIET = "You did not ask these, and this time no rule that fired rests on the answers:"
NO_CAUSE = "No cause fits these answers. This does not mean that all is well."


def work_up_page(work_up: WorkUp, commitment: Commitment, score: Score, whole: Assessment) -> Page:
    """The reveal of a work-up."""
    ruleset, worth = work_up.ruleset, Worth(work_up.ruleset, work_up.patient)
    named = [cause for cause, _ in commitment.causes]
    return Page(
        TITLE,
        (
            Section(
                "The level", tuple(_level_lines(ruleset, commitment.level, whole.level, score))
            ),
            Section("Why this level", tuple(_firings(whole.deciding, whole))),
            Section("The causes, in order", tuple(_cause_lists(ruleset, commitment, whole))),
            Section("Cause by cause", (), tuple(_causes(whole, named))),
            Section("Warning signs", tuple(_flag_lines(work_up, score, whole))),
            Section("Your questions", tuple(_question_lines(ruleset, work_up.asked, worth))),
            _score_section(score.marks, f"Your score: {score.points:g} of {score.most:g}"),
            _about(ruleset, work_up.patient),
        ),
        whole.level,
    )


def red_flag_page(exercise: RedFlag, mark: Mark, is_emergency: bool, seconds: float | None) -> Page:
    """The reveal of "spot the red flag"; ``seconds`` only where the student wants to be timed."""
    whole, ruleset = exercise.whole, exercise.ruleset
    right = whole.level is Level.EMERGENCY
    words = {True: "an emergency", False: "no emergency"}
    verdict = Line(
        f"You chose {words[is_emergency]}; the engine finds {words[right]}.", LineKind.STRONG
    )
    lines = [verdict, *([Line(MISSED)] if right and not is_emergency else [])]
    lines += [Line(f"The level is “{ruleset.words(whole.level).name}”.")]
    lines += (
        [Line(f"You took {seconds:.0f} seconds. Time brings no points.")]
        if seconds is not None
        else []
    )
    return Page(
        TITLE,
        (
            Section("Emergency or not", tuple(lines)),
            Section("Why this level", tuple(_firings(whole.deciding, whole))),
            _score_section((mark,)),
            _about(ruleset, exercise.patient),
        ),
        whole.level,
    )


def new_fact_page(exercise: OneNewFact, mark: Mark, chosen: int) -> Page:
    """The reveal of "one new fact": what the engine makes of it, and the rules that the answer set
    off.
    """
    ruleset, cause = exercise.ruleset, exercise.cause
    before = {firing.rule.id for firing in exercise.before.firings}
    fresh = [firing for firing in exercise.after.firings if firing.rule.id not in before]
    name = ruleset.causes[cause].name
    places = f"You chose {place_words(chosen)}; the engine says {place_words(exercise.right)}"
    verdict = Line(f"{places} for {name}.", LineKind.STRONG)
    fits = [
        Line(f"{when}: {_fit_words(found, cause)}.", LineKind.POINT)
        for when, found in (("Before", exercise.before), ("After", exercise.after))
    ]
    reasons = tuple(_firings(fresh, exercise.after)) or (
        Line("No rule fires that was silent before."),
    )
    return Page(
        TITLE,
        (
            Section("More or less likely", (verdict, *fits)),
            Section("What the answer set off", reasons),
            _score_section((mark,)),
            _about(ruleset, exercise.patient),
        ),
    )


def which_question_page(exercise: WhichQuestion, mark: Mark, order: tuple[str, ...]) -> Page:
    """The reveal of "which question next"."""
    ruleset = exercise.ruleset
    mine = tuple(
        Line(f"{place}. {question_words(ruleset.questions[name])}")
        for place, name in enumerate(order, 1)
    )
    right = tuple(Line(_worth_words(exercise, name), LineKind.POINT) for name in exercise.right)
    how = Line(
        "Safety comes first: the highest level that an answer can lead to. Among equals the number"
        " of results decides, where a result is the level together with the causes listed."
    )
    return Page(
        TITLE,
        (
            Section("Your order", mine),
            Section("The engine's order", (*right, how)),
            _score_section((mark,)),
            _about(ruleset, exercise.patient),
        ),
    )


def _worth_words(exercise: WhichQuestion, name: str) -> str:
    worth, ruleset = exercise.worth[name], exercise.ruleset
    return (
        f"“{question_words(ruleset.questions[name])}” Highest level:"
        f" {ruleset.words(worth.highest).name}. Different results: {worth.results}."
    )


def _level_lines(ruleset: RuleSet, chosen: Level, right: Level, score: Score) -> Iterator[Line]:
    if score.missed_emergency:
        yield Line(MISSED, LineKind.STRONG)
    yield Line(f"You: {ruleset.words(chosen).name}.", LineKind.POINT)
    yield Line(f"The engine: {ruleset.words(right).name}.", LineKind.POINT)
    if score.under_triage:
        yield Line("This is under-triage: help would come later than these answers call for.")
    elif score.over_triage:
        yield Line(
            "This is over-triage: safer than the other way, and more than these answers call for."
        )
    else:
        yield Line("You and the engine agree.")


def _cause_lists(ruleset: RuleSet, commitment: Commitment, whole: Assessment) -> Iterator[Line]:
    for place, (cause, sure) in enumerate(commitment.causes, 1):
        yield Line(
            f"You, {place}: {ruleset.causes[cause].name} (sureness {sure:g}).", LineKind.POINT
        )
    if not commitment.causes:
        yield Line("You named no cause.", LineKind.POINT)
    for place, cause in enumerate(fitting(whole), 1):
        yield Line(f"The engine, {place}: {ruleset.causes[cause].name}.", LineKind.POINT)
    if not fitting(whole):
        yield Line(NO_CAUSE, LineKind.POINT)


def _causes(whole: Assessment, named: list[str]) -> Iterator[Section]:
    shown = {*named, *fitting(whole)}
    for candidate in whole.causes:
        if candidate.cause.id in shown:
            yield _candidate(candidate, whole)
    listed = {candidate.cause.id for candidate in whole.causes}
    for name in named:
        if name not in listed:
            yield Section(whole.ruleset.causes[name].name, tuple(_why_absent(whole, name)))


def _candidate(candidate: Candidate, whole: Assessment) -> Section:
    sides = (
        ("What speaks for it", candidate.speaks_for),
        ("What speaks against it", candidate.speaks_against),
    )
    parts = tuple(
        Section(title, tuple(_firings(firings, whole))) for title, firings in sides if firings
    )
    return Section(candidate.cause.name, (Line(f"Fit: {FITS[candidate.fit]}."),), parts)


def _why_absent(whole: Assessment, cause: str) -> Iterator[Line]:
    yield Line("Nothing in the answers speaks for it.")
    for missing in why_not(whole, cause)[:1]:
        words = third_person(f"The nearest rule is {missing.rule.id}: {missing.rule.because}")
        yield cited(words, missing.rule.cites, whole.ruleset)
        for fact in missing.lacks:
            yield Line(
                "It would need: " + third_person(sentence(fact_words(fact, whole.ruleset))),
                LineKind.POINT,
            )


def _firings(firings: Iterable[Firing], whole: Assessment) -> Iterator[Line]:
    """Each firing with the answers behind it, its rule and its sources."""
    explanation, ruleset = Explanation(whole), whole.ruleset
    for firing in firings:
        answers = (
            sentence(fact_words(fact, ruleset)) for fact in explanation.grounds(firing).answers
        )
        said = third_person(" ".join(answers)) or "This holds whatever is answered."
        rule = firing.rule
        words = (
            f"{said} {third_person(rule.because)} (Rule {rule.id};"
            f" {conclusion_words(rule, ruleset)}.)"
        )
        yield cited(words, rule.cites, ruleset, LineKind.POINT)


def _flag_lines(work_up: WorkUp, score: Score, whole: Assessment) -> Iterator[Line]:
    ruleset = work_up.ruleset
    for name in score.missed_flags:
        answer = told(ruleset, name, work_up.answer(name))
        yield Line(
            f"You did not ask: “{question_words(ruleset.questions[name])}” {answer}", LineKind.POINT
        )
    if not score.missed_flags:
        yield Line(ALL_ASKED if flags_of(whole) else NO_FLAG)
    if score.unasked_quiet:
        yield Line(UNASKED_QUIET)
        for name in score.unasked_quiet:
            said = told(ruleset, name, work_up.answer(name)) if work_up.answer(name).yes else ""
            yield Line(
                f"“{question_words(ruleset.questions[name])}” {said}".strip(), LineKind.POINT
            )


def _question_lines(ruleset: RuleSet, asked: tuple[str, ...], worth: Worth) -> Iterator[Line]:
    chance = worth.best_chance(asked)
    if chance:
        yield Line(_chance_words(ruleset, chance, asked))
    for change in worth.steps(asked):
        if change.is_any:
            yield Line(_change_words(ruleset, change), LineKind.POINT)
    idle = worth.idle(asked)
    for name in idle:
        yield Line(f"Changed nothing: “{question_words(ruleset.questions[name])}”", LineKind.POINT)
    if any(ruleset.is_red_flag(ruleset.questions[name]) for name in idle):
        yield Line("A question about warning signs is worth asking also where nothing comes of it.")
    yield Line(
        "A rise of the level counts before any news about causes: those that come, go or fit"
        " otherwise. A question changed nothing where the result stays the same without it."
    )


def _chance_words(ruleset: RuleSet, chance: Chance, asked: tuple[str, ...]) -> str:
    change = chance.change
    when = (
        "before your first question" if not chance.asked else f"after your question {chance.asked}"
    )
    own = next((place for place, name in enumerate(asked, 1) if name == change.question), None)
    instead = f"You asked it as question {own}." if own else "You did not ask it."
    if own == chance.asked + 1:
        instead = "That is when you asked it."
    return f"What would have told most, {when}: {_change_words(ruleset, change)} {instead}"


def _change_words(ruleset: RuleSet, change: Change) -> str:
    names = ", ".join(ruleset.causes[cause].name for cause in change.causes)
    level = (
        f"the level went from “{ruleset.words(change.before).name}” to"
        f" “{ruleset.words(change.after).name}”"
    )
    parts = [
        *([level] if change.before != change.after else []),
        *([f"news about {names}"] if names else []),
    ]
    return f"“{question_words(ruleset.questions[change.question])}” ({'; '.join(parts)})."


def _fit_words(assessment: Assessment, cause: str) -> str:
    found = next(
        (candidate for candidate in assessment.causes if candidate.cause.id == cause), None
    )
    if found is None:
        return "nothing speaks for it"
    return (
        f"{FITS[found.fit]}; rules for it: {len(found.speaks_for)}, against it:"
        f" {len(found.speaks_against)}"
    )


def _score_section(marks: tuple[Mark, ...], title: str = "Your score") -> Section:
    lines = (
        Line(
            f"{mark.name.capitalize()}: {mark.points:g} of {mark.most:g}. {mark.how}",
            LineKind.POINT,
        )
        for mark in marks
    )
    return Section(title, tuple(lines))


def _about(ruleset: RuleSet, patient: Patient) -> Section:
    made = f"Rule set {ruleset.id}, version {ruleset.version}, digest {ruleset.digest}."
    again = f"With `--case {patient.id}` you meet this invented patient again."
    return Section(
        "About this patient", (Line(FALLIBLE), Line(again), Line(TEACHING_CHOICE), Line(made))
    )
