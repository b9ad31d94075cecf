"""One scale for two rule sets whose levels differ, so that a level of one can be called lower than
one of the other.

Levels of one name are one level, and so are those that mark an emergency. Between these, levels are
compared by rank, the least urgent first; what is left over stands on its own. Where two names stand
in another order, as many keep their place as can.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from triage.analysis.diff.counted import Pair
from triage.analysis.diff.edits import Done, Edit
from triage.language.conditions import ALWAYS
from triage.language.model import Cause, LevelWords, Rule
from triage.language.ruleset import RuleSet
from triage.language.words import Level

Pairs = tuple[tuple[Level, Level], ...]
"""Levels that are one, the least urgent first."""


NO_RULE = "where-no-rule-decides"
"""The id of the rule that stands for the lowest level of a side."""


@dataclass(frozen=True, slots=True)
class LevelChange:
    """A level that was added (no ``old``) or removed (no ``new``), or that bears another name or
    other marks; ``level`` is where it stands on the common scale.
    """

    done: Done
    old: Level | None
    new: Level | None
    level: Level


@dataclass(frozen=True)
class CommonScale:
    """Two rule sets told in levels of one scale, and what is not the same in their own."""

    old: RuleSet
    new: RuleSet
    old_lowest: Level
    new_lowest: Level
    changes: tuple[LevelChange, ...] = ()


def on_one_scale(old: RuleSet, new: RuleSet) -> CommonScale:
    """The two rule sets with the levels of both; as they are where these are the same."""
    if old.levels == new.levels:
        return CommonScale(old, new, old.lowest, new.lowest)
    rungs = list(_rungs(old.levels, new.levels))
    taken = {after.id for _, after in rungs if after is not None}
    scale = [_level(place, *rung, taken) for place, rung in enumerate(rungs)]
    before, after = (
        {side: level for side, level in zip(sides, scale, strict=True) if side is not None}
        for sides in zip(*rungs, strict=True)
    )
    changes = (_change(*rung, level) for rung, level in zip(rungs, scale, strict=True))
    return CommonScale(
        _told(old, before, scale),
        _told(new, after, scale),
        before[old.lowest],
        after[new.lowest],
        tuple(change for change in changes if change is not None),
    )


def grounded(pair: Pair, scale: CommonScale) -> Pair:
    """The pair with a rule that brings the own lowest level of a side where that is not the lowest
    of the scale: it is what everybody gets of whom nothing else is so.
    """
    old, new = (
        grounded_side(side, lowest)
        for side, lowest in zip(pair.sides, (scale.old_lowest, scale.new_lowest), strict=True)
    )
    return replace(pair, old=old, new=new)


def grounded_side(side: RuleSet, lowest: Level) -> RuleSet:
    """One side with such a rule, where it needs one."""
    if lowest == side.lowest:
        return side
    words = side.words(lowest)
    rule = Rule.model_validate(
        {
            "id": NO_RULE,
            "when": ALWAYS,
            "then": lowest,
            "because": "It is the lowest level there is.",
            "cites": words.cites,
        }
    )
    return replace(side, rules=(*side.rules, rule))


def level_edits(old: RuleSet, new: RuleSet, changes: Sequence[LevelChange]) -> Iterator[Edit]:
    """The changed levels as what an author edited."""
    for change in changes:
        side, level = (old, change.old) if change.new is None else (new, change.new)
        assert level is not None
        yield Edit(change.done, "level", level.id, side.words(level).span)


_Rung = tuple[Level | None, Level | None]


def _rungs(old: Sequence[Level], new: Sequence[Level]) -> Iterator[_Rung]:
    """The rungs of the common scale, the least urgent first."""
    left, right = 0, 0
    for before, after in _same(tuple(old), tuple(new)):
        yield from zip_longest(old[left : before.rank], new[right : after.rank])
        yield before, after
        left, right = before.rank + 1, after.rank + 1
    yield from zip_longest(old[left:], new[right:])


def _same(old: tuple[Level, ...], new: tuple[Level, ...]) -> Pairs:
    """As many levels that are one as can keep their order: the longest common subsequence."""
    if not old or not new:
        return ()
    without = max(_same(old[1:], new), _same(old, new[1:]), key=len)
    is_one = old[0].id == new[0].id or (old[0].is_emergency and new[0].is_emergency)
    kept = ((old[0], new[0]), *_same(old[1:], new[1:])) if is_one else ()
    return max(kept, without, key=len)


def _level(place: int, old: Level | None, new: Level | None, taken: Collection[str]) -> Level:
    """The level by its new name; one that has moved bears a name of its own where it stood."""
    one = new or old
    assert one is not None
    name = f"{one.id} (old)" if new is None and one.id in taken else one.id
    return Level(place, name, one.is_emergency, one.is_protected)


def _change(old: Level | None, new: Level | None, level: Level) -> LevelChange | None:
    if old is None or new is None:
        return LevelChange(Done.ADDED if old is None else Done.REMOVED, old, new, level)
    if old.id != new.id:
        return LevelChange(Done.RENAMED, old, new, level)
    marks = ((one.is_emergency, one.is_protected) for one in (old, new))
    return LevelChange(Done.CHANGED, old, new, level) if len(set(marks)) > 1 else None


def _told(ruleset: RuleSet, scale: Mapping[Level, Level], levels: Sequence[Level]) -> RuleSet:
    """The rule set in the levels of the scale; a level of the other side alone has no words."""
    own = {level: ruleset.words(before) for before, level in scale.items()}
    texts = ("name", "headline", "action", "by_when", "call", "when_closed", "say")
    none: dict[str, object] = {**dict.fromkeys(texts), "meanwhile": (), "unsaid": {}}
    wordless = ruleset.words(ruleset.lowest).model_copy(update=none)
    words = {level.id: _marked(own.get(level, wordless), level) for level in levels}
    watch = tuple(
        one.model_copy(update={"level": scale[one.level]}) for one in ruleset.identity.watch
    )
    return replace(
        ruleset,
        identity=ruleset.identity.model_copy(update={"levels": words, "watch": watch}),
        rules=tuple(_rule(rule, scale) for rule in ruleset.rules),
        causes={name: _cause(cause, scale) for name, cause in ruleset.causes.items()},
    )


def _marked(words: LevelWords, level: Level) -> LevelWords:
    marks = {"emergency": level.is_emergency, "protected": level.is_protected}
    return words.model_copy(update=marks)


def _rule(rule: Rule, scale: Mapping[Level, Level]) -> Rule:
    return rule if rule.level is None else rule.model_copy(update={"then": scale[rule.level]})


def _cause(cause: Cause, scale: Mapping[Level, Level]) -> Cause:
    level = cause.level.model_copy(update={"is_": scale[cause.level.is_]})
    return cause.model_copy(update={"level": level})
