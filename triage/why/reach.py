"""How far a rule reaches: the highest level that what it concludes has a part in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from triage.language.conditions import Fact, atoms
from triage.language.model import Rule
from triage.language.words import Level


def highest_levels(rules: Sequence[Rule]) -> Mapping[str, Level]:
    """For each of these rules, in chaining order, the highest level that it or, through any chain,
    a rule after it concludes; rules that no level follows from are left out.
    """
    of_rule: dict[str, Level] = {}
    of_fact: dict[Fact, Level] = {}
    for rule in reversed(rules):
        levels = [of_fact[fact] for fact in rule.conclusions if fact in of_fact]
        if rule.level is not None:
            levels.append(rule.level)
        if levels:
            highest = of_rule[rule.id] = max(levels)
            for fact in atoms(rule.when):
                of_fact[fact] = max(highest, of_fact.get(fact, highest))
    return of_rule
