"""Made-up results of practice on the small rule set."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from triage.language.words import Level
from triage.practice.exercises.commitment import Commitment
from triage.practice.records.result import Points, PracticeResult

START = datetime(2026, 3, 2, 12, tzinfo=UTC)
NAMES = ("safety", "causes", "economy", "calibration")


def result(  # noqa: PLR0917
    day: float = 0,
    causes: tuple[str, ...] = ("clot",),
    named: tuple[tuple[str, float], ...] = (("clot", 0.6),),
    level: Level = Level.URGENT,
    chosen: Level | None = None,
    flags: tuple[str, ...] = ("leg",),
    missed: tuple[str, ...] = (),
    points: tuple[float, ...] = (40, 15, 10, 5),
    mode: str = "work_up",
    asked: tuple[str, ...] = ("leg", "smoking"),
    needed: tuple[str, ...] = ("smoking",),
    idle: tuple[str, ...] = (),
    patient: str = "seed:1",
    ruleset: str = "tiny",
    version: str = "0.1.0",
) -> PracticeResult:
    """A result of ``day`` days after the start, all right unless said otherwise."""
    marks = tuple(
        Points(name, got, most)
        for name, got, most in zip(NAMES, points, (40, 30, 20, 10), strict=True)
    )
    return PracticeResult(
        ruleset=ruleset,
        version=version,
        digest="0" * 12,
        mode=mode,
        patient=patient,
        asked=asked,
        commitment=Commitment(level if chosen is None else chosen, named),
        marks=marks,
        causes=causes,
        level=level,
        flags=flags,
        missed_flags=missed,
        finished_at=(START + timedelta(days=day)).isoformat(),
        needed=needed,
        idle=idle,
    )


def written(path: Path, *results: PracticeResult) -> Path:
    """A file of results, one JSON object a line."""
    path.write_text(
        "".join(json.dumps(one.to_plain(), ensure_ascii=False) + "\n" for one in results),
        encoding="utf-8",
    )
    return path
