"""Finished practice, kept on this computer: record a result, read them all, and say which cause
comes back next.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from triage.files.folders import data_folder
from triage.language.ruleset import RuleSet
from triage.practice.records.database import Storage
from triage.practice.records.result import NotAResult, PracticeResult
from triage.practice.records.schedule import schedule
from triage.practice.records.summary import dated, moment, reviews


@dataclass(frozen=True)
class Recorded:
    """Every result that is kept, oldest first, and what the person has to know about the keeping.

    ``unread`` are kept documents that this version cannot read, as they are.
    """

    results: tuple[PracticeResult, ...] = ()
    notes: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()


def record(result: PracticeResult, folder: Path | None = None) -> tuple[str, ...]:
    """Keep a finished result; it is on the disk afterwards.

    Returns:
        What the person has to know, mostly nothing.

    Raises:
        KeptBeside: it could not be added; it waits on the disk for the next ``catch_up``.
        StoreError: it cannot be kept; the caller still holds it.
    """
    document = json.dumps(result.to_plain(), ensure_ascii=False, allow_nan=False)
    return Storage(folder or data_folder()).add(result.ruleset, result.finished_at, document)


def catch_up(folder: Path | None = None) -> tuple[str, ...]:
    """Record what could only be kept beside the database when it was finished.

    Returns:
        What the person has to know, mostly nothing.

    Raises:
        StoreError: the folder cannot be used.
    """
    return Storage(folder or data_folder()).take_in()


def recorded(folder: Path | None = None) -> Recorded:
    """Everything that was recorded and can still be understood.

    Raises:
        StoreError: the database cannot be read.
    """
    kept = Storage(folder or data_folder()).read()
    results, unread = list[PracticeResult](), list[str]()
    for document in kept.documents:
        try:
            results.append(parsed(document))
        except NotAResult:
            unread.append(document)
    lost = [
        f"Results that this version of triage cannot read: {len(unread)}. They stay where they are."
    ]
    return Recorded(
        tuple(sorted(results, key=moment)), (*kept.notes, *(lost if unread else [])), tuple(unread)
    )


def parsed(document: str) -> PracticeResult:
    """The result that a JSON text holds.

    Raises:
        NotAResult: it holds something else.
    """
    try:
        plain = json.loads(document)
    except (ValueError, RecursionError):
        raise NotAResult("this is not a result of `triage practise`") from None
    return dated(PracticeResult.from_plain(plain))


def delete_all(folder: Path | None = None) -> int:
    """Remove every result and every database that was put aside; returns how many files are gone.

    Raises:
        StoreError: a file cannot be removed.
    """
    return Storage(folder or data_folder()).delete()


def next_cause(
    ruleset: RuleSet, results: Iterable[PracticeResult], now: datetime | None = None
) -> str | None:
    """The cause to practise next: the one that has been due for longest, else one that was never
    met.

    Returns None while every cause was met and none is due.
    """
    now = now or datetime.now(UTC)
    met = schedule(reviews(result for result in results if result.ruleset == ruleset.id), now)
    known = [due for due in met if due.cause in ruleset.causes]
    if known and known[0].at <= now:
        return known[0].cause
    fresh = set(ruleset.causes) - {due.cause for due in known}
    return min(fresh, default=None)
