"""What scores add up to: the points, what counted, and what is still open."""

from __future__ import annotations

from collections.abc import Iterator

from triage.language.ruleset import RuleSet
from triage.render.formats.page import Line, LineKind, PageSection
from triage.render.results.phrases import cited, fact_sentence, start_words
from triage.why.explanation import Explanation
from triage.why.totals import CountedItem, Total

TITLE = "Scores"
BELOW = "Nothing so far makes it likely."


def scores_section(explanation: Explanation) -> Iterator[PageSection]:
    """The scores of the rule set; nothing where it has none."""
    ruleset = explanation.assessment.ruleset
    parts = tuple(
        PageSection(total.score.name, tuple(_lines(total, ruleset))) for total in explanation.scores
    )
    if parts:
        yield PageSection(TITLE, parts=parts, id="scores")


def _lines(total: Total, ruleset: RuleSet) -> Iterator[Line]:
    yield Line(f"Points so far: {total.points}.")
    if total.reached is None:
        yield Line(BELOW)
    yield from map(Line, start_words(total.score))
    if total.most > total.points:
        yield Line(f"Open answers could bring it to {total.most} at most.")
    for counted in total.counted:
        yield _item(counted, ruleset)


def _item(counted: CountedItem, ruleset: RuleSet) -> Line:
    item = counted.item
    said = " ".join(fact_sentence(fact, ruleset) for fact in counted.facts)
    return cited(f"+{item.points}: {item.because} {said}", item.cites, ruleset, LineKind.POINT)
