"""A way to a conclusion, drawn at random: answer facts that bring it through the chain of rules."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from random import Random

from triage.lacks.ways import Way
from triage.language.agreement import agree
from triage.language.conditions import AllOf, AnyOf, Condition, Is, IsNot, Reaches
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
        """Facts beside ``known`` on one way to the condition, whatever they say against each other;
        None where the way comes to what nothing brings.
        """
        followed: set[Condition] = set(known)
        waiting = [condition]
        while waiting:
            one = waiting.pop()
            if one not in followed:
                followed.add(one)
                needed = self._needed(one, random, known)
                if needed is None:
                    return None
                waiting.extend(reversed(needed))
        return Way(one for one in followed if isinstance(one, Is | IsNot)) - known

    def _needed(
        self, condition: Condition, random: Random, known: Way
    ) -> Sequence[Condition] | None:
        """What brings the condition about: of several ways one, and what is known before all."""
        if isinstance(condition, Is | IsNot):
            return ()
        if isinstance(condition, AllOf):
            return condition.parts
        if isinstance(condition, Reaches):
            return _enough(condition, random, known)
        if isinstance(condition, AnyOf):
            ways: Sequence[Condition] = condition.parts
        else:
            ways = [rule.when for rule in self._ruleset.graph.concluding(condition)]
        return _one_of(ways, random, known)


def _one_of(ways: Sequence[Condition], random: Random, known: Way) -> Sequence[Condition] | None:
    """One that is known, or any; None where there is none."""
    told = [one for one in ways if one in known]
    if told or ways:
        return told[:1] or [random.choice(ways)]
    return None


def _enough(condition: Reaches, random: Random, known: Way) -> Sequence[Condition] | None:
    """Parts whose points reach what is needed; None where all together do not."""
    weighed = list(zip(condition.parts, condition.points, strict=True))
    random.shuffle(weighed)
    weighed.sort(key=lambda one: one[0] not in known)
    found: list[Condition] = []
    reached = 0
    for part, points in weighed:
        if reached < condition.least:
            found.append(part)
            reached += points
    return found if reached >= condition.least else None


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
