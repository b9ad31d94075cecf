"""The meaning of a rule set in plain Python: semi-naive forward chaining with counters.

Every fact, every `all`, every `any`, every sum of points and every rule is a gate that opens after
a number of arrivals: one for a fact, an `any` or a rule, one per distinct part for an `all`, the
points that are needed for a sum. An open gate arrives at the
gates above it; a rule's gate arrives at the fact it concludes. Each gate opens at most once, so the
work grows with what holds, not with the rule set (Dowling and Gallier, "Linear-time algorithms for
testing the satisfiability of propositional Horn formulae", 1984).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from triage.answers.value import Answers
from triage.engine.assessment import Assessment, Firing
from triage.language.conditions import Condition, Fact, Reaches, fold, support
from triage.language.model import Rule
from triage.language.ruleset import RuleSet


class ReferenceEngine:
    """Runs one rule set; holds no state between cases."""

    name = "reference"

    def __init__(self, ruleset: RuleSet) -> None:
        self._ruleset = ruleset
        self._arrivals: list[int] = []
        self._above: list[list[int]] = []
        self._by_fact: dict[Fact, int] = {}
        self._by_parts: dict[tuple[tuple[int, ...], int], int] = {}
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
        return self._fired(self._run(facts))

    def reads(self, facts: Iterable[Fact]) -> bool:
        """Whether any rule reads one of ``facts``; others change nothing."""
        return next(self._known(facts), None) is not None

    def memory(self, facts: Iterable[Fact]) -> WorkingMemory:
        """What holds on ``facts``, where more of them are to be tried."""
        return WorkingMemory(self, facts)

    def close(self) -> None:
        """Nothing to free."""

    def _fired(self, opened: Iterable[int]) -> list[Rule]:
        return [self._rules[gate] for gate in opened if gate in self._rules]

    def _run(self, facts: Iterable[Fact]) -> set[int]:
        return self._start(self._arrivals.copy(), facts)

    def _start(self, missing: list[int], facts: Iterable[Fact]) -> set[int]:
        return self._open(missing, [*self._always_open, *self._known(facts)])

    def _open(self, missing: list[int], agenda: list[int]) -> set[int]:
        """The gates that open on these arrivals; ``missing`` counts down what each waits for."""
        above = self._above
        opened = set()
        while agenda:
            gate = agenda.pop()
            missing[gate] -= 1
            if missing[gate] == 0:  # below it, points beyond what was needed go on arriving
                opened.add(gate)
                agenda.extend(above[gate])
        return opened

    def _known(self, facts: Iterable[Fact]) -> Iterator[int]:
        gates = self._by_fact
        return (gates[fact] for fact in facts if fact in gates)

    def _add(self, rule: Rule) -> None:
        condition = self._gate(rule.when)
        gate = self._new(1)
        self._rules[gate] = rule
        self._above[condition].append(gate)
        self._above[gate].extend(self._gate(fact) for fact in rule.conclusions)

    def _gate(self, condition: Condition) -> int:
        return fold(condition, self._of_fact, self._of_all, self._of_any, self._of_points)

    def _of_fact(self, fact: Fact) -> int:
        if fact not in self._by_fact:
            gate = self._new(1)
            self._by_fact[fact] = gate
            self._facts[gate] = fact
        return self._by_fact[fact]

    def _of_all(self, parts: Iterable[int]) -> int:
        distinct = tuple(dict.fromkeys(parts))
        return self._joined(distinct, len(distinct))

    def _of_any(self, parts: Iterable[int]) -> int:
        return self._joined(tuple(dict.fromkeys(parts)), 1)

    def _of_points(self, weighed: list[tuple[int, int]], whole: Reaches) -> int:
        """A part arrives once for each of its points."""
        return self._joined(
            tuple(gate for gate, points in weighed for _ in range(points)), whole.least
        )

    def _joined(self, parts: tuple[int, ...], needed: int) -> int:
        """The gate that opens once ``needed`` of the parts are open; equal conditions share one."""
        if (parts, needed) not in self._by_parts:
            gate = self._new(max(1, needed))
            self._by_parts[parts, needed] = gate
            for part in parts:
                self._above[part].append(gate)
            if needed == 0:
                self._always_open.append(gate)
        return self._by_parts[parts, needed]

    def _new(self, arrivals: int) -> int:
        self._arrivals.append(arrivals)
        self._above.append([])
        return len(self._arrivals) - 1


class WorkingMemory:
    """What holds so far. More facts open more gates and close none, so only what they bring is
    worked out, not the whole once more.
    """

    def __init__(self, engine: ReferenceEngine, facts: Iterable[Fact]) -> None:
        self._engine = engine
        self._missing = engine._arrivals.copy()
        engine._start(self._missing, facts)

    def news(self, more: Iterable[Fact]) -> list[Rule]:
        """The rules that would fire on ``more`` facts and do not yet."""
        engine = self._engine
        return engine._fired(engine._open(self._missing.copy(), [*engine._known(more)]))

    def add(self, more: Iterable[Fact]) -> None:
        """From now on ``more`` facts hold."""
        self._engine._open(self._missing, [*self._engine._known(more)])


@lru_cache(maxsize=4)
def reference_engine(ruleset: RuleSet) -> ReferenceEngine:
    """The engine of the rule set, made once: it holds no state, so all can share it."""
    return ReferenceEngine(ruleset)
