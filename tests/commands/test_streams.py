"""A standard stream that is closed or full is said, and is no bug of ours."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.terminal import TINY, TRIAGE


@dataclass(frozen=True)
class Ended:
    """What a command with such streams left behind."""

    code: int
    out: str
    err: str


def run(command: str, folder: Path) -> Ended:
    out, err = folder / "out", folder / "err"
    # what the command redirects comes last, so it counts
    words = f"'{TRIAGE}' </dev/null >'{out}' 2>'{err}' {command}"
    env = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.environ.get("PYTHONPATH", ""),
        "LC_ALL": "C.UTF-8",
        "TRIAGE_RULES": str(TINY),
        "TRIAGE_STATE": str(folder / "state"),
        "TRIAGE_DATA": str(folder / "data"),
    }
    code = subprocess.run(["bash", "-c", words], check=False, env=env, timeout=60).returncode
    said = [path.read_text(encoding="utf-8") for path in (out, err)]
    return Ended(code, *said)


CLOSED_OUTPUT = "triage: standard output is closed, so nothing can be shown\n"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("command", "code", "said"),
    [
        ("about >&-", 2, CLOSED_OUTPUT),
        ("about <&- >&-", 2, CLOSED_OUTPUT),
        ("about <&-", 0, ""),
        ("about 2>&-", 0, ""),
        ("about <&- 2>&-", 0, ""),
        ("about <&- >&- 2>&-", 2, ""),
        ("bogus 2>&-", 2, ""),
        ("assess - <&-", 2, "triage: standard input is closed\n"),
        ("ask --plain 2>&-", 2, ""),
        ("ask --plain >&-", 2, CLOSED_OUTPUT),
        ("practise --plain 2>&-", 2, ""),
        ("about >/dev/full", 2, "triage: no space left on device\n"),
        ("about >/dev/full 2>/dev/full", 2, ""),
        ("bogus 2>/dev/full", 2, ""),
    ],
)
def test_a_closed_or_full_stream_ends_with_a_plain_sentence(
    command: str, code: int, said: str, tmp_path: Path
) -> None:
    ran = run(command, tmp_path)
    assert (ran.code, ran.err) == (code, said)
    assert bool(ran.out) == (code == 0)


@pytest.mark.slow
def test_without_input_ask_ends_at_once_and_keeps_nothing(tmp_path: Path) -> None:
    ran = run("ask --plain <&-", tmp_path)
    assert ran.code == 130
    assert ran.err.endswith("You left before the first answer, so nothing is kept.\n")
    assert not (tmp_path / "state").exists()
