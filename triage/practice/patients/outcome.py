"""What practice asks of a patient's answers: the level, the causes that fit, the warning signs."""

from __future__ import annotations

from collections.abc import Iterable

from triage.engine.assessment import Assessment
from triage.language.ruleset import RuleSet
from triage.language.words import Level, Strength


def outcome(assessment: Assessment) -> tuple[Level, str]:
    """What a work-up is for: the level and the first cause that fits, empty where none does."""
    return assessment.level, next(iter(fitting(assessment)), "")


def fitting(assessment: Assessment) -> tuple[str, ...]:
    """The causes that something typical or compatible speaks for, best first."""
    return tuple(found.cause.id for found in assessment.causes if found.fit is not Strength.RISK)


def warning_questions(ruleset: RuleSet, names: Iterable[str]) -> tuple[str, ...]:
    """Those of the questions that ask for warning signs."""
    return tuple(name for name in names if ruleset.is_red_flag(ruleset.questions[name]))
