"""A rule set so small that all answers to it, and all people whom it asks, stand in a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path

from tests.benchmarks import both_told, people
from tests.benchmarks.truth_tables import Table
from tests.everybody import Everybody, Facts, asked_of, every_part
from triage.answers.value import NOT_SURE, Answer, Answers, State, choose
from triage.interview.state import Interview
from triage.language.conditions import Fact, Is, IsNot
from triage.language.model import Question
from triage.language.ruleset import RuleSet
from triage.language.words import By, Kind


class Small:
    """A small rule set with all that can be answered, and all people whom it asks."""

    def __init__(self, ruleset: RuleSet, folder: Path) -> None:
        self.ruleset, self.folder = ruleset, folder
        self.everybody = Everybody(ruleset)

    @cached_property
    def table(self) -> Table:
        """All answers, whoever could give them."""
        return Table(self.ruleset, list(every_part(self.ruleset)))

    @cached_property
    def place(self) -> dict[Facts, int]:
        """Where answers stand in the table."""
        return {facts: place for place, facts in enumerate(self.table.people)}

    @cached_property
    def said(self) -> int:
        """What somebody comes to say."""
        return self.bits({self.everybody.said(known) for known in self.everybody.known})

    @cached_property
    def longest(self) -> int:
        """The most questions of all interviews, each followed to its end."""
        known: dict[Answers, int] = {}

        def longest(interview: Interview) -> int:
            if interview.answers not in known:
                known[interview.answers] = len(interview.answers.given)
                if interview.current is not None:
                    nexts = map(interview.answer, every_answer(interview.current.question))
                    known[interview.answers] = max(map(longest, nexts))
            return known[interview.answers]

        return longest(Interview(self.ruleset))

    def bits(self, answers: set[Facts]) -> int:
        """These answers in the table."""
        return sum(1 << self.place[facts] for facts in answers)

    def barred(self, *by: By) -> int:
        """The answers that entries of these kinds call impossible."""
        bits = 0
        for entry in self.ruleset.impossible:
            if entry.by in by:
                bits |= self.table.holding(entry.when)
        return bits

    def asking(self, question: str) -> int:
        """The answers on which the question is asked."""
        return sum(
            1 << place
            for place, facts in enumerate(self.table.people)
            if question in asked_of(self.ruleset, facts)
        )


def every_answer(question: Question) -> Iterator[Answer]:
    yield NOT_SURE
    if question.kind is not Kind.MANY:
        yield from (choose(question, option) for option in question.option_ids)
        return
    for facts in both_told.every_way(question.option_ids):
        yes, no = facts
        if yes or no:
            yield Answer(State.GIVEN, frozenset(yes), frozenset(no))


def given(facts: Facts) -> Answers:
    """The answers that yield the facts."""
    sides: dict[str, tuple[set[str], set[str]]] = {}
    for fact in facts:
        assert isinstance(fact, Is | IsNot)
        sides.setdefault(fact.question, (set(), set()))[isinstance(fact, IsNot)].add(fact.option)
    return Answers(
        {
            name: Answer(State.GIVEN, frozenset(yes), frozenset(no))
            for name, (yes, no) in sides.items()
        }
    )


def as_written(facts: Facts) -> dict[str, dict[str, str]]:
    """The answers as they stand in a file."""
    written_as: dict[str, dict[str, str]] = {}
    for fact in facts:
        assert isinstance(fact, Is | IsNot)
        word = "yes" if isinstance(fact, Is) else "no"
        written_as.setdefault(fact.question, {})[fact.option] = word
    return written_as


def told(facts: Facts) -> str:
    return str(dict(sorted(as_written(facts).items())))


def size(facts: Sequence[Fact] | Facts) -> tuple[int, int]:
    return people.size(frozenset(facts))
