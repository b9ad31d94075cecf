"""The kinds of value that entries of a rule set are made of, as pydantic reads them."""

from __future__ import annotations

import re
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from string import ascii_letters, digits
from typing import Annotated, Any

from pydantic import (
    Field,
    PlainValidator,
    ValidationInfo,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from triage.language import conditions
from triage.language.condition_reader import read_condition, whole_number
from triage.language.diagnostics import Diagnostic, Span, did_you_mean
from triage.language.known import Known
from triage.language.source import Table, Text
from triage.language.words import Conclusion, ForCause, Level, Strength

WRITTEN_AS = "written_as"
KNOWN = "known"
"""Under this name the context of a validation holds what is known of the rule set."""
ADDRESS = r"https?://[A-Za-z0-9][A-Za-z0-9.-]*(:[0-9]+)?(/[!-~]*)?"
"""What the address of a page looks like: nothing else may become a link."""
_ADDRESS = re.compile(ADDRESS)
ID_LETTERS = frozenset(ascii_letters + digits + "_-.")


@dataclass(frozen=True, slots=True)
class Allowance:
    """A finding of `triage check` that an author accepts, and why."""

    code: str
    reason: str
    span: Span


def _prose(value: Any) -> str:
    if not isinstance(value, str):
        raise PydanticCustomError("is_instance_of", "a single text belongs here")
    if not value.strip():
        raise PydanticCustomError("empty", "the value is missing")
    return str(value)


def _name(value: Any) -> str:
    if not isinstance(value, str):
        raise PydanticCustomError("is_instance_of", "a single text belongs here")
    if not 1 <= len(value) <= 64 or not ID_LETTERS.issuperset(value):
        raise PydanticCustomError("id", "an id has 1 to 64 letters, digits, `_`, `-` or `.`")
    return str(value)


def _pattern(value: Any) -> str:
    """An id, or the beginning of some with `*` behind it."""
    star = "*" if isinstance(value, str) and value.endswith("*") else ""
    return _name(value.removesuffix("*") if star else value) + star


def _parse_condition(value: Any, info: ValidationInfo) -> Any:
    if isinstance(value, conditions.Condition):
        return value
    problems: list[Diagnostic] = []
    parsed = read_condition(value, problems, known_to(info))
    if problems:
        raise PydanticCustomError(
            "diagnosed", "{count} problems", {"count": len(problems), "problems": problems}
        )
    return parsed


def known_to(info: ValidationInfo) -> Known:
    """What is known of the rule set that an entry belongs to."""
    known = (info.context or {}).get(KNOWN)
    return known if isinstance(known, Known) else Known()


def _parse_conclusion(value: Any, info: ValidationInfo) -> Any:
    if isinstance(value, Conclusion):
        return value
    known = known_to(info)
    keys = set(value) if isinstance(value, Table) else set()
    names_only = keys and all(isinstance(part, Text) for part in value.values())
    if names_only and keys == {"finding"}:
        return conditions.Holds(str(value["finding"]), value["finding"].span)
    if names_only and keys == {"level"}:
        return _level(value["level"], known)
    if names_only and keys == {"cause", "strength"}:
        _known("strength", value["strength"], list(Strength))
        return ForCause(str(value["cause"]), Strength(value["strength"]), value["cause"].span)
    levels, strengths = ", ".join(known.level_ids), ", ".join(Strength)
    wanted = (
        f"a rule concludes `{{finding: id}}`, `{{level: …}}` with one of {levels}, "
        f"or `{{cause: id, strength: …}}` with one of {strengths}"
    )
    raise PydanticCustomError("conclusion", "{wanted}", {"wanted": wanted})


def _known(what: str, name: Text, names: Collection[str]) -> Text:
    """The name, which is one of these; refused at its own place, with the nearest ones."""
    if name in names:
        return name
    help_text = did_you_mean(name, names) or f"one of {', '.join(names)} belongs here"
    problem = Diagnostic("T112", f"`{name}` is no {what}", name.span, help_text)
    raise PydanticCustomError("diagnosed", "1 problem", {"count": 1, "problems": [problem]})


def _parse_level(value: Any, info: ValidationInfo) -> Any:
    if isinstance(value, Level):
        return value
    known = known_to(info)
    if not isinstance(value, Text):
        names = ", ".join(known.level_ids)
        raise PydanticCustomError("level", "the levels are {names}", {"names": names})
    return _level(value, known)


def _level(name: Text, known: Known) -> Level:
    return known.level(_known("level", name, known.level_ids or [name]))


def _parse_allowances(value: Any) -> Any:
    if isinstance(value, tuple):
        return value
    found = (
        [
            Allowance(str(code), str(reason), value.key(code).span)
            for code, reason in value.items()
            if isinstance(reason, Text) and reason.strip()
        ]
        if isinstance(value, Table)
        else []
    )
    if not found or len(found) < len(value):
        raise PydanticCustomError(
            "allow", "a mapping of codes to reasons belongs here, as `{T206: why it is meant}`"
        )
    return tuple(found)


def _written_as(definition: str) -> WithJsonSchema:
    """Marks a value whose JSON Schema ``analysis.schemas`` holds under this name."""
    return WithJsonSchema({WRITTEN_AS: definition})


def _day(value: Any) -> date:
    if isinstance(value, date):
        return value
    with suppress(ValueError):
        found = date.fromisoformat(str(value))
        if found.isoformat() == value:
            return found
    raise PydanticCustomError("day", "a day belongs here, as `2026-11-20`")


def _address(value: Any) -> str:
    text = str(value)
    if not isinstance(value, str) or not _ADDRESS.fullmatch(text):
        raise PydanticCustomError(
            "address", "an address belongs here, as `https://example.org/page`"
        )
    return text


def _points(value: Any) -> int:
    number = value if isinstance(value, int) else whole_number(value)
    if number is None or number < 1:
        raise PydanticCustomError("points", "a whole number above 0 belongs here")
    return number


def _start(value: Any) -> int:
    number = value if isinstance(value, int) else whole_number(value)
    if number is None:
        raise PydanticCustomError("start", "a whole number belongs here")
    return number


Prose = Annotated[str, PlainValidator(_prose), _written_as("prose")]
Name = Annotated[str, PlainValidator(_name), _written_as("id")]
Pattern = Annotated[str, PlainValidator(_pattern), _written_as("pattern")]
When = Annotated[conditions.Condition, PlainValidator(_parse_condition), _written_as("condition")]
Then = Annotated[Conclusion, PlainValidator(_parse_conclusion), _written_as("conclusion")]
LevelName = Annotated[Level, PlainValidator(_parse_level), _written_as("level")]
Points = Annotated[int, PlainValidator(_points), WithJsonSchema({"type": "integer", "minimum": 1})]
Start = Annotated[int, PlainValidator(_start), WithJsonSchema({"type": "integer"})]
Day = Annotated[
    date,
    PlainValidator(_day),
    WithJsonSchema({"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}),
]
Address = Annotated[
    str,
    PlainValidator(_address),
    WithJsonSchema({"type": "string", "pattern": rf"^{ADDRESS}$"}),
]
Cites = Annotated[tuple[Name, ...], Field(min_length=1)]
Allowances = Annotated[
    tuple[Allowance, ...], PlainValidator(_parse_allowances), _written_as("allowances")
]
