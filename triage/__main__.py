"""`triage`, and `python -m triage`: the help stands there at once, without the commands."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path

WIDTH = 80
"""The help is written for so many columns and more."""
NEW_VALUES = 100_000
"""So many new values are made before Python looks for some to throw away. Nearly all that is made
at the start and read of a rule set stays: to look more often takes a third of that time.
"""
HELP = Path(__file__).with_name("help.txt")


def main() -> None:
    """Run the programme and exit with its code."""
    if sys.argv[1:] in (["--help"], ["-h"]) and columns() >= WIDTH and _is_shown(HELP):
        return
    gc.set_threshold(NEW_VALUES)
    from triage.cli import main as run

    run()


def columns() -> int:
    """How wide the terminal is, found as click does."""
    written = os.environ.get("COLUMNS", "")
    found = int(written) if written.isdecimal() else 0
    if found <= 0:
        try:
            found = os.get_terminal_size(sys.__stdout__.fileno()).columns  # type: ignore[union-attr]
        except (AttributeError, ValueError, OSError):
            return WIDTH
    return found or WIDTH


def _is_shown(path: Path) -> bool:
    """Whether the text could be shown; what could not is said by the programme itself."""
    try:
        text = path.read_text(encoding="ascii")
        sys.stdout.write(text)
        sys.stdout.flush()
    except (AttributeError, ValueError, OSError):
        return False
    return True


if __name__ == "__main__":
    main()
