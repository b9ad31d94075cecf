"""Progress of a stream on stderr, where somebody can see it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from triage.language.safe import Safe

Item = TypeVar("Item")


def counted(items: Iterable[Item]) -> Iterator[Item]:
    """The items, counted on stderr where stderr is a terminal and stdout is not."""
    if not sys.stderr.isatty() or sys.stdout.isatty():
        yield from items
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn("line"),
        TextColumn("{task.completed:,.0f} cases"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("assess", total=None)
        for item in items:
            yield item
            progress.advance(task)


def people_counted(
    pieces: Iterable[Item], size: Callable[[Item], int], *, is_shown: bool
) -> Iterator[Item]:
    """The pieces, with the people in them counted on stderr where that is a terminal.

    Args:
        pieces: what is done one after the other.
        size: how many people are in a piece.
        is_shown: whether there is room for it: the result does not go to the terminal.
    """
    if not is_shown or not sys.stderr.isatty():
        yield from pieces
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn("line"),
        TextColumn("{task.completed:,.0f} people"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("people", total=None)
        for piece in pieces:
            yield piece
            progress.advance(task, size(piece))


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
