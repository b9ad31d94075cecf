"""A rise that no follow-up can take back is told before it is asked."""

from __future__ import annotations

from itertools import product

import pytest

from tests.talk.test_conversation import TO_THE_RESULT, Person, Q, followed_up, talk
from triage.answers.value import choose
from triage.engine.assessment import Assessment
from triage.engine.reference import ReferenceEngine
from triage.interview.state import AskingWhich, Interview
from triage.language.ruleset import RuleSet
from triage.language.words import Level
from triage.talk.conversation import GO_ON, STOP

STANDS = choose(Q["alarm"], "saddle", "cold")
HANGS = choose(Q["alarm"], "cold", "pale")
NUMBED = "Which is it?"


def followed(person: Person) -> Assessment:
    result = talk(person, ruleset=followed_up())
    assert isinstance(result, Assessment)
    return result


def test_what_stands_is_told_and_then_the_follow_up_comes() -> None:
    person = Person([STANDS], [GO_ON, "1", *TO_THE_RESULT])
    result = followed(person)
    first, second = person.menus[0][0], person.menus[1][0]
    assert "Do that first" in first and NUMBED not in first
    assert NUMBED in second and "So far" in second
    assert sum("Do that first" in message for message, _, _ in person.menus) == 1
    assert result.answers["alarm"].yes == {"saddle"}


def test_who_stops_there_keeps_what_they_ticked() -> None:
    person = Person([STANDS], [STOP])
    result = followed(person)
    assert len(person.menus) == 1
    assert result.answers["alarm"] == STANDS
    assert result.level is Level.EMERGENCY


def test_what_hangs_on_the_follow_up_is_told_after_it() -> None:
    person = Person([HANGS], ["1", *TO_THE_RESULT])
    assert followed(person).level is not Level.EMERGENCY
    assert NUMBED in person.menus[0][0]
    assert not any("Do that first" in message for message, _, _ in person.menus)


@pytest.mark.slow
@pytest.mark.parametrize("question", ["brain_signs", "spine_signs", "leg_signs", "weakness"])
def test_what_is_certain_holds_whatever_is_meant(legs: RuleSet, question: str) -> None:
    """Every set of ticks of a question, every way to answer its follow-ups."""
    engine, asked = ReferenceEngine(legs), legs.questions[question]
    narrowed = [option for option in asked.options if option.narrow]
    ticked = narrowed[:1] if asked.kind.takes_one else narrowed[:3]
    screen = next(one for one in legs.screens if question in one.questions)
    others = {name: choose(legs.questions[name]) for name in screen.questions if name != question}
    for extra in [(), *((option.id,) for option in asked.options if not option.narrow)][:3]:
        if asked.kind.takes_one and extra:
            continue
        start = Interview(legs).reopen(question)
        told = {**others, question: choose(asked, *(one.id for one in ticked), *extra)}
        start = start.tell({one.id: told[one.id] for one in start.shown.questions})  # type: ignore[union-attr]
        certain = engine.assess(start.certain).level
        for places in product(range(2), repeat=len(ticked)):
            end = start
            for place in places:
                which = end.which
                assert isinstance(which, AskingWhich)
                meant = (which.follow_up.keep, which.follow_up.drop)[place][0]
                end = end.narrow(meant)
            assert end.which is None
            assert end.certain == end.answers
            assert certain <= engine.assess(end.answers).level
