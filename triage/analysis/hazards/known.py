"""What a control can name: properties, lines to watch for, cases and promises."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path

from triage.analysis.hazards.promises import PROMISES
from triage.analysis.proofs import properties
from triage.analysis.proofs.properties import Property
from triage.cases import case_files
from triage.cases.case_files import Case
from triage.language.diagnostics import RuleSetError
from triage.language.hazards import Control, ControlKind
from triage.language.ruleset import RuleSet

GATES = "gates"
"""The name of the theorem that no gate hides a protected level."""


@dataclass(frozen=True)
class Nameable:
    """What the controls of a rule set can name; None where a file of it cannot be read."""

    properties: Sequence[Property] | None
    cases: Sequence[Case] | None
    watched: Collection[str]

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
            return None if self.cases is None else tuple(_case_names(self.cases))
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
        return tuple(case for case in self.cases or () if _is_named(case, control.name))


def nameable(ruleset: RuleSet, *, strict: bool = False) -> Nameable:
    """What the controls of ``ruleset`` can name.

    Raises:
        RuleSetError: a file of it cannot be read, and ``strict`` wants to know.
    """
    stated: Sequence[Property] | None = None
    told: Sequence[Case] | None = None
    with nullcontext() if strict else suppress(RuleSetError):
        stated = properties.load(ruleset)
    with nullcontext() if strict else suppress(RuleSetError):
        told = case_files.load_all(ruleset)
    watched = tuple(name for name, _ in ruleset.identity.watched())
    return Nameable(stated, told, watched)


def _stated(stated: Sequence[Property], watched: Collection[str]) -> tuple[str, ...]:
    return tuple(entry.id for entry in stated if entry.id not in watched)


def _case_names(cases: Sequence[Case]) -> Iterator[str]:
    found: dict[str, None] = {}
    for case in cases:
        names = (case.id, case.id.partition(".")[0], Path(case.span.file).name)
        found.update(dict.fromkeys(names))
    yield from found


def _is_named(case: Case, name: str) -> bool:
    if name.endswith("*"):
        return case.id.startswith(name.removesuffix("*"))
    return name in (case.id, case.id.partition(".")[0], Path(case.span.file).name)
