"""`triage.bulk` inside DuckDB: people are judged on their way through a query.

    python -m tests.benchmarks.bulk_duckdb --number 100000

DuckDB reads people from a Parquet file, hands them over as Arrow record batches, and groups what
comes back. Level and causes must be those that `triage.bulk` finds by itself; the exit code is 1
where they are not. The ratio is that of the seconds by the clock.
"""

from __future__ import annotations

import time
from itertools import chain
from pathlib import Path

import duckdb
import pyarrow as pa

import triage
from tests.benchmarks.many_people import RULES, Found, arguments, compare
from triage.columnar.blocks import MOST_PEOPLE

TOLD = "array_to_string(list_transform(causes, lambda one: one.id || ':' || one.fit), ';')"
QUERY = f"SELECT level, {TOLD}, count(*) FROM judged GROUP BY ALL"


def by_duckdb(path: Path) -> tuple[Found, float]:
    """What DuckDB counts, and the seconds."""
    start = time.perf_counter()
    connection = duckdb.connect()
    people = connection.sql(f"SELECT * FROM read_parquet('{path}')").to_arrow_reader(MOST_PEOPLE)
    made = triage.bulk(people, RULES)
    first = next(made)
    judged = pa.RecordBatchReader.from_batches(first.schema, chain([first], made))
    rows = duckdb.connect().register("judged", judged).execute(QUERY).fetchall()
    found = Found({(level, told): count for level, told, count in rows})
    return found, time.perf_counter() - start


if __name__ == "__main__":
    compare("DuckDB", by_duckdb, arguments("DuckDB").parse_args())
