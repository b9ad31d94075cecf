"""What of a result matters first: the causes to name, what to do, and the signs to watch for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import chain

from triage.engine.assessment import Assessment, Candidate
from triage.lacks.gates import sensible
from triage.language.conditions import (
    ALWAYS,
    Condition,
    Fact,
    Is,
    Reaches,
    atoms,
    fold,
    holds,
    questions_of,
)
from triage.language.model import Statement, Watch

MOST = 3
"""How many causes and signs are named first."""


def leading(assessment: Assessment) -> tuple[Candidate, ...]:
    """The causes to name first: those that a sign points to, dangers before others."""
    shown = (candidate for candidate in assessment.causes if candidate.fit.supports)
    return tuple(sorted(shown, key=_urgency, reverse=True)[:MOST])


def _urgency(candidate: Candidate) -> tuple[bool, int]:
    """Dangers stand in their order, before all others; of these a protected level comes first."""
    level = candidate.cause.level.is_
    is_danger = candidate.is_danger
    return is_danger, level.rank if level.is_protected and not is_danger else 0


def points_to(assessment: Assessment, firsts: Iterable[Fact], candidate: Candidate | None) -> Facts:
    """The chosen answers to name: the ``firsts``, then those that the rules for the cause read."""
    about = (firing.facts for firing in candidate.speaks_for) if candidate else ()
    facts = dict.fromkeys(chain(firsts, *about))
    known = set(assessment.answers.facts())
    return tuple(fact for fact in facts if isinstance(fact, Is) and fact in known)


Facts = tuple[Is, ...]


def meanwhile(assessment: Assessment) -> tuple[Statement, ...]:
    """What to do until help comes: what the level says, then what the cause says that leads.

    Only one cause is heard, so that no two tell a person opposite things.
    """
    words = assessment.ruleset.words(assessment.level)
    causes = leading(assessment)
    level = assessment.level
    at_level = [one for one in causes if one.is_danger or one.cause.level.is_ == level]
    heard = (at_level or causes)[:1]
    return (*words.meanwhile, *(text for one in heard for text in one.cause.meanwhile))


def asked_when_well(assessment: Assessment) -> Iterator[Statement]:
    """What to ask of when the person was last well: where a sign points to a cause that says so."""
    for candidate in assessment.causes:
        if candidate.fit.supports and candidate.cause.last_well is not None:
            yield candidate.cause.last_well


def what_helps(assessment: Assessment) -> tuple[Statement, ...]:
    """What a person can do alone, each once; above the lowest level help comes first."""
    if assessment.level != assessment.ruleset.lowest:
        return ()
    helps = (text for one in leading(assessment) for text in one.cause.helps)
    return tuple({text.text: text for text in helps}.values())


def to_watch(assessment: Assessment) -> tuple[Watch, ...]:
    """The signs that matter most for this person: none that is so already or that brings nothing
    new. They are those of the causes that lead; where these name none, the ones whose condition is
    nearest to the answers.
    """
    named = list(dict.fromkeys(chain(*(one.cause.watch for one in leading(assessment)))))
    found = {str(name): watch for name, watch in _still_to_come(assessment)}
    of_causes = tuple(found[name] for name in named if name in found)

    def key(watch: Watch) -> tuple[int, int, int]:
        return (*_nearness(watch.when or ALWAYS, assessment.facts), -watch.level.rank)

    return (of_causes or tuple(sorted(found.values(), key=key)))[:MOST]


def _still_to_come(assessment: Assessment) -> Iterator[tuple[str, Watch]]:
    ruleset = assessment.ruleset
    possible = {question.id for question in sensible(ruleset, assessment.answers)}
    for name, watch in ruleset.identity.watched():
        is_news = watch.level > assessment.level or watch.level == ruleset.levels[-1]
        when = watch.when
        is_open = when is None or (
            not holds(when, assessment.facts) and possible.issuperset(questions_of(when))
        )
        if is_news and is_open:
            yield name, watch


def _nearness(condition: Condition, facts: frozenset[Fact]) -> tuple[int, int]:
    """How many parts of the condition hold, as a number below 0, and how many it lacks."""
    shared = sum(fact in facts for fact in set(atoms(condition)))

    def all_of(parts: Iterable[int]) -> int:
        return sum(parts)

    def any_of(parts: Iterable[int]) -> int:
        return min(parts, default=1)

    def points(weighed: list[tuple[int, int]], _: Reaches) -> int:
        return any_of(lacking for lacking, _ in weighed)

    of_fact = partial(_lacking, facts)
    return -shared, fold(condition, of_fact, all_of, any_of, points)


def _lacking(facts: frozenset[Fact], fact: Fact) -> int:
    return 0 if fact in facts else 1
