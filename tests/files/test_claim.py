"""One programme at a time, and nothing stale afterwards."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from triage.files.claim import claim

pytest.importorskip("fcntl")

HOLD = """
import sys, time
from pathlib import Path
from triage.files.claim import claim
print(claim(Path(sys.argv[1])) is not None, flush=True)
time.sleep(60)
"""


def test_what_is_held_is_held_by_one(tmp_path: Path) -> None:
    path = tmp_path / "legs.lock"
    first = claim(path)
    assert first is not None
    assert claim(path) is None
    first.release()
    second = claim(path)
    assert second is not None
    second.release()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_what_a_killed_programme_held_is_free(tmp_path: Path) -> None:
    path = tmp_path / "legs.lock"
    command = [sys.executable, "-c", HOLD, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "True\n"
        assert claim(path) is None
        other.kill()
    mine = claim(path)
    assert mine is not None
    mine.release()


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "legs.lock").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OSError):
        claim(tmp_path / "legs.lock")
    assert not (tmp_path / "elsewhere").exists()
