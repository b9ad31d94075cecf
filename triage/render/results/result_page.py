"""The result as a page: what to do now, why, what it can go with, what could change it, and what it
is not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from triage.answers.value import State
from triage.engine.assessment import Assessment, Firing
from triage.lacks.rise import Rise
from triage.lacks.unsure import UnsureRise
from triage.language.conditions import Fact, Is, IsNot
from triage.language.ruleset import RuleSet
from triage.language.words import Level
from triage.render.formats.page import Line, LineKind, Page, Section
from triage.render.results.candidates import causes_section, tests_section
from triage.render.results.phrases import (
    answer_words,
    cited,
    conclusion_words,
    either,
    fact_words,
    sentence,
    source_words,
)
from triage.why.explanation import Explanation

LASTING, SEVERE = "persistence", "severity"
"""The questions behind the documents' advice to see a doctor."""

FIRST_REASONS = 3
"""How many answers are named beside the action; all of them stand under "Why"."""

UNSURE = "You were not sure about some signs. If any of these is true, call {number}"
TOGETHER = "Signs that count together"
ORIGIN = "Where this comes from:"

UNFOLDED = 6
"""How many entries of a long list are shown before the rest is folded."""


def result_page(explanation: Explanation, number: str, engine: str) -> Page:
    """Everything a person reads after the last question; ``number`` is the emergency number."""
    assessment = explanation.assessment
    sections = (
        _now(explanation, number),
        _why(explanation),
        causes_section(explanation),
        _could_change(explanation),
        _watch(assessment.ruleset),
        tests_section(assessment),
        _about(assessment.ruleset, engine),
        _answers(assessment),
    )
    return Page(assessment.ruleset.identity.title, sections, assessment.level)


def emergency_page(explanation: Explanation, number: str) -> Page:
    """The card that interrupts an interview: what to do and what brought it, with badges for
    sources; nothing else.
    """
    assessment = explanation.assessment
    lines = (*_headline(assessment), _action(assessment, number))
    why = _why(explanation)
    brief = replace(why, lines=tuple(replace(line, cites=()) for line in why.lines))
    sections = (Section("What to do now", lines, id="now"), brief)
    return Page(assessment.ruleset.words(assessment.level).name, sections, assessment.level)


def _now(explanation: Explanation, number: str) -> Section:
    assessment = explanation.assessment
    lines = (
        *_headline(assessment),
        *_unsaid(assessment),
        _action(assessment, number),
        *_brought_by(explanation),
    )
    return Section("What to do now", lines, tuple(_not_sure(explanation, number)), id="now")


def _headline(assessment: Assessment) -> Iterator[Line]:
    yield Line(assessment.ruleset.words(assessment.level).headline, LineKind.STRONG)


def _action(assessment: Assessment, number: str) -> Line:
    return Line(
        assessment.ruleset.words(assessment.level).action.replace("{emergency_number}", number)
    )


def _unsaid(assessment: Assessment) -> Iterator[Line]:
    """The warning that self-care rests on too little, where it does."""
    if assessment.level is not Level.SELF_CARE:
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
    """The first answers behind a level above self-care."""
    assessment = explanation.assessment
    if assessment.level is Level.SELF_CARE:
        return
    facts: dict[Fact, None] = {}
    for firing in assessment.deciding:
        facts |= dict.fromkeys(explanation.grounds(firing).answers)
    if facts:
        yield Line("What brought this:")
    for fact in list(facts)[:FIRST_REASONS]:
        yield Line(_said(fact, assessment.ruleset), LineKind.POINT)
    if len(facts) > FIRST_REASONS:
        yield Line(f"And {len(facts) - FIRST_REASONS} more, under “Why”.", LineKind.POINT)


def _not_sure(explanation: Explanation, number: str) -> Iterator[Section]:
    """The unsure answers that would make it an emergency, below their questions; the combinations
    have no question.
    """
    ruleset = explanation.assessment.ruleset
    emergencies = [rise for rise in explanation.unsure if rise.level is Level.EMERGENCY]

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
    if lines:
        yield Section(UNSURE.format(number=number), tuple(lines), id="unsure")


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


