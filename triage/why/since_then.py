"""What changed between two results of one person: better, same or worse, and by what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import cached_property

from triage.engine.assessment import Assessment
from triage.language.model import Option


class Course(Enum):
    """What became of the level, or of what brings it."""

    BETTER = "better"
    SAME = "same"
    WORSE = "worse"


@dataclass(frozen=True)
class SinceThen:
    """An earlier result and today's, by one rule set."""

    then: Assessment
    now: Assessment
    day: date | None = None

    @cached_property
    def course(self) -> Course:
        """By the level; where that is the same, by the rules that call for a doctor or more: a new
        one of them is worse, whatever else has gone.
        """
        if self.now.level != self.then.level:
            return Course.WORSE if self.now.level > self.then.level else Course.BETTER
        before, after = (self._calling(one) for one in (self.then, self.now))
        if after - before:
            return Course.WORSE
        return Course.BETTER if before - after else Course.SAME

    @cached_property
    def new(self) -> tuple[Option, ...]:
        """What is so now and was not said then."""
        return _said_only(self.now, self.then)

    @cached_property
    def gone(self) -> tuple[Option, ...]:
        """What was so then and is not said now."""
        return _said_only(self.then, self.now)

    @staticmethod
    def _calling(assessment: Assessment) -> set[str]:
        lowest = assessment.ruleset.lowest
        return {
            firing.rule.id
            for firing in assessment.guidance
            if firing.rule.level is not None and firing.rule.level > lowest
        }


def _said_only(here: Assessment, there: Assessment) -> tuple[Option, ...]:
    """The options chosen in one result and not in the other."""
    found: list[Option] = []
    for name, answer in here.answers.given.items():
        question = here.ruleset.questions[name]
        other = there.answers.given.get(name)
        chosen = answer.yes - (other.yes if other else frozenset())
        found += [question.option(option) for option in question.option_ids if option in chosen]
    return tuple(found)
