"""`triage` run as from a shell but in this process: start-up is most of what a short run costs."""

from __future__ import annotations

import io
import json
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from triage.cli import main


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def objects(self) -> list[Any]:
        """Standard output as JSON, one object a line."""
        return [json.loads(line) for line in self.out.splitlines()]


Shell = Callable[..., Ran]


def run_triage(
    *arguments: object, typed: str | bytes = "", cwd: Path | None = None, **environ: str
) -> Ran:
    """What `triage` does with these words, with ``typed`` on its standard input."""
    data = typed.encode() if isinstance(typed, str) else typed
    stdin, stdout, stderr = (_pipe(data), _pipe(), _pipe())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["triage", *map(str, arguments)])
        for name, stream in (("stdin", stdin), ("stdout", stdout), ("stderr", stderr)):
            patch.setattr(sys, name, stream)
        for name, value in environ.items():
            patch.setenv(name, value)
        if cwd is not None:
            patch.chdir(cwd)
        with pytest.raises(SystemExit) as ending:
            main()
    assert isinstance(ending.value.code, int)
    return Ran(ending.value.code, _written(stdout), _written(stderr))


@contextmanager
def interruptible() -> Iterator[None]:
    """Ctrl-C interrupts what runs and what is started inside, also where the tests were started in
    the background and ignore it.
    """
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _pipe(data: bytes = b"") -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(data), encoding="utf-8", write_through=True)


def _written(stream: io.TextIOWrapper) -> str:
    assert isinstance(stream.buffer, io.BytesIO)
    return stream.buffer.getvalue().decode()
