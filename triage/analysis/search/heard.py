"""What a rule set hears of a person, as atoms over what the person says."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from triage.analysis.search.logic_program import Atom, Clauses, World
from triage.language.conditions import Fact, Is, IsNot, opposite
from triage.language.model import Question
from triage.language.ruleset import RuleSet
from triage.language.words import Kind


@dataclass(frozen=True)
class Heard:
    """An atom for each fact of the answers."""

    atoms: Mapping[Fact, Atom]


def heard(
    clauses: Clauses,
    said: Mapping[Fact, Atom],
    ruleset: RuleSet,
    picking: Collection[str],
    *,
    gated: bool,
) -> Heard:
    """What the rule set hears, with ``gated`` of each question whose gate is open.

    A question of kind `one` takes an option that is true of the person, in ``picking`` any of those
    that are. A gate stays open as long as nothing that was asked certainly shuts it.
    """
    told: dict[Is | IsNot, Atom] = {}
    for question in ruleset.questions.values():
        told.update(_told(clauses, said, question, question.id in picking))
    asked = {name: clauses.add_atom() for name in ruleset.questions}
    may: dict[Fact, Atom] = {}
    for fact in told:
        may[fact] = clauses.add_atom()
        clauses.add_rule([may[fact]], [asked[fact.question], -told[opposite(fact)]])
    gates = World(clauses, Heard(may), replace(ruleset, rules=()))
    for question in ruleset.questions.values():
        gate = [] if not gated or not question.gates else [gates.met(question.gate)]
        clauses.add_rule([asked[question.id]], gate)
    return Heard({fact: _both(clauses, told[fact], asked[fact.question]) for fact in told})


def _told(
    clauses: Clauses, said: Mapping[Fact, Atom], question: Question, is_picking: bool
) -> Mapping[Is | IsNot, Atom]:
    facts = {fact: said[fact] for fact in question.facts}
    if question.kind is Kind.MANY:
        return facts
    true = {option: facts[Is(question.id, option)] for option in question.option_ids}
    chosen = _picked(clauses, true) if is_picking else true
    answered = clauses.add_atom()
    told: dict[Is | IsNot, Atom] = {}
    for option, atom in chosen.items():
        clauses.add_rule([answered], [atom])
        left = clauses.add_atom()
        clauses.add_rule([left], [answered, -atom])
        told[Is(question.id, option)], told[IsNot(question.id, option)] = atom, left
    return told


def _picked(clauses: Clauses, true: Mapping[str, Atom]) -> Mapping[str, Atom]:
    """Just one of the options that are true, where any is."""
    picked = {option: clauses.add_atom() for option in true}
    clauses.add_rule(list(picked.values()), choice=True)
    clauses.add_weight_rule([], 2, [(atom, 1) for atom in picked.values()])
    for option, atom in picked.items():
        clauses.add_rule([], [atom, -true[option]])
        clauses.add_rule([], [true[option], *(-other for other in picked.values())])
    return picked


def _both(clauses: Clauses, atom: Atom, other: Atom) -> Atom:
    both = clauses.add_atom()
    clauses.add_rule([both], [atom, other])
    return both
