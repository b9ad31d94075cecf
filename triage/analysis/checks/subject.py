"""What a check looks at, and what it says: a remark is a diagnostic and the entries whose author
may accept it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from triage.analysis.checks.firing_answers import Told, answers_of, joined
from triage.analysis.hazards.known import Nameable, nameable
from triage.analysis.search.goals import Fires, Goal
from triage.analysis.search.people_solver import PeopleSolver
from triage.analysis.search.solver import Solver
from triage.answers.value import Answers
from triage.language.catalogue import severity_of
from triage.language.diagnostics import Diagnostic, Span
from triage.language.model import Accountable
from triage.language.ruleset import RuleSet


@dataclass(frozen=True)
class Remark:
    """A finding about a rule set; an ``allow`` on any entry of ``about`` accepts it."""

    diagnostic: Diagnostic
    about: tuple[Accountable, ...] = ()


@dataclass(frozen=True, eq=False)
class Subject:
    """A loaded rule set under inspection, with what several checks need worked out once."""

    ruleset: RuleSet
    today: date = field(default_factory=date.today)
    beside: Nameable | None = None
    """What its files beside the rules say, where somebody has read them already."""

    @cached_property
    def nameable(self) -> Nameable:
        """What controls of hazards can name."""
        return self.beside or nameable(self.ruleset)

    @cached_property
    def solver(self) -> Solver:
        """The solver over all answers to this rule set."""
        return Solver(self.ruleset)

    @cached_property
    def people(self) -> PeopleSolver:
        """The solver over all people whom this rule set asks."""
        return PeopleSolver(self.ruleset)

    @cached_property
    def reached(self) -> dict[str, Told | None]:
        """For each rule by id answer facts on which it fires; None is a proof that there are
        none.
        """
        return {
            name: self._searched(name) if told is None else told
            for name, told in joined(self.ruleset)
        }

    def witness(self, rule: str) -> Answers | None:
        """Some answers on which the rule fires; None is a proof that there are none."""
        told = self.reached[rule]
        return None if told is None else answers_of(told, self.ruleset)

    def _searched(self, rule: str) -> Told | None:
        answers = self.solver.find(Goal(holds=(Fires(rule),)))
        return None if answers is None else frozenset(answers.facts())

    def is_possible(self, goal: Goal) -> bool:
        """Whether some answers meet the goal."""
        return self.solver.exists(goal)


def remark(code: str, message: str, span: Span, help_text: str, *about: Accountable) -> Remark:
    """A remark that weighs what the page of its code says."""
    return Remark(Diagnostic(code, message, span, help_text, severity_of(code)), about)
