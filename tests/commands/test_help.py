"""The help of the programme: the text that is shown at once is the one that the commands make."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from tests.shell import run_triage
from triage.__main__ import HELP, columns
from triage.cli import COMMANDS

BY_THE_COMMANDS = "import sys; from triage.cli import main; sys.argv = ['triage', '-h']; main()"


def shown(width: int, *arguments: str) -> tuple[str, str]:
    """What a run in a window of this width prints, and the libraries that it loaded."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", *arguments],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "COLUMNS": str(width)},
    )
    return done.stdout, done.stderr


@pytest.mark.parametrize("command", list(COMMANDS))
def test_the_help_of_a_command_speaks_of_no_complaint(command: str) -> None:
    said = run_triage(command, "--help").out
    assert not re.findall(r"(?i)\b(?:legs?|foot|feet|numb|clot|stroke|sciatica|cough)\b", said)


@pytest.mark.slow
def test_it_is_what_the_commands_say(request: pytest.FixtureRequest) -> None:
    """`--update-golden` writes it anew."""
    made, loaded = shown(80, "-c", BY_THE_COMMANDS)
    assert "click" in loaded
    if request.config.getoption("--update-golden"):
        HELP.write_text(made, encoding="ascii")
    assert HELP.read_text(encoding="ascii") == made
    assert shown(200, "-c", BY_THE_COMMANDS)[0] == made


@pytest.mark.slow
def test_it_needs_no_command_where_the_window_is_wide() -> None:
    wide, narrow = shown(80, "-m", "triage", "-h"), shown(50, "-m", "triage", "--help")
    assert wide[0] == HELP.read_text(encoding="ascii")
    assert "click" not in wide[1] and "click" in narrow[1]
    assert narrow[0].split() == wide[0].split()
    assert narrow[0].count("\n") > wide[0].count("\n")


@pytest.mark.parametrize(
    ("written", "found"), [("100", 100), ("60", 60), ("0", 80), ("", 80), ("wide", 80), ("-5", 80)]
)
def test_the_width_is_found_as_click_finds_it(
    written: str, found: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", written)
    monkeypatch.setattr(sys, "__stdout__", None)
    assert columns() == found
