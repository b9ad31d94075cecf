"""A file of finished practice: a result that was added is on the disk."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.practised import result
from triage.files.writing import StoreError
from triage.practice.records.results_file import append


def test_a_result_is_whole_when_it_is_brought_to_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "results.jsonl"
    brought: list[str] = []
    monkeypatch.setattr(os, "fsync", lambda _: brought.append(path.read_text(encoding="utf-8")))
    append(path, result(day=1))
    append(path, result(day=2))
    assert [text.count("\n") for text in brought] == [1, 2]
    assert path.read_text(encoding="utf-8") == brought[-1]


def test_a_result_that_cannot_be_brought_to_the_disk_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(_: int) -> None:
        raise OSError("the disk is gone")

    monkeypatch.setattr(os, "fsync", failing)
    with pytest.raises(StoreError, match="the disk is gone"):
        append(tmp_path / "results.jsonl", result())
