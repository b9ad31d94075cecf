"""The kinds of value that entries of a rule set are made of, as pydantic reads them."""

from __future__ import annotations

from dataclasses import dataclass
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
from triage.language.diagnostics import Diagnostic, Span, did_you_mean
from triage.language.source import Table, Text
from triage.language.words import USUAL_LEVELS, Conclusion, ForCause, Level, Strength

WRITTEN_AS = "written_as"
LEVELS = "levels"
"""Under this name the context of a validation holds the levels of the rule set."""
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
    if not 1 <= len(value) <= 64 or not set(value) <= ID_LETTERS:
        raise PydanticCustomError("id", "an id has 1 to 64 letters, digits, `_`, `-` or `.`")
    return str(value)


def _parse_condition(value: Any) -> Any:
    if isinstance(value, conditions.Condition):
        return value
    problems: list[Diagnostic] = []
    parsed = conditions.parse(value, problems)
    if problems:
        raise PydanticCustomError(
            "diagnosed", "{count} problems", {"count": len(problems), "problems": problems}
        )
    return parsed


def levels_known(info: ValidationInfo) -> tuple[Level, ...]:
    """The levels of the rule set that an entry belongs to; the usual ones where nobody says."""
    levels: tuple[Level, ...] = (info.context or {}).get(LEVELS, USUAL_LEVELS)
    return levels


def _parse_conclusion(value: Any, info: ValidationInfo) -> Any:
    if isinstance(value, Conclusion):
        return value
    keys = set(value) if isinstance(value, Table) else set()
    names_only = keys and all(isinstance(part, Text) for part in value.values())
    if names_only and keys == {"finding"}:
        return conditions.Holds(str(value["finding"]), value["finding"].span)
    if names_only and keys == {"level"}:
        return Level.of(
            _known("level", value["level"], _ids(levels_known(info))), levels_known(info)
        )
    if names_only and keys == {"cause", "strength"}:
        _known("strength", value["strength"], list(Strength))
        return ForCause(str(value["cause"]), Strength(value["strength"]), value["cause"].span)
    levels, strengths = ", ".join(_ids(levels_known(info))), ", ".join(Strength)
    wanted = (
        f"a rule concludes `{{finding: id}}`, `{{level: …}}` with one of {levels}, "
        f"or `{{cause: id, strength: …}}` with one of {strengths}"
    )
    raise PydanticCustomError("conclusion", "{wanted}", {"wanted": wanted})


def _known(what: str, name: Text, names: list[str]) -> Text:
    """The name, which is one of these; refused at its own place, with the nearest ones."""
    if name in names:
        return name
    help_text = did_you_mean(name, names) or f"one of {', '.join(names)} belongs here"
    problem = Diagnostic("T112", f"`{name}` is no {what}", name.span, help_text)
    raise PydanticCustomError("diagnosed", "1 problem", {"count": 1, "problems": [problem]})


def _parse_level(value: Any, info: ValidationInfo) -> Any:
    if isinstance(value, Level):
        return value
    names = _ids(levels_known(info))
    if not isinstance(value, str) or value not in names:
        raise PydanticCustomError("level", "the levels are {names}", {"names": ", ".join(names)})
    return Level.of(value, levels_known(info))


def _ids(levels: tuple[Level, ...]) -> list[str]:
    return [level.id for level in levels]


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


Prose = Annotated[str, PlainValidator(_prose), _written_as("prose")]
Name = Annotated[str, PlainValidator(_name), _written_as("id")]
When = Annotated[conditions.Condition, PlainValidator(_parse_condition), _written_as("condition")]
Then = Annotated[Conclusion, PlainValidator(_parse_conclusion), _written_as("conclusion")]
LevelName = Annotated[Level, PlainValidator(_parse_level), _written_as("level")]
Cites = Annotated[tuple[Name, ...], Field(min_length=1)]
Allowances = Annotated[
    tuple[Allowance, ...], PlainValidator(_parse_allowances), _written_as("allowances")
]
