"""What a result says, as ladders: the level, and for each cause how well it fits; each rung is more
than the last.
"""

from __future__ import annotations

from dataclasses import dataclass

from triage.analysis.search.goals import FITS, AtLeast, Goal, Listed, Literal
from triage.language.model import Rule
from triage.language.ruleset import RuleSet
from triage.language.words import Level, Strength

Rung = Level | Strength | None
"""A level, a fit, or None for a cause that is not listed."""


@dataclass(frozen=True, slots=True)
class Ladder:
    """The levels where ``cause`` is None, otherwise the fits of that cause."""

    cause: str | None
    levels: tuple[Level, ...]

    @property
    def rungs(self) -> tuple[Rung, ...]:
        """The rungs, lowest first; the lowest needs no rule."""
        return self.levels if self.cause is None else (None, *FITS)

    def rules(self, ruleset: RuleSet) -> tuple[Rule, ...]:
        """The rules of a rule set that conclude something on this ladder, or against it."""
        if self.cause is not None:
            return ruleset.graph.about_cause(self.cause)
        return tuple(rule for rule in ruleset.rules if rule.level is not None)

    def rules_above(self, ruleset: RuleSet) -> tuple[Rule, ...]:
        """The rules of this ladder, and all that conclude what they read."""
        return ruleset.graph.upstream(self.rules(ruleset))

    def lifting(self, ruleset: RuleSet, place: int) -> tuple[Rule, ...]:
        """The rules that lead to the rung at ``place`` or a higher one, the highest first."""
        found: list[Rule] = []
        for rung in reversed(self.rungs[place:]):
            found.extend(rule for rule in self.rules(ruleset) if _word(rule) == rung)
        return tuple(found)

    def stands(self, place: int, side: int = 0) -> Goal:
        """Answers that lead just to the rung at ``place``."""
        is_top = place + 1 == len(self.rungs)
        return Goal(
            holds=(self._literal(place, side),) if place else (),
            fails=() if is_top else (self._literal(place + 1, side),),
        )

    def step(self, before: int, after: int) -> Goal:
        """Answers that lead to the rung at ``before`` in rule set 0 and to that at ``after`` in
        rule set 1.
        """
        old, new = self.stands(before), self.stands(after, 1)
        return Goal(old.holds + new.holds, old.fails + new.fails)

    def _literal(self, place: int, side: int) -> Literal:
        rung = self.rungs[place]
        if isinstance(rung, Level):
            return AtLeast(rung, side)
        return Listed(self.cause or "", rung or Strength.RISK, side)


def _word(rule: Rule) -> Rung:
    return rule.strength if rule.level is None else rule.level


def ladders(old: RuleSet, new: RuleSet) -> tuple[Ladder, ...]:
    """The level, then every cause of either rule set."""
    levels = max(old.levels, new.levels, key=len)
    causes = dict.fromkeys((*old.causes, *new.causes))
    return (Ladder(None, levels), *(Ladder(cause, levels) for cause in causes))
