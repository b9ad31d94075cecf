"""How many answer sets move from one rung of a ladder to another between two rule sets: exactly, or
within bounds.

The exact numbers come from decision diagrams. Where these grow too large, no more answer sets can
move than those in which an edited rule fires on one side only, and no more change the order than
those in which one fires; and at least those move that do so
with all questions unanswered which no edited rule reads. Nothing is sampled.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from triage.analysis.diff.answer_space import AnswerSpace
from triage.analysis.diff.counted import Counted, Number, Pair, Step
from triage.analysis.diff.decision_diagram import (
    DIFFER,
    EITHER,
    Join,
    Node,
    TooLarge,
)
from triage.analysis.diff.edits import RuleEdit
from triage.analysis.diff.graded_results import Ladder
from triage.analysis.diff.possible import MOST_NODES
from triage.analysis.diff.rule_functions import Functions
from triage.analysis.diff.steps import Steps, Way, steps
from triage.answers.value import Answers
from triage.language.ruleset import RuleSet

MOST_EDITS = 40
"""With more edited rules the share of each one in a move is not looked for."""


def count(
    ladder: Ladder, pair: Pair, edits: Sequence[RuleEdit], most_nodes: int = MOST_NODES
) -> Counted:
    """How many answer sets take each step on ``ladder``."""
    try:
        return _Count(ladder, pair, edits, pair.space, most_nodes).exact()
    except TooLarge:
        return _bounded(ladder, pair, edits, most_nodes)


def _bounded(ladder: Ladder, pair: Pair, edits: Sequence[RuleEdit], most_nodes: int) -> Counted:
    otherwise = pair.heard_otherwise(ladder)
    try:
        if otherwise:
            raise TooLarge
        counting = _Count(ladder, pair, edits, pair.space, most_nodes)
        most, most_shifted = counting.most(), counting.most_shifted()
    except TooLarge:
        most = most_shifted = pair.answer_sets.most
    try:
        few = pair.space.only({*_questions(pair.sides, edits), *otherwise})
        inner = _Count(ladder, pair, edits, few, most_nodes).exact()
    except TooLarge:
        inner = Counted({})
    least = {step: inner.steps[step].least if step in inner.steps else 0 for step in steps(ladder)}
    return Counted(
        {step: Number(number, most) for step, number in least.items()},
        inner.causing,
        inner.examples,
        Number(inner.shifted.least, most_shifted if ladder.cause else 0),
        inner.shifted_answers,
    )


def _questions(sides: tuple[RuleSet, RuleSet], edits: Sequence[RuleEdit]) -> set[str]:
    """The questions that the edited rules read, directly or through findings."""
    edited = ([edit.old for edit in edits if edit.old], [edit.new for edit in edits if edit.new])
    return {
        name
        for side, rules in zip(sides, edited, strict=True)
        for rule in side.graph.upstream(rules)
        for name in rule.questions
    }


class _Count(Steps):
    """Counts what takes each step."""

    def __init__(
        self,
        ladder: Ladder,
        pair: Pair,
        edits: Sequence[RuleEdit],
        space: AnswerSpace,
        most_nodes: int,
    ) -> None:
        super().__init__(ladder, pair, space, most_nodes)
        self._edits = edits

    def exact(self) -> Counted:
        """The exact numbers; raises TooLarge."""
        old, new = ([self._way(side, picks) for picks in self._picks(side)] for side in (0, 1))
        moves = self._moves(old, new).items()
        nodes = {step: self._both(node, self._possible) for step, node in moves}
        numbers = {step: self._diagrams.count(node) for step, node in nodes.items()}
        taken = {step: Number(number, number) for step, number in numbers.items() if number}
        shifted = self._both(self._shifted(old, new), self._possible)
        for node in nodes.values():
            shifted = self._but_not(shifted, node)
        number = self._diagrams.count(shifted)
        is_single = len(old) == len(new) == 1
        return Counted(
            taken,
            self._causing({step: nodes[step] for step in taken}, old, new) if is_single else {},
            {} if is_single else {step: self._example(nodes[step]) for step in taken},
            Number(number, number),
            self._example(shifted) if number else None,
        )

    def most(self) -> int:
        """How many answer sets let an edited rule fire on one side only, or conclude something
        else.
        """
        return self._most(self._differs)

    def most_shifted(self) -> int:
        """How many let an edited rule fire: only then can it rest on other things said."""
        return self._most(self._fires)

    def _most(self, concerns: Callable[[RuleEdit, Functions, Functions], Node]) -> int:
        (old, *others), (new, *more) = (
            [self._functions(side, picks) for picks in self._picks(side)] for side in (0, 1)
        )
        if others or more:
            raise TooLarge
        node = self._diagrams.leaf(False)
        for edit in self._edits:
            node = self._either(node, concerns(edit, old, new))
        return self._diagrams.count(self._both(node, self._possible))

    def _causing(
        self, nodes: Mapping[Step, Node], old: list[Way], new: list[Way]
    ) -> dict[Step, tuple[str, ...]]:
        """For each step the edited rules that cause it in some case in which no other edited rule
        differs.
        """
        if len(self._edits) > MOST_EDITS:
            return {}
        functions = old[0].functions, new[0].functions
        differing = {edit.id: self._differs(edit, *functions) for edit in self._edits}
        found: dict[Step, tuple[str, ...]] = {}
        for step, node in nodes.items():
            found[step] = tuple(
                name for name in differing if self._causes_alone(name, differing, node)
            )
        return found

    def _causes_alone(self, name: str, differing: Mapping[str, Node], node: Node) -> bool:
        node = self._both(node, differing[name])
        for other, differs in differing.items():
            node = self._but_not(node, differs) if other != name else node
        return self._diagrams.count(node) > 0

    def _differs(self, edit: RuleEdit, old: Functions, new: Functions) -> Node:
        same_conclusion = edit.old and edit.new and edit.old.then == edit.new.then
        return self._fires(edit, old, new, DIFFER if same_conclusion else EITHER)

    def _fires(self, edit: RuleEdit, old: Functions, new: Functions, join: Join = EITHER) -> Node:
        fires = [
            functions.met(rule.when) if rule else self._diagrams.leaf(False)
            for functions, rule in zip((old, new), (edit.old, edit.new), strict=True)
        ]
        return self._diagrams.joined(join, *fires)

    def _example(self, node: Node) -> Answers:
        return self._space.answers(self._diagrams.fewest(node) or {})
