"""Search all people at once for one to whom a result changes where a question is changed: what it
hears, or whom it is asked of.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from triage.analysis.search.goals import FITS
from triage.analysis.search.heard import heard
from triage.analysis.search.logic_program import Atom, World
from triage.analysis.search.solver import GROWTH, Solver, deadline_after
from triage.answers.value import Answers
from triage.language.conditions import Fact, Holds, Is, IsNot, atoms
from triage.language.model import Question, Rule
from triage.language.ruleset import RuleSet
from triage.language.words import Kind

Misheard = Sequence[tuple[Is | IsNot, Is | IsNot]]
"""What a person means, and what is heard instead."""


class HearingSolver(Solver):
    """Decides whether a changed question changes a result; people know any part of any answers, and
    say what they are asked.
    """

    def __init__(self, ruleset: RuleSet) -> None:
        self._ruleset = ruleset
        super().__init__(replace(ruleset, rules=()))

    def find_otherwise(
        self, changed: Question, misheard: Misheard, timeout: float | None = None
    ) -> Answers | None:
        """The fewest answers known to a person whose outcome changes when ``changed`` takes the
        place of the question of its id; None: there is no such person.

        Where a question takes one of several true options, some option that the person may take
        changes the outcome; who means the first of ``misheard`` is heard to say the second. The
        outcome is the level, the findings, and the causes in order, each with its fit.

        Raises:
            SearchTimedOut: the time limit was reached.
        """
        deadline = deadline_after(timeout)
        if self._clauses.atoms > GROWTH * self._size:
            self._build()
        before, after = self._worlds[0], self._with(changed, misheard)
        rules = self._below(changed)
        different = before.any_of(self._differing(rules, before, after))
        found = self._search([different], deadline, "opt")
        if found is not None:
            return found
        swapped = before.any_of(self._swapped(rules, before, after))
        return self._search([-different, swapped], deadline, "opt")

    def _build(self) -> None:
        super()._build()
        said = heard(self._clauses, self._space.atoms, self._ruleset, (), gated=True)
        self._worlds = [World(self._clauses, said, self._ruleset)]
        self._size = self._clauses.atoms

    def _with(self, changed: Question, misheard: Misheard) -> World:
        questions = {**self._ruleset.questions, changed.id: changed}
        ruleset = replace(self._ruleset, questions=questions)
        takes_fewer = changed.kind is not self._ruleset.questions[changed.id].kind
        picking = {changed.id} if takes_fewer and changed.kind is not Kind.MANY else ()
        said = heard(self._clauses, self._meant(misheard), ruleset, picking, gated=True)
        return World(self._clauses, said, ruleset)

    def _meant(self, misheard: Misheard) -> Mapping[Fact, Atom]:
        """The atoms of what is heard of each fact."""
        told = dict(self._space.atoms)
        for meant, instead in misheard:
            told[instead] = self._worlds[0].any_of([told[instead], self._space.atoms[meant]])
            told[meant] = self._clauses.add_atom()
        return told

    def _below(self, changed: Question) -> tuple[Rule, ...]:
        """The rules that the question has a part in, be it through the gates of others."""
        concerned = {changed.id}
        for name, question in self._ruleset.questions.items():
            facts = (fact for fact in atoms(question.gate) if isinstance(fact, Is | IsNot))
            if any(fact.question in concerned for fact in facts):
                concerned.add(name)
        readers = (rule for rule in self._ruleset.rules if rule.questions & concerned)
        return self._ruleset.graph.downstream(readers)

    def _differing(self, rules: Sequence[Rule], before: World, after: World) -> Iterator[Atom]:
        for one, other in _outcomes(rules, before, after):
            for there, not_there in ((one, other), (other, one)):
                atom = self._clauses.add_atom()
                self._clauses.add_rule([atom], [there, -not_there])
                yield atom

    def _swapped(self, rules: Sequence[Rule], before: World, after: World) -> Iterator[Atom]:
        """That two causes of one group stand in another order."""
        done: set[frozenset[str]] = set()
        for cause in _causes(rules):
            for other in before.causes:
                pair = frozenset((cause, other))
                if other == cause or pair in done:
                    continue
                done.add(pair)
                was, is_now = before.before(cause, other), after.before(cause, other)
                for first, not_first in ((was, is_now), (is_now, was)):
                    atom = self._clauses.add_atom()
                    body = [before.same_group(cause, other), first, -not_first]
                    self._clauses.add_rule([atom], body)
                    yield atom


def _outcomes(rules: Sequence[Rule], before: World, after: World) -> Iterator[tuple[Atom, Atom]]:
    """For each thing that can come out the atom that it does, before and after."""
    if any(rule.level is not None for rule in rules):
        for level in before.levels[1:]:
            yield before.at_least(level), after.at_least(level)
    for finding in dict.fromkeys(rule.finding for rule in rules):
        if finding is not None:
            yield before.met(Holds(finding)), after.met(Holds(finding))
    for cause in _causes(rules):
        for fit in FITS:
            yield before.listed(cause, fit), after.listed(cause, fit)


def _causes(rules: Sequence[Rule]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(rule.cause for rule in rules if rule.cause is not None))
