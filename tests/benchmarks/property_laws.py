"""What `prove` must say of properties of a small rule set, by asking everybody."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from typing import Any

from tests.benchmarks.small_ruleset import Small, size, told
from tests.benchmarks.truth_tables import FITS, Table, places
from tests.everybody import Facts
from triage.analysis.proofs.properties import (
    KINDS,
    NOTHING_ANSWERED,
    Assume,
    Implies,
    Property,
    StatedOutcome,
)
from triage.analysis.proofs.prove import Broken, Proved, prove
from triage.language.conditions import AllOf, AnyOf, Condition, Fact, Holds, Is, IsNot
from triage.language.ruleset import RuleSet
from triage.language.words import By

PROPERTIES = 14
LONG = 600.0
Seen = Counter[str]


def about_properties(small: Small, chance: random.Random, seen: Seen) -> Iterator[str]:
    """Properties of every kind, about any answers and about people."""
    entries = [_property(small.ruleset, chance, f"p{place}") for place in range(PROPERTIES)]
    for result in prove(small.ruleset, entries, LONG).results:
        entry, verdict = result.property, result.verdict
        breaking, missing = _broken(small, entry)
        is_broken = bool(breaking) or missing
        seen["properties broken" if is_broken else "properties proved"] += 1
        stated = f"{_kind(entry)} of {entry.about}: {getattr(entry, _kind(entry))!r}"
        if not isinstance(verdict, Broken if is_broken else Proved):
            yield f"{stated} is {verdict}, broken by {[told(one) for one in breaking[:3]]}"
        elif breaking and isinstance(verdict, Broken) and verdict.counterexample is not None:
            shown = Facts(verdict.counterexample.facts())
            if shown not in breaking:
                yield f"{stated} is not broken by {told(shown)}"
            elif size(shown) != min(map(size, breaking)):
                yield f"{stated}: less than {told(shown)} breaks it"


def _kind(entry: Property) -> str:
    return next(name for name in KINDS if getattr(entry, name) is not None)


def _broken(small: Small, entry: Property) -> tuple[list[Facts], bool]:
    """The answers that break a property, and whether something cannot be reached that must be."""
    table, about = small.table, _about(small, entry.about)
    if entry.reachable is not None:
        outcomes = _every(small.ruleset, entry.reachable)
        return [], any(not about & _is_so(table, small.ruleset, one) for one in outcomes)
    if entry.decided_within is not None:
        return [], small.longest > entry.decided_within
    if entry.implies is not None:
        when, then = entry.implies.when, entry.implies.then
        is_condition = not hasattr(then, "model_dump")
        so = table.holding(then) if is_condition else _is_so(table, small.ruleset, then)
        bits = _when(small, when) & ~so
    elif (asked := entry.asked or entry.never_asked) is not None:
        is_open = small.asking(asked.question)
        bits = _when(small, asked.when) & (~is_open if entry.asked else is_open)
    else:
        stated = entry.always or entry.never
        assert stated is not None
        so = _is_so(table, small.ruleset, stated)
        bits = _when(small, stated.when) & (~so if entry.always else so)
    return [table.people[place] for place in places(bits & about & table.everybody)], False


def _about(small: Small, assume: Assume) -> int:
    if assume is Assume.INTERVIEW:
        return small.said
    return small.table.everybody & ~(small.barred(By.WORDS) if assume is Assume.POSSIBLE else 0)


def _when(small: Small, when: Condition | str) -> int:
    return small.bits({Facts()}) if isinstance(when, str) else small.table.holding(when)


def _is_so(table: Table, ruleset: RuleSet, outcome: Any) -> int:
    """Of whom an outcome of a property is so."""
    if outcome.level is not None:
        higher = ruleset.levels[outcome.level.rank + 1 : outcome.level.rank + 2]
        return table.at_least(outcome.level) & ~sum(table.at_least(level) for level in higher)
    if outcome.at_least is not None:
        return table.at_least(outcome.at_least)
    if outcome.cause is not None:
        return table.listed(outcome.cause, outcome.strength)
    if outcome.finding is not None:
        return table.holding(Holds(outcome.finding))
    return table.fired[outcome.rule]


def _every(ruleset: RuleSet, outcome: Any) -> list[Any]:
    """The outcomes that must be reached, one by one."""
    every = outcome.every
    if every is None:
        return [outcome]
    known = {
        "level": ruleset.levels,
        "cause": tuple(ruleset.causes),
        "finding": tuple(ruleset.findings),
        "rule": tuple(ruleset.rule),
    }
    return [outcome.model_copy(update={"every": None, every: name}) for name in known[every]]


def _property(ruleset: RuleSet, chance: random.Random, name: str) -> Property:
    """A random property."""
    when = _condition(ruleset, chance) if chance.random() < 0.9 else NOTHING_ANSWERED
    question = chance.choice(list(ruleset.questions))
    outcome = _outcome(ruleset, chance)
    then = chance.choice((StatedOutcome.model_validate(outcome), _condition(ruleset, chance)))
    kinds: dict[str, Any] = {
        "never": {"when": when, **outcome},
        "always": {"when": when, **outcome},
        "implies": Implies.model_construct(when=when, then=then),
        "reachable": chance.choice(
            (outcome, {"every": chance.choice(("level", "cause", "finding", "rule"))})
        ),
        "asked": {"question": question, "when": when},
        "never_asked": {"question": question, "when": when},
        "decided_within": str(chance.randint(0, len(ruleset.questions))),
    }
    kind = chance.choice(list(kinds))
    entry: dict[str, Any] = {"id": name, "because": "x", kind: kinds[kind]}
    if kind in ("never", "always", "implies", "reachable"):
        entry["assume"] = chance.choice(list(Assume))
    return Property.model_validate(entry)


def _outcome(ruleset: RuleSet, chance: random.Random) -> dict[str, Any]:
    level = chance.choice(ruleset.levels)
    ways: list[dict[str, Any]] = [
        {"level": level},
        {"at_least": level},
        {"cause": chance.choice(list(ruleset.causes)), "fit": str(chance.choice(FITS))},
        {"rule": chance.choice(list(ruleset.rule))},
    ]
    if ruleset.findings:
        ways.append({"finding": chance.choice(list(ruleset.findings))})
    return chance.choice(ways)


def _condition(ruleset: RuleSet, chance: random.Random) -> Condition:
    """A few facts, all or any of them, or what a rule reads."""
    if chance.random() < 0.3:
        return chance.choice(ruleset.rules[: len(ruleset.rules)]).when
    facts: list[Fact] = [Holds(name) for name in ruleset.findings]
    for name, question in ruleset.questions.items():
        facts += [kind(name, option) for kind in (Is, Is, IsNot) for option in question.option_ids]
    return chance.choice((AllOf, AnyOf))(tuple(chance.choices(facts, k=chance.randint(1, 3))))
