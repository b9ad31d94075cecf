"""Cases a second of several jobs, taken in turn so that a busy moment of the machine strikes all of
them.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from statistics import median

from triage.answers.value import Answers

ROUNDS = 7


def rates(
    jobs: Mapping[str, Callable[[], None]], count: int, rounds: int = ROUNDS
) -> dict[str, float]:
    """Cases a second of each job, the median of all rounds; each job runs ``count`` cases."""
    times: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(rounds):
        for name, job in jobs.items():
            begin = time.perf_counter()
            job()
            times[name].append(time.perf_counter() - begin)
    return {name: count / median(found) for name, found in times.items()}


def over(run: Callable[[Answers], object], answers: Sequence[Answers]) -> Callable[[], None]:
    """A job that runs all answers one after the other."""

    def once() -> None:
        for given in answers:
            run(given)

    return once
