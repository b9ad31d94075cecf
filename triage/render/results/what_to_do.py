"""The first section of a result: the plan, whole on a page and cut to fit on a first screen; and
what "not sure" could mean.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from triage.lacks.unsure import UnsureRise
from triage.language.conditions import Is, IsNot
from triage.language.ruleset import RuleSet
from triage.render.formats import text
from triage.render.formats.page import Line, LineKind, Page, PageSection
from triage.render.results.numbers import Numbers
from triage.render.results.phrases import sentence
from triage.render.results.plan import TITLE, Plan, Room, rows
from triage.why.explanation import Explanation

MOST_LINES = 15
"""How many lines a first screen takes at most, on a terminal of 80 columns."""
LESS_AND_LESS = (
    Room(),
    Room(watch=2),
    Room(watch=2, causes=2),
    Room(watch=2, causes=2, to_do=1),
    Room(watch=1, causes=2, to_do=1),
    Room(watch=1, causes=1, to_do=1),
    Room(watch=0, causes=1, to_do=1),
    Room(watch=0, causes=1, to_do=0),
    Room(watch=0, causes=0, to_do=0),
)
"""What is left out first where the rows take more lines; everything stands below."""

UNSURE = "You were not sure about some signs. If any of these is true, call {number}"
TOO_MANY = "Several of the signs that you were not sure about, taken together."
TOGETHER = "Signs that count together"


def now_section(plan: Plan, numbers: Numbers) -> PageSection:
    """The plan: how soon to get help, and below it one row for each thing to know first."""
    strong = Line(plan.do, LineKind.STRONG)
    return PageSection(TITLE, (strong, *fitting(plan, numbers)), id="now")


def first_page(now: PageSection, page: Page) -> Page:
    """The plan alone, as a page that fits on a first screen: its title is how soon to get help."""
    headline, *shown = now.lines
    return replace(page, title=headline.text, sections=(PageSection("", tuple(shown), id="now"),))


def fitting(plan: Plan, numbers: Numbers) -> tuple[Line, ...]:
    """As many rows as fit on a first screen, the ones that matter less left out."""
    for room in LESS_AND_LESS:
        tried = tuple(rows(plan, Numbers(plan.assessment.ruleset), room))
        screen = Page(plan.do, (PageSection("", tried),))
        shown = text.render(screen, text.WIDEST, colour=False, unicode=True)
        if shown.count("\n") <= MOST_LINES:
            break
    return tuple(rows(plan, numbers, room))


def unsure_section(
    explanation: Explanation, number: str, numbers: Numbers
) -> Iterator[PageSection]:
    """The unsure answers that would make it an emergency, below their questions; the combinations
    have no question. ``number`` is the emergency number.
    """
    ruleset = explanation.assessment.ruleset
    rises = [rise for rise in explanation.unsure if rise.level.is_emergency]
    emergencies = [rise for rise in rises if rise.is_certain]

    def group(rise: UnsureRise) -> str:
        one, *others = rise.questions
        return TOGETHER if others else ruleset.questions[one].text

    lines: list[Line] = []
    for title, listed in groupby(emergencies, key=group):
        found = list(listed)
        cites = dict.fromkeys(cite for rise in found for cite in rise.rule.cites)
        lines.append(numbers.line(title, cites))
        lines += (Line(_unsure_words(rise, ruleset), LineKind.POINT) for rise in found)
    if len(emergencies) < len(rises):
        lines.append(Line(TOO_MANY))
    if lines:
        title = UNSURE.format(number=number)
        yield PageSection(title, tuple(lines), folded=True, id="unsure")


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
