"""The plan, and what to ask next, as JSON: all that the text of a result says."""

from __future__ import annotations

from collections.abc import Iterable

from triage.engine.assessment import Candidate
from triage.interview.order import Rank, to_come
from triage.language.model import Question, Statement, Watch
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
        "advice": _advice(plan),
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


def _advice(plan: Plan) -> Object | None:
    """What to do about a sign left unsure, beside a level that is less urgent; null where nothing
    is more urgent than the level.
    """
    found = plan.advised
    if found is None:
        return None
    return {
        "level": found.level.id,
        "question": found.question.id,
        "text": plan.advice,
        **resting_on(found.advice.cites, plan.assessment.ruleset),
    }


def next_json(explanation: Explanation) -> list[Object]:
    """The screens that are still worth showing, in the order in which they would come, with what
    each of their questions can still do. A question that stands on no screen is one by itself.
    """
    assessment = explanation.assessment
    return [
        {
            "screen": coming.screen.id if coming.screen else None,
            **_can_do(coming.rank),
            "questions": [
                _to_ask(explanation, assessment.ruleset.questions[name], rank)
                for name, rank in coming.questions.items()
            ],
        }
        for coming in to_come(assessment.ruleset, assessment.answers)
    ]


def _can_do(rank: Rank) -> Object:
    """What it can still do, and up to which level; that is null where it raises none."""
    return {"can": rank.use.name.lower(), "level": rank.level.id if rank.level else None}


def _to_ask(explanation: Explanation, question: Question, rank: Rank) -> Object:
    """A question, with the listed causes that it bears on."""
    open_ones = explanation.open_questions.items()
    causes = [cause for cause, questions in open_ones if question in questions]
    return {"question": question.id, "text": question.text, **_can_do(rank), "causes": causes}


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
