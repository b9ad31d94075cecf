"""The result as a page: the plan first, then everything behind it, part by part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from triage.engine.assessment import Assessment
from triage.lacks.rise import Rise
from triage.language.ruleset import RuleSet
from triage.language.words import Level
from triage.render.formats.page import Line, LineKind, Page, PageSection
from triage.render.results.candidates import causes_section, doctor_section
from triage.render.results.handover import Notes, handover_section
from triage.render.results.numbers import Numbers
from triage.render.results.phrases import answer_words, sentence
from triage.render.results.plan import Plan
from triage.render.results.region import digits
from triage.render.results.reviewed import reviewed_words
from triage.render.results.said import together, told
from triage.render.results.scores import scores_section
from triage.render.results.what_to_do import now_section, unsure_section
from triage.why.explanation import Explanation
from triage.why.proof import ShortestProof

INTENDED_USE = "Intended use"
WHY = "Why this is said"
READ_HERE = "{read} of the {all} sources named here were read for these rules."

UNFOLDED = 6
"""How many entries of a long list are shown before the rest is folded."""


def result_page(
    explanation: Explanation, number: str, engine: str, notes: Notes | None = None
) -> Page:
    """Everything a person reads after the last question.

    Args:
        explanation: the result.
        number: the emergency number in words.
        engine: the name of the engine that drew the conclusions.
        notes: what else belongs on the page to hand over.
    """
    assessment = explanation.assessment
    plan, numbers = Plan(explanation, number), Numbers(assessment.ruleset)
    sections = (
        now_section(plan, numbers),
        *unsure_section(explanation, number, numbers),
        _why(explanation, numbers),
        causes_section(explanation, numbers),
        *_helps(plan, numbers),
        *scores_section(explanation, numbers),
        _could_change(explanation),
        _watch(assessment.ruleset, numbers),
        doctor_section(explanation, numbers),
        handover_section(plan, notes or Notes()),
        _answers(assessment),
        _about(assessment.ruleset, engine),
        numbers.section(),
    )
    title = assessment.ruleset.identity.title
    return Page(title, sections, plan.urgency, digits(number))


def _why(explanation: Explanation, numbers: Numbers) -> PageSection:
    """For each independent reason the answers that suffice, and the rules from them up to the
    level.
    """
    parts = tuple(_proof(proof, explanation.assessment, numbers) for proof in explanation.proofs)
    lines = tuple(line for part in parts for line in part)
    return PageSection(WHY, lines, folded=True, id="why")


def _proof(proof: ShortestProof, assessment: Assessment, numbers: Numbers) -> Iterator[Line]:
    said = told(proof.answers, assessment.ruleset, assessment.answers)
    yield Line(sentence(said) if said else "This holds whatever you answer.")
    reasons = {rule.because: rule.cites for rule in proof.steps}
    for because, cites in reasons.items():
        yield numbers.line(because, cites, LineKind.POINT)


def _helps(plan: Plan, numbers: Numbers) -> Iterator[PageSection]:
    if plan.helps:
        yield PageSection("What helps", numbers.statements(plan.helps), folded=True, id="helps")


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
    return PageSection(
        "What could still change this", lines, tuple(parts), folded=True, id="change"
    )


def _rises_to(level: Level, rises: list[Rise], ruleset: RuleSet) -> PageSection:
    lines = [Line(_rise_words(rise), LineKind.POINT) for rise in rises]
    rest = tuple(lines[UNFOLDED:])
    parts = (PageSection(f"{len(rest)} more", rest, folded=True),) if rest else ()
    return PageSection(
        f"{ruleset.words(level).name}, for example if", tuple(lines[:UNFOLDED]), parts
    )


def _rise_words(rise: Rise) -> str:
    if not rise.is_certain:
        return f"Perhaps some answer to “{rise.question.text}”; there are too many to try them all."
    chosen = [rise.question.option(option).said for option in rise.options]
    if chosen:
        return sentence(together(chosen))
    return f"Nothing that “{rise.question.text}” lists is so."


def _watch(ruleset: RuleSet, numbers: Numbers) -> PageSection:
    parts = []
    for level in reversed(ruleset.levels):
        lines = tuple(
            numbers.line(sign.text, sign.cites, LineKind.POINT)
            for sign in ruleset.identity.watch
            if sign.level == level
        )
        if lines:
            parts.append(PageSection(ruleset.words(level).name, lines))
    return PageSection("All signs to watch for", parts=tuple(parts), folded=True, id="watch")


def _about(ruleset: RuleSet, engine: str) -> PageSection:
    identity = ruleset.identity
    read = sum(source.is_checked for source in identity.sources)
    reviewed = (Line(reviewed_words(ruleset), LineKind.POINT),)
    made = Line(
        f"Rule set {ruleset.id}, version {ruleset.version}, digest {ruleset.digest}; engine"
        f" {engine}."
    )
    lines = (
        *_points(identity.limits),
        Line(READ_HERE.format(read=read, all=len(identity.sources)), LineKind.POINT),
        *reviewed,
        made,
    )
    purpose = _points(identity.intended_use)
    parts = (PageSection(INTENDED_USE, purpose),) if purpose else ()
    return PageSection("What this is and is not", lines, parts, folded=True, id="about")


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
