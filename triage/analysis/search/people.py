"""People as a logic program, beside the answers they know: what is true of them, and what they are
asked.

``triage.lacks.people`` says the same over plain answers. What a proof may rest on, and each gate,
can be taken away one by one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

from triage.analysis.search.logic_program import Atom, Clauses, Space, World
from triage.lacks.people import excluded
from triage.language.conditions import Fact, Is, IsNot
from triage.language.model import Question
from triage.language.ruleset import RuleSet


class About(StrEnum):
    """What a premise is."""

    GATE = "gate"
    """The question is asked only where its gates hold, or may."""
    APPLIES_IF = "applies_if"
    """There is a truth about the question just where its `applies_if` holds."""
    IMPOSSIBLE = "impossible"
    """Nobody is as the entry says, for its words exclude each other."""


class Premise(NamedTuple):
    """Something that a proof about people may rest on: of a question, or an impossible entry."""

    about: About
    id: str


def premises(ruleset: RuleSet) -> tuple[Premise, ...]:
    """Everything that a proof about the people of a rule set may rest on."""
    gated = [question for question in ruleset.questions.values() if question.gates]
    return (
        *(Premise(About.GATE, question.id) for question in gated),
        *(Premise(About.APPLIES_IF, one.id) for one in gated if "applies_if" in one.gates),
        *(Premise(About.IMPOSSIBLE, entry.id) for entry in excluded(ruleset)),
    )


@dataclass(frozen=True)
class _Facts:
    """An atom for each answer fact, in one sense of it."""

    atoms: Mapping[Fact, Atom]


class People:
    """The people who know just the answers of ``space``; ``said`` holds the facts that they come to
    say, ``asked`` the atom of each question that it is asked.
    """

    def __init__(self, clauses: Clauses, space: Space, ruleset: RuleSet) -> None:
        self._clauses, self._known = clauses, space.atoms
        self.asked: dict[str, Atom] = {}
        self._lifted = {premise: self._choice() for premise in premises(ruleset)}
        self.said, self._true, self._may = (
            _Facts({fact: clauses.add_atom() for fact in ruleset.answer_facts}) for _ in range(3)
        )
        unruled = replace(ruleset, rules=())
        truth, gates = (World(clauses, facts, unruled) for facts in (self._true, self._may))
        for question in ruleset.questions.values():
            self._add_truth(question, truth)
            self._add_asked(question, gates)
        for entry in excluded(ruleset):
            lifted = self._lifted[Premise(About.IMPOSSIBLE, entry.id)]
            clauses.add_rule([], [truth.met(entry.when), -lifted])

    def without(self, lifted: Collection[Premise]) -> list[int]:
        """What to assume so that everything counts but ``lifted``."""
        return [atom if one in lifted else -atom for one, atom in self._lifted.items()]

    def _add_truth(self, question: Question, truth: World) -> None:
        """One full answer where the question applies, and nothing known that is not true."""
        clauses, applies = self._clauses, truth.met(question.applies_if)
        if (lifted := self._lifted.get(Premise(About.APPLIES_IF, question.id))) is not None:
            stated = clauses.add_atom()
            clauses.add_rule([stated], [applies, -lifted])
            applies = truth.any_of([stated, self._choice(lifted)])
        is_so = [self._true.atoms[Is(question.id, option)] for option in question.option_ids]
        clauses.add_rule(is_so, [applies], choice=True)
        if question.kind.takes_one:
            clauses.add_weight_rule([], 2, [(atom, 1) for atom in is_so])
            clauses.add_rule([], [applies, *(-atom for atom in is_so)])
        for yes, no in _sides(question):
            clauses.add_rule([self._true.atoms[no]], [applies, -self._true.atoms[yes]])
            for fact in (yes, no):
                clauses.add_rule([], [self._known[fact], -self._true.atoms[fact]])

    def _add_asked(self, question: Question, gates: World) -> None:
        """What is known is said where the question is asked; what is not denied there may be so."""
        asked = gates.met(question.gate)
        if (lifted := self._lifted.get(Premise(About.GATE, question.id))) is not None:
            asked = gates.any_of([asked, lifted])
        self.asked[question.id] = asked
        for yes, no in _sides(question):
            for fact, other in ((yes, no), (no, yes)):
                self._clauses.add_rule([self.said.atoms[fact]], [asked, self._known[fact]])
                self._clauses.add_rule([self._may.atoms[fact]], [asked, -self._known[other]])

    def _choice(self, *body: Atom) -> Atom:
        """A new atom that may be so or not where ``body`` is."""
        atom = self._clauses.add_atom()
        self._clauses.add_rule([atom], body, choice=True)
        return atom


def _sides(question: Question) -> Iterator[tuple[Is, IsNot]]:
    for option in question.option_ids:
        yield Is(question.id, option), IsNot(question.id, option)
