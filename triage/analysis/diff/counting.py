"""How many answer sets move from one rung of a ladder to another between two rule sets: exactly, or
within bounds.

The exact numbers come from decision diagrams. Where these grow too large, no more answer sets can
move than those in which an edited rule fires on one side only; and at least those move that do so
with all questions unanswered which no edited rule reads. Nothing is sampled.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import permutations

from triage.analysis.diff.answer_space import AnswerSpace
from triage.analysis.diff.decision_diagram import (
    BOTH,
    BUT_NOT,
    DIFFER,
    EITHER,
    Diagrams,
    Node,
    TooLarge,
)
from triage.analysis.diff.edits import RuleEdit
from triage.analysis.diff.graded_results import Ladder
from triage.analysis.diff.rule_functions import Functions
from triage.analysis.diff.variable_order import close_order, reads
from triage.answers.value import Answers
from triage.language.conditions import Is, IsNot, atoms
from triage.language.model import Rule
from triage.language.ruleset import RuleSet

MOST_NODES = 200_000
MOST_EDITS = 40
"""With more edited rules the share of each one in a move is not looked for."""

Step = tuple[int, int]
"""The places of two rungs: before and after."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number of answer sets: exact where ``least`` and ``most`` are equal."""

    least: int
    most: int

    @property
    def is_exact(self) -> bool:
        """Whether the number is known."""
        return self.least == self.most


@dataclass(frozen=True)
class Counted:
    """Steps that some answer sets take, or may take, each with their number and the rules known to
    cause it alone.

    ``shifted`` is the number of answer sets in which a cause keeps its fit and gains or loses
    support.
    """

    steps: Mapping[Step, Number]
    causing: Mapping[Step, tuple[str, ...]] = field(default_factory=dict)
    shifted: Number = Number(0, 0)
    shifted_answers: Answers | None = None


def count(
    ladder: Ladder,
    old: RuleSet,
    new: RuleSet,
    edits: Sequence[RuleEdit],
    space: AnswerSpace,
    most_nodes: int = MOST_NODES,
) -> Counted:
    """How many answer sets take each step on ``ladder``."""
    try:
        return _Count(ladder, (old, new), edits, space, most_nodes).exact()
    except TooLarge:
        return _bounded(ladder, (old, new), edits, space, most_nodes)


def _bounded(
    ladder: Ladder,
    sides: tuple[RuleSet, RuleSet],
    edits: Sequence[RuleEdit],
    space: AnswerSpace,
    most_nodes: int,
) -> Counted:
    try:
        most = _Count(ladder, sides, edits, space, most_nodes).most()
    except TooLarge:
        most = space.size
    try:
        inner = _Count(
            ladder, sides, edits, space.only(_questions(sides, edits)), most_nodes
        ).exact()
    except TooLarge:
        inner = Counted({})
    least = {step: inner.steps[step].least if step in inner.steps else 0 for step in _steps(ladder)}
    return Counted(
        {step: Number(number, most) for step, number in least.items()},
        inner.causing,
        Number(inner.shifted.least, most if ladder.cause else 0),
        inner.shifted_answers,
    )


def _steps(ladder: Ladder) -> Iterator[Step]:
    return permutations(range(len(ladder.rungs)), 2)


def _questions(sides: tuple[RuleSet, RuleSet], edits: Sequence[RuleEdit]) -> set[str]:
    """The questions that the edited rules read, directly or through findings."""
    edited = ([edit.old for edit in edits if edit.old], [edit.new for edit in edits if edit.new])
    return {
        fact.question
        for side, rules in zip(sides, edited, strict=True)
        for rule in side.graph.upstream(rules)
        for fact in atoms(rule.when)
        if isinstance(fact, Is | IsNot)
    }


