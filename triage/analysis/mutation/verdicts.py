"""Try the cases on every mutant: which ones do they notice, and which ones change nothing for
anybody?

Of a mutant of a rule, what a case expects of the questions asked is not judged, as each mutant
would take an interview; so a score never counts too many.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice

from triage.analysis.mutation.cores import in_order
from triage.analysis.mutation.equivalence import EquivalenceProver
from triage.analysis.mutation.fates import Fate, Found, Noticing
from triage.analysis.mutation.mutants import Mutant
from triage.analysis.mutation.question_judge import QuestionJudge
from triage.analysis.mutation.question_mutants import QuestionMutant
from triage.analysis.proofs.properties import Property
from triage.answers.value import Answers
from triage.cases.case_files import Case
from triage.cases.conclusions import After, Before
from triage.cases.expected_bits import ExpectedBits
from triage.cases.sweep import Sweep
from triage.engine.bits import places
from triage.language.diagnostics import TriageError
from triage.language.ruleset import RuleSet

BLOCK = 1024
"""Mutants judged at a stretch. Each block has a solver of its own: what is found does not depend on
how many cores share the blocks.
"""


AnyMutant = Mutant | QuestionMutant
"""A wrong edit of a rule or of a question."""


class CasesFail(TriageError):
    """Cases that fail on the rule set as it is: they would notice every mutant."""


@dataclass(frozen=True)
class Verdict:
    """What became of a mutant, and why.

    Of a killed one, ``by`` says who notices it; ``cases`` holds the first case that fails, or
    ``because`` names the property, level or problem. Of a survivor, ``cases`` are those whose
    outcome is another one though they expect nothing of it. ``witness`` are the smallest answers
    found where no case shows the difference.
    """

    mutant: AnyMutant
    fate: Fate
    cases: tuple[Case, ...] = ()
    witness: Answers | None = None
    by: Noticing | None = None
    because: str = ""


@dataclass(frozen=True)
class MutationReport:
    """The verdicts on all mutants of a rule set."""

    verdicts: tuple[Verdict, ...]

    def of(self, *fates: Fate) -> tuple[Verdict, ...]:
        """The verdicts with one of these fates."""
        return tuple(verdict for verdict in self.verdicts if verdict.fate in fates)

    def noticed(self, by: Noticing) -> int:
        """How many mutants are noticed so, first of all."""
        return sum(verdict.by is by for verdict in self.verdicts)

    @cached_property
    def alive(self) -> tuple[Verdict, ...]:
        """The mutants that nobody notices and that are not proved equivalent."""
        return self.of(Fate.SURVIVED, Fate.UNDECIDED)

    @property
    def score(self) -> float:
        """The share of mutants noticed, 0 to 1; equivalent ones are left out, undecided ones count
        as not noticed.
        """
        killed = len(self.of(Fate.KILLED))
        return killed / (killed + len(self.alive)) if killed or self.alive else 1.0


def verdicts(
    ruleset: RuleSet,
    cases: Sequence[Case],
    mutants: Iterable[AnyMutant],
    seconds: float,
    most_cores: int = 1,
    properties: Sequence[Property] = (),
) -> Iterator[Verdict]:
    """The verdict on each mutant in turn.

    Args:
        ruleset: what the mutants were made of.
        cases: what should notice them; cases marked `todo` are left out.
        mutants: the wrong edits.
        seconds: how long each core may take for proofs in all; a mutant that is not settled by then
            is undecided.
        most_cores: how many cores share the work.
        properties: what else can notice mutants of questions.

    Raises:
        CasesFail: a case fails on the rule set as it is.
        SolverMissing: a proof is needed and the solver is not installed.
    """
    judged_by = [case for case in cases if not case.todo]
    judge, made = _Judge(ruleset, judged_by, properties, seconds), list(mutants)
    blocks = [made[start : start + BLOCK] for start in range(0, len(made), BLOCK)]
    found = chain.from_iterable(in_order(judge.block, blocks, most_cores))
    return (
        Verdict(
            mutant,
            one.fate,
            tuple(judged_by[number] for number in one.cases),
            one.witness,
            one.by,
            one.because,
        )
        for mutant, one in zip(made, found, strict=True)
    )


class _Judge:
    def __init__(
        self,
        ruleset: RuleSet,
        cases: Sequence[Case],
        properties: Sequence[Property],
        seconds: float,
    ) -> None:
        self._sweep = Sweep(ruleset, [case.answers for case in cases])
        self._before = Before(self._sweep)
        self._expected = ExpectedBits([case.expect for case in cases])
        self._prover = EquivalenceProver(ruleset, seconds)
        self._questions = QuestionJudge(ruleset, cases, properties, seconds)
        failing = [cases[number].id for number in places(self._expected.failing(self._before))]
        if failing:
            more = " …" if len(failing) > 5 else ""
            named = ", ".join(f"`{name}`" for name in failing[:5]) + more
            raise CasesFail(
                f"the cases must pass first, and {len(failing)} fail: {named}; see `triage test`"
            )

    def block(self, mutants: Sequence[AnyMutant]) -> list[Found]:
        """What became of each of the mutants."""
        self._questions.begin_anew()
        shown = [self._shown(mutant) for mutant in mutants]
        pairs = zip(mutants, shown, strict=True)
        left = [one for one, found in pairs if found is None and isinstance(one, Mutant)]
        settled = iter(self._prover.found(left))
        return [one or next(settled) for one in shown]

    def _shown(self, mutant: AnyMutant) -> Found | None:
        """What became of it, going by the cases, and of a question in every way; None where no case
        shows what became of a rule.
        """
        if isinstance(mutant, QuestionMutant):
            return self._questions.found(mutant)
        after = After(self._before, self._sweep.with_rule(mutant.rule, mutant.changed))
        noticed_by = tuple(islice(places(self._expected.noticing(after)), 1))
        if noticed_by:
            return Found(Fate.KILLED, noticed_by, by=Noticing.CASE)
        shown_by = tuple(places(after.differing))
        return Found(Fate.SURVIVED, shown_by) if shown_by else None
