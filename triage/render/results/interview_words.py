"""What is said around the questions of an interview."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from triage.interview.order import Use
from triage.language.ruleset import RuleSet
from triage.language.words import Level

SETTLED = "No question left would change what to do now."
MORE = "{count} would help to tell causes apart."
ONCE_MORE = "Signs you are not sure of are asked once more."
ANY_CHANGE = "If anything is new or changes, say so here."
STILL_RISING = "Some can still show that help is needed sooner: {titles}."
MOST_TITLES = 3

USES = {
    Use.RAISES_ALONE: "One answer here can still bring “{level}”.",
    Use.RAISES_TOGETHER: "Together with other answers, one here can still bring “{level}”.",
    Use.LISTS_CAUSES: "The answers can change which causes are listed, or how well they fit.",
    Use.ADDS: "The answers add to what points to a listed cause, or against it.",
}
OPENS = "The first screens ask for signs that can need help at once, and for when it began."


def counted(count: int, thing: str) -> str:
    """So many of a thing.

    >>> counted(1, "more screen"), counted(3, "more screen")
    ('1 more screen', '3 more screens')
    """
    return f"{count} {thing}{'' if count == 1 else 's'}"


def at_most(count: int, thing: str = "question", *, says_again: bool = False) -> str:
    """How many of them are still to come after this one; ``says_again``: that what stays unsure is
    not among them.

    >>> at_most(1)
    'At most 1 more question.'
    """
    said = f"At most {counted(count, f'more {thing}')}."
    if count == 0:
        said = f"No more {thing}s after this one."
    return f"{said} {ONCE_MORE}" if says_again else said


def so_far(level: Level, ruleset: RuleSet) -> str:
    """The level that the answers bring by now, in a line that stays."""
    name = ruleset.words(level).name
    return f"So far: {name[:1].lower()}{name[1:]}."


def settled(count: int, thing: str) -> str:
    """That nothing can raise the level any more; never that all is well."""
    more = [MORE.format(count=counted(count, f"more {thing}"))] if count else []
    return " ".join([SETTLED, *more, ANY_CHANGE])


def left_open(count: int, thing: str, rising: Sequence[str]) -> str:
    """What was not asked yet, by name where it can still raise the level."""
    said = f"{counted(count, thing)} {'is' if count == 1 else 'are'} still open."
    if not rising:
        return said
    titles = " ".join(f"“{title}”" for title in rising[:MOST_TITLES])
    return f"{said} {STILL_RISING.format(titles=titles)}"


def moment(then: datetime | None, now: datetime) -> str:
    """When something was, as somebody would say it.

    >>> moment(datetime(2026, 3, 2, 9, 5), datetime(2026, 3, 2, 10, 0))
    'from today at 09:05'
    >>> moment(datetime(2026, 3, 1, 9, 5), datetime(2026, 3, 2, 10, 0))
    'from yesterday at 09:05'
    """
    if then is None:
        return "from an earlier time"
    days = (now.date() - then.date()).days
    day = {0: "today", 1: "yesterday"}.get(days, f"{then.day} {then:%B %Y},")
    return f"from {day} at {then:%H:%M}"
