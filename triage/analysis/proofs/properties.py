"""What an author states about a whole rule set, to be proved over all answers: the file
`properties.yaml`.

The file is optional and for authors only: a rule set loads and runs without it. Its names are
checked as those of rules are.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import PlainValidator, ValidationInfo, WithJsonSchema, WrapValidator, model_validator
from pydantic_core import PydanticCustomError

from triage.language import building, references, source
from triage.language.conditions import ALWAYS, Condition
from triage.language.diagnostics import Diagnostic, RuleSetError, did_you_mean
from triage.language.load import PROPERTIES
from triage.language.model import Entry
from triage.language.parts import Draft
from triage.language.references import refuse_repeats
from triage.language.ruleset import RuleSet
from triage.language.source import Table
from triage.language.values import (
    WRITTEN_AS,
    LevelName,
    Name,
    Prose,
    When,
    known_to,
)
from triage.language.words import Strength

NOTHING_ANSWERED = "nothing_answered"
MOST_QUESTIONS = 10_000

KINDS = (
    "never",
    "always",
    "implies",
    "monotone",
    "reachable",
    "decided_within",
    "asked",
    "never_asked",
)
_OUTCOMES = ("level", "at_least", "cause", "finding", "rule")


def _condition_or_nothing(value: Any, handler: Any) -> Any:
    return NOTHING_ANSWERED if value == NOTHING_ANSWERED else handler(value)


def _outcome_or_condition(value: Any, handler: Any, info: ValidationInfo) -> Any:
    """An outcome where the keys are those of one; otherwise a condition, which a finding is too."""
    if (
        not isinstance(value, Table)
        or not set(value) <= {"level", "at_least", "cause", "fit", "rule"}
        or not value
    ):
        return handler(value)
    problems: list[Diagnostic] = []
    made = building.build(StatedOutcome, value, problems, known_to(info))
    if problems:
        raise _diagnosed(problems)
    return made


def _whole_number(value: Any) -> int:
    text = str(value)
    if not (text.isascii() and text.isdigit() and int(text[:6]) <= MOST_QUESTIONS):
        raise PydanticCustomError(
            "number", "{wanted}", {"wanted": "a whole number of questions belongs here"}
        )
    return int(text)


def _true(value: Any) -> bool:
    if str(value) != "true":
        raise PydanticCustomError("true", "{wanted}", {"wanted": "only `true` belongs here"})
    return True


PropertyWhen = Annotated[
    When, WrapValidator(_condition_or_nothing), WithJsonSchema({WRITTEN_AS: "property_when"})
]
Then = Annotated[
    When, WrapValidator(_outcome_or_condition), WithJsonSchema({WRITTEN_AS: "property_then"})
]
Count = Annotated[
    int, PlainValidator(_whole_number), WithJsonSchema({"type": "integer", "minimum": 0})
]
Yes = Annotated[bool, PlainValidator(_true), WithJsonSchema({"const": True})]
Fit = Literal["typical", "compatible", "risk"]


class _Choice(Entry):
    """An entry of which exactly one key out of several is written."""

    @model_validator(mode="after")
    def _check_choice(self) -> _Choice:
        written = [key for key in self.choices() if getattr(self, key) is not None]
        if len(written) != 1:
            wanted = ", ".join(f"`{key}`" for key in self.choices())
            found = (
                ", not " + " and ".join(f"`{key}`" for key in written)
                if written
                else "; there is none"
            )
            message = f"exactly one of {wanted} belongs here{found}"
            raise _diagnosed([Diagnostic("T112", message, self.span)])
        return self

    @classmethod
    def choices(cls) -> tuple[str, ...]:
        """The keys of which one is written."""
        return _OUTCOMES


class StatedOutcome(_Choice):
    """One thing a result can be: of exactly a level, of at least one, with a cause, a finding or a
    fired rule.
    """

    level: LevelName | None = None
    at_least: LevelName | None = None
    cause: Name | None = None
    fit: Fit | None = None
    finding: Name | None = None
    rule: Name | None = None

    @model_validator(mode="after")
    def _check_fit(self) -> StatedOutcome:
        if self.fit is not None and self.cause is None and getattr(self, "every", None) != "cause":
            raise _diagnosed(
                [
                    Diagnostic(
                        "T112", "`fit` says how well a cause fits; there is none here", self.span
                    )
                ]
            )
        return self

    @property
    def strength(self) -> Strength:
        """The least fit that counts."""
        return Strength(self.fit or Strength.RISK)


class Conditional(StatedOutcome):
    """An outcome, and the answers that it speaks about."""

    when: PropertyWhen = ALWAYS


class Implies(Entry):
    """Where one condition holds, another one or an outcome does too."""

    when: PropertyWhen
    then: Then


class Reachable(StatedOutcome):
    """An outcome that some answers lead to; ``every`` speaks of all of a kind."""

    every: Literal["level", "cause", "finding", "rule"] | None = None

    @classmethod
    def choices(cls) -> tuple[str, ...]:
        """The keys of which one is written."""
        return (*_OUTCOMES, "every")


class StatedQuestion(Entry):
    """A question whose gates are open, or not, for people of whom ``when`` holds."""

    question: Name
    when: PropertyWhen = ALWAYS


class Assume(StrEnum):
    """What a property speaks about."""

    NOTHING = "nothing"
    """Any answers, whoever could give them."""
    POSSIBLE = "possible"
    """Any answers but those that are impossible by words."""
    INTERVIEW = "interview"
    """What people come to say who are asked, those included who are not sure."""


class Property(_Choice):
    """One statement about all answers, or about all people, and why it has to hold."""

    id: Name
    because: Prose
    never: Conditional | None = None
    always: Conditional | None = None
    implies: Implies | None = None
    monotone: Yes | None = None
    reachable: Reachable | None = None
    decided_within: Count | None = None
    asked: StatedQuestion | None = None
    never_asked: StatedQuestion | None = None
    assume: Assume | None = None

    @classmethod
    def choices(cls) -> tuple[str, ...]:
        """The keys of which one is written."""
        return KINDS

    @model_validator(mode="after")
    def _check_assume(self) -> Property:
        fixed = self._fixed
        if self.assume is not None and fixed not in (None, self.assume):
            message = f"`{self.id}` is about {ABOUT[fixed]}, whatever `assume` says"
            raise _diagnosed([Diagnostic("T112", message, self.at("assume"), "leave it out")])
        return self

    @property
    def about(self) -> Assume:
        """What it speaks about."""
        return self._fixed or self.assume or Assume.NOTHING

    @property
    def _fixed(self) -> Assume | None:
        """What it can only speak about, by its kind."""
        if self.monotone:
            return Assume.NOTHING
        is_of_an_interview = self.asked or self.never_asked or self.decided_within is not None
        return Assume.INTERVIEW if is_of_an_interview else None


ABOUT = {
    Assume.NOTHING: "any answers",
    Assume.POSSIBLE: "any answers that no words exclude",
    Assume.INTERVIEW: "people as they are asked",
}
"""What a verdict is about, in words."""


def load(ruleset: RuleSet) -> tuple[Property, ...]:
    """The properties that the author of the rule set states, in the order of the file, then that
    each line to watch for is kept.

    Raises:
        RuleSetError: with every problem found in the file.
    """
    path = ruleset.folder / PROPERTIES
    stated = read(path, ruleset) if path.exists() else ()
    kept = tuple(watched(ruleset))
    problems: list[Diagnostic] = []
    refuse_repeats((entry.word("id") for entry in (*kept, *stated)), problems)
    if problems:
        raise RuleSetError(problems)
    return (*stated, *kept)


def watched(ruleset: RuleSet) -> Iterator[Property]:
    """For each line to watch for that says when it holds, that its level is kept: over any
    answers.
    """
    for name, watch in ruleset.identity.watched():
        if watch.when is not None:
            kept = {"\0span": watch.span, "when": watch.when, "at_least": watch.level}
            yield Property.model_validate(
                {"\0span": watch.span, "id": name, "because": watch.text, "always": kept}
            )


def read(path: Path, ruleset: RuleSet) -> tuple[Property, ...]:
    """The properties in the file at ``path``.

    Raises:
        RuleSetError: with every problem found.
    """
    table = source.read(path)
    problems: list[Diagnostic] = []
    building.refuse_unknown_keys(table, ("properties",), problems)
    found = building.entries(table, "properties", Property, problems, ruleset.known)
    refuse_repeats((entry.word("id") for entry in found), problems)
    draft = _draft(ruleset)
    for entry in found:
        for condition in _conditions(entry):
            references.check_condition(condition, draft, problems)
        problems.extend(_unknown(entry, ruleset))
    if problems:
        raise RuleSetError(problems)
    return found


def _conditions(entry: Property) -> Iterator[Condition]:
    for part in (entry.never, entry.always, entry.implies, entry.asked, entry.never_asked):
        if part is not None and not isinstance(part.when, str):
            yield part.when
    if entry.implies is not None and not isinstance(entry.implies.then, StatedOutcome):
        yield entry.implies.then


def _outcomes(entry: Property) -> Iterator[StatedOutcome]:
    then = entry.implies.then if entry.implies else None
    for part in (entry.never, entry.always, entry.reachable, then):
        if isinstance(part, StatedOutcome):
            yield part


def _unknown(entry: Property, ruleset: RuleSet) -> Iterator[Diagnostic]:
    kinds = (
        ("T123", "finding", ruleset.findings),
        ("T124", "cause", ruleset.causes),
        ("T127", "rule", ruleset.rule),
    )
    for asked in (entry.asked, entry.never_asked):
        if asked is not None and asked.question not in ruleset.questions:
            yield Diagnostic(
                "T121",
                f"unknown question `{asked.question}`",
                asked.at("question"),
                did_you_mean(asked.question, ruleset.questions),
            )
    for outcome in _outcomes(entry):
        for code, kind, known in kinds:
            name: str | None = getattr(outcome, kind)
            if name is not None and name not in known:
                yield Diagnostic(
                    code, f"unknown {kind} `{name}`", outcome.at(kind), did_you_mean(name, known)
                )


def _draft(ruleset: RuleSet) -> Draft:
    declared = {
        "questions": ruleset.questions,
        "findings": ruleset.findings,
        "causes": ruleset.causes,
    }
    return Draft(
        identity=ruleset.identity,
        questions=list(ruleset.questions.values()),
        declared={kind: set(known) for kind, known in declared.items()},
    )


def _diagnosed(problems: list[Diagnostic]) -> PydanticCustomError:
    return PydanticCustomError(
        "diagnosed", "{count} problems", {"count": len(problems), "problems": problems}
    )
