"""The levels of help that a rule set declares: their order, and how they are marked.

A rule set that marks none declares the four usual levels. One that marks some declares levels of
its own: two to seven in the order of the file, the least urgent first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from triage.language.diagnostics import Diagnostic, did_you_mean
from triage.language.model import Identity, LevelWords
from triage.language.source import Table, Value
from triage.language.words import USUAL_LEVELS, Level

FEWEST, MOST = 2, 7
MARKS = ("emergency", "protected")


def declared(written: Value | None) -> tuple[Level, ...]:
    """The levels that ``levels:`` of ruleset.yaml declares, whatever is wrong with it; none where
    that cannot be told. Of names that are not marked, those that are not usual count too: what is
    wrong with them is said once, and not wherever they are named.

    >>> red = Table({"emergency": "true"})
    >>> [level.id for level in declared(Table({"green": Table(), "red": red}))]
    ['green', 'red']
    """
    if not isinstance(written, Table):
        return ()
    marks = {name: _marks(entry) for name, entry in written.items()}
    if any(marks.values()):
        return _in_order(marks)
    usual = {level.id for level in USUAL_LEVELS}
    others = [str(name) for name in written if name not in usual]
    shared = USUAL_LEVELS if len(others) < len(written) or not written else ()
    return (*shared, *(Level(len(shared) + rank, name) for rank, name in enumerate(others)))


def ladder(words: Mapping[str, LevelWords]) -> tuple[Level, ...]:
    """The levels of a loaded rule set, the least urgent first."""
    marks = {
        name: {mark for mark in MARKS if getattr(entry, mark)} for name, entry in words.items()
    }
    return _in_order(marks) if any(marks.values()) else USUAL_LEVELS


def check(identity: Identity) -> Iterator[Diagnostic]:
    """What is wrong with the levels."""
    marked = [name for name, words in identity.levels.items() if words.emergency or words.protected]
    yield from _check_own(identity) if marked else _check_usual(identity)


def _marks(entry: Value) -> set[str]:
    table = entry if isinstance(entry, Table) else {}
    return {mark for mark in MARKS if table.get(mark) == "true"}


def _in_order(marks: Mapping[str, set[str]]) -> tuple[Level, ...]:
    """The levels with these marks; equal to a usual one, they are that one."""
    made = (
        Level(rank, str(name), "emergency" in found, bool(found))
        for rank, (name, found) in enumerate(marks.items())
    )
    usual = {level: level for level in USUAL_LEVELS}
    return tuple(usual.get(level, level) for level in made)


def _check_usual(identity: Identity) -> Iterator[Diagnostic]:
    wanted = [level.id for level in USUAL_LEVELS]
    for name in wanted if any(name in wanted for name in identity.levels) else ():
        if name not in identity.levels:
            yield Diagnostic("T137", f"the level `{name}` has no words", identity.span)
    for name, words in identity.levels.items():
        if name not in wanted:
            help_text = did_you_mean(name, wanted) or (
                "where levels are your own, mark those that no gate may hide: `protected: true`"
            )
            yield Diagnostic("T137", f"`{name}` is not a level", words.span, help_text)


def _check_own(identity: Identity) -> Iterator[Diagnostic]:
    levels = identity.levels
    if not FEWEST <= len(levels) <= MOST:
        message = f"there are {len(levels)} levels"
        help_text = f"a rule set has {FEWEST} to {MOST} levels, the least urgent first"
        yield Diagnostic("T139", message, identity.at("levels"), help_text)
    highest = next(reversed(levels), "")
    for name, words in levels.items():
        if words.emergency and name != highest:
            message = f"`{name}` is marked `emergency` and is not the highest level"
            help_text = f"the levels stand with the least urgent first; the last is `{highest}`"
            yield Diagnostic("T139", message, words.at("emergency"), help_text)
