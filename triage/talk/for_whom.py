"""The first thing asked: whom it is for. No rule is needed for it, so they are read meanwhile."""

from __future__ import annotations

from triage.interview.whom import Whom
from triage.prompts import Prompter
from triage.prompts.menus import choose
from triage.render.results.greeting import WHO, WHOM

NOTHING_YET = "You left before the first answer, so nothing is kept."


def ask_for_whom(prompter: Prompter) -> Whom:
    """Whom the answers are about; going back from the first question means oneself.

    Raises:
        Interrupted: the person wants to leave.
        InputEnded: nothing more can be read.
    """
    lines = {one.value: words for one, words in WHOM.items()}
    return Whom(choose(prompter, WHO, lines, Whom.MYSELF) or Whom.MYSELF)
