"""What the templates of the handbook ask for: addresses, and small values in words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from triage.handbook.page_keys import PageKey, PageKind, home, question_key, read_pages, source_key
from triage.handbook.pages import Handbook, HandbookPage, Shown
from triage.language.model import Claim, Meaning, Question, Rule, Score, ScoreItem, Watch
from triage.language.ruleset import RuleSet
from triage.language.words import Level, Strength
from triage.render.results import phrases, ruleset_pages
from triage.render.results.reviewed import reviewed_words

_ONE = {
    PageKind.RED_FLAG: "red flag",
    PageKind.LEVEL: "level of help",
    PageKind.CAUSE: "cause",
    PageKind.FINDING: "finding",
    PageKind.QUESTION: "question",
    PageKind.SOURCE: "source",
    PageKind.CASES: "invented patients",
}
_MANY = {
    PageKind.RED_FLAG: "Red flags",
    PageKind.LEVEL: "Levels of help",
    PageKind.CAUSE: "Causes",
    PageKind.FINDING: "Findings",
    PageKind.QUESTION: "Other questions",
    PageKind.SOURCE: "Sources",
    PageKind.CASES: "Invented patients",
}
_GROUPS = {
    Strength.TYPICAL: "Typical of it",
    Strength.COMPATIBLE: "Signs it shares with others",
    Strength.RISK: "What raises its chance",
    Strength.AGAINST: "What speaks against it",
}
_CARD = (
    ("What it is", "what"),
    ("How it shows", "shows"),
    ("What raises the chance", "raises"),
    ("Tests a doctor may use", "tests"),
    ("Treatment", "treatment"),
    ("Prevention", "prevention"),
    ("Where the documents differ", "differs"),
)
_PLAN = (("Until help comes", "meanwhile"), ("What a person can do", "helps"))
_OFTEN_EMPTY = ("differs", "meanwhile", "helps")


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to an address from the top of the site."""

    href: str
    words: str


