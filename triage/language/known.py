"""What is known of a rule set while an entry of it is read: its levels, questions and scores."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from triage.language.conditions import Condition
from triage.language.source import Listing, Table, Value
from triage.language.words import USUAL_LEVELS, Kind, Level


@dataclass(frozen=True, slots=True)
class Options:
    """The options of a question, in order, and whether they are a scale."""

    is_scale: bool
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Items:
    """The items of a score with the points of each; ``start`` is what is shown before any of them
    counts.
    """

    parts: tuple[Condition, ...]
    points: tuple[int, ...]
    start: int = 0


@dataclass(frozen=True)
class Known:
    """What entries can name; of no ``levels`` nobody knows what they are. ``are_scores_whole`` says
    whether no score is missing because it could not be read, ``can_read_scores`` whether a
    condition here may ask for one at all, ``is_for_scores`` that scores themselves are read.
    """

    levels: tuple[Level, ...] = USUAL_LEVELS
    questions: Mapping[str, Options] = field(default_factory=dict)
    scores: Mapping[str, Items] = field(default_factory=dict)
    are_scores_whole: bool = True
    can_read_scores: bool = True
    is_for_scores: bool = False

    @property
    def level_ids(self) -> Collection[str]:
        """The ids of the levels, the least urgent first."""
        return [level.id for level in self.levels]

    def level(self, name: str) -> Level:
        """The level called so; KeyError where it is known that there is none."""
        return Level.of(name, self.levels) if self.levels else Level(0, name)


def declared_questions(written: Value | None) -> Mapping[str, Options]:
    """The options of the questions that ``questions:`` of a file declares, whatever is wrong with
    them.
    """
    entries = written if isinstance(written, Listing) else []
    found: dict[str, Options] = {}
    for entry in entries:
        if isinstance(entry, Table) and isinstance(entry.get("id"), str):
            listed = entry.get("options")
            options = listed if isinstance(listed, Listing) else []
            ids = tuple(str(one["id"]) for one in options if isinstance(one, Table) and "id" in one)
            found[str(entry["id"])] = Options(entry.get("kind") == Kind.SCALE.value, ids)
    return found
