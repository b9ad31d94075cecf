"""Whole batches of people in, the same batches with what follows out: the function `triage.bulk`.

The libraries are imported when it is called, so that it can be named where they are not.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import TYPE_CHECKING

from triage.columnar.extra import check_installed
from triage.language.diagnostics import listed
from triage.language.load import load
from triage.language.locating import locate
from triage.language.ruleset import RuleSet

if TYPE_CHECKING:
    import pyarrow as pa

    from triage.columnar.rejected import Rejected

ALWAYS_MADE = ("level", "causes")
EXTRAS = ("findings", "firings", "score", "unsure")
"""The columns that are made where they are asked for."""


def bulk(
    batches: Iterable[pa.RecordBatch],
    rules: RuleSet | str,
    *,
    extras: Collection[str] = (),
    reject: Callable[[Rejected], object] | None = None,
) -> Iterator[pa.RecordBatch]:
    """The people of each batch with what follows from their answers, in blocks of the same order.

    A column that bears the id of a question answers it: text for a question that takes one option,
    lists of text for one that takes many, nothing where it was not asked, and `not_sure` or
    `declined` for a whole answer. In a list `hot?` leaves an option open. Text for a question that
    takes many is read as `swollen;hot`, and `[]` as none of these.

    In place of these columns stand `level` and `causes`, a list of `id` and `fit` in order. All
    other columns pass through. The metadata name the rule set, its version and its digest. An empty
    batch gives an empty one: its schema is that of the result.

    Args:
        batches: the people; memory is needed for one block of them.
        rules: a rule set, or the name or folder of one.
        extras: which of `findings`, `firings`, `score` and `unsure` are wanted, too.
        reject: told of each row that cannot be read, which is left out then; without it the first
            such row ends all.

    Raises:
        AnswerError: a row cannot be read, and there is no ``reject``.
        ColumnsError: no row of a batch could be read: no column is a question, or one has a type
            that cannot be an answer, or is called like a column that is made.
        ExtraMissing: pyarrow is not installed.
        ValueError: there is no such extra.
        UnknownName: there is no such rule set.
        RuleSetError: it does not load.
    """
    check_installed()
    from triage.columnar.batches import judged

    odd = set(extras) - set(EXTRAS)
    if odd:
        raise ValueError(f"{listed(sorted(odd))} is none of {listed(EXTRAS)}")
    ruleset = rules if isinstance(rules, RuleSet) else load(locate(rules))
    wanted = (*ALWAYS_MADE, *(name for name in EXTRAS if name in extras))
    return judged(batches, ruleset, wanted, reject)
