"""Work shared out over cores comes back in order, with its errors, and leaves no process behind."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time

import pytest

from tests.analysis.mutated import LONG
from tests.shell import interruptible
from triage.analysis.mutation.cores import in_order
from triage.analysis.mutation.mutants import mutants
from triage.analysis.mutation.verdicts import verdicts
from triage.cases.case_files import Case
from triage.language.ruleset import RuleSet

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="work is not shared out here"),
    pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning"),
]


def squared(number: int) -> int:
    if number == 7:
        raise ValueError("seven")
    return number * number


@pytest.mark.slow
@pytest.mark.parametrize("most", [1, 2, 3])
def test_results_come_in_the_order_of_the_work(most: int) -> None:
    assert list(in_order(squared, range(8, 18), most)) == [n * n for n in range(8, 18)]


@pytest.mark.slow
def test_an_error_is_raised_where_its_result_is_due() -> None:
    found = in_order(squared, range(10), 2)
    assert [next(found) for _ in range(7)] == [n * n for n in range(7)]
    with pytest.raises(ValueError, match="seven"):
        next(found)
    assert not multiprocessing.active_children()


@pytest.mark.slow
def test_ctrl_c_ends_every_process() -> None:
    def interrupting(number: int) -> int:
        if number == 3:
            time.sleep(0.3)  # until it is waited for
            os.kill(os.getppid(), signal.SIGINT)
            time.sleep(LONG)
        return number

    with interruptible(), pytest.raises(KeyboardInterrupt):
        list(in_order(interrupting, range(10), 2))
    assert not multiprocessing.active_children()


@pytest.mark.slow
def test_cores_change_no_verdict(legs: RuleSet, leg_cases: tuple[Case, ...]) -> None:
    made = list(mutants(legs))[::120]
    alone, shared = (list(verdicts(legs, leg_cases[::9], made, LONG, cores)) for cores in (1, 2))
    assert alone == shared
