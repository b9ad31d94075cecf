"""What scores add up to: the points, what counted, and what is still open."""

from __future__ import annotations

from collections.abc import Iterator

from triage.render.formats.page import Line, LineKind, PageSection
from triage.render.results.numbers import Numbers
from triage.render.results.phrases import sentence, start_words
from triage.render.results.said import told
from triage.why.explanation import Explanation
from triage.why.totals import CountedItem, Total

TITLE = "Scores"
BELOW = "Nothing so far makes it likely."


def scores_section(explanation: Explanation, numbers: Numbers) -> Iterator[PageSection]:
    """The scores of the rule set; nothing where it has none."""
    parts = tuple(
        PageSection(total.score.name, tuple(_lines(total, explanation, numbers)))
        for total in explanation.scores
    )
    if parts:
        yield PageSection(TITLE, parts=parts, folded=True, id="scores")


def _lines(total: Total, explanation: Explanation, numbers: Numbers) -> Iterator[Line]:
    yield Line(f"Points so far: {total.points}.")
    if total.reached is None:
        yield Line(BELOW)
    yield from map(Line, start_words(total.score))
    if total.most > total.points:
        yield Line(f"Open answers could bring it to {total.most} at most.")
    for counted in total.counted:
        yield _item(counted, explanation, numbers)


def _item(counted: CountedItem, explanation: Explanation, numbers: Numbers) -> Line:
    item, assessment = counted.item, explanation.assessment
    answers = explanation.prover.answers(item.when)
    said = sentence(told(answers, assessment.ruleset, assessment.answers)) if answers else ""
    words = " ".join(filter(None, (f"+{item.points}: {item.because}", said)))
    return numbers.line(words, item.cites, LineKind.POINT)
