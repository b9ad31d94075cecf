"""The handbook of a rule set as values: its pages, and what each page speaks of.

Every relation is kept from both ends, so a link that goes one way always goes back the other way
too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from triage.cases.case_files import Case
from triage.engine.assessment import Assessment, Firing
from triage.handbook.page_keys import PageKey, PageKind, home, node_of_page, question_key
from triage.language.model import Finding, LevelWords, Question, Rule, Statement
from triage.language.rule_graph import NodeKey, read_by
from triage.language.ruleset import RuleSet
from triage.language.words import Level, Strength

MOST_LED_TO = 60
"""Pages that one page says it leads to, besides levels: in a chain all pages lead to all others."""

_PLACES = {kind: place for place, kind in enumerate(PageKind)}
Assess = Callable[[Case], Assessment]
Key = TypeVar("Key", bound=Hashable)
Thing = TypeVar("Thing")


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
    leads: every level, and of the others the nearest ``MOST_LED_TO``. ``cites`` is what the page
    rests on, ``cases`` are the invented patients that show it.
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
    """All pages of a rule set, in reading order; ``is_whole`` where no list of pages that a page
    leads to had to be cut.
    """

    ruleset: RuleSet
    pages: Mapping[PageKey, HandbookPage]
    is_whole: bool = True

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
    reach = _LeadsTo(ruleset)
    leads_to = {key: reach.of(key) for key in titles}
    comes_from = _by_key((others, key) for key, others in leads_to.items())
    examples = _by_key(((entry.chapter, *entry.shows), entry) for entry in shown)
    resting = _by_key((ruleset.sources_of(rule), rule) for rule in ruleset.rules)
    pages = {}
    for key, title in titles.items():
        pages[key] = HandbookPage(
            key,
            title,
            into=_into(ruleset, key),
            out=_out(ruleset, key, resting),
            comes_from=tuple(comes_from.get(key, ())),
            leads_to=leads_to[key],
            cites=tuple(dict.fromkeys(_cites(ruleset, key))),
            cases=tuple(examples.get(key, ())),
        )
    return Handbook(ruleset, pages, reach.is_whole)


def _by_key(things: Iterable[tuple[Iterable[Key], Thing]]) -> dict[Key, list[Thing]]:
    """For each key the things that bear it, in order: one pass for all pages together."""
    found: dict[Key, list[Thing]] = {}
    for keys, thing in things:
        for key in dict.fromkeys(keys):
            found.setdefault(key, []).append(thing)
    return found


def _into(ruleset: RuleSet, key: PageKey) -> tuple[Rule, ...]:
    node = node_of_page(key)
    return ruleset.graph.into(node) if node else ()


def _out(ruleset: RuleSet, key: PageKey, resting: Mapping[str, list[Rule]]) -> tuple[Rule, ...]:
    if key.kind is PageKind.SOURCE:
        return tuple(resting.get(key.id, ()))
    node = node_of_page(key)
    return ruleset.graph.out_of(node) if node else ()


def _shown(case: Case, assessment: Assessment) -> Shown:
    ruleset = assessment.ruleset
    fitting = (found.cause.id for found in assessment.causes if found.fit is not Strength.RISK)
    shows = {PageKey(PageKind.LEVEL, assessment.level.id)}
    shows.update(PageKey(PageKind.CAUSE, cause) for cause in fitting)
    shows.update(PageKey(PageKind.FINDING, finding) for finding in assessment.findings)
    for question, answer in case.answers.given.items():
        if answer.yes:
            shows.add(question_key(question, ruleset))
    for firing in _telling(assessment):
        sources = ruleset.sources_of(firing.rule)
        shows.update(PageKey(PageKind.SOURCE, source) for source in sources)
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
    found: dict[PageKey, str] = {}
    for question in ruleset.questions.values():
        found[question_key(question.id, ruleset)] = question.text
    for level in reversed(ruleset.levels):
        found[PageKey(PageKind.LEVEL, level.id)] = ruleset.words(level).name
    for cause in ruleset.causes.values():
        found[PageKey(PageKind.CAUSE, cause.id)] = cause.name
    for finding in ruleset.findings.values():
        found[PageKey(PageKind.FINDING, finding.id)] = finding.name
    for source in ruleset.sources.values():
        found[PageKey(PageKind.SOURCE, source.id)] = source.title
    for entry in shown:
        found[entry.chapter] = entry.chapter.id.replace("_", " ").capitalize()

    often = Counter((key.kind, title.casefold()) for key, title in found.items())
    titles = {}
    for key in sorted(found, key=_place):
        is_alone = often[key.kind, found[key].casefold()] == 1
        titles[key] = found[key] if is_alone else f"{found[key]} ({key.id})"
    return titles


def _place(key: PageKey) -> int:
    """Where pages of this kind stand in the handbook."""
    return _PLACES[key.kind]


def _gates(ruleset: RuleSet) -> dict[NodeKey, list[Question]]:
    """For each node the questions whose gate reads it."""
    return _by_key((read_by(q.gate), q) for q in ruleset.questions.values())


def _leading(ruleset: RuleSet) -> dict[str, list[Level]]:
    """For each rule by id the levels that a chain of rules leads to, the most urgent first."""
    graph = ruleset.graph
    above = ((graph.upstream(graph.bringing(level)), level) for level in reversed(ruleset.levels))
    return _by_key(((rule.id for rule in rules), level) for rules, level in above)


class _LeadsTo:
    """What any chain of rules leads to from a page, and the questions that it brings up."""

    def __init__(self, ruleset: RuleSet) -> None:
        self._ruleset = ruleset
        self._gates, self._leading = _gates(ruleset), _leading(ruleset)
        self.is_whole = True

    def of(self, start: PageKey) -> tuple[PageKey, ...]:
        """The pages in reading order: every level, and of the others the nearest."""
        node = node_of_page(start)
        if node is None:
            return ()
        out = self._ruleset.graph.out_of(node)
        levels = (level for rule in out for level in self._leading.get(rule.id, ()))
        asked = (question_key(q.id, self._ruleset) for q in self._gates.get(node, ()))
        found = dict.fromkeys((*self._nearest(out), *map(_level_key, levels), *asked))
        return tuple(sorted(found, key=_place))

    def _nearest(self, out: Iterable[Rule]) -> Iterator[PageKey]:
        """The pages that the rules conclude something about, in chaining order."""
        followed, pages = [], set()
        for rule in self._ruleset.graph.onward(out):
            pages.add(home(rule, self._ruleset))
            if len(pages) > MOST_LED_TO:
                self.is_whole = False
                break
            followed.append(rule)
        return (home(rule, self._ruleset) for rule in self._ruleset.graph.in_order(followed))


def _level_key(level: Level) -> PageKey:
    return PageKey(PageKind.LEVEL, level.id)


def _cites(ruleset: RuleSet, key: PageKey) -> Iterator[str]:
    """The claims and sources that anything on the page rests on."""
    for said in _said(ruleset, key):
        yield from said.cites
    node = node_of_page(key)
    if node is not None:
        for rule in ruleset.graph.around(node):
            yield from rule.cites
            for score in ruleset.scores_in(rule.when):
                for item in score.items:
                    yield from item.cites


def _said(ruleset: RuleSet, key: PageKey) -> Iterable[Question | Finding | LevelWords | Statement]:
    """What the page tells besides rules."""
    match key.kind:
        case PageKind.RED_FLAG | PageKind.QUESTION:
            return [ruleset.questions[key.id]]
        case PageKind.FINDING:
            return [ruleset.findings[key.id]]
        case PageKind.CAUSE:
            return ruleset.causes[key.id].statements()
        case PageKind.LEVEL:
            watched = [watch for watch in ruleset.identity.watch if watch.level.id == key.id]
            words = ruleset.identity.levels[key.id]
            return [words, *words.meanwhile, *watched]
        case _:
            return []


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
