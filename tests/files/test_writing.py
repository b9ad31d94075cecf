"""Files that are whole or not there, and errors in plain words."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from triage.files.folders import data_folder, default_folder
from triage.files.writing import StoreError, make_private, put_aside, reported, write_atomically
from triage.language.safe import Safe


def test_the_new_text_is_on_the_disk_before_it_takes_the_place_of_the_old(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "file.txt"
    path.write_text("old")
    seen: list[tuple[str, int]] = []

    def synced(number: int) -> None:
        found = os.fstat(number)
        if stat.S_ISREG(found.st_mode):  # the folder is brought to the disk after it
            seen.append((path.read_text(), found.st_size))

    monkeypatch.setattr(os, "fsync", synced)
    write_atomically(path, Safe("longer than the old"))
    assert seen == [("old", len("longer than the old"))]
    assert path.read_text() == "longer than the old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_is_written_beside_the_one_it_replaces_under_a_hidden_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names: list[str] = []
    monkeypatch.setattr(
        os, "fsync", lambda _: names.extend(path.name for path in tmp_path.iterdir())
    )
    write_atomically(tmp_path / "file.txt", Safe("text"))
    name, final = names
    assert final == "file.txt"
    assert name.startswith(".file.txt.") and name.endswith(".tmp")


def test_whatever_stops_the_writing_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_: int) -> None:
        raise KeyboardInterrupt

    path = tmp_path / "file.txt"
    path.write_text("old")
    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_atomically(path, Safe("new"))
    assert [file.read_text() for file in tmp_path.iterdir()] == ["old"]


def test_a_pipe_is_written_into_and_stays_a_pipe(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    try:
        write_atomically(path, Safe("“text”"))
        assert os.read(reader, 100).decode() == "“text”"
    finally:
        os.close(reader)
    assert path.is_fifo()


def test_a_folder_is_no_file_and_stays(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="Is a directory"):
        write_atomically(tmp_path, Safe("text"))
    assert tmp_path.is_dir()


def test_an_error_names_the_file_and_says_why(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as system, reported(tmp_path):
        raise PermissionError(13, "Permission denied")
    assert str(system.value) == f"`{tmp_path}` cannot be used: Permission denied"
    with pytest.raises(StoreError) as own, reported(tmp_path, ValueError):
        raise ValueError("not a number")
    assert own.value.reason == "not a number"
    assert isinstance(own.value.__cause__, ValueError)


def test_an_error_of_another_kind_is_none_of_the_file_system(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not a number"), reported(tmp_path):
        raise ValueError("not a number")


def test_files_put_aside_get_numbers_and_what_lies_beside_goes_along(tmp_path: Path) -> None:
    path = tmp_path / "data.db"
    for text in ("first", "second", "third"):
        path.write_text(text)
        Path(f"{path}-wal").write_text(f"{text} side")
        put_aside(path, "damaged", ".db", ["-wal", "-missing"])
    for name, text in (("", "first"), ("1", "second"), ("2", "third")):
        assert (tmp_path / f"data.damaged{name}.db").read_text() == text
        assert (tmp_path / f"data.damaged{name}.db-wal").read_text() == f"{text} side"
    assert len(list(tmp_path.iterdir())) == 6


def test_the_name_a_file_was_put_aside_under_is_returned(tmp_path: Path) -> None:
    path = tmp_path / "data.db"
    path.write_text("text")
    assert put_aside(path, "newer") == tmp_path / "data.newer"
    assert put_aside(path, "newer") == tmp_path / "data.newer1"  # somebody else was faster


def test_a_private_folder_is_made_with_those_above_it_and_may_be_there(tmp_path: Path) -> None:
    folder = tmp_path / "above" / "private"
    make_private(folder)
    make_private(folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    ("find", "own", "general"),
    [
        (default_folder, "TRIAGE_STATE", "XDG_STATE_HOME"),
        (data_folder, "TRIAGE_DATA", "XDG_DATA_HOME"),
    ],
)
def test_folders_are_the_chosen_ones_or_those_of_the_user(
    find, own, general, tmp_path, monkeypatch
) -> None:
    monkeypatch.setenv(general, str(tmp_path))
    monkeypatch.delenv(own, raising=False)
    assert find() == tmp_path / "triage"
    assert not find().exists()
    monkeypatch.setenv(own, str(tmp_path / "chosen"))
    assert find() == tmp_path / "chosen"
