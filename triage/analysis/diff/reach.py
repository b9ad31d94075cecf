"""The highest level that each part of a rule set can bring: where its words stand."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from triage.language.conditions import Fact, Holds, Reaches, atoms, compounds
from triage.language.model import Cause, Finding, Question, Rule, Score
from triage.language.ruleset import RuleSet
from triage.language.words import Level


class Reach:
    """The highest level that something can bring by the rules that rest on it; the lowest one where
    none do.
    """

    def __init__(self, ruleset: RuleSet) -> None:
        self._ruleset = ruleset

    @property
    def highest(self) -> Level:
        """The highest level of all, where what everybody reads stands."""
        return self._ruleset.levels[-1]

    def rule(self, rule: Rule) -> Level:
        """Of a rule: its own level, or that of the rules that read what it concludes."""
        return self._rules[rule.id]

    def finding(self, finding: Finding) -> Level:
        """Of a finding: that of the rules that read it."""
        return self._of_facts([Holds(finding.id)])

    def score(self, score: Score) -> Level:
        """Of a score: that of the rules that read it."""
        return self._highest(
            self.rule(rule)
            for rule in self._ruleset.rules
            for part in compounds(rule.when)
            if isinstance(part, Reaches) and part.score == score.id
        )

    def cause(self, cause: Cause) -> Level:
        """Of a cause: its own, or that of the rules about it."""
        rules = self._ruleset.graph.about_cause(cause.id)
        return max([cause.level.is_, *(self.rule(rule) for rule in rules)])

    def option(self, question: Question, option: str) -> Level:
        """Of an option: that of the rules that read it, and of the questions that it opens."""
        return self._options[question.id][option]

    def question(self, question: Question) -> Level:
        """Of a question: that of its options."""
        return self._highest(self._options[question.id].values())

    def section(self, section: str) -> Level:
        """Of a section: that of its questions."""
        questions = self._ruleset.questions.values()
        return self._highest(self.question(one) for one in questions if one.section == section)

    @cached_property
    def _rules(self) -> dict[str, Level]:
        found: dict[str, Level] = {}
        for rule in reversed(self._ruleset.rules):  # who reads what it concludes stands after it
            readers = (
                reader for fact in rule.conclusions for reader in self._ruleset.graph.reading(fact)
            )
            levels = [found[reader.id] for reader in readers if reader.id in found]
            found[rule.id] = self._highest([*levels, *([] if rule.level is None else [rule.level])])
        return found

    @cached_property
    def _options(self) -> dict[str, dict[str, Level]]:
        found: dict[str, dict[str, Level]] = {}
        opened: dict[Fact, list[Level]] = {}
        questions = tuple(self._ruleset.questions.values())
        for question in reversed(questions):  # gates read earlier questions
            levels = found[question.id] = dict.fromkeys(question.option_ids, self._ruleset.lowest)
            for fact in question.facts:
                brought = (self._of_facts([fact]), *opened.get(fact, ()))
                levels[fact.option] = max(levels[fact.option], *brought)
            for read in atoms(question.gate):
                opened.setdefault(read, []).append(self._highest(levels.values()))
        return found

    def _of_facts(self, facts: Iterable[Fact]) -> Level:
        graph = self._ruleset.graph
        return self._highest(self.rule(rule) for fact in facts for rule in graph.reading(fact))

    def _highest(self, levels: Iterable[Level]) -> Level:
        return max(levels, default=self._ruleset.lowest)
