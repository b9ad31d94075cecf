"""The parts that every reveal has: the rules behind a result, the score, and where it is from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from triage.engine.assessment import Assessment, Firing
from triage.language.ruleset import RuleSet
from triage.practice.exercises.score import Mark
from triage.practice.patients.generate import TEACHING_CHOICE
from triage.practice.patients.patient import Patient
from triage.render.formats.page import Line, LineKind, PageSection
from triage.render.practice.vignette import third_person
from triage.render.results.phrases import cited, conclusion_words, fact_words, sentence
from triage.why.explanation import Explanation

TITLE = "Your choice beside the engine's"
MISSED = (
    "This was an emergency, and your level was lower. Nobody was harmed here, and that is what"
    " practice is for: look at the warning signs below and try another one."
)
FALLIBLE = (
    "The engine knows its rules and nothing else. Where you disagree, look at the rule and its"
    " source."
)


def reasons(firings: Iterable[Firing], whole: Assessment) -> Iterator[Line]:
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


def score_section(marks: tuple[Mark, ...], title: str = "Your score") -> PageSection:
    """Each mark with the sentence that says how it was made."""
    lines = (
        Line(
            f"{mark.name.capitalize()}: {mark.points:g} of {mark.most:g}. {mark.how}",
            LineKind.POINT,
        )
        for mark in marks
    )
    return PageSection(title, tuple(lines))


def about_patient(ruleset: RuleSet, patient: Patient) -> PageSection:
    """Where the patient comes from, and how to meet them again."""
    made = f"Rule set {ruleset.id}, version {ruleset.version}, digest {ruleset.digest}."
    again = f"With `--case {patient.id}` you meet this invented patient again."
    return PageSection(
        "About this patient", (Line(FALLIBLE), Line(again), Line(TEACHING_CHOICE), Line(made))
    )
