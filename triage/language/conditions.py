"""Facts and the positive formulas over them: the `when` of a rule.

A condition is monotone: one more fact can make it hold, never stop it from holding. There is no
negation; ``IsNot`` is itself a fact (the question was answered and this option was not chosen).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import TypeVar

from triage.language.diagnostics import Diagnostic, Span
from triage.language.source import Listing, Table, Text


@dataclass(frozen=True, slots=True)
class Is:
    """The option was chosen."""

    question: str
    option: str
    span: Span | None = field(default=None, compare=False, repr=False)
    question_span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class IsNot:
    """The question was answered and this option was not chosen."""

    question: str
    option: str
    span: Span | None = field(default=None, compare=False, repr=False)
    question_span: Span | None = field(default=None, compare=False, repr=False)


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
class AllOf:
    """Every part holds; with no part it always holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds."""

    parts: tuple[Condition, ...]


Fact = Is | IsNot | Holds | Supported
Condition = Fact | AllOf | AnyOf

ALWAYS = AllOf(())
Value = TypeVar("Value")
_Helping = frozenset[Fact] | None
RESERVED = frozenset({"all", "any", "finding", "not", "always"})
"""Words of the condition language; no question may bear one as its id."""


def fold(
    condition: Condition,
    fact: Callable[[Fact], Value],
    all_of: Callable[[Iterable[Value]], Value],
    any_of: Callable[[Iterable[Value]], Value],
) -> Value:
    """What the condition comes to, from its facts upwards; parts are folded as they are asked for.

    >>> fold(AnyOf((Is("side", "left"), AllOf(()))), lambda fact: 1, sum, sum)
    1
    """
    if isinstance(condition, AllOf | AnyOf):
        parts = (fold(part, fact, all_of, any_of) for part in condition.parts)
        return all_of(parts) if isinstance(condition, AllOf) else any_of(parts)
    return fact(condition)


def holds(condition: Condition, facts: Collection[Fact]) -> bool:
    """Whether the condition holds in the working memory ``facts``.

    >>> holds(AnyOf((Is("side", "left"), Holds("pain"))), {Holds("pain")})
    True
    """
    return can_hold(condition, facts.__contains__)


def can_hold(condition: Condition, possible: Callable[[Fact], bool]) -> bool:
    """Whether the condition holds once every possible fact does."""
    return fold(condition, possible, all, any)


def support(condition: Condition, facts: Collection[Fact]) -> tuple[Fact, ...]:
    """Every fact that helps the condition to hold, in the order of the formula; empty where it does
    not hold.

    Of an `any` all parts that hold are reported, so the result does not depend on the order of
    evaluation.

    >>> support(AnyOf((Is("side", "left"), Holds("pain"))), {Holds("pain")})
    (Holds(finding='pain'),)
    """

    def all_of(parts: Iterable[_Helping]) -> _Helping:
        found = list(parts)
        return None if None in found else frozenset().union(*filter(None, found))

    def any_of(parts: Iterable[_Helping]) -> _Helping:
        found = [part for part in parts if part is not None]
        return frozenset().union(*found) if found else None

    def of_fact(fact: Fact) -> _Helping:
        return frozenset((fact,)) if fact in facts else None

    helping = fold(condition, of_fact, all_of, any_of) or frozenset()
    return tuple(fact for fact in dict.fromkeys(atoms(condition)) if fact in helping)


def atoms(condition: Condition) -> Iterator[Fact]:
    """The facts that the condition mentions, in the order of the formula."""
    return fold(condition, lambda fact: iter((fact,)), chain.from_iterable, chain.from_iterable)


@dataclass(frozen=True, slots=True)
class _Waits:
    """Of a part: whether it holds, whether it still may, and the facts that are still to come."""

    holds: bool
    may_hold: bool
    lacking: tuple[Fact, ...]


def pending(
    condition: Condition, known: Callable[[Fact], bool], possible: Callable[[Fact], bool]
) -> list[Fact]:
    """The facts that are still to come for the condition to hold; empty where it holds already or
    never can.

    ``known`` says of a fact that it holds, ``possible`` that it holds or still may.
    """

    def of_fact(fact: Fact) -> _Waits:
        is_known, is_possible = known(fact), possible(fact)
        return _Waits(is_known, is_possible, () if is_known or not is_possible else (fact,))

    def all_of(parts: Iterable[_Waits]) -> _Waits:
        found = list(parts)
        may_hold = all(part.may_hold for part in found)
        return _Waits(all(part.holds for part in found), may_hold, _lacking(found, may_hold))

    def any_of(parts: Iterable[_Waits]) -> _Waits:
        found = list(parts)
        is_met = any(part.holds for part in found)
        return _Waits(is_met, any(part.may_hold for part in found), _lacking(found, not is_met))

    return list(fold(condition, of_fact, all_of, any_of).lacking)


def _lacking(parts: Iterable[_Waits], waits: bool) -> tuple[Fact, ...]:
    return tuple(fact for part in parts for fact in part.lacking) if waits else ()


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
    return parts[0] if len(parts) == 1 else AllOf(parts)


def _parse_entry(key: Text, value: object, problems: list[Diagnostic]) -> Condition:
    if key in ("all", "any"):
        if not isinstance(value, Listing) or not value:
            problems.append(_wrong(f"`{key}` takes a list of at least one condition", key.span))
            return ALWAYS
        parts = tuple(parse(part, problems) for part in value)
        return AllOf(parts) if key == "all" else AnyOf(parts)
    if key == "finding":
        return _one_or_any(value, key, problems, lambda name: Holds(str(name), name.span))
    if isinstance(value, Table):
        return _parse_not(key, value, problems)
    return _one_or_any(
        value, key, problems, lambda name: Is(str(key), str(name), name.span, key.span)
    )


def _parse_not(key: Text, value: Table, problems: list[Diagnostic]) -> Condition:
    if list(value) != ["not"]:
        problems.append(
            _wrong(f"`{key}` takes an option, a list of options or `{{not: option}}`", key.span)
        )
        return ALWAYS
    names = _names(value["not"], key, problems)
    return _single(AllOf(tuple(IsNot(str(key), str(name), name.span, key.span) for name in names)))


def _one_or_any(
    value: object, key: Text, problems: list[Diagnostic], make: Callable[[Text], Fact]
) -> Condition:
    return _single(AnyOf(tuple(make(name) for name in _names(value, key, problems))))


def _single(condition: AllOf | AnyOf) -> Condition:
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
