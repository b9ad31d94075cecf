"""Facts and the positive formulas over them: the `when` of a rule.

A condition is monotone: one more fact can make it hold, never stop it from holding. There is no
negation; ``IsNot`` is itself a fact (the question was answered and this option was not chosen).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field

from triage.language.diagnostics import Diagnostic, Span
from triage.language.source import Listing, Table, Text


@dataclass(frozen=True, slots=True)
class Is:
    """The option was chosen."""

    question: str
    option: str
    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class IsNot:
    """The question was answered and this option was not chosen."""

    question: str
    option: str
    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Holds:
    """A rule concluded this finding."""

    finding: str
    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Supported:
    """A `typical` or `compatible` rule speaks for this cause."""

    cause: str
    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds; with no part it always holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """At least one part holds."""

    parts: tuple[Condition, ...]


Fact = Is | IsNot | Holds | Supported
Condition = Fact | All | Any

ALWAYS = All(())
RESERVED = frozenset({"all", "any", "finding", "not", "always"})
"""Words of the condition language; no question may bear one as its id."""


def holds(condition: Condition, facts: Collection[Fact]) -> bool:
    """Whether the condition holds in the working memory ``facts``.

    >>> holds(Any((Is("side", "left"), Holds("pain"))), {Holds("pain")})
    True
    """
    if isinstance(condition, All):
        return all(holds(part, facts) for part in condition.parts)
    if isinstance(condition, Any):
        return any(holds(part, facts) for part in condition.parts)
    return condition in facts


def support(condition: Condition, facts: Collection[Fact]) -> tuple[Fact, ...]:
    """Every fact that helps the condition to hold, in the order of the formula; empty where it does
    not hold.

    Of an `any` all parts that hold are reported, so the result does not depend on the order of
    evaluation.

    >>> support(Any((Is("side", "left"), Holds("pain"))), {Holds("pain")})
    (Holds(finding='pain'),)
    """
    helping = frozenset(_helping(condition, facts))
    return tuple(fact for fact in dict.fromkeys(atoms(condition)) if fact in helping)


def _helping(condition: Condition, facts: Collection[Fact]) -> Iterator[Fact]:
    if holds(condition, facts):
        if isinstance(condition, All | Any):
            for part in condition.parts:
                yield from _helping(part, facts)
        else:
            yield condition


def atoms(condition: Condition) -> Iterator[Fact]:
    """The facts that the condition mentions, in the order of the formula."""
    if isinstance(condition, All | Any):
        for part in condition.parts:
            yield from atoms(part)
    else:
        yield condition


def pending(
    condition: Condition, known: Callable[[Fact], bool], possible: Callable[[Fact], bool]
) -> list[Fact]:
    """The facts that are still to come for the condition to hold; empty where it holds already or
    never can.

    ``known`` says of a fact that it holds, ``possible`` that it holds or still may.
    """
    if isinstance(condition, All):
        if not all(can_hold(part, possible) for part in condition.parts):
            return []
        return [fact for part in condition.parts for fact in pending(part, known, possible)]
    if isinstance(condition, Any):
        if any(can_hold(part, known) for part in condition.parts):
            return []
        return [fact for part in condition.parts for fact in pending(part, known, possible)]
    return [] if known(condition) or not possible(condition) else [condition]


def can_hold(condition: Condition, possible: Callable[[Fact], bool]) -> bool:
    """Whether the condition holds once every possible fact does."""
    if isinstance(condition, All):
        return all(can_hold(part, possible) for part in condition.parts)
    if isinstance(condition, Any):
        return any(can_hold(part, possible) for part in condition.parts)
    return possible(condition)


def parse(value: object, problems: list[Diagnostic]) -> Condition:
    """The condition that an author wrote; what is wrong with it is added to ``problems``."""
    if value == "always":
        return ALWAYS
    if not isinstance(value, Table):
        place = getattr(value, "span", Span("<rule>"))
        problems.append(
            _wrong(f"a condition is written `{{question: option}}`, not `{_short(value)}`", place)
        )
        return ALWAYS
    if not value:
        problems.append(_wrong("this condition is empty", value.span))
    parts = tuple(
        _parse_entry(Text(key, getattr(key, "span", value.span)), part, problems)
        for key, part in value.items()
    )
    return parts[0] if len(parts) == 1 else All(parts)


def _parse_entry(key: Text, value: object, problems: list[Diagnostic]) -> Condition:
    if key in ("all", "any"):
        if not isinstance(value, Listing) or not value:
            problems.append(_wrong(f"`{key}` takes a list of at least one condition", key.span))
            return ALWAYS
        parts = tuple(parse(part, problems) for part in value)
        return All(parts) if key == "all" else Any(parts)
    if key == "finding":
        return _one_or_any(value, key, problems, lambda name: Holds(str(name), name.span))
    if isinstance(value, Table):
        return _parse_not(key, value, problems)
    return _one_or_any(value, key, problems, lambda name: Is(key, str(name), name.span))


def _parse_not(key: Text, value: Table, problems: list[Diagnostic]) -> Condition:
    if list(value) != ["not"]:
        problems.append(
            _wrong(f"`{key}` takes an option, a list of options or `{{not: option}}`", key.span)
        )
        return ALWAYS
    names = _names(value["not"], key, problems)
    return _single(All(tuple(IsNot(key, str(name), name.span) for name in names)))


def _one_or_any(
    value: object, key: Text, problems: list[Diagnostic], make: Callable[[Text], Fact]
) -> Condition:
    return _single(Any(tuple(make(name) for name in _names(value, key, problems))))


def _single(condition: All | Any) -> Condition:
    return condition.parts[0] if len(condition.parts) == 1 else condition


def _names(value: object, key: Text, problems: list[Diagnostic]) -> list[Text]:
    names = list(value) if isinstance(value, Listing) else [value]
    if not names or not all(isinstance(name, Text) and name for name in names):
        problems.append(_wrong(f"`{key}` takes a name or a list of names", key.span))
    return [name for name in names if isinstance(name, Text) and name]


def _wrong(message: str, place: Span) -> Diagnostic:
    return Diagnostic("T112", message, place, "see the recipes in the README")


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 40 else text[:37] + "..."
