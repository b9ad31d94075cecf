"""Everything in a rule set that cites something, wherever it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from triage.language.model import Accountable, Entry
from triage.language.ruleset import RuleSet
from triage.language.source import Text

KEYS = ("cites", "stressed")
"""Under these keys an entry names claims and sources."""


class Citing(NamedTuple):
    """What one entry cites, and the entries around it whose author answers for it."""

    entry: Entry
    cites: tuple[Text, ...]
    about: tuple[Accountable, ...]


def citing(ruleset: RuleSet) -> Iterator[Citing]:
    """Every entry that cites something, each once; the level of a cause as it stands there."""
    own = {f"{name}-level" for name in ruleset.causes}
    yield from _below(ruleset.identity, ())
    for entries in (
        ruleset.questions.values(),
        ruleset.findings.values(),
        ruleset.scores.values(),
        ruleset.causes.values(),
        ruleset.decisions,
        [rule for rule in ruleset.rules if rule.id not in own],
    ):
        for entry in entries:
            yield from _below(entry, ())


def _below(value: object, about: tuple[Accountable, ...]) -> Iterator[Citing]:
    if isinstance(value, Entry):
        about = (*about, value) if isinstance(value, Accountable) else about
        names = type(value).model_fields
        cites = [cite for key in KEYS if key in names for cite in value.words(key)]
        if cites:
            yield Citing(value, tuple(cites), about)
        for name in names:
            yield from _below(getattr(value, name), about)
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _below(part, about)
    elif isinstance(value, tuple):
        for part in value:
            yield from _below(part, about)
