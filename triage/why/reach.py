"""How far a rule reaches: the highest level that what it concludes has a part in."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from triage.language.conditions import Fact, atoms
from triage.language.ruleset import RuleSet
from triage.language.words import Level


@lru_cache(maxsize=4)
def highest_levels(ruleset: RuleSet) -> Mapping[str, Level]:
    """For each rule the highest level that it or, through any chain, a rule after it concludes;
    rules that no level follows from are left out.
    """
    of_rule: dict[str, Level] = {}
    of_fact: dict[Fact, Level] = {}
    for rule in reversed(ruleset.rules):
        levels = [of_fact[fact] for fact in rule.conclusions if fact in of_fact]
        if rule.level is not None:
            levels.append(rule.level)
        if levels:
            highest = of_rule[rule.id] = max(levels)
            for fact in atoms(rule.when):
                of_fact[fact] = max(highest, of_fact.get(fact, highest))
    return of_rule
