"""A rule set as a circuit: where each rule fires, which level is reached, and which things said
point to each cause. Made once, whatever the number of people.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from triage.columnar.circuit import Circuit, Gate
from triage.engine.pointing import Logic, Pointing, Resting, merged, pointing, resting
from triage.language.conditions import Condition, Fact, Holds, Supported, fold
from triage.language.model import Rule, Score
from triage.language.ruleset import RuleSet
from triage.language.words import Strength

FITS = tuple(strength for strength in Strength if strength.speaks_for)
"""The words for a cause, the strongest first."""


@dataclass(frozen=True)
class CauseGates:
    """Where rules speak for a cause, with each of ``FITS``, and what points to it."""

    cause: str
    fits: tuple[Gate, ...]
    pointing: Pointing[Gate]


@dataclass(frozen=True)
class ScoreGates:
    """A score: what it shows from the start, and where each item holds, with its points."""

    id: str
    start: int
    items: tuple[tuple[int, Gate], ...]


class Program:
    """The gates of one rule set.

    ``fired`` are those of its rules, in chaining order; ``above`` those of the levels above the
    lowest: where each is reached or exceeded. ``causes`` and ``scores`` stand as the author wrote
    them.
    """

    def __init__(self, ruleset: RuleSet) -> None:
        self.ruleset, self.circuit = ruleset, Circuit()
        self._logic: Logic[Gate] = Logic(
            self._fact, self.circuit.all_of, self.circuit.any_of, self.circuit.reaches
        )
        self._concluded: dict[Fact, Gate] = {}
        self._behind: dict[Fact, Resting[Gate]] = {}
        self._rests: dict[str, Resting[Gate]] = {}
        self.fired: Mapping[str, Gate] = {rule.id: self._added(rule) for rule in ruleset.rules}
        self.above = tuple(
            self._any_fired(rule for rule in ruleset.rules if rule.brings(level))
            for level in ruleset.levels[1:]
        )
        self.causes = tuple(map(self._cause, ruleset.causes))
        self.scores = tuple(map(self._score, ruleset.scores.values()))

    def _added(self, rule: Rule) -> Gate:
        """The gate of a rule whose conditions stand on rules that were added before."""
        fires = self._gate(rule.when)
        rests = resting(rule.when, self._logic, self.ruleset, self._resting_behind)
        self._rests[rule.id] = rests
        for fact in rule.conclusions:
            before = [self._concluded[fact]] if fact in self._concluded else []
            self._concluded[fact] = self.circuit.any_of([*before, fires])
            self._behind[fact] = merged([self._resting_behind(fact), rests], self._logic)
        return fires

    def _gate(self, condition: Condition) -> Gate:
        made = self.circuit
        return fold(condition, self._fact, made.all_of, made.any_of, made.reaches)

    def _fact(self, fact: Fact) -> Gate:
        if isinstance(fact, Holds | Supported):
            return self._concluded[fact] if fact in self._concluded else self.circuit.any_of(())
        return self.circuit.fact(fact)

    def _resting_behind(self, fact: Fact) -> Resting[Gate]:
        return self._behind.get(fact, {})

    def _any_fired(self, rules: Iterable[Rule]) -> Gate:
        return self.circuit.any_of(self.fired[rule.id] for rule in rules)

    def _cause(self, name: str) -> CauseGates:
        about = self.ruleset.graph.about_cause(name)
        fits = tuple(
            self._any_fired(rule for rule in about if rule.strength is fit) for fit in FITS
        )
        found = pointing(about, lambda rule: self._rests[rule.id], self._logic)
        return CauseGates(name, fits, found)

    def _score(self, score: Score) -> ScoreGates:
        items = tuple((item.points, self._gate(item.when)) for item in score.items)
        return ScoreGates(score.id, score.start, items)
