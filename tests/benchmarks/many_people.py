"""People in a Parquet file, drawn from the cases of the usual rule set: judged inside another
engine, and by `triage.bulk` alone.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

import triage
from tests.benchmarks.bulk_equal import in_columns
from triage.answers.answer_file import as_file
from triage.cases import case_files
from triage.language.load import load
from triage.language.locating import locate

RULES = "leg_numbness"
Found = Counter[tuple[str, str]]
"""How many people have each level with each list of causes, as text."""


def arguments(engine: str) -> argparse.ArgumentParser:
    """How many people are drawn, and from which seed; an engine may want more."""
    parser = argparse.ArgumentParser(description=f"Judge people inside {engine}.")
    parser.add_argument("--number", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    return parser


def compare(
    engine: str, inside: Callable[[Path], tuple[Found, float]], wanted: argparse.Namespace
) -> None:
    """Compare what the engine finds with `triage.bulk` alone, print the ratio, and exit: with 1
    where it is not the same.

    Args:
        engine: what it is called.
        inside: what it finds in a file of people, and the seconds that it takes by the clock.
        wanted: what ``arguments`` read.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "people.parquet"
        draw(path, wanted.number, wanted.seed)
        by_itself, seconds = alone(path)
        found, took = inside(path)
    is_same = found == by_itself
    print(
        f"{wanted.number:,} people: {'the same' if is_same else 'ANOTHER'} result;"
        f" {engine} {took:.1f} s, {took / seconds:.2f} × {seconds:.1f} s of triage.bulk alone"
    )
    sys.exit(0 if is_same else 1)


def draw(path: Path, number: int, seed: int) -> None:
    """Write so many people to the file, each with a number of its own."""
    ruleset = load(locate(RULES))
    answers = [as_file(case.answers, ruleset)["answers"] for case in case_files.load_all(ruleset)]
    cases = pa.Table.from_batches([in_columns(answers, ruleset)])
    chance = random.Random(seed)
    drawn = cases.take([chance.randrange(len(answers)) for _ in range(number)])
    pq.write_table(drawn.append_column("person", pa.array(range(number))), path)


def alone(path: Path) -> tuple[Found, float]:
    """What `triage.bulk` finds by itself, and the seconds that it takes."""
    start = time.perf_counter()
    batches = list(triage.bulk(pq.ParquetFile(path).iter_batches(), RULES))
    seconds = time.perf_counter() - start
    found = Found()
    for batch in batches:
        causes = batch.column("causes").to_pylist()
        levels = batch.column("level").to_pylist()
        found.update(
            (level, told((one["id"], one["fit"]) for one in listed))
            for level, listed in zip(levels, causes, strict=True)
        )
    return found, seconds


def told(causes) -> str:  # type: ignore[no-untyped-def] # any pairs
    """The causes of one person as one text."""
    return ";".join(f"{cause}:{fit}" for cause, fit in causes)
