"""Nothing is read, written or deleted through a link, a pipe or a device, or outside a folder."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.places import TINY
from tests.shell import Shell, run_triage
from triage.answers.value import NOT_SURE
from triage.files.folder import Folder, UnsafePath
from triage.files.writing import StoreError, make_private
from triage.interview.state import Answered, Interview
from triage.interview.store import Store
from triage.language.load import load
from triage.language.safe import Safe
from triage.practice.records.database import NAME, Storage
from triage.practice.records.session import Session
from triage.practice.records.unfinished import FolderDesk

RULES = load(TINY)
INTERVIEW = Interview(RULES, (Answered("leg", NOT_SURE),))


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Shell:
    monkeypatch.setenv("TRIAGE_RULES", str(TINY))
    monkeypatch.setenv("TRIAGE_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("TRIAGE_DATA", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    return run_triage


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A folder of someone else with files that must stay as they are."""
    folder = tmp_path / "outside"
    folder.mkdir()
    for name in ("index.html", "clot.html", "gone.html", "tiny.json", "questions.json"):
        (folder / name).write_text("mine", encoding="utf-8")
    return folder


def assert_untouched(outside: Path) -> None:
    assert len(list(outside.iterdir())) == 5
    assert all(path.read_text(encoding="utf-8") == "mine" for path in outside.iterdir())


# A folder by itself


@pytest.mark.parametrize(
    "path",
    ["", ".", "..", "../a", "a/../b", "/a", "//a", "a//b", "a/", "./a", "a/./b", "a\0b"],
)
def test_a_way_that_leaves_the_folder_is_refused(path: str, tmp_path: Path) -> None:
    folder = Folder(tmp_path / "folder")
    folder.make()
    for act in (folder.holds, folder.remove, lambda p: folder.read(p, 9)):
        with pytest.raises(UnsafePath):
            act(path)
    for act in (folder.keep, folder.create):
        with pytest.raises(UnsafePath):
            act(path, "text")
    assert list(tmp_path.rglob("*")) == [tmp_path / "folder"]


def test_a_file_that_is_renewed_keeps_who_may_read_it(tmp_path: Path) -> None:
    Folder(tmp_path).keep("a", "private")
    Folder(tmp_path).keep("a", "again", 0o666)
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o600


def test_only_old_half_written_files_with_names_of_ours_are_tidied(tmp_path: Path) -> None:
    old, young, foreign = ".a.json.0123abcd.tmp", ".a.json.89abcdef.tmp", ".b.txt.0123abcd.tmp"
    for name in (old, young, foreign, "a.json"):
        (tmp_path / name).write_text("private", encoding="utf-8")
    for name in (old, foreign, "a.json"):
        os.utime(tmp_path / name, (time.time() - 61,) * 2)
    assert Folder(tmp_path).tidy("a.json".__eq__) == 1
    assert {path.name for path in tmp_path.iterdir()} == {young, foreign, "a.json"}


@pytest.mark.slow
def test_what_a_killed_run_left_half_written_is_gone_after_the_next_start(
    run: Shell, tmp_path: Path
) -> None:
    left = [
        tmp_path / "state" / ".tiny.json.0123abcd.tmp",
        tmp_path / "state" / ".practice-tiny.json.0123abcd.tmp",
        tmp_path / "data" / ".progress.waiting-01234567.json.0123abcd.tmp",
        tmp_path / ".r.md.0123abcd.tmp",
    ]
    for path in left:
        path.parent.mkdir(mode=0o700, exist_ok=True)
        path.write_text("private", encoding="utf-8")
        os.utime(path, (time.time() - 61,) * 2)
    run("ask", "--plain", "--output", "r.md", typed="1\n" * 30)
    run("practise", "--plain", "--seed", "3")
    assert not [path for path in left if path.exists()]


# What is kept on this computer


def a_link(path: Path, outside: Path) -> None:
    path.symlink_to(outside / "tiny.json")


def a_dangling_link(path: Path, outside: Path) -> None:
    path.symlink_to(outside / "not-there")


def a_pipe(path: Path, _outside: Path) -> None:
    os.mkfifo(path)


