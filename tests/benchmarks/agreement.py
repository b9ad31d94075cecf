"""Whether all engines mean the same.

    python -m tests.benchmarks.agreement NUMBER SEED [--rulesets N]

Draws NUMBER answers to `leg_numbness`, and N random rule sets with answers of their own. Each case
runs on `reference`, on `durable` where it can be used, on the sliced engine, and through the
meaning worked out from the guide alone (`plain_meaning`). Level, causes in order with their fit,
findings, and each rule that fires with its facts must be equal. Prints the first differences; the
exit code is 1 where there is any.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from tests.benchmarks import random_folders
from tests.benchmarks.made import Plain
from tests.benchmarks.plain_meaning import Meaning, PlainFact, PlainRules
from triage.answers.answer_file import read_answers
from triage.answers.value import Answers
from triage.engine import durable_problem, open_engine
from triage.engine.assessment import Assessment
from triage.engine.bits import columns, places
from triage.engine.sliced import SlicedEngine
from triage.language.conditions import Fact, Holds, Is, Supported
from triage.language.diagnostics import Span
from triage.language.load import load
from triage.language.locating import locate
from triage.language.ruleset import RuleSet

BATCH = 500
CASES_OF_A_RULE_SET = 40
MOST_SHOWN = 5


class Comparison:
    """Everybody who says what the rules in one folder mean."""

    def __init__(self, ruleset: RuleSet, folder: Path) -> None:
        self._ruleset, self._plain = ruleset, PlainRules(folder)
        self._sliced = SlicedEngine(ruleset)
        names = ["reference"] if durable_problem() else ["reference", "durable"]
        self._engines = [open_engine(ruleset, name)[0] for name in names]

    def close(self) -> None:
        """Free the engines."""
        for engine in self._engines:
            engine.close()

    def batches(self, count: int, chance: random.Random) -> Iterator[list[str]]:
        """What differs on so many random answers, a batch after the other."""
        for start in range(0, count, BATCH):
            size = min(BATCH, count - start)
            drawn = [random_folders.answers(self._plain.questions, chance) for _ in range(size)]
            yield list(self._compared(drawn))

    def _compared(self, drawn: Sequence[Plain]) -> Iterator[str]:
        read = [read_answers(answers, self._ruleset, Span("<drawn>")) for answers in drawn]
        for answers, given, swept in zip(drawn, read, self._swept(read), strict=True):
            meant = self._plain.meaning(answers)
            for engine in self._engines:
                found = meaning_of(engine.assess(given))
                if found != meant:
                    yield f"{engine.name}: {answers} is {found}, not {meant}"
            if swept != meant.firings.keys():
                odd = sorted(swept ^ meant.firings.keys())
                yield f"sliced: {answers} differs in {', '.join(odd)}"

    def _swept(self, cases: Sequence[Answers]) -> list[set[str]]:
        """For each case the rules that fire on the sliced engine."""
        known = columns([list(answers.facts()) for answers in cases])
        fired: list[set[str]] = [set() for _ in cases]
        for rule, where in self._sliced.fired(known, len(cases)):
            for place in places(where):
                fired[place].add(rule.id)
        return fired


def meaning_of(assessment: Assessment) -> Meaning:
    """What an engine found, in plain words."""
    return Meaning(
        assessment.level.id,
        tuple((candidate.cause.id, candidate.fit.value) for candidate in assessment.causes),
        frozenset(assessment.findings),
        {firing.rule.id: tuple(map(_plain, firing.facts)) for firing in assessment.firings},
    )


def _plain(fact: Fact) -> PlainFact:
    if isinstance(fact, Holds):
        return "finding", "", fact.finding
    if isinstance(fact, Supported):
        return "cause", "", fact.cause
    return "is" if isinstance(fact, Is) else "is_not", fact.question, fact.option


def on_leg_numbness(number: int, seed: int) -> Iterator[list[str]]:
    """What differs on so many random answers to the rule set that comes with triage, by batches."""
    folder = locate("leg_numbness")
    with closing(Comparison(load(folder), folder)) as comparison:
        yield from comparison.batches(number, random.Random(seed))


def on_random_rule_sets(number: int, seed: int) -> Iterator[list[str]]:
    """What differs on each of so many random rule sets, with some random answers to each."""
    for place in range(number):
        chance = random.Random(f"{seed}:{place}")
        with tempfile.TemporaryDirectory() as folder:
            ruleset = random_folders.write(Path(folder), chance)
            with closing(Comparison(ruleset, Path(folder))) as comparison:
                (found,) = comparison.batches(CASES_OF_A_RULE_SET, chance)
                yield [f"rule set {seed}:{place}, {difference}" for difference in found]


def main() -> None:
    """Compare, show progress on stderr, and print what differs."""
    parser = argparse.ArgumentParser(description="Compare all engines.")
    parser.add_argument("number", type=int, help="answers to leg_numbness")
    parser.add_argument("seed", type=int)
    parser.add_argument("--rulesets", type=int, default=0, help="random rule sets")
    wanted = parser.parse_args()
    start = time.monotonic()
    batches = -(-wanted.number // BATCH)
    found = [
        *_followed("answers to leg_numbness", on_leg_numbness(wanted.number, wanted.seed), batches),
        *_followed("rule sets", on_random_rule_sets(wanted.rulesets, wanted.seed), wanted.rulesets),
    ]
    for difference in found[:MOST_SHOWN]:
        print(difference)
    print(
        f"{wanted.number:,} answers to leg_numbness and {wanted.rulesets:,} rule sets with"
        f" {CASES_OF_A_RULE_SET} answers each: {len(found):,} differences"
        f" ({time.monotonic() - start:,.0f} s; {durable_problem() or 'durable-rules took part'})"
    )
    sys.exit(1 if found else 0)


def _followed(what: str, batches: Iterator[list[str]], count: int) -> Iterator[str]:
    """The differences, with a line on stderr after each twentieth of the work."""
    for done, found in enumerate(batches, start=1):
        yield from found
        if done % max(1, count // 20) == 0:
            print(f"{what}: {done / count:.0%}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
