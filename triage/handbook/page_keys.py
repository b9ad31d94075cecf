"""The names of the handbook's pages, and which page speaks of what in the rule graph."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from triage.language.conditions import Condition
from triage.language.model import Rule
from triage.language.rule_graph import NodeKey, NodeKind, concluded, read_by
from triage.language.ruleset import RuleSet


class PageKind(StrEnum):
    """What a page is about, in the order of the handbook; the value is the folder of its pages."""

    RED_FLAG = "red_flags"
    LEVEL = "levels"
    CAUSE = "causes"
    FINDING = "findings"
    QUESTION = "questions"
    SOURCE = "sources"
    CASES = "cases"


_PAGE_KINDS = {
    NodeKind.FINDING: PageKind.FINDING,
    NodeKind.CAUSE: PageKind.CAUSE,
    NodeKind.LEVEL: PageKind.LEVEL,
}
_NODE_KINDS = {
    PageKind.RED_FLAG: NodeKind.QUESTION,
    PageKind.QUESTION: NodeKind.QUESTION,
    **{page: node for node, page in _PAGE_KINDS.items()},
}


@dataclass(frozen=True, slots=True)
class PageKey:
    """Names one page."""

    kind: PageKind
    id: str


def question_key(question: str, ruleset: RuleSet) -> PageKey:
    """The page of a question: a red flag or any other."""
    is_flag = ruleset.is_red_flag(ruleset.questions[question])
    return PageKey(PageKind.RED_FLAG if is_flag else PageKind.QUESTION, question)


def page_of(node: NodeKey, ruleset: RuleSet) -> PageKey:
    """The page about a node of the rule graph; that of a rule is its home."""
    if node.kind is NodeKind.RULE:
        return home(ruleset.rule[node.id], ruleset)
    if node.kind is NodeKind.QUESTION:
        return question_key(node.id, ruleset)
    return PageKey(_PAGE_KINDS[node.kind], node.id)


def home(rule: Rule, ruleset: RuleSet) -> PageKey:
    """The page where the rule is told: that of what it concludes."""
    return page_of(concluded(rule), ruleset)


def read_pages(condition: Condition, ruleset: RuleSet) -> tuple[PageKey, ...]:
    """The pages of everything that the condition reads, each once."""
    return tuple(page_of(node, ruleset) for node in read_by(condition))


def source_key(cite: str, ruleset: RuleSet) -> PageKey:
    """The page of the source that a claim or source id stands for."""
    return PageKey(PageKind.SOURCE, ruleset.source_of(cite).id)


def node_of_page(key: PageKey) -> NodeKey | None:
    """The node of the rule graph that the page is about."""
    kind = _NODE_KINDS.get(key.kind)
    return None if kind is None else NodeKey(kind, key.id)
