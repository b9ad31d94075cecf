"""What is said around the questions of an interview; imported before the first one, so it imports
little.
"""

from __future__ import annotations

from triage.language.ruleset import RuleSet
from triage.language.safe import Safe
from triage.render.formats.cells import wrap

WIDEST = 80
EMERGENCY = "In an emergency, call {number} now and leave this for later."
PLACE = "Your answers stay on this computer."


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


def at_most(count: int) -> str:
    """How many questions are still to come after this one.

    >>> at_most(1)
    'At most 1 more question.'
    """
    if count == 0:
        return "No more question after this one."
    return f"At most {count} more question{'' if count == 1 else 's'}."
