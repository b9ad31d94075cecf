"""Search all people at once: find one whose answers meet a goal, or prove that there is none."""

from __future__ import annotations

from collections.abc import Collection

from triage.analysis.search.goals import Goal
from triage.analysis.search.logic_program import Atom, World
from triage.analysis.search.people import People, Premise
from triage.analysis.search.solver import Solver, deadline_after
from triage.answers.value import Answers
from triage.language.ruleset import RuleSet

SAID, KNOWN = 0, 1
"""The sides of a goal: what a person comes to say in an interview, and all that they know."""


class PeopleSolver(Solver):
    """Decides questions about the people of one rule set; the answers found are what one knows."""

    def __init__(self, ruleset: RuleSet) -> None:
        self._ruleset = ruleset
        super().__init__(ruleset)

    def find_without(
        self, premises: Collection[Premise], goal: Goal, timeout: float | None = None
    ) -> Answers | None:
        """As ``find``, of the people that there would be without ``premises``."""
        assumptions = [*super()._assumptions(goal), *self._people.without(premises)]
        return self._search(assumptions, deadline_after(timeout), "opt")

    def exists_without(
        self, premises: Collection[Premise], goal: Goal, timeout: float | None = None
    ) -> bool:
        """As ``exists``, of the people that there would be without ``premises``."""
        assumptions = [*super()._assumptions(goal), *self._people.without(premises)]
        return self._search(assumptions, deadline_after(timeout), "ignore") is not None

    def _build(self) -> None:
        super()._build()
        self._people = People(self._clauses, self._space, self._ruleset)
        self._worlds.insert(SAID, World(self._clauses, self._people.said, self._ruleset))
        self._size = self._clauses.atoms

    def _asked(self, question: str) -> Atom:
        return self._people.asked[question]

    def _assumptions(self, goal: Goal) -> list[int]:
        return [*super()._assumptions(goal), *self._people.without(())]
