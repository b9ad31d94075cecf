"""The gates of a rule set as JUnit XML, which build servers read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape, quoteattr

from triage.cases.results import CaseOutcome, CaseResult, Run
from triage.language.ruleset import Stamp
from triage.language.safe import Safe
from triage.render.author.gates import Gate, GateOutcome


def junit(stamp: Stamp | None, gates: Sequence[Gate], run: Run) -> Safe:
    """One suite a gate: that of `test` holds every case on every engine, any other one entry."""
    lines = ['<?xml version="1.0" encoding="utf-8"?>', "<testsuites>"]
    for gate in gates:
        entries = [_case(result) for result in run.results] if gate.name == "test" else []
        lines += _suite(gate, entries or [_entry(gate)], stamp)
    return Safe("\n".join([*lines, "</testsuites>", ""]))


def _suite(gate: Gate, entries: list[str], stamp: Stamp | None) -> Iterator[str]:
    failures = sum("<failure" in entry for entry in entries)
    skipped = sum("<skipped" in entry for entry in entries)
    yield (
        f'<testsuite name="{gate.name}" tests="{len(entries)}" failures="{failures}"'
        f' errors="0" skipped="{skipped}">'
    )
    if stamp:
        yield f'<properties><property name="ruleset" value={quoteattr(str(stamp))}/></properties>'
    yield from entries
    yield "</testsuite>"


def _case(result: CaseResult) -> str:
    inner = ""
    if result.outcome is CaseOutcome.FAILED:
        inner = _failure("the case fails", result.says)
    elif result.outcome is CaseOutcome.TODO:
        inner = f"<skipped message={quoteattr(result.says)}/>"
    name = quoteattr(f"{result.case}[{result.engine}]")
    return f"<testcase classname={quoteattr(result.file)} name={name}>{inner}</testcase>"


def _entry(gate: Gate) -> str:
    inner = ""
    if gate.outcome is GateOutcome.RED:
        inner = _failure(gate.says, "\n".join(gate.faults))
    elif gate.outcome is GateOutcome.NOT_RUN:
        inner = f"<skipped message={quoteattr(gate.says)}/>"
    return f'<testcase classname="triage" name="{gate.name}">{inner}</testcase>'


def _failure(message: str, text: str) -> str:
    return f"<failure message={quoteattr(message)}>{escape(text)}</failure>"
