"""Rule sets as a logic program: an atom for each answer fact, and for each condition the atom that
it holds.

A rule fires just where its condition holds, so nothing else is needed: a finding is an atom with a
clause for each rule that concludes it. A changed rule needs new atoms only for what lies downstream
of it; the rest is shared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Protocol

from triage.analysis.search.goals import FITS
from triage.answers.value import Answer, Answers, State
from triage.engine.order import Said
from triage.engine.pointing import Logic, Resting, merged, pointing, resting
from triage.language.conditions import AllOf, AnyOf, Condition, Fact, Is, IsNot, Reaches
from triage.language.model import Rule
from triage.language.ruleset import RuleSet
from triage.language.words import Kind, Level, Strength

Atom = int
Scores = Mapping[tuple[Said, bool], Atom]
"""The things said about one cause, and whether each points to it: the atom that it counts."""


class Clauses(Protocol):
    """Where atoms and clauses go; a literal is an atom or, denied, its negative."""

    def add_atom(self) -> Atom:
        """Return a new atom; false unless a clause makes it true."""

    def add_rule(
        self, head: Sequence[Atom], body: Sequence[int] = (), choice: bool = False
    ) -> None:
        """Add the clause `head if body`; with ``choice`` the head may be so or not, with no head
        the body may not.
        """

    def add_weight_rule(
        self, head: Sequence[Atom], lower: int, body: Sequence[tuple[int, int]]
    ) -> None:
        """Add the clause `head if the weights of what is so in body add up to lower`."""

    def add_minimize(self, priority: int, literals: Sequence[tuple[int, int]]) -> None:
        """Prefer few of these, by weight; a higher priority counts first."""


class FactAtoms(Protocol):
    """An atom for each answer fact."""

    @property
    def atoms(self) -> Mapping[Fact, Atom]:
        """The atoms by fact."""


class Space:
    """Every way to answer the questions of some rule sets, as atoms.

    A question that stands in several rule sets has the options of all, and is `one` where any of
    them says so.
    """

    def __init__(self, clauses: Clauses, rulesets: Iterable[RuleSet]) -> None:
        self.atoms: dict[Fact, Atom] = {}
        self._clauses = clauses
        self._answered: list[tuple[Atom, int]] = []
        self._said: list[tuple[Atom, int]] = []
        self._questions: dict[str, tuple[Kind, tuple[str, ...]]] = {}
        for ruleset in rulesets:
            for name, question in ruleset.questions.items():
                kind, options = self._questions.get(name, (question.kind, ()))
                kind = Kind.ONE if kind.takes_one or question.kind.takes_one else Kind.MANY
                self._questions[name] = kind, tuple(dict.fromkeys((*options, *question.option_ids)))
        for name, (kind, options) in self._questions.items():
            self._add_one(name, options) if kind is Kind.ONE else self._add_many(name, options)
        clauses.add_minimize(2, self._answered)
        clauses.add_minimize(1, self._said)

    def answers(self, true: Mapping[Fact, bool]) -> Answers:
        """The answers that yield the true facts."""
        given = {}
        for name, (_, options) in self._questions.items():
            yes = frozenset(option for option in options if true[Is(name, option)])
            no = frozenset(option for option in options if true[IsNot(name, option)])
            if yes or no:
                given[name] = Answer(State.GIVEN, yes, no)
        return Answers(given)

    def _add_one(self, name: str, options: tuple[str, ...]) -> None:
        clauses, answered = self._clauses, self._clauses.add_atom()
        chosen = {option: clauses.add_atom() for option in options}
        clauses.add_rule(list(chosen.values()), choice=True)
        clauses.add_weight_rule([], 2, [(atom, 1) for atom in chosen.values()])
        for option, atom in chosen.items():
            left = clauses.add_atom()
            clauses.add_rule([answered], [atom])
            clauses.add_rule([left], [answered, -atom])
            self.atoms[Is(name, option)], self.atoms[IsNot(name, option)] = atom, left
        self._answered.append((answered, 1))
        self._said.append((answered, len(options)))

    def _add_many(self, name: str, options: tuple[str, ...]) -> None:
        clauses, answered = self._clauses, self._clauses.add_atom()
        for option in options:
            yes, no = clauses.add_atom(), clauses.add_atom()
            clauses.add_rule([yes, no], choice=True)
            clauses.add_rule([], [yes, no])
            clauses.add_rule([answered], [yes])
            clauses.add_rule([answered], [no])
            self.atoms[Is(name, option)], self.atoms[IsNot(name, option)] = yes, no
            self._said += [(yes, 1), (no, 1)]
        self._answered.append((answered, 1))


class World:
    """What follows from the answers by one rule set."""

    def __init__(self, clauses: Clauses, space: FactAtoms, ruleset: RuleSet) -> None:
        self.clauses, self.rules, self.causes = clauses, ruleset.rule, tuple(ruleset.causes)
        self.graph, self.levels, self.ruleset = ruleset.graph, ruleset.levels, ruleset
        self._holds: dict[Condition, Atom] = {fact: atom for fact, atom in space.atoms.items()}
        self._alike: dict[tuple[str, str], Atom] = {}
        self._before: dict[tuple[str, str], Atom] = {}
        self._outcomes: dict[Level | tuple[str, Strength], Atom] = {}
        self._joined: dict[tuple[bool, tuple[int, ...]], Atom] = {}
        self._rests: dict[str, Resting[Atom]] = {}
        self.logic = Logic(self.met, self.every_of, self.some_of, self.sum_of)
        for rule in ruleset.rules:
            for fact in rule.conclusions:
                if fact not in self._holds:
                    self._holds[fact] = clauses.add_atom()
        for rule in ruleset.rules:
            for fact in rule.conclusions:
                clauses.add_rule([self._holds[fact]], [self.fires(rule)])

    def fires(self, rule: Rule) -> Atom:
        """The atom that the rule fires."""
        return self.met(rule.when)

    def met(self, condition: Condition) -> Atom:
        """The atom that the condition holds; of a fact that nothing yields, one that is never
        true.
        """
        atom = self._holds.get(condition)
        if atom is None:
            atom = self._holds[condition] = self.clauses.add_atom()
            self.say(atom, condition, self.met)
        return atom

    def say(self, atom: Atom, condition: Condition, met: Callable[[Condition], Atom]) -> None:
        """Add the clauses that make ``atom`` so where the condition holds, given the atoms of its
        parts.
        """
        if isinstance(condition, AllOf):
            self.clauses.add_rule([atom], [met(part) for part in dict.fromkeys(condition.parts)])
        elif isinstance(condition, AnyOf):
            for part in dict.fromkeys(condition.parts):
                self.clauses.add_rule([atom], [met(part)])
        elif isinstance(condition, Reaches):
            parts = zip(map(met, condition.parts), condition.points, strict=True)
            self.clauses.add_weight_rule([atom], condition.least, list(parts))

    def at_least(self, level: Level) -> Atom:
        """The atom that the level is this or a higher one."""
        if level not in self._outcomes:
            bringing = [self.fires(rule) for rule in self.bringing(level)]
            self._outcomes[level] = self.any_of(bringing)
            if level == self.levels[0]:
                self.clauses.add_rule([self._outcomes[level]])
        return self._outcomes[level]

    def listed(self, cause: str, fit: Strength) -> Atom:
        """The atom that the cause is listed with this fit or a better one."""
        if (cause, fit) not in self._outcomes:
            enough = FITS[FITS.index(fit) :]
            about = self.graph.about_cause(cause)
            self._outcomes[cause, fit] = self.any_of(
                [self.fires(rule) for rule in about if rule.strength in enough]
            )
        return self._outcomes[cause, fit]

    def same_group(self, cause: str, other: str) -> Atom:
        """The atom that both causes are listed, with one fit, and both or neither come first as
        dangers.
        """
        key = min(cause, other), max(cause, other)
        if key not in self._alike:
            causes = [self.ruleset.causes[one] for one in key]
            self._alike[key] = self.any_of(
                self._same_fit(key, fit)
                for fit in FITS
                if causes[0].is_danger(fit) == causes[1].is_danger(fit)
            )
        return self._alike[key]

    def _same_fit(self, causes: tuple[str, str], fit: Strength) -> Atom:
        """The atom that both causes are listed with just this fit."""
        better = FITS[FITS.index(fit) + 1 :][:1]
        too_good = [-self.listed(one, above) for one in causes for above in better]
        return self.every_of([*(self.listed(one, fit) for one in causes), *too_good])

    def before(self, cause: str, other: str) -> Atom:
        """The atom that, of two causes of one group, ``cause`` comes first."""
        if (cause, other) not in self._before:
            self._before[cause, other] = self.more_points_to(
                self.scores_of(cause),
                self.scores_of(other),
                tie=self.stands_before(cause, other),
            )
        return self._before[cause, other]

    def stands_before(self, cause: str, other: str) -> bool:
        """Whether ``cause`` comes first where nothing a person says decides."""
        return self.ruleset.standing[cause] < self.ruleset.standing[other]

    def more_points_to(self, cause: Scores, other: Scores, *, tie: bool) -> Atom:
        """The atom that more things said, less those against it, point to ``cause``; of equal
        numbers, ``tie``.
        """
        atom = self.clauses.add_atom()
        body = [(counts if points_to else -counts, 1) for (_, points_to), counts in cause.items()]
        body += [(-counts if points_to else counts, 1) for (_, points_to), counts in other.items()]
        denied = sum(literal < 0 for literal, _ in body)
        self.clauses.add_weight_rule([atom], denied + (not tie), body)
        return atom

    def rests(self, rule: Rule) -> Resting[Atom]:
        """For each thing said the atom that the rule fires and rests on it."""
        if rule.id not in self._rests:
            for one in self.graph.upstream([rule]):  # from the answers on, chains are long
                if one.id not in self._rests:
                    self._rests[one.id] = resting(one.when, self.logic, self.ruleset, self.behind)
        return self._rests[rule.id]

    def behind(self, fact: Fact) -> Resting[Atom]:
        """The same of a fact that rules conclude."""
        return merged(map(self.rests, self.graph.concluding(fact)), self.logic)

    def scores(
        self, about: Iterable[Rule], rests: Callable[[Rule], Resting[Atom]], is_supported: Atom
    ) -> Scores:
        """What points to a cause and what speaks against it, by the rules about it."""
        found = pointing(about, rests, self.logic)
        likelier = {
            thing: self.every_of([atom, -is_supported]) for thing, atom in found.risks.items()
        }
        points_to = merged((found.signs, likelier), self.logic)
        return {
            **{(thing, True): atom for thing, atom in points_to.items()},
            **{(thing, False): atom for thing, atom in found.against.items()},
        }

    def bringing(self, least: Level) -> list[Rule]:
        """The rules that conclude this level or a higher one."""
        return [
            rule for level in self.levels if level >= least for rule in self.graph.bringing(level)
        ]

    def any_of(self, literals: Iterable[int]) -> Atom:
        """A new atom that is so where one of ``literals`` is."""
        atom = self.clauses.add_atom()
        for literal in literals:
            self.clauses.add_rule([atom], [literal])
        return atom

    def every_of(self, literals: Iterable[int]) -> Atom:
        """The atom that all of ``literals`` are so."""
        wanted = tuple(dict.fromkeys(literals))
        if len(wanted) == 1 and wanted[0] > 0:
            return wanted[0]
        if (True, wanted) not in self._joined:
            atom = self._joined[True, wanted] = self.clauses.add_atom()
            self.clauses.add_rule([atom], wanted)
        return self._joined[True, wanted]

    def some_of(self, literals: Iterable[int]) -> Atom:
        """The atom that one of ``literals`` is so."""
        wanted = tuple(dict.fromkeys(literals))
        if len(wanted) == 1 and wanted[0] > 0:
            return wanted[0]
        if (False, wanted) not in self._joined:
            self._joined[False, wanted] = self.any_of(wanted)
        return self._joined[False, wanted]

    def sum_of(self, weighed: list[tuple[Atom, int]], whole: Reaches) -> Atom:
        """The atom that the points of what is so reach what is needed."""
        atom = self.clauses.add_atom()
        self.clauses.add_weight_rule([atom], whole.least, weighed)
        return atom

    def scores_of(self, cause: str) -> Scores:
        """What points to the cause and what speaks against it."""
        about, is_supported = self.graph.about_cause(cause), self.listed(cause, Strength.COMPATIBLE)
        return self.scores(about, self.rests, is_supported)
