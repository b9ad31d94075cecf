"""Progress of a stream on stderr, where somebody can see it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from triage.language.safe import Safe

Item = TypeVar("Item")


def _one(_: object) -> int:
    return 1


def counted(
    items: Iterable[Item], what: str, size: Callable[[Item], int] = _one, *, is_shown: bool
) -> Iterator[Item]:
    """The items, counted on stderr where that is a terminal.

    Args:
        items: what is done one after the other.
        what: what is counted.
        size: how many of these are in an item.
        is_shown: whether there is room for it: the result does not go to the terminal.
    """
    if not is_shown or not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn("line"),
        TextColumn(f"{{task.completed:,.0f}} {what}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(what, total=None)
        for item in items:
            yield item
            progress.advance(task, size(item))


def measured(items: Iterable[Item], total: int, what: Safe) -> Iterator[Item]:
    """The items, with a bar on stderr where that is a terminal."""
    if not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        yield from progress.track(items, total=total)
