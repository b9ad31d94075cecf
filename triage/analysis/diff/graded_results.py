"""What a result says, as ladders: the level, and for each cause how well it fits; each rung is more
than the last.
"""

from __future__ import annotations

from dataclasses import dataclass

from triage.analysis.diff.upstream import about_cause, about_level
from triage.analysis.search.goals import FITS, AtLeast, Goal, Listed, Literal
from triage.language.model import Rule
from triage.language.ruleset import RuleSet
from triage.language.words import ForCause, Level, Strength

Rung = Level | Strength | None
"""A level, a fit, or None for a cause that is not listed."""


@dataclass(frozen=True, slots=True)
class Ladder:
    """The levels where ``cause`` is None, otherwise the fits of that cause."""

    cause: str | None = None

    @property
    def rungs(self) -> tuple[Rung, ...]:
        """The rungs, lowest first; the lowest needs no rule."""
        return tuple(Level) if self.cause is None else (None, *FITS)

    def rules(self, ruleset: RuleSet) -> tuple[Rule, ...]:
        """The rules of a rule set that conclude something on this ladder, or against it."""
        return about_level(ruleset) if self.cause is None else about_cause(ruleset, self.cause)

    def lifting(self, ruleset: RuleSet, place: int) -> tuple[Rule, ...]:
        """The rules that lead to the rung at ``place`` or a higher one, the highest first."""
        found = [
            (self.rungs.index(word), rule)
            for rule in self.rules(ruleset)
            if (word := _word(rule)) in self.rungs
        ]
        return tuple(rule for at, rule in sorted(found, key=lambda entry: -entry[0]) if at >= place)

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
    if isinstance(rule.then, ForCause):
        return rule.then.strength
    return rule.then if isinstance(rule.then, Level) else None


def ladders(old: RuleSet, new: RuleSet) -> tuple[Ladder, ...]:
    """The level, then every cause of either rule set."""
    return (Ladder(), *(Ladder(cause) for cause in dict.fromkeys((*old.causes, *new.causes))))
