"""The work of the solver and of `triage prove`, as jobs for the scale benchmark."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from triage.analysis.proofs.properties import Property
from triage.analysis.proofs.prove import Proof, prove
from triage.analysis.search.solver import Solver
from triage.language.ruleset import RuleSet
from triage.language.words import ForCause, Level


def proved(ruleset: RuleSet, timeout: float) -> Callable[[], Proof]:
    """Proves that every rule, cause, finding and level is reached, and a property for each of 100
    rules.
    """
    stated = list(_stated(ruleset))
    return lambda: prove(ruleset, stated, timeout)


def deleted(ruleset: RuleSet, count: int = 100) -> Callable[[], object]:
    """The smallest answers that tell each of ``count`` rules from none, or the proof that there are
    none.
    """
    rules = ruleset.rules[:: max(1, len(ruleset.rules) // count)]

    def run() -> object:
        solver = Solver(ruleset)
        return [solver.find_difference(rule, None) for rule in rules]

    return run


def _stated(ruleset: RuleSet) -> Iterator[Property]:
    for every in ("rule", "cause", "finding", "level"):
        yield Property.model_validate({"id": every, "because": "x", "reachable": {"every": every}})
    for rule in [rule for rule in ruleset.rules if isinstance(rule.then, Level | ForCause)][:100]:
        demand = {"at_least": rule.then} if isinstance(rule.then, Level) else {"rule": rule.id}
        yield Property.model_validate(
            {"id": rule.id, "because": "x", "always": {"when": rule.when, **demand}}
        )
    yield Property.model_validate({"id": "monotone", "because": "x", "monotone": "true"})
