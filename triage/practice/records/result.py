"""One finished practice as a plain record: what progress is made of, and what a teacher gathers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from triage.language.diagnostics import TriageError
from triage.language.words import USUAL_LEVELS, Level
from triage.practice.exercises.commitment import Commitment
from triage.practice.exercises.exercise import Exercise
from triage.practice.exercises.modes import MODES

SCHEMA, OWN_LEVELS = 2, 3
READABLE = (1, SCHEMA, OWN_LEVELS)
"""What this version of triage reads; results of schema 1 do not say what the questions were worth,
those of schema 3 name the levels of their rule set.
"""


class NotAResult(TriageError):
    """Content that is no result of ours."""


@dataclass(frozen=True)
class Points:
    """The points of one mark and how many there were to get."""

    name: str
    points: float
    most: float


@dataclass(frozen=True)
class PracticeResult:
    """A finished practice. ``causes``, ``level`` and ``flags`` (warning signs of the case) are
    those of the engine.

    Of a work-up, ``needed`` are the questions without which the engine's result would be another
    one, and ``idle`` those that were asked and changed nothing; neither holds what was told
    unasked, nor questions about warning signs.

    Where a kind of practice asks for no level the commitment holds that of the engine; where it
    asks for an emergency only, "no emergency" is kept as the lowest level. ``finished_at`` is a
    time in ISO 8601.
    """

    ruleset: str
    version: str
    digest: str
    mode: str
    patient: str
    asked: tuple[str, ...]
    commitment: Commitment
    marks: tuple[Points, ...]
    causes: tuple[str, ...]
    level: Level
    flags: tuple[str, ...]
    missed_flags: tuple[str, ...]
    finished_at: str
    needed: tuple[str, ...] = ()
    idle: tuple[str, ...] = ()
    levels: tuple[Level, ...] = USUAL_LEVELS
    schema: int = SCHEMA

    @property
    def kind(self) -> type[Exercise]:
        """The kind of practice."""
        return MODES[self.mode]

    @property
    def missed_emergency(self) -> bool:
        """Whether the student called an emergency something less."""
        return self.level.is_emergency and not self.commitment.level.is_emergency

    def to_plain(self) -> dict[str, object]:
        """The record as JSON holds it."""
        worth: dict[str, object] = (
            {"needed": list(self.needed), "idle": list(self.idle)} if self.schema > 1 else {}
        )
        if self.levels != USUAL_LEVELS:
            worth["levels"] = [_plain_level(level) for level in self.levels]
        stated = [{"cause": cause, "sure": sure} for cause, sure in self.commitment.causes]
        return {
            "schema": self.schema if self.levels == USUAL_LEVELS else OWN_LEVELS,
            "ruleset": self.ruleset,
            "version": self.version,
            "digest": self.digest,
            "mode": self.mode,
            "patient": self.patient,
            "asked": list(self.asked),
            "commitment": {"level": self.commitment.level.id, "causes": stated},
            "marks": {mark.name: {"points": mark.points, "most": mark.most} for mark in self.marks},
            "causes": list(self.causes),
            "level": self.level.id,
            "flags": list(self.flags),
            "missed_flags": list(self.missed_flags),
            **worth,
            "finished_at": self.finished_at,
        }

    @classmethod
    def from_plain(cls, plain: object) -> PracticeResult:
        """The record that ``to_plain`` wrote.

        Raises:
            NotAResult: it is something else, or comes from a newer version of triage.
        """
        if not isinstance(plain, Mapping) or not isinstance(plain.get("schema"), int):
            raise NotAResult("this is not a result of `triage practise`")
        if plain["schema"] not in READABLE:
            raise NotAResult(
                f"this result has schema {plain['schema']}; this version of triage reads up to"
                f" {READABLE[-1]}"
            )
        try:
            return _read(plain)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise NotAResult(f"this is not a whole result of `triage practise`: {error}") from None


def _plain_level(level: Level) -> dict[str, object]:
    marks = {"emergency": level.is_emergency, "protected": level.is_protected}
    return {"id": level.id, **{name: True for name, is_so in marks.items() if is_so}}


def _levels(plain: Mapping[str, Any]) -> tuple[Level, ...]:
    """The levels of the rule set that was practised on, the least urgent first."""
    if "levels" not in plain:
        return USUAL_LEVELS
    return tuple(
        Level(rank, str(one["id"]), one.get("emergency") is True, one.get("protected") is True)
        for rank, one in enumerate(plain["levels"])
    )


def _read(plain: Mapping[str, Any]) -> PracticeResult:
    if plain["mode"] not in MODES:
        raise ValueError(f"unknown mode {plain['mode']}")
    stated = tuple(
        (str(entry["cause"]), float(entry["sure"])) for entry in plain["commitment"]["causes"]
    )
    marks = tuple(
        Points(str(name), float(mark["points"]), float(mark["most"]))
        for name, mark in plain["marks"].items()
    )
    words = {
        key: str(plain[key])
        for key in ("ruleset", "version", "digest", "mode", "patient", "finished_at")
    }
    worth = ("needed", "idle") if plain["schema"] > 1 else ()
    lists = {
        key: tuple(map(str, plain[key]))
        for key in ("asked", "causes", "flags", "missed_flags", *worth)
    }
    levels = _levels(plain)
    if not all(0 <= mark.points <= mark.most for mark in marks):
        raise ValueError("points beyond what there is to get")
    return PracticeResult(
        ruleset=words["ruleset"],
        version=words["version"],
        digest=words["digest"],
        mode=words["mode"],
        patient=words["patient"],
        asked=lists["asked"],
        marks=marks,
        causes=lists["causes"],
        commitment=Commitment(Level.of(plain["commitment"]["level"], levels), stated),
        level=Level.of(plain["level"], levels),
        flags=lists["flags"],
        missed_flags=lists["missed_flags"],
        finished_at=words["finished_at"],
        needed=lists.get("needed", ()),
        idle=lists.get("idle", ()),
        levels=levels,
        schema=min(plain["schema"], SCHEMA),
    )
