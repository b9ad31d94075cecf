"""The candidate causes as sections: what speaks for each, against it, and what was left open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from triage.engine.assessment import Assessment, Candidate, Firing
from triage.language.model import Statement
from triage.language.ruleset import RuleSet
from triage.language.words import Strength
from triage.render.formats.page import Line, LineKind, PageSection
from triage.render.results.phrases import cited, fact_sentence, open_words, sentence, the_documents
from triage.why.explanation import Explanation

UNFOLDED = 3
"""How many candidates are shown in full."""

RISK_ONLY = "What only raises the chance"

FITS = {
    Strength.TYPICAL: "a typical pattern",
    Strength.COMPATIBLE: "shares some signs",
    Strength.RISK: "only things that raise the chance",
}


def causes_section(explanation: Explanation) -> PageSection:
    """Each candidate that a sign points to, best first, then the others in one line; without any,
    that nothing matches and that this is no comfort.
    """
    assessment = explanation.assessment
    shown = [candidate for candidate in assessment.causes if not candidate.is_risk_only]
    parts = (
        *(
            _candidate(candidate, explanation, folded=place >= UNFOLDED)
            for place, candidate in enumerate(shown)
        ),
        *_risk_only(assessment),
    )
    order = (Line(_order_words(assessment)),)
    nothing = (
        Line(f"No cause in {the_documents(assessment.ruleset)} matches these answers."),
        Line("This does not mean that all is well."),
    )
    return PageSection(
        "What this pattern can go with", order if shown else nothing, parts, id="causes"
    )


def _order_words(assessment: Assessment) -> str:
    has_danger = any(candidate.brought_emergency for candidate in assessment.causes)
    lead = "The dangers that brought this come first. " if has_danger else ""
    return f"{lead}The order shows how well the pattern fits, not how likely a cause is."


def _risk_only(assessment: Assessment) -> Iterator[PageSection]:
    """The causes that no sign points to, in one line; at an emergency it comes after a click."""
    found = [candidate for candidate in assessment.causes if candidate.is_risk_only]
    if found:
        names = ", ".join(candidate.cause.name for candidate in found)
        firings = (firing for candidate in found for firing in candidate.speaks_for)
        cites = dict.fromkeys(cite for firing in firings for cite in firing.rule.cites)
        text = f"Could also matter: {names}. Your answers only raise the chance of these."
        line = cited(text, cites, assessment.ruleset)
        yield PageSection(RISK_ONLY, (line,), folded=assessment.level.is_emergency, id="risk-only")


def tests_section(assessment: Assessment) -> PageSection:
    """The tests on the cards of the candidates, each once."""
    tests: dict[str, Statement] = {}
    for candidate in assessment.causes:
        for test in candidate.cause.card.tests:
            tests.setdefault(test.text, test)
    lines = statements(tests.values(), assessment.ruleset, LineKind.POINT)
    return PageSection(
        "What a doctor may check", lines or (Line(_no_tests(assessment)),), id="tests"
    )


def statements(
    found: Iterable[Statement], ruleset: RuleSet, kind: LineKind = LineKind.TEXT
) -> tuple[Line, ...]:
    """The statements of a card as lines."""
    return tuple(cited(statement.text, statement.cites, ruleset, kind) for statement in found)


def _no_tests(assessment: Assessment) -> str:
    if assessment.causes:
        return f"No test for these causes is named in {the_documents(assessment.ruleset)}."
    return "No cause is listed above, so no test is listed here. A doctor decides what to check."


def _candidate(candidate: Candidate, explanation: Explanation, folded: bool) -> PageSection:
    ruleset, card = explanation.assessment.ruleset, candidate.cause.card
    lines = (Line(f"Fit: {FITS[candidate.fit]}."), *statements(card.what[:1], ruleset))
    titled = (
        ("What speaks for it", _evidence(candidate.speaks_for, explanation)),
        ("What speaks against it", _evidence(candidate.speaks_against, explanation)),
        ("What was not asked or not sure", _open(candidate, explanation)),
        (
            f"Where {the_documents(ruleset)} differ",
            statements(card.differs, ruleset, LineKind.POINT),
        ),
    )
    parts = tuple(PageSection(title, found) for title, found in titled if found)
    return PageSection(candidate.cause.name, lines, parts, folded)


def _evidence(firings: Iterable[Firing], explanation: Explanation) -> tuple[Line, ...]:
    """The answers behind each firing and its mechanism, as one entry."""
    ruleset = explanation.assessment.ruleset
    lines = []
    for firing in firings:
        rule = firing.rule
        answers = explanation.grounds(firing).answers
        said = " ".join(fact_sentence(fact, ruleset) for fact in answers)
        lead = "Raises the chance: " if rule.strength is Strength.RISK else ""
        text = f"{lead}{said} {rule.because}"
        lines.append(cited(text, rule.cites, ruleset, LineKind.POINT))
    return tuple(lines)


def _open(candidate: Candidate, explanation: Explanation) -> tuple[Line, ...]:
    lines = []
    for question in explanation.open_questions[candidate.cause.id]:
        state = open_words(explanation.assessment.answers[question.id])
        lines.append(Line(f"{question.text} {sentence(state)}", LineKind.POINT))
    return tuple(lines)
