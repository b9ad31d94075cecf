"""Check what the solver found by running the engines on it: three ways to one meaning must
agree.
"""

from __future__ import annotations

from functools import cached_property

from triage.analysis.search.goals import Goal, meets
from triage.answers.value import Answers
from triage.engine import Engine, durable_problem, open_engine
from triage.engine.assessment import Assessment
from triage.engine.reference import reference_engine
from triage.language.diagnostics import EngineError
from triage.language.ruleset import RuleSet


class Disagreement(Exception):
    """The solver and an engine do not mean the same by a rule set: a bug of ours."""


class Confirmer:
    """Runs the engines on answers that the solver found."""

    def __init__(self, ruleset: RuleSet) -> None:
        self._ruleset = ruleset
        self._reference = reference_engine(ruleset)

    def assessed(self, answers: Answers, goal: Goal) -> Assessment:
        """The assessment of the answers, which meets the goal on every engine that can run here.

        Raises:
            Disagreement: on one of them it does not.
        """
        for engine in self._engines:
            if not meets(goal, engine.assess(answers)):
                raise Disagreement(
                    f"the engine {engine.name} does not confirm what the solver found: {answers}"
                )
        return self.plain(answers)

    def plain(self, answers: Answers) -> Assessment:
        """The assessment of the answers."""
        return self._reference.assess(answers)

    @cached_property
    def _engines(self) -> tuple[Engine, ...]:
        if durable_problem():
            return (self._reference,)
        try:
            return self._reference, open_engine(self._ruleset, "durable")[0]
        except EngineError:  # a rule set beyond the limits of durable-rules
            return (self._reference,)

    @property
    def names(self) -> tuple[str, ...]:
        """The engines that can run here."""
        return tuple(engine.name for engine in self._engines)

    def close(self) -> None:
        """Free what the engines hold."""
        for engine in self._engines:
            engine.close()
