"""What is said before anything is asked, and whom it is for; shown while the rules are still being
read, so it imports little.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from triage.interview.whom import Whom
from triage.language.safe import Safe
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


class Introduced(Protocol):
    """What a rule set says of itself."""

    @property
    def title(self) -> str:
        """What it is about."""

    @property
    def purpose(self) -> str:
        """What it is for."""

    @property
    def limits(self) -> Sequence[str]:
        """What it is not."""


def greeting(about: Introduced, number: str, width: int) -> Safe:
    """What this is, what it is not, and the number to call, before anything is asked."""
    lines = (
        about.title,
        f"{about.purpose} {about.limits[0]}",
        f"{EMERGENCY.format(number=number)} {PLACE}",
    )
    parts = (part for line in lines for part in wrap(line, min(width, WIDEST)))
    return Safe.joined(parts) + Safe("\n")
