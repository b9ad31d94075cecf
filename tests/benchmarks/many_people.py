"""People in a Parquet file, drawn from the cases of the usual rule set, and what `triage.bulk` says
of them by itself: what the runs inside other engines are compared with.
"""

from __future__ import annotations

import random
import time
from collections import Counter
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
