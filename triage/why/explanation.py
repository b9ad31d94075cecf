"""One result with everything that is said about it: its reasons and what could still change it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from triage.engine.assessment import Assessment, Firing
from triage.lacks.advice import Advised, advised
from triage.lacks.rise import Rise, could_rise
from triage.lacks.unsure import UnsureRise, unsure_rises
from triage.language.model import Question
from triage.why.grounds import Grounds, Trail
from triage.why.missing import open_questions_of
from triage.why.proof import Prover, ShortestProof
from triage.why.totals import Total, totals

MOST_PROOFS = 3
"""How many independent reasons for a level are told."""


@dataclass(frozen=True)
class Explanation:
    """Why a result is what it is, for whoever shows it; a part is worked out when it is first
    read.
    """

    assessment: Assessment

    @cached_property
    def rises(self) -> tuple[Rise, ...]:
        """What the answer to each open question could raise the level to, the highest first."""
        return could_rise(self.assessment)

    @cached_property
    def unsure(self) -> tuple[UnsureRise, ...]:
        """What "not sure" could mean: the sets of answers that raise the level, the highest level
        first.
        """
        return unsure_rises(self.assessment)

    @cached_property
    def advised(self) -> tuple[Advised, ...]:
        """What to do about warning signs that were left unsure, the most urgent first."""
        return advised(self.assessment.ruleset, self.assessment.answers)

    @cached_property
    def open_questions(self) -> Mapping[str, tuple[Question, ...]]:
        """For each cause that is listed, the open questions that its rules still wait for."""
        listed = (candidate.cause.id for candidate in self.assessment.causes)
        return open_questions_of(self.assessment, listed)

    @cached_property
    def scores(self) -> tuple[Total, ...]:
        """What each score of the rule set shows."""
        return totals(self.assessment)

    @cached_property
    def proofs(self) -> tuple[ShortestProof, ...]:
        """The shortest proofs of the level, the fewest answers first; none that says nothing
        new.
        """
        return self.prover.several(self.assessment.deciding, MOST_PROOFS)

    @cached_property
    def prover(self) -> Prover:
        """Finds the shortest proof of any firing of this result."""
        return Prover(self.assessment)

    def grounds(self, firing: Firing) -> Grounds:
        """The answers behind a firing of this result, and the rules between them and it."""
        return self._trail.grounds(firing)

    @cached_property
    def _trail(self) -> Trail:
        return Trail(self.assessment)
