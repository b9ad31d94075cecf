"""Settle what no case shows of a wrong edit of a rule: answers with another outcome, or the proof
that there are none.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import cached_property
from itertools import islice

from triage.analysis.mutation.fates import Fate, Found
from triage.analysis.mutation.least_answers import Least, LeastAnswers
from triage.analysis.mutation.mutants import Mutant
from triage.analysis.mutation.other_order import OtherOrder
from triage.analysis.mutation.outcomes import outcome
from triage.analysis.mutation.rule_ways import RuleWays
from triage.analysis.search.confirm_on_engines import Disagreement
from triage.analysis.search.solver import SearchTimedOut, Solver
from triage.answers.value import Answers
from triage.cases.conclusions import After, Before
from triage.cases.sweep import Sweep
from triage.language.ruleset import RuleSet
from triage.language.words import Strength

TRIED = 4
"""Answers tried at a time for another order of causes."""


class EquivalenceProver:
    """Settles what no case shows: answers with another outcome, or the proof that there are none.

    The least answers settle all but the order of causes; what is left is for the solver.
    """

    def __init__(self, ruleset: RuleSet, seconds: float) -> None:
        self._ruleset, self._seconds, self._spent = ruleset, seconds, 0.0
        ways = RuleWays(ruleset)
        self._least, self._orders = LeastAnswers(ways), OtherOrder(ways)

    def found(self, mutants: Sequence[Mutant]) -> list[Found]:
        """What became of each of the mutants."""
        if self._seconds <= 0:
            return [Found(Fate.UNDECIDED) for _ in mutants]
        found = self._on(mutants, [self._least.ways(mutant) for mutant in mutants])
        self._turn(mutants, found)
        solver = _SolverSearch(self._ruleset, self._seconds - self._spent)
        settled = [one or solver.found(mutant) for mutant, one in zip(mutants, found, strict=True)]
        self._spent = self._seconds - solver.left
        return settled

    def _turn(self, mutants: Sequence[Mutant], found: list[Found | None]) -> None:
        """Try what may change the order of causes for those that are not found yet: a few answers
        at a time, for most are settled by the first.
        """
        left = {
            place: self._orders.turning(mutants[place])
            for place, one in enumerate(found)
            if one is None
        }
        while left:
            tried = {place: tuple(islice(more, TRIED)) for place, more in left.items()}
            tried = {place: answers for place, answers in tried.items() if answers}
            settled = self._on(
                [mutants[place] for place in tried],
                [Least(answers) for answers in tried.values()],
            )
            for place, one in zip(tried, settled, strict=True):
                found[place] = one
            left = {place: left[place] for place in tried if found[place] is None}

    def _on(self, mutants: Sequence[Mutant], least: Sequence[Least]) -> list[Found | None]:
        """For each of the mutants what is settled by its least answers."""
        people = dict.fromkeys(answers for one in least for answers in one.answers)
        numbers = {answers: number for number, answers in enumerate(people)}
        before = Before(Sweep(self._ruleset, list(people)))
        found: list[Found | None] = []
        for mutant, one in zip(mutants, least, strict=True):
            after = After(before, before.sweep.with_rule(mutant.rule, mutant.changed))
            own = sum(1 << numbers[answers] for answers in one.answers)
            differing = after.differing_among(own)
            witness = next((a for a in one.answers if differing >> numbers[a] & 1), None)
            if witness is not None:
                found.append(Found(Fate.SURVIVED, witness=witness))
            elif one.is_proof or (one.is_whole and _never_counts(mutant, own, before)):
                found.append(Found(Fate.EQUIVALENT))
            else:
                found.append(None)
        return found


def _never_counts(mutant: Mutant, cases: int, before: Before) -> bool:
    """Whether the rule makes a cause likelier only where a sign points to it anyway: given the
    least answers on which it fires, before and after. A `risk` counts for nothing beside a sign.
    """
    rule, changed = mutant.rule, mutant.changed
    is_risk = rule.strength is Strength.RISK and (changed is None or changed.then == rule.then)
    return is_risk and rule.cause is not None and not cases & ~before.supported(rule.cause)


class _SolverSearch:
    """The solver, for so many seconds in all; ``left`` are those that are left."""

    def __init__(self, ruleset: RuleSet, seconds: float) -> None:
        self._ruleset, self.left = ruleset, seconds

    @cached_property
    def _solver(self) -> Solver:
        return Solver(self._ruleset)

    def found(self, mutant: Mutant) -> Found:
        """What became of the mutant."""
        if self.left <= 0:
            return Found(Fate.UNDECIDED)
        begin = time.monotonic()
        try:
            witness = self._solver.find_difference(mutant.rule, mutant.changed, self.left)
        except SearchTimedOut as ending:
            return Found(Fate.SURVIVED if ending.best else Fate.UNDECIDED, witness=ending.best)
        finally:
            self.left -= time.monotonic() - begin
        if witness is None:
            return Found(Fate.EQUIVALENT)
        self._confirm(mutant, witness)
        return Found(Fate.SURVIVED, witness=witness)

    def _confirm(self, mutant: Mutant, witness: Answers) -> None:
        """Run the rules on what the solver found: two ways to one meaning must agree."""
        sweep = Sweep(self._ruleset, [witness])
        rerun = sweep.with_rule(mutant.rule, mutant.changed)
        if outcome(rerun.assessment(0)) == outcome(sweep.assessment(0)):
            raise Disagreement(
                f"the solver takes `{mutant.rule.id}`, {mutant.description}, for a change; it is"
                " none"
            )
