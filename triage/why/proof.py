"""The shortest proof of a conclusion: the fewest answers that bring it, and the rules between."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from triage.engine.assessment import Assessment, Firing
from triage.lacks.ways import MOST_WAYS, Search, Way, WaysFound, smallest
from triage.language.conditions import Condition, Fact, Is, IsNot, holds, support
from triage.language.model import Rule


@dataclass(frozen=True, slots=True)
class ShortestProof:
    """Answers that suffice for a conclusion, in the order of the questions, and the rules from them
    up to it, in chaining order, without those that only give an answer another name.
    """

    answers: tuple[Is | IsNot, ...]
    steps: tuple[Rule, ...]


class Prover:
    """Finds the shortest proof of whatever holds in one assessment."""

    def __init__(self, assessment: Assessment) -> None:
        self._assessment = assessment
        held = _HeldFact(assessment.answers.facts())
        self._search = Search(assessment.ruleset, held, facts=assessment.facts)
        facts = assessment.ruleset.answer_facts
        self._place: dict[Fact, int] = {fact: place for place, fact in enumerate(facts)}

    def of(self, firing: Firing) -> ShortestProof:
        """The shortest proof of a firing of this assessment."""
        answers = self.answers(firing.rule.when)
        return ShortestProof(answers, tuple(self._steps(firing.rule, frozenset(answers))))

    def answers(self, condition: Condition) -> tuple[Is | IsNot, ...]:
        """The fewest answers that bring a condition that holds, in the order of the questions."""
        ways = self._search.of(condition).ways
        found = ways[0] if ways else frozenset(self._assessment.answers.facts())
        return tuple(sorted(found, key=lambda fact: self._place[fact]))

    def several(self, firings: Iterable[Firing], most: int) -> tuple[ShortestProof, ...]:
        """A proof of each firing, at most so many, those with the fewest answers first; one whose
        answers are all in proofs before it says nothing new and is left out.
        """
        told: set[Fact] = set()
        found: list[ShortestProof] = []
        for proof in sorted(map(self.of, firings), key=lambda proof: len(proof.answers)):
            if len(found) < most and (not found or not told.issuperset(proof.answers)):
                found.append(proof)
                told.update(proof.answers)
        return tuple(found)

    def _steps(self, rule: Rule, answers: Way) -> Iterator[Rule]:
        """The rules that lead from the answers to the rule, and itself."""
        reached: set[Fact] = set(answers)
        bringing: dict[Fact, Rule] = {}
        graph = self._assessment.ruleset.graph
        for between in graph.upstream((rule,)):
            if holds(between.when, reached):
                for fact in between.conclusions:
                    bringing.setdefault(fact, between)
                    reached.add(fact)
        needed, waiting = {rule.id: rule}, [rule]
        while waiting:
            for fact in support(waiting.pop().when, reached):
                below = bringing.get(fact)
                if below is not None and below.id not in needed:
                    needed[below.id] = below
                    waiting.append(below)
        for step in graph.in_order(needed.values()):
            if not _only_names(step, reached):
                yield step


def _only_names(rule: Rule, reached: Collection[Fact]) -> bool:
    """Whether the rule only gives one answer another name."""
    facts = support(rule.when, reached)
    return rule.finding is not None and len(facts) == 1 and isinstance(facts[0], Is | IsNot)


class _HeldFact:
    """Follows ways made of what was answered, the fewest answers first."""

    def __init__(self, known: Iterable[Is | IsNot]) -> None:
        self._written = {fact: str(fact) for fact in known}

    def answer(self, fact: Is | IsNot) -> Iterable[Way]:
        """The fact itself, where it was answered."""
        return (Way({fact}),) if fact in self._written else ()

    def keep(self, ways: Iterable[Way]) -> WaysFound:
        """The smallest ways, always in the same order."""
        found = tuple(dict.fromkeys(ways))
        if len(found) < 2:
            return WaysFound(found)
        return smallest(sorted(found, key=self._place), MOST_WAYS)

    def _place(self, way: Way) -> tuple[int, list[str]]:
        return len(way), sorted(self._written[fact] for fact in way)
