"""Rules that do nothing: those that can never fire, and those whose every firing another one
repeats. And the one rule that nobody can do without.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from triage.analysis.checks.subject import Remark, Subject, remark
from triage.analysis.search.goals import Fires, Goal
from triage.answers.value import Answers
from triage.engine.bits import columns
from triage.engine.reference import reference_engine
from triage.engine.sliced import SlicedEngine
from triage.language.conditions import Supported
from triage.language.model import Rule

Group = Sequence[Rule]
"""Rules with one conclusion, in chaining order."""


def never_firing(subject: Subject) -> Iterator[Remark]:
    """Rules that fire on no answers at all: proved, not tried out."""
    for rule in _written(subject.ruleset.rules):
        if subject.reached[rule.id] is None:
            yield remark(
                "T201",
                f"the rule `{rule.id}` fires on no answers at all",
                rule.at("id"),
                "loosen its `when`, or delete it",
                rule,
            )


def equal(subject: Subject) -> Iterator[Remark]:
    """Rules with the same condition and the same conclusion as an earlier one."""
    for rule, first in _repeats(subject.ruleset.rules):
        yield remark(
            "T203",
            f"the rules `{first.id}` and `{rule.id}` say the same",
            rule.at("id"),
            f"the first is at {first.at('id')}; delete one, or join their reasons",
            rule,
        )


def without_reason(subject: Subject) -> Iterator[Remark]:
    """A level that nobody gives a reason for: no rule brings one to a person who says nothing."""
    if not reference_engine(subject.ruleset).assess(Answers()).deciding:
        yield remark(
            "T218",
            "no rule brings a level to a person who says nothing",
            subject.ruleset.identity.at("levels"),
            f"add a rule with `when: always` for the level `{subject.ruleset.lowest.id}`",
        )


def idle(subject: Subject) -> Iterator[Remark]:
    """Rules that fire only where another rule with the same conclusion fires too: proved, not tried
    out.
    """
    repeats = {rule.id for rule, _ in _repeats(subject.ruleset.rules)}
    fired = _fired_on_witnesses(subject)
    for group in _groups(subject.ruleset.rules):
        for rule in _written(group):
            other = None if rule.id in repeats else _cover(rule, group, subject, fired)
            if other is not None:
                yield remark(
                    "T202",
                    f"whenever `{rule.id}` fires, `{other.id}` fires too and concludes the same",
                    rule.at("id"),
                    f"that rule is at {other.at('id')}; narrow it, or delete this one",
                    rule,
                )


def _written(rules: Sequence[Rule]) -> Iterator[Rule]:
    """The rules without those that stand for the level of a cause: the format demands these."""
    return (rule for rule in rules if not isinstance(rule.when, Supported))


def _groups(rules: Sequence[Rule]) -> Iterator[Group]:
    found: dict[object, list[Rule]] = defaultdict(list)
    for rule in rules:
        found[rule.then].append(rule)
    return (group for group in found.values() if len(group) > 1)


def _repeats(rules: Sequence[Rule]) -> Iterator[tuple[Rule, Rule]]:
    first: dict[object, Rule] = {}
    for rule in _written(rules):
        key = rule.when, rule.then
        if key in first:
            yield rule, first[key]
        first.setdefault(key, rule)


def _fired_on_witnesses(subject: Subject) -> dict[str, int]:
    """For each rule the bits of the rules beside others on whose witnesses it fires, its own among
    them.
    """
    beside = [rule.id for group in _groups(subject.ruleset.rules) for rule in group]
    witnesses = [subject.witness(name) for name in beside]
    facts = columns([answers.facts() if answers else () for answers in witnesses])
    return {
        rule.id: bits for rule, bits in SlicedEngine(subject.ruleset).fired(facts, len(witnesses))
    }


def _cover(rule: Rule, group: Group, subject: Subject, fired: dict[str, int]) -> Rule | None:
    """A rule of the group that fires wherever ``rule`` does; of two that always fire together, the
    earlier stays.
    """
    if subject.reached[rule.id] is None:
        return None
    own = fired[rule.id]
    for other in group:
        theirs = fired.get(other.id, 0)
        if other is not rule and not own & ~theirs and _follows(subject, rule, other):
            is_mutual = own == theirs and _follows(subject, other, rule)
            if (
                not is_mutual
                or isinstance(other.when, Supported)
                or group.index(other) < group.index(rule)
            ):
                return other
    return None


def _follows(subject: Subject, rule: Rule, other: Rule) -> bool:
    return not subject.is_possible(Goal(holds=(Fires(rule.id),), fails=(Fires(other.id),)))
