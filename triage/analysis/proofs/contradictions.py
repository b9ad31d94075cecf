"""Properties that no rule set can keep together: for some answers they leave no result over."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from triage.analysis.proofs.properties import Property, Reachable, StatedOutcome
from triage.analysis.proofs.property_goals import under
from triage.analysis.search.goals import FITS, Goal, Met, is_so
from triage.analysis.search.solver import Solver
from triage.answers.value import Answers
from triage.engine.assessment import Assessment
from triage.engine.reference import reference_engine
from triage.language.conditions import ALWAYS, AnyOf, Condition, Holds
from triage.language.ruleset import RuleSet


class Thing(NamedTuple):
    """What a property speaks about: the level, or one cause, finding or rule; states are numbered
    from the least.
    """

    kind: str
    name: str = ""
    levels: int = 0

    @property
    def states(self) -> range:
        """The levels; not listed and each fit; not so and so."""
        return range({"level": self.levels, "cause": 1 + len(FITS)}.get(self.kind, 2))

    def __str__(self) -> str:
        return f"the {self.kind} `{self.name}`" if self.name else f"the {self.kind}"


@dataclass(frozen=True)
class Contradiction:
    """Properties that together leave no possible state of ``thing`` for ``answers``."""

    properties: tuple[Property, ...]
    thing: Thing
    answers: Answers


@dataclass(frozen=True)
class _Ban:
    """A property that does not allow some states of a thing where its condition holds."""

    property: Property
    when: Condition | str
    states: frozenset[int]

    def applies(self, assessment: Assessment) -> bool:
        if isinstance(self.when, str):
            return not list(assessment.answers.facts())
        return is_so(Met(self.when), assessment)


def contradictions(
    ruleset: RuleSet, properties: Sequence[Property], solver: Solver, deadline: float
) -> Iterator[Contradiction]:
    """Contradictions between properties, so many that none is left once the last property of each
    is taken out.

    Raises:
        solver.SearchTimedOut: the ``deadline``, a time of ``time.monotonic``, passed.
    """
    engine, found = reference_engine(ruleset), _bans(properties, len(ruleset.levels))
    for thing, bans in found.items():
        yield from _about(ruleset, thing, bans, solver, deadline)
    nothing = engine.assess(Answers())
    for entry in properties:
        if entry.reachable is not None and entry.reachable.every is None:
            yield from _never_reached(entry, entry.reachable, found, nothing)


def _about(
    ruleset: RuleSet, thing: Thing, bans: list[_Ban], solver: Solver, deadline: float
) -> Iterator[Contradiction]:
    """The contradictions about one thing; the last property of each has no part in the next."""
    engine, left = reference_engine(ruleset), bans
    while (
        answers := _without_a_state(ruleset, thing, left, solver, deadline - time.monotonic())
    ) is not None:
        assessment = engine.assess(answers)
        needed = _needed([ban for ban in left if ban.applies(assessment)], thing.states)
        yield Contradiction(needed, thing, answers)
        left = [ban for ban in left if ban.property is not needed[-1]]


def _without_a_state(
    ruleset: RuleSet, thing: Thing, bans: list[_Ban], solver: Solver, timeout: float
) -> Answers | None:
    """The smallest answers for which every state of the thing is banned."""
    for about_nothing in (False, True):
        usable = [ban for ban in bans if about_nothing or not isinstance(ban.when, str)]
        if not _banned(usable).issuperset(thing.states):
            continue
        goal = Goal(tuple(_banning(state, usable) for state in thing.states))
        found = solver.find(under("", goal, ruleset) if about_nothing else goal, timeout)
        if found is not None:
            return found
    return None


def _banned(bans: Iterable[_Ban]) -> frozenset[int]:
    return frozenset(state for ban in bans for state in ban.states)


def _banning(state: int, bans: Iterable[_Ban]) -> Met:
    """That one of the properties bans the state."""
    return Met(AnyOf(tuple(_condition(ban) for ban in bans if state in ban.states)))


def _condition(ban: _Ban) -> Condition:
    return ALWAYS if isinstance(ban.when, str) else ban.when


def _needed(bans: list[_Ban], states: range) -> tuple[Property, ...]:
    """Few of the properties that ban every state together."""
    kept = list(bans)
    for ban in bans:
        rest = [other for other in kept if other is not ban]
        if _banned(rest).issuperset(states):
            kept = rest
    return tuple(ban.property for ban in kept)


def _never_reached(
    entry: Property, wanted: Reachable, bans: dict[Thing, list[_Ban]], nothing: Assessment
) -> Iterator[Contradiction]:
    """What must be reachable and is banned whatever the answers: a ban that applies to no answers
    applies to all.
    """
    levels = len(nothing.ruleset.levels)
    thing, states = _thing(wanted, levels), _states(wanted, levels)
    total = [
        ban for ban in bans.get(thing, ()) if not isinstance(ban.when, str) and ban.applies(nothing)
    ]
    if states <= _banned(total):
        needed = tuple(ban.property for ban in total if ban.states & states)
        yield Contradiction((entry, *needed), thing, Answers())


def _bans(properties: Sequence[Property], levels: int) -> dict[Thing, list[_Ban]]:
    found: dict[Thing, list[_Ban]] = {}
    for entry in properties:
        for outcome, when, is_wanted in _stated(entry):
            thing, states = _thing(outcome, levels), _states(outcome, levels)
            states = frozenset(thing.states) - states if is_wanted else states
            found.setdefault(thing, []).append(_Ban(entry, when, states))
    return found


def _stated(entry: Property) -> Iterator[tuple[StatedOutcome, Condition | str, bool]]:
    """The outcome a property speaks about, when, and whether it is wanted."""
    if entry.always is not None:
        yield entry.always, entry.always.when, True
    if entry.never is not None:
        yield entry.never, entry.never.when, False
    if entry.implies is not None:
        then = entry.implies.then
        outcome = (
            StatedOutcome.model_validate({"finding": then.finding})
            if isinstance(then, Holds)
            else then
        )
        if isinstance(outcome, StatedOutcome):
            yield outcome, entry.implies.when, True


def _thing(outcome: StatedOutcome, levels: int) -> Thing:
    if outcome.cause is not None:
        return Thing("cause", outcome.cause)
    if outcome.finding is not None:
        return Thing("finding", outcome.finding)
    return Thing("level", "", levels) if outcome.rule is None else Thing("rule", outcome.rule)


def _states(outcome: StatedOutcome, levels: int) -> frozenset[int]:
    """The states in which the outcome is so."""
    states = _thing(outcome, levels).states
    if outcome.level is not None:
        return frozenset({outcome.level.rank})
    if outcome.at_least is not None:
        return frozenset(states[outcome.at_least.rank :])
    least = 1 if outcome.cause is None else 1 + FITS.index(outcome.strength)
    return frozenset(states[least:])
