"""What lies upstream of a conclusion: every rule that can have a part in it."""

from __future__ import annotations

from collections.abc import Iterable

from triage.language.conditions import Fact, atoms
from triage.language.model import Rule
from triage.language.ruleset import RuleSet
from triage.language.words import ForCause, Level


def upstream(ruleset: RuleSet, wanted: Iterable[Rule]) -> tuple[Rule, ...]:
    """The rules ``wanted`` and all that conclude what they read, however far up, in chaining
    order.
    """
    chosen = {rule.id for rule in wanted}
    needed: set[Fact] = set()
    for rule in reversed(ruleset.rules):
        if rule.id in chosen or not needed.isdisjoint(rule.conclusions):
            chosen.add(rule.id)
            needed.update(atoms(rule.when))
    return tuple(rule for rule in ruleset.rules if rule.id in chosen)


def about_cause(ruleset: RuleSet, cause: str) -> tuple[Rule, ...]:
    """The rules that speak for a cause, or against it."""
    return tuple(
        rule
        for rule in ruleset.rules
        if isinstance(rule.then, ForCause) and rule.then.cause == cause
    )


def about_level(ruleset: RuleSet) -> tuple[Rule, ...]:
    """The rules that conclude a level."""
    return tuple(rule for rule in ruleset.rules if isinstance(rule.then, Level))
