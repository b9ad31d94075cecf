"""The meaning of a rule set in plain Python: semi-naive forward chaining with counters.

Every fact, every `all`, every `any` and every rule is a gate that opens after a number of arrivals:
one for a fact, an `any` or a rule, one per distinct part for an `all`. An open gate arrives at the
gates above it; a rule's gate arrives at the fact it concludes. Each gate opens at most once, so the
work grows with what holds, not with the rule set (Dowling and Gallier, "Linear-time algorithms for
testing the satisfiability of propositional Horn formulae", 1984).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from triage.answers.value import Answers
from triage.engine.assessment import Assessment, Firing
from triage.language.conditions import All, Any, Condition, Fact, support
from triage.language.model import Rule
from triage.language.ruleset import RuleSet


class ReferenceEngine:
    """Runs one rule set; holds no state between cases."""

    name = "reference"

    def __init__(self, ruleset: RuleSet) -> None:
        self._ruleset = ruleset
        self._arrivals: list[int] = []
        self._above: list[list[int]] = []
        self._gates: dict[Condition, int] = {}
        self._rules: dict[int, Rule] = {}
        self._facts: dict[int, Fact] = {}
        self._always_open: list[int] = []
        for rule in ruleset.rules:
            self._add(rule)

    def assess(self, answers: Answers) -> Assessment:
        """Everything that follows from ``answers``."""
        opened = self._run(answers.facts())
        facts = {self._facts[gate] for gate in opened if gate in self._facts}
        firings = tuple(
            Firing(rule, support(rule.when, facts))
            for gate, rule in self._rules.items()
            if gate in opened
        )
        return Assessment(self._ruleset, answers, firings)

    def fired(self, facts: Iterable[Fact]) -> list[Rule]:
        """The rules that fire on ``facts``: all that sweeps over millions of cases need."""
        return [self._rules[gate] for gate in self._run(facts) if gate in self._rules]

    def close(self) -> None:
        """Nothing to free."""

    def _run(self, facts: Iterable[Fact]) -> set[int]:
        missing = self._arrivals.copy()
        above = self._above
        agenda = [*self._always_open, *self._known(facts)]
        opened = set()
        while agenda:
            gate = agenda.pop()
            missing[gate] -= 1
            if missing[gate] == 0:
                opened.add(gate)
                agenda.extend(above[gate])
        return opened

    def _known(self, facts: Iterable[Fact]) -> Iterator[int]:
        gates = self._gates
        return (gates[fact] for fact in facts if fact in gates)

    def _add(self, rule: Rule) -> None:
        condition = self._gate(rule.when)
        gate = self._new(1)
        self._rules[gate] = rule
        self._above[condition].append(gate)
        self._above[gate].extend(self._gate(fact) for fact in rule.conclusions)

    def _gate(self, condition: Condition) -> int:
        if condition not in self._gates:
            parts = dict.fromkeys(condition.parts) if isinstance(condition, All | Any) else {}
            below = [self._gate(part) for part in parts]
            gate = self._new(max(1, len(below)) if isinstance(condition, All) else 1)
            self._gates[condition] = gate
            for part in below:
                self._above[part].append(gate)
            if isinstance(condition, All) and not below:
                self._always_open.append(gate)
            if not isinstance(condition, All | Any):
                self._facts[gate] = condition
        return self._gates[condition]

    def _new(self, arrivals: int) -> int:
        self._arrivals.append(arrivals)
        self._above.append([])
        return len(self._arrivals) - 1
