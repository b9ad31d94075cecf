"""The house style that machines can check: types and lint."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.places import ROOT


@pytest.mark.parametrize(
    "tool",
    [
        pytest.param(["mypy"], marks=pytest.mark.slow),
        ["ruff", "check", "triage", "tests"],
        ["ruff", "format", "--check", "triage", "tests"],
    ],
    ids=" ".join,
)
def test_a_checker_has_nothing_to_say(tool: list[str]) -> None:
    run = subprocess.run(
        [sys.executable, "-m", *tool], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout
