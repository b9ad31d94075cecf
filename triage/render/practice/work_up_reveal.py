"""The reveal of a work-up: the student's commitment beside the engine's result, point by point."""

from __future__ import annotations

from collections.abc import Iterator

from triage.engine.assessment import Assessment, Candidate
from triage.language.ruleset import RuleSet
from triage.language.words import Level
from triage.practice.exercises.commitment import Commitment
from triage.practice.exercises.question_worth import Chance, Change, Worth
from triage.practice.exercises.score import WorkUpScore, flags_of
from triage.practice.exercises.work_up import WorkUp
from triage.practice.patients.outcome import fitting
from triage.render.formats.page import Line, LineKind, Page, PageSection
from triage.render.practice.reveal import MISSED, TITLE, about_patient, reasons, score_section
from triage.render.practice.vignette import third_person, told
from triage.render.results.candidates import FITS
from triage.render.results.phrases import cited, fact_words, question_words, sentence
from triage.why.missing import why_not

ALL_ASKED = "You asked for every warning sign that a rule rests on."
NO_FLAG = "No rule that fired rests on a warning sign."
UNASKED_QUIET = "You did not ask these, and this time no rule that fired rests on the answers:"
NO_CAUSE = "No cause fits these answers. This does not mean that all is well."


def work_up_page(
    work_up: WorkUp, commitment: Commitment, score: WorkUpScore, whole: Assessment
) -> Page:
    """The reveal of a work-up."""
    ruleset, worth = work_up.ruleset, Worth(work_up.ruleset, work_up.patient)
    named = [cause for cause, _ in commitment.causes]
    return Page(
        TITLE,
        (
            PageSection(
                "The level", tuple(_level_lines(ruleset, commitment.level, whole.level, score))
            ),
            PageSection("Why this level", tuple(reasons(whole.deciding, whole))),
            PageSection("The causes, in order", tuple(_cause_lists(ruleset, commitment, whole))),
            PageSection("Cause by cause", (), tuple(_causes(whole, named))),
            PageSection("Warning signs", tuple(_flag_lines(work_up, score, whole))),
            PageSection("Your questions", tuple(_question_lines(ruleset, work_up.asked, worth))),
            score_section(score.marks, f"Your score: {score.points:g} of {score.most:g}"),
            about_patient(ruleset, work_up.patient),
        ),
        whole.level,
    )


def _level_lines(
    ruleset: RuleSet, chosen: Level, right: Level, score: WorkUpScore
) -> Iterator[Line]:
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


def _causes(whole: Assessment, named: list[str]) -> Iterator[PageSection]:
    shown = {*named, *fitting(whole)}
    for candidate in whole.causes:
        if candidate.cause.id in shown:
            yield _candidate(candidate, whole)
    listed = {candidate.cause.id for candidate in whole.causes}
    for name in named:
        if name not in listed:
            yield PageSection(whole.ruleset.causes[name].name, tuple(_why_absent(whole, name)))


def _candidate(candidate: Candidate, whole: Assessment) -> PageSection:
    sides = (
        ("What speaks for it", candidate.speaks_for),
        ("What speaks against it", candidate.speaks_against),
    )
    parts = tuple(
        PageSection(title, tuple(reasons(firings, whole))) for title, firings in sides if firings
    )
    return PageSection(candidate.cause.name, (Line(f"Fit: {FITS[candidate.fit]}."),), parts)


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


def _flag_lines(work_up: WorkUp, score: WorkUpScore, whole: Assessment) -> Iterator[Line]:
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
