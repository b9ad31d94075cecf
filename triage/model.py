"""The rule set as a value: what authors write, checked in shape and never changed after loading.

The pydantic models double as the definition of every file kind. Cross-references are checked in ``load``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    InstanceOf,
    PlainValidator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from triage import conditions
from triage.diagnostics import Diagnostic, Span
from triage.source import Table, Text

NOWHERE = Span("<made>")


class Level(IntEnum):
    """How soon to get help; a higher one is more urgent."""

    SELF_CARE = 0
    SEE_DOCTOR = 1
    URGENT = 2
    EMERGENCY = 3

    @property
    def id(self) -> str:
        """The name used in files.

        >>> Level.SEE_DOCTOR.id
        'see_doctor'
        """
        return self.name.lower()

    @classmethod
    def of(cls, name: str) -> Level:
        """The level called ``name``; KeyError where there is none."""
        return {level.id: level for level in cls}[name]


class Strength(StrEnum):
    """How a rule speaks about a cause."""

    TYPICAL = "typical"
    COMPATIBLE = "compatible"
    RISK = "risk"
    AGAINST = "against"


class Kind(StrEnum):
    """How many options an answer may choose."""

    ONE = "one"
    MANY = "many"


@dataclass(frozen=True, slots=True)
class ForCause:
    """The conclusion that something speaks for a cause, or against it."""

    cause: str
    strength: Strength
    span: Span | None = field(default=None, compare=False, repr=False)


Conclusion = conditions.Holds | ForCause | Level


def _as_text(value: Any) -> Any:
    return Text(value) if type(value) is str else value


def _check_id(value: Text) -> Text:
    allowed = set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-")
    if not 1 <= len(value) <= 64 or not set(value) <= allowed:
        raise PydanticCustomError("id", "an id has 1 to 64 letters, digits, `_`, `-` or `.`")
    return value


def _check_filled(value: Text) -> Text:
    if not value.strip():
        raise PydanticCustomError("empty", "the value is missing")
    return value


def _parse_condition(value: Any) -> Any:
    if isinstance(value, conditions.Condition):
        return value
    problems: list[Diagnostic] = []
    parsed = conditions.parse(value, problems)
    if problems:
        raise PydanticCustomError("diagnosed", "{count} problems", {"count": len(problems), "problems": problems})
    return parsed


def _parse_conclusion(value: Any) -> Any:
    if isinstance(value, Conclusion):
        return value
    keys = set(value) if isinstance(value, Table) else set()
    names_only = keys and all(isinstance(part, Text) for part in value.values())
    if names_only and keys == {"finding"}:
        return conditions.Holds(str(value["finding"]), value["finding"].span)
    if names_only and keys == {"level"} and value["level"] in {level.id for level in Level}:
        return Level.of(value["level"])
    if names_only and keys == {"cause", "strength"} and value["strength"] in set(Strength):
        return ForCause(str(value["cause"]), Strength(value["strength"]), value["cause"].span)
    levels, strengths = ", ".join(level.id for level in Level), ", ".join(Strength)
    wanted = (f"a rule concludes `{{finding: id}}`, `{{level: …}}` with one of {levels}, "
              f"or `{{cause: id, strength: …}}` with one of {strengths}")
    raise PydanticCustomError("conclusion", "{wanted}", {"wanted": wanted})


def _parse_level(value: Any) -> Any:
    if isinstance(value, Level):
        return value
    if value not in {level.id for level in Level}:
        raise PydanticCustomError("level", "the levels are {names}", {"names": ", ".join(x.id for x in Level)})
    return Level.of(value)


Prose = Annotated[InstanceOf[Text], BeforeValidator(_as_text), AfterValidator(_check_filled)]
Name = Annotated[InstanceOf[Text], BeforeValidator(_as_text), AfterValidator(_check_id)]
When = Annotated[conditions.Condition, PlainValidator(_parse_condition)]
Then = Annotated[Conclusion, PlainValidator(_parse_conclusion)]
LevelName = Annotated[Level, PlainValidator(_parse_level)]
Cites = Annotated[tuple[Name, ...], Field(min_length=1)]


class Entry(BaseModel):
    """Anything an author writes as a mapping; knows where it stands."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    span: InstanceOf[Span] = Field(default=NOWHERE, alias="\0span", exclude=True, repr=False)

    @model_validator(mode="before")
    @classmethod
    def _remember_place(cls, data: Any) -> Any:
        return {**data, "\0span": data.span} if isinstance(data, Table) else data


class Statement(Entry):
    """One sentence or two that state medicine, with the claims or sources they rest on."""

    text: Prose
    cites: Cites


class Option(Entry):
    """One choice of a question. ``said`` follows "You said " when the answer is repeated."""

    id: Name
    text: Prose
    said: Prose
    help: Prose | None = None


