"""An order of variables that keeps decision diagrams small: what one rule reads stands close
together.

Each variable moves to the middle of the rules that read it, again and again; the order with the
smallest spread is kept (Aloul, Markov and Sakallah, "FORCE: a fast and easy-to-implement
variable-ordering heuristic", 2003).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from statistics import fmean

from triage.language.conditions import Fact, atoms
from triage.language.model import Rule

ROUNDS = 40

Group = frozenset[int]
"""The variables that one rule reads, by their numbers."""


def reads(rules: Iterable[Rule], place: Mapping[Fact, int]) -> tuple[Group, ...]:
    """For each rule, in chaining order, the variables it reads, directly or through findings and
    causes.
    """
    behind: dict[Fact, set[int]] = {}
    found = []
    for rule in rules:
        group = {place[fact] for fact in atoms(rule.when) if fact in place}
        group.update(*(behind.get(fact, ()) for fact in atoms(rule.when)))
        for fact in rule.conclusions:
            behind.setdefault(fact, set()).update(group)
        found.append(frozenset(group))
    return tuple(found)


def close_order(count: int, groups: Iterable[Group]) -> Sequence[int]:
    """The numbers below ``count`` in an order in which each group stands as close together as could
    be found.
    """
    groups = [group for group in groups if len(group) > 1]
    best = order = list(range(count))
    least = _spread(order, groups)
    for _ in range(ROUNDS if groups else 0):
        order = _moved(order, groups)
        spread = _spread(order, groups)
        if spread < least:
            best, least = order, spread
    return best


def _moved(order: Sequence[int], groups: Sequence[Group]) -> list[int]:
    at = {variable: float(place) for place, variable in enumerate(order)}
    middles: dict[int, list[float]] = {}
    for group in groups:
        middle = fmean(at[variable] for variable in group)
        for variable in group:
            middles.setdefault(variable, []).append(middle)
    return sorted(order, key=lambda variable: fmean(middles.get(variable, (at[variable],))))


def _spread(order: Sequence[int], groups: Iterable[Group]) -> int:
    at = {variable: place for place, variable in enumerate(order)}
    return sum(
        max(at[variable] for variable in group) - min(at[variable] for variable in group)
        for group in groups
    )
