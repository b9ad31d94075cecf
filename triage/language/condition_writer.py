"""How an author can write a condition, in the short forms of the rule language."""

from __future__ import annotations

from triage.language.conditions import ALWAYS, AllOf, AnyOf, Condition, Holds, Is, IsNot, Reaches


def in_one_line(condition: Condition) -> str:
    """The condition as an author can write it on one line."""
    return flows(condition)[0]


def flows(condition: Condition) -> list[str]:
    """The condition on one line: an `all` as several keys of one mapping where it can be, and with
    its word.
    """
    if condition == ALWAYS:
        return ["always"]
    inners = dict.fromkeys(inner(condition, merged) for merged in (True, False))
    return ["{" + inner + "}" for inner in inners]


def inner(condition: Condition, merged: bool) -> str:
    """What stands between the braces; ``merged`` where an `all` may be several keys."""
    if isinstance(condition, Reaches):
        return points(condition, merged)
    short = one_key(condition)
    if short or not isinstance(condition, AllOf | AnyOf):
        return short
    keys = [one_key(part).split(":")[0] for part in condition.parts]
    if merged and isinstance(condition, AllOf) and all(keys) and 1 < len(keys) == len(set(keys)):
        return ", ".join(map(one_key, condition.parts))
    word = "all" if isinstance(condition, AllOf) else "any"
    return (
        f"{word}: [" + ", ".join("{" + inner(part, merged) + "}" for part in condition.parts) + "]"
    )


def points(condition: Reaches, merged: bool) -> str:
    """As ``inner``, of a condition that counts or reads a score."""
    if condition.score:
        return f"score: {condition.score}, at_least: {condition.shown}"
    parts = ", ".join("{" + inner(part, merged) + "}" for part in condition.parts)
    return f"at_least: {{n: {condition.least}, of: [{parts}]}}"


def one_key(condition: Condition) -> str:
    """The condition as one `key: value` of the short forms; empty where it takes `all` or `any`."""
    parts = condition.parts if isinstance(condition, AllOf | AnyOf) else (condition,)
    if isinstance(condition, AllOf | AnyOf) and len(parts) < 2:
        return ""
    if isinstance(condition, AllOf) and not all(isinstance(part, IsNot) for part in parts):
        return ""
    if isinstance(condition, AnyOf) and any(isinstance(part, IsNot) for part in parts):
        return ""
    keys = {_key_of(part) for part in parts}
    if len(keys) != 1 or "" in keys:
        return ""
    names = [_name_of(part) for part in parts]
    value = names[0] if len(names) == 1 else "[" + ", ".join(names) + "]"
    return f"{keys.pop()}: " + (f"{{not: {value}}}" if isinstance(parts[0], IsNot) else value)


def _key_of(part: Condition) -> str:
    if isinstance(part, Is | IsNot):
        return part.question
    return "finding" if isinstance(part, Holds) else ""


def _name_of(part: Condition) -> str:
    return part.option if isinstance(part, Is | IsNot) else str(getattr(part, "finding", ""))
