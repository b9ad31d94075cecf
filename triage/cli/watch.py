"""Run something again whenever a file of a rule set changes; Ctrl-C ends it with 130, as it ends
any command.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import NoReturn

from triage.cli.output import warn
from triage.language.safe import Safe

PAUSE = 0.3
"""Seconds between two looks at the files."""

Times = Mapping[Path, int]


def watch(
    folders: Iterable[Path], run: Callable[[], object], pause: Callable[[], object] | None = None
) -> NoReturn:
    """Run at once, then after every change of a YAML file below ``folders``, until Ctrl-C.

    Args:
        folders: where to look, also for files that are not there yet.
        run: what to do; its result is ignored.
        pause: what to do between two looks; waits a moment unless given.
    """
    watched = tuple(folders)
    wait = pause or (lambda: time.sleep(PAUSE))
    seen = _times(watched)
    _say(f"watching {', '.join(map(str, watched))}; Ctrl-C ends")
    run()
    while True:
        wait()
        now = _times(watched)
        if now != seen:
            _say(f"{_described(seen, now)}; once more")
            seen = now
            run()


def _times(folders: Iterable[Path]) -> Times:
    """When each YAML file was last changed; a file that vanishes in between is left out."""
    times = {}
    for folder in folders:
        for path in [folder] if folder.is_file() else sorted(folder.rglob("*.yaml")):
            try:
                times[path] = path.stat().st_mtime_ns
            except FileNotFoundError:
                continue
    return times


def _described(before: Times, after: Times) -> str:
    changed = sorted(
        path.name for path in before.keys() | after.keys() if before.get(path) != after.get(path)
    )
    more = f" and {len(changed) - 3} more" if len(changed) > 3 else ""
    return f"changed: {', '.join(changed[:3])}{more}"


def _say(what: str) -> None:
    warn(Safe.line(f"--- {time.strftime('%H:%M:%S')} {what}"))
