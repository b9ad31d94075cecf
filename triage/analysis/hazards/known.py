"""What a control can name: properties, lines to watch for, cases and promises."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from triage.analysis.hazards.promises import PROMISES
from triage.analysis.proofs import properties
from triage.analysis.proofs.properties import Property
from triage.cases import case_files
from triage.cases.case_files import Case
from triage.language.diagnostics import Diagnostic, RuleSetError
from triage.language.hazards import Control, ControlKind
from triage.language.ruleset import RuleSet

GATES = "gates"
"""The name of the theorem that no gate hides a protected level."""


@dataclass(frozen=True)
class Nameable:
    """What the controls of a rule set can name; None where a file of it cannot be read, as
    ``problems`` say.
    """

    properties: Sequence[Property] | None
    cases: Sequence[Case] | None
    watched: Collection[str]
    problems: tuple[Diagnostic, ...] = ()

    def has(self, control: Control) -> bool:
        """Whether there is such a control; what cannot be read may be anything."""
        if control.kind is ControlKind.CASES:
            return self.cases is None or bool(self.cases_of(control))
        known = self.names(control.kind)
        return known is None or control.name in known

    def names(self, kind: ControlKind) -> Collection[str] | None:
        """The names of a kind; of cases also those of their tables and files."""
        if kind is ControlKind.PROPERTY:
            return None if self.properties is None else _stated(self.properties, self.watched)
        if kind is ControlKind.CASES:
            return None if self.cases is None else tuple(self._by_name)
        known: Mapping[ControlKind, Collection[str]] = {
            ControlKind.WATCH: self.watched,
            ControlKind.THEOREM: (GATES,),
            ControlKind.TEST: PROMISES,
        }
        return known[kind]

    def cases_of(self, control: Control) -> tuple[Case, ...]:
        """The cases that a control names: one, those of a table or of a file, or all whose ids
        begin so.
        """
        name = str(control.name)
        if not name.endswith("*"):
            return tuple(self._by_name.get(name, ()))
        beginning = name.removesuffix("*")
        return tuple(case for case in self.cases or () if case.id.startswith(beginning))

    @cached_property
    def _by_name(self) -> Mapping[str, list[Case]]:
        """The cases by their ids, and those of each table and file."""
        found: dict[str, list[Case]] = {}
        for case in self.cases or ():
            names = (case.id, case.id.partition(".")[0], Path(case.span.file).name)
            for name in dict.fromkeys(names):
                found.setdefault(name, []).append(case)
        return found


def nameable(ruleset: RuleSet) -> Nameable:
    """What the controls of ``ruleset`` can name, and what is wrong with the files that say so."""
    stated: Sequence[Property] | None = None
    told: Sequence[Case] | None = None
    problems: list[Diagnostic] = []
    try:
        told = case_files.load_all(ruleset)
    except RuleSetError as error:
        problems += error.diagnostics
    try:
        stated = properties.load(ruleset)
    except RuleSetError as error:
        problems += error.diagnostics
    watched = tuple(name for name, _ in ruleset.identity.watched())
    return Nameable(stated, told, watched, tuple(problems))


def _stated(stated: Sequence[Property], watched: Collection[str]) -> tuple[str, ...]:
    return tuple(entry.id for entry in stated if entry.id not in watched)
