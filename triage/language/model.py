"""What authors write, checked in shape: one pydantic model for each kind of entry.

The models are the definition of every file kind. Cross-references are checked in ``names``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from itertools import zip_longest
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    InstanceOf,
    ModelWrapValidatorHandler,
    PrivateAttr,
    model_validator,
)
from pydantic_core import PydanticCustomError

from triage.language import conditions
from triage.language.conditions import Fact, Holds, Is, IsNot, Supported
from triage.language.diagnostics import Diagnostic, Span
from triage.language.source import Listing, Table, Text
from triage.language.values import (
    Address,
    Allowances,
    Cites,
    Day,
    LevelName,
    Name,
    Points,
    Prose,
    Start,
    Then,
    When,
)
from triage.language.words import (
    By,
    ForCause,
    HowRead,
    Kind,
    Level,
    Modality,
    SourceKind,
    Strength,
)

NOWHERE = Span("<made>")
Danger = Literal["typical", "compatible"]
"""From which fit on a cause is a danger."""


class Entry(BaseModel):
    """Anything an author writes as a mapping: plain values, and the places where they stand."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    span: InstanceOf[Span] = Field(default=NOWHERE, alias="\0span", exclude=True, repr=False)
    _written: Table = PrivateAttr(default_factory=Table)

    @model_validator(mode="wrap")
    @classmethod
    def _remember_place(cls, data: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        if not isinstance(data, Table):
            return handler(data)
        made = handler({**data, "\0span": data.span})
        made._written = data
        return made

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """As pydantic's, without what was worked out of the values before."""
        made = super().model_copy(update=update, deep=deep)
        for name in self.__dict__.keys() - type(self).model_fields.keys():
            made.__dict__.pop(name, None)
        return made

    def at(self, *keys: str) -> Span:
        """Where the value of a key stands, or of a key of the mapping there, and so on; the place
        of the entry where nobody wrote it.
        """
        found: object = self._written
        for key in keys:
            found = found.get(key) if isinstance(found, Table) else None
        return getattr(found, "span", self.span)

    def word(self, key: str) -> Text:
        """The single text under ``key``, with its place."""
        return Text(getattr(self, key), self.at(key))

    def words(self, key: str) -> tuple[Text, ...]:
        """The texts listed under ``key``, or the keys of a mapping there, each with its place."""
        written = self._written.get(key)
        places = written if isinstance(written, Listing | Table) else ()
        return self._placed(getattr(self, key), places)

    def mapped(self, key: str) -> tuple[Text, ...]:
        """The texts that the mapping under ``key`` maps to, each with its place."""
        written = self._written.get(key)
        places = written.values() if isinstance(written, Table) else ()
        return self._placed(getattr(self, key).values(), places)

    def _placed(self, texts: Iterable[str], places: Iterable[object]) -> tuple[Text, ...]:
        return tuple(
            Text(text, getattr(place, "span", self.span))
            for text, place in zip_longest(texts, places)
        )


class Accountable(Entry):
    """An entry whose author may accept findings of `triage check` about it, each with a reason."""

    allow: Allowances = ()


class Renamable(Accountable):
    """An entry that may go on under a new id; ``was`` is the id it had in an earlier version."""

    id: Name
    was: Name | None = None


class Statement(Entry):
    """One sentence or two that state medicine, with the claims or sources they rest on."""

    text: Prose
    cites: Cites


class Meaning(Entry):
    """What a person can mean by an option they chose. ``becomes`` is the option that it is instead,
    where it drops one of a question that takes one.
    """

    text: Prose
    becomes: Name | None = None


class FollowUp(Entry):
    """One question right after an option was chosen: which of these is meant? Only what stands
    under ``drop`` takes the option back; "not sure" keeps it.
    """

    ask: Prose
    keep: Annotated[tuple[Meaning, ...], Field(min_length=1)]
    drop: Annotated[tuple[Meaning, ...], Field(min_length=1)]
    cites: Cites


class Option(Renamable):
    """One choice of a question. ``said`` follows "You said " when the answer is repeated; ``brief``
    is what somebody who helps notes of it.

    Tick wide, ask narrow: ``narrow`` parts what everybody has from what is meant.

    ``since`` is the version that brought it: in answers to an earlier one it is unknown.

    ``words`` are what people write where they mean it, ``also_fits`` those that stand under another
    option and can mean this one, too. They point to it and choose nothing.
    """

    text: Prose
    said: Prose
    brief: Prose | None = None
    help: Prose | None = None
    phrases: tuple[Prose, ...] = Field(default=(), alias="words")
    also_fits: tuple[Prose, ...] = ()
    narrow: FollowUp | None = None
    since: Name | None = None

    @property
    def phrases_written(self) -> tuple[Text, ...]:
        """The phrases under ``words``, each with its place."""
        written = self._written.get("words")
        return self._placed(self.phrases, written if isinstance(written, Listing) else ())


class UnsureAdvice(Statement):
    """What a person can do who stays "not sure" of a question: advice beside the level, which is as
    urgent as ``level``. It speaks where ``when`` holds, of at most ``most`` unsure options.
    """

    level: LevelName
    when: When = conditions.ALWAYS
    most: Annotated[int, Field(ge=1)] | None = None


class Question(Renamable):
    """One question. ``plainer`` is its second wording, after "not sure" about a warning sign. Who
    is not sure then either gets the first of ``unsure`` that fits.

    ``applies_if`` is meaning: of whom it does not hold, there is no answer. ``ask_if`` is economy:
    where it does not hold, the question is not worth asking.
    """

    section: Name
    kind: Kind
    text: Prose
    help: Prose
    cites: Cites
    options: Annotated[tuple[Option, ...], Field(min_length=1)]
    plainer: Prose | None = None
    unsure: tuple[UnsureAdvice, ...] = ()
    declinable: bool = False
    since: Name | None = None
    applies_if: When = conditions.ALWAYS
    ask_if: When = conditions.ALWAYS

    def option(self, option_id: str) -> Option:
        """The option called ``option_id``; KeyError where there is none."""
        return {option.id: option for option in self.options}[option_id]

    @cached_property
    def option_ids(self) -> tuple[str, ...]:
        """The option ids in the author's order."""
        return tuple(option.id for option in self.options)

    @cached_property
    def facts(self) -> tuple[Is | IsNot, ...]:
        """Every fact that an answer can bring: of each option that it is chosen, then that it is
        not.
        """
        return tuple(kind(self.id, option) for option in self.option_ids for kind in (Is, IsNot))

    @cached_property
    def gates(self) -> Mapping[str, conditions.Condition]:
        """What must hold for it to be asked, by the key under which it stands; empty where it is
        always asked.
        """
        written = {"applies_if": self.applies_if, "ask_if": self.ask_if}
        return {key: gate for key, gate in written.items() if gate != conditions.ALWAYS}

    @cached_property
    def gate(self) -> conditions.Condition:
        """What must hold for it to be asked, as one condition."""
        gates = tuple(self.gates.values())
        return gates[0] if len(gates) == 1 else conditions.AllOf(gates)


class Section(Entry):
    """A part of the interview; ``red_flags`` marks clusters of warning signs."""

    id: Name
    name: Prose
    red_flags: bool = False


class SourceReading(Entry):
    """How a source was read, and on which day; of one that was not read, when it was looked for."""

    how: HowRead
    date: Day | None = None

    @model_validator(mode="after")
    def _check_date(self) -> Self:
        if self.date is None and self.how is not HowRead.NOT_READ:
            problem = Diagnostic("T111", "the key `date` is missing", self.span)
            raise PydanticCustomError(
                "diagnosed", "{count} problems", {"count": 1, "problems": [problem]}
            )
        return self


class Source(Accountable):
    """Where statements come from: a document of the subject matter, or added knowledge."""

    id: Name
    title: Prose
    publisher: Prose
    kind: SourceKind
    place: Prose
    date: Prose | None = None
    url: Address | None = None
    jurisdiction: Prose | None = None
    read: SourceReading | None = None

    @property
    def is_checked(self) -> bool:
        """Whether somebody read it to say what it says: of an added source that has to be said."""
        if self.read is None:
            return not self.kind.is_added
        return self.read.how is not HowRead.NOT_READ


class Claim(Accountable):
    """One thing a source says, in our own words.

    ``strength`` is how strongly it speaks, ``within`` the time that it speaks of.
    """

    id: Name
    source: Name
    section: Prose
    says: Prose
    strength: Modality | None = None
    within: Prose | None = None


class LevelWords(Entry):
    """What a person reads about a level; ``action`` is one sentence that ends in an "if …"
    clause.

    ``emergency`` marks the highest level where it is one; no gate may hide that level, nor those
    that are ``protected``. The rest is for the plan: ``by_when`` to get help, whom to ``call``,
    where to go ``when_closed``, what to ``say`` first there, and what to do ``meanwhile``.
    ``unsaid`` names, for each question that the level rests on, what was not said.
    """

    name: Prose
    headline: Prose
    action: Prose
    cites: Cites
    by_when: Prose | None = None
    call: Prose | None = None
    when_closed: Prose | None = None
    say: Prose | None = None
    meanwhile: tuple[Statement, ...] = ()
    unsaid: dict[str, Prose] = Field(default_factory=dict)
    emergency: bool = False
    protected: bool = False


class Watch(Statement, Accountable):
    """Something to watch for, and the level of help it calls for.

    ``when`` says of whom the text speaks: the rules keep the level for all of them. ``brief`` is
    the sign alone, in a few words.
    """

    level: LevelName
    id: Name | None = None
    brief: Prose | None = None
    when: When | None = None


class Finding(Renamable):
    """A named conclusion between the answers and the causes."""

    name: Prose
    help: Prose
    cites: Cites


class Rule(Renamable):
    """``when`` the condition holds, ``then`` the conclusion is drawn, ``because`` of the
    mechanism.
    """

    when: When
    then: Then
    because: Prose
    cites: Cites
    added: bool = False

    @property
    def level(self) -> Level | None:
        """The level it concludes, if it concludes one."""
        return self.then if isinstance(self.then, Level) else None

    def brings(self, least: Level) -> bool:
        """Whether it concludes this level or a higher one."""
        return self.level is not None and self.level >= least

    @property
    def finding(self) -> str | None:
        """The finding it concludes, if it concludes one."""
        return self.then.finding if isinstance(self.then, Holds) else None

    @property
    def cause(self) -> str | None:
        """The cause it speaks about, for or against, if it does."""
        return self.then.cause if isinstance(self.then, ForCause) else None

    @property
    def strength(self) -> Strength | None:
        """How it speaks about its cause, if it speaks about one."""
        return self.then.strength if isinstance(self.then, ForCause) else None

    @property
    def supports(self) -> bool:
        """Whether it speaks for a cause as something typical or compatible does."""
        return self.strength is not None and self.strength.supports

    @property
    def speaks_for(self) -> bool:
        """Whether it speaks for a cause, be it as a risk only."""
        return self.strength is not None and self.strength.speaks_for

    @cached_property
    def questions(self) -> frozenset[str]:
        """The questions whose answers its condition mentions."""
        return frozenset(conditions.questions_of(self.when))

    @cached_property
    def conclusions(self) -> tuple[Fact, ...]:
        """The facts that a firing adds to the working memory."""
        if isinstance(self.then, Holds):
            return (self.then,)
        if isinstance(self.then, ForCause) and self.supports:
            return (Supported(self.then.cause),)
        return ()


class ScoreItem(Entry):
    """What counts in a score, and why."""

    when: When
    points: Points
    because: Prose
    cites: Cites


class Score(Accountable):
    """Points that add up, as published; ``start`` is what is shown before an item counts.

    Rules read it as `{score: id, at_least: 2}`.
    """

    id: Name
    name: Prose
    items: Annotated[tuple[ScoreItem, ...], Field(min_length=1)]
    start: Start = 0

    @property
    def most(self) -> int:
        """What is shown where every item counts."""
        return self.start + sum(item.points for item in self.items)


class Impossible(Accountable):
    """Answers that no one person gives together: no medicine, and read by no engine.

    Practice makes no such patient. A person who does answer so is taken at every word, the most
    careful way. A proof about people may rest on what is impossible ``by`` words, never on a story.
    """

    id: Name
    by: By = By.STORY
    when: When
    because: Prose

    @cached_property
    def needed(self) -> frozenset[Fact]:
        """The facts that have to be there for it."""
        return conditions.needed(self.when)


class CauseLevel(Entry):
    """The level a cause brings once a `typical` or `compatible` rule speaks for it."""

    is_: LevelName = Field(alias="is")
    because: Prose
    cites: Cites
    added: bool = False


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


class Cause(Renamable):
    """A candidate cause: its card and the level it brings.

    ``also`` are lay and short names that find it. ``stressed`` are claims by which a document
    itself stresses how common or grave it is: of causes alike in all else it comes first. With
    ``danger`` a cause of a lower level is named among the dangers once it fits as well as that.

    For the plan: ``call_it`` is what to say it may be to who helps, ``meanwhile`` what to do until
    then, ``helps`` what a person can do alone, and ``watch`` the ids of what to watch for.
    ``last_well`` is what to ask, as soon as a sign points to it, where help hangs on when the
    person was last well.
    """

    name: Prose
    also: tuple[Prose, ...] = ()
    stressed: tuple[Name, ...] = ()
    danger: Danger | None = None
    level: CauseLevel
    card: Card
    call_it: Prose | None = None
    last_well: Statement | None = None
    meanwhile: tuple[Statement, ...] = ()
    helps: tuple[Statement, ...] = ()
    watch: tuple[Name, ...] = ()

    def statements(self) -> tuple[Statement, ...]:
        """Every statement of its card and for the plan, in reading order."""
        asked = (self.last_well,) if self.last_well else ()
        return (*self.card.statements(), *asked, *self.meanwhile, *self.helps)

    def is_danger(self, fit: Strength) -> bool:
        """Whether it is named before causes that fit better, where it fits like this."""
        is_emergency = self.level.is_.is_emergency
        least = Strength.COMPATIBLE if is_emergency else self.danger and Strength(self.danger)
        return least is not None and fit.rank <= least.rank

    @property
    def names(self) -> tuple[str, ...]:
        """All that it is called: its id, its name, and lay and short names."""
        return (self.id, self.name, *self.also)

    @property
    def level_rule(self) -> Rule:
        """The level of the card as the rule it is."""
        return Rule.model_validate(
            {
                "\0span": self.level.span,
                "id": Text(f"{self.id}-level", self.level.span),
                "when": conditions.Supported(self.id),
                "then": self.level.is_,
                "because": self.level.because,
                "cites": self.level.cites,
                "added": self.level.added,
            }
        )


class Handover(Entry):
    """How the page for who helps is parted: the questions about the trouble itself, and those about
    the person's health and risks. All others are about signs.
    """

    situation: tuple[Name, ...] = ()
    background: tuple[Name, ...] = ()


class Identity(Entry):
    """The file ``ruleset.yaml``."""

    id: Name
    version: Name
    title: Prose
    purpose: Prose
    limits: Annotated[tuple[Prose, ...], Field(min_length=1)]
    intended_use: tuple[Prose, ...] = ()
    handover: Handover = Field(default_factory=Handover)
    levels: dict[str, LevelWords]
    watch: tuple[Watch, ...]
    sections: Annotated[tuple[Section, ...], Field(min_length=1)]
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]
    claims: tuple[Claim, ...]

    def watched(self) -> tuple[tuple[Text, Watch], ...]:
        """What to watch for, each by its id: where none is written, its place in the list."""
        return tuple(
            (Text(watch.id or f"watch-{place}", watch.at("id")), watch)
            for place, watch in enumerate(self.watch, start=1)
        )
