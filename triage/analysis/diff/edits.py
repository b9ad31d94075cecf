"""What an author edited between two versions of a rule set, wording left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from triage.analysis.diff.cited import cited_otherwise
from triage.analysis.diff.renames import Names, Renames, renamed, renames
from triage.language.conditions import Condition
from triage.language.diagnostics import Span
from triage.language.model import Entry, Rule
from triage.language.ruleset import RuleSet
from triage.language.screens import QuestionScreen
from triage.language.words import Conclusion


class Done(StrEnum):
    """What became of an entry."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    RENAMED = "renamed"


@dataclass(frozen=True, slots=True)
class Edit:
    """An entry that is not as it was: ``kind`` names what it is, ``name`` it, ``span`` where it
    stands or stood.
    """

    done: Done
    kind: str
    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class RuleEdit:
    """A rule that was added (no ``old``), removed (no ``new``), or reads or concludes something
    else.
    """

    old: Rule | None
    new: Rule | None

    @property
    def id(self) -> str:
        """The id of the rule."""
        return (self.new or self.old or _nothing()).id

    @property
    def done(self) -> Done:
        """What became of the rule."""
        return (
            Done.ADDED if self.old is None else Done.REMOVED if self.new is None else Done.CHANGED
        )


def edits(before: RuleSet, new: RuleSet) -> tuple[Edit, ...]:
    """Everything edited that is more than wording: rules, causes, findings, questions, options,
    when they are asked and on which screen, what nobody answers together, and what is cited.

    The order of the questions counts, since they are asked in it. What goes on under a new id is
    renamed, and not removed and added.
    """
    names = renames(before, new)
    old = renamed(before, names)
    return (
        *_called(names, new),
        *(_told(edit) for edit in rule_edits(old, new)),
        *_renamed(old, new),
        *_between("cause", old.causes, new.causes),
        *_between("finding", old.findings, new.findings),
        *_between("score", old.scores, new.scores),
        *_changed_scores(old, new),
        *_between("question", old.questions, new.questions),
        *_options(old, new),
        *_asked(old, new),
        *_reordered(old, new),
        *_impossible(old, new),
        *_screens(old, new),
        *_cited(old, new),
    )


def rule_edits(old: RuleSet, new: RuleSet) -> tuple[RuleEdit, ...]:
    """The rules that read or conclude something else, or are on one side only under any name."""
    renamed = _renames(old, new)
    removed = [
        rule for name, rule in old.rule.items() if name not in new.rule and name not in renamed
    ]
    added = [
        rule
        for name, rule in new.rule.items()
        if name not in old.rule and name not in renamed.values()
    ]
    changed = [(rule, new.rule[name]) for name, rule in old.rule.items() if name in new.rule]
    differing = [pair for pair in changed if _meaning(pair[0]) != _meaning(pair[1])]
    return (
        *(RuleEdit(before, after) for before, after in differing),
        *(RuleEdit(rule, None) for rule in removed),
        *(RuleEdit(None, rule) for rule in added),
    )


def _meaning(rule: Rule) -> tuple[Condition, Conclusion]:
    return rule.when, rule.then


def _renames(old: RuleSet, new: RuleSet) -> dict[str, str]:
    """The old and the new id of rules that bear another id and are otherwise the same."""
    free: dict[object, list[str]] = {}
    for name, rule in new.rule.items():
        if name not in old.rule:
            free.setdefault(_meaning(rule), []).append(name)
    gone = [
        (name, free.get(_meaning(rule))) for name, rule in old.rule.items() if name not in new.rule
    ]
    return {name: candidates.pop(0) for name, candidates in gone if candidates}


def _told(edit: RuleEdit) -> Edit:
    return Edit(edit.done, "rule", edit.id, (edit.new or edit.old or _nothing()).span)


def _renamed(old: RuleSet, new: RuleSet) -> Iterator[Edit]:
    for before, after in _renames(old, new).items():
        yield Edit(Done.RENAMED, "rule", f"{before} → {after}", new.rule[after].span)


