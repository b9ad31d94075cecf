"""Two engines, one meaning: ``reference`` states it, ``durable`` runs it on the network of
durable-rules.
"""

from __future__ import annotations

import importlib.util
from typing import TYPE_CHECKING, Protocol

from triage.language.diagnostics import EngineError

if TYPE_CHECKING:
    from triage.answers.value import Answers
    from triage.engine.assessment import Assessment
    from triage.language.ruleset import RuleSet

NAMES = ("durable", "reference")
BOTH = "both"
"""Asks for either engine on every case, compared."""


class EnginesDiffer(Exception):
    """The engines do not find the same: a bug of ours; the text says on which rule."""


class Engine(Protocol):
    """Draws every conclusion from the answers of a case."""

    @property
    def name(self) -> str:
        """The name people choose it by."""

    def assess(self, answers: Answers) -> Assessment:
        """Everything that follows from ``answers``."""

    def close(self) -> None:
        """Free what the engine holds."""


def durable_problem() -> str:
    """Why durable-rules cannot be used here; empty where it can."""
    if importlib.util.find_spec("durable_rules_engine") is None:
        return (
            "durable-rules is not installed; on Windows and on Python 3.13 and newer it is left out"
        )
    try:
        import durable_rules_engine  # noqa: F401
    except ImportError as error:
        return f"durable-rules does not import: {error}"
    return ""


def open_engine(ruleset: RuleSet, name: str | None = None) -> tuple[Engine, str]:
    """An engine for ``ruleset``, and a note where the rule set is beyond what `durable` holds.

    Args:
        ruleset: what it will run.
        name: `durable`, `reference` or `both`; None takes `durable` where it can be used.

    Raises:
        EngineError: `durable` or `both` was asked for by name and cannot run here, or cannot run
            this rule set.
    """
    from triage.engine.reference import ReferenceEngine

    problem = durable_problem()
    if problem and name in ("durable", BOTH):
        raise EngineError(problem)
    if problem or name == "reference":
        return ReferenceEngine(ruleset), ""
    if name == BOTH:
        from triage.engine.both import BothEngines

        return BothEngines(ruleset), ""
    from triage.engine.durable import DurableEngine

    try:
        return DurableEngine(ruleset), ""
    except EngineError as error:
        if name == "durable":
            raise
        return ReferenceEngine(ruleset), str(error)
