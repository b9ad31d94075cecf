"""Whether people in columns are judged as one by one.

    python -m tests.benchmarks.bulk_equal --number 200000 --seed 1 --rulesets 300

Draws answers to `leg_numbness`, and random rule sets with answers of their own; takes the cases of
the rule sets that come with triage, too. `triage.bulk` must find for each person what the engine
`reference` finds: level, causes in order with their fit, findings, firings, the points of each
score. Prints the first differences; the exit code is 1 where there is any.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import pyarrow as pa

from tests.benchmarks import random_folders
from tests.benchmarks.made import Plain
from tests.benchmarks.plain_meaning import PlainRules
from triage.answers.answer_file import as_file, read_answers
from triage.answers.value import Answers
from triage.cases import case_files
from triage.columnar.bulk import bulk
from triage.engine.reference import ReferenceEngine
from triage.language.diagnostics import Span
from triage.language.load import load
from triage.language.locating import installed, locate
from triage.language.model import Question
from triage.language.ruleset import RuleSet
from triage.language.words import Kind
from triage.why.totals import totals

BATCH = 10_000
ANSWERS_TO_A_RULE_SET = 60
MOST_SHOWN = 5
SIGNS = {"yes": "", "not_sure": "?"}
"""What stands behind the name of an option; one that is not so is not named."""


def in_columns(people: Sequence[Plain], ruleset: RuleSet) -> pa.RecordBatch:
    """Answers as they stand in files, a column a question."""
    columns = {}
    for name, question in ruleset.questions.items():
        cells = [one.get(name) for one in people]
        if question.kind is Kind.MANY:
            lists = [_listed(cell, question) for cell in cells]
            columns[name] = pa.array(lists, pa.list_(pa.string()))
        else:
            columns[name] = pa.array(cells, pa.string())
    return pa.record_batch(columns)


def _listed(cell: Any, question: Question) -> list[str] | None:
    if isinstance(cell, dict):
        words = {option: cell.get(option, "not_sure") for option in question.option_ids}
        return [option + SIGNS[word] for option, word in words.items() if word in SIGNS]
    return [cell] if isinstance(cell, str) else cell


def found_alone(engine: ReferenceEngine, answers: Answers) -> Plain:
    """What the engine finds for one person, in the words of the columns."""
    assessment = engine.assess(answers)
    return {
        "level": assessment.level.id,
        "causes": [{"id": one.cause.id, "fit": one.fit.value} for one in assessment.causes],
        "findings": list(assessment.findings),
        "firings": [firing.rule.id for firing in assessment.firings],
        "score": [{"id": one.score.id, "points": one.points} for one in totals(assessment)],
    }


def differences(ruleset: RuleSet, people: Sequence[Plain]) -> Iterator[str]:
    """What is found otherwise for people in columns than one by one."""
    batches = bulk([in_columns(people, ruleset)], ruleset, extras=("findings", "firings", "score"))
    together = [row for batch in batches for row in batch.to_pylist()]
    engine = ReferenceEngine(ruleset)
    for given, found in zip(people, together, strict=True):
        alone = found_alone(engine, read_answers(given, ruleset, Span("<drawn>")))
        for name, wanted in alone.items():
            if found[name] != wanted:
                yield f"{name} of {given} is {found[name]}, not {wanted}"


def on_leg_numbness(number: int, seed: int) -> Iterator[list[str]]:
    """What differs on so many random answers to the usual rule set, by batches."""
    ruleset, chance = load(locate("leg_numbness")), random.Random(seed)
    questions = PlainRules(ruleset.folder).questions
    for start in range(0, number, BATCH):
        size = min(BATCH, number - start)
        yield list(
            differences(ruleset, [random_folders.answers(questions, chance) for _ in range(size)])
        )


def on_all_cases() -> Iterator[list[str]]:
    """What differs on the cases of each rule set that comes with triage."""
    for name in installed():
        ruleset = load(locate(name))
        files = (as_file(case.answers, ruleset) for case in case_files.load_all(ruleset))
        yield list(differences(ruleset, [file["answers"] for file in files]))


def on_random_rule_sets(number: int, seed: int) -> Iterator[list[str]]:
    """What differs on each of so many random rule sets, with some random answers to each."""
    for place in range(number):
        chance = random.Random(f"{seed}:{place}")
        with tempfile.TemporaryDirectory() as folder:
            ruleset = random_folders.write(Path(folder), chance)
            questions = PlainRules(Path(folder)).questions
            drawn = [
                random_folders.answers(questions, chance) for _ in range(ANSWERS_TO_A_RULE_SET)
            ]
            found = differences(ruleset, drawn)
            yield [f"rule set {seed}:{place}, {difference}" for difference in found]


def main() -> None:
    """Compare, and print what differs."""
    parser = argparse.ArgumentParser(description="Compare people in columns with people alone.")
    parser.add_argument("--number", type=int, default=200_000, help="answers to leg_numbness")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rulesets", type=int, default=300, help="random rule sets")
    wanted = parser.parse_args()
    start = time.monotonic()
    batches = chain(
        on_all_cases(),
        on_leg_numbness(wanted.number, wanted.seed),
        on_random_rule_sets(wanted.rulesets, wanted.seed),
    )
    found = [difference for batch in batches for difference in batch]
    for difference in found[:MOST_SHOWN]:
        print(difference)
    print(
        f"all cases, {wanted.number:,} answers to leg_numbness, and {wanted.rulesets:,} rule sets"
        f" with {ANSWERS_TO_A_RULE_SET} answers each: {len(found):,} differences"
        f" ({time.monotonic() - start:,.0f} s)"
    )
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
