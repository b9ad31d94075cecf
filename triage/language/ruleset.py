"""A whole rule set as one value that never changes after loading."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from triage.language import levels
from triage.language.conditions import Condition, Is, IsNot, Reaches, compounds
from triage.language.hazards import Hazard
from triage.language.known import Items, Known, Options
from triage.language.model import (
    Cause,
    Claim,
    Finding,
    Identity,
    Impossible,
    LevelWords,
    Question,
    Rule,
    Score,
    Section,
    Source,
)
from triage.language.rule_graph import RuleGraph
from triage.language.screens import QuestionScreen
from triage.language.signatures import Decision, Signature
from triage.language.words import Kind, Level


@dataclass(frozen=True, slots=True)
class Stamp:
    """What tells one text of a rule set from every other: a verdict says what it is about.

    >>> str(Stamp("arm_pain", "1.0", "b6ad6b2a0fd0"))
    'arm_pain 1.0 (b6ad6b2a0fd0)'
    """

    id: str
    version: str
    digest: str

    def __str__(self) -> str:
        return f"{self.id} {self.version} ({self.digest})"


@dataclass(frozen=True, eq=False)
class RuleSet:
    """A loaded rule set, equal only to itself. ``rules`` stand in chaining order: findings, then
    causes, then levels.

    ``digest`` is the first 12 hexadecimal digits of the SHA-256 of its files; left out are cases
    and what is only said about it: hazards, decisions, signatures.
    """

    identity: Identity
    questions: Mapping[str, Question]
    findings: Mapping[str, Finding]
    causes: Mapping[str, Cause]
    rules: tuple[Rule, ...]
    digest: str
    folder: Path
    impossible: tuple[Impossible, ...] = ()
    scores: Mapping[str, Score] = field(default_factory=dict)
    hazards: tuple[Hazard, ...] = ()
    decisions: tuple[Decision, ...] = ()
    signatures: tuple[Signature, ...] = ()
    screens: tuple[QuestionScreen, ...] = ()

    @property
    def id(self) -> str:
        """The id of the rule set."""
        return self.identity.id

    @property
    def version(self) -> str:
        """The version its author gave it."""
        return self.identity.version

    @property
    def stamp(self) -> Stamp:
        """What a verdict about it names."""
        return Stamp(self.id, self.version, self.digest)

    @cached_property
    def levels(self) -> tuple[Level, ...]:
        """The levels of help, the least urgent first."""
        return levels.ladder(self.identity.levels)

    @property
    def lowest(self) -> Level:
        """The level where no rule brings another one."""
        return self.levels[0]

    @property
    def emergency(self) -> Level | None:
        """The level of an emergency, where there is one; then it is the highest."""
        return self.levels[-1] if self.levels[-1].is_emergency else None

    @property
    def protected(self) -> tuple[Level, ...]:
        """The levels that no gate may hide, the least urgent first."""
        return tuple(level for level in self.levels if level.is_protected)

    def level(self, name: str) -> Level:
        """The level called ``name``; KeyError where it has none."""
        return Level.of(name, self.levels)

    def brought_by(self, rules: Iterable[Rule]) -> Level:
        """The highest level that one of the rules concludes; the lowest where none does."""
        levels = (rule.level for rule in rules)
        return max((level for level in levels if level is not None), default=self.lowest)

    @cached_property
    def known(self) -> Known:
        """What other files can name."""
        questions = options_of(self.questions.values())
        return Known(self.levels, questions, items_of(self.scores.values()))

    @cached_property
    def answer_facts(self) -> tuple[Is | IsNot, ...]:
        """Every fact that answers can bring, in the order of the questions."""
        return tuple(fact for question in self.questions.values() for fact in question.facts)

    @cached_property
    def rule(self) -> Mapping[str, Rule]:
        """Rules by id."""
        return {rule.id: rule for rule in self.rules}

    @cached_property
    def standing(self) -> Mapping[str, int]:
        """The place of each cause where nothing a person says decides: a higher level first, then
        what a document stresses, then the author's order, which is that of the files.
        """
        in_order = sorted(
            self.causes.values(), key=lambda cause: (-cause.level.is_.rank, not cause.stressed)
        )
        return {cause.id: place for place, cause in enumerate(in_order)}

    @cached_property
    def graph(self) -> RuleGraph:
        """Who reads and who concludes what."""
        return RuleGraph(self.rules)

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        """Sources by id."""
        return {source.id: source for source in self.identity.sources}

    @cached_property
    def claims(self) -> Mapping[str, Claim]:
        """Claims by id."""
        return {claim.id: claim for claim in self.identity.claims}

    @cached_property
    def sections(self) -> Mapping[str, Section]:
        """Sections by id, in the order they are asked."""
        return {section.id: section for section in self.identity.sections}

    def words(self, level: Level) -> LevelWords:
        """What a person reads about ``level``."""
        return self.identity.levels[level.id]

    def source_of(self, cite: str) -> Source:
        """The source that a claim or source id stands for."""
        claim = self.claims.get(cite)
        return self.sources[claim.source if claim else cite]

    def scores_in(self, condition: Condition) -> tuple[Score, ...]:
        """The scores that the condition asks for, each once."""
        named = [part.score for part in compounds(condition) if isinstance(part, Reaches)]
        return tuple(self.scores[name] for name in dict.fromkeys(filter(None, named)))

    def sources_of(self, rule: Rule) -> tuple[str, ...]:
        """The ids of the sources that the rule rests on, each once."""
        return tuple(dict.fromkeys(self.source_of(cite).id for cite in rule.cites))

    def unchecked(self, cites: Iterable[str]) -> tuple[str, ...]:
        """The claims and sources among ``cites`` whose source nobody is known to have read."""
        return tuple(cite for cite in cites if not self.source_of(cite).is_checked)

    @property
    def names_of_causes(self) -> tuple[str, ...]:
        """Every id, name and lay name of a cause."""
        return tuple(name for cause in self.causes.values() for name in cause.names)

    def cause_called(self, name: str) -> str | None:
        """The id of the cause with this id, name or lay name, in any spelling of it; None where
        there is none.
        """
        ids = {folded(one): cause.id for cause in self.causes.values() for one in cause.names}
        return ids.get(folded(name))

    def screen_of(self, question: str) -> QuestionScreen | None:
        """The screen on which the question stands; None where it stands on none."""
        return next((one for one in self.screens if question in one.questions), None)

    def is_red_flag(self, question: Question) -> bool:
        """Whether the question belongs to a cluster of warning signs."""
        return self.sections[question.section].red_flags


def folded(name: str) -> str:
    """A name without what people leave out or write otherwise: capitals, hyphens, underscores.

    >>> folded("Slipped-Disc") == folded("slipped disc")
    True
    """
    return " ".join(re.split(r"[\s_‐-]+", name.casefold().strip()))


def options_of(questions: Iterable[Question]) -> Mapping[str, Options]:
    """What conditions can name of the questions."""
    return {
        question.id: Options(question.kind is Kind.SCALE, question.option_ids)
        for question in questions
    }


def items_of(scores: Iterable[Score]) -> Mapping[str, Items]:
    """What conditions can name of the scores."""
    return {
        score.id: Items(
            tuple(item.when for item in score.items),
            tuple(item.points for item in score.items),
            score.start,
        )
        for score in scores
    }
