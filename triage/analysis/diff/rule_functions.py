"""What one rule set says, as functions of what people say: decision diagrams of its conditions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from triage.analysis.diff.answer_space import AnswerSpace
from triage.analysis.diff.decision_diagram import (
    BOTH,
    BUT_NOT,
    EITHER,
    SUM,
    Diagrams,
    Join,
    Node,
    TooLarge,
)
from triage.analysis.diff.people import Picks
from triage.engine.pointing import Logic, Resting, merged, pointing, resting
from triage.language.conditions import (
    AnyOf,
    Condition,
    Fact,
    Holds,
    Is,
    IsNot,
    Reaches,
    Supported,
    added_up,
    fold,
    opposite,
)
from triage.language.model import Question, Rule
from triage.language.ruleset import RuleSet
from triage.language.words import Kind

MOST_VARIABLES = 300
"""Diagrams are followed variable by variable; with more of them they are not begun."""

_VALUE = Join(lambda holds, value: value if holds else 0)


class Functions:
    """The conditions of a rule set as diagrams; a fact outside of ``space`` never holds.

    With ``gated`` a fact holds only where its question is asked. Of the questions in ``picks`` the
    option named there was picked. Every method raises TooLarge where its diagram would have too
    many variables or nodes.
    """

    def __init__(
        self,
        diagrams: Diagrams,
        space: AnswerSpace,
        ruleset: RuleSet,
        picks: Mapping[str, str | None],
        *,
        gated: bool,
    ) -> None:
        self._diagrams, self._space, self._gated = diagrams, space, gated
        self._picks: Picks = picks
        self._known: dict[Condition, Node] = {}
        self._asked: dict[str, Node] = {}
        self._read: set[int] = set()
        self._rests: dict[str, Resting[Node]] = {}
        self._ruleset, self._graph, self._questions = ruleset, ruleset.graph, ruleset.questions

    def met(self, condition: Condition) -> Node:
        """Whether the condition holds."""
        if condition not in self._known:
            self._known[condition] = fold(condition, self._fact, self._all_of, self._any_of)
        return self._known[condition]

    def any_fires(self, rules: Iterable[Rule]) -> Node:
        """Whether one of the rules fires."""
        return self.met(AnyOf(tuple(rule.when for rule in rules)))

    def balance(self, about: Iterable[Rule]) -> Node:
        """How many things said point to a cause, less those against it, by the rules about it."""
        rules = list(about)
        found = pointing(rules, self._resting, self._logic)
        supported = self.any_fires(rule for rule in rules if rule.supports)
        likelier = {
            thing: self._diagrams.joined(BUT_NOT, node, supported)
            for thing, node in found.risks.items()
        }
        points_to = merged((found.signs, likelier), self._logic)
        counted = ((node, 1) for node in points_to.values())
        return self._total([*counted, *((node, -1) for node in found.against.values())])

    def _total(self, weighed: Iterable[tuple[Node, int]]) -> Node:
        """The sum of the weights of what is so."""
        found = self._diagrams.leaf(0)
        for node, weight in weighed:
            worth = self._diagrams.joined(_VALUE, node, self._diagrams.leaf(weight))
            found = self._diagrams.joined(SUM, found, worth)
        return found

    @cached_property
    def _logic(self) -> Logic[Node]:
        return Logic(self._fact, self._all_of, self._any_of, self._reaches)

    def _reaches(self, weighed: list[tuple[Node, int]], whole: Reaches) -> Node:
        return added_up(weighed, whole.least, self._all_of, self._any_of)

    def _resting(self, rule: Rule) -> Resting[Node]:
        """For each thing said whether the rule fires and rests on it."""
        if rule.id not in self._rests:
            self._rests[rule.id] = resting(rule.when, self._logic, self._ruleset, self._behind)
        return self._rests[rule.id]

    def _behind(self, fact: Fact) -> Resting[Node]:
        return merged(map(self._resting, self._graph.concluding(fact)), self._logic)

    def picked(self) -> Node:
        """Whether a person may pick as ``picks`` say: an option that is true of them, or none where
        no option is.
        """
        found = self._diagrams.leaf(True)
        for name, option in self._picks.items():
            if option is None:
                for other in self._questions[name].option_ids:
                    found = self._diagrams.joined(BUT_NOT, found, self._value(Is(name, other)))
            else:
                found = self._diagrams.joined(BOTH, found, self._value(Is(name, option)))
        return found

    def _all_of(self, parts: Iterable[Node]) -> Node:
        return self._folded(BOTH, True, parts)

    def _any_of(self, parts: Iterable[Node]) -> Node:
        return self._folded(EITHER, False, parts)

    def _folded(self, join: Join, of_none: bool, parts: Iterable[Node]) -> Node:
        found = self._diagrams.leaf(of_none)
        for part in parts:
            found = self._diagrams.joined(join, found, part)
        return found

    def _fact(self, fact: Fact) -> Node:
        if isinstance(fact, Holds | Supported):
            return self.any_fires(self._graph.concluding(fact))
        said = self._said(fact)
        return self._diagrams.joined(BOTH, said, self._is_asked(fact.question))

    def _is_asked(self, name: str) -> Node:
        """Whether the question is asked."""
        question = self._questions.get(name)
        if question is None or not self._gated:
            return self._diagrams.leaf(True)
        if name not in self._asked:
            may = fold(question.gate, self._may_hold, self._all_of, self._any_of)
            self._asked[name] = may
        return self._asked[name]

    def _may_hold(self, fact: Fact) -> Node:
        """Whether a question was asked, and its answer says the fact or leaves it open."""
        if not isinstance(fact, Is | IsNot):
            return self._diagrams.leaf(False)
        denied = self._said(opposite(fact))
        return self._diagrams.joined(BUT_NOT, self._is_asked(fact.question), denied)

    def _said(self, fact: Is | IsNot) -> Node:
        """Whether the person says so once asked."""
        if fact.question not in self._picks:
            return self._value(fact)
        picked = self._picks[fact.question]
        is_offered = fact.option in self._questions[fact.question].option_ids
        is_so = (picked == fact.option) == isinstance(fact, Is)
        return self._diagrams.leaf(picked is not None and is_offered and is_so)

    def _value(self, fact: Is | IsNot) -> Node:
        """Whether the fact is among those of the person that the rule set can be told."""
        place, question = self._space.place.get(fact), self._questions.get(fact.question)
        if place is None or question is None or fact.option not in question.option_ids:
            return self._diagrams.leaf(False)
        self._read.add(place)
        if len(self._read) > MOST_VARIABLES:
            raise TooLarge
        values = self._space.variables[place].values
        return self._diagrams.choice(
            place, [fact in facts and _fits(question, facts) for facts in values]
        )


def _fits(question: Question, facts: frozenset[Fact]) -> bool:
    """Whether what is true is among the options of a question that takes one."""
    true = {fact.option for fact in facts if isinstance(fact, Is)}
    return question.kind is Kind.MANY or bool(true & set(question.option_ids))
