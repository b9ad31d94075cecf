"""Scores of a result: the points so far, what holds, and the most that open answers could add."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from triage.engine.assessment import Assessment
from triage.lacks.most_points import most_points
from triage.language.conditions import (
    Condition,
    Fact,
    Holds,
    Reaches,
    Supported,
    atoms,
    compounds,
    holds,
    is_reached,
    support,
)
from triage.language.model import Score, ScoreItem
from triage.language.ruleset import RuleSet


@dataclass(frozen=True, slots=True)
class CountedItem:
    """An item that holds, and the facts it rests on."""

    item: ScoreItem
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Total:
    """What a score shows: ``points`` so far, and ``most``, the most that open answers could take it
    to.

    ``reached`` is the highest threshold that a rule asks for and that is reached; None where none
    is.
    """

    score: Score
    counted: tuple[CountedItem, ...]
    points: int
    most: int
    reached: int | None


@dataclass(frozen=True, slots=True)
class Toward:
    """Conditions or items of which some are still needed: how many points there are, how many are
    needed, and what could bring more.
    """

    points: int
    whole: Reaches
    open_parts: tuple[tuple[Condition, int], ...]

    @property
    def shown(self) -> int:
        """The points there are, as authors and readers see them."""
        return self.whole.start + self.points

    @property
    def missing(self) -> int:
        """How many points are still needed."""
        return self.whole.least - self.points


def totals(assessment: Assessment) -> tuple[Total, ...]:
    """Every score of the rule set, in its order."""
    scores = assessment.ruleset.scores.values()
    if not scores:  # what is possible is not worth working out
        return ()
    most = most_points(assessment.ruleset, assessment.answers)
    return tuple(_total(score, assessment, most[score.id]) for score in scores)


def toward(assessment: Assessment, condition: Condition) -> tuple[Toward, ...]:
    """The sums of points that are not reached, in the condition and in what brings it about."""
    sums = (
        whole
        for one in _leading_to(assessment, condition)
        for whole in compounds(one)
        if isinstance(whole, Reaches)
    )
    return tuple(filter(None, (_still_needed(assessment, one) for one in dict.fromkeys(sums))))


def _leading_to(assessment: Assessment, condition: Condition) -> Iterator[Condition]:
    """The condition, and those of the rules that conclude what it lacks."""
    waiting, seen = [condition], {*assessment.facts}
    while waiting:
        condition = waiting.pop(0)
        yield condition
        for fact in dict.fromkeys(atoms(condition)):
            if isinstance(fact, Holds | Supported) and fact not in seen:
                seen.add(fact)
                concluding = assessment.ruleset.graph.concluding(fact)
                waiting.extend(rule.when for rule in concluding)


def _still_needed(assessment: Assessment, whole: Reaches) -> Toward | None:
    weighed = list(zip(whole.parts, whole.points, strict=True))
    held = [(holds(part, assessment.facts), points) for part, points in weighed]
    if is_reached(held, whole.least):
        return None
    pairs = zip(weighed, held, strict=True)
    left = tuple(pair for pair, (is_so, _) in pairs if not is_so)
    return Toward(sum(points for is_so, points in held if is_so), whole, left)


def _total(score: Score, assessment: Assessment, most: int) -> Total:
    counted = tuple(
        CountedItem(item, support(item.when, assessment.facts))
        for item in score.items
        if holds(item.when, assessment.facts)
    )
    points = score.start + sum(one.item.points for one in counted)
    thresholds = _thresholds(score, assessment.ruleset)
    reached = max((least for least in thresholds if least <= points), default=None)
    return Total(score, counted, points, most, reached)


def _thresholds(score: Score, ruleset: RuleSet) -> set[int]:
    return {
        part.shown
        for rule in ruleset.rules
        for part in compounds(rule.when)
        if isinstance(part, Reaches) and part.score == score.id
    }
