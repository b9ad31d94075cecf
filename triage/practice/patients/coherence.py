"""Whether one person can give these answers together, as the author of the rule set sees it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from functools import lru_cache

from triage.language.conditions import Fact, atoms, holds
from triage.language.model import Impossible
from triage.language.ruleset import RuleSet


def is_impossible(ruleset: RuleSet, facts: Collection[Fact]) -> bool:
    """Whether the facts hold what ``impossible.yaml`` names; more facts can only make it so, never
    undo it.
    """
    return any(_is_met(entry, facts) for entry in ruleset.impossible)


def becomes_impossible(ruleset: RuleSet, known: frozenset[Fact], more: Collection[Fact]) -> bool:
    """Whether facts that are possible become impossible with ``more``: by an entry that reads one
    of these.
    """
    readers = _readers(ruleset)
    read = {entry.id: entry for fact in more for entry in readers.get(fact, ())}
    together = known.union(more) if read else known
    return any(_is_met(entry, together) for entry in read.values())


def _is_met(entry: Impossible, facts: Collection[Fact]) -> bool:
    return entry.needed.issubset(facts) and holds(entry.when, facts)


@lru_cache(maxsize=4)
def _readers(ruleset: RuleSet) -> Mapping[Fact, list[Impossible]]:
    """For each fact the entries that read it."""
    found = defaultdict[Fact, list[Impossible]](list)
    for entry in ruleset.impossible:
        for fact in dict.fromkeys(atoms(entry.when)):
            found[fact].append(entry)
    return found
