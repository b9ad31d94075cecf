"""Both engines at once: each case runs on either, and what they find must be equal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triage.engine import EnginesDiffer
from triage.engine.durable import DurableEngine
from triage.engine.reference import ReferenceEngine

if TYPE_CHECKING:
    from triage.answers.value import Answers
    from triage.engine.assessment import Assessment
    from triage.language.ruleset import RuleSet


class BothEngines:
    """Runs one rule set on either engine; ``close`` frees the network.

    Raises:
        EngineError: the rule set is larger than durable-rules holds.
    """

    name = "both"

    def __init__(self, ruleset: RuleSet) -> None:
        self._reference, self._durable = ReferenceEngine(ruleset), DurableEngine(ruleset)

    def assess(self, answers: Answers) -> Assessment:
        """Everything that follows from ``answers``.

        Raises:
            EnginesDiffer: the engines do not find the same.
        """
        meant, found = self._reference.assess(answers), self._durable.assess(answers)
        if found != meant:
            raise EnginesDiffer(_difference(meant, found))
        return meant

    def close(self) -> None:
        """Free the network; the engines cannot be used afterwards."""
        self._durable.close()


def _difference(meant: Assessment, found: Assessment) -> str:
    """The first rule on which the engines do not agree, in words."""
    wanted = {firing.rule.id: firing.facts for firing in meant.firings}
    got = {firing.rule.id: firing.facts for firing in found.firings}
    for rule in meant.ruleset.rule:
        if rule not in got and rule in wanted:
            return f"the rule `{rule}` fires on `reference` and not on `durable`"
        if rule in got and rule not in wanted:
            return f"the rule `{rule}` fires on `durable` and not on `reference`"
        if got.get(rule) != wanted.get(rule):
            return f"the rule `{rule}` fires on other facts on `durable` than on `reference`"
    return "the rules fire in another order on `durable` than on `reference`"
