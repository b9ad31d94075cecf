"""Whether one person can give answers together, going by the kinds of the questions alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TypeVar

from triage.language.conditions import AnyOf, Condition, Fact, Is, IsNot
from triage.language.model import Question
from triage.language.words import Kind

AnyFact = TypeVar("AnyFact", bound=Fact)


def agree(facts: Collection[Fact], questions: Mapping[str, Question]) -> bool:
    """Whether one answer to each question can bring all the answer facts among these.

    Of an unknown question nothing can be said, so its facts agree.
    """
    yes: dict[str, set[str]] = {}
    no: dict[str, set[str]] = {}
    for fact in facts:
        if isinstance(fact, Is):
            yes.setdefault(fact.question, set()).add(fact.option)
        elif isinstance(fact, IsNot):
            no.setdefault(fact.question, set()).add(fact.option)
    if any(not chosen.isdisjoint(no.get(name, ())) for name, chosen in yes.items()):
        return False
    return all(
        _fit_one(questions[name], yes.get(name, set()), no.get(name, set()))
        for name in {**yes, **no}
        if name in questions and questions[name].kind.takes_one
    )


def agree_together(
    facts: Collection[Fact], others: Collection[Fact], questions: Mapping[str, Question]
) -> bool:
    """Whether facts that agree among themselves agree with others that do: as ``agree`` of all of
    them, in time that grows with the smaller ones only.

    Args:
        facts: a set, so that it can be asked for a fact at once; so are the others.
    """
    fewer, more = sorted((facts, others), key=len)
    about = {fact.question for fact in fewer if isinstance(fact, Is | IsNot)}
    shared = (
        fact
        for name in about
        if name in questions
        for fact in questions[name].facts
        if fact in more
    )
    return agree([*fewer, *shared], questions)


def scale_range(
    condition: Condition, questions: Mapping[str, Question]
) -> tuple[Question, int, int] | None:
    """The question of a scale and the places of the first and the last option, where the condition
    is that the answer lies between them; None where it says anything else.
    """
    parts = condition.parts if isinstance(condition, AnyOf) else (condition,)
    chosen = [part for part in parts if isinstance(part, Is)]
    question = questions.get(chosen[0].question) if chosen else None
    if question is None or question.kind is not Kind.SCALE or len(chosen) < len(parts):
        return None
    if any(fact.question != question.id for fact in chosen):
        return None
    places = sorted({question.option_ids.index(fact.option) for fact in chosen})
    is_run = places == list(range(places[0], places[-1] + 1))
    return (question, places[0], places[-1]) if is_run else None


def joined(
    parts: Iterable[frozenset[AnyFact] | None], questions: Mapping[str, Question]
) -> frozenset[AnyFact] | None:
    """All facts of the parts; None where one is missing or they do not agree.

    Each part of two facts or more agrees in itself. The largest is not gone through, so that a
    chain in which each link adds a fact to all before it costs no more at its end.
    """
    found = list(parts)
    known = [part for part in found if part is not None]
    if len(known) < len(found):
        return None
    known.sort(key=len)
    largest = known.pop() if known and len(known[-1]) > 1 else frozenset[AnyFact]()
    rest = frozenset[AnyFact]().union(*known)
    fits = agree(rest, questions) and agree_together(largest, rest, questions)
    return largest | rest if fits else None


def _fit_one(question: Question, yes: set[str], no: set[str]) -> bool:
    """Whether exactly one option of the question can be the chosen one."""
    return len(yes) <= 1 and len(no) < len(question.options)
