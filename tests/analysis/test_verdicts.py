"""Every verdict is what asking everybody says; `tests/benchmarks/verdicts.py` runs thousands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.benchmarks import property_laws, verdict_laws
from tests.benchmarks.verdicts import compared
from tests.examples import share
from triage.analysis.diff.comparison import RuleSetDiff
from triage.analysis.diff.counted import Number
from triage.analysis.mutation.verdicts import Fate, Verdict
from triage.analysis.proofs.prove import Proof, PropertyResult, Proved


@pytest.mark.slow
@pytest.mark.parametrize("place", range(share(30)))
def test_every_verdict_is_what_asking_everybody_says(place: int) -> None:
    found = compared(f"tests:{place}")
    assert found.differences == (), found.files


def all_proved(*given: Any) -> Proof:
    return Proof(tuple(PropertyResult(one, Proved("so")) for one in given[1]))


def nothing_moves(old: Any, new: Any) -> RuleSetDiff:
    return RuleSetDiff(old, new, Number(0, 0), (), (), (), (), (), ())


def all_equivalent(*given: Any) -> list[Verdict]:
    return [Verdict(mutant, Fate.EQUIVALENT) for mutant in given[2]]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("module", "name", "wrong"),
    [
        (property_laws, "prove", all_proved),
        (verdict_laws, "compare", nothing_moves),
        (verdict_laws, "verdicts", all_equivalent),
        (verdict_laws, "check", lambda *_: ()),
        (verdict_laws.longest_interview, "most_questions", lambda *_: 0),
    ],
)
def test_a_wrong_verdict_is_found(
    module: object, name: str, wrong: Callable[..., object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, name, wrong)
    assert any(compared(f"tests:{place}").differences for place in range(6))
