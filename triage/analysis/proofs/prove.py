"""Prove the properties of a rule set over all answers, or show the smallest answers that break
them.

A proof is a proof: nothing is sampled. All answers shown are checked once more by running the
engines on them.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property

from triage.analysis.proofs import longest_interview
from triage.analysis.proofs.contradictions import Contradiction, contradictions
from triage.analysis.proofs.hidden_levels import LevelVerdict, has_gates, level_verdict
from triage.analysis.proofs.properties import Assume, Property
from triage.analysis.proofs.property_goals import PropertyGoals, property_goals
from triage.analysis.search import solver
from triage.analysis.search.confirm_on_engines import Confirmer
from triage.analysis.search.goals import Goal, Met
from triage.analysis.search.people_solver import PeopleSolver
from triage.answers.value import Answers, State
from triage.engine.assessment import Assessment
from triage.lacks.people import excluded, said
from triage.language.conditions import Condition, Fact, atoms
from triage.language.ruleset import RuleSet
from triage.language.words import Level

OUT_OF_TIME = "the time limit was reached"
MOST_FOR_ONE_GOAL = 0.25
"""The share of the time left that one of many goals may take."""


@dataclass(frozen=True)
class Proved:
    """The property holds for all answers; ``how`` says why that is certain."""

    how: str


@dataclass(frozen=True)
class Broken:
    """The property does not hold. ``assessment`` is what follows from the counterexample, if
    answers break it.

    ``missing`` are the outcomes that no answers lead to. Smallest answers are those to the fewest
    questions, then with the fewest facts; an interview that is too long has at least one question
    more than its limit, and its counterexample has just that many. Where ``is_smallest`` is false,
    time ran out while smaller ones were looked for.
    """

    assessment: Assessment | None = None
    missing: tuple[str, ...] = ()
    questions: int = 0
    is_smallest: bool = True

    @property
    def counterexample(self) -> Answers | None:
        """The answers that break the property; None where the property asks for answers that do not
        exist.
        """
        return self.assessment.answers if self.assessment else None


@dataclass(frozen=True)
class Undecided:
    """Neither proved nor broken, and why."""

    reason: str


Verdict = Proved | Broken | Undecided


@dataclass(frozen=True)
class PropertyResult:
    """A property and what became of it."""

    property: Property
    verdict: Verdict


@dataclass(frozen=True)
class GateResult:
    """What became of the theorem that no gate hides ``level``, which every rule set states."""

    level: Level
    verdict: LevelVerdict | Undecided

    @property
    def is_proved(self) -> bool:
        """Whether no gate hides the level from anybody."""
        return isinstance(self.verdict, LevelVerdict) and self.verdict.is_proved


@dataclass(frozen=True)
class Proof:
    """What became of every property and of the theorem about gates, and properties that contradict
    each other.
    """

    results: tuple[PropertyResult, ...]
    gates: tuple[GateResult, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Whether all is proved."""
        return all(isinstance(result.verdict, Proved) for result in self.results) and all(
            gate.is_proved for gate in self.gates
        )


def prove(ruleset: RuleSet, properties: Sequence[Property], timeout: float) -> Proof:
    """What becomes of each property within ``timeout`` seconds in all.

    Each gets its share of the time that is left; those that it was too short for are tried once
    more at the end. Contradictions are looked for where something is not proved: properties that
    all hold contradict nothing.
    """
    prover = _PropertyProver(ruleset, time.monotonic() + timeout)
    gates = tuple(prover.gates())
    verdicts = dict(prover.verdicts(properties))
    verdicts |= prover.verdicts(
        [entry for entry in properties if isinstance(verdicts[entry.id], Undecided)]
    )
    results = tuple(PropertyResult(entry, verdicts[entry.id]) for entry in properties)
    found = () if Proof(results).is_complete else prover.contradictions(properties)
    prover.close()
    return Proof(results, gates, found)


def broken(ruleset: RuleSet, properties: Iterable[Property], timeout: float) -> Property | None:
    """The first property that the rule set is found to break within ``timeout`` seconds in all."""
    prover, entries = _PropertyProver(ruleset, time.monotonic() + timeout), tuple(properties)
    try:
        for name, verdict in prover.verdicts(entries):
            if isinstance(verdict, Broken):
                return next(entry for entry in entries if entry.id == name)
        return None
    finally:
        prover.close()


