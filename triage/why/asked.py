"""Why a question is asked: what is known before it, and what waits for its answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from triage.answers.value import Answers
from triage.lacks.waiting import View
from triage.language.conditions import Holds, Is, IsNot
from triage.language.model import Question, Rule
from triage.language.ruleset import RuleSet
from triage.language.words import Level
from triage.why.reach import highest_levels
from triage.why.urgency import urgency


@dataclass(frozen=True, slots=True)
class WhyAsked:
    """What is known before a question, the rules that wait for its answer, and for each rule the
    highest level that it still may lead to.
    """

    question: Question
    level: Level
    findings: tuple[str, ...]
    rules: tuple[Rule, ...]
    leads_to: Mapping[str, Level]


def why_asked(ruleset: RuleSet, answers: Answers, question: str) -> WhyAsked:
    """What is known before ``question`` and which rules wait for its answer, the most urgent
    first.
    """
    view = View(ruleset, answers.without(question))
    waiting = [
        rule
        for rule, lacking in view.waiting()
        if any(isinstance(fact, Is | IsNot) and fact.question == question for fact in lacking)
    ]
    found = tuple(name for name in ruleset.findings if view.known(Holds(name)))
    return WhyAsked(
        ruleset.questions[question],
        view.level,
        found,
        tuple(sorted(waiting, key=urgency)),
        highest_levels([rule for rule in ruleset.rules if view.may_fire(rule)]),
    )
