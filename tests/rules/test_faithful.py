"""leg_numbness says what its two documents say: every sentence has a row, every claim a voice."""

from __future__ import annotations

import re
from itertools import groupby

import pytest

from tests.places import ROOT
from triage.language.load import load
from triage.language.ruleset import RuleSet

ROW = re.compile(r"\| ([AB]) \| ([^|]+) \| (\d+) of (\d+) \| ([^|]+) \| ([^|]+) \|")
SENTENCES = {"A": 39, "B": 66}
"""Counted in the documents, headings left out; the advertisement in B counts once."""


@pytest.fixture(scope="module")
def rows() -> list[tuple[str, ...]]:
    return ROW.findall((ROOT / "rules" / "README.md").read_text())


@pytest.fixture(scope="module")
def ruleset() -> RuleSet:
    return load(ROOT / "rules" / "leg_numbness")


def test_no_sentence_is_without_a_row(rows: list[tuple[str, ...]]) -> None:
    for (document, section), listed in groupby(rows, key=lambda row: row[:2]):
        numbers = [(int(row[2]), int(row[3])) for row in listed]
        last = len(numbers)
        assert numbers == [(number, last) for number in range(1, last + 1)], (document, section)
    count = {name: sum(row[0] == name for row in rows) for name in SENTENCES}
    assert count == SENTENCES


@pytest.mark.slow
def test_every_claim_of_the_documents_carries_a_sentence(
    rows: list[tuple[str, ...]], ruleset: RuleSet
) -> None:
    named = {(row[0], claim) for row in rows for claim in re.findall(r"`([^`]+)`", row[5])}
    documents = {name for name, source in ruleset.sources.items() if not source.kind.is_added}
    claims = {(c.source, c.id) for c in ruleset.claims.values() if c.source in documents}
    assert named == claims


@pytest.mark.slow
def test_every_claim_of_the_documents_is_cited_by_a_rule_a_card_or_advice(ruleset: RuleSet) -> None:
    cards = [s for cause in ruleset.causes.values() for s in cause.card.statements()]
    levels = ruleset.identity.levels.values()
    cited = {
        cite
        for entry in (*ruleset.rules, *cards, *levels, *ruleset.findings.values())
        for cite in entry.cites
    }
    documents = {name for name, source in ruleset.sources.items() if not source.kind.is_added}
    silent = {c.id for c in ruleset.claims.values() if c.source in documents} - cited
    assert not silent
