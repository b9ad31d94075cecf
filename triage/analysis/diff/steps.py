"""The steps between the rungs of a ladder, as functions of what people say.

Where one option is taken of several that may be true, a rule set has several ways to hear a person.
Each way is followed on its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from itertools import permutations, product
from math import prod

from triage.analysis.diff.answer_space import AnswerSpace
from triage.analysis.diff.counted import Pair, Step
from triage.analysis.diff.decision_diagram import (
    BOTH,
    BUT_NOT,
    DIFFER,
    EITHER,
    Diagrams,
    Node,
    TooLarge,
)
from triage.analysis.diff.graded_results import Ladder
from triage.analysis.diff.people import (
    Picks,
    asks_about,
    picking,
)
from triage.analysis.diff.rule_functions import Functions
from triage.analysis.diff.variable_order import close_order, reads
from triage.language.conditions import Is, atoms
from triage.language.model import Rule
from triage.language.ruleset import RuleSet

MOST_WAYS = 64
"""With more ways to pick one option of several that are true, it is not counted exactly."""


class Way:
    """One way to pick options where several are true: when it is open, and the rungs reached."""

    def __init__(self, functions: Functions, is_open: Node, rungs: list[Node]) -> None:
        self.functions, self.is_open, self.rungs = functions, is_open, rungs


class Steps:
    """The steps on one ladder, with diagrams of one space."""

    def __init__(
        self,
        ladder: Ladder,
        pair: Pair,
        space: AnswerSpace,
        most_nodes: int,
    ) -> None:
        self._ladder, self._pair = ladder, pair
        groups = [group for side in pair.sides for group in self._groups(side, space)]
        self._space = AnswerSpace(
            tuple(space.variables[at] for at in close_order(len(space.variables), groups))
        )
        sizes = [len(variable.values) for variable in self._space.variables]
        self._diagrams = Diagrams(sizes, most_nodes)

    @cached_property
    def _possible(self) -> Node:
        """Whether no words exclude what the person says; raises TooLarge."""
        return self._pair.possible.node(self._diagrams, self._space)

    def _groups(self, side: RuleSet, space: AnswerSpace) -> Iterator[frozenset[int]]:
        """The variables that stand close together: those of a rule, and those of a gate."""
        rules, gated = self._ladder.rules_above(side), self._pair.gated
        yield from reads(rules, space.place)
        for entry in self._pair.excluded:
            yield frozenset(space.place[fact] for fact in atoms(entry.when) if fact in space.place)
        for question in asks_about(side, rules, gated=gated).values() if gated else ():
            facts = (
                *atoms(question.gate),
                *(Is(question.id, one) for one in question.option_ids),
            )
            if question.gates:
                yield frozenset(space.place[fact] for fact in facts if fact in space.place)

    def _picks(self, side: int) -> list[Picks]:
        """Each way to pick options of the questions that the ladder hears."""
        ruleset = self._pair.sides[side]
        rules = self._ladder.rules_above(ruleset)
        concerned = asks_about(ruleset, rules, gated=self._pair.gated)
        questions = [
            question for question in picking(ruleset, self._pair.asked) if question.id in concerned
        ]
        if prod(len(question.options) + 1 for question in questions) > MOST_WAYS:
            raise TooLarge
        ways = product(*((None, *question.option_ids) for question in questions))
        names = [question.id for question in questions]
        return [dict(zip(names, way, strict=True)) for way in ways]

    def _functions(self, side: int, picks: Picks) -> Functions:
        ruleset, gated = self._pair.sides[side], self._pair.gated
        return Functions(self._diagrams, self._space, ruleset, picks, gated=gated)

    def _way(self, side: int, picks: Picks) -> Way:
        functions = self._functions(side, picks)
        return Way(functions, functions.picked(), self._rungs(functions, side))

    def _rungs(self, functions: Functions, side: int) -> list[Node]:
        """For each rung the function whether it is reached; one more that never is."""
        found = [self._diagrams.leaf(False)]
        lifted: list[Rule] = []
        for place in range(len(self._ladder.rungs) - 1, 0, -1):
            rules = self._ladder.lifting(self._pair.sides[side], place)
            node = functions.any_fires(rules[len(lifted) :])
            found.append(self._either(found[-1], node))
            lifted = list(rules)
        return [self._diagrams.leaf(True), *reversed(found)]

    def _moves(self, old: list[Way], new: list[Way]) -> dict[Step, Node]:
        """For each step whether a case takes it: the deepest fall over all ways to pick; of who
        never falls, the highest rise.
        """
        falls = self._some(old), self._every(new)
        if len(old) == len(new) == 1:
            return {step: self._step(falls, step) for step in steps(self._ladder)}
        rises = self._every(old), self._some(new)
        found = {step: self._step(falls, step) for step in steps(self._ladder) if step[0] > step[1]}
        fallen = self._diagrams.leaf(False)
        for node in found.values():
            fallen = self._either(fallen, node)
        for step in steps(self._ladder):
            if step not in found:
                found[step] = self._but_not(self._step(rises, step), fallen)
        return found

    def _some(self, ways: list[Way]) -> list[Node]:
        """For each rung whether some open way reaches it."""
        if len(ways) == 1:
            return ways[0].rungs
        found = [self._diagrams.leaf(False)] * len(ways[0].rungs)
        for way in ways:
            found = [
                self._either(before, self._both(way.is_open, rung))
                for before, rung in zip(found, way.rungs, strict=True)
            ]
        return found

    def _every(self, ways: list[Way]) -> list[Node]:
        """For each rung whether every open way reaches it."""
        if len(ways) == 1:
            return ways[0].rungs
        found = [self._diagrams.leaf(True)] * len(ways[0].rungs)
        for way in ways:
            found = [
                self._but_not(before, self._but_not(way.is_open, rung))
                for before, rung in zip(found, way.rungs, strict=True)
            ]
        return found

    def _step(self, rungs: tuple[list[Node], list[Node]], step: Step) -> Node:
        """Whether a case takes the step. What differs between the sides is small, so it comes
        first.
        """
        (old, new), (before, after) = rungs, step
        node = (
            self._but_not(old[before], new[before])
            if before > after
            else self._but_not(new[after], old[after])
        )
        node = self._both(self._but_not(node, old[before + 1]), old[before])
        return self._both(self._but_not(node, new[after + 1]), new[after])

    def _shifted(self, old: list[Way], new: list[Way]) -> Node:
        """Whether a cause that is listed keeps its fit, with other support, for some way."""
        found = self._diagrams.leaf(False)
        for before, after in product(old, new) if self._ladder.cause is not None else ():
            totals = [
                way.functions.balance(self._ladder.rules(side))
                for way, side in zip((before, after), self._pair.sides, strict=True)
            ]
            node = self._both(before.rungs[1], self._diagrams.joined(DIFFER, *totals))
            for was, is_now in zip(before.rungs, after.rungs, strict=True):
                node = self._but_not(node, self._diagrams.joined(DIFFER, was, is_now))
            found = self._either(found, self._both(self._both(before.is_open, after.is_open), node))
        return found

    def _both(self, node: Node, other: Node) -> Node:
        return self._diagrams.joined(BOTH, node, other)

    def _either(self, node: Node, other: Node) -> Node:
        return self._diagrams.joined(EITHER, node, other)

    def _but_not(self, node: Node, other: Node) -> Node:
        return self._diagrams.joined(BUT_NOT, node, other)


def steps(ladder: Ladder) -> Iterator[Step]:
    """Every step from one rung to another."""
    return permutations(range(len(ladder.rungs)), 2)
