"""What became of each control of each hazard: proofs are proved, cases are run.

A hazard is open where nothing guards against it, or where something that should does not stand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from triage.analysis.hazards.known import Nameable, nameable
from triage.analysis.hazards.promises import PROMISES
from triage.analysis.proofs.properties import Property
from triage.analysis.proofs.prove import (
    Broken,
    GateResult,
    Proof,
    PropertyResult,
    Undecided,
    prove,
)
from triage.cases.case_files import Case, mismatches
from triage.engine.reference import reference_engine
from triage.language.diagnostics import RuleSetError
from triage.language.hazards import Control, ControlKind, Hazard
from triage.language.ruleset import RuleSet


class ControlState(Enum):
    """What became of a control."""

    PROVED = "proved"
    """Over all answers."""
    PASSING = "passing"
    """Each of its cases."""
    THERE = "there"
    """The programme promises it; its own tests hold that."""
    BROKEN = "broken"
    FAILING = "failing"
    UNDECIDED = "undecided"
    """The time ran out."""
    MISSING = "missing"
    """There is no such thing."""

    @property
    def stands(self) -> bool:
        """Whether it guards."""
        return self in (ControlState.PROVED, ControlState.PASSING, ControlState.THERE)


@dataclass(frozen=True, slots=True)
class Standing:
    """A control, what became of it, and what it says in words."""

    control: Control
    state: ControlState
    says: str


@dataclass(frozen=True)
class Guarded:
    """A hazard with its controls, tried."""

    hazard: Hazard
    controls: tuple[Standing, ...]

    @property
    def is_open(self) -> bool:
        """Whether it is without a control, or with one that does not stand."""
        return not self.controls or not all(one.state.stands for one in self.controls)


def guarded(ruleset: RuleSet, timeout: float) -> tuple[Guarded, ...]:
    """Each hazard of the rule set, the gravest first, with what became of its controls.

    Args:
        ruleset: the rule set.
        timeout: seconds for all proofs together.

    Raises:
        RuleSetError: its cases or properties cannot be read.
        SolverMissing: something has to be proved, and clingo is not installed.
    """
    tried = _Tried(ruleset, timeout)
    gravest = sorted(ruleset.hazards, key=lambda hazard: -hazard.severity.rank)
    return tuple(
        Guarded(hazard, tuple(tried.standing(control) for control in hazard.controls))
        for hazard in gravest
    )


def named_properties(ruleset: RuleSet, known: Nameable) -> tuple[Property, ...]:
    """The properties that controls name, each once, in the order in which they are stated."""
    named = {
        str(control.name)
        for hazard in ruleset.hazards
        for control in hazard.controls
        if control.kind in (ControlKind.PROPERTY, ControlKind.WATCH)
    }
    return tuple(entry for entry in known.properties or () if entry.id in named)


class _Tried:
    """Proofs and cases of one rule set, each worked out once, when it is first asked for."""

    def __init__(self, ruleset: RuleSet, timeout: float) -> None:
        self._ruleset, self._timeout = ruleset, timeout
        self._known = nameable(ruleset)
        if self._known.problems:
            raise RuleSetError(self._known.problems)
        self._engine = reference_engine(ruleset)

    def standing(self, control: Control) -> Standing:
        if not self._known.has(control):
            return Standing(control, ControlState.MISSING, "there is no such thing")
        judge = {
            ControlKind.PROPERTY: self._of_property,
            ControlKind.WATCH: self._of_watch,
            ControlKind.THEOREM: self._of_theorem,
            ControlKind.CASES: self._of_cases,
            ControlKind.TEST: self._of_test,
        }
        return judge[control.kind](control)

    def _of_property(self, control: Control) -> Standing:
        found = self._results[control.name]
        return Standing(control, _state(found.verdict), found.property.because)

    def _of_watch(self, control: Control) -> Standing:
        found = self._results.get(control.name)
        if found is None:
            return Standing(
                control, ControlState.UNDECIDED, "it does not say of which answers it speaks"
            )
        return Standing(control, _state(found.verdict), found.property.because)

    def _of_theorem(self, control: Control) -> Standing:
        says = "No gate hides a protected level from anybody."
        states = [_gate_state(gate) for gate in self._proof.gates]
        worst = next(
            (state for state in states if state is not ControlState.PROVED), ControlState.PROVED
        )
        return Standing(control, worst, says)

    def _of_cases(self, control: Control) -> Standing:
        named = self._known.cases_of(control)
        failing = [case.id for case in named if self._fails(case)]
        number = "1 case" if len(named) == 1 else f"{len(named)} cases"
        if failing:
            return Standing(
                control, ControlState.FAILING, f"of {number} these fail: {', '.join(failing)}"
            )
        return Standing(control, ControlState.PASSING, f"{number}: {_some(named)}")

    def _of_test(self, control: Control) -> Standing:
        return Standing(control, ControlState.THERE, PROMISES[control.name].says)

    def _fails(self, case: Case) -> bool:
        """Whether the case guards nothing: it fails, expects nothing, or is a known gap."""
        if case.expect.is_empty or case.todo is not None:
            return True
        return bool(mismatches(case, self._engine.assess(case.answers)))

    @cached_property
    def _proof(self) -> Proof:
        named = named_properties(self._ruleset, self._known)
        return prove(self._ruleset, named, self._timeout)

    @cached_property
    def _results(self) -> Mapping[str, PropertyResult]:
        return {result.property.id: result for result in self._proof.results}


def _state(verdict: object) -> ControlState:
    if isinstance(verdict, Broken):
        return ControlState.BROKEN
    return ControlState.UNDECIDED if isinstance(verdict, Undecided) else ControlState.PROVED


def _gate_state(gate: GateResult) -> ControlState:
    if isinstance(gate.verdict, Undecided):
        return ControlState.UNDECIDED
    return ControlState.PROVED if gate.is_proved else ControlState.BROKEN


MOST_NAMED = 3


def _some(cases: tuple[Case, ...]) -> str:
    names = ", ".join(case.id for case in cases[:MOST_NAMED])
    return names + (", …" if len(cases) > MOST_NAMED else "")
