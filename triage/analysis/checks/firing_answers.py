"""For each rule some answers on which it fires: joined from its parts where they agree, else left
to the solver.

Joining finds nearly all of them in one pass over the rules; that a rule never fires is for the
solver to prove.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from triage.answers.value import Answer, Answers, State, choose
from triage.language import agreement
from triage.language.conditions import Condition, Fact, Holds, Is, IsNot, Supported, fold
from triage.language.model import Question
from triage.language.ruleset import RuleSet

Told = frozenset[Is | IsNot]
"""Answer facts that one person can yield together."""


def joined(ruleset: RuleSet) -> Iterator[tuple[str, Told | None]]:
    """Each rule by id with answer facts on which it fires; None where joining its parts leads
    nowhere.
    """
    joiner = _Joiner(ruleset)
    for rule in ruleset.rules:
        told = joiner.reach(rule.when)
        if told is not None:
            joiner.remember(rule.conclusions, told)
        yield rule.id, told


def answers_of(told: Told, ruleset: RuleSet) -> Answers:
    """Answers that yield the facts."""
    said: dict[str, list[Is | IsNot]] = {}
    for fact in told:
        said.setdefault(fact.question, []).append(fact)
    return Answers({name: _answer(ruleset.questions[name], facts) for name, facts in said.items()})


def _answer(question: Question, about: Iterable[Is | IsNot]) -> Answer:
    yes = frozenset(fact.option for fact in about if isinstance(fact, Is))
    no = frozenset(fact.option for fact in about if isinstance(fact, IsNot))
    if question.kind.takes_one:
        return choose(
            question,
            *(yes or [option for option in question.option_ids if option not in no][:1]),
        )
    return Answer(State.GIVEN, yes, no)


class _Joiner:
    """Finds few answer facts that make a condition hold, and remembers those of what rules
    conclude.
    """

    def __init__(self, ruleset: RuleSet) -> None:
        self._ruleset = ruleset
        self._reached: dict[Fact, Told] = {}

    def remember(self, facts: tuple[Fact, ...], told: Told) -> None:
        """Keep what makes the facts hold, unless fewer answer facts are known to."""
        for fact in facts:
            if fact not in self._reached or len(told) < len(self._reached[fact]):
                self._reached[fact] = told

    def reach(self, condition: Condition) -> Told | None:
        """Answer facts that make the condition hold; None where none were found, which proves
        nothing.
        """
        return fold(condition, self._of_fact, self._of_all, self._of_any)

    def _of_fact(self, fact: Fact) -> Told | None:
        return self._reached.get(fact) if isinstance(fact, Holds | Supported) else frozenset({fact})

    def _of_all(self, parts: Iterable[Told | None]) -> Told | None:
        return agreement.joined(parts, self._ruleset.questions)

    def _of_any(self, parts: Iterable[Told | None]) -> Told | None:
        ways = (part for part in parts if part is not None)
        return min(ways, key=len, default=None)
