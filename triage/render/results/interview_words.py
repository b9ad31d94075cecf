"""What is said around the questions of an interview; imported before the first one, so it imports
little.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from triage.interview.order import Use
from triage.interview.state import Whom
from triage.language.ruleset import RuleSet
from triage.language.safe import Safe
from triage.language.words import Level
from triage.render.formats.cells import wrap

WIDEST = 80
EMERGENCY = "In an emergency, call {number} now and leave this for later."
PLACE = "Your answers stay on this computer."

WHO = "Who is it for?"
WHOM = {
    Whom.MYSELF: "For me",
    Whom.WITH_ME: "For someone who is with me",
    Whom.ELSEWHERE: "For someone who is elsewhere",
}
ABOUT = {
    Whom.MYSELF: "",
    Whom.WITH_ME: "“You” is the person with you: ask, and look together.",
    Whom.ELSEWHERE: "“You” is the person you ask, on the phone for example.",
}

SETTLED = "No question left would change what to do now."
MORE = "{count} would help to tell causes apart."
ONCE_MORE = "Signs you are not sure of are asked once more."
ANY_CHANGE = "If anything is new or changes, say so here."
STILL_RISING = "Some can still show that help is needed sooner: {titles}."
MOST_TITLES = 3

USES = {
    Use.RAISES_ALONE: "One answer here can still bring “{level}”.",
    Use.RAISES_TOGETHER: "With other answers, one here can still bring “{level}”.",
    Use.LISTS_CAUSES: "The answers can change which causes are listed, or how well they fit.",
    Use.ADDS: "The answers add to what points to a listed cause, or against it.",
}
OPENS = "The first screens ask for signs that can need help at once, and for when it began."


def greeting(ruleset: RuleSet, number: str, width: int) -> Safe:
    """What this is, what it is not, and the number to call, before anything is asked."""
    identity = ruleset.identity
    lines = (
        identity.title,
        f"{identity.purpose} {identity.limits[0]}",
        f"{EMERGENCY.format(number=number)} {PLACE}",
    )
    parts = (part for line in lines for part in wrap(line, min(width, WIDEST)))
    return Safe.joined(parts) + Safe("\n")


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
        said = f"No more {thing} after this one."
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
