"""What an edit changes for the people of a table, as a page and as data: downgrades first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from triage.analysis.diff.recorded import RecordedDiff, Walk
from triage.answers.answer_file import to_plain
from triage.language.ruleset import RuleSet
from triage.language.safe import Safe
from triage.render.author import to_sign
from triage.render.formats.page import Line, LineKind, Page, PageSection

FOOTER = "Made by triage. Every person of the table is counted as the table says it."
NOTHING_MOVES = "Nobody moves to another level, and nobody loses or gains a cause."
Object = dict[str, object]


def recorded_page(found: RecordedDiff) -> Page:
    """The whole comparison."""
    sections = (
        _compared(found),
        _walks("Downgrades", "downgrades", found.downgrades, found),
        _walks("Upgrades", "upgrades", found.upgrades, found),
    )
    shown = tuple(section for section in sections if section.lines or section.parts)
    return Page(f"What changes for these people in {found.new.identity.title}", shown)


def html(found: RecordedDiff) -> Safe:
    """The page as one HTML file that needs nothing else."""
    return to_sign.html(recorded_page(found), FOOTER)


def plain(found: RecordedDiff) -> Object:
    """The comparison as values that `json.dumps` takes."""
    unread_old, unread_new = found.unread
    return {
        "old": _stamp(found.old),
        "new": _stamp(found.new),
        "people": found.people,
        "moved": found.moved,
        "unread": {"old": unread_old, "new": unread_new},
        "moves": [_walk_json(walk, found) for walk in found.walks],
    }


def _stamp(ruleset: RuleSet) -> Object:
    stamp = ruleset.stamp
    return {"id": stamp.id, "version": stamp.version, "digest": stamp.digest}


def _compared(found: RecordedDiff) -> PageSection:
    verdict = NOTHING_MOVES if not found.walks else _share(found.moved, found.people, "move")
    lines = [
        Line(verdict, LineKind.STRONG),
        Line(f"Old: {found.old.stamp}", LineKind.POINT),
        Line(f"New: {found.new.stamp}", LineKind.POINT),
    ]
    for side, unread in zip(("old", "new"), found.unread, strict=True):
        if unread:
            rows = f"{unread:,} row{'' if unread == 1 else 's'}"
            text = f"Left out, for the {side} rule set cannot read them: {rows}."
            lines.append(Line(text, LineKind.POINT))
    for change in found.levels:
        lines.append(Line(f"The level {change.level.id} was {change.done}.", LineKind.POINT))
    return PageSection("What is compared", tuple(lines), id="compared")


def _share(some: int, people: int, done: str) -> str:
    return f"{some:,} of {people:,} people {done}."


def _walks(title: str, name: str, walks: Iterable[Walk], found: RecordedDiff) -> PageSection:
    return PageSection(title, parts=tuple(_walk(walk, found) for walk in walks), id=name)


def _walk(walk: Walk, found: RecordedDiff) -> PageSection:
    step = walk.step
    about = f"cause {step.cause}" if step.cause else "level"
    lines = [Line(_share(walk.people, found.people, "do so"))]
    if walk.rules:
        word = "No longer so" if step.is_down else "So now"
        rules = ", ".join(f"{rule} ({count:,})" for rule, count in walk.told_rules)
        more = len(walk.rules) - len(walk.told_rules)
        lines.append(Line(f"{word} by {rules}" + (f" and {more} more rules." if more else ".")))
    said = "; ".join(_said(walk, found)) or "nothing"
    lines.append(Line(f"For example row {walk.example.row:,}: {said}."))
    return PageSection(f"{about}: {step.before} → {step.after}", tuple(lines))


def _said(walk: Walk, found: RecordedDiff) -> Iterator[str]:
    """What the example says, as answers stand in files."""
    for name, answer in _answers(walk, found).items():
        if isinstance(answer, list):
            yield f"{name}: [{', '.join(answer)}]"
        elif isinstance(answer, dict):
            words = ", ".join(f"{option}: {word}" for option, word in answer.items())
            yield f"{name}: {{{words}}}"
        else:
            yield f"{name}: {answer}"


def _answers(walk: Walk, found: RecordedDiff) -> Object:
    answers = walk.example.answers.given
    return {name: to_plain(answer, found.old.questions[name]) for name, answer in answers.items()}


def _walk_json(walk: Walk, found: RecordedDiff) -> Object:
    step = walk.step
    return {
        "cause": step.cause or None,
        "before": step.before,
        "after": step.after,
        "downgrade": step.is_down,
        "people": walk.people,
        "rules": dict(walk.rules.most_common()),
        "example": {"row": walk.example.row, "answers": _answers(walk, found)},
    }
