"""Try the cases of a rule set on every wrong edit of it, and show how far that is."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from triage.cli.output import warn
from triage.cli.progress_line import measured
from triage.language.safe import Safe

if TYPE_CHECKING:
    from triage.analysis.mutation.verdicts import AnyMutant, MutationReport
    from triage.language.ruleset import RuleSet


def mutation_report(ruleset: RuleSet, timeout: float) -> MutationReport:
    """The verdicts on all mutants; ends the programme where cases fail without any edit."""
    from triage.analysis.mutation.cores import cores
    from triage.analysis.mutation.mutants import mutants
    from triage.analysis.mutation.question_mutants import question_mutants
    from triage.analysis.mutation.verdicts import CasesFail, MutationReport, verdicts
    from triage.analysis.proofs import properties
    from triage.cases import case_files

    made: list[AnyMutant] = [*mutants(ruleset), *question_mutants(ruleset)]
    known, stated = case_files.load_all(ruleset), properties.load(ruleset)
    try:
        found = verdicts(ruleset, known, made, timeout, cores(), stated)
        return MutationReport(tuple(measured(found, len(made), Safe("wrong edits"))))
    except CasesFail as error:
        warn(Safe.line(f"triage: {error}"))
        sys.exit(1)
