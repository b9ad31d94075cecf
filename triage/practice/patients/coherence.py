"""Whether one person can give these answers together, as the author of the rule set sees it."""

from __future__ import annotations

from collections.abc import Collection

from triage.language.conditions import Fact, holds
from triage.language.ruleset import RuleSet


def is_impossible(ruleset: RuleSet, facts: Collection[Fact]) -> bool:
    """Whether the facts hold what ``impossible.yaml`` names; more facts can only make it so, never
    undo it.
    """
    return any(
        entry.needed.issubset(facts) and holds(entry.when, facts) for entry in ruleset.impossible
    )
