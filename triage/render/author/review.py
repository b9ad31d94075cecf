"""A whole rule set as one page to read and sign: every rule with what it rests on and what holds
it, the hazards, the decisions, and what nobody has checked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from triage.analysis.diff.comparison import RuleSetDiff
from triage.analysis.diff.reach import Reach
from triage.analysis.hazards.standing import Guarded
from triage.analysis.review.held import Held
from triage.language.model import Rule, Score, Source
from triage.language.reviews import signed_rules
from triage.language.ruleset import RuleSet
from triage.language.safe import Safe
from triage.language.signatures import Decision, Signature
from triage.language.words import Level
from triage.render.author import hazards, to_sign
from triage.render.author.differences_page import TEXTS, difference_sections
from triage.render.formats.page import Line, LineKind, Page, PageSection
from triage.render.results.phrases import (
    claim_words,
    conclusion_words,
    condition_lines,
    item_words,
    sentence,
    source_words,
    start_words,
)
from triage.render.results.reviewed import reviewed_words, signers

FOOTER = "Made by triage from the rule set itself. Nothing on this page was written by hand for it."
MOST_NAMED = 5
"""Cases named beside a rule; the others are counted."""


@dataclass(frozen=True)
class ForReview:
    """What a reviewer reads about one rule set; ``changes`` is what differs from an earlier one."""

    ruleset: RuleSet
    held: Mapping[str, Held]
    hazards: Sequence[Guarded]
    changes: RuleSetDiff | None = None

    @cached_property
    def signed(self) -> Mapping[str, tuple[Signature, ...]]:
        """The rules that bear a signature as they read today."""
        return signed_rules(self.ruleset)


def review_html(review: ForReview) -> Safe:
    """The page as one HTML file that needs nothing else."""
    return to_sign.html(review_page(review), FOOTER, pairs=TEXTS)


def review_page(review: ForReview) -> Page:
    """The whole page."""
    ruleset = review.ruleset
    words = (
        f"I have read what I signed of {ruleset.stamp}, and I agree to it. `triage review --sign"
        " ROLE` writes it down."
    )
    sections = (
        _head(review),
        *(difference_sections(review.changes) if review.changes else ()),
        *_rules(review),
        _hazards(review.hazards),
        _decisions(ruleset),
        _unchecked(review),
        to_sign.signature(words),
    )
    return Page(f"{ruleset.identity.title}: to read and sign", sections)


def _head(review: ForReview) -> PageSection:
    ruleset = review.ruleset
    lines = [
        Line(reviewed_words(ruleset), LineKind.STRONG),
        Line(f"{ruleset.stamp}. {ruleset.identity.purpose}"),
        *_points(ruleset.identity.intended_use),
    ]
    return PageSection("What this is", tuple(lines), id="what")


def _points(texts: Iterable[str]) -> Iterator[Line]:
    return (Line(text, LineKind.POINT) for text in texts)


def _rules(review: ForReview) -> Iterator[PageSection]:
    """A section for each level: the rules that bring it, then those that can lead to it."""
    ruleset, reach = review.ruleset, Reach(review.ruleset)
    for level in reversed(ruleset.levels):
        rules = [rule for rule in ruleset.rules if reach.rule(rule) == level]
        rules.sort(key=lambda rule: rule.level is None)
        parts = tuple(_rule(rule, review) for rule in rules)
        title = f"Rules up to “{ruleset.words(level).name}” ({len(rules)})"
        lines = (Line(_level_words(level, ruleset)),)
        yield PageSection(title, lines, parts, id=f"level-{level.id}")


def _level_words(level: Level, ruleset: RuleSet) -> str:
    words = ruleset.words(level)
    action = words.action.replace("{emergency_number}", "the emergency number")
    return f"What people read: {words.headline} {action}"


def _rule(rule: Rule, review: ForReview) -> PageSection:
    ruleset = review.ruleset
    scores = ruleset.scores_in(rule.when)
    counted = [cite for score in scores for item in score.items for cite in item.cites]
    lines = [
        Line("When all of this holds:"),
        *_points(condition_lines(rule.when, ruleset)),
        *(line for score in scores for line in _counted(score, ruleset)),
        Line(f"Then: {sentence(conclusion_words(rule, ruleset))}"),
        Line(f"Because: {rule.because}"),
        Line("It rests on:"),
        *(_cite(cite, ruleset) for cite in dict.fromkeys((*rule.cites, *counted))),
        Line(_held_words(review.held.get(rule.id, Held()))),
        Line(_signed_words(rule, review)),
    ]
    return PageSection(rule.id, tuple(lines))


def _counted(score: Score, ruleset: RuleSet) -> Iterator[Line]:
    yield Line(" ".join((f"What the score “{score.name}” counts:", *start_words(score))))
    yield from _points(item_words(item, ruleset) for item in score.items)


def _cite(cite: str, ruleset: RuleSet) -> Line:
    claim, source = ruleset.claims.get(cite), ruleset.source_of(cite)
    text = f"{cite}: {claim_words(claim)}" if claim else cite
    return Line(text, LineKind.POINT, cites=(source_words(source),))


def _held_words(held: Held) -> str:
    parts = [
        f"properties: {', '.join(held.properties)}" if held.properties else "",
        f"cases in which it must fire: {_some(held.fires)}" if held.fires else "",
        f"cases in which it must not: {_some(held.silent)}" if held.silent else "",
    ]
    told = "; ".join(filter(None, parts))
    return f"What holds it: {told}." if told else "Nothing holds it: no property and no case."


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + more


def _signed_words(rule: Rule, review: ForReview) -> str:
    if rule.id in review.signed:
        return f"Signed: {signers(review.signed[rule.id])}."
    earlier = [one for one in review.ruleset.signatures if rule.id in one.rules]
    if earlier:
        return f"Not signed as it reads today. It has changed since it was: {signers(earlier)}."
    return "Not signed."


def _hazards(found: Sequence[Guarded]) -> PageSection:
    lines = (Line(hazards.verdict(found)), *map(Line, hazards.ABOUT if found else ()))
    return PageSection("Hazards", lines, tuple(hazards.hazard_sections(found)), id="hazards")


def _decisions(ruleset: RuleSet) -> PageSection:
    nothing = () if ruleset.decisions else (Line("No decision is written down."),)
    parts = tuple(_decision(one, ruleset) for one in ruleset.decisions)
    return PageSection("Decisions", nothing, parts, id="decisions")


def _decision(decision: Decision, ruleset: RuleSet) -> PageSection:
    cites = (_cite(cite, ruleset) for cite in decision.cites)
    return PageSection(sentence(decision.title), (Line(decision.why), *cites))


def _unchecked(review: ForReview) -> PageSection:
    ruleset = review.ruleset
    unread = [one for one in ruleset.sources.values() if not one.is_checked]
    unsigned = [rule.id for rule in ruleset.rules if rule.id not in review.signed]
    parts = (
        PageSection(
            f"Sources that nobody read ({len(unread)})",
            tuple(_unread(source, ruleset) for source in unread),
        ),
        PageSection(
            f"Rules that nobody signed as they read today ({len(unsigned)})",
            (Line(", ".join(unsigned) + "."),) if unsigned else (),
            folded=True,
        ),
        PageSection("Who reviewed the hazards", tuple(_points(_unreviewed(review)))),
    )
    kept = tuple(part for part in parts if part.lines)
    return PageSection("What nobody has checked", parts=kept, id="unchecked")


def _unread(source: Source, ruleset: RuleSet) -> Line:
    resting = [rule.id for rule in ruleset.rules if source.id in ruleset.sources_of(rule)]
    on_it = f" Rules that rest on it: {', '.join(resting)}." if resting else ""
    return Line(f"{source_words(source)}.{on_it}", LineKind.POINT)


def _unreviewed(review: ForReview) -> Iterator[str]:
    """Each word on who looked at hazards, with how many bear it."""
    found: dict[str, int] = {}
    for one in review.hazards:
        found[one.hazard.reviewed] = found.get(one.hazard.reviewed, 0) + 1
    yield from (f"{words}: {number}" for words, number in found.items())
