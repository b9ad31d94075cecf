"""`triage.bulk` inside Spark: `mapInArrow`, in local mode. Needs pyspark, pandas and Java.

    python -m tests.benchmarks.bulk_spark --number 100000 --cores 2

Spark reads people from a Parquet file, hands them over as Arrow record batches, and groups what
comes back. Level and causes must be those that `triage.bulk` finds by itself; the exit code is 1
where they are not. The ratio is that of the seconds by the clock, Spark's own start left out.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

import pyarrow as pa
from pyspark.sql import SparkSession

from tests.benchmarks.many_people import RULES, Found, arguments, compare
from triage.columnar.blocks import MOST_PEOPLE

SCHEMA = "level string, causes array<struct<id: string, fit: string>>"
CAUSES = pa.list_(pa.struct([("id", pa.string()), ("fit", pa.string())]))


def judged(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """What Spark runs on each of its workers; it takes no words of a dictionary."""
    import triage

    for batch in triage.bulk(batches, RULES):
        level = batch.column("level").cast(pa.string())
        yield pa.record_batch({"level": level, "causes": batch.column("causes").cast(CAUSES)})


def by_spark(path: Path, cores: int) -> tuple[Found, float]:
    """What Spark counts, and the seconds without its start."""
    builder = SparkSession.builder.master(f"local[{cores}]")
    spark = (
        builder.config("spark.ui.enabled", "false")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", MOST_PEOPLE)
        .getOrCreate()
    )
    start = time.perf_counter()
    people = spark.read.parquet(str(path)).mapInArrow(judged, SCHEMA)
    people.createOrReplaceTempView("judged")
    told = "array_join(transform(causes, one -> concat(one.id, ':', one.fit)), ';')"
    rows = spark.sql(f"SELECT level, {told}, count(*) FROM judged GROUP BY ALL").collect()
    found = Found({(level, causes): count for level, causes, count in rows})
    took = time.perf_counter() - start
    spark.stop()
    return found, took


if __name__ == "__main__":
    parser = arguments("Spark")
    parser.add_argument("--cores", type=int, default=2)
    wanted = parser.parse_args()
    compare("Spark", partial(by_spark, cores=wanted.cores), wanted)
