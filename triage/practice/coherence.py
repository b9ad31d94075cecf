"""Whether one person can give these answers together, as the author of the rule set sees it."""

from __future__ import annotations

from collections.abc import Collection

from triage.answers import Answers
from triage.conditions import Fact, Is, IsNot, holds
from triage.ruleset import RuleSet


def is_impossible(ruleset: RuleSet, facts: Collection[Fact]) -> bool:
    """Whether the facts hold what ``impossible.yaml`` names; more facts can only make it so, never undo it."""
    return any(holds(entry.when, facts) for entry in ruleset.impossible)


def answer_facts(answers: Answers) -> frozenset[Is | IsNot]:
    """What the answers say, as a set."""
    return frozenset(fact for fact in answers.facts() if isinstance(fact, Is | IsNot))
