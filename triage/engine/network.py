"""Lower a rule set to the flat network rules that durable-rules runs rightly.

A network rule is a conjunction of at most 12 patterns. `any` becomes a hidden pattern with one
network rule a part; a long `all` is cut into chunks, each a hidden pattern; a pattern used very
often is relayed by hidden ones. The size stays linear in the rule set.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from triage.language.conditions import Condition, Fact, Holds, Is, IsNot, Supported, fold
from triage.language.model import Rule
from triage.language.ruleset import RuleSet

MOST_PATTERNS_A_RULE = 12
MOST_USES_OF_A_PATTERN = 200

Pattern = tuple[str, str, str]
"""What a fact is to the network: kind, question (or `-`), name."""

START: Pattern = ("start", "-", "start")


@dataclass(frozen=True, slots=True)
class NetworkRule:
    """Once all ``patterns`` are present, ``concludes`` are; ``rule`` is the author's rule that it
    completes.
    """

    patterns: tuple[Pattern, ...]
    concludes: tuple[Pattern, ...]
    rule: Rule | None = None


def pattern(fact: Fact) -> Pattern:
    """The pattern that stands for ``fact``."""
    if isinstance(fact, Holds):
        return ("finding", "-", fact.finding)
    if isinstance(fact, Supported):
        return ("cause", "-", fact.cause)
    return ("is" if isinstance(fact, Is) else "is_not", fact.question, fact.option)


def fact_of(shape: Pattern) -> Fact | None:
    """The fact that a pattern stands for; None for a hidden one."""
    kind, question, name = shape
    if kind in ("is", "is_not"):
        return Is(question, name) if kind == "is" else IsNot(question, name)
    if kind == "finding":
        return Holds(name)
    return Supported(name) if kind == "cause" else None


def lower(ruleset: RuleSet) -> list[NetworkRule]:
    """The network rules of ``ruleset``, in its chaining order."""
    lowering = _Lowering()
    for rule in ruleset.rules:
        lowering.add(rule)
    return lowering.rules


class _Lowering:
    def __init__(self) -> None:
        self.rules: list[NetworkRule] = []
        self._hidden = 0
        self._uses: Counter[Pattern] = Counter()
        self._relay: dict[Pattern, Pattern] = {}

    def add(self, rule: Rule) -> None:
        patterns = self._patterns(rule.when) or [START]
        self._emit(patterns, tuple(pattern(fact) for fact in rule.conclusions), rule)

    def _patterns(self, condition: Condition) -> list[Pattern]:
        return fold(condition, lambda fact: [pattern(fact)], _joined, self._hide)

    def _hide(self, parts: Iterable[list[Pattern]]) -> list[Pattern]:
        """A hidden pattern that follows from each of the parts."""
        hidden = self._new()
        for patterns in parts:
            self._emit(patterns or [START], (hidden,))
        return [hidden]

    def _emit(
        self, patterns: Sequence[Pattern], concludes: tuple[Pattern, ...], rule: Rule | None = None
    ) -> None:
        while len(patterns) > MOST_PATTERNS_A_RULE:
            chunk = self._new()
            self._emit(patterns[:MOST_PATTERNS_A_RULE], (chunk,))
            patterns = [chunk, *patterns[MOST_PATTERNS_A_RULE:]]
        self.rules.append(NetworkRule(tuple(map(self._relayed, patterns)), concludes, rule))

    def _relayed(self, shape: Pattern) -> Pattern:
        """The pattern itself, or after many uses a hidden one that follows from it."""
        source = self._relay.get(shape, shape)
        self._uses[source] += 1
        if self._uses[source] == MOST_USES_OF_A_PATTERN:
            relay = self._new()
            self.rules.append(NetworkRule((source,), (relay,)))
            self._relay[shape] = relay
            self._uses[relay] = 1
            return relay
        return source

    def _new(self) -> Pattern:
        self._hidden += 1
        return ("hidden", "-", f"h{self._hidden}")


def _joined(parts: Iterable[list[Pattern]]) -> list[Pattern]:
    return list(dict.fromkeys(chain.from_iterable(parts)))
