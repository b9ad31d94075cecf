"""The work of `triage diff` on a rule set and the same with one rule taken out, as a job for the
scale benchmark.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from triage.analysis.diff.compare import compare
from triage.analysis.diff.comparison import RuleSetDiff
from triage.language.conditions import Is, IsNot, atoms
from triage.language.ruleset import RuleSet
from triage.language.words import Level


def without_one(ruleset: RuleSet) -> RuleSet:
    """The rule set without its first rule that reads answers and brings a level."""
    gone = next(
        rule
        for rule in ruleset.rules
        if isinstance(rule.then, Level)
        and rule.then > Level.SELF_CARE
        and any(isinstance(fact, Is | IsNot) for fact in atoms(rule.when))
    )
    return replace(
        ruleset,
        rules=tuple(rule for rule in ruleset.rules if rule is not gone),
        digest="without one",
    )


def diff(ruleset: RuleSet, timeout: float = 60) -> Callable[[], RuleSetDiff]:
    """Compares the rule set with itself less one rule: solver, exact counts or bounds, and
    examples.
    """
    edited = without_one(ruleset)
    return lambda: compare(ruleset, edited, timeout)
