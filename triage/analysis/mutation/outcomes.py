"""What answers come to, without why: two rule sets agree on a person where the outcomes are
equal.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from triage.engine.assessment import Assessment
from triage.language.words import Level, Strength


@dataclass(frozen=True, slots=True)
class AssessmentOutcome:
    """The level, the causes in order with their fits, and the findings that hold."""

    level: Level
    causes: tuple[tuple[str, Strength], ...]
    findings: frozenset[str]


def outcome(assessment: Assessment) -> AssessmentOutcome:
    """What the assessment comes to."""
    causes = tuple((found.cause.id, found.fit) for found in assessment.causes)
    return AssessmentOutcome(assessment.level, causes, frozenset(assessment.findings))


def outcome_words(found: AssessmentOutcome) -> str:
    """The outcome in one line."""
    causes = ", ".join(f"{cause} ({fit})" for cause, fit in found.causes)
    findings = ", ".join(sorted(found.findings))
    return f"level {found.level.id}; causes: {causes or 'none'}; findings: {findings or 'none'}"


def differences(before: AssessmentOutcome, after: AssessmentOutcome) -> Iterator[str]:
    """What of ``after`` is other than before, in one phrase each.

    >>> old = AssessmentOutcome(Level.URGENT, (("clot", Strength.TYPICAL),), frozenset())
    >>> list(differences(old, AssessmentOutcome(Level.EMERGENCY, (), frozenset())))
    ['level emergency instead of urgent', 'clot not listed instead of typical']
    """
    if before.level != after.level:
        yield f"level {after.level.id} instead of {before.level.id}"
    old, new = dict(before.causes), dict(after.causes)
    for cause in dict.fromkeys((*old, *new)):
        if old.get(cause) is not new.get(cause):
            yield (
                f"{cause} {new.get(cause, 'not listed')} instead of {old.get(cause, 'not listed')}"
            )
    if old == new and before.causes != after.causes:
        yield "causes in the order " + ", ".join(new)
    yield from (f"finding {name}" for name in sorted(after.findings - before.findings))
    yield from (f"no finding {name}" for name in sorted(before.findings - after.findings))
