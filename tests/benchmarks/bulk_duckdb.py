"""`triage.bulk` inside DuckDB: people are judged on their way through a query.

    python -m tests.benchmarks.bulk_duckdb --number 100000

DuckDB reads people from a Parquet file, hands them over as Arrow record batches, and groups what
comes back. Level and causes must be those that `triage.bulk` finds by itself; the exit code is 1
where they are not. The ratio is that of the seconds by the clock.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from itertools import chain
from pathlib import Path

import duckdb
import pyarrow as pa

import triage
from tests.benchmarks.many_people import RULES, Found, alone, draw

BLOCK = 65_536
TOLD = "array_to_string(list_transform(causes, lambda one: one.id || ':' || one.fit), ';')"
QUERY = f"SELECT level, {TOLD}, count(*) FROM judged GROUP BY ALL"


def by_duckdb(path: Path) -> Found:
    """What DuckDB counts."""
    connection = duckdb.connect()
    people = connection.sql(f"SELECT * FROM read_parquet('{path}')").to_arrow_reader(BLOCK)
    made = triage.bulk(people, RULES)
    first = next(made)
    judged = pa.RecordBatchReader.from_batches(first.schema, chain([first], made))
    rows = duckdb.connect().register("judged", judged).execute(QUERY).fetchall()
    return Found({(level, told): count for level, told, count in rows})


def main() -> None:
    """Compare, and print the ratio."""
    parser = argparse.ArgumentParser(description="Judge people inside DuckDB.")
    parser.add_argument("--number", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "people.parquet"
        draw(path, wanted.number, wanted.seed)
        by_itself, seconds = alone(path)
        start = time.perf_counter()
        found = by_duckdb(path)
        inside = time.perf_counter() - start
    is_same = found == by_itself
    print(
        f"{wanted.number:,} people: {'the same' if is_same else 'ANOTHER'} result;"
        f" DuckDB {inside:.1f} s, {inside / seconds:.2f} × {seconds:.1f} s of triage.bulk alone"
    )
    sys.exit(0 if is_same else 1)


if __name__ == "__main__":
    main()
