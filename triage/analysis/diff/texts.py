"""Every text that a person reads and that is another one, at the level where it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from triage.analysis.diff.read_texts import ReadText, TextPlace, texts_of
from triage.language.diagnostics import Span
from triage.language.ruleset import RuleSet
from triage.language.words import Level


@dataclass(frozen=True, slots=True)
class TextChange:
    """A text that is another one, was added (no ``old``) or taken out (no ``new``).

    ``level`` is the highest that what it belongs to can bring, before or after.
    """

    kind: str
    name: str
    part: str
    old: str | None
    new: str | None
    level: Level
    span: Span

    @property
    def title(self) -> str:
        """What it is a text of."""
        return " ".join(filter(None, (self.kind, self.name, self.part)))


def changed_texts(old: RuleSet, new: RuleSet) -> tuple[TextChange, ...]:
    """Every text that differs, those at the highest level first; both rule sets in the same ids."""
    before, after = (_by_place(side) for side in (old, new))
    found = [
        change
        for place in dict.fromkeys((*after, *before))
        for change in _between(place, before.get(place, []), after.get(place, []))
    ]
    return tuple(sorted(found, key=lambda change: change.level, reverse=True))


def _between(place: TextPlace, old: list[ReadText], new: list[ReadText]) -> Iterator[TextChange]:
    """The texts of one place that are on one side only, side by side in their order."""
    pairs = zip_longest(_only(old, new), _only(new, old))
    for before, after in pairs:
        there = [one for one in (after, before) if one]
        yield TextChange(
            *place,
            before.text if before else None,
            after.text if after else None,
            max(one.level for one in there),
            there[0].span,
        )


def _only(these: list[ReadText], those: list[ReadText]) -> Iterator[ReadText]:
    left = Counter(one.text for one in those)
    for one in these:
        if left[one.text]:
            left[one.text] -= 1
        else:
            yield one


def _by_place(ruleset: RuleSet) -> dict[TextPlace, list[ReadText]]:
    found: dict[TextPlace, list[ReadText]] = {}
    for place, read in texts_of(ruleset):
        found.setdefault(place, []).append(read)
    return found
