"""How near cases come to what counts: thresholds of points and bounds of scales, each just reached
and just missed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from triage.cases.measures import Gap, Measure, measured
from triage.cases.sweep import Sweep
from triage.engine.bits import Numbering
from triage.language.agreement import scale_range
from triage.language.conditions import (
    AllOf,
    AnyOf,
    Condition,
    Is,
    Reaches,
    atoms,
    compounds,
)
from triage.language.model import Rule
from triage.language.ruleset import RuleSet


def point_measures(sweep: Sweep) -> Iterator[Measure]:
    """Each item of a score, and each threshold: reached and missed by an item, of those there
    are.
    """
    items = [
        (Gap(f"{score.id}: {item.because}", item.span), bool(sweep.where(item.when)))
        for score in sweep.ruleset.scores.values()
        for item in score.items
    ]
    sums = [
        (rule, part)
        for rule in sweep.ruleset.rules
        for part in compounds(rule.when)
        if isinstance(part, Reaches)
    ]
    if items:
        yield measured("score items counted", items)
    if sums:
        yield measured(
            "thresholds just reached",
            ((_threshold(rule, part), bool(_just(part, sweep))) for rule, part in sums),
        )
        yield measured(
            "thresholds just missed",
            (
                (_threshold(rule, part), bool(_just(part, sweep, missed=True)))
                for rule, part in sums
            ),
        )


def _threshold(rule: Rule, whole: Reaches) -> Gap:
    of = whole.score and f"{whole.score} {whole.shown}"
    return Gap(f"{rule.id}: {of or f'{whole.least} of {len(whole.parts)}'}", rule.at("id"))


def _just(whole: Reaches, sweep: Sweep, *, missed: bool = False) -> int:
    """The cases in which one item less would miss the threshold; or in which one more would reach
    it.
    """
    found = 0
    for place, part in enumerate(whole.parts):
        others = replace(
            whole,
            parts=whole.parts[:place] + whole.parts[place + 1 :],
            points=whole.points[:place] + whole.points[place + 1 :],
        )
        without = sweep.where(others)
        needed = max(1, whole.least - whole.points[place])
        is_enough = whole.least <= whole.points[place]
        with_part = sweep.everywhere if is_enough else sweep.where(replace(others, least=needed))
        so = sweep.where(part)
        found |= (with_part & ~so if missed else with_part & so) & ~without
    return found


def bound_measures(sweep: Sweep) -> Iterator[Measure]:
    """Each bound of a range of a scale: the rule fires by the last option inside, and the next one
    outside holds it back.
    """
    inside, outside = [], []
    for rule, fired in zip(sweep.ruleset.rules, sweep.fired, strict=True):
        known = {fact: sweep.where(fact) for fact in atoms(rule.when)}
        facts = Numbering(known)
        where = facts.compiled(rule.when)
        for last, following in dict.fromkeys(_bounds(rule.when, sweep.ruleset)):
            without, with_it = (
                where(facts.table({**known, last: bits}, len(sweep.answers)))
                for bits in (0, sweep.everywhere)
            )
            met = fired & sweep.where(last) & ~without
            missed = with_it & sweep.where(following) & ~fired
            named = f"{rule.id}: {last.question}, from {last.option} to {following.option}"
            inside.append((Gap(named, rule.at("id")), bool(met)))
            outside.append((Gap(named, rule.at("id")), bool(missed)))
    if inside:
        yield measured("bounds of scales, inside", inside)
        yield measured("bounds of scales, outside", outside)


def _bounds(condition: Condition, ruleset: RuleSet) -> Iterator[tuple[Is, Is]]:
    """The last option inside of each range, and the next one outside, at each end."""
    is_one = isinstance(condition, AnyOf | Is)
    found = scale_range(condition, ruleset.questions) if is_one else None
    if found:
        question, first, last = found
        ids = question.option_ids
        for place, other in ((first, first - 1), (last, last + 1)):
            if 0 <= other < len(ids):
                yield Is(question.id, ids[place]), Is(question.id, ids[other])
    elif isinstance(condition, AllOf | AnyOf | Reaches):
        for part in condition.parts:
            yield from _bounds(part, ruleset)
