"""The result as a page: what to do now, why, what it can go with, what could change it, and what it
is not.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from triage.engine.assessment import Assessment, Firing
from triage.lacks.rise import Rise
from triage.language.conditions import Fact
from triage.language.ruleset import RuleSet
from triage.language.words import Level
from triage.render.formats.page import Line, LineKind, Page, PageSection
from triage.render.results.candidates import causes_section, tests_section
from triage.render.results.phrases import (
    answer_words,
    cited,
    conclusion_words,
    either,
    fact_sentence,
    sentence,
    source_words,
)
from triage.render.results.reviewed import reviewed_words
from triage.render.results.scores import scores_section
from triage.render.results.what_to_do import brief_section, now_section
from triage.why.explanation import Explanation

INTENDED_USE = "Intended use"

UNFOLDED = 6
"""How many entries of a long list are shown before the rest is folded."""


def result_page(explanation: Explanation, number: str, engine: str) -> Page:
    """Everything a person reads after the last question; ``number`` is the emergency number."""
    assessment = explanation.assessment
    sections = (
        now_section(explanation, number),
        _why(explanation),
        causes_section(explanation),
        *scores_section(explanation),
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
    why = _why(explanation)
    brief = replace(why, lines=tuple(replace(line, cites=()) for line in why.lines))
    sections = (brief_section(assessment, number), brief)
    return Page(assessment.ruleset.words(assessment.level).name, sections, assessment.level)


def _why(explanation: Explanation) -> PageSection:
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
        said = " ".join(fact_sentence(fact, assessment.ruleset) for fact in facts)
        lines.append(Line(said or "This holds whatever you answer."))
        lines.extend(_step(step, assessment.ruleset) for step in steps)
    return PageSection("Why", tuple(lines), id="why")


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


def _could_change(explanation: Explanation) -> PageSection:
    assessment, rises = explanation.assessment, explanation.rises
    parts = [
        _rises_to(level, [rise for rise in rises if rise.level == level], assessment.ruleset)
        for level in sorted({rise.level for rise in rises}, reverse=True)
    ]
    if assessment.level == assessment.ruleset.levels[-1]:
        lines: tuple[Line, ...] = (
            Line("This is the most urgent level. No other answer can lower it."),
        )
    elif rises:
        lines = (
            Line("These answers were left open. More answers can raise the level, never lower it."),
        )
    else:
        lines = (Line("No open answer by itself could raise the level. New signs can."),)
    return PageSection("What could still change this", lines, tuple(parts), id="change")


def _rises_to(level: Level, rises: list[Rise], ruleset: RuleSet) -> PageSection:
    lines = [Line(_rise_words(rise), LineKind.POINT) for rise in rises]
    rest = tuple(lines[UNFOLDED:])
    parts = (PageSection(f"{len(rest)} more", rest, folded=True),) if rest else ()
    return PageSection(
        f"{ruleset.words(level).name}, for example if the answer is", tuple(lines[:UNFOLDED]), parts
    )


def _rise_words(rise: Rise) -> str:
    if not rise.is_certain:
        return f"perhaps some answer to “{rise.question.text}”; there are too many to try them all"
    chosen = [rise.question.option(option).text for option in rise.options]
    return f"{either(chosen or ['None of these'], 'and')} to “{rise.question.text}”"


def _watch(ruleset: RuleSet) -> PageSection:
    parts = []
    for level in reversed(ruleset.levels):
        lines = tuple(
            cited(sign.text, sign.cites, ruleset, LineKind.POINT)
            for sign in ruleset.identity.watch
            if sign.level == level
        )
        if lines:
            parts.append(PageSection(ruleset.words(level).name, lines))
    return PageSection("What to watch for and when to get help", parts=tuple(parts), id="watch")


def _about(ruleset: RuleSet, engine: str) -> PageSection:
    limits = _points(ruleset.identity.limits)
    made = Line(
        f"Rule set {ruleset.id}, version {ruleset.version}, digest {ruleset.digest}; engine"
        f" {engine}."
    )
    sources = tuple(
        Line(source_words(source), LineKind.POINT) for source in ruleset.identity.sources
    )
    purpose = _points(ruleset.identity.intended_use)
    parts = (
        *((PageSection(INTENDED_USE, purpose),) if purpose else ()),
        PageSection("Sources", sources, folded=True),
    )
    reviewed = Line(reviewed_words(ruleset))
    return PageSection("What this is and is not", (*limits, made, reviewed), parts, id="about")


def _points(texts: Iterable[str]) -> tuple[Line, ...]:
    return tuple(Line(text, LineKind.POINT) for text in texts)


def _answers(assessment: Assessment) -> PageSection:
    lines = tuple(
        Line(
            f"{question.text} {sentence(answer_words(question, assessment.answers[name]))}",
            LineKind.POINT,
        )
        for name, question in assessment.ruleset.questions.items()
        if name in assessment.answers.given
    )
    return PageSection(
        "Your answers", lines or (Line("No question was answered."),), folded=True, id="answers"
    )
