"""The candidate causes as sections: what speaks for each, against it, and what was left open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from triage.engine.assessment import Assessment, Candidate, Firing
from triage.language.model import Statement
from triage.language.ruleset import RuleSet
from triage.language.words import ForCause, Strength
from triage.render.formats.page import Line, LineKind, Section
from triage.render.results.phrases import cited, fact_words, open_words, sentence, the_documents
from triage.why.explain import open_questions
from triage.why.grounds import Trail

UNFOLDED = 3
"""How many candidates are shown in full."""

FITS = {
    Strength.TYPICAL: "a typical pattern",
    Strength.COMPATIBLE: "shares some signs",
    Strength.RISK: "only things that raise the chance",
}


def causes_section(assessment: Assessment) -> Section:
    """Each candidate, best first; without one, that nothing matches and that this is no comfort."""
    trail = Trail(assessment)
    parts = tuple(
        _candidate(candidate, assessment, trail, place >= UNFOLDED)
        for place, candidate in enumerate(assessment.causes)
    )
    order = (Line("The order shows how well the pattern fits, not how likely a cause is."),)
    nothing = (
        Line(f"No cause in {the_documents(assessment.ruleset)} matches these answers."),
        Line("This does not mean that all is well."),
    )
    return Section("What this pattern can go with", order if parts else nothing, parts, id="causes")


def tests_section(assessment: Assessment) -> Section:
    """The tests on the cards of the candidates, each once."""
    tests: dict[str, Statement] = {}
    for candidate in assessment.causes:
        for test in candidate.cause.card.tests:
            tests.setdefault(test.text, test)
    lines = statements(tests.values(), assessment.ruleset, LineKind.POINT)
    return Section("What a doctor may check", lines or (Line(_no_tests(assessment)),), id="tests")


def statements(
    found: Iterable[Statement], ruleset: RuleSet, kind: LineKind = LineKind.TEXT
) -> tuple[Line, ...]:
    """The statements of a card as lines."""
    return tuple(cited(statement.text, statement.cites, ruleset, kind) for statement in found)


def _no_tests(assessment: Assessment) -> str:
    if assessment.causes:
        return f"No test for these causes is named in {the_documents(assessment.ruleset)}."
    return "No cause is listed above, so no test is listed here. A doctor decides what to check."


def _candidate(candidate: Candidate, assessment: Assessment, trail: Trail, folded: bool) -> Section:
    ruleset, card = assessment.ruleset, candidate.cause.card
    lines = (Line(f"Fit: {FITS[candidate.fit]}."), *statements(card.what[:1], ruleset))
    parts = (
        Section(
            "What speaks for it",
            tuple(_evidence(firing, trail, ruleset) for firing in candidate.speaks_for),
        ),
        Section(
            "What speaks against it",
            tuple(_evidence(f, trail, ruleset) for f in candidate.speaks_against),
        ),
        Section("What was not asked or not sure", tuple(_open(assessment, candidate.cause.id))),
        Section(
            f"Where {the_documents(ruleset)} differ",
            statements(card.differs, ruleset, LineKind.POINT),
        ),
    )
    return Section(candidate.cause.name, lines, tuple(part for part in parts if part.lines), folded)


def _evidence(firing: Firing, trail: Trail, ruleset: RuleSet) -> Line:
    """The answers behind the firing and its mechanism, as one entry."""
    said = " ".join(sentence(fact_words(fact, ruleset)) for fact in trail.grounds(firing).answers)
    is_risk = isinstance(firing.rule.then, ForCause) and firing.rule.then.strength is Strength.RISK
    lead = "Raises the chance: " if is_risk else ""
    return cited(f"{lead}{said} {firing.rule.because}", firing.rule.cites, ruleset, LineKind.POINT)


def _open(assessment: Assessment, cause: str) -> Iterator[Line]:
    for question in open_questions(assessment, cause):
        state = open_words(assessment.answers[question.id])
        yield Line(f"{question.text} {sentence(state)}", LineKind.POINT)
