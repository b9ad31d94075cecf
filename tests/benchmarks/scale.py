"""How time and memory grow with a rule set: `python -m tests.benchmarks.scale [RULES | JOB ...]`.

Each job runs in a process of its own, so that its peak memory is its own. Rows are jobs, columns
sizes; beside each processor time stands how many times longer it takes than on the smallest rule
set of the run, and then the memory it needs beyond the rule set. Without jobs, all of them are
measured, and then cases a second, as ratios to CLIPS with the same rules and to a plain loop over
all rules.
"""

from __future__ import annotations

import gc
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
from tests.benchmarks.rates import over, rates
from tests.benchmarks.scale_check import checked
from tests.benchmarks.scale_cover import cover
from tests.benchmarks.scale_diff import diff
from tests.benchmarks.scale_mutate import mutate, prove_mutants
from tests.benchmarks.scale_prove import deleted, proved
from triage.__main__ import NEW_VALUES
from triage.analysis.diff.compare import compare
from triage.analysis.diff.comparison import RuleSetDiff
from triage.analysis.mutation.fates import Fate
from triage.analysis.mutation.verdicts import MutationReport
from triage.analysis.proofs.prove import Proof, Undecided
from triage.answers.value import Answers
from triage.engine.reference import ReferenceEngine
from triage.language.conditions import holds
from triage.language.load import load
from triage.language.ruleset import RuleSet

SIZES = (60, 240, 1000, 4000)
CASES = 100_000
LIMIT = 900.0
"""Seconds that one job may take; it is stopped then and the table says so."""

PROOFS = 60.0
"""Seconds for the proofs of one job; how much is not settled then stands in the cell."""

Job = Callable[[RuleSet], Callable[[], object]]

JOBS: Mapping[str, Job] = {
    "load": lambda rules: lambda: load(rules.folder),
    "check": checked,
    "prove": lambda rules: proved(rules, PROOFS),
    "100 rules deleted": deleted,
    "diff, a rule less": lambda rules: diff(rules, PROOFS),
    "diff of 3 edits": lambda rules: lambda: compare(rules, made.edited(rules), PROOFS),
    "cover, 200 cases": lambda rules: cover(rules, made.people(rules, 200)),
    "mutate, 200 cases": lambda rules: mutate(rules, made.people(rules, 200)),
    "mutate with proofs": lambda rules: mutate(rules, made.people(rules, 200), LIMIT),
    "100 mutants proved": prove_mutants,
    "100,000 cases": lambda rules: _sweep(rules, made.people(rules, 1000)),
}


@dataclass(frozen=True)
class Measured:
    """One job on one rule set, in seconds of processor time, None where it was stopped;
    ``unsettled`` counts what stayed open.
    """

    seconds: float | None
    megabytes: float
    unsettled: int = 0


def main() -> None:
    """Measure and print the table of jobs, and that of the engines."""
    sizes = [int(word) for word in sys.argv[1:] if word.isdecimal()] or list(SIZES)
    wanted = [word for word in sys.argv[1:] if not word.isdecimal()]
    with tempfile.TemporaryDirectory() as folder:
        rulesets = [made.ruleset(Path(folder) / str(size), size) for size in sizes]
        print("rules".ljust(20), *(f"{len(rules.rules):>41,}" for rules in rulesets))
        for name in wanted or JOBS:
            found = [_measure(JOBS[name], rules) for rules in rulesets]
            print(name.ljust(20), *(_cell(one, found[0]).rjust(41) for one in found), flush=True)
        for rules in () if wanted else rulesets:
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
    gc.freeze()  # what is the benchmark's is not looked through for garbage by the job
    gc.set_threshold(NEW_VALUES)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begin = time.process_time()
    result = work()
    seconds = time.process_time() - begin
    megabytes = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    answer.send(Measured(seconds, megabytes, _unsettled(result)))


def _unsettled(result: object) -> int:
    """How many properties or mutants are undecided, or how many moves are open or known within
    bounds only.
    """
    if isinstance(result, Proof):
        return sum(isinstance(one.verdict, Undecided) for one in result.results)
    if isinstance(result, MutationReport):
        return len(result.of(Fate.UNDECIDED))
    if isinstance(result, RuleSetDiff):
        return len(result.open) + sum(not move.number.is_exact for move in result.moves)
    return 0


def _cell(one: Measured, first: Measured) -> str:
    if one.seconds is None:
        return f"stopped after {LIMIT:g} s"
    growth = f"×{one.seconds / first.seconds:.1f}" if first.seconds else ""
    unsettled = f" ({one.unsettled} unsettled)" if one.unsettled else ""
    return f"{one.seconds:.3f} s {growth} {one.megabytes:+.0f} MB{unsettled}"


def _sweep(rules: RuleSet, people: list[Answers]) -> Callable[[], object]:
    """All cases, one after the other; the people come again and again."""
    engine = ReferenceEngine(rules)

    def run() -> object:
        return [
            sum(1 for _ in engine.fired(given.facts())) for given in islice(_again(people), CASES)
        ]

    return run


def _again(people: list[Answers]) -> Any:
    while True:
        yield from people


def _compare_engines(rules: RuleSet) -> None:
    """Cases a second of our engine, of CLIPS and of a plain loop, in turn; all three fire the same
    rules.
    """
    people = made.people(rules, 100)
    reference, peer = ReferenceEngine(rules), ClipsPeer(rules)
    runs: dict[str, Callable[[Answers], set[str]]] = {
        "triage": lambda given: {rule.id for rule in reference.fired(given.facts())},
        "CLIPS": peer.fired,
        "plain loop": lambda given: _plain_loop(rules, given),
    }
    for given in people:
        assert len({frozenset(run(given)) for run in runs.values()}) == 1, (
            "the three do not run the same rules"
        )
    found = rates({name: over(run, people) for name, run in runs.items()}, len(people), rounds=3)
    words = ", ".join(
        f"{name} {rate:,.0f}/s (triage ×{found['triage'] / rate:.1f})"
        for name, rate in found.items()
    )
    print(f"{len(rules.rules):,} rules: {words}", flush=True)


def _plain_loop(rules: RuleSet, given: Answers) -> set[str]:
    """Every rule in chaining order, with a set of facts."""
    facts = set(given.facts())
    fired = set()
    for rule in rules.rules:
        if holds(rule.when, facts):
            facts.update(rule.conclusions)
            fired.add(rule.id)
    return fired


if __name__ == "__main__":
    main()
