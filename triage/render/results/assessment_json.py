"""An assessment as the JSON object of `triage assess --json`, schema 1."""

from __future__ import annotations

from triage.answers.answer_file import to_plain
from triage.engine.assessment import Assessment, Candidate, Firing
from triage.lacks.rise import Rise, could_rise
from triage.language.conditions import Fact, Holds, Is, IsNot
from triage.language.model import Rule
from triage.language.words import ForCause, Level
from triage.why.missing import open_questions

SCHEMA = 1

Object = dict[str, object]


def assessment_json(assessment: Assessment, engine: str) -> Object:
    """The assessment as values that `json.dumps` takes; causes best first, guidance most urgent
    first.
    """
    ruleset, answers = assessment.ruleset, assessment.answers
    return {
        "schema": SCHEMA,
        "ruleset": {"id": ruleset.id, "version": ruleset.version, "digest": ruleset.digest},
        "engine": engine,
        "level": assessment.level.id,
        "guidance": [_reason(firing, "level") for firing in assessment.guidance],
        "causes": [_cause(candidate, assessment) for candidate in assessment.causes],
        "findings": list(assessment.findings),
        "could_rise": [_rise(rise) for rise in could_rise(assessment)],
        "trace": [_step(firing) for firing in assessment.firings],
        "answers": {
            name: to_plain(answer, ruleset.questions[name])
            for name, answer in answers.given.items()
        },
    }


def _cause(candidate: Candidate, assessment: Assessment) -> Object:
    return {
        "id": candidate.cause.id,
        "name": candidate.cause.name,
        "fit": candidate.fit.value,
        "for": [_reason(firing, "strength") for firing in candidate.speaks_for],
        "against": [_reason(firing, "strength") for firing in candidate.speaks_against],
        "open": [question.id for question in open_questions(assessment, candidate.cause.id)],
    }


def _reason(firing: Firing, key: str) -> Object:
    rule = firing.rule
    return {
        "rule": rule.id,
        key: _concludes(rule)[key],
        "because": rule.because,
        "cites": list(rule.cites),
        "added": rule.added,
        "facts": [_fact(fact) for fact in firing.facts],
    }


def _step(firing: Firing) -> Object:
    return {
        "rule": firing.rule.id,
        "facts": [_fact(fact) for fact in firing.facts],
        "concludes": _concludes(firing.rule),
    }


def _rise(rise: Rise) -> Object:
    options = rise.options
    return {
        "question": rise.question.id,
        "option": options[0] if len(options) == 1 else list(options),
        "level": rise.level.id,
    }


def _concludes(rule: Rule) -> dict[str, str]:
    then = rule.then
    if isinstance(then, ForCause):
        return {"cause": then.cause, "strength": then.strength.value}
    return {"level": then.id} if isinstance(then, Level) else {"finding": then.finding}


def _fact(fact: Fact) -> dict[str, str]:
    if isinstance(fact, Is):
        return {"question": fact.question, "option": fact.option}
    if isinstance(fact, IsNot):
        return {"question": fact.question, "not": fact.option}
    return {"finding": fact.finding} if isinstance(fact, Holds) else {"cause": fact.cause}
