"""One rule changed or deleted, beside the rule set as it is: only what lies downstream of the rule
gets new atoms.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property

from triage.analysis.search.goals import FITS
from triage.analysis.search.logic_program import Atom, Scores, World
from triage.engine.pointing import Logic, Resting, merged, resting
from triage.language.conditions import Condition, Fact, Holds, atoms
from triage.language.model import Rule


class Changed:
    """A world in which ``mutant`` stands in place of ``rule``; None deletes the rule."""

    def __init__(self, world: World, rule: Rule, mutant: Rule | None) -> None:
        self._world, self._clauses, self._rule, self._mutant = world, world.clauses, rule, mutant
        ends = (rule, mutant) if mutant else (rule,)
        facts = [fact for one in ends for fact in one.conclusions]
        readers = [one for fact in facts for one in world.graph.reading(fact)]
        self._below = {one.id: one for one in world.graph.downstream(readers) if one is not rule}
        facts += [fact for one in self._below.values() for fact in one.conclusions]
        self._ends = (*ends, *self._below.values())
        self._holds: dict[Condition, Atom] = {
            fact: self._clauses.add_atom() for fact in dict.fromkeys(facts)
        }
        self._facts = dict.fromkeys(facts)
        self._rests: dict[str, Resting[Atom]] = {}
        for fact in self._facts:
            for one in self._replaced(world.graph.concluding(fact)):
                if fact in one.conclusions:
                    self._clauses.add_rule([self._holds[fact]], [self._fires(one)])

    @cached_property
    def difference(self) -> Atom:
        """The atom that a finding, the level, a cause or its fit is another one."""
        pairs = [*self._findings(), *self._levels(), *self._fits()]
        return self._world.any_of([self._differ(old, new) for old, new in pairs])

    @cached_property
    def reweighed(self) -> Atom:
        """The atom that something else counts for a cause or against it."""
        return self._world.any_of(self._weights())

    @cached_property
    def reordered(self) -> Atom:
        """The atom that two causes change places though each fits as before."""
        return self._world.any_of(self._swaps())

    def _replaced(self, rules: Iterable[Rule]) -> list[Rule]:
        """The rules with the mutant added and the rule it replaces left out; it may conclude
        something else.
        """
        return [
            *(one for one in rules if one is not self._rule),
            *([self._mutant] if self._mutant else []),
        ]

    def _fires(self, rule: Rule) -> Atom:
        is_ours = rule is self._mutant or rule.id in self._below
        return self._met(rule.when) if is_ours else self._world.fires(rule)

    def _met(self, condition: Condition) -> Atom:
        if condition not in self._holds:
            is_shared = not any(fact in self._facts for fact in atoms(condition))
            self._holds[condition] = (
                self._world.met(condition) if is_shared else self._compound(condition)
            )
        return self._holds[condition]

    def _compound(self, condition: Condition) -> Atom:
        atom = self._clauses.add_atom()
        self._world.say(atom, condition, self._met)
        return atom

    def _findings(self) -> Iterator[tuple[Atom, Atom]]:
        for fact in self._facts:
            if isinstance(fact, Holds):
                yield self._world.met(fact), self._holds[fact]

    def _levels(self) -> Iterator[tuple[Atom, Atom]]:
        """The atom of each level that a changed rule may bring, here and there; those of unchanged
        rules cancel out.
        """
        brought = [rule.level for rule in self._ends if rule.level is not None]
        highest = max(brought, default=self._world.levels[0])
        for level in self._world.levels[1:]:
            if level <= highest:
                rules = self._replaced(self._world.bringing(level))
                here = [self._fires(rule) for rule in rules if rule.brings(level)]
                yield self._world.at_least(level), self._world.any_of(here)

    @cached_property
    def _causes(self) -> tuple[str, ...]:
        """The causes that a changed rule speaks about."""
        causes = (rule.cause for rule in self._ends if rule.cause is not None)
        return tuple(dict.fromkeys(causes))

    def _about(self, cause: str) -> list[Rule]:
        rules = self._world.graph.about_cause(cause)
        if cause not in self._causes:
            return list(rules)
        return [rule for rule in self._replaced(rules) if rule.cause == cause]

    def _fits(self) -> Iterator[tuple[Atom, Atom]]:
        for cause in self._causes:
            for place, fit in enumerate(FITS):
                here = [
                    self._fires(rule)
                    for rule in self._about(cause)
                    if rule.strength in FITS[place:]
                ]
                yield self._world.listed(cause, fit), self._world.any_of(here)

    def _differ(self, old: Atom, new: Atom) -> Atom:
        atom = self._clauses.add_atom()
        self._clauses.add_rule([atom], [old, -new])
        self._clauses.add_rule([atom], [-old, new])
        return atom

    def _weights(self) -> Iterator[Atom]:
        never = self._clauses.add_atom()
        for cause in self._causes:
            old, new = self._world.scores_of(cause), self._scores(cause)
            for thing in dict.fromkeys((*old, *new)):
                yield self._differ(old.get(thing, never), new.get(thing, never))

    def _swaps(self) -> Iterator[Atom]:
        done: set[frozenset[str]] = set()
        for cause in self._causes:
            for other in self._world.causes:
                if other != cause and frozenset((cause, other)) not in done:
                    done.add(frozenset((cause, other)))
                    yield self._swapped(cause, other)

    def _swapped(self, cause: str, other: str) -> Atom:
        atom = self._clauses.add_atom()
        alike = self._world.same_group(cause, other)
        before = self._world.before(cause, other)
        here = self._world.more_points_to(
            self._scores(cause),
            self._scores(other),
            tie=self._world.stands_before(cause, other),
        )
        self._clauses.add_rule([atom], [alike, before, -here])
        self._clauses.add_rule([atom], [alike, -before, here])
        return atom

    def _scores(self, cause: str) -> Scores:
        about = self._about(cause)
        supporting = [self._fires(rule) for rule in about if rule.supports]
        return self._world.scores(about, self._resting, self._world.some_of(supporting))

    @cached_property
    def _logic(self) -> Logic[Atom]:
        return replace(self._world.logic, fact=self._met)

    def _resting(self, rule: Rule) -> Resting[Atom]:
        """For each thing said the atom that the rule fires here and rests on it."""
        if rule is not self._mutant and rule.id not in self._below:
            return self._world.rests(rule)
        if rule.id not in self._rests:
            self._rests[rule.id] = resting(
                rule.when, self._logic, self._world.ruleset, self._behind
            )
        return self._rests[rule.id]

    def _behind(self, fact: Fact) -> Resting[Atom]:
        if fact not in self._facts:
            return self._world.behind(fact)
        rules = self._replaced(self._world.graph.concluding(fact))
        concluding = (rule for rule in rules if fact in rule.conclusions)
        return merged(map(self._resting, concluding), self._logic)
