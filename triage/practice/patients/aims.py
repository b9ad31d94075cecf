"""A way to a conclusion, drawn at random: answer facts that bring it through the chain of rules."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from random import Random

from triage.lacks.ways import Search, Way, WaysFound
from triage.language.agreement import agree
from triage.language.conditions import Condition, Is, IsNot
from triage.language.model import Rule
from triage.language.ruleset import RuleSet
from triage.language.words import Strength


class Ways:
    """Draws ways to make conditions of one rule set hold."""

    def __init__(self, ruleset: RuleSet) -> None:
        self._ruleset = ruleset

    def to(self, condition: Condition, random: Random) -> Way | None:
        """Facts that bring the condition, with those that open the questions behind them; None for
        a dead end.
        """
        facts = self._drawn(condition, random, Way())
        return None if facts is None else self._opened(facts, random)

    def _opened(self, facts: Way, random: Random) -> Way | None:
        """The facts with what the gates of their questions need, earlier questions last."""
        for question in reversed([*self._ruleset.questions.values()]):
            if any(fact.question == question.id for fact in facts):
                gate = self._drawn(question.gate, random, facts)
                if gate is None:
                    return None
                facts |= gate
        return facts if agree(facts, self._ruleset.questions) else None

    def _drawn(self, condition: Condition, random: Random, known: Way) -> Way | None:
        found = Search(self._ruleset, _AtRandom(random, known)).of(condition)
        return found.ways[0] if found.ways else None


class _AtRandom:
    """Follows one way only; where there is a choice, what is known is taken, else any."""

    is_steady = False

    def __init__(self, random: Random, known: Way) -> None:
        self._random, self._known = random, known

    def answer(self, fact: Is | IsNot) -> Iterable[Way]:
        """The fact itself, or nothing where it is known."""
        return (Way() if fact in self._known else Way({fact}),)

    def alternatives(self, conditions: Sequence[Condition]) -> Iterable[Condition]:
        """One of them."""
        known = [condition for condition in conditions if condition in self._known]
        return known[:1] or [self._random.choice(conditions)]

    def keep(self, ways: Iterable[Way]) -> WaysFound:
        """All of them: there is at most one."""
        return WaysFound(tuple(ways))


def rules_for(ruleset: RuleSet, aim: str) -> list[Rule]:
    """The rules that a patient of this aim fires: typical of the cause (else compatible), or
    bringing the level.
    """
    if aim in ruleset.causes:
        for strength in (Strength.TYPICAL, Strength.COMPATIBLE):
            about = [rule for rule in ruleset.rules if rule.cause == aim]
            found = [rule for rule in about if rule.strength is strength]
            if found:
                return found
        return []
    by_level = ((rule, rule.level) for rule in ruleset.rules)
    return [rule for rule, level in by_level if level is not None and level.id == aim]


@lru_cache(maxsize=4)
def aims(ruleset: RuleSet) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The causes and the levels that some rule leads to, in an order that does not change."""
    causes = (name for name in sorted(ruleset.causes) if rules_for(ruleset, name))
    levels = (level.id for level in ruleset.levels if rules_for(ruleset, level.id))
    return tuple(causes), tuple(levels)


def drawn(ruleset: RuleSet, random: Random) -> str:
    """An aim as the teaching choice has it: every cause equally often, and one in four a level of
    help instead.

    Empty where no rule leads to a cause or a level.
    """
    causes, levels = aims(ruleset)
    wants_level = random.randrange(4) == 0
    return random.choice((levels if wants_level else causes) or levels or causes or ("",))
