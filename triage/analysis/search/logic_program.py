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
from triage.language.conditions import AllOf, AnyOf, Condition, Fact, Is, IsNot, Reaches
from triage.language.model import Rule
from triage.language.ruleset import RuleSet
from triage.language.words import Kind, Level, Strength

Atom = int
Scores = Sequence[tuple[Atom, bool]]
"""The rules about one cause: the atom that the rule fires, and whether it speaks for the cause."""


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
        self.graph, self.levels = ruleset.graph, ruleset.levels
        self._holds: dict[Condition, Atom] = {fact: atom for fact, atom in space.atoms.items()}
        self._alike: dict[tuple[str, str], Atom] = {}
        self._before: dict[tuple[str, str], Atom] = {}
        self._outcomes: dict[Level | tuple[str, Strength], Atom] = {}
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

    def same_fit(self, cause: str, other: str) -> Atom:
        """The atom that both causes are listed, with one fit."""
        key = min(cause, other), max(cause, other)
        if key not in self._alike:
            alike = []
            for fit, better in zip(FITS, (*FITS[1:], None), strict=True):
                alike.append(self.clauses.add_atom())
                too_good = [-self.listed(one, better) for one in key] if better else []
                self.clauses.add_rule(
                    [alike[-1]], [*(self.listed(one, fit) for one in key), *too_good]
                )
            self._alike[key] = self.any_of(alike)
        return self._alike[key]

    def before(self, cause: str, other: str) -> Atom:
        """The atom that, of two causes of one fit, ``cause`` comes first."""
        if (cause, other) not in self._before:
            self._before[cause, other] = self.more_speaks_for(
                self._scores(cause), self._scores(other), tie=cause < other
            )
        return self._before[cause, other]

    def more_speaks_for(self, cause: Scores, other: Scores, *, tie: bool) -> Atom:
        """The atom that more rules, less those against it, fire for ``cause``; of equal numbers,
        ``tie``.
        """
        atom = self.clauses.add_atom()
        body = [(fires if speaks_for else -fires, 1) for fires, speaks_for in cause]
        body += [(-fires if speaks_for else fires, 1) for fires, speaks_for in other]
        denied = sum(literal < 0 for literal, _ in body)
        self.clauses.add_weight_rule([atom], denied + (not tie), body)
        return atom

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

    def _scores(self, cause: str) -> Scores:
        return [(self.fires(rule), rule.speaks_for) for rule in self.graph.about_cause(cause)]
