"""The options that a condition wants of one question, in few words that say exactly what it
wants.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from operator import ne

from triage.language.conditions import Condition, Fact, Is, IsNot, can_hold


def options_words(condition: Condition, facts: Sequence[Fact]) -> str:
    """Which of the answer facts ``facts``, all about one question, the condition wants; empty for
    other facts.

    >>> from triage.language.conditions import AllOf, AnyOf
    >>> swollen, hot, red = (Is("leg", option) for option in ("swollen", "hot", "red"))
    >>> options_words(AllOf((swollen, AnyOf((hot, red)))), [swollen, hot, red])
    'swollen and (hot or red)'
    >>> options_words(IsNot("leg", "hot"), [IsNot("leg", "hot")])
    'not hot'
    """
    named = {fact: _name(fact) for fact in facts if isinstance(fact, Is | IsNot)}
    needed = [fact for fact in named if not can_hold(condition, partial(ne, fact))]
    others = [fact for fact in named if fact not in needed]
    parts = [named[fact] for fact in needed]
    if others:
        choice = _choice(condition, others, [named[fact] for fact in others])
        parts.append(f"({choice})" if needed and len(others) > 1 else choice)
    return " and ".join(parts)


def _choice(condition: Condition, others: Sequence[Fact], names: Sequence[str]) -> str:
    """Options joined by `or` where each alone is enough, otherwise said to be some of several."""

    def is_enough(chosen: Fact) -> bool:
        return can_hold(condition, lambda fact: fact == chosen or fact not in others)

    return " or ".join(names) if all(map(is_enough, others)) else "some of " + ", ".join(names)


def _name(fact: Is | IsNot) -> str:
    return fact.option if isinstance(fact, Is) else f"not {fact.option}"
