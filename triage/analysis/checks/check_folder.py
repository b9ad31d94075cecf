"""Everything that is wrong with a rule set: what loading finds, its cases and properties, then what
the checks find.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from triage.analysis.checks import WITHOUT_SOLVER, check
from triage.analysis.hazards.known import nameable
from triage.analysis.search.solver import SolverMissing
from triage.language.diagnostics import Diagnostic, RuleSetError, Severity
from triage.language.load import load
from triage.language.ruleset import RuleSet


@dataclass(frozen=True)
class CheckReport:
    """What was found, in the order of its places; ``ruleset`` is None where it does not load.

    ``not_proved`` says why what needs a proof was not looked for, where it was not.
    """

    diagnostics: tuple[Diagnostic, ...]
    ruleset: RuleSet | None
    not_proved: str = ""

    @property
    def has_errors(self) -> bool:
        """Whether something found must be put right."""
        return any(diagnostic.severity is Severity.ERROR for diagnostic in self.diagnostics)


def check_folder(folder: Path, today: date | None = None) -> CheckReport:
    """The report on the rule set in ``folder``; the checks run only where it loads, for they need
    it whole. ``today`` is the day by the calendar where none is given.
    """
    try:
        ruleset = load(folder)
    except RuleSetError as error:
        return CheckReport(error.diagnostics, None)
    beside, not_proved = nameable(ruleset), ""
    try:
        found = check(ruleset, today=today, beside=beside)
    except SolverMissing as missing:
        found, not_proved = check(ruleset, WITHOUT_SOLVER, today, beside), str(missing)
    return CheckReport(RuleSetError((*beside.problems, *found)).diagnostics, ruleset, not_proved)
