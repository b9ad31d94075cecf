"""What is known at one moment, what is still possible, and which rules wait for it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cached_property

from triage.answers.value import Answers
from triage.engine.reference import reference_engine
from triage.lacks.gates import sensible
from triage.language.conditions import Fact, Holds, Is, IsNot, Supported, pending
from triage.language.model import Rule
from triage.language.ruleset import RuleSet


class View:
    """What is known and what is still possible at one moment of an interview.

    Answered questions yield no more facts; every other one that may still be asked can yield any of
    its facts. ``fired`` are the rules that fire on what is known, by id, in no order.
    """

    def __init__(self, ruleset: RuleSet, answers: Answers) -> None:
        self._ruleset = ruleset
        self.askable = {
            question.id for question in sensible(ruleset, answers)
        } - answers.given.keys()
        given = set(answers.facts())
        self.fired, self._known = closure(ruleset, given)
        open_facts = (ruleset.questions[name].facts for name in self.askable)
        self._may_fire, self._possible = closure(ruleset, given.union(*open_facts))
        self.level = ruleset.brought_by(self.fired.values())

    def known(self, fact: Fact) -> bool:
        """Whether the fact holds now."""
        return fact in self._known

    def possible(self, fact: Fact) -> bool:
        """Whether the fact holds or still may."""
        return fact in self._possible

    def may_fire(self, rule: Rule) -> bool:
        """Whether the rule fires or still may."""
        return rule.id in self._may_fire

    def waiting(
        self, aim: Callable[[Rule], bool] = lambda _: True
    ) -> Iterator[tuple[Rule, list[Fact]]]:
        """The rules whose firing would be news, each with the facts it still waits for; of those
        that bring a level or speak of a cause, those that ``aim`` takes and what leads to them.
        """
        read: set[Fact] = set()
        for rule, lacking in self._news:
            if self._is_wanted(rule, read, aim):
                read.update(fact for fact in lacking if isinstance(fact, Holds | Supported))
                yield rule, lacking

    @cached_property
    def _news(self) -> list[tuple[Rule, list[Fact]]]:
        """The rules whose firing may be news whatever the aim, the last one first, each with the
        facts it still waits for.
        """
        found = []
        for rule in reversed(self._ruleset.rules):
            if self.may_fire(rule) and self._may_be_news(rule):
                lacking = pending(rule.when, self.known, self.possible)
                if lacking:
                    found.append((rule, lacking))
        return found

    def wanted(self, aim: Callable[[Rule], bool] = lambda _: True) -> set[str]:
        """The questions that a waiting rule reads; ``aim`` as for ``waiting``."""
        return {
            fact.question
            for _, lacking in self.waiting(aim)
            for fact in lacking
            if isinstance(fact, Is | IsNot)
        }

    @property
    def is_settled(self) -> bool:
        """Whether no rule above today's level can fire, whatever the open questions answer,
        together.
        """
        return not any(rule.level is not None and rule.level > self.level for rule in self.coming())

    def coming(self) -> Iterator[Rule]:
        """The rules that fire or still may."""
        return (rule for rule in self._ruleset.rules if self.may_fire(rule))

    def _may_be_news(self, rule: Rule) -> bool:
        if rule.level is not None:
            return rule.level > self.level
        return rule.id not in self.fired and rule.then not in self._known

    def _is_wanted(self, rule: Rule, read: set[Fact], aim: Callable[[Rule], bool]) -> bool:
        """Whether the aim takes it, or something that is wanted reads what it concludes."""
        if any(fact in read for fact in rule.conclusions):
            return True
        return rule.finding is None and aim(rule)


def closure(
    ruleset: RuleSet, facts: Collection[Fact]
) -> tuple[Mapping[str, Rule], frozenset[Fact]]:
    """The rules that fire on the facts, by id, and all facts that hold then."""
    fired = reference_engine(ruleset).fired(facts)
    concluded = (fact for rule in fired for fact in rule.conclusions)
    return {rule.id: rule for rule in fired}, frozenset((*facts, *concluded))
