"""How time and memory grow with a rule set: `python -m tests.benchmarks.scale [RULES ...]`.

Each job runs in a process of its own, so that its peak memory is its own. Rows are jobs, columns sizes; beside each
time stands how many times longer it takes than on the smallest rule set of the run. Cases a second are given as ratios
to CLIPS with the same rules and to a plain loop over all rules.
"""

from __future__ import annotations

import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from tests.benchmarks import made
from tests.benchmarks.clips_peer import ClipsPeer
from tests.benchmarks.scale_check import checked
from tests.benchmarks.scale_cover import cover
from tests.benchmarks.scale_mutate import mutate
from tests.benchmarks.scale_prove import deleted, proved
from triage.analysis.compare import compare
from triage.answers import Answers
from triage.chaining import conclusions
from triage.conditions import holds
from triage.engine.reference import ReferenceEngine
from triage.load import load
from triage.ruleset import RuleSet

SIZES = (60, 240, 1000, 4000)
CASES = 100_000
LIMIT = 300.0
"""Seconds that one job may take; it is stopped then and the table says so."""

PROOFS = 60.0
"""Seconds for the proofs of one job; what is not settled then counts as undecided."""

Job = Callable[[RuleSet], Callable[[], object]]

JOBS: Mapping[str, Job] = {
    "load": lambda rules: lambda: load(rules.folder),
    "check": checked,
    "prove": lambda rules: proved(rules, PROOFS),
    "100 rules deleted": deleted,
    "diff of 3 edits": lambda rules: lambda: compare(rules, made.edited(rules), PROOFS),
    "cover, 200 cases": lambda rules: cover(rules, made.people(rules, 200)),
    "mutate, 200 cases": lambda rules: mutate(rules, made.people(rules, 200)),
    "100,000 cases": lambda rules: _sweep(rules, made.people(rules, 1000)),
}


@dataclass(frozen=True)
class Measured:
    """One job on one rule set; ``seconds`` is None where it was stopped."""

    seconds: float | None
    megabytes: float


def main() -> None:
    """Measure and print both tables."""
    sizes = [int(word) for word in sys.argv[1:]] or list(SIZES)
    with tempfile.TemporaryDirectory() as folder:
        rulesets = [made.ruleset(Path(folder) / str(size), size) for size in sizes]
        print("rules".ljust(20), *(f"{len(rules.rules):>26,}" for rules in rulesets))
        for name, job in JOBS.items():
            found = [_measure(job, rules) for rules in rulesets]
            print(name.ljust(20), *(_cell(one, found[0]).rjust(26) for one in found), flush=True)
        print()
        for rules in rulesets:
            _compare_engines(rules)


def _measure(job: Job, rules: RuleSet) -> Measured:
    """The time of the job and the memory it needs beyond what this process holds."""
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=_run, args=(job, rules, theirs))
    child.start()
    theirs.close()
    found = ours.recv() if ours.poll(LIMIT) else Measured(None, 0.0)
    child.kill()
    child.join()
    return found


def _run(job: Job, rules: RuleSet, answer: Any) -> None:
    work = job(rules)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begin = time.perf_counter()
    work()
    seconds = time.perf_counter() - begin
    answer.send(Measured(seconds, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024))


def _cell(one: Measured, first: Measured) -> str:
    if one.seconds is None:
        return f"stopped after {LIMIT:g} s"
    growth = f"×{one.seconds / first.seconds:.1f}" if first.seconds else ""
    return f"{one.seconds:.3f} s {growth} {one.megabytes:+.0f} MB"


def _sweep(rules: RuleSet, people: list[Answers]) -> Callable[[], object]:
    """All cases, one after the other; the people come again and again."""
    engine = ReferenceEngine(rules)

    def run() -> object:
        return [sum(1 for _ in engine.fired(given.facts()))
                for given in islice(_again(people), CASES)]

    return run


def _again(people: list[Answers]) -> Any:
    while True:
        yield from people


def _compare_engines(rules: RuleSet) -> None:
    """Cases a second of our engine, of CLIPS and of a plain loop, the three in turn."""
    people = made.people(rules, 100)
    reference, peer = ReferenceEngine(rules), ClipsPeer(rules)
    runs: dict[str, Callable[[Answers], object]] = {
        "triage": lambda given: reference.fired(given.facts()), "CLIPS": peer.fired,
        "plain loop": lambda given: _plain_loop(rules, given)}
    rates = {}
    for name, run in runs.items():
        begin = time.perf_counter()
        for given in people:
            run(given)
        rates[name] = len(people) / (time.perf_counter() - begin)
    words = ", ".join(f"{name} {rate:,.0f}/s (triage ×{rates['triage'] / rate:.1f})" for name, rate in rates.items())
    print(f"{len(rules.rules):,} rules: {words}")


def _plain_loop(rules: RuleSet, given: Answers) -> int:
    """Every rule in chaining order, with a set of facts."""
    facts = set(given.facts())
    count = 0
    for rule in rules.rules:
        if holds(rule.when, facts):
            facts.update(conclusions(rule))
            count += 1
    return count


if __name__ == "__main__":
    main()
