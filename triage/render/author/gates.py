"""The gates of a rule set, from its form to its mutants: what each found, as a page and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from enum import Enum

from triage.analysis.checks.check_folder import CheckReport
from triage.analysis.mutation.verdicts import MutationReport
from triage.analysis.proofs.properties import ABOUT, Assume
from triage.analysis.proofs.prove import Proof, Proved
from triage.cases.coverage import Coverage
from triage.cases.results import CaseOutcome, Run
from triage.language.ruleset import Stamp
from triage.render.author.case_results import counts
from triage.render.author.coverage import gap_text
from triage.render.author.failures import place
from triage.render.author.mutants import score_words
from triage.render.author.proofs import gate_line, property_line
from triage.render.formats.page import Line, LineKind, Page, PageSection

ANY, ANY_AND_PEOPLE = (Assume.NOTHING,), (Assume.NOTHING, Assume.INTERVIEW)
MOST_SHOWN = 30
"""Things named under one gate; the others are counted, and its own command names them all."""


class GateOutcome(Enum):
    """How a gate came out."""

    GREEN = "green"
    RED = "red"
    NOT_RUN = "not run"


@dataclass(frozen=True, slots=True)
class Gate:
    """One gate: the command that it stands for, what came of it, and what keeps it from being
    green.
    """

    name: str
    outcome: GateOutcome
    says: str
    faults: tuple[str, ...] = ()
    about: tuple[Assume, ...] = ()
    """Of whose answers it speaks."""


def not_run(name: str, reason: str) -> Gate:
    """A gate that nobody could come to."""
    return Gate(name, GateOutcome.NOT_RUN, reason)


def not_proved(name: str, reason: str) -> Gate:
    """A gate that has to prove something and cannot."""
    return _gate(name, "not proved", [reason])


def check_gate(report: CheckReport) -> Gate:
    """Green where nothing is wrong, not even a warning."""
    faults = [
        f"{found.span}: {found.severity.value}[{found.code}]: {found.message}"
        for found in report.diagnostics
    ]
    faults += [report.not_proved] if report.not_proved else []
    return _gate("check", f"{_number(len(faults), 'problem')}", faults, ANY_AND_PEOPLE)


def test_gate(run: Run) -> Gate:
    """Green where every case passes, on every engine, and there is one."""
    faults = [result.says for results in run.of(CaseOutcome.FAILED) for result in results]
    if not run.results:
        return _gate("test", "no case ran", ["there is no case"])
    return _gate("test", counts(run), dict.fromkeys(faults), ANY)


def cover_gate(coverage: Coverage, least: float | None) -> Gate:
    """Green where no line of the table is below ``least`` percent, if that is asked."""
    low = [one for one in coverage.measures if least is not None and one.percent < least]
    shares = ", ".join(f"{one.name} {one.percent:g} %" for one in coverage.measures)
    faults = [
        f"{place(gap.span)}: not covered, {one.name}: {gap_text(gap)}"
        for one in low
        for gap in one.gaps
    ]
    return _gate("cover", shares, faults, ANY)


def proof_gate(proof: Proof) -> Gate:
    """Green where every property is proved, and there is one, and no gate hides a level."""
    faults = [
        property_line(result) for result in proof.results if not isinstance(result.verdict, Proved)
    ]
    says = f"{len(proof.results) - len(faults)} of {len(proof.results)} properties proved"
    faults += [gate_line(gate) for gate in proof.gates if not gate.is_proved]
    shown = [f"`{gate.level.id}`" for gate in proof.gates if gate.is_proved]
    says += f", no gate hides {' or '.join(shown)}" if shown else ""
    if not proof.results:
        faults.append("`properties.yaml` states no property")
    about = {Assume.INTERVIEW, *(result.property.about for result in proof.results)}
    return _gate("prove", says, faults, [one for one in Assume if one in about])


def mutation_gate(report: MutationReport, least: float) -> Gate:
    """Green where the score is not below ``least`` percent."""
    faults = [
        f"{place(verdict.mutant.place)}: nobody notices: {verdict.mutant.name},"
        f" {verdict.mutant.description}"
        for verdict in report.alive
    ]
    says = f"mutation score {score_words(report)}, at least {least:g} % is asked"
    kept = faults if 100 * report.score < least else ()
    return _gate("mutate", says, kept, ANY_AND_PEOPLE)


def gates_page(stamp: Stamp | None, folder: str, gates: Sequence[Gate]) -> Page:
    """All gates on one page, what is red first to be read."""
    red = [gate.name for gate in gates if gate.outcome is GateOutcome.RED]
    verdict = f"Red: {', '.join(red)}." if red else "Every gate is green."
    head = PageSection("Verdict", (Line(verdict, LineKind.STRONG),))
    sections = (
        PageSection(f"{gate.name}: {gate.outcome.value}", tuple(_lines(gate))) for gate in gates
    )
    return Page(f"Gates of {stamp or folder}", (head, *sections))


def gates_json(stamp: Stamp | None, folder: str, gates: Sequence[Gate]) -> dict[str, object]:
    """The gates as plain data, with everything that keeps one from being green."""
    return {
        "rules": folder,
        "ruleset": asdict(stamp) if stamp else None,
        "ok": all(gate.outcome is not GateOutcome.RED for gate in gates),
        "gates": [
            {
                "gate": gate.name,
                "outcome": gate.outcome.value,
                "about": [ABOUT[one] for one in gate.about],
                "says": gate.says,
                "faults": list(gate.faults),
            }
            for gate in gates
        ],
    }


def _lines(gate: Gate) -> Iterable[Line]:
    yield Line(gate.says)
    if gate.about:
        yield Line(f"About {' and '.join(ABOUT[one] for one in gate.about)}.")
    yield from (Line(fault, LineKind.POINT) for fault in gate.faults[:MOST_SHOWN])
    if len(gate.faults) > MOST_SHOWN:
        more = len(gate.faults) - MOST_SHOWN
        yield Line(f"And {more} more: `triage {gate.name}` names them.", LineKind.POINT)


def _gate(name: str, says: str, faults: Iterable[str], about: Iterable[Assume] = ()) -> Gate:
    found = tuple(faults)
    outcome = GateOutcome.RED if found else GateOutcome.GREEN
    return Gate(name, outcome, says, found, tuple(about))


def _number(count: int, what: str) -> str:
    return f"{count or 'no'} {what}{'' if count == 1 else 's'}"
