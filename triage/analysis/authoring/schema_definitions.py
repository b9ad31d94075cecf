"""The JSON Schemas of values that no model describes: what loading reads by hand. ``values`` says
which is which.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from triage.answers.value import OPTION_WORDS
from triage.language.words import Strength

Schema = dict[str, Any]

_ID: Schema = {"type": ["string", "number"], "pattern": r"^[A-Za-z0-9_.\-]{1,64}$"}
_IDS: Schema = {
    "anyOf": [
        {"$ref": "#/$defs/id"},
        {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/id"}},
    ]
}


def _exactly(**properties: Schema) -> Schema:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(properties),
        "properties": properties,
    }


def _some(part: Schema) -> Schema:
    return {"type": "array", "minItems": 1, "items": part}


_RANGE: Schema = {
    "type": "object",
    "minProperties": 1,
    "additionalProperties": False,
    "properties": {"from": {"$ref": "#/$defs/id"}, "to": {"$ref": "#/$defs/id"}},
}

WRITTEN: Mapping[str, Schema] = {
    "id": _ID,
    "ids": _IDS,
    "pattern": {
        "description": "A case, a table of cases, a file of them, or a beginning of ids with `*`.",
        "type": ["string", "number"],
        "pattern": r"^[A-Za-z0-9_.\-]{1,64}\*?$",
    },
    "prose": {"type": ["string", "number"], "pattern": r"\S"},
    "level": {
        "description": "A level of the rule set, as `ruleset.yaml` names it.",
        **_ID,
    },
    "condition": {
        "description": "`always`, or a mapping in which every entry must hold.",
        "anyOf": [
            {"const": "always"},
            {
                "description": "The points of a score.",
                **_exactly(score={"$ref": "#/$defs/id"}, at_least={"type": "integer"}),
            },
            {
                "type": "object",
                "minProperties": 1,
                "properties": {
                    "score": False,
                    "all": _some({"$ref": "#/$defs/condition"}),
                    "any": _some({"$ref": "#/$defs/condition"}),
                    "at_least": {
                        "description": "So many of these conditions hold.",
                        **_exactly(
                            n={"type": "integer", "minimum": 1},
                            of=_some({"$ref": "#/$defs/condition"}),
                        ),
                    },
                    "finding": {"$ref": "#/$defs/ids"},
                },
                "additionalProperties": {
                    "description": "A question: an option, any of several, `{not: option}`, or a"
                    " range of a scale.",
                    "anyOf": [
                        {"$ref": "#/$defs/ids"},
                        _exactly(**{"not": {"$ref": "#/$defs/ids"}}),
                        _RANGE,
                    ],
                },
            },
        ],
    },
    "conclusion": {
        "description": "Exactly one finding, one cause with a strength, or one level.",
        "oneOf": [
            _exactly(finding={"$ref": "#/$defs/id"}),
            _exactly(level={"$ref": "#/$defs/level"}),
            _exactly(
                cause={"$ref": "#/$defs/id"},
                strength={"enum": [strength.value for strength in Strength]},
            ),
        ],
    },
    "allowances": {
        "description": "Findings of `triage check` that are accepted here, each with the reason.",
        "type": "object",
        "minProperties": 1,
        "additionalProperties": False,
        "patternProperties": {r"^T2\d\d$": {"$ref": "#/$defs/prose"}},
    },
    "property_when": {"anyOf": [{"const": "nothing_answered"}, {"$ref": "#/$defs/condition"}]},
    "property_then": {
        "description": (
            "A condition, or an outcome: a level, at least a level, a cause with a fit, or a rule."
        ),
        "anyOf": [
            {
                "type": "object",
                "minProperties": 1,
                "additionalProperties": False,
                "properties": {
                    "level": {"$ref": "#/$defs/level"},
                    "at_least": {"$ref": "#/$defs/level"},
                    "cause": {"$ref": "#/$defs/id"},
                    "rule": {"$ref": "#/$defs/id"},
                    "fit": {
                        "enum": [
                            strength.value
                            for strength in Strength
                            if strength is not Strength.AGAINST
                        ]
                    },
                },
            },
            {"$ref": "#/$defs/condition"},
        ],
    },
    "answers": {
        "description": (
            "For each question an option, a list of options, a mapping of options, `not_sure`,"
            " `declined`."
        ),
        "type": "object",
        "propertyNames": {"pattern": _ID["pattern"]},
        "additionalProperties": {
            "anyOf": [
                {"$ref": "#/$defs/id"},
                {"type": "array", "items": {"$ref": "#/$defs/id"}},
                {"type": "object", "additionalProperties": {"enum": list(OPTION_WORDS)}},
            ]
        },
    },
}
"""By name, as the marks in ``values`` give it."""
