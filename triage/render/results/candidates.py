"""The candidate causes as sections: what points to each, what against it, and what a doctor may
check and ask.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from triage.engine.assessment import Assessment, Candidate, Firing
from triage.language.conditions import Fact
from triage.language.model import Question, Statement
from triage.language.ruleset import RuleSet
from triage.language.words import Strength
from triage.render.formats.page import Line, LineKind, PageSection
from triage.render.results.numbers import Numbers
from triage.render.results.phrases import cited, sentence
from triage.render.results.said import told
from triage.why.explanation import Explanation

UNFOLDED = 3
"""How many candidates are shown in full."""
MOST_ASKED = 6
"""How many questions are named that a doctor may ask."""

TITLE = "What this can go with"
RISK_ONLY = "What only raises the chance"

FITS = {
    Strength.TYPICAL: "a typical pattern",
    Strength.COMPATIBLE: "shares some signs",
    Strength.RISK: "only things that raise the chance",
}


def causes_section(explanation: Explanation, numbers: Numbers) -> PageSection:
    """Each candidate that a sign points to, best first, then the others in one line; without any,
    that nothing matches and that this is no comfort.
    """
    assessment = explanation.assessment
    shown = [candidate for candidate in assessment.causes if not candidate.is_risk_only]
    parts = (
        *(
            _candidate(candidate, explanation, numbers, folded=place >= UNFOLDED)
            for place, candidate in enumerate(shown)
        ),
        *_risk_only(assessment, numbers),
    )
    order = (Line(_order_words(assessment)),)
    nothing = (
        Line("No cause in these rules matches these answers."),
        Line("This does not mean that all is well."),
    )
    return PageSection(TITLE, order if shown else nothing, parts, folded=True, id="causes")


def _order_words(assessment: Assessment) -> str:
    has_danger = any(candidate.is_danger for candidate in assessment.causes)
    lead = "The dangers that brought this come first. " if has_danger else ""
    return f"{lead}The order shows how well the pattern fits, not how likely a cause is."


def _risk_only(assessment: Assessment, numbers: Numbers) -> Iterator[PageSection]:
    """The causes that no sign points to, in one line; at an emergency it comes after a click."""
    found = [candidate for candidate in assessment.causes if candidate.is_risk_only]
    if found:
        names = ", ".join(candidate.cause.name for candidate in found)
        firings = (firing for candidate in found for firing in candidate.speaks_for)
        cites = dict.fromkeys(cite for firing in firings for cite in firing.rule.cites)
        text = f"Could also matter: {names}. Your answers only raise the chance of these."
        line = numbers.line(text, cites)
        yield PageSection(RISK_ONLY, (line,), folded=assessment.level.is_emergency, id="risk-only")


def doctor_section(explanation: Explanation, numbers: Numbers) -> PageSection:
    """The tests on the cards of the candidates, each once, and the questions still open about
    them.
    """
    causes = explanation.assessment.causes
    tests = numbers.statements(test for one in causes for test in one.cause.card.tests)
    none = (Line(_no_tests(explanation.assessment)),)
    asked = _left_open(explanation)
    lines = tuple(Line(question.text, LineKind.POINT) for question in asked[:MOST_ASKED])
    parts = (PageSection("What a doctor may ask", lines),) if lines else ()
    return PageSection(
        "What a doctor may check and ask", tests or none, parts, folded=True, id="tests"
    )


def statements(
    found: Iterable[Statement], ruleset: RuleSet, kind: LineKind = LineKind.TEXT
) -> tuple[Line, ...]:
    """The statements of a card as lines."""
    return tuple(cited(statement.text, statement.cites, ruleset, kind) for statement in found)


def _no_tests(assessment: Assessment) -> str:
    if assessment.causes:
        return "No source here names a test for these causes. A doctor decides what to check."
    return "No cause is listed, so no test is listed here. A doctor decides what to check."


def _left_open(explanation: Explanation) -> list[Question]:
    """The questions still open about a cause, each once."""
    found = (one for questions in explanation.open_questions.values() for one in questions)
    return list({question.id: question for question in found}.values())


def _candidate(
    candidate: Candidate, explanation: Explanation, numbers: Numbers, folded: bool
) -> PageSection:
    what = candidate.cause.card.what[0]
    lines = (
        numbers.line(what.text, what.cites),
        Line(f"Fit: {FITS[candidate.fit]}."),
    )
    signs = [firing for firing in candidate.speaks_for if firing.rule.supports]
    risks = [firing for firing in candidate.speaks_for if not firing.rule.supports]
    titled = (
        ("What points to it", _evidence(signs, explanation, numbers)),
        ("What makes it likelier", _evidence(risks, explanation, numbers)),
        ("What points away from it", _evidence(candidate.speaks_against, explanation, numbers)),
        ("What is still open", _open(candidate, explanation)),
    )
    parts = tuple(PageSection(title, found) for title, found in titled if found)
    return PageSection(candidate.cause.name, lines, parts, folded)


def _evidence(
    firings: Iterable[Firing], explanation: Explanation, numbers: Numbers
) -> tuple[Line, ...]:
    """The fewest answers behind each firing, and why they count; what tells nothing new is left
    out.
    """
    assessment = explanation.assessment
    seen: set[Fact] = set()
    lines: list[Line] = []
    for firing in firings:
        answers = explanation.prover.of(firing).answers
        if lines and seen.issuperset(answers):
            continue
        said = told(answers, assessment.ruleset, assessment.answers)
        text = f"{sentence(said)} {firing.rule.because}" if said else firing.rule.because
        lines.append(numbers.line(text, firing.rule.cites, LineKind.POINT))
        seen.update(answers)
    return tuple(lines)


def _open(candidate: Candidate, explanation: Explanation) -> tuple[Line, ...]:
    found = explanation.open_questions[candidate.cause.id]
    return tuple(Line(question.text, LineKind.POINT) for question in found)
