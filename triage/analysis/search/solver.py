"""Search all answers at once: find the smallest that meet a goal, or prove that there are none.

The only module that imports clingo. Atoms and clauses go to it directly, so nothing is grounded;
every search is one call on the same program, its goal given as assumptions.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from triage.analysis.search.changed_rule import Changed
from triage.analysis.search.goals import (
    Asked,
    AtLeast,
    Fires,
    Goal,
    Listed,
    Literal,
    Met,
    is_so,
    meets,
)
from triage.analysis.search.logic_program import Atom, Space, World
from triage.answers.value import Answers
from triage.language.diagnostics import TriageError
from triage.language.model import Rule
from triage.language.ruleset import RuleSet

if TYPE_CHECKING:
    from clingo import Control
    from clingo.backend import Backend

__all__ = [
    "AtLeast",
    "Fires",
    "Goal",
    "Listed",
    "Literal",
    "Met",
    "SearchTimedOut",
    "Solver",
    "SolverMissing",
    "is_so",
    "meets",
]

LONGEST_WAIT = 0.2
"""Seconds until a search looks for Ctrl-C."""

GROWTH = 3
"""A program grown by this factor through changed rules is built anew: old changes slow down every
search.
"""


class SearchTimedOut(Exception):
    """The time limit was reached; ``best`` are the smallest answers found so far, or None."""

    def __init__(self, best: Answers | None = None) -> None:
        self.best = best
        super().__init__("the time limit was reached")


class SolverMissing(TriageError):
    """The solver is not installed."""


class Solver:
    """Decides questions about all answers to some rule sets; answers are those valid in every one
    of them.
    """

    def __init__(self, *rulesets: RuleSet) -> None:
        self._rulesets = rulesets
        self._build()

    def find(self, goal: Goal, timeout: float | None = None) -> Answers | None:
        """The smallest answers (fewest questions, then fewest facts) that meet the goal; None
        proves there are none.

        Raises:
            SearchTimedOut: the time limit was reached.
        """
        return self._search(self._assumptions(goal), deadline_after(timeout), "opt")

    def exists(self, goal: Goal, timeout: float | None = None) -> bool:
        """Whether some answers meet the goal; both yes and no are proofs.

        Raises:
            SearchTimedOut: the time limit was reached.
        """
        return self._search(self._assumptions(goal), deadline_after(timeout), "ignore") is not None

    def find_difference(
        self, rule: Rule, mutant: Rule | None, timeout: float | None = None
    ) -> Answers | None:
        """The smallest answers whose outcome changes when ``mutant`` takes the place of ``rule``;
        None: no answers do.

        The outcome is the level, the findings, and the causes in order, each with its fit; answers
        that change the order only are given where nothing else can change. Speaks of the first rule
        set. Without a mutant the rule is deleted.

        Raises:
            SearchTimedOut: the time limit was reached.
        """
        deadline = deadline_after(timeout)
        if self._clauses.atoms > GROWTH * self._size:
            self._build()
        changed = Changed(self._worlds[0], rule, mutant)
        found = self._search([changed.difference], deadline, "opt")
        if found is not None or self._search([changed.reweighed], deadline, "ignore") is None:
            return found
        return self._search([changed.reordered], deadline, "opt")

    def _build(self) -> None:
        self._control = _control()
        self._clauses = _Clauses(self._control)
        self._space = Space(self._clauses, self._rulesets)
        self._worlds = [World(self._clauses, self._space, ruleset) for ruleset in self._rulesets]
        self._size = self._clauses.atoms

    def _assumptions(self, goal: Goal) -> list[int]:
        return [
            *(self._atom(literal) for literal in goal.holds),
            *(-self._atom(literal) for literal in goal.fails),
        ]

    def _atom(self, literal: Literal) -> Atom:
        world = self._worlds[literal.side]
        if isinstance(literal, Fires):
            return world.fires(world.rules[literal.rule])
        if isinstance(literal, AtLeast):
            return world.at_least(literal.level)
        if isinstance(literal, Listed):
            return world.listed(literal.cause, literal.fit)
        if isinstance(literal, Asked):
            return self._asked(literal.question)
        return world.met(literal.condition)

    def _asked(self, question: str) -> Atom:
        raise ValueError(f"only people are asked: {question}")

    def _search(
        self, assumptions: Sequence[int], deadline: float | None, mode: str
    ) -> Answers | None:
        """The last answers that the solver comes to; with ``mode`` `opt` they are the smallest."""
        best: Answers | None = None
        if deadline is not None and time.monotonic() >= deadline:
            raise SearchTimedOut(best)
        self._clauses.flush()
        self._control.configuration.solve.opt_mode = mode  # type: ignore[union-attr] # clingo types it as a union
        with self._control.solve(assumptions=assumptions, yield_=True, async_=True) as handle:
            while True:
                handle.resume()
                while not handle.wait(_slice(deadline)):
                    if deadline is not None and time.monotonic() >= deadline:
                        handle.cancel()
                        raise SearchTimedOut(best)
                model = handle.model()
                if model is None:
                    return best
                best = self._space.answers(
                    {fact: model.is_true(atom) for fact, atom in self._space.atoms.items()}
                )
                if mode == "ignore":
                    return best


class _Clauses:
    """Hands clauses to the solver; they count from the next ``flush`` on."""

    def __init__(self, control: Control) -> None:
        self.atoms = 0
        self._control = control
        self._open: Backend | None = None

    def add_atom(self) -> Atom:
        self.atoms += 1
        return self._backend().add_atom()

    def add_rule(
        self, head: Sequence[Atom], body: Sequence[int] = (), choice: bool = False
    ) -> None:
        self._backend().add_rule(head, body, choice)

    def add_weight_rule(
        self, head: Sequence[Atom], lower: int, body: Sequence[tuple[int, int]]
    ) -> None:
        self._backend().add_weight_rule(head, lower, body)

    def add_minimize(self, priority: int, literals: Sequence[tuple[int, int]]) -> None:
        self._backend().add_minimize(priority, literals)

    def flush(self) -> None:
        if self._open is not None:
            self._open.__exit__(None, None, None)  # type: ignore[no-untyped-call] # clingo leaves it out
            self._open = None

    def _backend(self) -> Backend:
        if self._open is None:
            self._open = self._control.backend().__enter__()  # type: ignore[no-untyped-call] # as above
        return self._open


def _control() -> Control:
    try:
        import clingo
    except ImportError as error:
        message = "proofs need the solver clingo, which is not installed: pip install clingo"
        raise SolverMissing(message) from error
    return clingo.Control(
        ["--models=0", "--configuration=jumpy", "--opt-strategy=usc"], logger=lambda *_: None
    )


def deadline_after(timeout: float | None) -> float | None:
    """The time of ``time.monotonic`` at which a search stops."""
    return None if timeout is None else time.monotonic() + timeout


def _slice(deadline: float | None) -> float:
    return (
        LONGEST_WAIT
        if deadline is None
        else min(LONGEST_WAIT, max(0.0, deadline - time.monotonic()))
    )
