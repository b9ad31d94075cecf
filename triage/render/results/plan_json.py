"""The plan, and what to ask next, as JSON: all that the text of a result says."""

from __future__ import annotations

from collections.abc import Iterable

from triage.engine.assessment import Candidate
from triage.language.model import Statement, Watch
from triage.language.ruleset import RuleSet
from triage.render.results.plan import Plan
from triage.render.results.ruleset_json import resting_on
from triage.why.explanation import Explanation

Object = dict[str, object]


def plan_json(plan: Plan) -> Object:
    """What a person reads first; a text that the rule set does not have is empty."""
    ruleset = plan.assessment.ruleset
    return {
        "level": plan.assessment.level.id,
        "do": plan.do,
        "action": plan.action,
        "by_when": plan.by_when,
        "where": plan.where,
        "call": plan.call,
        "say": plan.say,
        "last_well": plan.last_well,
        "because": plan.because,
        "unsaid": plan.unsaid,
        **resting_on(plan.words.cites, ruleset),
        "meanwhile": _statements(plan.meanwhile, ruleset),
        "helps": _statements(plan.helps, ruleset),
        "explanations": [_explanation(candidate) for candidate in plan.causes],
        "watch": [_watch(watch, ruleset) for watch in plan.watch],
    }


def next_json(explanation: Explanation) -> list[Object]:
    """The questions that make sense and are open, in order: how far each could raise the level by
    itself, and the listed causes that it bears on.
    """
    rises = {rise.question.id: rise for rise in reversed(explanation.rises)}
    found: list[Object] = []
    for question in explanation.still_to_ask:
        rise = rises.get(question.id)
        causes = [
            cause
            for cause, questions in explanation.open_questions.items()
            if question in questions
        ]
        found.append(
            {
                "question": question.id,
                "text": question.text,
                "could_raise_to": rise.level.id if rise else None,
                "certain": rise.is_certain if rise else True,
                "causes": causes,
            }
        )
    return found


def _explanation(candidate: Candidate) -> Object:
    cause = candidate.cause
    return {
        "cause": cause.id,
        "name": cause.name,
        "call_it": cause.call_it or "",
        "fit": candidate.fit.value,
        "level": cause.level.is_.id,
    }


def _watch(watch: Watch, ruleset: RuleSet) -> Object:
    return {
        "level": watch.level.id,
        "brief": watch.brief or "",
        "text": watch.text,
        **resting_on(watch.cites, ruleset),
    }


def _statements(found: Iterable[Statement], ruleset: RuleSet) -> list[Object]:
    return [{"text": one.text, **resting_on(one.cites, ruleset)} for one in found]
