"""Then and now: what changed since an earlier day, and what it means now. It never reassures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from triage.language.model import Option
from triage.render.formats.page import Line, LineKind, Page, PageSection
from triage.render.results.phrases import sentence
from triage.why.since_then import Course, SinceThen

HEADINGS = {
    Course.WORSE: "Worse than then",
    Course.SAME: "The same as then",
    Course.BETTER: "Better than then",
}
THEN, NOW = "{day}: {level}.", "Now: {level}."
MEANS = {
    Course.WORSE: "Help is more urgent now.",
    Course.SAME: "What to do is what it was then.",
    Course.BETTER: "Your answers call for less urgent help now than then.",
}
MORE_SIGNS = "More signs call for this help now than then."
FEWER_SIGNS = "Fewer signs call for this help now than then. What to do is what it was then."
STILL_HOLDS = "If nobody has examined you since then, what you were told then still holds."
EARLIER = "An earlier day"
MOST_SAID = 6


def since_then_page(since: SinceThen) -> Page:
    """What a person reads before the result of today."""
    ruleset = since.now.ruleset
    levels = [ruleset.words(one.level).name for one in (since.then, since.now)]
    lines = [
        Line(THEN.format(day=day_words(since.day), level=levels[0])),
        Line(NOW.format(level=levels[1]), LineKind.STRONG),
        Line(_meaning(since)),
    ]
    if since.then.level > ruleset.lowest and since.course is not Course.WORSE:
        lines.append(Line(STILL_HOLDS))
    parts = (*_said("New since then", since.new), *_said("Not so any more", since.gone))
    section = PageSection(HEADINGS[since.course], tuple(lines), parts)
    return Page("Then and now", (section,), since.now.level)


def _meaning(since: SinceThen) -> str:
    """What the course means; where the level is the same, by how much speaks for it."""
    if since.now.level != since.then.level or since.course is Course.SAME:
        return MEANS[since.course]
    return MORE_SIGNS if since.course is Course.WORSE else FEWER_SIGNS


def _said(title: str, options: Sequence[Option]) -> Iterator[PageSection]:
    if options:
        points = [Line(sentence(one.said), LineKind.POINT) for one in options[:MOST_SAID]]
        more = len(options) - MOST_SAID
        rest = [Line(f"And {more} more.", LineKind.POINT)] if more > 0 else []
        yield PageSection(title, (*points, *rest))


def day_words(day: date | None) -> str:
    """The day as somebody would write it.

    >>> day_words(date(2026, 11, 20)), day_words(None)
    ('20 November 2026', 'An earlier day')
    """
    return f"{day.day} {day:%B %Y}" if day else EARLIER


def since_then_json(since: SinceThen) -> dict[str, object]:
    """The same for programs."""
    return {
        "date": since.day.isoformat() if since.day else None,
        "then": since.then.level.id,
        "now": since.now.level.id,
        "course": since.course.value,
        "new": [option.said for option in since.new],
        "gone": [option.said for option in since.gone],
    }
