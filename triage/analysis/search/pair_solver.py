"""Search the people whom two rule sets ask the same: find one whose two results meet a goal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from triage.analysis.search.heard import heard
from triage.analysis.search.logic_program import World
from triage.analysis.search.solver import Solver
from triage.language.conditions import Condition
from triage.language.model import Question
from triage.language.ruleset import RuleSet


class PairSolver(Solver):
    """Decides questions about what is true of people: ``truths`` are the questions of both rule
    sets. Only for ``find`` and ``exists``.

    Of somebody of whom several options are true a question that takes one takes any of them. With
    ``gated`` a rule set hears only of what it asks. Nobody is as ``excluded`` says.
    """

    def __init__(
        self,
        sides: Sequence[RuleSet],
        truths: Sequence[Question],
        *,
        gated: bool,
        excluded: Sequence[Condition] = (),
    ) -> None:
        self._sides, self._gated, self._excluded = sides, gated, excluded
        self._several = {question.id for question in truths if not question.kind.takes_one}
        questions = {question.id: question for question in truths}
        super().__init__(replace(sides[0], questions=questions, rules=()))

    def _build(self) -> None:
        super()._build()
        for condition in self._excluded:
            self._clauses.add_rule([], [self._worlds[0].met(condition)])
        self._worlds = [self._world(side) for side in self._sides]
        self._size = self._clauses.atoms

    def _world(self, side: RuleSet) -> World:
        atoms = self._space.atoms
        told = heard(self._clauses, atoms, side, self._several, gated=self._gated)
        return World(self._clauses, told, side)