class _PropertyProver:
    def __init__(self, ruleset: RuleSet, deadline: float) -> None:
        self._ruleset, self._deadline = ruleset, deadline
        self._confirmer = Confirmer(ruleset)

    @cached_property
    def _solver(self) -> solver.Solver:
        return solver.Solver(self._ruleset)

    @cached_property
    def _people(self) -> PeopleSolver:
        return PeopleSolver(self._ruleset)

    def gates(self) -> Iterator[GateResult]:
        for level in reversed(self._ruleset.protected):
            if not has_gates(self._ruleset):
                yield GateResult(level, LevelVerdict(level))
                continue
            now = time.monotonic()
            deadline = now + (self._deadline - now) * MOST_FOR_ONE_GOAL
            try:
                found = level_verdict(self._ruleset, level, self._people, deadline)
            except solver.SearchTimedOut:
                yield GateResult(level, Undecided(OUT_OF_TIME))
            else:
                yield GateResult(level, found)

    def verdicts(self, properties: Sequence[Property]) -> Iterator[tuple[str, Verdict]]:
        for place, entry in enumerate(properties):
            left = self._deadline - time.monotonic()
            share = left / (len(properties) - place)
            yield entry.id, self._verdict(entry, share) if left > 0 else Undecided(OUT_OF_TIME)

    def contradictions(self, properties: Sequence[Property]) -> tuple[Contradiction, ...]:
        found: list[Contradiction] = []
        properties = [entry for entry in properties if entry.about is Assume.NOTHING]
        # Of properties that contradict, one is not proved: nothing is passed over.
        with suppress(solver.SearchTimedOut):
            found.extend(contradictions(self._ruleset, properties, self._solver, self._deadline))
        return tuple(found)

    def close(self) -> None:
        self._confirmer.close()

    def _verdict(self, entry: Property, seconds: float) -> Verdict:
        if entry.monotone:
            return self._monotone()
        if entry.decided_within is not None:
            return self._decided_within(entry.decided_within, time.monotonic() + seconds)
        stated = property_goals(entry, self._ruleset)
        judge = self._reached if stated.wanted else self._kept
        return judge(entry.about, stated, seconds)

    def _find(self, about: Assume, goal: Goal, seconds: float) -> Answers | None:
        """The smallest answers of those that a property is about which meet the goal."""
        if about is not Assume.INTERVIEW:
            entries = excluded(self._ruleset) if about is Assume.POSSIBLE else ()
            fails = (*goal.fails, *(Met(entry.when) for entry in entries))
            return self._solver.find(Goal(goal.holds, fails), seconds)
        try:
            return self._said(self._people.find(goal, seconds))
        except solver.SearchTimedOut as stopped:
            raise solver.SearchTimedOut(self._said(stopped.best)) from stopped

    def _said(self, known: Answers | None) -> Answers | None:
        return None if known is None else said(self._ruleset, known)

    def _kept(self, about: Assume, stated: PropertyGoals, seconds: float) -> Verdict:
        """Whether no answers meet a forbidden goal."""
        found: list[tuple[Answers, Goal]] = []
        is_done = True
        for goal in stated.forbidden:
            try:
                answers = self._find(about, goal, seconds / len(stated.forbidden))
            except solver.SearchTimedOut as stopped:
                is_done, answers = False, stopped.best
            if answers is not None:
                found.append((answers, goal))
        if found:
            answers, goal = min(found, key=lambda pair: _size(pair[0]))
            self._confirmer.assessed(answers, goal)
            return Broken(self._confirmer.plain(_without_unsure(answers)), is_smallest=is_done)
        return Proved("no answers break it") if is_done else Undecided(OUT_OF_TIME)

    def _reached(self, about: Assume, stated: PropertyGoals, seconds: float) -> Verdict:
        """Whether some answers meet each wanted goal; one hard goal takes a part of the time
        only.
        """
        deadline = time.monotonic() + seconds
        missing, open_names = [], []
        for name, goal in stated.wanted:
            try:
                answers = self._find(
                    about, goal, max(0.0, deadline - time.monotonic()) * MOST_FOR_ONE_GOAL
                )
            except solver.SearchTimedOut as stopped:
                answers = stopped.best
                if answers is None:
                    open_names.append(name)
                    continue
            if answers is None:
                missing.append(name)
            else:
                self._confirmer.assessed(answers, goal)
        if missing:
            return Broken(missing=tuple(missing))
        if open_names:
            return Undecided(
                f"{OUT_OF_TIME}; {_listed(open_names)} of {len(stated.wanted)} not settled"
            )
        return Proved(
            "answers found"
            if len(stated.wanted) == 1
            else f"answers found for each of {len(stated.wanted)}"
        )

    def _monotone(self) -> Verdict:
        """Whether every condition is `all`, `any`, points and facts: then one fact more never makes
        one fail.
        """
        odd = [rule.id for rule in self._ruleset.rules if not _is_positive(rule.when)]
        if odd:
            return Broken(missing=tuple(odd))
        return Proved(
            "every condition is made of `all`, `any`, points and facts, so one more answer takes"
            " nothing back"
        )

    def _decided_within(self, limit: int, deadline: float) -> Verdict:
        most = longest_interview.most_questions(self._ruleset)
        if most <= limit:
            return Proved(
                f"{most} questions are open at the start, and one that is left out stays left out"
            )
        try:
            answers = longest_interview.longer_than(self._ruleset, limit, deadline)
        except longest_interview.TooLong as stopped:
            return Undecided(
                f"{OUT_OF_TIME}; an interview can ask {stopped.longest} questions, none asks more "
                f"than {most}"
            )
        if answers is None:
            return Proved("every interview that could be longer was followed to its end")
        return Broken(self._confirmer.plain(answers), questions=len(answers.given))


def _without_unsure(answers: Answers) -> Answers:
    """What counts of the answers: "not sure" yields nothing."""
    return Answers({name: one for name, one in answers.given.items() if one.state is State.GIVEN})


def _size(answers: Answers) -> tuple[int, int]:
    known = _without_unsure(answers)
    return len(known.given), sum(1 for _ in known.facts())


def _listed(names: Sequence[str]) -> str:
    """The first names, and how many more there are."""
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return ", ".join(names[:3]) + more


def _is_positive(condition: Condition) -> bool:
    return all(isinstance(fact, Fact) for fact in atoms(condition))
