"""A property as goals: answers that must exist, or answers that must not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from triage.analysis.proofs.properties import Property, Reachable, StatedOutcome
from triage.analysis.search.goals import Asked, AtLeast, Fires, Goal, Listed, Literal, Met
from triage.language.conditions import AnyOf, Condition, Holds
from triage.language.ruleset import RuleSet
from triage.language.words import Level


@dataclass(frozen=True)
class PropertyGoals:
    """What a property comes to: the property holds where no answers meet a goal of ``forbidden``
    and some meet each of ``wanted``, which are named.
    """

    forbidden: tuple[Goal, ...] = ()
    wanted: tuple[tuple[str, Goal], ...] = ()


def property_goals(entry: Property, ruleset: RuleSet) -> PropertyGoals:
    """The goals of a property that speaks about results, not about the rules' form or the
    interview.
    """
    if entry.reachable is not None:
        return PropertyGoals(wanted=tuple(_wanted(entry.reachable, ruleset)))
    if entry.implies is not None:
        when, then = entry.implies.when, entry.implies.then
        failing = (
            denied(then, ruleset) if isinstance(then, StatedOutcome) else [Goal(fails=(Met(then),))]
        )
        return PropertyGoals(tuple(under(when, goal, ruleset) for goal in failing))
    if (question := entry.asked or entry.never_asked) is not None:
        is_open = (Asked(question.question),)
        goal = Goal(fails=is_open) if entry.asked else Goal(is_open)
        return PropertyGoals((under(question.when, goal, ruleset),))
    stated = entry.always or entry.never
    if stated is None:
        raise ValueError(f"{entry.id} is not about results")
    goals = denied(stated, ruleset) if entry.always else [asserted(stated, ruleset)]
    return PropertyGoals(tuple(under(stated.when, goal, ruleset) for goal in goals))


def asserted(outcome: StatedOutcome, ruleset: RuleSet) -> Goal:
    """The goal that the outcome is so."""
    if outcome.level is not None:
        return Goal((AtLeast(outcome.level),), _above(outcome.level, ruleset))
    return Goal((_literal(outcome),))


def denied(outcome: StatedOutcome, ruleset: RuleSet) -> list[Goal]:
    """Goals of which one is met where the outcome is not so."""
    if outcome.level is not None:
        above = _above(outcome.level, ruleset)
        return [Goal(fails=(AtLeast(outcome.level),)), *([Goal(holds=above)] if above else [])]
    return [Goal(fails=(_literal(outcome),))]


def under(when: Condition | str, goal: Goal, ruleset: RuleSet) -> Goal:
    """The goal, of answers for which ``when`` holds; a text stands for no answers at all."""
    if isinstance(when, str):
        return Goal(goal.holds, (*goal.fails, Met(AnyOf(ruleset.answer_facts))))
    return Goal((*goal.holds, Met(when)), goal.fails)


def _literal(outcome: StatedOutcome) -> Literal:
    if outcome.at_least is not None:
        return AtLeast(outcome.at_least)
    if outcome.cause is not None:
        return Listed(outcome.cause, outcome.strength)
    if outcome.finding is not None:
        return Met(Holds(outcome.finding))
    return Fires(outcome.rule or "")


def _wanted(reachable: Reachable, ruleset: RuleSet) -> Iterator[tuple[str, Goal]]:
    if reachable.every == "level":
        yield from ((f"level `{level.id}`", _exactly(level, ruleset)) for level in ruleset.levels)
    elif reachable.every == "cause":
        fit = f" as {reachable.fit}" if reachable.fit else ""
        yield from (
            (f"cause `{name}`{fit}", Goal((Listed(name, reachable.strength),)))
            for name in ruleset.causes
        )
    elif reachable.every == "finding":
        yield from ((f"finding `{name}`", Goal((Met(Holds(name)),))) for name in ruleset.findings)
    elif reachable.every == "rule":
        yield from ((f"rule `{name}`", Goal((Fires(name),))) for name in ruleset.rule)
    else:
        yield named(reachable), asserted(reachable, ruleset)


def _exactly(level: Level, ruleset: RuleSet) -> Goal:
    return Goal((AtLeast(level),), _above(level, ruleset))


def _above(level: Level, ruleset: RuleSet) -> tuple[Literal, ...]:
    """That the level is a higher one; nothing of the highest."""
    return tuple(AtLeast(higher) for higher in ruleset.levels[level.rank + 1 : level.rank + 2])


def named(outcome: StatedOutcome) -> str:
    """The outcome in words.

    >>> named(StatedOutcome(cause="sciatica", fit="typical"))
    'cause `sciatica` as typical'
    """
    if outcome.level is not None:
        return f"level `{outcome.level.id}`"
    if outcome.at_least is not None:
        return f"level `{outcome.at_least.id}` or a higher one"
    if outcome.cause is not None:
        return f"cause `{outcome.cause}`" + (f" as {outcome.fit}" if outcome.fit else "")
    return (
        f"finding `{outcome.finding}`" if outcome.finding is not None else f"rule `{outcome.rule}`"
    )
