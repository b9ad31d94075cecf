"""A way to a conclusion, drawn at random: answer facts that bring it through the chain of rules."""

from __future__ import annotations

from collections.abc import Iterable
from random import Random

from triage.language.chaining import conclusions
from triage.language.conditions import All, Any, Condition, Fact, Holds, Is, IsNot, Supported
from triage.language.model import Rule
from triage.language.ruleset import RuleSet
from triage.language.words import ForCause, Level, Strength
from triage.why.explain import agree

Facts = frozenset[Is | IsNot]


class Ways:
    """Finds ways to make conditions of one rule set hold."""

    def __init__(self, ruleset: RuleSet) -> None:
        self._ruleset = ruleset
        self._concluding: dict[Fact, list[Rule]] = {}
        for rule in ruleset.rules:
            for fact in conclusions(rule):
                self._concluding.setdefault(fact, []).append(rule)

    def to(self, condition: Condition, random: Random) -> Facts | None:
        """Facts that bring the condition, with those that open the questions behind them; None for
        a dead end.
        """
        facts = self._of(condition, random)
        return None if facts is None else self._opened(facts, random)

    def _opened(self, facts: Facts, random: Random) -> Facts | None:
        """The facts with what the `ask_if` of their questions needs, earlier questions last."""
        for question in reversed([*self._ruleset.questions.values()]):
            if any(fact.question == question.id for fact in facts):
                gate = self._of(question.ask_if, random, facts)
                if gate is None:
                    return None
                facts |= gate
        return facts if agree(facts, self._ruleset) else None

    def _of(self, condition: Condition, random: Random, known: Facts = frozenset()) -> Facts | None:
        if condition in known:
            return frozenset()
        if isinstance(condition, All):
            return self._joined([self._of(part, random, known) for part in condition.parts])
        if isinstance(condition, Any):
            here = [part for part in condition.parts if part in known]
            return frozenset() if here else self._of(random.choice(condition.parts), random, known)
        if isinstance(condition, Holds | Supported):
            rules = self._concluding.get(condition, [])
            return self._of(random.choice(rules).when, random, known) if rules else None
        return frozenset({condition})

    def _joined(self, parts: Iterable[Facts | None]) -> Facts | None:
        facts: set[Is | IsNot] = set()
        for part in parts:
            if part is None:
                return None
            facts |= part
        return frozenset(facts) if agree(facts, self._ruleset) else None


def rules_for(ruleset: RuleSet, aim: str) -> list[Rule]:
    """The rules that a patient of this aim fires: typical of the cause (else compatible), or
    bringing the level.
    """
    if aim in ruleset.causes:
        for strength in (Strength.TYPICAL, Strength.COMPATIBLE):
            found = [
                rule
                for rule in ruleset.rules
                if isinstance(rule.then, ForCause) and rule.then == ForCause(aim, strength)
            ]
            if found:
                return found
        return []
    return [rule for rule in ruleset.rules if isinstance(rule.then, Level) and rule.then.id == aim]


def aims(ruleset: RuleSet) -> tuple[list[str], list[str]]:
    """The causes and the levels that some rule leads to, in an order that does not change."""
    causes = [name for name in sorted(ruleset.causes) if rules_for(ruleset, name)]
    return causes, [level.id for level in Level if rules_for(ruleset, level.id)]


def drawn(ruleset: RuleSet, random: Random) -> str:
    """An aim as the teaching choice has it: every cause equally often, and one in four a level of
    help instead.

    Empty where no rule leads to a cause or a level.
    """
    causes, levels = aims(ruleset)
    wants_level = random.randrange(4) == 0
    return random.choice((levels if wants_level else causes) or levels or causes or [""])
