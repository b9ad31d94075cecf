"""A practice under way and the desk that keeps it, under everything that can happen."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.examples import examples
from tests.places import TINY
from triage.language.load import load
from triage.practice.exercises.exercise import Exercise
from triage.practice.exercises.modes import MODES
from triage.practice.patients.clinic import Clinic
from triage.practice.records.session import Session
from triage.practice.records.unfinished import FolderDesk

RULES = load(TINY)
PATIENTS = ("swollen-and-hot-leg", "seed:3", "seed:4")
HERE, THERE = "this terminal", "the other terminal"


class KeptPractice(RuleBasedStateMachine):
    """Two terminals on one folder; each keeps its choices at once, the last to keep wins."""

    def __init__(self) -> None:
        super().__init__()
        self.room = tempfile.TemporaryDirectory()
        self.folder = Path(self.room.name) / "state"
        self.at: dict[str, Exercise] = {}
        self.kept: Session | None = None

    @initialize(mode=st.sampled_from(list(MODES)), patient=st.sampled_from(PATIENTS))
    def begin(self, mode: str, patient: str) -> None:
        self.mode, self.patient = mode, patient
        self.at = dict.fromkeys((HERE, THERE), self.fresh())

    def teardown(self) -> None:
        self.room.cleanup()

    def fresh(self) -> Exercise:
        return MODES[self.mode].draw(RULES, Clinic(RULES).patient(self.patient))

    def change(self, terminal: str, exercise: Exercise) -> None:
        """What a tutor does after each choice."""
        self.at[terminal] = exercise
        self.kept = Session(self.mode, (self.patient,), exercise.asked, exercise.picks)
        FolderDesk(self.folder, RULES).save(self.kept)

    @rule(terminal=st.sampled_from([HERE, THERE]), data=st.data())
    def choose(self, terminal: str, data: st.DataObject) -> None:
        exercise = self.at[terminal]
        if exercise.offered:
            self.change(terminal, exercise.choose(data.draw(st.sampled_from(exercise.offered))))

    @rule(terminal=st.sampled_from([HERE, THERE]))
    def back(self, terminal: str) -> None:
        earlier = self.at[terminal].back()
        if earlier is not None:
            self.change(terminal, earlier)

    @rule(terminal=st.sampled_from([HERE, THERE]))
    def killed_and_resumed(self, terminal: str) -> None:
        """The process is gone; another one goes on exactly where the last choice was kept."""
        found = FolderDesk(self.folder, RULES).load()
        resumed = self.fresh()
        if found is not None:
            resumed = resumed.resumed(found.asked, found.picks)
            assert (resumed.asked, resumed.picks) == (found.asked, found.picks)
        self.at[terminal] = resumed

    @rule(content=st.binary(max_size=40))
    def killed_while_it_kept(self, content: bytes) -> None:
        """A half-written file stays behind; it is not what was kept."""
        self.folder.mkdir(exist_ok=True, parents=True)
        (self.folder / f".practice-{RULES.id}.json.half.tmp").write_bytes(content)

    @rule()
    def finished(self) -> None:
        FolderDesk(self.folder, RULES).clear()
        self.kept = None

    @precondition(lambda self: bool(self.at))
    @invariant()
    def what_was_chosen_is_on_the_disk(self) -> None:
        desk = FolderDesk(self.folder, RULES)
        assert desk.load() == self.kept
        assert desk.put_aside is None


TestKeptPractice = pytest.mark.slow(KeptPractice.TestCase)
TestKeptPractice.settings = examples(8, stateful_step_count=12)
