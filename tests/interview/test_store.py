"""Unfinished answers on disk: whole, private, and never lost or overwritten silently."""

from __future__ import annotations

import errno
import json
import os
import signal
import stat
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests.places import TINY
from triage.answers.value import DECLINED, NOT_SURE, State, choose
from triage.files.folders import default_folder
from triage.files.writing import StoreError, write_atomically
from triage.interview.journal import LARGEST, Unfinished
from triage.interview.state import Answered, Interview, Reopened
from triage.interview.store import NoStore, Store
from triage.language.load import load
from triage.language.model import Question

RULES = load(TINY)
Q = RULES.questions


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "state"


@pytest.fixture
def store(folder):
    return Store(folder)


@pytest.fixture
def file(folder):
    return folder / "tiny.json"


def interview(*events: Answered | Reopened) -> Interview:
    return Interview(RULES, events)


ANSWERED = interview(
    Answered("alarm", choose(Q["alarm"], "cold", others=State.NOT_SURE)),
    Answered("alarm", choose(Q["alarm"], "cold")),
    Answered("leg", choose(Q["leg"])),
    Answered("persistence", NOT_SURE),
    Answered("smoking", DECLINED),
    Reopened("severity"),
    Answered("severity", choose(Q["severity"], "mild")),
)


def test_what_was_saved_is_loaded_with_every_kind_of_answer_and_the_way_back(store):
    store.save(ANSWERED)
    assert store.load(RULES) == Unfinished(ANSWERED)


def test_the_place_is_the_folder(store, folder):
    assert store.place == str(folder)


def test_nothing_was_kept_at_first_and_after_removing(store):
    assert store.load(RULES) == Unfinished()
    store.save(ANSWERED)
    store.remove(RULES)
    assert store.load(RULES) == Unfinished()


def test_removing_leaves_no_half_written_file_of_a_killed_programme(store, folder):
    store.save(ANSWERED)
    (folder / ".tiny.json.abc.tmp").write_text("private")
    store.remove(RULES)
    assert list(folder.iterdir()) == []


def test_a_conversation_that_keeps_nothing_leaves_no_folder(store, folder):
    assert store.claim(RULES)
    store.release()
    assert not folder.exists()


def test_a_folder_stays_where_answers_are_kept_or_it_was_there_before(store, folder):
    assert store.claim(RULES)
    store.save(ANSWERED)
    store.release()
    assert [path.name for path in folder.iterdir()] == ["tiny.json"]
    store.remove(RULES)
    later = Store(folder)
    assert later.claim(RULES)
    later.release()
    assert list(folder.iterdir()) == []


def test_an_interview_without_an_answer_is_not_offered(store):
    store.save(interview())
    assert store.load(RULES) == Unfinished()


def test_folder_and_file_are_for_the_owner_only(store, folder, file):
    old = os.umask(0)
    try:
        store.save(ANSWERED)
    finally:
        os.umask(old)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_private_interview_leaves_no_trace():
    store = NoStore()
    store.save(ANSWERED)
    assert store.load(RULES) == Unfinished()
    assert store.place == ""


JUNK = {
    b"": "is damaged",
    b"{": "is damaged",
    b"\xff\xfe\x00": "is damaged",
    b"[]": "is damaged",
    b"{}": "is damaged",
    b"[" * 100_000: "is damaged",
    b" " * (LARGEST + 1): "is far too large",
    b'{"schema": 1, "ruleset": "tiny", "events": [1]}': "is damaged",
    b'{"schema": 3, "ruleset": "tiny", "events": []}': "newer version",
    b'{"schema": 1, "ruleset": "other", "events": []}': "another rule set",
}


@pytest.mark.parametrize(("content", "words"), JUNK.items(), ids=range(len(JUNK)))
def test_a_file_that_is_not_ours_is_put_aside_and_reported(store, folder, file, content, words):
    folder.mkdir()
    file.write_bytes(content)
    unfinished = store.load(RULES)
    assert unfinished.interview is None
    assert words in unfinished.notes[0]
    assert str(folder / "tiny.damaged") in unfinished.notes[0]
    assert (folder / "tiny.damaged").read_bytes() == content
    assert not file.exists()


def test_a_second_damaged_file_does_not_replace_the_first(store, folder, file):
    folder.mkdir()
    for content in ("first", "second"):
        file.write_text(content)
        store.load(RULES)
    assert {path.read_text() for path in folder.glob("tiny.damaged*")} == {"first", "second"}


def edited(store, file, **changes):
    store.save(ANSWERED)
    file.write_text(json.dumps(json.loads(file.read_text()) | changes))
    return store.load(RULES)


@pytest.mark.parametrize(
    "event",
    [
        {"answered": "gone", "answer": "not_sure"},
        {"reopened": "gone"},
        {"answered": "severity", "answer": {"mild": "yes", "gone": "no"}},
        {"answered": "severity", "answer": {"mild": "yes", "severe": "yes"}},
        {"answered": "leg", "answer": {"swollen": "yes"}},
        {"answered": "leg", "answer": {"swollen": "yes", "hot": "perhaps"}},
        {"answered": "leg", "answer": "declined"},
        {"answered": "leg", "answer": ["swollen"]},
        {},
    ],
)
def test_an_answer_that_no_longer_fits_is_left_out_with_a_note(store, file, event):
    fitting = {"answered": "persistence", "answer": "not_sure"}
    unfinished = edited(store, file, events=[fitting, event])
    assert unfinished.interview == interview(Answered("persistence", NOT_SURE))
    assert unfinished.notes == ("Some answers no longer fit the questions and were left out.",)


