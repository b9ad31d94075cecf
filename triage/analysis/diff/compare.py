"""What the edit of a rule set changes for the people who answer: which answer sets lead elsewhere,
with examples.

Whether any answer set takes a step is decided by the solver or by exact counts: both yes and no are
proofs. Ladders whose rules are the same on both sides are passed over, for then so are their
results.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property

from triage.analysis.diff.answer_space import AnswerSpace, answer_space
from triage.analysis.diff.counting import MOST_NODES, Counted, Number, Step, count
from triage.analysis.diff.edits import Edit, RuleEdit, edits, rule_edits
from triage.analysis.diff.graded_results import Ladder, Rung, ladders
from triage.analysis.search.confirm_on_engines import Confirmer
from triage.analysis.search.solver import SearchTimedOut, Solver
from triage.answers.value import Answers
from triage.engine.assessment import Assessment
from triage.language.ruleset import RuleSet


@dataclass(frozen=True)
class Example:
    """Answers with the results by the old and the new rule set; ``is_smallest`` whether no smaller
    ones do.
    """

    answers: Answers
    old: Assessment
    new: Assessment
    is_smallest: bool = True


@dataclass(frozen=True)
class Move:
    """Answer sets that lead from ``before`` to ``after``, and the edited rules known to bring that
    about.
    """

    ladder: Ladder
    before: Rung
    after: Rung
    number: Number
    rules: tuple[str, ...]
    example: Example | None

    @property
    def height(self) -> int:
        """How many rungs up; a downgrade is below zero."""
        rungs = self.ladder.rungs
        return rungs.index(self.after) - rungs.index(self.before)

    @property
    def is_downgrade(self) -> bool:
        """Whether the level falls, or the cause fits less well or is no longer listed."""
        return self.height < 0


@dataclass(frozen=True)
class Shift:
    """Answer sets in which a cause keeps its fit but another number of rules speaks for it: its
    place may change.
    """

    cause: str
    number: Number
    example: Example | None


@dataclass(frozen=True)
class Open:
    """A step of which the time allowed no decision whether any answer set takes it."""

    ladder: Ladder
    before: Rung
    after: Rung


@dataclass(frozen=True)
class RuleSetDiff:
    """What differs between two rule sets; ``moves`` stand with downgrades first."""

    old: RuleSet
    new: RuleSet
    answer_sets: int
    edits: tuple[Edit, ...]
    moves: tuple[Move, ...]
    shifts: tuple[Shift, ...]
    open: tuple[Open, ...]

    @property
    def downgrades(self) -> tuple[Move, ...]:
        """The moves that go down."""
        return tuple(move for move in self.moves if move.is_downgrade)

    @property
    def changes_nothing(self) -> bool:
        """Whether it is proved that every answer set has the same level, and the same causes in the
        same order.
        """
        return not (self.moves or self.shifts or self.open)


def compare(
    old: RuleSet, new: RuleSet, timeout: float | None = None, most_nodes: int = MOST_NODES
) -> RuleSetDiff:
    """What differs for the people who answer.

    Args:
        old: the rule set before.
        new: the rule set after.
        timeout: seconds for all searches together; what is not decided by then is ``open``.
        most_nodes: how large the diagrams of the exact counts may grow.
    """
    space = answer_space(old, new)
    with closing(_Run(old, new, space, timeout, most_nodes)) as run:
        for ladder in ladders(old, new):
            if _meanings(old, ladder) != _meanings(new, ladder):
                run.climb(ladder)
        moves = sorted(run.moves, key=_weight)
        return RuleSetDiff(
            old, new, space.size, edits(old, new), tuple(moves), tuple(run.shifts), tuple(run.open)
        )


def _weight(move: Move) -> tuple[bool, bool, int]:
    return not move.is_downgrade, move.ladder.cause is not None, -abs(move.height)


def _meanings(ruleset: RuleSet, ladder: Ladder) -> Counter[object]:
    """All that can decide the place on the ladder, ids and wording left out."""
    return Counter((rule.when, rule.then) for rule in ruleset.graph.upstream(ladder.rules(ruleset)))


class _Run:
    """Collects what differs, ladder by ladder."""

    def __init__(
        self, old: RuleSet, new: RuleSet, space: AnswerSpace, timeout: float | None, most_nodes: int
    ) -> None:
        self._sides, self._space, self._most_nodes = (old, new), space, most_nodes
        self._deadline = None if timeout is None else time.monotonic() + timeout
        self._edits = rule_edits(old, new)
        self._confirmers = Confirmer(old), Confirmer(new)
        self.moves: list[Move] = []
        self.shifts: list[Shift] = []
        self.open: list[Open] = []

    def climb(self, ladder: Ladder) -> None:
        """Find the moves on one ladder."""
        above = [
            {rule.id for rule in side.graph.upstream(ladder.rules(side))} for side in self._sides
        ]
        concerned = [edit for edit in self._edits if _stands_in(edit, above)]
        counted = count(ladder, *self._sides, concerned, self._space, self._most_nodes)
        for step, number in counted.steps.items():
            self._take(ladder, step, number, counted, concerned)
        if counted.shifted.most and ladder.cause is not None:
            answers = counted.shifted_answers
            old, new = self._confirmers
            example = (
                Example(answers, old.plain(answers), new.plain(answers), is_smallest=False)
                if answers
                else None
            )
            self.shifts.append(Shift(ladder.cause, counted.shifted, example))

    def close(self) -> None:
        """Free what the engines hold."""
        for confirmer in self._confirmers:
            confirmer.close()

    @cached_property
    def _solver(self) -> Solver:
        return Solver(*self._sides)

    def _take(
        self,
        ladder: Ladder,
        step: Step,
        number: Number,
        counted: Counted,
        edits: Sequence[RuleEdit],
    ) -> None:
        before, after = (ladder.rungs[place] for place in step)
        is_smallest = True
        try:
            answers = self._solver.find(ladder.step(*step), self._remaining())
        except SearchTimedOut as stopped:
            answers, is_smallest = stopped.best, False
        if answers is None and number.least == 0:
            self.open.extend([] if is_smallest else [Open(ladder, before, after)])
            return
        example = self._example(ladder, step, answers, is_smallest) if answers else None
        known = {*counted.causing.get(step, ()), *(_differing(example, edits) if example else ())}
        rules = tuple(edit.id for edit in edits if edit.id in known)
        self.moves.append(
            Move(ladder, before, after, Number(max(number.least, 1), number.most), rules, example)
        )

    def _example(self, ladder: Ladder, step: Step, answers: Answers, is_smallest: bool) -> Example:
        """The answers with both results; raises Disagreement where an engine does not confirm
        them.
        """
        old, new = (
            confirmer.assessed(answers, ladder.stands(place))
            for confirmer, place in zip(self._confirmers, step, strict=True)
        )
        return Example(answers, old, new, is_smallest)

    def _remaining(self) -> float | None:
        return None if self._deadline is None else max(0.0, self._deadline - time.monotonic())


def _stands_in(edit: RuleEdit, above: list[set[str]]) -> bool:
    """Whether the rule has a part in a ladder, on the side where it stands."""
    return any(
        rule is not None and rule.id in names
        for rule, names in zip((edit.old, edit.new), above, strict=True)
    )


def _differing(example: Example, edits: Sequence[RuleEdit]) -> Iterator[str]:
    """The edited rules that fire in the example on one side only, or conclude something else
    there.
    """
    old, new = (
        {firing.rule.id: firing.rule.then for firing in side.firings}
        for side in (example.old, example.new)
    )
    return (edit.id for edit in edits if old.get(edit.id) != new.get(edit.id))
