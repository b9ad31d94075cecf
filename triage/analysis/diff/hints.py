"""What an author may have meant and did not write: ids that were renamed, and what is new."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from triage.language.diagnostics import MOST_HINTS, nearest
from triage.language.model import Cause, Finding, Option, Question, Rule
from triage.language.ruleset import RuleSet

Named = Question | Option | Finding | Cause | Rule
Entries = Mapping[str, Named]


def hints(old: RuleSet, new: RuleSet) -> tuple[str, ...]:
    """What could be said with `was` and `since` in a later version; both rule sets in the same
    ids.
    """
    if old.id != new.id:
        return ()
    found = [
        *_renames("question", old.questions, new.questions),
        *_renames("finding", old.findings, new.findings),
        *_renames("cause", old.causes, new.causes),
        *_of_options(old, new),
        *_renames("rule", _written(old), _written(new)),
    ]
    return tuple(found[:MOST_HINTS])


def _of_options(old: RuleSet, new: RuleSet) -> Iterator[str]:
    for question in new.questions.values():
        before = old.questions.get(question.id)
        if before is None:
            continue
        was, is_now = ({one.id: one for one in side.options} for side in (before, question))
        yield from _renames("option", was, is_now, f"{question.id}.")
        yield from (
            f"the option `{question.id}.{name}` is new: without `since` it is taken for a “no” in"
            " answers to an earlier version"
            for name, option in is_now.items()
            if name not in was and option.since is None and option.was is None
        )


def _renames(kind: str, old: Entries, new: Entries, before: str = "") -> Iterator[str]:
    """For each entry that is gone the new one that it may be."""
    added = {name: entry for name, entry in new.items() if name not in old and not entry.was}
    by_words = {_words(entry): name for name, entry in reversed(added.items())}
    gone = [(name, entry) for name, entry in old.items() if name not in new]
    for name, entry in gone[:MOST_HINTS]:
        alike = by_words.get(_words(entry)) or next(iter(nearest(name, added)), None)
        if alike:
            yield (
                f"the {kind} `{before}{name}` may be `{before}{alike}` now: if it is, write"
                f" `was: {name}` there"
            )


def _written(ruleset: RuleSet) -> Entries:
    """The rules without those that stand for the level of a cause: these go by its id."""
    levels = {cause.level_rule.id for cause in ruleset.causes.values()}
    return {name: rule for name, rule in ruleset.rule.items() if name not in levels}


def _words(entry: Named) -> str:
    if isinstance(entry, Rule):
        return entry.because
    return entry.text if isinstance(entry, Question | Option) else entry.name
