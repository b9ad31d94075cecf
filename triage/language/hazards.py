"""What authors write about harm: how the programme could do some, what guards against it, and what
is left.

The words are those of clinical risk management (DCB0129, ISO 14971). No likelihood is written down:
nobody knows one.
"""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from triage.language.diagnostics import Diagnostic
from triage.language.model import Entry
from triage.language.source import Text
from triage.language.values import Name, Pattern, Prose


class Gravity(StrEnum):
    """How bad the harm is where it comes about."""

    MINOR = "minor"
    CONSIDERABLE = "considerable"
    MAJOR = "major"
    CATASTROPHIC = "catastrophic"

    @property
    def rank(self) -> int:
        """Its place from the least harm on."""
        return list(Gravity).index(self)


class ControlKind(StrEnum):
    """What guards against a hazard."""

    PROPERTY = "property"
    """A statement of `properties.yaml`, proved."""
    WATCH = "watch"
    """A line of what to watch for: people read it, and that its level is kept is proved."""
    THEOREM = "theorem"
    """That no gate hides a protected level from anybody, proved of every rule set."""
    CASES = "cases"
    """Invented people for whom the right thing follows."""
    TEST = "test"
    """What the programme itself promises, whatever the rule set; its own tests hold it."""


class Control(Entry):
    """One thing that guards against a hazard: exactly one key is written."""

    property_: Name | None = Field(default=None, alias="property")
    watch: Name | None = None
    theorem: Name | None = None
    cases: Pattern | None = None
    test: Name | None = None

    @model_validator(mode="after")
    def _check_one(self) -> Control:
        written = list(self._named)
        if len(written) != 1:
            wanted = ", ".join(f"`{kind}`" for kind in ControlKind)
            found = " and ".join(f"`{kind}`" for kind in written)
            more = f", not {found}" if found else "; there is none"
            problem = Diagnostic("T112", f"exactly one of {wanted} belongs here{more}", self.span)
            raise PydanticCustomError(
                "diagnosed", "{count} problems", {"count": 1, "problems": [problem]}
            )
        return self

    @property
    def kind(self) -> ControlKind:
        """What it is."""
        return next(iter(self._named))

    @property
    def name(self) -> Text:
        """Which one it is, with its place."""
        return Text(self._named[self.kind], self.at(self.kind))

    @property
    def _named(self) -> dict[ControlKind, str]:
        """What is written, by its key."""
        found = {
            ControlKind.PROPERTY: self.property_,
            ControlKind.WATCH: self.watch,
            ControlKind.THEOREM: self.theorem,
            ControlKind.CASES: self.cases,
            ControlKind.TEST: self.test,
        }
        return {kind: name for kind, name in found.items() if name is not None}

    def __str__(self) -> str:
        return f"{self.kind}: {self.name}"


class Hazard(Entry):
    """One way in which the programme could harm somebody.

    ``rules`` are those that it is about. ``left`` is what no control takes away, ``reviewed`` who
    looked at it, in words.
    """

    id: Name
    harm: Prose
    how: Prose
    severity: Gravity
    left: Prose
    reviewed: Prose
    rules: tuple[Name, ...] = ()
    controls: tuple[Control, ...] = ()
