"""What a patient tells unasked: a complaint, a few more facts, and the age."""

from __future__ import annotations

from random import Random

from triage.answers.value import Answers, State
from triage.language.conditions import ALWAYS
from triage.language.ruleset import RuleSet
from triage.practice.patients.background import AGE

MORE_FACTS = 2
"""How many facts stand beside the complaint."""


def volunteered(
    ruleset: RuleSet, answers: Answers, aside: Answers, random: Random
) -> tuple[str, ...]:
    """The questions whose answers are told: the age where there is one, the first notable one, and
    two more.

    Warning signs and what people may decline to say are never told unasked.
    """
    notable = [name for name in answers.given if _is_tellable(ruleset, answers, name)]
    complaint, others = notable[:1], notable[1:]
    more = random.sample(others, min(MORE_FACTS, len(others)))
    known = {**aside.given, **answers.given}
    chosen = [name for name in (*complaint, *more, AGE) if name in known and known[name].yes]
    told = (name for name in ruleset.questions if name in chosen)
    return tuple(sorted(told, key=AGE.__ne__))


def _is_tellable(ruleset: RuleSet, answers: Answers, name: str) -> bool:
    question, answer = ruleset.questions[name], answers[name]
    if name == AGE or question.declinable or ruleset.is_red_flag(question):
        return False
    return question.gate == ALWAYS and answer.state is State.GIVEN and bool(answer.yes)
