"""One programme at a time, and nothing stale afterwards."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

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


def assert_one_holds_it(path: Path) -> None:
    first = claim(path)
    assert first is not None
    assert claim(path) is None
    first.release()
    second = claim(path)
    assert second is not None
    second.release()
    assert list(path.parent.iterdir()) == []


def test_what_is_held_is_held_by_one(tmp_path: Path) -> None:
    assert_one_holds_it(tmp_path / "legs.lock")


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


class WindowsLocks(ModuleType):
    """`msvcrt` as far as it is used: a byte of a file is locked once, until its holder closes."""

    LK_NBLCK = 2

    def __init__(self) -> None:
        super().__init__("msvcrt")
        self.held: dict[tuple[int, int], int] = {}

    def locking(self, number: int, mode: int, size: int) -> None:
        assert (mode, size) == (self.LK_NBLCK, 1)
        status = os.fstat(number)
        holder = self.held.setdefault((status.st_dev, status.st_ino), number)
        if holder != number and _is_open(holder):
            raise PermissionError(13, "Permission denied")
        self.held[status.st_dev, status.st_ino] = number


def _is_open(number: int) -> bool:
    try:
        os.fstat(number)
    except OSError:
        return False
    return True


def test_windows_holds_it_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fcntl", None)
    monkeypatch.setitem(sys.modules, "msvcrt", WindowsLocks())
    assert_one_holds_it(tmp_path / "legs.lock")


def test_where_nothing_can_be_locked_nobody_is_kept_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "fcntl", None)
    monkeypatch.setitem(sys.modules, "msvcrt", None)
    assert claim(tmp_path / "legs.lock") is not None
    assert claim(tmp_path / "legs.lock") is not None
