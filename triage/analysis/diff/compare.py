"""What the edit of a rule set changes for the people who answer: which answer sets lead elsewhere,
with examples.

People are compared: both rule sets ask them the same truths, in the ids of the new one. What counts
of their answers is what each rule set asks, and nobody says what words exclude by either of them;
or, where nothing is assumed, all of it counts.

Whether any answer set takes a step is decided by the solver or by exact counts: both yes and no are
proofs. Ladders whose rules are the same on both sides are passed over, for then so are their
results.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from functools import cached_property
from itertools import product

from triage.analysis.diff.comparison import Example, Move, Open, RuleSetDiff, Shift
from triage.analysis.diff.counted import Counted, Number, Pair, Step
from triage.analysis.diff.counting import count
from triage.analysis.diff.edits import RuleEdit, edits, rule_edits
from triage.analysis.diff.graded_results import Ladder, ladders
from triage.analysis.diff.hints import hints
from triage.analysis.diff.level_scale import grounded, level_edits, on_one_scale
from triage.analysis.diff.people import heard
from triage.analysis.diff.possible import MOST_NODES
from triage.analysis.diff.score_totals import changed_scores
from triage.analysis.diff.texts import changed_texts
from triage.analysis.search.confirm_on_engines import Confirmer
from triage.analysis.search.goals import Goal, meets
from triage.analysis.search.pair_solver import PairSolver
from triage.analysis.search.solver import SearchTimedOut
from triage.answers.value import Answers
from triage.engine.assessment import Assessment
from triage.language.ruleset import RuleSet


def compare(
    old: RuleSet,
    new: RuleSet,
    timeout: float | None = None,
    most_nodes: int = MOST_NODES,
    *,
    as_asked: bool = True,
) -> RuleSetDiff:
    """What differs for the people who answer.

    Args:
        old: the rule set before.
        new: the rule set after.
        timeout: seconds for all searches together; what is not decided by then is ``open``.
        most_nodes: how large the diagrams of the exact counts may grow.
        as_asked: whether only those answers count that the rule set asks for.

    Of levels that differ, those of one name are compared as one, others by rank.
    """
    scale = on_one_scale(old, new)
    pair = Pair.of(scale.old, scale.new, gated=as_asked)
    with closing(_Run(grounded(pair, scale), timeout, most_nodes)) as run:
        for ladder in ladders(*pair.sides):
            if run.may_move(ladder):
                run.climb(ladder)
        return RuleSetDiff(
            old,
            new,
            pair.answer_sets,
            (*level_edits(old, new, scale.changes), *edits(scale.old, scale.new)),
            changed_texts(pair.old, pair.new),
            hints(pair.old, pair.new),
            tuple(sorted(run.moves, key=_weight)),
            tuple(run.shifts),
            tuple(run.open),
            changed_scores(pair),
            as_asked,
            levels=scale.changes,
            assumed=tuple(dict.fromkeys(entry.id for entry in pair.excluded)),
        )


def _weight(move: Move) -> tuple[bool, bool, int]:
    return not move.is_downgrade, move.ladder.cause is not None, -abs(move.height)


def _meanings(ruleset: RuleSet, ladder: Ladder) -> Counter[object]:
    """All that can decide the place on the ladder, ids and wording left out."""
    return Counter((rule.when, rule.then) for rule in ruleset.graph.upstream(ladder.rules(ruleset)))


class _Run:
    """Collects what differs, ladder by ladder."""

    def __init__(self, pair: Pair, timeout: float | None, most_nodes: int) -> None:
        self._pair, self._most_nodes = pair, most_nodes
        self._deadline = None if timeout is None else time.monotonic() + timeout
        self._edits = rule_edits(*pair.sides)
        self._confirmers = Confirmer(pair.old), Confirmer(pair.new)
        self.moves: list[Move] = []
        self.shifts: list[Shift] = []
        self.open: list[Open] = []

    def may_move(self, ladder: Ladder) -> bool:
        """Whether anything that can decide the place on the ladder is another one."""
        old, new = (_meanings(side, ladder) for side in self._pair.sides)
        return old != new or bool(self._pair.heard_otherwise(ladder))

    def climb(self, ladder: Ladder) -> None:
        """Find the moves on one ladder."""
        above = [{rule.id for rule in ladder.rules_above(side)} for side in self._pair.sides]
        concerned = [edit for edit in self._edits if _stands_in(edit, above)]
        counted = count(ladder, self._pair, concerned, self._most_nodes)
        for step, number in counted.steps.items():
            self._take(ladder, step, number, counted, concerned)
        if counted.shifted.most and ladder.cause is not None:
            answers = counted.shifted_answers
            example = self._shifted(ladder, answers) if answers else None
            self.shifts.append(Shift(ladder.cause, counted.shifted, example))

    def close(self) -> None:
        """Free what the engines hold."""
        for confirmer in self._confirmers:
            confirmer.close()

    @cached_property
    def _solver(self) -> PairSolver:
        excluded = [entry.when for entry in self._pair.excluded]
        return PairSolver(
            self._pair.sides, self._pair.asked, gated=self._pair.gated, excluded=excluded
        )

    def _take(
        self,
        ladder: Ladder,
        step: Step,
        number: Number,
        counted: Counted,
        edits: Sequence[RuleEdit],
    ) -> None:
        before, after = (ladder.rungs[place] for place in step)
        answers, is_smallest = self._answers(ladder, step, counted)
        if answers is None and number.least == 0:
            self.open.extend([] if is_smallest else [Open(ladder, before, after)])
            return
        example = self._example(ladder, step, answers, is_smallest) if answers else None
        known = {*counted.causing.get(step, ()), *(_differing(example, edits) if example else ())}
        rules = tuple(edit.id for edit in edits if edit.id in known)
        asked = self._pair.heard_otherwise(ladder)
        number = Number(max(number.least, 1), number.most)
        self.moves.append(Move(ladder, before, after, number, rules, asked, example))

    def _answers(self, ladder: Ladder, step: Step, counted: Counted) -> tuple[Answers | None, bool]:
        """Answers that take the step, where there are any, and whether no smaller ones do."""
        if step in counted.examples:
            return counted.examples[step], False
        try:
            return self._solver.find(ladder.step(*step), self._remaining()), True
        except SearchTimedOut as stopped:
            return stopped.best, False

    def _example(self, ladder: Ladder, step: Step, answers: Answers, is_smallest: bool) -> Example:
        """The answers with both results; raises Disagreement where an engine does not confirm
        them.
        """
        old, new = (
            confirmer.assessed(
                self._heard(side, answers, ladder.stands(place)), ladder.stands(place)
            )
            for side, (confirmer, place) in enumerate(zip(self._confirmers, step, strict=True))
        )
        return Example(answers, old, new, is_smallest)

    def _shifted(self, ladder: Ladder, answers: Answers) -> Example:
        """Of all that the sides may hear, what is alike in fit and differs in support."""
        ways = product(*(list(self._every(side, answers)) for side in (0, 1)))
        results = [Example(answers, old, new, is_smallest=False) for old, new in ways]
        return next((one for one in results if _is_shift(ladder, one)), results[0])

    def _heard(self, side: int, answers: Answers, goal: Goal) -> Answers:
        """What the side hears where it comes to what is looked for."""
        ways = list(self._every(side, answers))
        return next((one for one in ways if meets(goal, one)), ways[0]).answers

    def _every(self, side: int, answers: Answers) -> Iterator[Assessment]:
        """All that may follow by one side."""
        pair = self._pair
        for given in heard(pair.sides[side], answers, pair.asked, gated=pair.gated):
            yield self._confirmers[side].plain(given)

    def _remaining(self) -> float | None:
        return None if self._deadline is None else max(0.0, self._deadline - time.monotonic())


def _is_shift(ladder: Ladder, example: Example) -> bool:
    """Whether the cause fits as before, with another balance of what was said."""
    old, new = (
        [(found.fit, found.balance) for found in side.causes if found.cause.id == ladder.cause]
        for side in (example.old, example.new)
    )
    return [fit for fit, _ in old] == [fit for fit, _ in new] and old != new


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