def _called(names: Renames, new: RuleSet) -> Iterator[Edit]:
    """What says with `was` that it bore another id."""
    kinds: dict[str, tuple[Names, Mapping[str, Entry]]] = {
        "question": (names.questions, new.questions),
        "finding": (names.findings, new.findings),
        "cause": (names.causes, new.causes),
        "rule": (names.rules, new.rule),
    }
    for kind, (pairs, entries) in kinds.items():
        for before, after in pairs.items():
            yield Edit(Done.RENAMED, kind, f"{before} → {after}", entries[after].span)
    for name, options in names.options.items():
        question = new.questions[names.questions.get(name, name)]
        for before, after in options.items():
            span = question.option(after).span
            yield Edit(Done.RENAMED, "option", f"{question.id}.{before} → {after}", span)


def _between(kind: str, old: Mapping[str, Entry], new: Mapping[str, Entry]) -> Iterator[Edit]:
    yield from (
        Edit(Done.REMOVED, kind, name, entry.span) for name, entry in old.items() if name not in new
    )
    yield from (
        Edit(Done.ADDED, kind, name, entry.span) for name, entry in new.items() if name not in old
    )


def _options(old: RuleSet, new: RuleSet) -> Iterator[Edit]:
    for name in _common(old.questions, new.questions):
        before, after = old.questions[name], new.questions[name]
        yield from _between(
            "option",
            {f"{name}.{option.id}": option for option in before.options},
            {f"{name}.{option.id}": option for option in after.options},
        )


def _asked(old: RuleSet, new: RuleSet) -> Iterator[Edit]:
    for name in _common(old.questions, new.questions):
        before, after = old.questions[name], new.questions[name]
        ways = {
            "kind of question": before.kind != after.kind,
            "`applies_if` of question": before.applies_if != after.applies_if,
            "`ask_if` of question": before.ask_if != after.ask_if,
            "`declinable` of question": before.declinable != after.declinable,
            "`section` of question": before.section != after.section,
        }
        yield from (
            Edit(Done.CHANGED, way, name, after.span) for way, is_other in ways.items() if is_other
        )


def _changed_scores(old: RuleSet, new: RuleSet) -> Iterator[Edit]:
    for name in _common(old.scores, new.scores):
        before, after = old.scores[name], new.scores[name]
        was, is_now = (
            (score.start, [(item.when, item.points) for item in score.items])
            for score in (before, after)
        )
        if was != is_now:
            yield Edit(Done.CHANGED, "items of score", name, after.span)


def _reordered(old: RuleSet, new: RuleSet) -> Iterator[Edit]:
    before, after = (
        [name for name in side.questions if name in common]
        for side, common in ((old, new.questions), (new, old.questions))
    )
    for name, was in zip(after, before, strict=True):
        if name != was:
            yield Edit(Done.CHANGED, "order of the questions from", name, new.questions[name].span)
            return


def _impossible(old: RuleSet, new: RuleSet) -> Iterator[Edit]:
    """What practice no longer shows, or shows again."""
    before, after = ({entry.id: entry for entry in side.impossible} for side in (old, new))
    yield from _between("impossible answers", before, after)
    yield from (
        Edit(Done.CHANGED, "impossible answers", name, after[name].span)
        for name in _common(before, after)
        if (before[name].when, before[name].by) != (after[name].when, after[name].by)
    )


def _screens(old: RuleSet, new: RuleSet) -> Iterator[Edit]:
    """What stands together, and when."""
    before, after = ({screen.id: screen for screen in side.screens} for side in (old, new))
    yield from _between("screen", before, after)
    for name in _common(before, after):
        was, screen = before[name], after[name]
        ways = {
            "lines of screen": _lines(was) != _lines(screen),
            "`opens` of screen": was.opens != screen.opens,
            "`again` of screen": was.again != screen.again,
        }
        yield from (
            Edit(Done.CHANGED, way, name, screen.span) for way, is_other in ways.items() if is_other
        )
    shared = _common(before, after)
    for name, was_there in zip(shared, _common(after, before), strict=True):
        if name != was_there:
            yield Edit(Done.CHANGED, "order of the screens from", name, after[name].span)
            return


def _lines(screen: QuestionScreen) -> list[tuple[str, str]]:
    return [(line.question, line.option) for line in screen.lines]


def _cited(old: RuleSet, new: RuleSet) -> Iterator[Edit]:
    for rests, span in cited_otherwise(old, new):
        yield Edit(Done.CHANGED, f"sources of {rests.kind}", rests.name, span)


def _common(old: Mapping[str, Entry], new: Iterable[str]) -> list[str]:
    return [name for name in new if name in old]


def _nothing() -> Rule:
    raise ValueError("an edit is of a rule on one side at least")
