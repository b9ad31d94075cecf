"""Answers of another day, taken up again: what can have changed is asked anew, the rest stays."""

from __future__ import annotations

from dataclasses import dataclass

from triage.answers.value import Answers
from triage.interview.state import Answered, Event, Interview, Reopened
from triage.language.ruleset import RuleSet


@dataclass(frozen=True)
class TakenUp:
    """The interview that begins with the earlier answers, and the questions to ask again after the
    one that it asks now.
    """

    interview: Interview
    again: tuple[str, ...]


def taken_up(ruleset: RuleSet, earlier: Answers) -> TakenUp:
    """The interview over what can have changed since ``earlier``; nothing else is asked that was
    answered.
    """
    again = changing(ruleset, earlier)
    events: list[Event] = [Answered(name, answer) for name, answer in earlier.given.items()]
    events += map(Reopened, again[:1])
    return TakenUp(Interview(ruleset, tuple(events)), again[1:])


def changing(ruleset: RuleSet, earlier: Answers) -> tuple[str, ...]:
    """An answered question of each screen that can have changed: of those that open or say
    ``again``; where no screen says so, every question about warning signs.
    """
    screens = [screen for screen in ruleset.screens if screen.opens or screen.again]
    if not screens:
        sections = ruleset.sections
        return tuple(
            name
            for name in earlier.given
            if name in ruleset.questions and sections[ruleset.questions[name].section].red_flags
        )
    answered = ([name for name in one.questions if name in earlier.given] for one in screens)
    return tuple(names[0] for names in answered if names)
