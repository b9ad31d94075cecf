"""When somebody was last well: asked once below the card, kept, and told to who helps."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from tests.talk.test_conversation import ALL_QUIET, RULES, Person, talk
from triage.answers.answer_file import as_file, read_case
from triage.answers.value import LONGEST_NOTE, Answers, choose
from triage.engine.assessment import Assessment
from triage.engine.reference import ReferenceEngine
from triage.interview.journal import dumps, loads
from triage.interview.state import Interview, LastWell
from triage.language.diagnostics import AnswerError, Span
from triage.language.model import Statement
from triage.language.ruleset import RuleSet
from triage.prompts import Command
from triage.render.formats import text
from triage.render.formats.page import Page
from triage.render.results.handover import Notes, handover_section
from triage.render.results.plan import Plan
from triage.render.results.plan_json import plan_json
from triage.why.explanation import Explanation

ASK = "When were you last well?"
CLOT = choose(RULES.questions["leg"], "swollen", "hot")


def asking(ruleset: RuleSet) -> RuleSet:
    """The rule set, with a clot that asks when the person was last well."""
    asked = Statement.model_validate({"text": ASK, "cites": ["A-clot"]})
    clot = ruleset.causes["clot"].model_copy(update={"last_well": asked})
    return replace(ruleset, causes={**ruleset.causes, "clot": clot})


WELL = asking(RULES)


class Telling(Person):
    """Says when they were last well."""

    def __init__(self, *replies: object, words: str = "at 7 this morning") -> None:
        super().__init__([ALL_QUIET[0], *replies])
        self.words, self.asked_for = words, list[str]()

    def tell(self, message: str) -> str:
        self.asked_for.append(message)
        self.shown.append(message)
        return self.words


def result_of(person: Person) -> Assessment:
    result = talk(person, ruleset=WELL)
    assert isinstance(result, Assessment)
    return result


def test_it_is_asked_once_and_below_the_card() -> None:
    person = Telling(CLOT)
    result = result_of(person)
    assert result.answers.last_well == "at 7 this morning"
    assert [message.startswith(ASK) for message in person.asked_for] == [True]
    card = next(place for place, one in enumerate(person.shown) if "help today" in one)
    assert card < person.shown.index(person.asked_for[0])


def test_nobody_is_asked_to_whom_it_says_nothing() -> None:
    person = Telling()
    assert result_of(person).answers.last_well == ""
    assert person.asked_for == []


def test_who_passes_over_it_is_not_asked_again() -> None:
    person = Telling(CLOT, words="  ")
    assert result_of(person).answers.last_well == ""
    assert len(person.asked_for) == 1


def test_going_back_takes_it_away_with_the_sign_and_the_sign_asks_again() -> None:
    person = Telling(CLOT, Command.BACK, CLOT)
    assert result_of(person).answers.last_well == "at 7 this morning"
    assert len(person.asked_for) == 2
    told = Interview(WELL).answer(ALL_QUIET[0]).answer(CLOT)
    assert told.last_well("at 7").back() == told.back()


def test_it_is_one_line_of_some_words() -> None:
    said = Interview(WELL).last_well("at\n 7 \x1b " + "x" * 200)
    assert said.answers.last_well.startswith("at 7 \x1b x")
    assert len(said.answers.last_well) == LONGEST_NOTE


def test_it_is_kept_with_unfinished_answers() -> None:
    interview = Interview(WELL).answer(ALL_QUIET[0]).answer(CLOT).last_well("at 7")
    kept = loads(dumps(interview, datetime(2026, 3, 2)).encode(), WELL).interview
    assert kept is not None
    assert kept.events == interview.events
    assert kept.was_asked_when_well
    damaged = dumps(interview).encode().replace(b'"at 7"', b"7")
    other = loads(damaged, WELL).interview
    assert other is not None
    assert not any(isinstance(event, LastWell) for event in other.events)


def test_an_answer_file_says_it() -> None:
    answers = Answers({"leg": CLOT}, "at 7")
    written = as_file(answers, WELL)
    assert written["last_well"] == "at 7"
    assert read_case(written, WELL, Span("x")) == answers
    for wrong in ("", "  ", ["at 7"], 7, None, "x" * (LONGEST_NOTE + 1)):
        with pytest.raises(AnswerError, match="`last_well` takes some words"):
            read_case({**written, "last_well": wrong}, WELL, Span("x"))


def plan_of(ruleset: RuleSet, answers: Answers) -> Plan:
    return Plan(Explanation(ReferenceEngine(ruleset).assess(answers)), "112")


def handed_over(plan: Plan) -> str:
    page = Page("", (handover_section(plan, Notes()),))
    return text.render(page, 80, colour=False, unicode=True)


def test_who_helps_is_told() -> None:
    plan = plan_of(WELL, Answers({"leg": CLOT}, "at 7 this morning"))
    assert plan_json(plan)["last_well"] == "at 7 this morning"
    assert "Last well" in handed_over(plan) and "“at 7 this morning”" in handed_over(plan)


def test_the_page_to_hand_over_says_that_nobody_knows() -> None:
    assert "Not said." in handed_over(plan_of(WELL, Answers({"leg": CLOT})))
    quiet = plan_of(WELL, Answers({"leg": ALL_QUIET[1]}, "at 7"))
    assert "Last well" not in handed_over(quiet)
    assert plan_json(quiet)["last_well"] == ""


def test_the_ambulance_is_told_of_a_stroke(legs: RuleSet) -> None:
    signs = choose(legs.questions["brain_signs"], "face_arm_speech")
    plan = plan_of(legs, Answers({"brain_signs": signs}, "at 7 this morning"))
    assert plan.say == (
        "I need an ambulance. Possible stroke: face droop, weak arm or speech trouble."
        " Last well: at 7 this morning."
    )
