"""A stream of work shared out over the cores of this computer; what comes of it stands in its
order, and no more of it is under way than there are cores.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import count
from multiprocessing.connection import Connection
from typing import Generic, TypeVar

Item = TypeVar("Item")
Made = TypeVar("Made")


def usable_cores() -> int:
    """How many cores work can be shared out over: one where a process cannot be copied safely."""
    if threading.active_count() > 1 or not hasattr(os, "sched_getaffinity"):
        return 1
    return len(os.sched_getaffinity(0))


class Cores(Generic[Item, Made]):
    """Processes that do one kind of work; each is a copy of this one, made now, and ends with
    ``close``, on Ctrl-C too.

    Args:
        work: what is made of each item; both can be pickled.
        number: how many processes; with none the work is done here.
    """

    def __init__(self, work: Callable[[Item], Made], number: int) -> None:
        self._work = work
        self._ends: list[Connection] = []
        self._copies: list[multiprocessing.process.BaseProcess] = []
        context = multiprocessing.get_context("fork") if number else None
        for _ in range(number):
            assert context is not None
            ours, theirs = context.Pipe()
            copy = context.Process(target=_serve, args=(work, theirs), daemon=True)
            copy.start()
            theirs.close()
            self._ends.append(ours)
            self._copies.append(copy)

    def in_order(self, items: Iterable[Item]) -> Iterator[Made]:
        """What the work makes of each item in turn. An error of the work is raised here."""
        if not self._ends:
            yield from map(self._work, items)
            return
        number = len(self._ends)
        sent = 0
        for item in items:
            end = self._ends[sent % number]
            if sent >= number:
                yield self._received(end)
            end.send(item)
            sent += 1
        for place in range(max(0, sent - number), sent):
            yield self._received(self._ends[place % number])

    def close(self) -> None:
        """End the processes, whatever they are doing."""
        for copy in self._copies:
            copy.terminate()
            copy.join()
        for end in self._ends:
            end.close()

    def _received(self, end: Connection) -> Made:
        made, error = end.recv()
        if error is not None:
            raise error
        found: Made = made
        return found


def _serve(work: Callable[[Item], Made], end: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that waits for us ends us
    with suppress(EOFError, OSError):
        for _ in count():
            item = end.recv()
            try:
                end.send((work(item), None))
            except Exception as error:  # raised again where it is waited for
                end.send((None, error))
