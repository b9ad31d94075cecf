"""The work of `triage check` after loading, as one job for the scale benchmark."""

from __future__ import annotations

from collections.abc import Callable

from triage.analysis.checks import check
from triage.language.ruleset import RuleSet


def checked(ruleset: RuleSet) -> Callable[[], object]:
    """Runs every semantic check, proofs included."""
    return lambda: check(ruleset)