def _why(explanation: Explanation) -> Section:
    """The answers that brought the level, each followed by the rules from them up to it; a rule
    stands once.
    """
    assessment = explanation.assessment
    steps_of: dict[tuple[Fact, ...], list[Firing]] = {}
    seen: set[str] = set()
    for firing in assessment.deciding:
        grounds = explanation.grounds(firing)
        steps = steps_of.setdefault(grounds.answers, [])
        steps += (step for step in grounds.steps if step.rule.id not in seen)
        seen.update(step.rule.id for step in grounds.steps)
    lines: list[Line] = []
    for facts, steps in steps_of.items():
        said = " ".join(_said(fact, assessment.ruleset) for fact in facts)
        lines.append(Line(said or "This holds whatever you answer."))
        lines.extend(_step(step, assessment.ruleset) for step in steps)
    return Section("Why", tuple(lines), id="why")


def _said(fact: Fact, ruleset: RuleSet) -> str:
    return sentence(fact_words(fact, ruleset))


def _step(step: Firing, ruleset: RuleSet) -> Line:
    """A rule of the chain; what it concludes is named unless that is the level, which is named
    already.
    """
    rule = step.rule
    if rule.level is not None:
        return cited(rule.because, rule.cites, ruleset, LineKind.POINT)
    lead = ruleset.findings[rule.finding].name if rule.finding else conclusion_words(rule, ruleset)
    return cited(
        f"{lead[:1].upper()}{lead[1:]}: {rule.because}", rule.cites, ruleset, LineKind.POINT
    )


def _could_change(explanation: Explanation) -> Section:
    assessment, rises = explanation.assessment, explanation.rises
    parts = [
        _rises_to(level, [rise for rise in rises if rise.level is level], assessment.ruleset)
        for level in sorted({rise.level for rise in rises}, reverse=True)
    ]
    if assessment.level is Level.EMERGENCY:
        lines: tuple[Line, ...] = (
            Line("This is the most urgent level. No other answer can lower it."),
        )
    elif rises:
        lines = (
            Line("These answers were left open. More answers can raise the level, never lower it."),
        )
    else:
        lines = (Line("No open answer by itself could raise the level. New signs can."),)
    return Section("What could still change this", lines, tuple(parts), id="change")


def _rises_to(level: Level, rises: list[Rise], ruleset: RuleSet) -> Section:
    lines = [Line(_rise_words(rise), LineKind.POINT) for rise in rises]
    rest = tuple(lines[UNFOLDED:])
    parts = (Section(f"{len(rest)} more", rest, folded=True),) if rest else ()
    return Section(
        f"{ruleset.words(level).name}, for example if the answer is", tuple(lines[:UNFOLDED]), parts
    )


def _rise_words(rise: Rise) -> str:
    chosen = [rise.question.option(option).text for option in rise.options]
    return f"{either(chosen or ['None of these'], 'and')} to “{rise.question.text}”"


def _watch(ruleset: RuleSet) -> Section:
    parts = []
    for level in sorted(Level, reverse=True):
        lines = tuple(
            cited(sign.text, sign.cites, ruleset, LineKind.POINT)
            for sign in ruleset.identity.watch
            if sign.level is level
        )
        if lines:
            parts.append(Section(ruleset.words(level).name, lines))
    return Section("What to watch for and when to get help", parts=tuple(parts), id="watch")


def _about(ruleset: RuleSet, engine: str) -> Section:
    limits = tuple(Line(limit, LineKind.POINT) for limit in ruleset.identity.limits)
    made = Line(
        f"Rule set {ruleset.id}, version {ruleset.version}, digest {ruleset.digest}; engine"
        f" {engine}."
    )
    sources = tuple(
        Line(source_words(source), LineKind.POINT) for source in ruleset.identity.sources
    )
    return Section(
        "What this is and is not",
        (*limits, made),
        (Section("Sources", sources, folded=True),),
        id="about",
    )


def _answers(assessment: Assessment) -> Section:
    lines = tuple(
        Line(
            f"{question.text} {sentence(answer_words(question, assessment.answers[name]))}",
            LineKind.POINT,
        )
        for name, question in assessment.ruleset.questions.items()
        if name in assessment.answers.given
    )
    return Section(
        "Your answers", lines or (Line("No question was answered."),), folded=True, id="answers"
    )