@dataclass(frozen=True)
class Site:
    """The handbook in words."""

    handbook: Handbook
    number: str
    has_drawings: bool

    @property
    def ruleset(self) -> RuleSet:
        """The rule set of the handbook."""
        return self.handbook.ruleset

    @property
    def reviewed(self) -> str:
        """How much of the rule set is signed."""
        return reviewed_words(self.ruleset)

    def parts(self, text: str) -> list[tuple[str, str]]:
        """The parts of a page by anchor and title, as its text names them."""
        return re.findall(r'<h2 id="([a-z]+)">([^<]+)</h2>', text)

    def link(self, key: PageKey) -> Link:
        """The page of ``key`` by its title."""
        return Link(self.handbook.paths[key], self.handbook.pages[key].title)

    def links(self, keys: Iterable[PageKey]) -> list[Link]:
        """The pages of ``keys`` by their titles."""
        return [self.link(key) for key in keys]

    def kinds(self) -> list[tuple[str, str, tuple[HandbookPage, ...]]]:
        """Each kind that has pages, by its anchor and name."""
        found = ((kind.value, _MANY[kind], self.handbook.of_kind(kind)) for kind in PageKind)
        return [entry for entry in found if entry[2]]

    def by_kind(self, keys: Iterable[PageKey]) -> list[tuple[str, list[Link]]]:
        """The pages under the names of their kinds."""
        return [
            (_MANY[kind], self.links(group))
            for kind, group in groupby(keys, key=lambda key: key.kind)
        ]

    def kind_of(self, page: HandbookPage) -> str:
        """What the page is about, in words."""
        return _ONE[page.key.kind]

    def question(self, page: HandbookPage) -> Question:
        """The question of the page."""
        return self.ruleset.questions[page.key.id]

    def takes(self, page: HandbookPage) -> str:
        """How many options an answer may choose."""
        return (
            "You choose one."
            if self.question(page).kind.takes_one
            else "You choose all that are so, or none."
        )

    def gates(self, page: HandbookPage) -> list[tuple[str, str]]:
        """When the question applies and when it is asked, where not always."""
        return [
            (ruleset_pages.GATES[key], phrases.condition_words(gate, self.ruleset))
            for key, gate in self.question(page).gates.items()
        ]

    def card(self, page: HandbookPage) -> list[tuple[str, str, tuple[object, ...]]]:
        """The parts of a cause's card by title and anchor; those about which the documents say
        nothing stay empty. What the plan says of it follows, where it says anything.
        """
        cause = self.ruleset.causes[page.key.id]
        parts = [(title, name, getattr(cause.card, name)) for title, name in _CARD]
        plan = [(title, name, getattr(cause, name)) for title, name in _PLAN]
        return [part for part in (*parts, *plan) if part[2] or part[1] not in _OFTEN_EMPTY]

    def by_strength(self, page: HandbookPage) -> list[tuple[str, list[Rule]]]:
        """The rules about a cause, by how they speak."""
        found = []
        for strength, title in _GROUPS.items():
            rules = [rule for rule in page.into if rule.strength is strength]
            if rules:
                found.append((title, rules))
        return found

    def action(self, level: Level) -> str:
        """What to do at this level, with the number to call."""
        return self.ruleset.words(level).action.replace("{emergency_number}", self.number)

    def level(self, page: HandbookPage) -> Level:
        """The level of a page about one, and the one a cause brings."""
        return (
            self.ruleset.level(page.key.id)
            if page.key.kind is PageKind.LEVEL
            else self.ruleset.causes[page.key.id].level.is_
        )

    def highest(self, page: HandbookPage) -> Level | None:
        """The highest level that the rules from this page can lead to."""
        found = {key.id for key in page.leads_to if key.kind is PageKind.LEVEL}
        return max((level for level in self.ruleset.levels if level.id in found), default=None)

    def level_link(self, level: Level) -> Link:
        """The page of a level."""
        return self.link(PageKey(PageKind.LEVEL, level.id))

    def watch(self, page: HandbookPage) -> list[Watch]:
        """What to watch for at the level of the page."""
        return [watch for watch in self.ruleset.identity.watch if watch.level == self.level(page)]

    def when(self, rule: Rule) -> list[str]:
        """The parts of the rule's condition that must hold together."""
        return phrases.condition_lines(rule.when, self.ruleset)

    def scores(self, rule: Rule) -> tuple[Score, ...]:
        """The scores that the rule asks for."""
        return self.ruleset.scores_in(rule.when)

    def item(self, item: ScoreItem) -> str:
        """What an item of a score counts, and why."""
        return phrases.item_words(item, self.ruleset)

    def start(self, score: Score) -> str:
        """Where the points begin, if not at 0."""
        return " ".join(phrases.start_words(score))

    def meant(self, meaning: Meaning, page: HandbookPage, *, drops: bool) -> str:
        """What becomes of an option whose chooser means this."""
        return ruleset_pages.meant(meaning, self.question(page), drops=drops)

    def then(self, rule: Rule) -> str:
        """What the rule concludes."""
        return phrases.sentence(phrases.conclusion_words(rule, self.ruleset))

    def home(self, rule: Rule) -> Link:
        """Where the rule is told: the page of what it concludes."""
        return Link(f"{self.handbook.paths[home(rule, self.ruleset)]}#rule-{rule.id}", rule.id)

    def homes(self, rules: Iterable[Rule]) -> list[Link]:
        """Where each rule is told, in the words of what it concludes."""
        return [Link(self.home(rule).href, f"{rule.id}: {self.then(rule)}") for rule in rules]

    def touched(self, rule: Rule, page: HandbookPage) -> list[Link]:
        """The other pages that the rule reads or concludes."""
        keys = dict.fromkeys([*read_pages(rule.when, self.ruleset), home(rule, self.ruleset)])
        return self.links(key for key in keys if key != page.key)

    def badge(self, cites: Iterable[str]) -> str:
        """Whether the documents say it, or knowledge that was added to them."""
        words = phrases.badge(cites, self.ruleset)
        return words[:1].upper() + words[1:]

    def cited(self, cites: Iterable[str]) -> list[Link]:
        """The cited claims and sources, each in words that lead to it."""
        return [
            Link(self._cite_path(cite), phrases.cite_words([cite], self.ruleset)[0])
            for cite in cites
        ]

    def _cite_path(self, cite: str) -> str:
        path = self.handbook.paths[source_key(cite, self.ruleset)]
        return f"{path}#claim-{cite}" if cite in self.ruleset.claims else path

    def source_words(self, page: HandbookPage) -> str:
        """The source as an entry of a list of references."""
        return phrases.source_words(self.ruleset.sources[page.key.id])

    def standing(self, page: HandbookPage) -> str:
        """Whether the source is a document of the subject matter, or knowledge that was added."""
        is_added = self.ruleset.sources[page.key.id].kind.is_added
        return (
            "This was added to the documents."
            if is_added
            else "The rule set is about this document."
        )

    def claim_words(self, claim: Claim) -> str:
        """What the claim says, with its strength and its time limit."""
        return phrases.claim_words(claim)

    def unchecked(self, page: HandbookPage) -> str:
        """That nobody is known to have read the source of the page; empty where somebody has."""
        is_checked = self.ruleset.sources[page.key.id].is_checked
        return "" if is_checked else phrases.UNCHECKED

    def also(self, page: HandbookPage) -> tuple[str, ...]:
        """The lay and short names of the cause of the page."""
        return self.ruleset.causes[page.key.id].also

    def claims(self, page: HandbookPage) -> list[tuple[Claim, list[Link]]]:
        """What a source says, each with the pages that rest on it."""
        return [
            (claim, self.resting(claim.id))
            for claim in self.ruleset.claims.values()
            if claim.source == page.key.id
        ]

    def resting(self, cite: str) -> list[Link]:
        """The pages that rest on a claim or on a source as a whole."""
        return self.links(self.handbook.citing.get(cite, ()))

    def case_link(self, shown: Shown) -> Link:
        """Where an invented patient is told; where patients share a name, their ids part them."""
        case = shown.case
        words = f"{case.name} ({case.id})" if self._names[case.name] > 1 else case.name
        return Link(f"{self.handbook.paths[shown.chapter]}#case-{case.id}", words)

    def case_links(self, found: Iterable[Shown]) -> list[Link]:
        """Where each invented patient is told."""
        return [self.case_link(shown) for shown in found]

    @cached_property
    def _names(self) -> Counter[str]:
        return Counter(
            shown.case.name
            for page in self.handbook.of_kind(PageKind.CASES)
            for shown in page.cases
        )

    def answers(self, shown: Shown) -> Iterator[tuple[Link, str]]:
        """What the invented patient answers; only questions that the case shows lead to a page."""
        for name, answer in shown.case.answers.given.items():
            key, question = question_key(name, self.ruleset), self.ruleset.questions[name]
            href = self.handbook.paths[key] if key in shown.shows else ""
            yield Link(href, question.text), phrases.answer_words(question, answer)

    def outcome(self, shown: Shown) -> list[tuple[str, list[Link]]]:
        """What the engine says: the level, the findings and the causes that fit, and the sources it
        rests on.
        """
        return self.by_kind(
            sorted(
                (
                    key
                    for key in shown.shows
                    if key.kind not in (PageKind.RED_FLAG, PageKind.QUESTION)
                ),
                key=list(self.handbook.pages).index,
            )
        )

    def letters(self) -> list[tuple[str, list[Link]]]:
        """Every page but those of patients, every sign to choose among several, and every lay name
        of a cause, by the first letter.
        """
        entries = [self.link(key) for key in self.handbook.pages if key.kind is not PageKind.CASES]
        entries += [sign for page in self.handbook.pages.values() for sign in self.signs(page)]
        entries += [
            Link(self.handbook.paths[page.key], f"{name}: {page.title}")
            for page in self.handbook.of_kind(PageKind.CAUSE)
            for name in self.also(page)
        ]
        ordered = sorted(entries, key=lambda link: (_letter(link), _filed(link), link.href))
        return [(letter, list(group)) for letter, group in groupby(ordered, key=_letter)]

    def signs(self, page: HandbookPage) -> list[Link]:
        """The answers of a page whose question takes several at once, each by its text."""
        if (
            page.key.kind not in (PageKind.RED_FLAG, PageKind.QUESTION)
            or self.question(page).kind.takes_one
        ):
            return []
        path = self.handbook.paths[page.key]
        return [
            Link(f"{path}#option-{option.id}", option.text)
            for option in self.question(page).options
        ]


def _filed(link: Link) -> str:
    """The words as they are put in order: without marks and articles at the beginning."""
    return re.sub(r"^(an?|the) ", "", re.sub(r"^\W+", "", link.words.casefold()))


def _letter(link: Link) -> str:
    first = _filed(link)[:1].upper()
    return first if first.isalpha() else "0–9"
