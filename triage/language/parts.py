"""A rule set in the making: what could be built of its files so far."""

from __future__ import annotations

from dataclasses import dataclass, field

from triage.language.hazards import Hazard
from triage.language.known import Known
from triage.language.model import Cause, Finding, Identity, Impossible, Question, Rule, Score
from triage.language.screens import QuestionScreen
from triage.language.signatures import Decision, Signature
from triage.language.source import Table


@dataclass
class Draft:
    """Everything that could be built so far.

    ``declared`` holds, for each kind, ids that stand in the files even where their entry could not
    be built; None where a file could not be read at all, so that anything may be declared in it.
    ``broken`` says whether an entry is missing.
    """

    identity: Identity | None = None
    questions: list[Question] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    causes: list[Cause] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    impossible: list[Impossible] = field(default_factory=list)
    cause_of_rule: dict[str, str] = field(default_factory=dict)
    declared: dict[str, set[str] | None] = field(default_factory=dict)
    broken: bool = False
    known: Known = field(default_factory=Known)
    scores: list[Score] = field(default_factory=list)
    hazards: list[Hazard] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    signatures: list[Signature] = field(default_factory=list)
    screens: list[QuestionScreen] = field(default_factory=list)

    def declare(self, kind: str, values: object) -> None:
        """Remember the ids of the entries in ``values``, whatever their shape."""
        listed = values if isinstance(values, list) else []
        ids = {
            str(entry["id"])
            for entry in listed
            if isinstance(entry, Table) and isinstance(entry.get("id"), str)
        }
        known = self.declared.setdefault(kind, set())
        if known is not None:
            known |= ids

    def give_up(self, kind: str) -> None:
        """Remember that any id of this kind may be declared in a file that cannot be read."""
        self.declared[kind] = None
