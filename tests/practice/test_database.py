"""Finished cases on disk: nothing finished is lost, nothing foreign is overwritten."""

from __future__ import annotations

import os
import signal
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from triage.files.writing import StoreError
from triage.practice.records.database import MIGRATIONS, NAME, Kept, Storage


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


def add(storage: Storage, *documents: str) -> tuple[str, ...]:
    return tuple(
        note
        for document in documents
        for note in storage.add("tiny", "2026-03-02T12:00:00+00:00", document)
    )


def test_what_was_added_is_read_in_its_order_by_the_next_run(folder: Path) -> None:
    assert add(Storage(folder), "b", "a“") == ()
    assert Storage(folder).read() == Kept(("b", "a“"))


def test_reading_where_nothing_was_kept_makes_no_file(folder: Path) -> None:
    assert Storage(folder).read() == Kept()
    assert not folder.exists()


def test_folder_and_database_are_for_the_owner_only(folder: Path) -> None:
    old = os.umask(0)
    try:
        add(Storage(folder), "a")
    finally:
        os.umask(old)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


def test_an_older_database_is_brought_up_to_date_and_keeps_what_it_holds(folder: Path) -> None:
    add(Storage(folder), "a")
    newer = Storage(folder, (*MIGRATIONS, "ALTER TABLE result ADD COLUMN mood TEXT DEFAULT 'calm'"))
    assert newer.read() == Kept(("a",))
    add(newer, "b")
    assert newer.read() == Kept(("a", "b"))
    with closing(sqlite3.connect(folder / NAME)) as database:
        assert database.execute("SELECT mood FROM result").fetchall() == [("calm",), ("calm",)]


def test_a_version_that_is_no_number_is_damage_and_put_aside(folder: Path) -> None:
    add(Storage(folder), "a")
    with closing(sqlite3.connect(folder / NAME)) as database, database:
        database.execute("UPDATE version SET number = 'abc'")
    assert "is damaged" in Storage(folder).read().notes[0]
    assert "was put aside" in add(Storage(folder), "b")[0]
    assert Storage(folder).read() == Kept(("b",))


def test_a_migration_that_breaks_off_leaves_the_database_as_it_was(folder: Path) -> None:
    add(Storage(folder), "a")
    with closing(sqlite3.connect(folder / NAME)) as database, database:
        database.execute("INSERT INTO result VALUES (2, 'tiny', '', 'b')")
    broken = Storage(
        folder,
        (*MIGRATIONS, "CREATE TABLE mood (x)", "CREATE UNIQUE INDEX one ON result (ruleset)"),
    )
    with pytest.raises(StoreError, match="UNIQUE"):
        broken.read()
    assert Storage(folder).read() == Kept(("a", "b"))


def test_a_newer_database_is_kept_aside(folder: Path) -> None:
    newer = Storage(folder, (*MIGRATIONS, "CREATE TABLE mood (x)"))
    add(newer, "a")
    notes = add(Storage(folder), "b")
    assert "newer version of triage" in notes[0]
    assert str(folder / "progress.newer.sqlite3") in notes[0]
    assert Storage(folder).read() == Kept(("b",))
    (folder / "progress.newer.sqlite3").replace(folder / NAME)
    assert newer.read() == Kept(("a",))


