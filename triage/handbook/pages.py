"""The handbook of a rule set as values: its pages, and what each page speaks of.

Every relation is kept from both ends, so a link that goes one way always goes back the other way
too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from triage.cases.case_files import Case
from triage.engine.assessment import Assessment, Firing
from triage.language.conditions import Condition, Fact, Holds, Supported, atoms
from triage.language.model import Rule
from triage.language.ruleset import RuleSet
from triage.language.words import Level, Strength

Assess = Callable[[Case], Assessment]


class PageKind(StrEnum):
    """What a page is about, in the order of the handbook; the value is the folder of its pages."""

    RED_FLAG = "red_flags"
    LEVEL = "levels"
    CAUSE = "causes"
    FINDING = "findings"
    QUESTION = "questions"
    SOURCE = "sources"
    CASES = "cases"


@dataclass(frozen=True, slots=True)
class PageKey:
    """Names one page."""

    kind: PageKind
    id: str


@dataclass(frozen=True)
class Shown:
    """An invented patient, what the engine says, and the pages it is an example for."""

    case: Case
    assessment: Assessment
    chapter: PageKey
    shows: frozenset[PageKey]


@dataclass(frozen=True)
class HandbookPage:
    """One page: the rules that conclude what it is about (``into``) and those that read it, or rest
    on it (``out``).

    ``comes_from`` and ``leads_to`` are the pages from which, and to which, any chain of rules
    leads; ``cites`` what the page rests on; ``cases`` the invented patients that show it.
    """

    key: PageKey
    title: str
    into: tuple[Rule, ...] = ()
    out: tuple[Rule, ...] = ()
    comes_from: tuple[PageKey, ...] = ()
    leads_to: tuple[PageKey, ...] = ()
    cites: tuple[str, ...] = ()
    cases: tuple[Shown, ...] = ()


@dataclass(frozen=True)
class Handbook:
    """All pages of a rule set, in reading order."""

    ruleset: RuleSet
    pages: Mapping[PageKey, HandbookPage]

    def of_kind(self, kind: PageKind) -> tuple[HandbookPage, ...]:
        """The pages of one kind."""
        return tuple(page for page in self.pages.values() if page.key.kind is kind)

    @cached_property
    def paths(self) -> Mapping[PageKey, str]:
        """The file of each page; no two differ only in upper and lower case."""
        return dict(zip(self.pages, _paths(self.pages), strict=True))

    @cached_property
    def citing(self) -> Mapping[str, tuple[PageKey, ...]]:
        """The pages that rest on a claim or a source, by its id."""
        found: dict[str, list[PageKey]] = {}
        for page in self.pages.values():
            for cite in page.cites:
                found.setdefault(cite, []).append(page.key)
        return {cite: tuple(keys) for cite, keys in found.items()}


def handbook(ruleset: RuleSet, cases: Iterable[Case], assess: Assess) -> Handbook:
    """The handbook of a rule set with its invented patients."""
    shown = [_shown(case, assess(case)) for case in cases]
    titles = _titles(ruleset, shown)
    leads_to = {key: tuple(_reach(ruleset, key)) for key in titles}
    pages = {
        key: HandbookPage(
            key,
            title,
            tuple(rule for rule in ruleset.rules if concluded(rule) == key),
            tuple(
                rule
                for rule in ruleset.rules
                if key in (*read_by(rule.when, ruleset), *_rests_on(rule, ruleset))
            ),
            tuple(other for other in titles if key in leads_to[other]),
            leads_to[key],
            tuple(dict.fromkeys(_cites(ruleset, key))),
            tuple(entry for entry in shown if key == entry.chapter or key in entry.shows),
        )
        for key, title in titles.items()
    }
    return Handbook(ruleset, pages)


def question_key(question: str, ruleset: RuleSet) -> PageKey:
    """The page of a question: a red flag or any other."""
    is_flag = ruleset.is_red_flag(ruleset.questions[question])
    return PageKey(PageKind.RED_FLAG if is_flag else PageKind.QUESTION, str(question))


def concluded(rule: Rule) -> PageKey:
    """The page of what the rule concludes, where the rule has its home."""
    then = rule.then
    if isinstance(then, Level):
        return PageKey(PageKind.LEVEL, then.id)
    return (
        PageKey(PageKind.FINDING, then.finding)
        if isinstance(then, Holds)
        else PageKey(PageKind.CAUSE, then.cause)
    )


def read_by(condition: Condition, ruleset: RuleSet) -> tuple[PageKey, ...]:
    """The pages of everything that the condition reads, each once."""
    return tuple(dict.fromkeys(_fact_key(fact, ruleset) for fact in atoms(condition)))


def source_key(cite: str, ruleset: RuleSet) -> PageKey:
    """The page of the source that a claim or source id stands for."""
    return PageKey(PageKind.SOURCE, str(ruleset.source_of(cite).id))


def _rests_on(rule: Rule, ruleset: RuleSet) -> tuple[PageKey, ...]:
    return tuple(dict.fromkeys(source_key(cite, ruleset) for cite in rule.cites))


def _fact_key(fact: Fact, ruleset: RuleSet) -> PageKey:
    if isinstance(fact, Holds):
        return PageKey(PageKind.FINDING, fact.finding)
    return (
        PageKey(PageKind.CAUSE, fact.cause)
        if isinstance(fact, Supported)
        else question_key(fact.question, ruleset)
    )


def _shown(case: Case, assessment: Assessment) -> Shown:
    ruleset = assessment.ruleset
    fitting = (found.cause.id for found in assessment.causes if found.fit is not Strength.RISK)
    shows = {
        PageKey(PageKind.LEVEL, assessment.level.id),
        *(PageKey(PageKind.CAUSE, cause) for cause in fitting),
        *(PageKey(PageKind.FINDING, str(finding)) for finding in assessment.findings),
        *(
            question_key(question, ruleset)
            for question, answer in case.answers.given.items()
            if answer.yes
        ),
        *(key for firing in _telling(assessment) for key in _rests_on(firing.rule, ruleset)),
    }
    return Shown(
        case, assessment, PageKey(PageKind.CASES, Path(case.span.file).stem), frozenset(shows)
    )


def _telling(assessment: Assessment) -> Iterator[Firing]:
    """The firings that decide the level, and those that speak for a cause that fits."""
    yield from assessment.deciding
    for found in assessment.causes:
        if found.fit is not Strength.RISK:
            yield from found.speaks_for


def _titles(ruleset: RuleSet, shown: Iterable[Shown]) -> dict[PageKey, str]:
    """Every page in reading order; where two of a kind bear one title, their ids part them."""
    found = {
        question_key(name, ruleset): question.text for name, question in ruleset.questions.items()
    }
    found |= {
        PageKey(PageKind.LEVEL, level.id): str(ruleset.words(level).name)
        for level in sorted(Level, reverse=True)
    }
    found |= {PageKey(PageKind.CAUSE, name): cause.name for name, cause in ruleset.causes.items()}
    found |= {
        PageKey(PageKind.FINDING, name): finding.name for name, finding in ruleset.findings.items()
    }
    found |= {
        PageKey(PageKind.SOURCE, name): source.title for name, source in ruleset.sources.items()
    }
    found |= {entry.chapter: entry.chapter.id.replace("_", " ").capitalize() for entry in shown}
    often = Counter((key.kind, title.casefold()) for key, title in found.items())
    return {
        key: f"{title} ({key.id})" if often[key.kind, title.casefold()] > 1 else title
        for kind in PageKind
        for key, title in found.items()
        if key.kind is kind
    }


def _reach(ruleset: RuleSet, start: PageKey) -> Iterator[PageKey]:
    """What any chain of rules concludes from the start, and the questions that it brings up."""
    reached: set[Fact] = {
        fact
        for rule in ruleset.rules
        for fact in atoms(rule.when)
        if _fact_key(fact, ruleset) == start
    }
    found: dict[PageKey, None] = {}
    for rule in ruleset.rules:
        if reached.intersection(atoms(rule.when)):
            reached.update(rule.conclusions)
            found[concluded(rule)] = None
    for name, question in ruleset.questions.items():
        if start in read_by(question.ask_if, ruleset):
            found[question_key(name, ruleset)] = None
    yield from sorted(found, key=lambda key: list(PageKind).index(key.kind))


def _cites(ruleset: RuleSet, key: PageKey) -> Iterator[str]:
    """The claims and sources that anything on the page rests on."""
    if key.kind in (PageKind.RED_FLAG, PageKind.QUESTION):
        yield from map(str, ruleset.questions[key.id].cites)
    elif key.kind is PageKind.FINDING:
        yield from map(str, ruleset.findings[key.id].cites)
    elif key.kind is PageKind.CAUSE:
        yield from (
            str(cite) for said in ruleset.causes[key.id].card.statements() for cite in said.cites
        )
    elif key.kind is PageKind.LEVEL:
        level = Level.of(key.id)
        yield from map(str, ruleset.words(level).cites)
        yield from (
            str(cite)
            for watch in ruleset.identity.watch
            if watch.level == level
            for cite in watch.cites
        )
    for rule in ruleset.rules:
        if concluded(rule) == key or key in read_by(rule.when, ruleset):
            yield from map(str, rule.cites)


def _paths(keys: Iterable[PageKey]) -> Iterator[str]:
    taken: set[str] = set()
    for key in keys:
        stem = wanted = f"{key.kind.value}/{re.sub(r'[^A-Za-z0-9_.-]', '-', key.id)}"
        count = 1
        while stem.casefold() in taken:
            count += 1
            stem = f"{wanted}-{count}"
        taken.add(stem.casefold())
        yield f"{stem}.html"
