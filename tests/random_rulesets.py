"""Small random rule sets and answers for property tests, and the meaning of rules in its most naive
form.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any as Json

from hypothesis import strategies as st

from triage.answers.value import DECLINED, NOT_SURE, Answer, Answers, State, choose
from triage.engine.assessment import Assessment, Firing
from triage.language import chaining
from triage.language.conditions import (
    ALWAYS,
    AllOf,
    AnyOf,
    Condition,
    Fact,
    Holds,
    Is,
    IsNot,
    Reaches,
    support,
)
from triage.language.model import Cause, Finding, Identity, Question, Rule
from triage.language.ruleset import RuleSet
from triage.language.words import USUAL_LEVELS, ForCause, Kind, Level, Strength

OPTIONS = ("a", "b", "c")
TRAFFIC_LIGHT = (
    Level(0, "green"),
    Level(1, "amber", is_protected=True),
    Level(2, "red", is_emergency=True, is_protected=True),
)
Ladder = tuple[Level, ...]
SOME_LADDER = st.sampled_from([USUAL_LEVELS, TRAFFIC_LIGHT])
IDENTITY: dict[str, Json] = {
    "id": "random",
    "version": "1",
    "title": "x",
    "purpose": "x",
    "limits": ["x"],
    "watch": [],
    "sections": [{"id": "s", "name": "x"}],
    "sources": [{"id": "S", "title": "x", "publisher": "x", "kind": "document", "place": "x"}],
    "claims": [],
}


def make_question(
    place: int,
    kind: Kind,
    ask_if: Condition = ALWAYS,
    options: tuple[str, ...] = OPTIONS,
    applies_if: Condition = ALWAYS,
) -> Question:
    """The question `q<place>`, with three options unless others are named."""
    choices = [{"id": option, "text": option, "said": option} for option in options]
    return Question.model_validate(
        {
            "id": f"q{place}",
            "section": "s",
            "kind": kind,
            "text": "x",
            "help": "x",
            "cites": ["S"],
            "options": choices,
            "declinable": True,
            "applies_if": applies_if,
            "ask_if": ask_if,
        }
    )


def make_cause(
    place: int, level: Level, *, stressed: bool = False, danger: str | None = None
) -> Cause:
    """The cause `c<place>` with the level that it brings."""
    return Cause.model_validate(
        {
            "id": f"c{place}",
            "name": f"c{place}",
            "level": {"is": level, "because": "x", "cites": ["S"]},
            "stressed": ["C"] if stressed else [],
            "danger": danger,
            "card": {"what": [{"text": "x", "cites": ["S"]}]},
        }
    )


def make_rule(name: str, when: Condition, then: object) -> Rule:
    """A rule as an author would write it."""
    return Rule.model_validate(
        {"id": name, "when": when, "then": then, "because": "x", "cites": ["S"]}
    )


def conditions(
    atoms: st.SearchStrategy[Fact], fewest_parts: int = 1
) -> st.SearchStrategy[Condition]:
    """Random conditions over these facts; with no fewest parts, empty `all` and `any` too."""

    def grow(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
        parts = st.lists(inner, min_size=fewest_parts, max_size=4).map(tuple)
        return parts.map(AllOf) | parts.map(AnyOf) | added_up(inner)

    return st.recursive(atoms, grow, max_leaves=8)


def added_up(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    """Points that add up, never out of reach and never there from the start."""
    weighed = st.lists(st.tuples(inner, st.integers(1, 3)), min_size=1, max_size=4)
    return weighed.flatmap(
        lambda items: st.integers(1, sum(points for _, points in items)).map(
            lambda least: Reaches(
                tuple(part for part, _ in items), tuple(points for _, points in items), least
            )
        )
    )


@cache
def _conditions(questions: int, findings: int = 0) -> st.SearchStrategy[Condition]:
    """Conditions over so many questions and findings.

    Made once for each size: to make a strategy costs more than to draw from it.
    """
    asked = [Is(f"q{place}", option) for place in range(questions) for option in OPTIONS]
    denied = [IsNot(fact.question, fact.option) for fact in asked]
    held = [Holds(f"f{place}") for place in range(findings)]
    return conditions(st.sampled_from([*asked, *denied, *held])) | st.just(ALWAYS)


@cache
def _conclusions(reach: int, depth: int, causes: int, levels: Ladder) -> st.SearchStrategy[object]:
    """What a rule may conclude that stands on findings below ``reach``."""
    for_cause = st.builds(
        ForCause, st.integers(0, causes - 1).map("c{}".format), st.sampled_from(list(Strength))
    )
    plain = for_cause | st.sampled_from(levels)
    if reach == depth:
        return plain
    return plain | st.integers(reach, depth - 1).map(lambda place: Holds(f"f{place}"))


@cache
def _kinds(most: int) -> st.SearchStrategy[list[Kind]]:
    return st.lists(st.sampled_from(list(Kind)), min_size=1, max_size=most)


@st.composite
def rulesets(
    draw: st.DrawFn, gated: bool = False, most_questions: int = 6, levels: Ladder | None = None
) -> RuleSet:
    """A random rule set of up to 6 questions, 4 findings in a chain, 3 causes and 14 rules; with
    ``levels``, or else with the usual ones or those of a traffic light.
    """
    kinds = draw(_kinds(most_questions))
    questions = [
        make_question(place, kind, _gate(draw, place) if gated else ALWAYS)
        for place, kind in enumerate(kinds)
    ]
    levels = levels or draw(SOME_LADDER)
    some_level = st.sampled_from(levels)
    causes = [
        make_cause(
            place,
            draw(some_level),
            stressed=draw(st.booleans()),
            danger=draw(st.sampled_from((None, "typical", "compatible"))),
        )
        for place in range(draw(st.integers(1, 3)))
    ]
    rules = [cause.level_rule for cause in causes]
    depth = draw(st.integers(0, 4))
    for number in range(draw(st.integers(1, 14))):
        reach = draw(st.integers(0, depth))
        when = draw(_conditions(len(kinds), reach))
        then = draw(_conclusions(reach, depth, len(causes), levels))
        rules.append(make_rule(f"r{number}", when, then))
    return assemble(questions, [f"f{place}" for place in range(depth)], causes, rules, levels)


def _identity(levels: Ladder) -> Identity:
    is_usual = levels == USUAL_LEVELS
    words = {
        level.id: {
            "name": "x",
            "headline": "x",
            "action": "x",
            "cites": ["S"],
            "emergency": level.is_emergency and not is_usual,
            "protected": level.is_protected and not is_usual,
        }
        for level in levels
    }
    return Identity.model_validate({**IDENTITY, "levels": words})


def _gate(draw: st.DrawFn, place: int) -> Condition:
    return draw(_conditions(place)) if place else ALWAYS


def assemble(
    questions: list[Question],
    findings: list[str],
    causes: list[Cause],
    rules: list[Rule],
    levels: Ladder = USUAL_LEVELS,
) -> RuleSet:
    """A rule set made of these parts, its rules put into chaining order."""
    ordered = chaining.in_order(SimpleNamespace(rules=rules, broken=True), [])  # type: ignore[arg-type]
    named = [
        Finding.model_validate({"id": name, "name": "x", "help": "x", "cites": ["S"]})
        for name in findings
    ]
    return RuleSet(
        _identity(levels),
        {q.id: q for q in questions},
        {f.id: f for f in named},
        {c.id: c for c in causes},
        ordered,
        "0",
        Path(),
    )


@st.composite
def answers_to(draw: st.DrawFn, ruleset: RuleSet) -> Answers:
    """Random answers to some of the questions."""
    return Answers(
        {
            name: draw(answer_to(question))
            for name, question in ruleset.questions.items()
            if draw(st.booleans())
        }
    )


def answer_to(question: Question) -> st.SearchStrategy[Answer]:
    """A random answer: given, not sure, declined, none, or with some options left open."""
    return _answers(question.kind)


@cache
def _answers(kind: Kind) -> st.SearchStrategy[Answer]:
    """Answers to any question of a kind, since all have the same options."""
    question = make_question(0, kind)
    fixed = st.sampled_from([NOT_SURE, DECLINED])
    if kind.takes_one:
        return fixed | st.sampled_from(OPTIONS).map(lambda option: choose(question, option))
    given = st.sets(st.sampled_from(OPTIONS))
    return (
        fixed
        | given.map(lambda chosen: choose(question, *chosen))
        | given.map(lambda chosen: choose(question, *chosen, others=State.NOT_SURE))
    )


def naive(ruleset: RuleSet, answers: Answers) -> Assessment:
    """The meaning with no thought of speed: fire every rule whose condition holds until nothing is
    new.
    """
    facts: set[Fact] = set(answers.facts())
    while True:
        fired = [rule for rule in ruleset.rules if rule_holds(rule.when, facts)]
        more = facts.union(*(rule.conclusions for rule in fired))
        if more == facts:
            return Assessment(
                ruleset, answers, tuple(Firing(rule, support(rule.when, facts)) for rule in fired)
            )
        facts = more


def rule_holds(condition: Condition, facts: set[Fact]) -> bool:
    """Whether a condition holds, written apart from the code under test."""
    match condition:
        case AllOf(parts):
            return all(rule_holds(part, facts) for part in parts)
        case AnyOf(parts):
            return any(rule_holds(part, facts) for part in parts)
        case Reaches(parts, points, least):
            held = (rule_holds(part, facts) for part in parts)
            return sum(worth for worth, holds in zip(points, held, strict=True) if holds) >= least
        case _:
            return condition in facts
