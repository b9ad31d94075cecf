"""Causes that are named before others: that an emergency is at hand where they are."""

from __future__ import annotations

from collections.abc import Iterator

from triage.analysis.checks.hidden import known_words
from triage.analysis.checks.subject import Remark, Subject, remark
from triage.analysis.search.goals import AtLeast, Goal, Listed
from triage.engine.reference import reference_engine
from triage.language.words import Strength


def without_emergency(subject: Subject) -> Iterator[Remark]:
    """Causes that say from which fit on they are a danger, where some answers that fit so bring no
    emergency.
    """
    ruleset, emergency = subject.ruleset, subject.ruleset.emergency
    engine = reference_engine(ruleset)
    for cause in ruleset.causes.values():
        if cause.danger is None:
            continue
        fits = Listed(cause.id, Strength(cause.danger))
        answers = subject.solver.find(Goal((fits,), (AtLeast(emergency),) if emergency else ()))
        if answers is not None:
            lower = engine.assess(answers).level
            yield remark(
                "T255",
                f"`{cause.id}` counts as a danger where it is `{cause.danger}`, and some of these "
                f"answers bring `{lower.id}`",
                cause.at("danger"),
                f"for example {known_words(answers, ruleset)}",
                cause,
            )
