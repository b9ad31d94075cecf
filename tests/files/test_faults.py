"""Whatever system call fails or is the last one: the old or the new content is there, and what
could not be kept is said.
"""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import stat
import time
from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from itertools import count
from pathlib import Path
from typing import NoReturn, Self

import pytest

from tests.files.faults import CALLS, Fault, broken_disk, full_disk, stopped_at
from tests.places import TINY
from tests.shell import Shell, run_triage
from triage.answers.value import NOT_SURE
from triage.cli import result_files
from triage.cli.commands import handbook
from triage.files.writing import StoreError, write_atomically
from triage.interview.state import Answered, Interview
from triage.interview.store import Store
from triage.language.load import load
from triage.language.words import Level
from triage.practice.exercises.commitment import Commitment
from triage.practice.records import database, results_file
from triage.practice.records.database import KeptBeside, Storage
from triage.practice.records.progress import recorded
from triage.practice.records.result import PracticeResult
from triage.practice.records.session import Session
from triage.practice.records.unfinished import FolderDesk
from triage.talk.conversation import Conversation

RULES = load(TINY)
OLD = Interview(RULES, (Answered("leg", NOT_SURE),))
NEW = OLD.answer(NOT_SURE)
BEGUN, FURTHER = Session("work_up", ("seed:3",)), Session("work_up", ("seed:3",), ("leg",))
RESULT = PracticeResult(
    ruleset="tiny",
    version="1",
    digest="0",
    mode="work_up",
    patient="seed:1",
    asked=(),
    commitment=Commitment(Level.SELF_CARE),
    marks=(),
    causes=(),
    level=Level.SELF_CARE,
    flags=(),
    missed_flags=(),
    finished_at="2026-03-02T12:00:00+00:00",
)
LATER = replace(RESULT, patient="seed:2")
OLD_SITE = {"index.html": "old", "causes/a.html": "old", "causes/gone.html": "old"}
NEW_SITE = {"index.html": "new", "causes/a.html": "new", "findings/b.html": "new"}


@dataclass(frozen=True)
class Subject:
    """Something that is kept below a folder: how it gets there, changes and is read."""

    begin: Callable[[Path], object]
    act: Callable[[Path], object]
    read: Callable[[Path], object]

    def states(self, folder: Path) -> tuple[object, object]:
        """What is read before and after."""
        self.begin(folder)
        before = self.read(folder)
        self.act(folder)
        return before, self.read(folder)


def kept(folder: Path) -> object:
    return Store(folder / "state").load(RULES).interview


