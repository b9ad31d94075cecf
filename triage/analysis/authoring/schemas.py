"""JSON Schemas of every kind of file, so that editors complete and check while an author types.

Made from the models that loading uses; what loading reads by hand (conditions, conclusions) is in
``schema_definitions``. Editors read YAML 1.2, so numbers may stand where the loader, to which every
scalar is text, reads a text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from triage.analysis.authoring.schema_definitions import WRITTEN, Schema
from triage.analysis.proofs.properties import Property
from triage.answers.value import LONGEST_NOTE
from triage.cases.case_files import CaseEntry
from triage.cases.stories import Everyday
from triage.cases.tables import TableEntry
from triage.language.diagnostics import UnknownName
from triage.language.hazards import Hazard
from triage.language.model import Cause, Entry, Finding, Identity, Impossible, Question, Rule, Score
from triage.language.safe import Safe
from triage.language.screens import QuestionScreen
from triage.language.signatures import Decision, Signature
from triage.language.source import Listing, Table
from triage.language.values import WRITTEN_AS

DAY: Schema = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
WELL: Schema = {"type": "string", "pattern": r"\S", "maxLength": LONGEST_NOTE}
DIALECT = "https://json-schema.org/draft/2020-12/schema"


@dataclass(frozen=True)
class FileKind:
    """A kind of file: what it is, and how its schema is made."""

    title: str
    make: Callable[[], Schema]


def schema(kind: str) -> Schema:
    """The JSON Schema of a kind of file, complete in itself.

    Raises:
        UnknownName: there is no such kind.
    """
    if kind not in KINDS:
        raise UnknownName("a kind of file", kind, KINDS)
    made = KINDS[kind].make()
    definitions = {**WRITTEN, **made.pop("$defs", {})}
    used = {name: definitions[name] for name in sorted(_used(made, definitions))}
    return {"$schema": DIALECT, "title": KINDS[kind].title, **made, "$defs": used}


def schema_text(kind: str) -> Safe:
    """The JSON Schema of a kind of file as the text of a file."""
    return Safe.json(schema(kind), indent=1) + Safe("\n")


def _used(part: object, definitions: Mapping[str, Schema]) -> set[str]:
    """The definitions that a schema refers to, directly or through others."""
    found: set[str] = set()
    waiting = [part]
    while waiting:
        for name in _references(waiting.pop()) - found:
            found.add(name)
            waiting.append(definitions[name])
    return found


def _references(part: object) -> set[str]:
    if isinstance(part, list):
        return set().union(*map(_references, part))
    if not isinstance(part, dict):
        return set()
    own = {part["$ref"].removeprefix("#/$defs/")} if isinstance(part.get("$ref"), str) else set()
    return own.union(*map(_references, part.values()))


class _Generator(GenerateJsonSchema):
    """Knows the values with places of ``source``."""

    def is_instance_schema(self, schema: core_schema.IsInstanceSchema) -> JsonSchemaValue:
        named = {Table: {WRITTEN_AS: "answers"}, Listing: {"type": "array"}}
        return named.get(schema["cls"], {WRITTEN_AS: "prose"})

    def function_plain_schema(
        self, schema: core_schema.PlainValidatorFunctionSchema
    ) -> JsonSchemaValue:
        return {"description": f"read by hand: {schema['type']}"}

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])


def of_model(model: type[Entry]) -> Schema:
    """The schema of one kind of entry, with what it refers to under ``$defs``."""
    made: Schema = _tidied(model.model_json_schema(schema_generator=_Generator, by_alias=True))
    made.get("$defs", {}).pop("Span", None)
    return made


def _tidied(part: Any) -> Any:
    """Without the places, the made-up titles and the nulls that only Python knows."""
    if isinstance(part, list):
        return [_tidied(item) for item in part]
    if not isinstance(part, dict):
        return part
    if WRITTEN_AS in part:
        return {"$ref": f"#/$defs/{part[WRITTEN_AS]}"}
    if isinstance(part.get("anyOf"), list):
        rest = [item for item in part["anyOf"] if item != {"type": "null"}]
        if len(rest) == 1:
            return _tidied(rest[0])
    return {key: _tidied_value(key, value) for key, value in part.items() if key != "title"}


def _tidied_value(key: str, value: Any) -> Any:
    if key in ("properties", "$defs"):
        return _tidied_properties(value)
    if key == "description":  # where a docstring is folded is nothing to an editor
        return re.sub(r"(?<=\S)\n(?=\S)", " ", value)
    return _tidied(value)


def _tidied_properties(properties: Mapping[str, Any]) -> Schema:
    return {name: _tidied(value) for name, value in properties.items() if not name.startswith("\0")}


def _file(*required: str, **lists: type[Entry]) -> Schema:
    """A file that holds lists of entries."""
    definitions: Schema = {}
    properties: Schema = {}
    for key, model in lists.items():
        made = of_model(model)
        definitions |= made.pop("$defs", {})
        definitions[model.__name__] = made
        properties[key] = {"type": "array", "items": {"$ref": f"#/$defs/{model.__name__}"}}
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(required),
        "properties": properties,
        "$defs": definitions,
    }


def _cause() -> Schema:
    card, rules = of_model(Cause), _file("rules", rules=Rule)
    card["properties"] |= rules["properties"]
    card["required"] = [*card["required"], "rules"]
    card["$defs"] = {**card["$defs"], **rules["$defs"]}
    return card


def _cases() -> Schema:
    made = _file(cases=CaseEntry, tables=TableEntry)
    everyday = of_model(Everyday)
    made["$defs"] |= everyday.pop("$defs", {})
    made["properties"]["everyday"] = everyday
    return {**made, "anyOf": [{"required": ["cases"]}, {"required": ["tables"]}]}


def _answers() -> Schema:
    names: Schema = {key: {"$ref": "#/$defs/id"} for key in ("ruleset", "version", "id")}
    return {
        "type": "object",
        "additionalProperties": False,
        "required": ["ruleset", "answers"],
        "properties": {
            **names,
            "date": DAY,
            "last_well": WELL,
            "answers": {"$ref": "#/$defs/answers"},
        },
    }


KINDS: Mapping[str, FileKind] = {
    "ruleset": FileKind("The identity of a rule set (ruleset.yaml)", lambda: of_model(Identity)),
    "questions": FileKind(
        "Questions and screens (questions.yaml)",
        lambda: _file("questions", questions=Question, screens=QuestionScreen),
    ),
    "findings": FileKind(
        "Findings and the rules that conclude them (findings.yaml)",
        lambda: _file("findings", "rules", findings=Finding, rules=Rule),
    ),
    "rules": FileKind(
        "Rules, and findings of their own (guidance.yaml, safety_net.yaml)",
        lambda: _file("rules", findings=Finding, rules=Rule),
    ),
    "impossible": FileKind(
        "Answers that no one person gives together (impossible.yaml)",
        lambda: _file("impossible", impossible=Impossible),
    ),
    "scores": FileKind("Scores (scores.yaml)", lambda: _file("scores", scores=Score)),
    "cause": FileKind("The card and the rules of one cause (causes/<id>.yaml)", _cause),
    "hazards": FileKind(
        "How it could harm, and what guards against it (hazards.yaml)",
        lambda: _file("hazards", hazards=Hazard),
    ),
    "decisions": FileKind(
        "What was decided, and why (decisions.yaml)",
        lambda: _file("decisions", decisions=Decision),
    ),
    "reviews": FileKind(
        "Who signed which rules (reviews.yaml)", lambda: _file("reviews", reviews=Signature)
    ),
    "properties": FileKind(
        "What is proved of a rule set (properties.yaml)",
        lambda: _file("properties", properties=Property),
    ),
    "cases": FileKind("Cases (cases/*.yaml)", _cases),
    "answers": FileKind("Answers of one person", _answers),
}
"""Every kind of file."""
