"""Read a condition as its author wrote it: short forms become facts, `all`, `any` and points."""

from __future__ import annotations

from collections.abc import Callable, Collection

from triage.language.conditions import (
    ALWAYS,
    AllOf,
    AnyOf,
    Condition,
    Fact,
    Holds,
    Is,
    IsNot,
    Reaches,
    unordered,
)
from triage.language.diagnostics import Diagnostic, Span, did_you_mean, listed
from triage.language.known import Known
from triage.language.source import Listing, Table, Text, Value

BOUNDS = ("from", "to")
MOST_POINTS = 10_000


def read_condition(value: object, problems: list[Diagnostic], known: Known) -> Condition:
    """The condition that an author wrote; what is wrong with it is added to ``problems``."""
    return _ConditionReader(problems, known).condition(value)


def whole_number(text: object) -> int | None:
    """The whole number that is written there, if it is one that points can be."""
    digits = str(text).removeprefix("-")
    is_number = isinstance(text, str) and digits.isascii() and digits.isdigit()
    return int(str(text)) if is_number and int(digits[:6]) <= MOST_POINTS else None


class _ConditionReader:
    """Reads one condition; a part that is wrong is reported and taken for `always`."""

    def __init__(self, problems: list[Diagnostic], known: Known) -> None:
        self._problems, self._known = problems, known

    def condition(self, value: object) -> Condition:
        if value == "always":
            return ALWAYS
        if not isinstance(value, Table):
            place = getattr(value, "span", Span("<rule>"))
            found = "a list" if isinstance(value, Listing) else f"`{_short(value)}`"
            help_text = "put `all` or `any` before it" if isinstance(value, Listing) else ""
            message = f"a condition is written `{{question: option}}`, not {found}"
            return self._wrong(message, place, help_text)
        if not value:
            return self._wrong("this condition is empty", value.span)
        if "score" in value:
            return self._score(value)
        parts = tuple(
            self._entry(Text(key, getattr(key, "span", value.span)), part)
            for key, part in value.items()
        )
        return parts[0] if len(parts) == 1 else AllOf(parts)

    def _entry(self, key: Text, value: Value) -> Condition:
        if key in ("all", "any"):
            parts = self._parts(key, value)
            return (AllOf(parts) if key == "all" else AnyOf(parts)) if parts else ALWAYS
        if key == "at_least":
            return self._at_least(key, value)
        if key == "finding":
            return self._one_or_any(value, key, lambda name: Holds(str(name), name.span))
        if isinstance(value, Table):
            is_range = value and set(value) <= set(BOUNDS)
            return self._range(key, value) if is_range else self._not(key, value)
        if isinstance(value, Listing):
            self._check_run(key, value)
        return self._one_or_any(
            value, key, lambda name: Is(str(key), str(name), name.span, key.span)
        )

    def _parts(self, key: Text, value: Value) -> tuple[Condition, ...]:
        if not isinstance(value, Listing) or not value:
            self._wrong(f"`{key}` takes a list of at least one condition", key.span)
            return ()
        return tuple(map(self.condition, value))

    def _not(self, key: Text, value: Table) -> Condition:
        if list(value) != ["not"]:
            options = self._known.questions.get(str(key))
            a_range = ", `{from: …, to: …}`" if options is not None and options.is_scale else ""
            return self._wrong(
                f"`{key}` takes an option, a list of options{a_range} or `{{not: option}}`",
                key.span,
                _misspelt(value, (*BOUNDS, "not")),
            )
        names = self._names(value["not"], key)
        return _single(AllOf(tuple(IsNot(str(key), str(n), n.span, key.span) for n in names)))

    def _one_or_any(self, value: Value, key: Text, make: Callable[[Text], Fact]) -> Condition:
        return _single(AnyOf(tuple(make(name) for name in self._names(value, key))))

    def _names(self, value: Value, key: Text) -> list[Text]:
        names = list(value) if isinstance(value, Listing) else [value]
        if not names or not all(isinstance(name, Text) and name for name in names):
            self._wrong(f"`{key}` takes a name or a list of names", key.span)
        return [name for name in names if isinstance(name, Text) and name]

    # Points

    def _at_least(self, key: Text, value: Value) -> Condition:
        if not isinstance(value, Table) or set(value) != {"n", "of"}:
            help_text = _misspelt(value, ("n", "of")) if isinstance(value, Table) else ""
            message = "`at_least` takes `{n: 2, of: [condition, …]}`"
            return self._wrong(message, key.span, help_text)
        parts, least = self._parts(value.key("of"), value["of"]), whole_number(value["n"])
        if least is None:
            return self._wrong("`n`: a whole number belongs here", value["n"].span)
        if not parts:
            return ALWAYS
        if not 1 <= least <= len(parts):
            how_many = "1 condition" if len(parts) == 1 else f"{len(parts)} conditions"
            return self._out_of_reach(
                f"`at_least` asks for {least} of {how_many}",
                value["n"].span,
                f"a number from 1 to {len(parts)} belongs here",
            )
        self._refuse_repeats(parts, value["of"])
        return Reaches(parts, (1,) * len(parts), least)

    def _refuse_repeats(self, parts: tuple[Condition, ...], written: Value) -> None:
        first: dict[object, Span] = {}
        for part, entry in zip(parts, written if isinstance(written, Listing) else (), strict=True):
            place = first.setdefault(unordered(part), entry.span)
            if place != entry.span:
                message = "`at_least` counts the same thing twice"
                self._problems.append(Diagnostic("T142", message, entry.span, f"first at {place}"))

    def _score(self, value: Table) -> Condition:
        name, least = value["score"], whole_number(value.get("at_least"))
        if set(value) != {"score", "at_least"} or not isinstance(name, Text) or least is None:
            return self._wrong(
                "a score is written `{score: id, at_least: 2}`, and alone",
                value.key("score").span,
                _misspelt(value, ("score", "at_least")),
            )
        if not self._known.can_read_scores:
            message = f"this reads the score `{name}`; what stands at a question reads answers only"
            help_text = "write the answers out that matter here"
            self._problems.append(Diagnostic("T134", message, name.span, help_text))
            return ALWAYS
        if self._known.is_for_scores:
            return self._wrong(
                "an item reads no score; let a rule bring a finding there, and read the finding",
                value.key("score").span,
            )
        items = self._known.scores.get(str(name))
        if items is None:
            if self._known.are_scores_whole:
                nearest = did_you_mean(name, self._known.scores, self._problems)
                self._problems.append(
                    Diagnostic("T129", f"unknown score `{name}`", name.span, nearest)
                )
            return ALWAYS
        most = items.start + sum(items.points)
        if not items.start < least <= most:
            what = "is always" if least <= items.start else "is never"
            return self._out_of_reach(
                f"the score `{name}` {what} {least} or more",
                value["at_least"].span,
                f"it goes from {items.start} to {most}",
            )
        return Reaches(items.parts, items.points, least - items.start, str(name), items.start)

    def _out_of_reach(self, message: str, place: Span, help_text: str) -> Condition:
        self._problems.append(Diagnostic("T140", message, place, help_text))
        return ALWAYS

    # Scales

    def _range(self, key: Text, value: Table) -> Condition:
        bounds = {word: value[word] for word in BOUNDS if word in value}
        names = {word: name for word, name in bounds.items() if isinstance(name, Text) and name}
        if len(names) < len(bounds):
            return self._wrong("`from` and `to` each take an option", key.span)
        options = self._known.questions.get(str(key))
        made = {word: Is(str(key), str(n), n.span, key.span) for word, n in names.items()}
        if options is None or any(str(name) not in options.ids for name in names.values()):
            return AllOf(tuple(made.values()))  # whoever checks names reports what is unknown
        if not options.is_scale:
            help_text = "give the question `kind: scale`, or list the options"
            return self._no_range(f"`{key}` is no scale, so it has no ranges", key.span, help_text)
        start = options.ids.index(str(names.get("from", options.ids[0])))
        end = options.ids.index(str(names.get("to", options.ids[-1])))
        if start > end:
            message = f"`from: {options.ids[start]}` stands after `to: {options.ids[end]}`"
            order = f"the order of `{key}` is {listed(options.ids)}"
            return self._no_range(message, names["from"].span, order)
        inside = options.ids[start : end + 1]
        place = next(iter(names.values())).span
        return _single(AnyOf(tuple(Is(str(key), name, place, key.span) for name in inside)))

    def _check_run(self, key: Text, value: Listing) -> None:
        """Options of a scale that are listed stand side by side."""
        options = self._known.questions.get(str(key))
        if options is None or not options.is_scale:
            return
        places = sorted(options.ids.index(name) for name in value if name in options.ids)
        if places and places != list(range(places[0], places[-1] + 1)):
            left_out = [n for n in options.ids[places[0] : places[-1]] if n not in value]
            self._no_range(
                f"these options of the scale `{key}` leave out {listed(left_out)}",
                key.span,
                "name the range, `{from: …, to: …}`, or each range by itself with `any`",
            )

    def _no_range(self, message: str, place: Span, help_text: str) -> Condition:
        self._problems.append(Diagnostic("T141", message, place, help_text))
        return ALWAYS

    def _wrong(self, message: str, place: Span, help_text: str = "") -> Condition:
        recipes = "see the recipes in the README"
        self._problems.append(Diagnostic("T112", message, place, help_text or recipes))
        return ALWAYS


def _single(condition: AllOf | AnyOf) -> Condition:
    return condition.parts[0] if len(condition.parts) == 1 else condition


def _misspelt(value: Table, keys: Collection[str]) -> str:
    """The keys nearest to those that do not belong there, where one is near."""
    left = [key for key in keys if key not in value]
    return next(filter(None, (did_you_mean(key, left) for key in value if key not in keys)), "")


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 40 else text[:37] + "..."
