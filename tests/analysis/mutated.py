"""What the tests of wrong edits share."""

from __future__ import annotations

from triage.analysis.mutation.mutants import Mutant
from triage.cases.expectations import Expected
from triage.engine.assessment import Assessment
from triage.language.ruleset import RuleSet

LONG = 60.0


def with_mutant(ruleset: RuleSet, mutant: Mutant) -> RuleSet:
    """The rule set with the mutant in place, put together without any of the code under test."""
    rules = [mutant.changed if rule is mutant.rule else rule for rule in ruleset.rules]
    return RuleSet(
        ruleset.identity,
        ruleset.questions,
        ruleset.findings,
        ruleset.causes,
        tuple(rule for rule in rules if rule),
        "0",
        ruleset.folder,
    )


def everything(assessment: Assessment) -> Expected:
    """All that a case can expect of an assessment."""
    fired = {firing.rule.id for firing in assessment.firings}
    level = (
        {"is": assessment.level, "by": assessment.deciding[0].rule.id}
        if assessment.deciding
        else None
    )
    return Expected.model_validate(
        {
            "level": level,
            "fires": sorted(fired),
            "silent": sorted(assessment.ruleset.rule.keys() - fired),
            "causes": {
                "fits": {found.cause.id: str(found.fit) for found in assessment.causes},
                "exclude": sorted(
                    assessment.ruleset.causes.keys() - {c.cause.id for c in assessment.causes}
                ),
            },
        }
    )
