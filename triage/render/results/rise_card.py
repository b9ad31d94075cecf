"""What is said at once when the level rises: what to do, and what brought it, in one sentence."""

from __future__ import annotations

from dataclasses import replace

from triage.engine.assessment import Assessment
from triage.lacks.advice import Advised
from triage.language.conditions import Is
from triage.language.ruleset import RuleSet
from triage.render.formats.page import Line, LineKind, Page, PageSection
from triage.render.results.phrases import cited
from triage.render.results.what_to_do import brief_section
from triage.why.explanation import Explanation

MOST_REASONS = 4
WHATEVER = "This holds whatever you answer."
NOT_SURE = "While you are not sure"


def rise_page(explanation: Explanation, number: str) -> Page:
    """The card of a level; ``number`` is the emergency number."""
    assessment = explanation.assessment
    brief = brief_section(assessment, number)
    section = replace(brief, lines=(*brief.lines, Line(because(explanation))))
    return Page(assessment.ruleset.words(assessment.level).name, (section,), assessment.level)


def because(explanation: Explanation) -> str:
    """The answers behind the first rule that brought the level, as one sentence."""
    assessment = explanation.assessment
    if not assessment.deciding:
        return WHATEVER
    facts = explanation.grounds(assessment.deciding[0]).answers
    said = dict.fromkeys(_said(fact, assessment) for fact in facts if isinstance(fact, Is))
    reasons = list(said)[:MOST_REASONS]
    if not reasons:
        return WHATEVER
    words = ", and ".join(filter(None, (", ".join(reasons[:-1]), reasons[-1])))
    return f"Because {words}."


def _said(fact: Is, assessment: Assessment) -> str:
    return assessment.ruleset.questions[fact.question].option(fact.option).said


def unsure_page(advised: Advised, ruleset: RuleSet, number: str) -> Page:
    """What a person can do who stays not sure about a sign."""
    advice = advised.advice
    line = cited(advice_words(advised, number), advice.cites, ruleset, LineKind.STRONG)
    return Page(NOT_SURE, (PageSection(advised.question.text, (line,)),))


def advice_words(advised: Advised, number: str) -> str:
    """The advice with the number to call."""
    return advised.advice.text.replace("{emergency_number}", number)
