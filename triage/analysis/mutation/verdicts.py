"""Try the cases on every mutant: which ones do they notice, and which ones change nothing for
anybody?

Of a mutant of a rule, what a case expects of the questions asked is not judged, as each mutant
would take an interview; so a score never counts too many.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice

from triage.analysis.mutation.cores import in_order
from triage.analysis.mutation.fates import Fate, Found, Noticing
from triage.analysis.mutation.least_answers import LeastAnswers
from triage.analysis.mutation.mutants import Mutant
from triage.analysis.mutation.outcomes import outcome
from triage.analysis.mutation.question_judge import QuestionJudge
from triage.analysis.mutation.question_mutants import QuestionMutant
from triage.analysis.proofs.properties import Property
from triage.analysis.search.confirm_on_engines import Disagreement
from triage.analysis.search.solver import SearchTimedOut, Solver
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
        self._prover = _EquivalenceProver(ruleset, seconds)
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


class _EquivalenceProver:
    """Settles what no case shows: answers with another outcome, or the proof that there are none.

    The least answers settle all but the order of causes; what is left is for the solver.
    """

    def __init__(self, ruleset: RuleSet, seconds: float) -> None:
        self._ruleset, self._seconds, self._spent = ruleset, seconds, 0.0
        self._least = LeastAnswers(ruleset)

    def found(self, mutants: Sequence[Mutant]) -> list[Found]:
        """What became of each of the mutants."""
        if self._seconds <= 0:
            return [Found(Fate.UNDECIDED) for _ in mutants]
        found = self._on(mutants, [self._least.ways(mutant) for mutant in mutants])
        left = [place for place, one in enumerate(found) if one is None]
        turned = self._on(
            [mutants[place] for place in left],
            [(self._least.turning(mutants[place]), False) for place in left],
        )
        for place, one in zip(left, turned, strict=True):
            found[place] = one
        solver = _EquivalenceSearch(self._ruleset, self._seconds - self._spent)
        settled = [one or solver.found(mutant) for mutant, one in zip(mutants, found, strict=True)]
        self._spent = self._seconds - solver.left
        return settled

    def _on(
        self, mutants: Sequence[Mutant], least: Sequence[tuple[Sequence[Answers], bool]]
    ) -> list[Found | None]:
        """For each of the mutants what is settled by its answers, smallest first, and by whether
        these are enough for a proof.
        """
        people = dict.fromkeys(answers for own, _ in least for answers in own)
        numbers = {answers: number for number, answers in enumerate(people)}
        before = Before(Sweep(self._ruleset, list(people)))
        found: list[Found | None] = []
        for mutant, (own, is_proof) in zip(mutants, least, strict=True):
            after = After(before, before.sweep.with_rule(mutant.rule, mutant.changed))
            differing = after.differing
            witness = next((one for one in own if differing >> numbers[one] & 1), None)
            if witness is not None:
                found.append(Found(Fate.SURVIVED, witness=witness))
            else:
                found.append(Found(Fate.EQUIVALENT) if is_proof else None)
        return found


class _EquivalenceSearch:
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
