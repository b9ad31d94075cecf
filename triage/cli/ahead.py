"""Work that is done while a person reads."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock, Timer
from typing import Generic, TypeVar

DELAY = 0.3
"""Seconds before it begins, so that what is to be read stands there first, menus too."""

Made = TypeVar("Made")


class Ahead(Generic[Made]):
    """Begins ``work`` a moment from now, beside what the programme does meanwhile."""

    def __init__(self, work: Callable[[], Made], delay: float = DELAY) -> None:
        self._work, self._lock = work, Lock()
        self._made: list[Made] = []
        self._timer = Timer(delay, self._try)
        self._timer.daemon = True
        self._timer.start()

    def result(self) -> Made:
        """What the work made, as soon as it is done; raises what it raised."""
        self.cancel()
        with self._lock:
            if not self._made:
                self._made.append(self._work())
        return self._made[0]

    def cancel(self) -> None:
        """Do not begin any more."""
        self._timer.cancel()

    def _try(self) -> None:
        with self._lock:
            try:
                self._made.append(self._work())
            except Exception:  # `result` does it again, and then it is raised
                self._made.clear()
