"""What is known at one moment, what is still possible, and which rules wait for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from triage.answers.value import Answers
from triage.lacks.gates import is_known, sensible
from triage.language.conditions import Fact, Holds, Is, IsNot, Supported, can_hold, pending
from triage.language.model import Rule
from triage.language.ruleset import RuleSet
from triage.language.words import Level


class View:
    """What is known and what is still possible at one moment of an interview.

    Answered questions yield no more facts; every other one that may still be asked can yield any of
    its facts.
    """

    def __init__(self, ruleset: RuleSet, answers: Answers) -> None:
        self._ruleset, self._answers = ruleset, answers
        self.askable = {
            question.id for question in sensible(ruleset, answers)
        } - answers.given.keys()
        self._known = self._closure(self._is_given)
        self._possible = self._closure(
            lambda fact: self._is_given(fact) or fact.question in self.askable
        )
        self.level = max(
            (rule.level for rule in self.fired() if rule.level is not None),
            default=Level.SELF_CARE,
        )

    def known(self, fact: Fact) -> bool:
        """Whether the fact holds now."""
        return self._is_given(fact) if isinstance(fact, Is | IsNot) else fact in self._known

    def possible(self, fact: Fact) -> bool:
        """Whether the fact holds or still may."""
        if isinstance(fact, Is | IsNot):
            return self._is_given(fact) or fact.question in self.askable
        return fact in self._possible

    def fired(self) -> list[Rule]:
        """The rules that fire on what is known."""
        return [rule for rule in self._ruleset.rules if can_hold(rule.when, self.known)]

    def waiting(self) -> Iterator[tuple[Rule, list[Fact]]]:
        """The rules whose firing would be news, each with the facts it still waits for."""
        read: set[Fact] = set()
        for rule in reversed(self._ruleset.rules):
            if self._is_news(rule, read):
                lacking = pending(rule.when, self.known, self.possible)
                if lacking:
                    read.update(fact for fact in lacking if isinstance(fact, Holds | Supported))
                    yield rule, lacking

    def wanted(self) -> set[str]:
        """The questions that a waiting rule reads."""
        return {
            fact.question
            for _, lacking in self.waiting()
            for fact in lacking
            if isinstance(fact, Is | IsNot)
        }

    def _is_news(self, rule: Rule, read: set[Fact]) -> bool:
        if rule.level is not None:
            return rule.level > self.level
        if rule.cause is not None:
            return not can_hold(rule.when, self.known)
        return rule.then not in self._known and rule.then in read

    def _is_given(self, fact: Fact) -> bool:
        return isinstance(fact, Is | IsNot) and is_known(fact, self._answers[fact.question])

    def _closure(self, answered: Callable[[Is | IsNot], bool]) -> set[Fact]:
        """The findings and supported causes that follow from the answer facts for which
        ``answered`` is true.
        """
        derived: set[Fact] = set()

        def present(fact: Fact) -> bool:
            return answered(fact) if isinstance(fact, Is | IsNot) else fact in derived

        for rule in self._ruleset.rules:
            if can_hold(rule.when, present):
                derived.update(rule.conclusions)
        return derived
