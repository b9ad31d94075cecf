"""A conversation by screens: what is told at once, offered, asked again, and left open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.talk.test_conversation import ALL_QUIET, DONE, QUIET, RULES, Person, talk
from triage.answers.value import NOT_SURE, Answers, choose
from triage.engine.assessment import Assessment
from triage.engine.reference import ReferenceEngine
from triage.interview.state import Interview
from triage.interview.store import Store
from triage.interview.ticks import Ticks
from triage.interview.whom import Whom
from triage.language.model import Question, UnsureAdvice
from triage.language.screens import NoneOfThese, QuestionScreen, ScreenLine
from triage.language.source import Text
from triage.language.words import Level
from triage.prompts import Command, Interrupted
from triage.render.results.interview_words import SETTLED
from triage.talk.beginning import GO_ON, OTHERS, WHAT_IS_NEW
from triage.talk.conversation import (
    FIRST_SIGNS,
    NEW,
    NEW_SIGNS,
    STILL_UNSURE,
    STOP,
    UNSURE_TWICE,
    Left,
)
from triage.talk.rises import Rises, RiseTold


def lines(question: str, *but: str) -> tuple[ScreenLine, ...]:
    names = RULES.questions[question].option_ids
    return tuple(ScreenLine(sets={question: name}) for name in names if name not in but)


SIGNS = QuestionScreen(id="signs", text="Signs of an emergency?", lines=lines("alarm"), opens=True)
LEGS = QuestionScreen(id="legs", text="Look at your legs.", lines=lines("leg"), opens=True)
COURSE = QuestionScreen(
    id="course",
    text="How is it?",
    lines=(*lines("persistence", "settled"), *lines("severity", "mild")),
    none=NoneOfThese(
        sets={"persistence": "settled", "severity": "mild"}, says="It is gone, and it was mild."
    ),
)


def advised(question: Question, level: str, text: str) -> Question:
    advice = UnsureAdvice.model_validate({"level": Text(level), "text": text, "cites": ["A-lasts"]})
    return question.model_copy(update={"unsure": (advice,)})


SCREENED = replace(
    RULES,
    screens=(SIGNS, LEGS, COURSE),
    questions={
        **RULES.questions,
        "alarm": advised(RULES.questions["alarm"], "emergency", "Call {emergency_number} now."),
        "leg": advised(RULES.questions["leg"], "urgent", "Speak to someone today."),
    },
)
SWOLLEN = Ticks(yes=frozenset({("leg", "swollen"), ("leg", "hot")}))
SADDLE = Ticks(yes=frozenset({("alarm", "saddle")}))
NOTHING = Ticks()
UNSURE = {name: Ticks(unsure_of=frozenset({name})) for name in ("alarm", "leg")}


def said(person: Person, *menus: object, **about: object):
    person._menus[:] = menus
    return talk(person, ruleset=SCREENED, **about)


def test_what_people_answer_together_is_asked_together():
    person = Person()
    result = talk(person, ruleset=SCREENED)
    assert isinstance(result, Assessment)
    assert person.asked[:3] == ["signs", "legs", "course"]
    assert result.answers["severity"] == QUIET["severity"]
    assert person.formers[0] is None


def test_a_rise_is_told_at_once_and_stays_in_sight():
    person = Person([NOTHING, SWOLLEN])
    result = talk(person, ruleset=SCREENED)
    assert result.level is Level.URGENT
    assert person.saw("Get medical help today.")
    assert person.saw("Because your leg is swollen and hot.")
    assert [("So far" in note) for note in person.notes[:3]] == [False, False, True]
    assert person.notes[2].endswith("\nSo far: get medical help today.")
    assert "So far: get medical help today." in person.menus[-1][0]


def test_before_the_first_rise_no_level_is_shown():
    person = Person()
    talk(person, ruleset=SCREENED)
    assert not any("So far" in text for text in (*person.notes, *person.shown))


def test_a_lower_rise_is_told_in_one_line():
    constant = Ticks(yes=frozenset({("persistence", "constant")}))
    person = Person([NOTHING, NOTHING, constant])
    talk(person, ruleset=SCREENED)
    told = [text.strip() for text in person.shown if text.startswith("So far")]
    assert told == ["So far: see a doctor. Because the numbness is there all the time."]


def test_leaving_says_the_level_so_far():
    person = Person([NOTHING, SWOLLEN, Interrupted()])
    assert isinstance(talk(person, ruleset=SCREENED), Left)
    assert "So far: get medical help today." in person.shown


def test_the_result_is_offered_once_when_nothing_can_raise_the_level():
    person = Person(asides={})
    result = said(person, STOP)
    message, offered, default = person.menus[0]
    assert message.startswith(SETTLED)
    assert "say so here" in message
    assert default == STOP
    assert list(offered) == [STOP, GO_ON, NEW]
    assert result.level is Level.SELF_CARE
    declined = Person(asides={})
    said(declined, GO_ON, DONE)
    assert len(declined.menus) == 2


def test_the_result_now_says_what_was_left_open():
    person = Person([NOTHING, Command.RESULT, Command.RESULT])
    result = said(person, GO_ON, STOP)
    assert person.asked == ["signs", "legs", "legs"]
    assert set(result.answers.given) == {"alarm"}
    message = person.menus[0][0]
    assert "still open. Some can still show that help is needed sooner:" in message
    assert "“Look at your legs.”" in message
    assert person.menus[0][2] == GO_ON  # Enter alone asks on while a sign is open


class WantsTheResult(Person):
    """Asks for the result on the first screen after the offer of it."""

    def choose(self, message, choices, default):
        if not self.menus:
            self.replies = [Command.RESULT]
        return super().choose(message, choices, default)


def test_asking_for_the_result_of_what_is_settled_offers_to_say_what_is_new():
    person = WantsTheResult(asides={})
    said(person, GO_ON, NEW, STOP)
    assert [list(lines) for _, lines, _ in person.menus[:2]] == [[STOP, GO_ON, NEW]] * 2
    assert [usual for _, _, usual in person.menus[:2]] == [STOP] * 2
    assert person.saw(NEW_SIGNS)
    assert person.asked.count("signs") == 2


def test_something_new_asks_for_the_signs_again_with_what_was_said():
    leg = Ticks(yes=frozenset({("leg", "hot")}))
    person = Person([NOTHING, leg, Command.NEW, SADDLE])
    result = said(person, STOP)
    assert person.asked == ["signs", "legs", "course", "signs"]
    assert person.saw(NEW_SIGNS)
    assert person.formers[3] == NOTHING
    assert result.level is Level.EMERGENCY


def test_something_new_before_the_first_answer_asks_what_comes_anyway():
    person = Person([Command.NEW])
    talk(person, ruleset=SCREENED)
    assert person.asked[:3] == ["signs", "signs", "legs"]
    assert person.saw(FIRST_SIGNS)


def test_back_from_what_is_asked_again_leaves_the_answers_as_they_were():
    person = Person([NOTHING, NOTHING, Command.NEW, Command.BACK])
    result = talk(person, ruleset=SCREENED)
    assert person.asked[:5] == ["signs", "legs", "course", "signs", "course"]
    assert result.answers["alarm"] == QUIET["alarm"]


def test_going_back_brings_the_ticks_of_a_screen_back():
    person = Person([SADDLE])
    person.replies.append(NOTHING)
    said(person, Command.BACK, DONE)
    assert person.asked[:2] == ["signs", "signs"]
    assert person.formers[1] == SADDLE


def test_who_stays_not_sure_of_an_emergency_is_told_to_call():
    person = Person([UNSURE["alarm"], NOT_SURE])
    result = said(person, STOP)
    assert person.asked == ["signs", "alarm"]
    assert person.saw("Call 112 now.")
    assert "Call 112 now." in person.menus[0][0]
    assert result.level is Level.SELF_CARE


def test_who_finds_out_in_plainer_words_is_told_nothing():
    person = Person([UNSURE["alarm"], QUIET["alarm"]])
    talk(person, ruleset=SCREENED)
    assert not person.saw("Call 112 now.")


def test_not_sure_on_two_screens_stops_and_has_somebody_fetched():
    person = Person([UNSURE["alarm"], NOT_SURE, UNSURE["leg"], NOT_SURE])
    said(person, GO_ON, STOP)
    assert person.asked == ["signs", "alarm", "legs", "leg"]
    assert person.menus[1][0] == f"Call 112 now.\n{UNSURE_TWICE}"
    assert person.menus[1][2] == STOP
    assert person.notes[2].endswith("\nCall 112 now.")


def test_without_advice_of_the_author_nobody_goes_on_unsure_unheard():
    silent = {
        name: SCREENED.questions[name].model_copy(update={"unsure": ()})
        for name in ("alarm", "leg")
    }
    bare = replace(SCREENED, questions={**SCREENED.questions, **silent})
    person = Person([UNSURE["alarm"], NOT_SURE, UNSURE["leg"], NOT_SURE], [STOP])
    talk(person, ruleset=bare)
    assert person.asked == ["signs", "alarm", "legs", "leg"]
    assert person.shown.count(f"{STILL_UNSURE}") == 1
    assert [menu[0] for menu in person.menus] == [UNSURE_TWICE]


def test_who_was_told_to_call_now_is_not_told_that_today_is_soon_enough():
    person = Person([UNSURE["alarm"], NOT_SURE, UNSURE["leg"], NOT_SURE])
    said(person, GO_ON, STOP)
    assert person.saw("Call 112 now.")
    assert not person.saw("Speak to someone today.")


def test_advice_to_call_now_stays_above_a_level_that_says_today():
    engine, person = ReferenceEngine(SCREENED), Person()
    rises = Rises(person, engine.assess(Answers()), "112")
    unsure = Answers({"alarm": NOT_SURE})
    rises.advise(engine.assess(unsure))
    swollen = engine.assess(
        unsure.replaced("leg", choose(RULES.questions["leg"], "swollen", "hot"))
    )
    assert rises.tell(swollen) is RiseTold.CARD
    assert swollen.level is Level.URGENT
    assert rises.sooner == ("Call 112 now.",)
    rises.tell(engine.assess(Answers({"alarm": choose(RULES.questions["alarm"], "saddle")})))
    assert rises.sooner == ()


def test_the_card_names_the_screen_that_was_read():
    person = Person([UNSURE["alarm"], NOT_SURE])
    said(person, STOP)
    assert person.saw(f"While you are not sure {SIGNS.text}")


def test_another_sign_left_unsure_is_spoken_about_today_and_the_talk_goes_on():
    person = Person([NOTHING, UNSURE["leg"], NOT_SURE])
    result = talk(person, ruleset=SCREENED)
    assert person.saw("Speak to someone today.")
    assert person.notes[3].endswith("\nSpeak to someone today.")
    assert result.answers["leg"] == NOT_SURE


def test_advice_goes_where_the_level_says_as_much():
    person = Person([UNSURE["alarm"], choose(RULES.questions["alarm"], "saddle")])
    said(person, STOP)
    assert not person.saw("While you are not sure")


@pytest.mark.parametrize(
    ("whom", "words"),
    [(Whom.WITH_ME, "is the person with you"), (Whom.ELSEWHERE, "is the person you ask")],
)
def test_the_first_thing_asked_is_whom_it_is_for(whom, words):
    person = Person(asides={SETTLED: GO_ON})
    said(person, whom.value, DONE, whom=None)
    assert person.menus[0][0] == "Who is it for?"
    assert all(words in note for note in person.notes)
    myself = Person(asides={SETTLED: GO_ON})
    said(myself, Whom.MYSELF.value, DONE, whom=None)
    assert not any("“You”" in note for note in myself.notes)


NOW = datetime(2026, 3, 2, 12, 0)


def kept(tmp_path, age: timedelta, whom: Whom = Whom.MYSELF) -> Store:
    interview = Interview(SCREENED, whom=whom)
    interview = interview.tell({"alarm": ALL_QUIET[0]}).tell({"leg": ALL_QUIET[1]})
    Store(tmp_path, lambda: NOW - age).save(interview)
    return Store(tmp_path, lambda: NOW)


@pytest.mark.parametrize(("reply", "again"), [("no", []), ("yes", ["signs", "legs"])])
def test_resuming_asks_what_is_new(tmp_path, reply, again):
    store = kept(tmp_path, timedelta(hours=1), Whom.WITH_ME)
    person = Person(asides={SETTLED: GO_ON})
    said(person, GO_ON, reply, DONE, store=store, clock=lambda: NOW)
    assert "from today at 11:00" in person.menus[0][0]
    assert person.menus[1][0] == WHAT_IS_NEW
    assert person.menus[1][2] == "yes"
    assert person.asked[: len(again) + 1] == [*again, "course"]
    assert "with you" in person.notes[0]


@pytest.mark.parametrize("age", [timedelta(hours=7), timedelta(days=3), timedelta(hours=-2)])
def test_answers_of_another_time_are_asked_for_again(tmp_path, age):
    person = Person()
    said(person, GO_ON, DONE, store=kept(tmp_path, age), clock=lambda: NOW)
    assert person.asked[:3] == ["signs", "legs", "course"]
    assert person.formers[:2] == [NOTHING, NOTHING]
    assert person.saw("The first screens come again, as signs can change.")


def test_two_windows_do_not_share_one_interview(tmp_path):
    first, second = kept(tmp_path, timedelta()), Store(tmp_path, lambda: NOW)
    assert first.claim(SCREENED)
    person = Person()
    result = talk(person, second, ruleset=SCREENED)
    assert person.saw(OTHERS)
    assert person.asked[0] == "signs"
    assert isinstance(result, Assessment)
    assert len(first.load(SCREENED).interview.events) == 2
    first.release()
    assert second.claim(SCREENED)


def test_the_order_is_explained_on_request():
    person = Person([Command.WHY, NOTHING, NOTHING, Command.WHY, Command.HELP])
    talk(person, ruleset=SCREENED)
    assert person.saw("The first screens ask for signs that can need help at once")
    assert person.saw("can still bring “See a doctor”.")
    assert person.saw("What does this mean?")


def test_the_review_has_a_line_for_each_screen_and_changes_one_whole():
    person = Person([], [DONE])
    talk(person, ruleset=SCREENED)
    offered: Mapping[str, str] = person.menus[-1][1]
    assert offered["alarm"] == "Signs of an emergency? None of these."
    assert offered["persistence"] == "How is it? None of these. It is gone, and it was mild."
    changing = Person()
    said(changing, "leg", DONE)
    assert changing.asked[-1] == "legs"
    assert changing.notes[-1].startswith("This is your earlier answer.")


def test_the_review_says_not_sure_where_that_was_said():
    person = Person([UNSURE["alarm"], NOT_SURE])
    said(person, GO_ON, DONE)
    offered: Mapping[str, str] = person.menus[-1][1]
    assert offered["alarm"] == "Signs of an emergency? Not sure."
