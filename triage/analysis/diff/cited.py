"""What rests on other claims or sources than before, and says the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from triage.language.citing import citing
from triage.language.diagnostics import Span
from triage.language.model import Cause, Entry, LevelWords, ScoreItem, Statement
from triage.language.ruleset import RuleSet


class Rests(NamedTuple):
    """An entry that names sources: ``kind`` says what it is, and ``said`` which sentence of it."""

    kind: str
    name: str
    said: str


def cited_otherwise(old: RuleSet, new: RuleSet) -> Iterator[tuple[Rests, Span]]:
    """What cites something else, each entry once; both rule sets in the same ids."""
    before = {rests: cites for rests, cites, _ in _sources(old)}
    told: set[tuple[str, str]] = set()
    for rests, cites, span in _sources(new):
        if before.get(rests, cites) != cites and rests[:2] not in told:
            told.add(rests[:2])
            yield rests, span


def _sources(ruleset: RuleSet) -> Iterator[tuple[Rests, tuple[str, ...], Span]]:
    levels = {id(ruleset.words(level)): level.id for level in ruleset.levels}
    for entry, cites, about in citing(ruleset):
        if isinstance(entry, Cause):
            continue  # what it is stressed by is a text
        owner = about[-1] if about else entry
        kind = "level" if isinstance(owner, LevelWords) else type(owner).__name__.lower()
        name = levels.get(id(owner)) or str(getattr(owner, "id", None) or "")
        yield Rests(kind, name, _said(entry)), tuple(map(str, cites)), entry.at("cites")


def _said(entry: Entry) -> str:
    if isinstance(entry, Statement):
        return entry.text
    return entry.because if isinstance(entry, ScoreItem) else type(entry).__name__
