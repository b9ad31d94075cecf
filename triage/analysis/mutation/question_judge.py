"""Who notices a mutant of a question: cases, properties, the theorem about gates, `triage check`.

A case is a person who answers in order: what is not asked of them is not heard. So a case notices a
mutant where it passes by what is heard today, and fails by what is heard then; of several ways to
hear the person the worst counts. A case that says what is `asked` notices gates by that.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property

from triage.analysis.checks.idle_rules import never_firing
from triage.analysis.checks.out_of_reach import out_of_reach
from triage.analysis.checks.subject import Subject
from triage.analysis.mutation.fates import Fate, Found, Noticing
from triage.analysis.mutation.mutants import Operator
from triage.analysis.mutation.question_hearing import Hearing
from triage.analysis.mutation.question_mutants import QuestionMutant
from triage.analysis.proofs.hidden_levels import has_gates, hidden
from triage.analysis.proofs.properties import Assume, Property
from triage.analysis.proofs.prove import broken
from triage.analysis.search.confirm_on_engines import Disagreement
from triage.analysis.search.hearing_solver import HearingSolver
from triage.analysis.search.solver import SearchTimedOut
from triage.cases.case_files import Case
from triage.cases.expectations import Expected, unmet
from triage.engine.assessment import Assessment
from triage.language.ruleset import RuleSet
from triage.language.words import Level

MOST_FOR_ONE = 5.0
"""Seconds that the properties of one mutant may take."""


class QuestionJudge:
    """Judges mutants of the questions of one rule set, within ``seconds`` for all proofs."""

    def __init__(
        self,
        ruleset: RuleSet,
        cases: Sequence[Case],
        properties: Sequence[Property],
        seconds: float,
    ) -> None:
        self._ruleset, self._cases, self._left = ruleset, cases, seconds
        self._hearing = Hearing(ruleset)
        self._properties = properties
        self._solver: HearingSolver | None = None

    def begin_anew(self) -> None:
        """Forget what earlier searches left behind."""
        self._solver = None

    def found(self, mutant: QuestionMutant) -> Found:
        """What became of the mutant."""
        for number in self._noticed_by(mutant):
            return Found(Fate.KILLED, (number,), by=Noticing.CASE)
        begin = time.monotonic()
        try:
            return self._by_proof(mutant)
        except SearchTimedOut as ending:
            return Found(Fate.SURVIVED if ending.best else Fate.UNDECIDED, witness=ending.best)
        finally:
            self._left -= time.monotonic() - begin

    def _noticed_by(self, mutant: QuestionMutant) -> Iterator[int]:
        """The cases that notice the mutant, those first that are quick to try."""
        for number, case in enumerate(self._cases):
            results = self._hearing.otherwise(mutant, case.answers)
            if any(_fails(case.expect, one) for one in results) and not _fails(
                case.expect, self._hearing.today(case.answers)
            ):
                yield number
        if mutant.operator not in (Operator.HIDE, Operator.OPEN, Operator.SHUT):
            return
        concerned = self._hearing.opened_by(mutant.name)
        for number, case in enumerate(self._cases):
            asked, not_asked = set(case.expect.asked), set(case.expect.not_asked)
            if (asked | not_asked) & concerned and self._asks_amiss(asked, not_asked, case, mutant):
                yield number

    def _asks_amiss(
        self, asked: set[str], not_asked: set[str], case: Case, mutant: QuestionMutant
    ) -> bool:
        """Whether the interview leaves out what must be asked, or asks what must not."""
        before = self._hearing.asked_today(case.answers)
        after = self._hearing.asked_otherwise(mutant, case.answers)
        return bool((before - after) & asked or (after - before) & not_asked)

    def _by_proof(self, mutant: QuestionMutant) -> Found:
        if self._left <= 0:
            return Found(Fate.UNDECIDED)
        for by, because in self._noticing(mutant):
            return Found(Fate.KILLED, by=by, because=because)
        shown_by = tuple(self._showing(mutant))
        if shown_by:
            return Found(Fate.SURVIVED, shown_by)
        self._solver = self._solver or HearingSolver(self._ruleset)
        witness = self._solver.find_otherwise(mutant.changed, mutant.misheard, self._left)
        if witness is None:
            return Found(Fate.EQUIVALENT)
        if self._hearing.outcome_otherwise(mutant, witness) is None:
            raise Disagreement(
                f"the solver takes `{mutant.name}`, {mutant.description}, for a change; it is none"
            )
        return Found(Fate.SURVIVED, witness=witness)

    def _noticing(self, mutant: QuestionMutant) -> Iterator[tuple[Noticing, str]]:
        ruleset, seconds = mutant.of(self._ruleset), min(self._left, MOST_FOR_ONE)
        entry = broken(ruleset, self._concerned(mutant), seconds)
        if entry is not None:
            yield Noticing.PROPERTY, entry.id
        if mutant.opens_only or mutant.operator is Operator.NARROW:
            return  # what more people are asked hides nothing; what is meant is no matter of gates
        subject = Subject(ruleset)
        for level in self._shown:
            if _hides(subject, level):
                yield Noticing.THEOREM, level.id
        errors = _errors(subject, self._moved_by(mutant)) - self._errors
        yield from ((Noticing.CHECK, problem) for problem in sorted(errors))

    def _moved_by(self, mutant: QuestionMutant) -> Collection[str]:
        """The questions whose options or rules others may come to: with who is meant by a question,
        what else can be true of a person changes too.
        """
        if mutant.key == "ask_if":
            return self._hearing.opened_by(mutant.name)
        return self._ruleset.questions.keys()

    def _showing(self, mutant: QuestionMutant) -> Iterator[int]:
        for number, case in enumerate(self._cases):
            if self._hearing.outcome_otherwise(mutant, case.answers) is not None:
                yield number

    def _concerned(self, mutant: QuestionMutant) -> Iterable[Property]:
        """The properties that the mutant may break, of those that hold today."""
        if mutant.operator is Operator.NARROW:
            return ()
        if mutant.operator is Operator.KIND:
            return self._proved
        return [entry for entry in self._proved if entry.about is Assume.INTERVIEW]

    @cached_property
    def _proved(self) -> Sequence[Property]:
        left = [entry for entry in self._properties if not entry.monotone]
        while (entry := broken(self._ruleset, left, self._left)) is not None:
            left.remove(entry)
        return left

    @cached_property
    def _shown(self) -> Sequence[Level]:
        """The levels of which the theorem holds today, the highest first."""
        levels = reversed(self._ruleset.protected)
        return [level for level in levels if not _hides(self._subject, level)]

    @cached_property
    def _errors(self) -> set[str]:
        return _errors(self._subject, self._ruleset.questions.keys())

    @cached_property
    def _subject(self) -> Subject:
        return Subject(self._ruleset)


def _fails(expect: Expected, assessment: Assessment) -> bool:
    """Whether a case fails by what it expects of the result; what is asked is looked at apart."""
    of_result = expect.model_copy(update={"asked": (), "not_asked": ()})
    return bool(unmet(of_result, assessment))


def _hides(subject: Subject, level: Level) -> bool:
    if not has_gates(subject.ruleset):
        return False
    return next(hidden(subject.ruleset, level, subject.people), None) is not None


def _errors(subject: Subject, about: Collection[str]) -> set[str]:
    """What `triage check` says of rules, causes and options that nobody reaches, and that rest on
    the questions in ``about``.
    """
    remarks = (*never_firing(subject), *out_of_reach(subject, about))
    return {f"{one.diagnostic.code}: {one.diagnostic.message}" for one in remarks}