def a_device(path: Path, _outside: Path) -> None:
    path.symlink_to("/dev/zero")


SPOILED = [a_link, a_dangling_link, a_pipe, a_device]
Spoil = Callable[[Path, Path], None]


@pytest.mark.parametrize("spoil", SPOILED)
def test_kept_answers_and_practice_are_read_and_written_through_nothing_else(
    spoil: Spoil, tmp_path: Path, outside: Path
) -> None:
    state = tmp_path / "state"
    state.mkdir()
    for name in ("tiny.json", "practice-tiny.json"):
        spoil(state / name, outside)
    store, desk = Store(state), FolderDesk(state, RULES)
    for act in (
        lambda: store.load(RULES),
        lambda: store.save(INTERVIEW),
        lambda: store.remove(RULES),
        desk.load,
        lambda: desk.save(Session("work_up", ("seed:3",))),
        desk.clear,
    ):
        with pytest.raises(StoreError, match=r"it is a link|it is no ordinary file"):
            act()
    assert len(list(state.iterdir())) == 2
    assert_untouched(outside)


@pytest.mark.parametrize("spoil", SPOILED)
@pytest.mark.parametrize("side", ["", "-wal", "-journal"])
def test_a_database_that_is_a_link_or_a_pipe_is_refused_and_the_result_waits(
    spoil: Spoil, side: str, tmp_path: Path, outside: Path
) -> None:
    data = tmp_path / "data"
    data.mkdir()
    spoil(data / f"{NAME}{side}", outside)
    with pytest.raises(StoreError, match="added the next time"):
        Storage(data).add("tiny", "", "a")
    with pytest.raises(StoreError, match=r"it is a link|it is no ordinary file"):
        Storage(data).read()
    assert_untouched(outside)


@pytest.mark.parametrize("spoil", SPOILED)
def test_ask_goes_on_in_memory_and_says_why(
    run: Shell, spoil: Spoil, tmp_path: Path, outside: Path
) -> None:
    (tmp_path / "state").mkdir()
    spoil(tmp_path / "state" / "tiny.json", outside)
    ran = run("ask", "--plain", typed="1\n" * 30)
    assert ran.code == 0
    assert "stay in memory" in ran.err
    assert "it is a link" in ran.err or "it is no ordinary file" in ran.err
    assert "What to do now" in ran.out
    assert_untouched(outside)


def test_a_pipe_takes_no_results(run: Shell, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "results.jsonl")
    ran = run("practise", "--plain", "--seed", "3", "--results", "results.jsonl")
    assert ran.code == 2
    assert "it is no ordinary file" in ran.err


@pytest.mark.slow
def test_a_folder_that_others_may_write_to_is_closed_to_them_and_it_is_said(
    run: Shell, tmp_path: Path
) -> None:
    for name, command in (
        ("state", ["ask", "--plain"]),
        ("state", ["practise", "--plain", "--seed", "3"]),
        ("data", ["practise", "--plain", "--seed", "3"]),
        ("data", ["progress"]),
    ):
        folder = tmp_path / name
        folder.mkdir(exist_ok=True)
        folder.chmod(0o777)
        ran = run(*command)
        assert f"Others could write to {folder}." in ran.err + " ".join(ran.out.split())
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs a second user")
def test_a_folder_of_somebody_else_that_others_may_write_to_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "state"
    folder.mkdir()
    os.chown(folder, 12345, 12345)
    folder.chmod(0o777)
    for act in (lambda: Store(folder).load(RULES), lambda: Store(folder).save(INTERVIEW)):
        with pytest.raises(StoreError, match="others may write to this folder"):
            act()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o777
    assert list(folder.iterdir()) == []


