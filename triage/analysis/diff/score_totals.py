"""Which scores may come to another total for somebody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from triage.analysis.diff.counted import Pair
from triage.analysis.diff.people import asks_about
from triage.language.conditions import atoms, questions_of
from triage.language.model import Rule, Score
from triage.language.ruleset import RuleSet


def changed_scores(pair: Pair) -> tuple[str, ...]:
    """The scores on one side only, and those that count something else or hear it in another way.

    Those left out come to the same total for everybody.
    """
    old, new = (side.scores for side in pair.sides)
    names = dict.fromkeys((*new, *old))
    return tuple(name for name in names if _differs(name, old, new, pair))


def _differs(name: str, old: Mapping[str, Score], new: Mapping[str, Score], pair: Pair) -> bool:
    if name not in old or name not in new:
        return True
    was, is_now = old[name], new[name]
    if was.start != is_now.start or _items(was) != _items(is_now):
        return True
    before, after = _above(pair.old, was), _above(pair.new, is_now)
    if Counter(map(_meaning, before)) != Counter(map(_meaning, after)):
        return True
    concerned = {*_heard(pair, pair.old, was, before), *_heard(pair, pair.new, is_now, after)}
    return any(not pair.is_heard_alike(question) for question in concerned)


def _items(score: Score) -> Counter[object]:
    return Counter((item.when, item.points) for item in score.items)


def _meaning(rule: Rule) -> object:
    return rule.when, rule.then


def _above(side: RuleSet, score: Score) -> tuple[Rule, ...]:
    """The rules that conclude what the items read, however far up."""
    facts = (fact for item in score.items for fact in atoms(item.when))
    return side.graph.behind(facts)


def _heard(pair: Pair, side: RuleSet, score: Score, rules: tuple[Rule, ...]) -> Iterator[str]:
    conditions = [item.when for item in score.items]
    names = [name for condition in conditions for name in questions_of(condition)]
    yield from asks_about(side, rules, names, gated=pair.gated)
