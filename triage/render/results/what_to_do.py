"""The first section of a result: what to do now, what brought it, which unsure signs matter."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from triage.answers.value import State
from triage.engine.assessment import Assessment
from triage.lacks.advice import advised
from triage.lacks.unsure import UnsureRise
from triage.language.conditions import Fact, Is, IsNot
from triage.language.ruleset import RuleSet
from triage.render.formats.page import Line, LineKind, PageSection
from triage.render.results.phrases import cited, fact_sentence, sentence
from triage.why.explanation import Explanation

TITLE = "What to do now"

LASTING, SEVERE = "persistence", "severity"
"""The questions behind the documents' advice to see a doctor."""

FIRST_REASONS = 3
"""How many answers are named beside the action; all of them stand under "Why"."""

UNSURE = "You were not sure about some signs. If any of these is true, call {number}"
TOO_MANY = "Several of the signs that you were not sure about, taken together."
TOGETHER = "Signs that count together"
ORIGIN = "Where this comes from:"


def now_section(explanation: Explanation, number: str) -> PageSection:
    """How soon to get help, what brought that, and which unsure signs would make it an emergency;
    ``number`` is the emergency number.
    """
    assessment = explanation.assessment
    lines = (
        *_while_unsure(assessment, number),
        *_headline(assessment),
        *_unsaid(assessment),
        _action(assessment, number),
        *_brought_by(explanation),
    )
    return PageSection(TITLE, lines, tuple(_not_sure(explanation, number)), id="now")


def _while_unsure(assessment: Assessment, number: str) -> Iterator[Line]:
    """What to do about signs left unsure, where that is more urgent than the level."""
    for one in advised(assessment.ruleset, assessment.answers)[:1]:
        if one.level > assessment.level or assessment.level == assessment.ruleset.lowest:
            text = one.advice.text.replace("{emergency_number}", number)
            said = f"You were not sure about some signs. {text}"
            yield cited(said, one.advice.cites, assessment.ruleset, LineKind.STRONG)


def brief_section(assessment: Assessment, number: str) -> PageSection:
    """How soon to get help, and nothing else."""
    return PageSection(TITLE, (*_headline(assessment), _action(assessment, number)), id="now")


def _headline(assessment: Assessment) -> Iterator[Line]:
    yield Line(assessment.ruleset.words(assessment.level).headline, LineKind.STRONG)


def _action(assessment: Assessment, number: str) -> Line:
    return Line(
        assessment.ruleset.words(assessment.level).action.replace("{emergency_number}", number)
    )


def _unsaid(assessment: Assessment) -> Iterator[Line]:
    """The warning that self-care rests on too little, where it does."""
    if assessment.level != assessment.ruleset.lowest:
        return
    lacks = [
        question
        for question in (LASTING, SEVERE)
        if question in assessment.ruleset.questions
        and assessment.answers[question].state is not State.GIVEN
    ]
    words = {
        (LASTING, SEVERE): ("whether it lasts or how severe it is", "lasts or is severe"),
        (LASTING,): ("whether it lasts", "lasts"),
        (SEVERE,): ("how severe it is", "is severe"),
    }
    if lacks:
        unsaid, condition = words[tuple(lacks)]
        yield Line(f"You did not say {unsaid}. If it {condition}, see a doctor.")


def _brought_by(explanation: Explanation) -> Iterator[Line]:
    """The first answers behind a level above the lowest."""
    assessment = explanation.assessment
    if assessment.level == assessment.ruleset.lowest:
        return
    facts: dict[Fact, None] = {}
    for firing in assessment.deciding:
        facts |= dict.fromkeys(explanation.grounds(firing).answers)
    if facts:
        yield Line("What brought this:")
    for fact in list(facts)[:FIRST_REASONS]:
        yield Line(fact_sentence(fact, assessment.ruleset), LineKind.POINT)
    if len(facts) > FIRST_REASONS:
        yield Line(f"And {len(facts) - FIRST_REASONS} more, under “Why”.", LineKind.POINT)


def _not_sure(explanation: Explanation, number: str) -> Iterator[PageSection]:
    """The unsure answers that would make it an emergency, below their questions; the combinations
    have no question.
    """
    ruleset = explanation.assessment.ruleset
    rises = [rise for rise in explanation.unsure if rise.level.is_emergency]
    emergencies = [rise for rise in rises if rise.is_certain]

    def group(rise: UnsureRise) -> str:
        one, *others = rise.questions
        return TOGETHER if others else ruleset.questions[one].text

    lines: list[Line] = []
    for title, listed in groupby(emergencies, key=group):
        lines.append(Line(title))
        cites: dict[str, None] = {}
        for rise in listed:
            lines.append(Line(_unsure_words(rise, ruleset), LineKind.POINT))
            cites |= dict.fromkeys(rise.rule.cites)
        lines.append(cited(ORIGIN, cites, ruleset))
    if len(emergencies) < len(rises):
        lines.append(Line(TOO_MANY))
    if lines:
        yield PageSection(UNSURE.format(number=number), tuple(lines), id="unsure")


def _unsure_words(rise: UnsureRise, ruleset: RuleSet) -> str:
    """The options as they were offered below their own question, else as the person would say
    them.
    """
    is_single = len(rise.questions) == 1

    def words(fact: Is | IsNot) -> str:
        option = ruleset.questions[fact.question].option(fact.option)
        positive = option.text if is_single else option.said
        return positive if isinstance(fact, Is) else f"not: {positive}"

    first, *others = (" or ".join(map(words, part)) for part in rise.parts)
    joined = f"{first}, together with: {'; and '.join(others)}" if others else first
    return joined if is_single else sentence(joined)
