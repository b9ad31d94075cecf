"""What words leave possible: which answer sets, and how many.

Entries that share no question exclude on their own, so each such group is counted by itself and the
numbers are multiplied: a diagram never holds more than one group.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from triage.analysis.diff.answer_space import AnswerSpace
from triage.analysis.diff.decision_diagram import BUT_NOT, Diagrams, Node, TooLarge
from triage.analysis.diff.rule_functions import Functions
from triage.language.conditions import Condition, questions_of
from triage.language.model import Question
from triage.language.ruleset import RuleSet

MOST_NODES = 200_000
_Group = tuple[frozenset[str], tuple[Condition, ...]]
"""The questions of some entries, and these."""


class Possible:
    """The answer sets of which no entry of ``excluded`` says that its words exclude them.

    ``ruleset`` lends its questions alone: those that were ``asked``.
    """

    def __init__(
        self, ruleset: RuleSet, asked: Iterable[Question], excluded: Iterable[Condition]
    ) -> None:
        questions = {question.id: question for question in asked}
        self._truth = replace(ruleset, questions=questions, rules=())
        self._excluded = tuple(excluded)

    def node(self, diagrams: Diagrams, space: AnswerSpace) -> Node:
        """Whether an answer set is possible; raises TooLarge."""
        return self._node(diagrams, space, self._excluded)

    def number(self, space: AnswerSpace, most_nodes: int = MOST_NODES) -> tuple[int, int]:
        """The least and the most that there can be: equal where no diagram grew too large."""
        groups = _grouped(self._excluded)
        bound = frozenset[str]().union(*(names for names, _ in groups))
        free = {variable.question for variable in space.variables} - bound
        least = most = space.only(free).size
        for names, entries in groups:
            few, many = self._number(space.only(names), entries, most_nodes)
            least, most = least * few, most * many
        return least, most

    def _number(
        self, space: AnswerSpace, entries: Sequence[Condition], most_nodes: int
    ) -> tuple[int, int]:
        diagrams = Diagrams([len(variable.values) for variable in space.variables], most_nodes)
        try:
            number = diagrams.count(self._node(diagrams, space, entries))
        except TooLarge:
            return 1, space.size  # who says nothing says nothing impossible
        return number, number

    def _node(self, diagrams: Diagrams, space: AnswerSpace, entries: Iterable[Condition]) -> Node:
        functions = Functions(diagrams, space, self._truth, {}, gated=False)
        found = diagrams.leaf(True)
        for when in entries:
            found = diagrams.joined(BUT_NOT, found, functions.met(when))
        return found


def _grouped(entries: Iterable[Condition]) -> list[_Group]:
    """The entries in groups of which no two share a question."""
    groups: list[_Group] = []
    for when in entries:
        names = frozenset(questions_of(when))
        together: tuple[Condition, ...] = (when,)
        apart = []
        for group in groups:
            if group[0] & names:
                names, together = names | group[0], (*group[1], *together)
            else:
                apart.append(group)
        groups = [*apart, (names, together)]
    return groups
