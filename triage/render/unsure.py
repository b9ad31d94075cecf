"""The answers left open by "not sure" that would make it an emergency: nobody may read them as "no"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from triage.answers import Answer
from triage.assessment import Assessment
from triage.conditions import Fact, Is, IsNot
from triage.engine.reference import ReferenceEngine
from triage.interview import applies
from triage.model import Question, Rule
from triage.rise import MOST_JOINT_OPTIONS
from triage.vocabulary import Kind, Level


@dataclass(frozen=True, slots=True)
class Alarm:
    """Options of one question that together make it an emergency, and the rule that says so."""

    question: Question
    options: tuple[str, ...]
    rule: Rule


def alarms(assessment: Assessment) -> tuple[Alarm, ...]:
    """Every smallest set of unsure options that would raise the level to emergency; none where it is one already."""
    if assessment.level is Level.EMERGENCY:
        return ()
    ruleset, answers = assessment.ruleset, assessment.answers
    engine, known = ReferenceEngine(ruleset), list(answers.facts())
    found: list[Alarm] = []
    for question in ruleset.questions.values():
        answer = answers[str(question.id)]
        if answer.is_unsure(question) and applies(question, answers):
            found.extend(_alarms_of(question, answer, engine, known))
    return tuple(found)


def _alarms_of(question: Question, answer: Answer, engine: ReferenceEngine, known: list[Fact]) -> Iterator[Alarm]:
    unknown = [option for option in question.option_ids if option not in answer.yes | answer.no]
    found: list[set[str]] = []
    for size in range(1, 1 + (1 if question.kind is Kind.ONE else MOST_JOINT_OPTIONS)):
        for options in combinations(unknown, size):
            if any(smaller <= set(options) for smaller in found):
                continue
            rule = _emergency_rule(engine, [*known, *_facts(question, options, unknown)])
            if rule:
                found.append(set(options))
                yield Alarm(question, options, rule)


def _facts(question: Question, options: tuple[str, ...], unknown: list[str]) -> list[Fact]:
    name = str(question.id)
    return [Is(name, option) if option in options else IsNot(name, option) for option in unknown]


def _emergency_rule(engine: ReferenceEngine, facts: list[Fact]) -> Rule | None:
    return next((rule for rule in engine.fired(facts) if rule.then is Level.EMERGENCY), None)
