"""What the author calls impossible: rules that need it, and answers that nobody could give
anyway.
"""

from __future__ import annotations

from collections.abc import Iterator

from triage.analysis.checks.subject import Remark, Subject, remark
from triage.analysis.search.goals import Fires, Goal, Met
from triage.language.conditions import Supported, holds


def needed(subject: Subject) -> Iterator[Remark]:
    """Rules that fire only on impossible answers: proved, not tried out."""
    entries = subject.ruleset.impossible
    impossible = tuple(Met(entry.when) for entry in entries)
    for name, rule in subject.ruleset.rule.items() if entries else ():
        if isinstance(rule.when, Supported):
            continue  # it stands for the level of a cause: the rules about the cause are told
        answers = subject.witness(name)
        facts = set(answers.facts()) if answers else set()
        met = next((entry for entry in entries if holds(entry.when, facts)), None)
        if met and not subject.is_possible(Goal(holds=(Fires(name),), fails=impossible)):
            yield remark(
                "T209",
                f"the rule `{name}` fires only on answers that are called impossible",
                rule.at("id"),
                f"change the rule, or `{met.id}` at {met.at('id')}",
                rule,
            )


def never_given(subject: Subject) -> Iterator[Remark]:
    """Entries that hold on no answers at all."""
    for entry in subject.ruleset.impossible:
        if not subject.is_possible(Goal(holds=(Met(entry.when),))):
            yield remark(
                "T214",
                f"no answers at all are what `{entry.id}` calls impossible",
                entry.at("id"),
                "change its `when`, or delete it",
                entry,
            )
