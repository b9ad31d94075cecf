"""`triage.bulk` inside Spark: `mapInArrow`, in local mode. Needs pyspark, pandas and Java.

    python -m tests.benchmarks.bulk_spark --number 100000 --cores 2

Spark reads people from a Parquet file, hands them over as Arrow record batches, and groups what
comes back. Level and causes must be those that `triage.bulk` finds by itself; the exit code is 1
where they are not. The ratio is that of the seconds by the clock, Spark's own start left out.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow as pa
from pyspark.sql import SparkSession

from tests.benchmarks.many_people import RULES, Found, alone, draw

SCHEMA = "level string, causes array<struct<id: string, fit: string>>"
CAUSES = pa.list_(pa.struct([("id", pa.string()), ("fit", pa.string())]))


def judged(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """What Spark runs on each of its workers; it takes no words of a dictionary."""
    import triage

    for batch in triage.bulk(batches, RULES):
        level = batch.column("level").cast(pa.string())
        yield pa.record_batch({"level": level, "causes": batch.column("causes").cast(CAUSES)})


def by_spark(spark: SparkSession, path: Path) -> Found:
    """What Spark counts."""
    found = spark.read.parquet(str(path)).mapInArrow(judged, SCHEMA)
    found.createOrReplaceTempView("judged")
    told = "array_join(transform(causes, one -> concat(one.id, ':', one.fit)), ';')"
    rows = spark.sql(f"SELECT level, {told}, count(*) FROM judged GROUP BY ALL").collect()
    return Found({(level, causes): count for level, causes, count in rows})


def main() -> None:
    """Compare, and print the ratio."""
    parser = argparse.ArgumentParser(description="Judge people inside Spark.")
    parser.add_argument("--number", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cores", type=int, default=2)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "people.parquet"
        draw(path, wanted.number, wanted.seed)
        by_itself, seconds = alone(path)
        builder = SparkSession.builder.master(f"local[{wanted.cores}]")
        spark = (
            builder.config("spark.ui.enabled", "false")
            .config("spark.sql.execution.arrow.maxRecordsPerBatch", 65_536)
            .getOrCreate()
        )
        start = time.perf_counter()
        found = by_spark(spark, path)
        inside = time.perf_counter() - start
        spark.stop()
    is_same = found == by_itself
    print(
        f"{wanted.number:,} people: {'the same' if is_same else 'ANOTHER'} result;"
        f" Spark {inside:.1f} s, {inside / seconds:.2f} × {seconds:.1f} s of triage.bulk alone"
    )
    sys.exit(0 if is_same else 1)


if __name__ == "__main__":
    main()
