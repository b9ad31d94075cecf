"""Whether random people come out as the table of the safety net says.

    python -m tests.benchmarks.table --number 100000 --seed 1

Draws so many answer sets to leg_numbness, aimed at every way of the table (`tests/rules/drawn.py`),
and compares the level that the table says (`tests/rules/table.py`, an evaluator of its own) with
that of the rules. No set may come out lower. Where one comes out higher, the rule that does it must
stand in `tests/rules/higher.yaml`. Each way must have decided one set in a thousand. Prints what is
found, with answers that cannot be fewer; the exit code is 1 where there is anything.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path

import yaml

from tests.rules.beside import Beside, Comparison
from tests.rules.drawn import Drawing
from tests.rules.table import Way
from triage.answers.value import Answer, Answers, State
from triage.engine.bits import places
from triage.language.conditions import Is
from triage.language.load import load
from triage.language.locating import locate

HIGHER = Path(__file__).parents[1] / "rules" / "higher.yaml"
BATCH = 5_000
MET_ONE_SET_IN = 1_000


@dataclass
class Met:
    """What was met: how many sets each way decided, how many were raised, and one set for each way
    that is not kept and each rule that goes beyond the table.
    """

    sets: int = 0
    raised: int = 0
    decided: Counter[Way] = field(default_factory=Counter)
    lower: dict[Way, Answers] = field(default_factory=dict)
    higher: dict[str, Answers] = field(default_factory=dict)

    def add(self, people: Sequence[Answers], beside: Beside) -> None:
        """Count these people in."""
        self.sets += len(people)
        for way, sets in beside.decided():
            self.decided[way] += sets.bit_count()
        for way, sets in beside.lower():
            for place in islice(places(sets), 1):
                self.lower.setdefault(way, people[place])
        raised = 0
        for rule, sets in beside.higher():
            raised |= sets
            for place in islice(places(sets), 1):
                self.higher.setdefault(rule, people[place])
        self.raised += raised.bit_count()


def on_random_sets(comparison: Comparison, number: int, seed: int) -> Met:
    """What is met on so many sets."""
    met, drawing = Met(), Drawing(comparison.ruleset, comparison.table, seed)
    while met.sets < number:
        people = drawing.people(min(BATCH, number - met.sets))
        met.add(people, _beside(comparison, people))
    return met


def remarks(comparison: Comparison, met: Met, reasons: set[str]) -> Iterator[str]:
    """What is wrong, a line each."""
    for way, answers in met.lower.items():
        few = fewest(answers, partial(_is_lower, comparison, way))
        yield f"lower than {way.level} ({way.row}: {way.text}): {_shown(few)}"
    for rule, answers in met.higher.items():
        if rule not in reasons:
            few = fewest(answers, partial(_is_higher, comparison, rule))
            yield f"beyond the table without a reason ({rule}): {_shown(few)}"
    for way in comparison.table.ways:
        if met.decided[way] * MET_ONE_SET_IN < met.sets:
            yield f"met too seldom, {met.decided[way]} times ({way.row}: {way.text})"


def fewest(answers: Answers, holds: Callable[[Answers], bool]) -> Answers:
    """As few of the answers as it takes, taken away one by one."""
    for smaller in _smaller(answers):
        if holds(smaller):
            return fewest(smaller, holds)
    return answers


def _smaller(answers: Answers) -> Iterator[Answers]:
    """The answers with one thing less: a question, or what is said of one option."""
    for name in answers.given:
        yield answers.without(name)
    for name, answer in answers.given.items():
        if answer.state is State.GIVEN and len(answer.yes | answer.no) > 1:
            for option in sorted(answer.yes | answer.no):
                less = Answer(State.GIVEN, answer.yes - {option}, answer.no - {option})
                yield answers.replaced(name, less)


def _beside(comparison: Comparison, people: Sequence[Answers]) -> Beside:
    return Beside(comparison, [list(answers.facts()) for answers in people])


def _is_lower(comparison: Comparison, way: Way, answers: Answers) -> bool:
    return any(one == way and sets for one, sets in _beside(comparison, [answers]).lower())


def _is_higher(comparison: Comparison, rule: str, answers: Answers) -> bool:
    return any(one == rule and sets for one, sets in _beside(comparison, [answers]).higher())


def _shown(answers: Answers) -> str:
    words = sorted(
        f"{'' if isinstance(fact, Is) else 'not '}{fact.question}.{fact.option}"
        for fact in answers.facts()
    )
    return ", ".join(words)


def main() -> None:
    """Compare, and print what differs and how much was met."""
    parser = argparse.ArgumentParser(description="Compare the rules with the table.")
    parser.add_argument("--number", type=int, default=100_000, help="answer sets")
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    start = time.process_time()
    comparison = Comparison(load(locate("leg_numbness")))
    written = yaml.load(HIGHER.read_text(encoding="utf-8"), yaml.BaseLoader)
    reasons = {rule for entry in written for rule in entry["rules"]}
    met = on_random_sets(comparison, wanted.number, wanted.seed)
    found = list(remarks(comparison, met, reasons))
    print(*found, sep="\n", end="\n" * bool(found))
    print(
        f"{met.sets:,} answer sets: {len(met.lower)} of {len(comparison.table.ways)} ways not kept,"
        f" {met.raised:,} sets higher by {len(met.higher)} rules; each way decided"
        f" {min(met.decided[way] for way in comparison.table.ways):,} sets or more"
        f" ({time.process_time() - start:,.0f} s of one processor)"
    )
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
