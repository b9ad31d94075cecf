"""All engines mean the same as the rules read by themselves; `tests/benchmarks/agreement.py` runs
this on as many cases as wanted.
"""

from __future__ import annotations

import ast
from dataclasses import replace
from pathlib import Path

import pytest

from tests.benchmarks import agreement, plain_meaning
from triage.answers.value import Answers
from triage.engine.assessment import Assessment
from triage.engine.reference import ReferenceEngine


@pytest.mark.slow
def test_every_engine_means_what_the_rules_of_the_shipped_set_say() -> None:
    assert [found for batch in agreement.on_leg_numbness(60, 11) for found in batch] == []


@pytest.mark.slow
def test_every_engine_means_what_random_rules_say() -> None:
    assert [found for batch in agreement.on_random_rule_sets(6, 11) for found in batch] == []


@pytest.mark.slow
def test_an_engine_that_drops_a_rule_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = ReferenceEngine.assess

    def without_the_last(engine: ReferenceEngine, answers: Answers) -> Assessment:
        found = whole(engine, answers)
        return replace(found, firings=found.firings[:-1])

    monkeypatch.setattr(ReferenceEngine, "assess", without_the_last)
    found = [found for batch in agreement.on_random_rule_sets(3, 11) for found in batch]
    assert found
    assert all(", reference: " in difference for difference in found)


def test_the_plain_meaning_shares_nothing_with_the_engines() -> None:
    tree = ast.parse(Path(plain_meaning.__file__).read_text(encoding="utf-8"))
    modules = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    names = {
        name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names
    }
    assert not any(str(name).startswith(("triage", "tests")) for name in modules | names)
