"""The page to hand over: what a clinician asks first, in the order in which they hand over among
themselves (situation, background, assessment, request), short enough for one printed page.

The order is SBAR's: situation, background, assessment, recommendation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from triage.answers.value import Answer, State
from triage.engine.assessment import Candidate
from triage.language.model import Question
from triage.language.words import Strength
from triage.render.formats.page import Line, LineKind, PageSection
from triage.render.results.phrases import question_name, sentence
from triage.render.results.plan import Plan
from triage.render.results.reviewed import reviewed_words
from triage.render.results.said import brief
from triage.why.leading import asked_when_well

TITLE = "The page to hand over"
NO_DIAGNOSIS = "A questionnaire that teaches made this from answers. It is no diagnosis."
MATCHES = "matches these rules for “{level}”"
OF_SIGNS = "of signs that can mean “{level}”; they are named below."
ADVICE = " The advice was: “{advice}”"
UNSURE_ASKS = "I am not sure about signs that can be serious. Please help me to check them."

FITS = {
    Strength.TYPICAL: "typical pattern",
    Strength.COMPATIBLE: "some signs",
    Strength.RISK: "only risks",
}


@dataclass(frozen=True, slots=True)
class Notes:
    """What the rules do not know: the complaint in the person's own words, and when it was told."""

    complaint: str = ""
    at: datetime | None = None


def handover_section(plan: Plan, notes: Notes) -> PageSection:
    """The whole page."""
    parts = (
        PageSection("Situation", tuple(_situation(plan, notes))),
        PageSection("Background", tuple(_background(plan))),
        PageSection("Assessment", tuple(_assessment(plan))),
        PageSection("What is asked", tuple(_asked(plan))),
    )
    made = Line(_made(plan, notes))
    return PageSection(TITLE, (made,), parts, folded=True, id="handover")


def _made(plan: Plan, notes: Notes) -> str:
    ruleset = plan.assessment.ruleset
    when = f"Told on {notes.at:%Y-%m-%d at %H:%M}. " if notes.at else ""
    by = reviewed_words(ruleset)
    return f"{when}{NO_DIAGNOSIS} Rules: {ruleset.stamp}. {by}"


def _situation(plan: Plan, notes: Notes) -> Iterator[Line]:
    if notes.complaint:
        yield _row("In own words", f"“{notes.complaint}”")
    ruleset = plan.assessment.ruleset
    named = _questions(plan, ruleset.identity.handover.situation)
    yield from _level(plan)
    for question in named:
        yield from _answered(question, plan)
    if any(True for _ in asked_when_well(plan.assessment)):
        yield _row("Last well", f"“{plan.last_well}”" if plan.last_well else "not said")


def _level(plan: Plan) -> Iterator[Line]:
    """What the rules found; before it what was left unsure and is more urgent, so that the level
    cannot be read without it.
    """
    ruleset = plan.assessment.ruleset
    found = MATCHES.format(level=ruleset.words(plan.assessment.level).name)
    soonest = plan.warned_of
    if soonest is None:
        yield _row("Level", found)
        return
    advice = ADVICE.format(advice=plan.advice) if plan.advice else ""
    yield _row("Unsure", OF_SIGNS.format(level=ruleset.words(soonest).name) + advice)
    yield _row("Level", f"what was answered {found}")


def _background(plan: Plan) -> Iterator[Line]:
    found = _questions(plan, plan.assessment.ruleset.identity.handover.background)
    yield from _told(plan, found)


def _assessment(plan: Plan) -> Iterator[Line]:
    handover = plan.assessment.ruleset.identity.handover
    elsewhere = {*handover.situation, *handover.background}
    ruleset = plan.assessment.ruleset
    others = [question for name, question in ruleset.questions.items() if name not in elsewhere]
    yield from _told(plan, others)
    causes = "; ".join(map(_cause, plan.assessment.causes)) or "no cause in these rules"
    yield _row("Matches these rules", causes)


def _asked(plan: Plan) -> Iterator[Line]:
    is_open = plan.warned_of and plan.assessment.level == plan.assessment.ruleset.lowest
    yield Line(UNSURE_ASKS if is_open else plan.words.say or plan.words.headline)


def _cause(candidate: Candidate) -> str:
    return f"{candidate.cause.name} ({FITS[candidate.fit]})"


def _questions(plan: Plan, names: Iterable[str]) -> list[Question]:
    return [plan.assessment.ruleset.questions[name] for name in names]


def _answered(question: Question, plan: Plan) -> Iterator[Line]:
    """One question on a row, where anything was said of it."""
    answer = plan.assessment.answers[question.id]
    chosen = _briefs(question, answer.yes)
    if chosen:
        yield _row(question_name(question).capitalize(), ", ".join(chosen))


def _told(plan: Plan, questions: Iterable[Question]) -> Iterator[Line]:
    """What was said, denied, left unsure and not asked, each in one row, by the names of signs."""
    answers = plan.assessment.answers
    rows: dict[str, list[str]] = {"Says": [], "Denies": [], "Not sure": [], "Not asked": []}
    for question in questions:
        answer = answers[question.id]
        rows["Says"] += _named(question, answer.yes)
        if not question.kind.takes_one:
            rows["Denies"] += _briefs(question, answer.no)
        names_signs = plan.assessment.ruleset.is_red_flag(question) and not question.kind.takes_one
        left = _left(question, answer, by_name=names_signs)
        if left:
            rows[left[0]] += left[1]
    for label, found in rows.items():
        if found:
            yield _row(label, "; ".join(found))


def _left(question: Question, answer: Answer, *, by_name: bool) -> tuple[str, list[str]] | None:
    """Under which label an answer that is missing stands, and in which words; ``by_name`` has each
    sign of an unsure question named.
    """
    if answer.state is State.NOT_ASKED:
        return "Not asked", [question_name(question)]
    if answer.state is State.DECLINED:
        return "Not asked", [f"{question_name(question)} (rather not said)"]
    if answer.state is State.NOT_SURE and not by_name:
        return "Not sure", [question_name(question)]
    if answer.is_unsure(question):
        return "Not sure", _briefs(question, {*question.option_ids} - answer.yes - answer.no)
    return None


def _briefs(question: Question, options: Iterable[str]) -> list[str]:
    chosen = set(options)
    return [brief(question, name) for name in question.option_ids if name in chosen]


def _named(question: Question, options: Iterable[str]) -> list[str]:
    """The chosen options of a row that tells of many questions: a bare yes or no has the name of
    its own before it.
    """
    if not question.kind.takes_one:
        return _briefs(question, options)
    return [
        question.option(name).brief or f"{question_name(question)}: {_briefs(question, [name])[0]}"
        for name in options
    ]


def _row(label: str, text: str) -> Line:
    return Line(sentence(text), LineKind.ROW, label=label)
