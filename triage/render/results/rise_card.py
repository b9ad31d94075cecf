"""What is said at once when the level rises: what to do, and what brought it, in one sentence."""

from __future__ import annotations

from triage.lacks.advice import Advised
from triage.language.conditions import Is
from triage.language.ruleset import RuleSet
from triage.render.formats.page import Line, LineKind, Page, PageSection
from triage.render.results.phrases import cited
from triage.render.results.plan import TITLE, Plan
from triage.render.results.said import told
from triage.why.explanation import Explanation

MOST_REASONS = 4
WHATEVER = "This holds whatever you answer."
NOT_SURE = "While you are not sure"


def rise_page(explanation: Explanation, number: str) -> Page:
    """The card of a level: how soon to get help, what to do, and what brought it; ``number`` is the
    emergency number.
    """
    assessment, plan = explanation.assessment, Plan(explanation, number)
    headline = Line(assessment.ruleset.words(assessment.level).headline, LineKind.STRONG)
    lines = (headline, Line(plan.action), Line(because(explanation)))
    card = PageSection(TITLE, lines, id="now")
    return Page(assessment.ruleset.words(assessment.level).name, (card,), assessment.level)


def because(explanation: Explanation) -> str:
    """The answers behind the first rule that brought the level, as one sentence."""
    assessment = explanation.assessment
    if not assessment.deciding:
        return WHATEVER
    facts = explanation.grounds(assessment.deciding[0]).answers
    chosen = [fact for fact in facts if isinstance(fact, Is)][:MOST_REASONS]
    said = told(chosen, assessment.ruleset, assessment.answers)
    return f"Because {said}." if said else WHATEVER


def unsure_page(advised: Advised, ruleset: RuleSet, number: str) -> Page:
    """What a person can do who stays not sure about a sign."""
    advice = advised.advice
    line = cited(advice_words(advised, number), advice.cites, ruleset, LineKind.STRONG)
    asked = ruleset.screen_of(advised.question.id) or advised.question
    return Page(NOT_SURE, (PageSection(asked.text, (line,)),), advised.level)


def advice_words(advised: Advised, number: str) -> str:
    """The advice with the number to call."""
    return advised.advice.text.replace("{emergency_number}", number)