def text(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None


def patients(folder: Path) -> list[str]:
    """The patients in the whole lines."""
    found = []
    for line in (folder / "results.jsonl").read_text(encoding="utf-8").splitlines():
        try:
            found.append(json.loads(line)["patient"])
        except ValueError:
            assert not line.endswith("}")
    return found


def desk(folder: Path) -> FolderDesk:
    return FolderDesk(folder / "state", RULES)


def nothing(folder: Path) -> None:
    folder.mkdir(exist_ok=True)


SUBJECTS = {
    "first answers": Subject(nothing, lambda f: Store(f / "state").save(NEW), kept),
    "later answers": Subject(
        lambda f: Store(f / "state").save(OLD), lambda f: Store(f / "state").save(NEW), kept
    ),
    "answers forgotten": Subject(
        lambda f: Store(f / "state").save(OLD), lambda f: Store(f / "state").remove(RULES), kept
    ),
    "practice": Subject(
        lambda f: desk(f).save(BEGUN), lambda f: desk(f).save(FURTHER), lambda f: desk(f).load()
    ),
    "practice finished": Subject(
        lambda f: desk(f).save(BEGUN), lambda f: desk(f).clear(), lambda f: desk(f).load()
    ),
    "results file": Subject(
        lambda f: (nothing(f), results_file.append(f / "results.jsonl", RESULT)),
        lambda f: results_file.append(f / "results.jsonl", LATER),
        patients,
    ),
    "new output": Subject(
        nothing, lambda f: write_atomically(f / "a.md", "new"), lambda f: text(f / "a.md")
    ),
    "output again": Subject(
        lambda f: (nothing(f), (f / "a.md").write_text("old")),
        lambda f: write_atomically(f / "a.md", "new"),
        lambda f: text(f / "a.md"),
    ),
}


@pytest.fixture(params=SUBJECTS.values(), ids=SUBJECTS)
def subject(request: pytest.FixtureRequest) -> Subject:
    return request.param


@pytest.mark.slow
@pytest.mark.parametrize("fail", [broken_disk, full_disk])
def test_where_a_call_fails_the_old_or_the_new_is_there_and_it_is_said(
    subject: Subject, fail: Callable[[], NoReturn], tmp_path: Path
) -> None:
    states, failed = subject.states(tmp_path / "0"), set[str]()
    for number in count(1):
        folder, fault, is_done = tmp_path / str(number), Fault(number), False
        subject.begin(folder)
        try:
            with fault.happening(fail):
                subject.act(folder)
            is_done = True
        except StoreError as error:
            assert error.reason in ("Input/output error", "No space left on device")
        found = subject.read(folder)
        assert found in states, (number, fault.name)
        assert not is_done or found == states[1], (number, fault.name)
        if not fault.was_reached:
            break
        failed.add(fault.name)
    assert "unlink" in failed or {"open", "write", "fsync"} <= failed


@pytest.mark.slow
def test_where_the_programme_stops_the_old_or_the_new_is_there(
    subject: Subject, tmp_path: Path
) -> None:
    states = subject.states(tmp_path / "0")
    for number in count(1):
        folder = tmp_path / str(number)
        subject.begin(folder)
        has_stopped = stopped_at(number, lambda folder=folder: subject.act(folder))
        assert subject.read(folder) in states, number
        if not has_stopped:
            break


def test_a_system_that_takes_a_byte_at_a_time_gets_all_of_them(
    subject: Subject, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, after = subject.states(tmp_path / "0")
    subject.begin(tmp_path / "1")
    usual = os.write
    monkeypatch.setattr(os, "write", lambda number, content: usual(number, content[:1]))
    subject.act(tmp_path / "1")
    assert subject.read(tmp_path / "1") == after


# The handbook


def begun_site(folder: Path) -> None:
    handbook.write(OLD_SITE, folder, frozenset())
    (folder / "mine.html").write_text("mine", encoding="utf-8")


def renew(folder: Path) -> None:
    handbook.write(NEW_SITE, folder, handbook._earlier(folder))


def assert_renewable(folder: Path) -> None:
    """Each file is the old or the new one; the next handbook puts everything right."""
    for path in OLD_SITE.keys() & NEW_SITE:
        assert text(folder / path) in ("old", "new")
    for path in OLD_SITE.keys() ^ NEW_SITE:
        assert text(folder / path) in (OLD_SITE.get(path), NEW_SITE.get(path))
    renew(folder)
    found = {p.relative_to(folder).as_posix(): text(p) for p in folder.rglob("*.html")}
    assert found == {**NEW_SITE, "mine.html": "mine"}


@pytest.mark.slow
def test_a_handbook_half_written_is_old_or_new_page_by_page_and_can_be_renewed(
    tmp_path: Path,
) -> None:
    goes_on = True
    for number in count(1):
        folder, fault = tmp_path / str(number), Fault(number)
        begun_site(folder)
        try:
            with fault.happening(broken_disk):
                renew(folder)
            assert text(folder / "index.html") == "new"
        except (StoreError, OSError):
            assert fault.was_reached
        assert_renewable(folder)
        if goes_on:
            stopped = tmp_path / f"{number}-stopped"
            begun_site(stopped)
            goes_on = stopped_at(number, lambda folder=stopped: renew(folder))
            assert_renewable(stopped)
        if not fault.was_reached:
            break
    assert number > 30


# Finished practice


def documents(folder: Path) -> list[str]:
    """All that is kept, once what waits is taken in."""
    Storage(folder).take_in()
    return sorted(Storage(folder).read().documents)


@pytest.mark.slow
def test_a_result_that_is_not_said_to_be_lost_is_kept_once(tmp_path: Path) -> None:
    for number in count(1):
        folder, fault, is_lost = tmp_path / str(number), Fault(number), False
        Storage(folder).add("tiny", "", "old")
        try:
            with fault.happening(broken_disk):
                Storage(folder).add("tiny", "", "new")
        except KeptBeside:
            assert fault.was_reached
        except StoreError:
            is_lost = True
        assert documents(folder) == (["old"] if is_lost else ["new", "old"]), (number, fault.name)
        if not fault.was_reached:
            break


def waiting(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A result that waits beside the database."""
    with monkeypatch.context() as patched:
        patched.setattr(Storage, "_insert", refuse)
        with pytest.raises(KeptBeside):
            Storage(folder).add("tiny", "", "waited")


def waiting_beside(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a result in the database and one that waits."""
    Storage(folder).add("tiny", "", "old")
    waiting(folder, monkeypatch)
    return folder


def refuse(*_: object) -> NoReturn:
    raise StoreError(Path("database"), OSError("locked"))


@pytest.mark.slow
def test_taking_in_what_waits_neither_loses_nor_doubles_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    goes_on = True
    for number in count(1):
        folder, fault = waiting_beside(tmp_path / str(number), monkeypatch), Fault(number)
        try:
            with fault.happening(broken_disk):
                Storage(folder).take_in()
        except StoreError:
            assert fault.was_reached
        assert documents(folder) == ["old", "waited"]
        if goes_on:
            stopped = waiting_beside(tmp_path / f"{number}-stopped", monkeypatch)
            goes_on = stopped_at(number, lambda folder=stopped: Storage(folder).take_in(), CALLS)
            assert documents(stopped) == ["old", "waited"]
        if not fault.was_reached:
            break


def adding_for_ever(folder: Path, told: int) -> NoReturn:
    try:
        for number in count():
            Storage(folder).add("tiny", "", f"{os.getpid()}-{number}")
            os.write(told, f"{os.getpid()}-{number}\n".encode())
    finally:
        os._exit(1)


@pytest.mark.slow
def test_a_kill_at_any_of_many_moments_loses_no_acknowledged_result(tmp_path: Path) -> None:
    acknowledged: list[str] = []
    for moment in range(30):
        reading, telling = os.pipe()
        child = os.fork()
        if not child:
            adding_for_ever(tmp_path / "data", telling)
        os.close(telling)
        with os.fdopen(reading, encoding="utf-8") as told:
            first = told.readline()
            time.sleep(moment * 0.0007)
            os.kill(child, signal.SIGKILL)
            acknowledged += [first.strip(), *told.read().splitlines()]
        os.waitpid(child, 0)
    found = Storage(tmp_path / "data").read()
    assert found.notes == ()
    assert len(set(found.documents)) == len(found.documents)
    assert set(acknowledged) <= set(found.documents)


# From outside

TO_THE_RESULT = "1\n" * 30


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Shell:
    monkeypatch.setenv("TRIAGE_RULES", str(TINY))
    monkeypatch.setenv("TRIAGE_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("TRIAGE_DATA", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    return run_triage


TARGETS = {
    "a full disk": lambda folder: (folder / "r.md").symlink_to("/dev/full"),
    "a ring of links": lambda folder: (folder / "r.md").symlink_to(folder / "r.md"),
}


@pytest.mark.parametrize("option", ["--output", "--save"])
@pytest.mark.parametrize("spoil", TARGETS.values(), ids=TARGETS)
def test_where_a_file_cannot_be_written_the_code_is_2_and_the_answers_stay(
    run: Shell, tmp_path: Path, option: str, spoil: Callable[[Path], None]
) -> None:
    spoil(tmp_path)
    ran = run(
        "ask", "--plain", "--engine", "reference", option, "r.md", "--output", "whole.html",
        typed=TO_THE_RESULT,
    )  # fmt: skip
    assert ran.code == 2
    assert "r.md` cannot be used" in ran.err
    assert "What to do now" in ran.out or "emergency" in ran.out.lower()
    assert (tmp_path / "whole.html").read_text(encoding="utf-8").endswith("</html>\n")
    assert kept(tmp_path) is not None


class StoppedClock(datetime):
    """The same minute however long a test takes."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        return cls(2026, 11, 21, 12, 30, tzinfo=tz)


@pytest.mark.slow
def test_whatever_call_fails_while_the_result_is_delivered_nothing_is_lost(
    run: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    arguments = ["ask", "--plain", "--engine", "reference", "--save", "mine.yaml"]
    arguments += ["--output", "r.md", "--output", "r.json"]
    monkeypatch.setattr(result_files, "datetime", StoppedClock)
    Store(tmp_path / "state").save(NEW)
    assert run(*arguments, typed=TO_THE_RESULT).code == 0
    outputs = {name: text(tmp_path / name) for name in ("r.md", "r.json", "mine.yaml")}
    usual, codes = Conversation.run, set[int]()
    for number in count(1):
        for name in outputs:
            (tmp_path / name).unlink(missing_ok=True)
        Store(tmp_path / "state").save(NEW)
        fault = Fault(number)

        def run_then_fail(conversation: Conversation, fault: Fault = fault) -> object:
            ending = usual(conversation)
            happening.enter_context(fault.happening(full_disk))
            return ending

        monkeypatch.setattr(Conversation, "run", run_then_fail)
        with ExitStack() as happening:
            ran = run(*arguments, typed=TO_THE_RESULT)
        codes.add(ran.code)
        are_whole = all(text(tmp_path / name) == whole for name, whole in outputs.items())
        assert ran.code in (0, 2), (number, fault.name, ran.err)
        assert (ran.code == 0) <= are_whole
        assert are_whole or kept(tmp_path) is not None, (number, fault.name)
        assert ran.code == 0 or "cannot be used" in ran.err, (number, fault.name)
        if not fault.was_reached:
            break
    assert codes == {0, 2}
    assert kept(tmp_path) is None


def test_answers_that_could_not_be_read_are_not_deleted_with_the_result(
    run: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Store(tmp_path / "state").save(NEW)
    with monkeypatch.context() as patched:
        patched.setattr(Store, "load", refuse)
        ran = run("ask", "--plain", "--engine", "reference", typed=TO_THE_RESULT)
    assert "stay in memory" in ran.err
    assert kept(tmp_path) == NEW


COMMIT = "1\n1\n1\n1\n"


@pytest.mark.slow
def test_a_practice_finished_while_the_database_is_locked_is_recorded_at_the_next_start(
    run: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "data"
    monkeypatch.setattr(database, "PATIENCE", 0.05)
    Storage(data).add("tiny", "", "{}")
    with closing(sqlite3.connect(data / database.NAME, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        ran = run("practise", "--plain", "--seed", "3", typed=COMMIT)
    [aside] = data.glob("progress.waiting-*")
    assert ran.code == 2
    assert "Your choice beside the engine's" in ran.out
    assert "is locked" in ran.err
    assert str(aside) in ran.err
    assert stat.S_IMODE(aside.stat().st_mode) == 0o600
    assert len(aside.read_text(encoding="utf-8").splitlines()) == 1
    assert not (tmp_path / "state" / "practice-tiny.json").exists()
    ran = run("practise", "--plain", "--seed", "4")
    assert "Results that waited and are added now: 1." in ran.err
    assert not aside.exists()
    assert [result.patient for result in recorded(data).results] == ["seed:3"]


@pytest.mark.slow
def test_a_practice_that_can_be_recorded_nowhere_stays_unfinished(
    run: Shell, tmp_path: Path
) -> None:
    (tmp_path / "data").write_text("in the way", encoding="utf-8")
    ran = run("practise", "--plain", "--seed", "3", typed=COMMIT)
    assert ran.code == 2
    assert "cannot be used" in ran.err
    (tmp_path / "data").unlink()
    assert run("practise", "--plain", typed="1\n1\n").code == 0
    assert [result.patient for result in recorded(tmp_path / "data").results] == ["seed:3"]


def test_deleting_all_practice_deletes_what_waits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting(tmp_path, monkeypatch)
    assert Storage(tmp_path).delete() == 1
    assert list(tmp_path.iterdir()) == []