def test_a_folder_meant_for_everybody_is_refused_and_stays_as_it_is(tmp_path: Path) -> None:
    folder = tmp_path / "everybody"
    folder.mkdir()
    folder.chmod(0o1777)
    with pytest.raises(StoreError, match="others may write to this folder"):
        make_private(folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o1777


# Folders that commands fill


def handbook(run: Shell) -> tuple[int, str]:
    ran = run("handbook", "--output", "book")
    return ran.code, ran.err


def folder_is_a_link(book: Path, outside: Path) -> None:
    book.rename(book.with_name("moved"))
    (outside / ".triage-handbook").write_text("gone.html\n", encoding="utf-8")
    book.symlink_to(outside)


def inner_folder_is_a_link(book: Path, outside: Path) -> None:
    (book / "causes").rename(book / "moved")
    (book / "causes").symlink_to(outside)


def file_is_a_link(book: Path, outside: Path) -> None:
    (book / "index.html").unlink()
    (book / "index.html").symlink_to(outside / "index.html")


def file_is_a_pipe(book: Path, _outside: Path) -> None:
    (book / "index.html").unlink()
    os.mkfifo(book / "index.html")


def mark_is_a_link(book: Path, outside: Path) -> None:
    (book / ".triage-handbook").unlink()
    (book / ".triage-handbook").symlink_to(outside / "index.html")


def mark_leads_through_a_link(book: Path, outside: Path) -> None:
    (book / "old").symlink_to(outside)
    with (book / ".triage-handbook").open("a", encoding="utf-8") as mark:
        mark.write("old/gone.html\n")


@pytest.mark.slow
@pytest.mark.parametrize(
    "spoil",
    [
        folder_is_a_link,
        inner_folder_is_a_link,
        file_is_a_link,
        file_is_a_pipe,
        mark_is_a_link,
        mark_leads_through_a_link,
    ],
)
def test_a_handbook_goes_through_no_link(
    run: Shell, spoil: Spoil, tmp_path: Path, outside: Path
) -> None:
    assert handbook(run)[0] == 0
    spoil(tmp_path / "book", outside)
    before = {path: path.lstat().st_mtime_ns for path in (tmp_path / "book").rglob("*")}
    code, said = handbook(run)
    assert code == 2
    assert "it is a link" in said or "it is no ordinary file" in said
    assert {path: path.lstat().st_mtime_ns for path in (tmp_path / "book").rglob("*")} == before
    (outside / ".triage-handbook").unlink(missing_ok=True)
    assert_untouched(outside)


@pytest.mark.slow
def test_a_line_of_the_mark_that_leads_out_of_the_folder_is_passed_over(
    run: Shell, tmp_path: Path, outside: Path
) -> None:
    handbook(run)
    lines = [
        "../outside/gone.html",
        str(outside / "gone.html"),
        "causes/../../outside/gone.html",
        "..\\outside\\gone.html",
        "C:gone.html",
        "C:\\outside\\gone.html",
        "./../outside/gone.html",
        "//outside/gone.html",
        "causes//gone.html",
    ]
    (tmp_path / "book" / "C:gone.html").write_text("mine", encoding="utf-8")
    with (tmp_path / "book" / ".triage-handbook").open("a", encoding="utf-8") as mark:
        mark.writelines(f"{line}\n" for line in lines)
    assert handbook(run)[0] == 0
    assert_untouched(outside)
    assert (tmp_path / "book" / "C:gone.html").exists()


def test_schemas_go_through_no_link(run: Shell, tmp_path: Path, outside: Path) -> None:
    (tmp_path / "linked").symlink_to(outside)
    (tmp_path / "schemas").mkdir()
    (tmp_path / "schemas" / "questions.json").symlink_to(outside / "questions.json")
    for folder in ("linked", "schemas"):
        ran = run("schema", "questions", "--write", folder)
        assert (ran.code, "it is a link" in ran.err) == (2, True)
    assert_untouched(outside)


@pytest.mark.slow
def test_a_new_cause_goes_through_no_link(run: Shell, tmp_path: Path, outside: Path) -> None:
    assert run("new", "rule-set", "mine").code == 0
    (tmp_path / "mine" / "causes").rename(tmp_path / "mine" / "moved")
    (tmp_path / "mine" / "causes").symlink_to(outside)
    run("new", "cause", "draught", "mine")
    assert_untouched(outside)


def test_a_file_that_is_there_is_not_made_again_and_stays(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("mine", encoding="utf-8")
    with pytest.raises(FileExistsError):
        Folder(tmp_path).create("a.md", Safe("new"))
    assert (tmp_path / "a.md").read_text(encoding="utf-8") == "mine"
