"""A session: the patients still to come, the mode, and how far the first of them is; as JSON, to be
taken up again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from triage.language.ruleset import RuleSet
from triage.language.safe import Safe
from triage.practice.exercises.modes import MODES

SCHEMA = 1


@dataclass(frozen=True)
class Session:
    """What is under way: ``patients`` by id, the present one first, the questions asked of that
    one, and the choices (``picks``) made since.
    """

    mode: str
    patients: tuple[str, ...]
    asked: tuple[str, ...] = ()
    picks: tuple[str, ...] = ()

    def dumps(self, ruleset: RuleSet) -> Safe:
        """The session as JSON, tied to the exact files of the rule set."""
        content = {
            "schema": SCHEMA,
            "ruleset": ruleset.id,
            "digest": ruleset.digest,
            "mode": self.mode,
            "patients": list(self.patients),
            "asked": list(self.asked),
            "picks": list(self.picks),
        }
        return Safe.json(content, indent=1) + Safe("\n")


def loads(text: str, ruleset: RuleSet) -> Session | None:
    """The session in JSON; None where it is damaged or was begun on another state of the rule
    set.
    """
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(content, Mapping) or content.get("schema") != SCHEMA:
        return None
    if (content.get("ruleset"), content.get("digest")) != (ruleset.id, ruleset.digest):
        return None
    return _read(content, ruleset)


def _read(content: Mapping[str, object], ruleset: RuleSet) -> Session | None:
    patients, asked, picks = (
        _names(content.get(key, [])) for key in ("patients", "asked", "picks")
    )
    if content.get("mode") not in MODES or not patients or asked is None or picks is None:
        return None
    mode = str(content["mode"])
    if not MODES[mode].is_possible(ruleset, picks):
        return None
    known = tuple(name for name in asked if name in ruleset.questions)
    return Session(mode, patients, known, picks)


def _names(value: object) -> tuple[str, ...] | None:
    is_list = isinstance(value, list) and all(isinstance(name, str) for name in value)
    return tuple(value) if is_list and isinstance(value, list) else None
