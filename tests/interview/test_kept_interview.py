"""An interview and its store under everything that can happen, beside a simple model of both."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.examples import examples
from tests.places import TINY
from tests.random_rulesets import rulesets
from triage.answers.value import DECLINED, NOT_SURE, Answer, Answers, choose
from triage.interview.state import Answered, Interview, Reopened
from triage.interview.store import Store
from triage.lacks.gates import applies
from triage.language.load import load
from triage.language.model import Question
from triage.language.ruleset import RuleSet

EVENTS = examples(40, stateful_step_count=25)
HERE, THERE = "this terminal", "the other terminal"
Said = tuple[str, Answer | None]
"""What happened: an answer to a question, or None where it was opened again."""


def replies(question: Question) -> st.SearchStrategy[Answer]:
    """Every answer that a person can give to the question."""
    fixed = [NOT_SURE, DECLINED] if question.declinable else [NOT_SURE]
    names = st.sampled_from(question.option_ids)
    if question.kind.takes_one:
        return st.sampled_from(fixed) | names.map(lambda name: choose(question, name))
    return st.sampled_from(fixed) | st.sets(names).map(lambda some: choose(question, *some))


class KeptInterview(RuleBasedStateMachine):
    """Two terminals on one folder; each keeps what it does, the last to keep wins."""

    def __init__(self) -> None:
        super().__init__()
        self.room = tempfile.TemporaryDirectory()
        self.folder = Path(self.room.name) / "state"
        self.at: dict[str, Interview] = {}
        self.said: dict[str, list[Said]] = {HERE: [], THERE: []}
        self.kept: list[Said] = []

    def rule_set(self, data: st.DataObject) -> RuleSet:
        del data
        return load(TINY)

    @initialize(data=st.data())
    def begin(self, data: st.DataObject) -> None:
        self.ruleset = self.rule_set(data)
        self.at = dict.fromkeys((HERE, THERE), Interview(self.ruleset))

    def teardown(self) -> None:
        self.room.cleanup()

    def change(self, terminal: str, interview: Interview, said: list[Said]) -> None:
        """What a conversation does after each choice: it keeps it at once."""
        self.at[terminal], self.said[terminal] = interview, said
        Store(self.folder).save(interview)
        self.kept = said

    @rule(terminal=st.sampled_from([HERE, THERE]), data=st.data())
    def answer(self, terminal: str, data: st.DataObject) -> None:
        asking = self.at[terminal].current
        if asking is not None:
            reply = data.draw(replies(asking.question))
            said = [*self.said[terminal], (asking.question.id, reply)]
            self.change(terminal, self.at[terminal].answer(reply), said)

    @rule(terminal=st.sampled_from([HERE, THERE]))
    def back(self, terminal: str) -> None:
        self.change(terminal, self.at[terminal].back(), self.said[terminal][:-1])

    @rule(terminal=st.sampled_from([HERE, THERE]), data=st.data())
    def reopen(self, terminal: str, data: st.DataObject) -> None:
        given = sorted(self.at[terminal].answers.given)
        if given:
            name = data.draw(st.sampled_from(given))
            said = [*self.said[terminal], (name, None)]
            self.change(terminal, self.at[terminal].reopen(name), said)
            asking = self.at[terminal].current
            assert asking is not None
            assert asking.question.id == name

    @rule(terminal=st.sampled_from([HERE, THERE]))
    def killed_and_resumed(self, terminal: str) -> None:
        """The process is gone; another one finds what was kept last, by whomever."""
        unfinished = Store(self.folder).load(self.ruleset)
        assert unfinished.notes == ()
        self.at[terminal] = unfinished.interview or Interview(self.ruleset)
        self.said[terminal] = self.kept

    @rule(content=st.binary(max_size=40))
    def killed_while_it_kept(self, content: bytes) -> None:
        """A half-written file stays behind; it is not what was kept."""
        self.folder.mkdir(exist_ok=True, parents=True)
        (self.folder / f".{self.ruleset.id}.json.half.tmp").write_bytes(content)

    @rule()
    def finished(self) -> None:
        """The result is delivered, nothing is kept any more, not even half of a file."""
        Store(self.folder).remove(self.ruleset)
        self.kept = []
        assert not self.folder.exists() or list(self.folder.iterdir()) == []

    @precondition(lambda self: bool(self.at))
    @invariant()
    def what_was_acknowledged_is_on_the_disk(self) -> None:
        found = Store(self.folder).load(self.ruleset)
        events = found.interview.events if found.interview else ()
        assert [_said(event) for event in events] == self.kept
        assert found.notes == ()

    @precondition(lambda self: bool(self.at))
    @invariant()
    def the_last_answers_that_make_sense_count(self) -> None:
        for terminal, interview in self.at.items():
            assert [_said(event) for event in interview.events] == self.said[terminal]
            assert interview.answers == _counting(self.ruleset, self.said[terminal])
            if interview.current is None:
                assert interview.open_questions == ()
            elif not interview.current.plainer and self.said[terminal][-1:] == []:
                assert interview.current.question == interview.open_questions[0]


class KeptRandomInterview(KeptInterview):
    """The same on random questions and rules."""

    def rule_set(self, data: st.DataObject) -> RuleSet:
        return data.draw(rulesets(gated=True))


def _said(event: Any) -> Said:
    if isinstance(event, Reopened):
        return event.question, None
    assert isinstance(event, Answered)
    return event.question, event.answer


def _counting(ruleset: RuleSet, said: list[Said]) -> Answers:
    """The last answer to each question, in the order of the questions, without those whose gate
    is closed by the ones before.
    """
    last = {name: answer for name, answer in said if answer is not None}
    given: dict[str, Answer] = {}
    for name, question in ruleset.questions.items():
        if name in last and applies(question, Answers(given)):
            given[name] = last[name]
    return Answers(given)


TestKeptInterview = pytest.mark.slow(KeptInterview.TestCase)
TestKeptInterview.settings = EVENTS
TestKeptRandomInterview = pytest.mark.slow(KeptRandomInterview.TestCase)
TestKeptRandomInterview.settings = examples(12, stateful_step_count=15)
