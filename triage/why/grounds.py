"""What stands behind a firing: the chain of rules below it, down to the answers."""

from __future__ import annotations

from dataclasses import dataclass

from triage.engine.assessment import Assessment, Firing
from triage.language.conditions import Fact, Is, IsNot


@dataclass(frozen=True, slots=True)
class Grounds:
    """The answers behind a firing, and every rule from them up to it, in chaining order."""

    answers: tuple[Is | IsNot, ...]
    steps: tuple[Firing, ...]


class Trail:
    """Finds the grounds of every firing of one assessment."""

    def __init__(self, assessment: Assessment) -> None:
        self._concluding: dict[Fact, list[int]] = {}
        self._firings = assessment.firings
        self._place = {firing.rule.id: place for place, firing in enumerate(assessment.firings)}
        for place, firing in enumerate(assessment.firings):
            for fact in firing.rule.conclusions:
                self._concluding.setdefault(fact, []).append(place)

    def grounds(self, firing: Firing) -> Grounds:
        """Everything below ``firing``, and itself."""
        reached: set[int] = set()
        waiting = [self._place[firing.rule.id]]
        while waiting:
            place = waiting.pop()
            if place not in reached:
                reached.add(place)
                waiting.extend(
                    below
                    for fact in self._firings[place].facts
                    for below in self._concluding.get(fact, ())
                )
        steps = tuple(self._firings[place] for place in sorted(reached))
        facts = dict.fromkeys(fact for step in steps for fact in step.facts)
        return Grounds(tuple(fact for fact in facts if isinstance(fact, Is | IsNot)), steps)
