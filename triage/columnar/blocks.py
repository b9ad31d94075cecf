"""Record batches in blocks that are worth a run, and not too large."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyarrow as pa

MOST_PEOPLE = 131_072
"""How many people stand in one block: enough that the calls for a block cost little beside its
people, and few enough that it takes some 25 MB.
"""


def blocks(batches: Iterable[pa.RecordBatch]) -> Iterator[tuple[pa.RecordBatch, range]]:
    """The batches in blocks, each with the numbers of its rows, from 1; an empty batch is one."""
    before = 0
    for batch in batches:
        for start in range(0, max(1, batch.num_rows), MOST_PEOPLE):
            block = batch.slice(start, MOST_PEOPLE)
            yield block, range(before + 1, before + 1 + block.num_rows)
            before += block.num_rows
