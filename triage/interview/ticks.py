"""What a person does on a screen, and the answers that it means: each complete answer to the
questions of a screen is one set of ticks, and the other way round.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from triage.answers.value import DECLINED, NOT_SURE, Answer, State, choose
from triage.interview.order import AskingScreen
from triage.language.model import Question

Place = tuple[str, str]
"""A line, by the question and the option that it stands for."""


class ClashingTicks(Exception):
    """Ticks that mean nothing; the text says what would."""


@dataclass(frozen=True, slots=True)
class Ticks:
    """Lines that are so, lines left unsure, and questions not to be answered.

    ``unsure_of`` are questions of which nothing is known. Whatever is not named is not so.
    """

    yes: frozenset[Place] = frozenset()
    unsure: frozenset[Place] = frozenset()
    unsure_of: frozenset[str] = frozenset()
    declined: frozenset[str] = frozenset()


def answers_of(asking: AskingScreen, ticks: Ticks) -> Mapping[str, Answer]:
    """The answer to each question on the screen.

    Raises:
        ClashingTicks: two lines exclude each other, or a question that takes one has no line.
    """
    return {one.id: _answer(one, asking, ticks) for one in asking.questions}


def _answer(question: Question, asking: AskingScreen, ticks: Ticks) -> Answer:
    if question.id in ticks.declined:
        return DECLINED
    yes = frozenset(option for name, option in ticks.yes if name == question.id)
    unsure = frozenset(option for name, option in ticks.unsure if name == question.id)
    if not question.kind.takes_one:
        return _many(question, yes, unsure, question.id in ticks.unsure_of)
    if len(yes) > 1:
        chosen = " ".join(
            f"“{asking.text(question.id, one)}”" for one in question.option_ids if one in yes
        )
        raise ClashingTicks(f"Only one of these can be so: {chosen}. Keep one of them.")
    if yes:
        return choose(question, *yes)
    untouched = asking.screen.untouched(question.id)
    if unsure or question.id in ticks.unsure_of:
        return NOT_SURE
    if untouched is None:
        lines = ", ".join(f"“{asking.text(question.id, one)}”" for one in question.option_ids)
        raise ClashingTicks(f"Choose one of these, or mark one as not sure: {lines}.")
    return choose(question, untouched)


def _many(
    question: Question, yes: frozenset[str], unsure: frozenset[str], is_unsure: bool
) -> Answer:
    if is_unsure:
        return choose(question, *yes, others=State.NOT_SURE) if yes else NOT_SURE
    no = frozenset(question.option_ids) - yes - unsure
    return Answer(State.GIVEN, yes, no) if yes or no else NOT_SURE


def ticks_of(asking: AskingScreen, answers: Mapping[str, Answer]) -> Ticks:
    """The ticks that mean these answers; of a question that is absent, none."""
    given = {one.id: answers[one.id] for one in asking.questions if one.id in answers}
    places = [(line.question, line.option) for line in asking.lines if line.question in given]
    told = [place for place in places if given[place[0]].state is State.GIVEN]
    return Ticks(
        yes=frozenset((name, option) for name, option in told if option in given[name].yes),
        unsure=frozenset(
            (name, option)
            for name, option in told
            if option not in given[name].yes | given[name].no
        ),
        unsure_of=frozenset(_in_state(given, State.NOT_SURE)),
        declined=frozenset(_in_state(given, State.DECLINED)),
    )


def _in_state(given: Mapping[str, Answer], state: State) -> Iterator[str]:
    return (name for name, answer in given.items() if answer.state is state)