def other_programme(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE recipe (x)")


def cut_in_half(path: Path) -> None:
    add(Storage(path.parent), *("long " * 900 for _ in range(9)))
    path.write_bytes(path.read_bytes()[:12_000])


def without_results(path: Path) -> None:
    add(Storage(path.parent), "a")
    with closing(sqlite3.connect(path)) as database:
        database.execute("DROP TABLE result")


@pytest.mark.parametrize(
    ("spoil", "name", "words"),
    [
        (lambda path: path.write_bytes(b"no database" * 200), "damaged", "is damaged"),
        (cut_in_half, "damaged", "is damaged"),
        (without_results, "damaged", "is damaged"),
        (other_programme, "foreign", "another programme"),
    ],
)
def test_a_database_that_is_not_for_us_is_put_aside_whole(
    folder: Path, spoil, name: str, words: str
) -> None:
    folder.mkdir()
    spoil(folder / NAME)
    before = (folder / NAME).read_bytes()
    kept = Storage(folder).read()
    assert kept.documents == ()
    assert words in kept.notes[0]
    assert (folder / NAME).read_bytes() == before
    notes = add(Storage(folder), "new")
    aside = folder / f"progress.{name}.sqlite3"
    assert words in notes[0]
    assert str(aside) in notes[0]
    assert aside.read_bytes() == before
    assert Storage(folder).read() == Kept(("new",))


def test_a_second_damaged_database_does_not_replace_the_first(folder: Path) -> None:
    folder.mkdir()
    for content in (b"first" * 50, b"second" * 50):
        (folder / NAME).write_bytes(content)
        add(Storage(folder), "a")
    assert {path.read_bytes()[:5] for path in folder.glob("progress.damaged*")} == {
        b"first",
        b"secon",
    }


def test_deleting_removes_what_is_ours_and_nothing_else(folder: Path) -> None:
    folder.mkdir()
    (folder / NAME).write_bytes(b"damaged" * 50)
    add(Storage(folder), "a")
    for name in (
        "progress.damaged7.sqlite3-wal",
        "progress.notes.sqlite3",
        "progress.txt",
        "other.sqlite3",
    ):
        (folder / name).write_text("")
    assert Storage(folder).delete() >= 3
    assert {path.name for path in folder.iterdir()} == {
        "progress.notes.sqlite3",
        "progress.txt",
        "other.sqlite3",
    }
    assert Storage(folder).read() == Kept()
    assert Storage(folder).delete() == 0


ADDING_FIVE = """
import sys
from pathlib import Path
from triage.practice.records.database import Storage
for number in range(5):
    assert not Storage(Path(sys.argv[1])).add("tiny", "", f"{sys.argv[2]}{number}")
"""


@pytest.mark.slow
def test_many_terminals_at_once_lose_nothing(folder: Path) -> None:
    running = [
        subprocess.Popen([sys.executable, "-c", ADDING_FIVE, str(folder), str(terminal)])
        for terminal in range(8)
    ]
    assert [process.wait(timeout=60) for process in running] == [0] * 8
    assert sorted(map(int, Storage(folder).read().documents)) == [
        10 * t + n for t in range(8) for n in range(5)
    ]


def test_a_folder_that_cannot_be_made_is_an_error_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="cannot be used"):
        add(Storage(tmp_path / "file" / "data"), "a")


ADDING = """
# Adds until there is no room or it is killed, which comes long before it is through.
import resource, signal, sys
from pathlib import Path
from triage.files.writing import StoreError
from triage.practice.records.database import Storage
storage, limit = Storage(Path(sys.argv[1])), int(sys.argv[2])
if limit:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
for number in range(100_000):
    try:
        storage.add("tiny", "", str(number) + " " * 2000)
    except StoreError as error:
        print(error, flush=True)
        break
    print(number, flush=True)
"""


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGXFSZ"), reason="POSIX only")
def test_a_disk_without_room_is_an_error_and_every_finished_case_stays(folder: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-c", ADDING, str(folder), "60000"],
        capture_output=True,
        text=True,
        check=True,
    )
    *kept, error = run.stdout.splitlines()
    assert kept
    assert "cannot be used" in error
    assert [text.strip() for text in Storage(folder).read().documents] == kept
    assert Storage(folder).read().notes == ()
    assert add(Storage(folder), "room again") == ()


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="POSIX only")
def test_a_kill_at_any_moment_loses_no_finished_case(folder: Path) -> None:
    finished: list[str] = []
    for _ in range(3):
        with subprocess.Popen(
            [sys.executable, "-c", ADDING, str(folder), "0"], stdout=subprocess.PIPE, text=True
        ) as adding:
            told = [adding.stdout.readline() for _ in range(5)]
            assert all(told), "it ended before five cases were finished"
            adding.kill()
            told += adding.stdout.readlines()
        finished += [line.strip() for line in told if line.endswith("\n")]
    kept = Storage(folder).read()
    assert kept.notes == ()
    assert len(kept.documents) - len(finished) in range(4)
    assert sorted(set(finished)) == sorted(
        {text.strip() for text in kept.documents} & set(finished)
    )


def test_each_transaction_waits_for_the_disk(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite promises to lose nothing in a power cut only at `synchronous` 2 (FULL) or more."""
    promised: list[int] = []
    connect = sqlite3.connect

    class Watched(sqlite3.Connection):
        def execute(self, statement: str, /, *values: object) -> sqlite3.Cursor:
            if statement == "COMMIT":
                promised.append(super().execute("PRAGMA synchronous").fetchone()[0])
            return super().execute(statement, *values)

    monkeypatch.setattr(
        sqlite3, "connect", lambda *args, **words: connect(*args, factory=Watched, **words)
    )
    add(Storage(folder), "a", "b")
    assert len(promised) >= 2
    assert min(promised) >= 2
