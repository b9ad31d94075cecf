"""Whether every verdict on rule sets is what asking everybody says.

    python -m tests.benchmarks.verdicts --number N --seed S [--jobs J]

Draws N small rule sets as folders, with gates (`ask_if`, `applies_if`), scales, scores, `at_least`,
levels of their own, and impossible entries by words and by story. To each it gives every answer
that can be given, and it asks every person who can be: each allowed truth with each part of it that
somebody may know. Without the engines and the searches of triage (`truth_tables`, `both_told`,
`tests.everybody`; and the files read by the guide alone, `plain_meaning`) it works out

- the level, causes, findings and firing rules of all answers,
- which rules never fire (T131, T201), fire only on impossible answers (T209) or repeat another
  (T202), which gates never open (T207), which entries bar nobody (T214),
- the theorem that no gate hides a protected level (T215), what its proof rests on, and which rules,
  causes and options no interview reaches (T216),
- properties of all kinds, about any answers, possible ones and people, each with its smallest
  counterexample,
- the moves between a rule set and an edit of it, with exact counts,
- which wrong edits change nothing for anybody, and
- the most questions that an interview asks.

Where a verdict differs, the rule set is printed and the exit code is 1.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.benchmarks import verdict_laws as laws
from tests.benchmarks.made import Plain
from tests.benchmarks.property_laws import about_properties
from tests.benchmarks.random_folders import put, settled
from tests.benchmarks.small_folders import edited, small, ways
from tests.benchmarks.small_ruleset import Small
from triage.analysis.mutation.cores import in_order
from triage.language.diagnostics import RuleSetError

MOST_SHOWN = 5
MOST_TO_COUNT = 400
"""To two versions there may be so many ways to answer; an edit that leads to more is left out."""


class Found(NamedTuple):
    """What differs on one rule set, its files, and how much was met."""

    differences: tuple[str, ...]
    files: dict[str, Plain]
    seen: Counter[str]


def compared(seed: str) -> Found:
    """What differs on the rule set drawn with this seed."""
    chance, seen = random.Random(seed), Counter[str]()
    files = small(chance)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "as drawn" / "causes").mkdir(parents=True)
        put(folder / "as drawn", files)
        drawn = Small(settled(folder / "old", files), folder / "old")
        differences = [*laws.about_meaning(drawn, folder / "as drawn", seen)]
        differences += _alone(drawn, chance, seen)
        changed = edited(files, chance)
        if ways(changed) <= MOST_TO_COUNT:
            differences += _against(drawn, folder / "new", changed, seen)
    return Found(tuple(differences), {**files, "edited": changed}, seen)


def _alone(drawn: Small, chance: random.Random, seen: Counter[str]) -> Iterator[str]:
    seen["rule sets with a gate"] += any(one.gates for one in drawn.ruleset.questions.values())
    yield from laws.about_checks(drawn, seen)
    yield from laws.about_people(drawn, seen)
    yield from about_properties(drawn, chance, seen)
    yield from laws.about_the_longest_interview(drawn, seen)
    yield from laws.about_mutants(drawn, chance, seen)


def _against(
    drawn: Small, folder: Path, changed: dict[str, Plain], seen: Counter[str]
) -> Iterator[str]:
    try:
        other = Small(settled(folder, changed), folder)
    except RuleSetError:
        seen["edits refused"] += 1
        return
    seen["diffs"] += 2
    yield from (f"diff: {one}" for one in laws.about_diff(drawn, other, seen))
    yield from (f"diff, turned round: {one}" for one in laws.about_diff(other, drawn, seen))


def main() -> None:
    """Compare, show progress on stderr, and print what differs."""
    parser = argparse.ArgumentParser(description="Compare all verdicts with asking everybody.")
    parser.add_argument("--number", type=int, required=True, help="rule sets")
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--jobs", type=int, default=1, help="processes")
    wanted = parser.parse_args()
    start, seen, different = time.monotonic(), Counter[str](), 0
    seeds = [f"{wanted.seed}:{place}" for place in range(wanted.number)]
    for done, (seed, found) in enumerate(
        zip(seeds, in_order(compared, seeds, wanted.jobs), strict=True), start=1
    ):
        seen += found.seen
        different += bool(found.differences)
        if found.differences and different <= MOST_SHOWN:
            print(f"rule set {seed}:", *found.differences[:MOST_SHOWN], sep="\n  ")
            print(json.dumps(found.files), flush=True)
        if done % max(1, wanted.number // 20) == 0:
            print(f"{done:,} rule sets, {different:,} differ", file=sys.stderr, flush=True)
    for what, count in sorted(seen.items()):
        print(f"  {count:,} {what}")
    seconds = time.monotonic() - start
    print(
        f"{wanted.number:,} rule sets, seed {wanted.seed}: {different:,} differ ({seconds:,.0f} s)"
    )
    sys.exit(1 if different else 0)


if __name__ == "__main__":
    main()