class _Count:
    """Counts on one ladder with diagrams of one space."""

    def __init__(
        self,
        ladder: Ladder,
        sides: tuple[RuleSet, RuleSet],
        edits: Sequence[RuleEdit],
        space: AnswerSpace,
        most_nodes: int,
    ) -> None:
        self._ladder, self._sides, self._edits = ladder, sides, edits
        groups = [
            group
            for side in sides
            for group in reads(side.graph.upstream(ladder.rules(side)), space.place)
        ]
        self._space = AnswerSpace(
            tuple(space.variables[at] for at in close_order(len(space.variables), groups))
        )
        sizes = [len(variable.values) for variable in self._space.variables]
        self._diagrams = Diagrams(sizes, most_nodes)
        self._functions = [Functions(self._diagrams, self._space, side) for side in sides]

    def exact(self) -> Counted:
        """The exact numbers; raises TooLarge."""
        rungs = [self._rungs(side) for side in (0, 1)]
        nodes = {step: self._step(rungs, step) for step in _steps(self._ladder)}
        numbers = {step: self._diagrams.count(node) for step, node in nodes.items()}
        taken = {step: Number(number, number) for step, number in numbers.items() if number}
        shifted = self._shifted(rungs)
        number = self._diagrams.count(shifted)
        few = self._diagrams.fewest(shifted)
        return Counted(
            taken,
            self._causing({step: nodes[step] for step in taken}),
            Number(number, number),
            None if few is None else self._space.answers(few),
        )

    def most(self) -> int:
        """How many answer sets let an edited rule fire on one side only, or conclude something
        else.
        """
        node = self._diagrams.leaf(False)
        for edit in self._edits:
            node = self._diagrams.joined(EITHER, node, self._differs(edit))
        return self._diagrams.count(node)

    def _rungs(self, side: int) -> list[Node]:
        """For each rung the function whether it is reached; one more that never is."""
        found = [self._diagrams.leaf(False)]
        lifted: list[Rule] = []
        for place in range(len(self._ladder.rungs) - 1, 0, -1):
            rules = self._ladder.lifting(self._sides[side], place)
            node = self._functions[side].any_fires(rules[len(lifted) :])
            found.append(self._diagrams.joined(EITHER, found[-1], node))
            lifted = list(rules)
        return [self._diagrams.leaf(True), *reversed(found)]

    def _step(self, rungs: list[list[Node]], step: Step) -> Node:
        """Whether a case takes the step. What differs between the sides is small, so it comes
        first.
        """
        (old, new), (before, after) = rungs, step
        node = (
            self._but_not(old[before], new[before])
            if before > after
            else self._but_not(new[after], old[after])
        )
        node = self._diagrams.joined(BOTH, self._but_not(node, old[before + 1]), old[before])
        return self._diagrams.joined(BOTH, self._but_not(node, new[after + 1]), new[after])

    def _shifted(self, rungs: list[list[Node]]) -> Node:
        if self._ladder.cause is None:
            return self._diagrams.leaf(False)
        old, new = rungs
        totals = [
            functions.total((rule, _weight(rule)) for rule in self._ladder.rules(side))
            for functions, side in zip(self._functions, self._sides, strict=True)
        ]
        node = self._diagrams.joined(BOTH, old[1], self._diagrams.joined(DIFFER, *totals))
        for was, is_now in zip(old, new, strict=True):
            node = self._but_not(node, self._diagrams.joined(DIFFER, was, is_now))
        return node

    def _causing(self, nodes: Mapping[Step, Node]) -> dict[Step, tuple[str, ...]]:
        """For each step the edited rules that cause it in some case in which no other edited rule
        differs.
        """
        if len(self._edits) > MOST_EDITS:
            return {}
        differing = {edit.id: self._differs(edit) for edit in self._edits}
        found: dict[Step, tuple[str, ...]] = {}
        for step, node in nodes.items():
            found[step] = tuple(
                name for name in differing if self._causes_alone(name, differing, node)
            )
        return found

    def _causes_alone(self, name: str, differing: Mapping[str, Node], node: Node) -> bool:
        node = self._diagrams.joined(BOTH, node, differing[name])
        for other, differs in differing.items():
            node = self._but_not(node, differs) if other != name else node
        return self._diagrams.count(node) > 0

    def _differs(self, edit: RuleEdit) -> Node:
        fires = [
            functions.met(rule.when) if rule else self._diagrams.leaf(False)
            for functions, rule in zip(self._functions, (edit.old, edit.new), strict=True)
        ]
        same_conclusion = edit.old and edit.new and edit.old.then == edit.new.then
        return self._diagrams.joined(DIFFER if same_conclusion else EITHER, *fires)

    def _but_not(self, node: Node, other: Node) -> Node:
        return self._diagrams.joined(BUT_NOT, node, other)


def _weight(rule: Rule) -> int:
    return 1 if rule.speaks_for else -1
