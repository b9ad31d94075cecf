"""Turn one mapping of a file into a model, or into diagnostics with their exact places."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeVar

from pydantic import ValidationError

from triage.language.diagnostics import Diagnostic, Span, did_you_mean
from triage.language.known import Known
from triage.language.model import Entry
from triage.language.source import Listing, Table, Text, Value
from triage.language.values import KNOWN

Made = TypeVar("Made", bound=Entry)
NOTHING_KNOWN = Known()


def build(
    model: type[Made],
    value: Value,
    problems: list[Diagnostic],
    known: Known = NOTHING_KNOWN,
) -> Made | None:
    """The model that ``value`` describes, or None with every reason added to ``problems``.

    Args:
        model: what it should be.
        value: what was written.
        problems: where reasons go.
        known: what it can name.
    """
    if not isinstance(value, Table):
        problems.append(Diagnostic("T112", "a mapping of `key: value` belongs here", value.span))
        return None
    try:
        return model.model_validate(value, context={KNOWN: known})
    except ValidationError as error:
        details = [one for one in error.errors() if not _is_written(value, one)]
        found = [problem for detail in details for problem in _diagnose(model, value, detail)]
        problems.extend(problem for problem in found if not _is_implied(problem, found))
        return None


def entries(
    table: Table,
    key: str,
    model: type[Made],
    problems: list[Diagnostic],
    known: Known = NOTHING_KNOWN,
) -> tuple[Made, ...]:
    """The models listed under ``key`` of a file, without those that are wrong; ``known`` as for
    ``build``.
    """
    listed = table.get(key)
    if listed is None:
        problems.append(Diagnostic("T111", f"the key `{key}` is missing", table.span))
        return ()
    if not isinstance(listed, Listing):
        problems.append(Diagnostic("T112", f"`{key}` takes a list", table.key(key).span))
        return ()
    made = (build(model, item, problems, known) for item in listed)
    return tuple(item for item in made if item is not None)


def refuse_unknown_keys(table: Table, known: tuple[str, ...], problems: list[Diagnostic]) -> None:
    """Add a diagnostic for each key of ``table`` that is not in ``known``."""
    problems.extend(
        _unknown_key(key, known) for key in table if key not in known and isinstance(key, Text)
    )


def _is_written(root: Table, detail: Any) -> bool:
    """Whether something is said to lack entries whose entries are only wrong."""
    place = _find(root, detail["loc"])
    return detail["type"] == "too_short" and isinstance(place, Listing | Table) and bool(place)


def _is_implied(problem: Diagnostic, found: list[Diagnostic]) -> bool:
    """Whether a missing key is only a misspelt one."""
    if problem.code != "T111":
        return False
    name = problem.message.split("`")[1]
    return any(other.code == "T110" and other.help == f"did you mean `{name}`?" for other in found)


def _diagnose(model: type[Entry], root: Table, detail: Any) -> Iterator[Diagnostic]:
    if detail["type"] == "diagnosed":  # of a whole entry there is no `loc`
        yield from detail["ctx"]["problems"]
        return
    *path, last = detail["loc"]
    place = _find(root, detail["loc"])
    if detail["type"] == "extra_forbidden":
        table = _find(root, path)
        key = table.key(last) if isinstance(table, Table) else Text(str(last), _span(place))
        yield _unknown_key(key, _known_keys(model, path))
    elif detail["type"] == "missing":
        yield Diagnostic("T111", f"the key `{last}` is missing", _span(_find(root, path)))
    elif detail["type"] == "id":
        yield Diagnostic("T113", f"`{place}` is no id", _span(place), detail["msg"])
    else:
        name = next((part for part in reversed(detail["loc"]) if isinstance(part, str)), "value")
        yield Diagnostic("T112", f"`{name}`: {_plain(detail)}", _span(place))


def _plain(detail: Any) -> str:
    wanted = {
        "is_instance_of": "a single text belongs here",
        "tuple_type": "a list belongs here",
        "model_type": "a mapping of `key: value` belongs here",
        "model_attributes_type": "a mapping of `key: value` belongs here",
        "dict_type": "a mapping of `key: value` belongs here",
        "bool_parsing": "`true` or `false` belongs here",
        "bool_type": "`true` or `false` belongs here",
        "too_short": "at least one entry belongs here",
    }
    if detail["type"] in ("enum", "literal_error"):
        return f"one of {detail['ctx']['expected'].replace(chr(39), '`')} belongs here"
    return wanted.get(detail["type"], str(detail["msg"]))


def _unknown_key(key: Text, known: tuple[str, ...]) -> Diagnostic:
    help_text = did_you_mean(key, known) or "the keys here are " + ", ".join(
        f"`{name}`" for name in known
    )
    if _is_rest_of_text(key):
        help_text = f"inside `{{ }}` a text with a comma needs quotes; {help_text}"
    return Diagnostic("T110", f"unknown key `{key}`", key.span, help_text)


def _is_rest_of_text(key: Text) -> bool:
    """Whether no colon follows what seems a key: a comma before it ended a text too early."""
    return key.span.snippet[key.span.end_column - 1 :].lstrip().startswith((",", "}"))


def _known_keys(model: type[Entry], path: list[Any]) -> tuple[str, ...]:
    """The keys of the model found at ``path`` below ``model``."""
    for part in path:
        if isinstance(part, str) and (info := _field(model, part)) is not None:
            model = _entry_type(info.annotation) or model
    names = ((info.alias or name) for name, info in model.model_fields.items())
    return tuple(name for name in names if not name.startswith("\0"))


def _field(model: type[Entry], name: str) -> Any:
    aliases = {info.alias or key: info for key, info in model.model_fields.items()}
    return aliases.get(name)


def _entry_type(annotation: Any) -> type[Entry] | None:
    if isinstance(annotation, type) and issubclass(annotation, Entry):
        return annotation
    inner = (_entry_type(part) for part in getattr(annotation, "__args__", ()))
    return next((found for found in inner if found), None)


def _find(root: Value, path: Any) -> Value:
    """The value at ``path``, or the nearest one around it that was written."""
    for part in path:
        is_inside = (
            part in root if isinstance(root, Table) else isinstance(part, int) and part < len(root)
        )
        if is_inside and isinstance(root, Table | Listing):
            root = root[part]
    return root


def _span(value: Value) -> Span:
    return value.span
