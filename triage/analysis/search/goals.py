"""What a search over answers looks for, as values, and whether the assessments of one person meet
it.
"""

from __future__ import annotations

from dataclasses import dataclass

from triage.engine.assessment import Assessment
from triage.language.conditions import Condition, holds
from triage.language.words import Level, Strength

FITS = (Strength.RISK, Strength.COMPATIBLE, Strength.TYPICAL)
"""How well a cause can fit, the weakest first."""


@dataclass(frozen=True, slots=True)
class Fires:
    """The rule called ``rule`` fires in rule set number ``side``."""

    rule: str
    side: int = 0


@dataclass(frozen=True, slots=True)
class AtLeast:
    """The level is ``level`` or a higher one."""

    level: Level
    side: int = 0


@dataclass(frozen=True, slots=True)
class Listed:
    """The cause is listed with this fit or a better one."""

    cause: str
    fit: Strength = Strength.RISK
    side: int = 0


@dataclass(frozen=True, slots=True)
class Met:
    """The condition holds; it may read findings and causes too."""

    condition: Condition
    side: int = 0


@dataclass(frozen=True, slots=True)
class Asked:
    """The question is asked: of people, its gates hold on what they say, or may."""

    question: str
    side: int = 0


Literal = Fires | AtLeast | Listed | Met | Asked


@dataclass(frozen=True, slots=True)
class Goal:
    """Everything in ``holds`` is so, and nothing in ``fails`` is."""

    holds: tuple[Literal, ...] = ()
    fails: tuple[Literal, ...] = ()


def meets(goal: Goal, *assessments: Assessment) -> bool:
    """Whether one person's assessments, one for each rule set, meet the goal."""
    return all(is_so(literal, assessments[literal.side]) for literal in goal.holds) and not any(
        is_so(literal, assessments[literal.side]) for literal in goal.fails
    )


def is_so(literal: Literal, assessment: Assessment) -> bool:
    """Whether what ``literal`` says is so in the assessment by its rule set."""
    if isinstance(literal, Fires):
        return any(firing.rule.id == literal.rule for firing in assessment.firings)
    if isinstance(literal, AtLeast):
        return assessment.level >= literal.level
    if isinstance(literal, Listed):
        enough = FITS[FITS.index(literal.fit) :]
        return any(
            found.cause.id == literal.cause and found.fit in enough for found in assessment.causes
        )
    if isinstance(literal, Asked):
        return literal.question in assessment.answers.given
    return holds(literal.condition, assessment.facts)
