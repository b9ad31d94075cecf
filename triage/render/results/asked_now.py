"""Pages about a screen: why it comes now, and what its lines mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from triage.answers.value import Answers
from triage.interview.order import AskingScreen, Rank, ranks
from triage.interview.state import Asking
from triage.language.ruleset import RuleSet
from triage.render.formats.page import Line, LineKind, Page, PageSection
from triage.render.results.explanations import why_asked_page
from triage.render.results.interview_words import OPENS, USES
from triage.render.results.phrases import cited
from triage.why.asked import why_asked

ASKED_BEFORE = "It was answered before, and is asked once more."


def why_now_page(shown: AskingScreen | Asking, ruleset: RuleSet, answers: Answers) -> Page:
    """Why this comes before what is still open, and what each of its questions is for."""
    found = ranks(ruleset, answers)
    order = PageSection("Why this now?", (Line(_order(shown, ruleset, found)),))
    if isinstance(shown, Asking):
        page = why_asked_page(why_asked(ruleset, answers, shown.question.id), ruleset, answers)
        return replace(page, sections=(order, *page.sections))
    questions = tuple(
        PageSection(question.text, (cited(question.help, question.cites, ruleset),))
        for question in shown.questions
    )
    return Page("Why am I asked this?", (order, *questions))


def _order(shown: AskingScreen | Asking, ruleset: RuleSet, found: Mapping[str, Rank]) -> str:
    if isinstance(shown, AskingScreen) and shown.screen.opens:
        return OPENS
    questions = [shown.question] if isinstance(shown, Asking) else shown.questions
    own = [found[question.id] for question in questions if question.id in found]
    if not own:
        return ASKED_BEFORE
    best = min(own, key=lambda rank: rank.key)
    level = ruleset.words(best.level).name if best.level else ""
    return USES[best.use].format(level=level)


def screen_help_page(shown: AskingScreen) -> Page:
    """What a screen and its lines mean."""
    return Page(
        "What does this mean?", (PageSection(shown.screen.text, tuple(_help_lines(shown))),)
    )


def _help_lines(shown: AskingScreen) -> Iterator[Line]:
    if shown.screen.help:
        yield Line(shown.screen.help)
    for question in shown.questions:
        if not shown.screen.help:
            yield Line(question.help)
        for line in shown.screen.lines_of(question.id):
            text, option = shown.text(question.id, line.option), question.option(line.option)
            if option.help:
                yield Line(f"{text}: {option.help}", LineKind.POINT)