def test_a_changed_rule_set_is_reported_and_the_answers_that_fit_are_kept(store, file):
    unfinished = edited(store, file, digest="0" * 12)
    assert unfinished.interview == ANSWERED
    assert "questions have changed" in unfinished.notes[0]


def test_an_option_added_later_is_never_taken_for_a_no(store):
    fields = {name: getattr(Q["leg"], name) for name in Question.model_fields if name != "span"}
    leg = Question.model_validate(fields | {"options": Q["leg"].options[:1]})
    older = replace(RULES, questions={**Q, "leg": leg})
    store.save(
        Interview(older, (Answered("alarm", NOT_SURE), Answered("leg", choose(leg, "swollen"))))
    )
    unfinished = store.load(RULES)
    assert unfinished.interview == interview(Answered("alarm", NOT_SURE))
    assert "were left out" in unfinished.notes[0]


def test_a_folder_that_cannot_be_made_is_an_error_in_one_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    store = Store(tmp_path / "file" / "state")
    with pytest.raises(StoreError) as error:
        store.save(ANSWERED)
    assert store.load(RULES) == Unfinished()
    store.remove(RULES)
    assert error.value.reason == "Not a directory"
    assert str(tmp_path / "file" / "state") in str(error.value)


def test_a_read_only_folder_is_an_error_and_what_was_kept_stays(store, monkeypatch):
    usual = os.open

    def read_only(path, flags, *rest, **named):
        if flags & os.O_CREAT:
            raise OSError(errno.EROFS, os.strerror(errno.EROFS))
        return usual(path, flags, *rest, **named)

    store.save(ANSWERED)
    monkeypatch.setattr(os, "open", read_only)
    with pytest.raises(StoreError, match="Read-only file system"):
        store.save(interview(Answered("leg", NOT_SURE)))
    assert store.load(RULES) == Unfinished(ANSWERED)


def test_a_full_disk_is_an_error_and_what_was_kept_stays(store, folder, monkeypatch):
    def full(_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    store.save(ANSWERED)
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreError) as error:
        store.save(interview(Answered("leg", NOT_SURE)))
    assert error.value.reason == "No space left on device"
    assert store.load(RULES) == Unfinished(ANSWERED)
    assert len(list(folder.iterdir())) == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux only")
def test_a_full_device_is_an_error_and_stays_a_device():
    with pytest.raises(StoreError, match="No space left"):
        write_atomically(Path("/dev/full"), "text")
    assert Path("/dev/full").is_char_device()


def test_a_written_file_is_private_whole_and_replaces_what_a_link_points_to(tmp_path):
    target, link = tmp_path / "result.md", tmp_path / "link.md"
    target.write_text("old and longer")
    link.symlink_to(target)
    write_atomically(link, "“new”")
    assert link.is_symlink()
    assert target.read_text(encoding="utf-8") == "“new”"
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


@pytest.mark.parametrize("name", ["", "missing/result.md"])
def test_a_place_where_no_file_can_be_is_an_error(tmp_path, name):
    with pytest.raises(StoreError):
        write_atomically(tmp_path / name, "text")


def test_a_ring_of_links_is_an_error(tmp_path):
    ring = tmp_path / "ring.md"
    ring.symlink_to(ring)
    with pytest.raises(StoreError):
        write_atomically(ring, "text")


SAVING = """
# Saves until it is killed, which comes long before it is through.
import sys
from pathlib import Path
from triage.answers.value import NOT_SURE
from triage.interview.state import Answered, Interview
from triage.interview.store import Store
from triage.language.load import load
rules = load(Path(sys.argv[1]))
store = Store(Path(sys.argv[2]))
events = ()
print("ready", flush=True)
for _ in range(100_000):
    events = (events + (Answered("leg", NOT_SURE),))[-50:]
    store.save(Interview(rules, events))
"""


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="POSIX only")
def test_a_kill_between_saves_leaves_a_whole_file(store, file):
    command = [sys.executable, "-c", SAVING, str(TINY), str(file.parent)]
    for _ in range(3):
        with subprocess.Popen(command, stdout=subprocess.PIPE) as saving:
            assert saving.stdout.readline() == b"ready\n"
            while not file.exists():
                assert saving.poll() is None, "it ended before anything was saved"
            saving.kill()
        unfinished = store.load(RULES)
        assert unfinished.interview is not None
        assert unfinished.notes == ()


def test_the_folder_can_be_chosen(monkeypatch, tmp_path):
    monkeypatch.setenv("TRIAGE_STATE", str(tmp_path))
    assert default_folder() == tmp_path
    monkeypatch.delenv("TRIAGE_STATE")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert default_folder().name == "triage"
