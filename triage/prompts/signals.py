"""Signals that end the programme while a prompt holds the terminal."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Iterator


@contextlib.contextmanager
def leaving_in_order() -> Iterator[None]:
    """Turn a signal that ends the programme into SystemExit, so that the prompt restores the
    terminal.
    """

    def leave(number: int, _frame: object) -> None:
        raise SystemExit(128 + number)

    ending = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    former = {
        number: signal.signal(number, leave)
        for number in ending
        if signal.getsignal(number) != signal.SIG_IGN
    }
    try:
        yield
    finally:
        for number, handler in former.items():
            signal.signal(number, handler or signal.SIG_DFL)
