"""What authors write, checked in shape: one pydantic model for each kind of entry.

The models are the definition of every file kind. Cross-references are checked in ``names``.
"""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, InstanceOf, model_validator

from triage.language import conditions
from triage.language.diagnostics import Span
from triage.language.source import Table, Text
from triage.language.values import Allowances, Cites, LevelName, Name, Prose, Then, When
from triage.language.words import Kind

NOWHERE = Span("<made>")


class Entry(BaseModel):
    """Anything an author writes as a mapping; knows where it stands."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    span: InstanceOf[Span] = Field(default=NOWHERE, alias="\0span", exclude=True, repr=False)

    @model_validator(mode="before")
    @classmethod
    def _remember_place(cls, data: Any) -> Any:
        return {**data, "\0span": data.span} if isinstance(data, Table) else data


class Accountable(Entry):
    """An entry whose author may accept findings of `triage check` about it, each with a reason."""

    allow: Allowances = ()


class Statement(Entry):
    """One sentence or two that state medicine, with the claims or sources they rest on."""

    text: Prose
    cites: Cites


class Option(Accountable):
    """One choice of a question. ``said`` follows "You said " when the answer is repeated."""

    id: Name
    text: Prose
    said: Prose
    help: Prose | None = None


class Question(Accountable):
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
    """What a person reads about a level; ``action`` is one sentence that ends in an "if …"
    clause.
    """

    name: Prose
    headline: Prose
    action: Prose
    cites: Cites


class Watch(Statement):
    """Something to watch for, and the level of help it calls for."""

    level: LevelName


class Finding(Accountable):
    """A named conclusion between the answers and the causes."""

    id: Name
    name: Prose
    help: Prose
    cites: Cites


class Rule(Accountable):
    """``when`` the condition holds, ``then`` the conclusion is drawn, ``because`` of the
    mechanism.
    """

    id: Name
    when: When
    then: Then
    because: Prose
    cites: Cites
    added: bool = False


class Impossible(Accountable):
    """Answers that no one person gives together: what the words mean, no medicine, and read by no
    engine.

    Practice makes no such patient. A person who does answer so is taken at every word, the most
    careful way.
    """

    id: Name
    when: When
    because: Prose


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
        return (
            *self.what,
            *self.shows,
            *self.raises,
            *self.tests,
            *self.treatment,
            *self.prevention,
            *self.differs,
        )


class Cause(Accountable):
    """A candidate cause: its card and the level it brings."""

    id: Name
    name: Prose
    level: CauseLevel
    card: Card

    @property
    def level_rule(self) -> Rule:
        """The level of the card as the rule it is."""
        return Rule.model_validate(
            {
                "\0span": self.level.span,
                "id": Text(f"{self.id}-level", self.level.span),
                "when": conditions.Supported(str(self.id)),
                "then": self.level.is_,
                "because": self.level.because,
                "cites": self.level.cites,
            }
        )


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