class Question(Entry):
    """One question. ``plainer`` is its second wording, after "not sure" about a warning sign."""

    id: Name
    section: Name
    kind: Kind
    text: Prose
    help: Prose
    cites: Cites
    options: Annotated[tuple[Option, ...], Field(min_length=1)]
    plainer: Prose | None = None
    declinable: bool = False
    ask_if: When = conditions.ALWAYS

    def option(self, option_id: str) -> Option:
        """The option called ``option_id``; KeyError where there is none."""
        return {str(option.id): option for option in self.options}[option_id]

    @cached_property
    def option_ids(self) -> tuple[str, ...]:
        """The option ids in the author's order."""
        return tuple(str(option.id) for option in self.options)


class Section(Entry):
    """A part of the interview; ``red_flags`` marks clusters of warning signs."""

    id: Name
    name: Prose
    red_flags: bool = False


class Source(Entry):
    """Where statements come from: a ``document`` of the subject matter, or ``added`` knowledge."""

    id: Name
    title: Prose
    publisher: Prose
    kind: Literal["document", "added"]
    place: Prose
    date: Prose | None = None


class Claim(Entry):
    """One thing a document says, in our own words."""

    id: Name
    source: Name
    section: Prose
    says: Prose


class LevelWords(Entry):
    """What a person reads about a level; ``action`` is one sentence that ends in an "if …" clause."""

    name: Prose
    headline: Prose
    action: Prose
    cites: Cites


class Watch(Statement):
    """Something to watch for, and the level of help it calls for."""

    level: LevelName


class Finding(Entry):
    """A named conclusion between the answers and the causes."""

    id: Name
    name: Prose
    help: Prose
    cites: Cites


class Rule(Entry):
    """``when`` the condition holds, ``then`` the conclusion is drawn, ``because`` of the mechanism."""

    id: Name
    when: When
    then: Then
    because: Prose
    cites: Cites
    added: bool = False


class CauseLevel(Entry):
    """The level a cause brings once a `typical` or `compatible` rule speaks for it."""

    is_: LevelName = Field(alias="is")
    because: Prose
    cites: Cites


class Card(Entry):
    """What the documents say about a cause; an empty list where they say nothing."""

    what: Annotated[tuple[Statement, ...], Field(min_length=1)]
    shows: tuple[Statement, ...] = ()
    raises: tuple[Statement, ...] = ()
    tests: tuple[Statement, ...] = ()
    treatment: tuple[Statement, ...] = ()
    prevention: tuple[Statement, ...] = ()
    differs: tuple[Statement, ...] = ()

    def statements(self) -> tuple[Statement, ...]:
        """Every statement of the card, in reading order."""
        return (*self.what, *self.shows, *self.raises, *self.tests, *self.treatment, *self.prevention, *self.differs)


class Cause(Entry):
    """A candidate cause: its card and the level it brings."""

    id: Name
    name: Prose
    level: CauseLevel
    card: Card

    @property
    def level_rule(self) -> Rule:
        """The level of the card as the rule it is."""
        return Rule.model_validate({
            "\0span": self.level.span, "id": Text(f"{self.id}-level", self.level.span), "when": conditions.Supported(str(self.id)),
            "then": self.level.is_, "because": self.level.because, "cites": self.level.cites,
        })


class Identity(Entry):
    """The file ``ruleset.yaml``."""

    id: Name
    version: Name
    title: Prose
    purpose: Prose
    limits: Annotated[tuple[Prose, ...], Field(min_length=1)]
    levels: dict[str, LevelWords]
    watch: tuple[Watch, ...]
    sections: Annotated[tuple[Section, ...], Field(min_length=1)]
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]
    claims: tuple[Claim, ...]


@dataclass(frozen=True, eq=False)
class RuleSet:
    """A loaded rule set, equal only to itself. ``rules`` stand in chaining order: findings, then causes, then levels.

    ``digest`` is the first 12 hexadecimal digits of the SHA-256 of its files (cases left out).
    """

    identity: Identity
    questions: Mapping[str, Question]
    findings: Mapping[str, Finding]
    causes: Mapping[str, Cause]
    rules: tuple[Rule, ...]
    digest: str
    folder: Path

    @property
    def id(self) -> str:
        """The id of the rule set."""
        return str(self.identity.id)

    @property
    def version(self) -> str:
        """The version its author gave it."""
        return str(self.identity.version)

    @cached_property
    def rule(self) -> Mapping[str, Rule]:
        """Rules by id."""
        return {str(rule.id): rule for rule in self.rules}

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        """Sources by id."""
        return {str(source.id): source for source in self.identity.sources}

    @cached_property
    def claims(self) -> Mapping[str, Claim]:
        """Claims by id."""
        return {str(claim.id): claim for claim in self.identity.claims}

    @cached_property
    def sections(self) -> Mapping[str, Section]:
        """Sections by id, in the order they are asked."""
        return {str(section.id): section for section in self.identity.sections}

    def words(self, level: Level) -> LevelWords:
        """What a person reads about ``level``."""
        return self.identity.levels[level.id]

    def source_of(self, cite: str) -> Source:
        """The source that a claim or source id stands for."""
        claim = self.claims.get(cite)
        return self.sources[claim.source if claim else cite]

    def is_red_flag(self, question: Question) -> bool:
        """Whether the question belongs to a cluster of warning signs."""
        return self.sections[question.section].red_flags
