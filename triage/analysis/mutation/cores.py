"""Work shared out over the cores of this computer; what comes of it stands in its order."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection
from typing import TypeVar

Item = TypeVar("Item")
Made = TypeVar("Made")


def cores() -> int:
    """How many cores work can be shared out over: one where a process cannot be copied safely."""
    if threading.active_count() > 1 or not hasattr(os, "sched_getaffinity"):
        return 1
    return len(os.sched_getaffinity(0))


def in_order(work: Callable[[Item], Made], items: Sequence[Item], most: int) -> Iterator[Made]:
    """What ``work`` makes of each item in turn, on at most so many cores; begins at once.

    Each of several processes is a copy of this one and takes every so-manieth item; they end with
    the iterator, on Ctrl-C too. An error of the work is raised here. What is made can be pickled.
    """
    count = min(most, len(items))
    if count < 2:
        return map(work, items)
    context = multiprocessing.get_context("fork")
    ends, copies = [], []
    for first in range(count):
        ours, theirs = context.Pipe(duplex=False)
        copy = context.Process(
            target=_send_all, args=(work, items[first::count], theirs), daemon=True
        )
        copy.start()
        theirs.close()
        ends.append(ours)
        copies.append(copy)
    return _received(ends, len(items), copies)


def _send_all(work: Callable[[Item], Made], items: Sequence[Item], end: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that waits for us ends us
    for item in items:
        try:
            end.send((work(item), None))
        except Exception as error:  # raised again where it is waited for
            end.send((None, error))
            return


def _received(
    ends: Sequence[Connection],
    count: int,
    copies: Sequence[multiprocessing.process.BaseProcess],
) -> Iterator[Made]:
    try:
        for place in range(count):
            made, error = ends[place % len(ends)].recv()
            if error is not None:
                raise error
            yield made
    finally:
        for copy in copies:
            copy.terminate()
            copy.join()
