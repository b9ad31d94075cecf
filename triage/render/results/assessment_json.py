"""A result as the JSON object of `triage assess --json`, schema 2; schema 1 on request."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict

from triage.answers.answer_file import to_plain
from triage.engine.assessment import Candidate, Firing
from triage.lacks.rise import Rise
from triage.lacks.unsure import UnsureRise
from triage.language.conditions import Fact, Holds, Is, IsNot, Supported
from triage.language.model import Question
from triage.language.ruleset import RuleSet
from triage.render.results.plan import Plan
from triage.render.results.plan_json import next_json, plan_json
from triage.render.results.ruleset_json import conclusion, resting_on
from triage.why.explanation import Explanation
from triage.why.totals import Total

SCHEMA = 2
SCHEMAS = ("1", "2")

Object = dict[str, object]


def assessment_json(
    explanation: Explanation, engine: str, number: str, schema: int = SCHEMA
) -> Object:
    """The result as values that `json.dumps` takes; causes best first, guidance most urgent
    first.

    Args:
        explanation: the result.
        engine: the name of the engine that drew the conclusions.
        number: the emergency number in words.
        schema: 1 leaves out the plan and what to ask next.
    """
    made = _schema_1(explanation, engine)
    if schema < SCHEMA:
        return made
    plan = plan_json(Plan(explanation, number))
    return {**made, "schema": SCHEMA, "plan": plan, "next": next_json(explanation)}


def _schema_1(explanation: Explanation, engine: str) -> Object:
    assessment = explanation.assessment
    ruleset = assessment.ruleset
    return {
        "schema": 1,
        "ruleset": asdict(ruleset.stamp),
        "engine": engine,
        "level": assessment.level.id,
        "guidance": [_reason(firing, "level", ruleset) for firing in assessment.guidance],
        "causes": [
            _cause(candidate, explanation.open_questions[candidate.cause.id], ruleset)
            for candidate in assessment.causes
        ],
        "findings": list(assessment.findings),
        "scores": [_score(total, ruleset) for total in explanation.scores],
        "could_rise": [_rise(rise) for rise in explanation.rises],
        "unsure": [_unsure_rise(rise) for rise in explanation.unsure],
        "trace": [_step(firing) for firing in assessment.firings],
        "answers": {
            name: to_plain(answer, ruleset.questions[name])
            for name, answer in assessment.answers.given.items()
        },
    }


def _cause(candidate: Candidate, left_open: Iterable[Question], ruleset: RuleSet) -> Object:
    return {
        "id": candidate.cause.id,
        "name": candidate.cause.name,
        "fit": candidate.fit.value,
        "for": [_reason(firing, "strength", ruleset) for firing in candidate.speaks_for],
        "against": [_reason(firing, "strength", ruleset) for firing in candidate.speaks_against],
        "open": [question.id for question in left_open],
    }


def _score(total: Total, ruleset: RuleSet) -> Object:
    items = [
        {
            "points": counted.item.points,
            "because": counted.item.because,
            **resting_on(counted.item.cites, ruleset),
            "facts": [_fact(fact) for fact in counted.facts],
        }
        for counted in total.counted
    ]
    return {
        "id": total.score.id,
        "name": total.score.name,
        "start": total.score.start,
        "points": total.points,
        "most": total.most,
        "reached": total.reached,
        "items": items,
    }


def _reason(firing: Firing, key: str, ruleset: RuleSet) -> Object:
    rule = firing.rule
    return {
        "rule": rule.id,
        key: conclusion(rule)[key],
        "because": rule.because,
        **resting_on(rule.cites, ruleset),
        "added": rule.added,
        "facts": [_fact(fact) for fact in firing.facts],
    }


def _step(firing: Firing) -> Object:
    return {
        "rule": firing.rule.id,
        "facts": [_fact(fact) for fact in firing.facts],
        "concludes": conclusion(firing.rule),
    }


def _rise(rise: Rise) -> Object:
    options = rise.options
    return {
        "question": rise.question.id,
        "option": options[0] if len(options) == 1 else list(options),
        "level": rise.level.id,
        "certain": rise.is_certain,
    }


def _unsure_rise(rise: UnsureRise) -> Object:
    return {
        "level": rise.level.id,
        "rule": rise.rule.id,
        "parts": [[_answer(fact) for fact in part] for part in rise.parts],
        "certain": rise.is_certain,
    }


def _answer(fact: Is | IsNot) -> Object:
    return {"question": fact.question, "option": fact.option, "so": isinstance(fact, Is)}


def _fact(fact: Fact) -> dict[str, str]:
    match fact:
        case Is(question, option):
            return {"question": question, "option": option}
        case IsNot(question, option):
            return {"question": question, "not": option}
        case Holds(finding):
            return {"finding": finding}
        case Supported(cause):
            return {"cause": cause}
