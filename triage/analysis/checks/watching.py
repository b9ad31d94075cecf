"""What people are told to watch for: that the rules keep every line of it."""

from __future__ import annotations

from collections.abc import Iterator

from triage.analysis.checks.hidden import known_words
from triage.analysis.checks.subject import Remark, Subject, remark
from triage.analysis.search.goals import AtLeast, Goal, Met
from triage.engine.reference import reference_engine


def without_condition(subject: Subject) -> Iterator[Remark]:
    """Lines that do not say of which answers they speak, so that nothing proves them."""
    for name, watch in subject.ruleset.identity.watched():
        if watch.when is None:
            yield remark(
                "T245",
                f"`{name}` does not say of which answers it speaks",
                watch.at("text"),
                "add `when: …`; that its level is kept is then proved",
                watch,
            )


def not_kept(subject: Subject) -> Iterator[Remark]:
    """Lines of which some answers come out lower than they promise, or that speak of nobody."""
    engine = reference_engine(subject.ruleset)
    for name, watch in subject.ruleset.identity.watched():
        if watch.when is None:
            continue
        spoken_of = Met(watch.when)
        if not subject.is_possible(Goal((spoken_of,))):
            message = f"`{name}` speaks of nobody: no answers meet its `when`"
            yield remark("T244", message, watch.at("when"), "its parts contradict each other")
            continue
        answers = subject.solver.find(Goal((spoken_of,), (AtLeast(watch.level),)))
        if answers is not None:
            lower = engine.assess(answers).level
            yield remark(
                "T244",
                f"`{name}` promises `{watch.level.id}`, and some of its answers bring `{lower.id}`",
                watch.at("when"),
                f"for example {known_words(answers, subject.ruleset)}",
            )
