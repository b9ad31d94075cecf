"""What many cases expect, in bits: which of them fail is asked of all at once.

A case fails here where ``unmet`` says something of it; questions of the interview are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

from triage.cases.conclusions import After, Before, Conclusions
from triage.cases.expectations import Expected
from triage.engine.bits import columns, places
from triage.language.words import Strength

Key = TypeVar("Key", bound=Hashable)


class ExpectedBits:
    """For each thing that can be expected the cases that expect it."""

    def __init__(self, expected: Sequence[Expected]) -> None:
        def asking(things: Callable[[Expected], Iterable[Key]]) -> Mapping[Key, int]:
            return columns([tuple(things(one)) for one in expected])

        self._levels = asking(lambda one: (one.level.is_,) if one.level else ())
        self._by = _grouped(
            asking(lambda one: ((one.level.by, one.level.is_),) if one.level else ())
        )
        self._fires = asking(lambda one: one.firing)
        self._silent = asking(lambda one: one.silent)
        self._listed = asking(lambda one: [cause for cause, _ in one.causes.named])
        self._speaking = _grouped(asking(lambda one: [pair[::-1] for pair in one.causes.named]))
        self._first = asking(lambda one: one.causes.first)
        self._excluded = asking(lambda one: one.causes.exclude)
        self._fits = _grouped(asking(lambda one: one.causes.fits.items()))

    def failing(self, before: Before) -> int:
        """The cases that fail on the rules as they are."""
        causes = (*self._listed, *self._excluded, *self._fits)
        return (
            self._wrong_levels(before)
            | self._wrong_rules(before, (*self._fires, *self._silent))
            | self._wrong_causes(before, causes)
        )

    def noticing(self, after: After) -> int:
        """The cases that fail with one rule replaced, of those that pass without."""
        looked_at = [after.sweep.ruleset.rules[place].id for place in after.rerun.bits]
        return (
            (self._wrong_levels(after) if after.moves_level else 0)
            | self._wrong_rules(after, looked_at)
            | self._wrong_causes(after, after.causes)
        )

    def _wrong_levels(self, drawn: Conclusions) -> int:
        found = 0
        for level, cases in self._levels.items():
            found |= cases & ~drawn.levels[level]
        return found

    def _wrong_rules(self, drawn: Conclusions, names: Iterable[str]) -> int:
        found = 0
        for name in names:
            fired, rule = drawn.fired(name), drawn.rule(name)
            found |= self._fires.get(name, 0) & ~fired | self._silent.get(name, 0) & fired
            for level, cases in self._by.get(name, ()):
                found |= 0 if rule and rule.level == level else cases
            for cause, cases in self._speaking.get(name, ()):
                found |= 0 if rule and rule.cause == cause else cases
        return found

    def _wrong_causes(self, drawn: Conclusions, names: Iterable[str]) -> int:
        found = 0
        for name in names:
            listed = drawn.listed(name)
            found |= self._listed.get(name, 0) & ~listed | self._excluded.get(name, 0) & listed
            for fit, cases in self._fits.get(name, ()):
                found |= cases & ~drawn.fits(name)[Strength(fit)]
        return found | self._not_first(drawn)

    def _not_first(self, drawn: Conclusions) -> int:
        return sum(
            1 << case
            for cause, cases in self._first.items()
            for case in places(cases & drawn.weighed)
            if drawn.first_of(case) != cause
        )


def _grouped(pairs: Mapping[tuple[str, Key], int]) -> Mapping[str, list[tuple[Key, int]]]:
    """The second of each pair by the first, with the cases."""
    found: dict[str, list[tuple[Key, int]]] = {}
    for (name, other), cases in pairs.items():
        found.setdefault(name, []).append((other, cases))
    return found
