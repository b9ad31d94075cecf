"""Small wrong edits of a rule set. Cases that notice none of them say little about the rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from triage.language.agreement import scale_range
from triage.language.conditions import (
    ALWAYS,
    AllOf,
    AnyOf,
    Compound,
    Condition,
    Fact,
    Holds,
    Is,
    IsNot,
    Reaches,
    Supported,
    fold,
)
from triage.language.diagnostics import Span
from triage.language.model import Rule
from triage.language.ruleset import RuleSet
from triage.language.words import Conclusion, ForCause, Level, Strength


class Operator(Enum):
    """A kind of wrong edit."""

    DROP = "drop a condition"
    WEAKEN = "any instead of all"
    TIGHTEN = "all instead of any"
    OPTION = "another option"
    POINTS = "other points"
    LEVEL = "another level"
    STRENGTH = "another strength"
    DELETE = "delete a rule"
    HIDE = "never ask a question"
    OPEN = "a wider gate"
    SHUT = "a narrower gate"
    KIND = "one option instead of several"
    NARROW = "another follow-up"


@dataclass(frozen=True)
class Mutant:
    """One wrong edit: ``changed`` stands in place of ``rule``; None where the rule is taken out."""

    rule: Rule
    changed: Rule | None
    operator: Operator
    description: str

    @property
    def name(self) -> str:
        """The id of the rule."""
        return self.rule.id

    @property
    def place(self) -> Span:
        """Where the rule stands."""
        return self.rule.at("id")


@dataclass(frozen=True, slots=True)
class _Change:
    """A changed condition, and what was done to it."""

    condition: Condition
    operator: Operator
    description: str


def mutants(ruleset: RuleSet) -> Iterator[Mutant]:
    """Every mutant of the rule set, in the order of its rules; no two of one rule are the same."""
    for rule in ruleset.rules:
        seen = {_meaning(rule)}
        for mutant in _of_rule(rule, ruleset):
            meaning = _meaning(mutant.changed)
            if meaning not in seen:
                seen.add(meaning)
                yield mutant


def _meaning(rule: Rule | None) -> tuple[Condition, Conclusion] | None:
    return (rule.when, rule.then) if rule else None


def _of_rule(rule: Rule, ruleset: RuleSet) -> Iterator[Mutant]:
    is_card = isinstance(rule.when, Supported)
    if not is_card:
        yield Mutant(rule, None, Operator.DELETE, "delete the rule")
        for change in _of_when(rule.when, ruleset):
            changed = rule.model_copy(update={"when": change.condition})
            yield Mutant(rule, changed, change.operator, change.description)
    for then, operator, description in _of_then(rule.then, ruleset):
        yield Mutant(rule, rule.model_copy(update={"then": then}), operator, description)


def _of_then(then: Conclusion, ruleset: RuleSet) -> Iterator[tuple[Conclusion, Operator, str]]:
    if isinstance(then, Level):
        for level in ruleset.levels:
            if abs(level.rank - then.rank) == 1:
                yield level, Operator.LEVEL, f"`{level.id}` instead of `{then.id}`"
    elif isinstance(then, ForCause):
        for strength in Strength:
            if strength is not then.strength:
                yield (
                    replace(then, strength=strength),
                    Operator.STRENGTH,
                    f"`{strength}` instead of `{then.strength}`",
                )


def _of_when(condition: Condition, ruleset: RuleSet) -> Iterator[_Change]:
    if not isinstance(condition, AllOf):
        yield _Change(
            ALWAYS,
            Operator.DROP,
            f"drop {condition_named(condition)}, so that the rule always fires",
        )
    yield from _changes(condition, ruleset)


def _changes(condition: Condition, ruleset: RuleSet) -> Iterator[_Change]:
    for moved, description in moved_bounds(condition, ruleset):
        yield _Change(moved, Operator.OPTION, description)
    if is_range(condition, ruleset):
        return  # with an option less in between, nobody would take it for a range
    if isinstance(condition, AllOf | AnyOf):
        yield from _dropped(condition)
        yield from _swapped(condition, ruleset)
    if isinstance(condition, Reaches):
        yield from _other_points(condition)
    if isinstance(condition, AllOf | AnyOf | Reaches):
        yield from _deeper(condition, ruleset)
    elif isinstance(condition, Is | IsNot):
        yield from _other_options(condition, ruleset)


def _dropped(condition: AllOf | AnyOf) -> Iterator[_Change]:
    parts = condition.parts
    for place, part in enumerate(parts if len(parts) > 1 else ()):
        rest = parts[:place] + parts[place + 1 :]
        left = rest[0] if len(rest) == 1 else type(condition)(rest)
        yield _Change(left, Operator.DROP, f"drop {condition_named(part)}")


def _swapped(condition: AllOf | AnyOf, ruleset: RuleSet) -> Iterator[_Change]:
    """`any` for `all` and the reverse, but not where no answer could ever meet it: deleting the
    rule is the same.
    """
    if len(condition.parts) < 2:
        return
    if isinstance(condition, AllOf):
        yield _Change(
            AnyOf(condition.parts),
            Operator.WEAKEN,
            f"any instead of all of {condition_named(condition)}",
        )
    elif not _is_one_question(condition, ruleset):
        yield _Change(
            AllOf(condition.parts),
            Operator.TIGHTEN,
            f"all instead of any of {condition_named(condition)}",
        )


def _is_one_question(condition: AnyOf, ruleset: RuleSet) -> bool:
    """Whether two parts are options of one question that takes a single option."""
    asked = [part.question for part in condition.parts if isinstance(part, Is)]
    return any(ruleset.questions[name].kind.takes_one for name in asked if asked.count(name) > 1)


def is_range(condition: Condition, ruleset: RuleSet) -> bool:
    """Whether it says that an answer lies between two options of a scale."""
    return isinstance(condition, AnyOf) and scale_range(condition, ruleset.questions) is not None


def moved_bounds(condition: Condition, ruleset: RuleSet) -> Iterator[tuple[Condition, str]]:
    """A range of a scale with a bound one option further in or out, and what was done to it."""
    is_one = isinstance(condition, AnyOf | Is)
    found = scale_range(condition, ruleset.questions) if is_one else None
    if found is None:
        return
    question, first, last = found
    ids = question.option_ids
    for start, end in ((first - 1, last), (first + 1, last), (first, last - 1), (first, last + 1)):
        if 0 <= start <= end < len(ids):
            facts = tuple(Is(question.id, name) for name in ids[start : end + 1])
            yield (
                facts[0] if len(facts) == 1 else AnyOf(facts),
                f"`{question.id}` from `{ids[start]}` to `{ids[end]}` instead of from"
                f" `{ids[first]}` to `{ids[last]}`",
            )


def _other_points(condition: Reaches) -> Iterator[_Change]:
    """Another threshold, an item left out, and an item worth one point more or less."""
    name = f"the score `{condition.score}`" if condition.score else "`at_least`"
    total = sum(condition.points)
    for least in (condition.least - 1, condition.least + 1):
        if 1 <= least <= total:
            moved = replace(condition, least=least)
            what = f"{moved.shown} instead of {condition.shown} points for {name}"
            yield _Change(moved, Operator.POINTS, what)
    for place, (part, worth) in enumerate(zip(condition.parts, condition.points, strict=True)):
        before, after = condition.points[:place], condition.points[place + 1 :]
        if condition.least <= total - worth:
            rest = condition.parts[:place] + condition.parts[place + 1 :]
            left = replace(condition, parts=rest, points=before + after)
            yield _Change(left, Operator.DROP, f"drop {condition_named(part)} from {name}")
        for other in (worth - 1, worth + 1) if condition.score else ():
            if other and condition.least <= total - worth + other:
                changed = replace(condition, points=(*before, other, *after))
                what = f"{other} instead of {worth} for {condition_named(part)} in {name}"
                yield _Change(changed, Operator.POINTS, what)


def _deeper(condition: Compound, ruleset: RuleSet) -> Iterator[_Change]:
    parts = condition.parts
    for place, part in enumerate(parts):
        for change in _changes(part, ruleset):
            if change.condition not in parts:
                among = (*parts[:place], change.condition, *parts[place + 1 :])
                yield replace(change, condition=replace(condition, parts=among))


def _other_options(fact: Is | IsNot, ruleset: RuleSet) -> Iterator[_Change]:
    for option in ruleset.questions[fact.question].option_ids:
        if option != fact.option:
            yield _Change(
                replace(fact, option=option),
                Operator.OPTION,
                f"`{option}` instead of `{fact.option}` of `{fact.question}`",
            )


def condition_named(condition: Condition) -> str:
    """The condition in a few words."""
    return fold(condition, _fact_named, _joined_by(" and "), _joined_by(" or "), _points_named)


def _points_named(weighed: Sequence[tuple[str, int]], whole: Reaches) -> str:
    if whole.score:
        return f"the score `{whole.score}`"
    return f"{whole.least} of {_joined_by(', ')(part for part, _ in weighed)}"


def _joined_by(word: str) -> Callable[[Iterable[str]], str]:
    """Joins the first names of several."""

    def joined(parts: Iterable[str]) -> str:
        names = list(parts)
        return word.join(names[:3]) + (" …" if len(names) > 3 else "")

    return joined


def _fact_named(fact: Fact) -> str:
    if isinstance(fact, Is):
        return f"`{fact.question}: {fact.option}`"
    if isinstance(fact, IsNot):
        return f"`{fact.question}: {{not: {fact.option}}}`"
    return f"`finding: {fact.finding}`" if isinstance(fact, Holds) else f"`{fact.cause}`"
