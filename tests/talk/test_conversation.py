"""A whole conversation with a scripted person: what is asked, shown, kept, and returned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from tests.places import TINY
from triage.answers.value import DECLINED, NOT_ASKED, NOT_SURE, Answer, Answers, State, choose
from triage.engine.assessment import Assessment
from triage.engine.reference import ReferenceEngine
from triage.files.writing import StoreError
from triage.interview.order import AskingScreen
from triage.interview.state import Answered, Asking, Interview
from triage.interview.store import NoStore, Store
from triage.interview.ticks import Ticks, ticks_of
from triage.interview.whom import Whom
from triage.language.load import load
from triage.language.model import FollowUp
from triage.language.screens import QuestionScreen, ScreenLine
from triage.language.words import Level
from triage.prompts import Choice, Command, InputEnded, Interrupted, Screen
from triage.render.formats.page import Line, LineKind, Page, PageSection
from triage.render.results.interview_words import ONCE_MORE, SETTLED, at_most
from triage.talk.beginning import ANEW, NO, WHAT_IS_NEW
from triage.talk.browse import browse, first_screen
from triage.talk.conversation import DONE, GET_HELP, GO_ON, STOP, Conversation, Left
from triage.talk.rises import TAKEN_BACK

RULES = load(TINY)
Q = RULES.questions

QUIET = {
    "alarm": choose(Q["alarm"]),
    "leg": choose(Q["leg"]),
    "persistence": choose(Q["persistence"], "settled"),
    "severity": choose(Q["severity"], "mild"),
    "walking_pain": choose(Q["walking_pain"], "none"),
    "smoking": choose(Q["smoking"], "never"),
    "clothes": choose(Q["clothes"], "no"),
    "stairs": choose(Q["stairs"], "yes"),
}
ASKED = [name for name in QUIET if name != "stairs"]
ALL_QUIET = [QUIET[name] for name in ASKED]
SADDLE = choose(Q["alarm"], "saddle")
TO_THE_RESULT = [DONE]


ASIDES = {SETTLED: GO_ON, WHAT_IS_NEW: NO, GET_HELP: GO_ON}
"""What a person says to the offers that nothing hangs on here."""


class Person:
    """Answers from a script: questions by a reply or else as a person with quiet legs, menus in
    turn.
    """

    def __init__(
        self,
        replies: Sequence[object] = (),
        menus: Sequence[object] = tuple(TO_THE_RESULT),
        asides: Mapping[str, object] = ASIDES,
    ) -> None:
        self._asides = asides
        self.screen = Screen(60)
        self.replies, self._menus = list(replies), list(menus)
        self.asked: list[str] = []
        self.notes: list[str] = []
        self.defaults: list[Answer] = []
        self.wordings: list[str] = []
        self.formers: list[Ticks | None] = []
        self.screens: list[AskingScreen] = []
        self.menus: list[tuple[str, dict[str, str], str]] = []
        self.shown: list[str] = []

    def show(self, text: str) -> None:
        self.shown.append(text)

    def ask(self, asking: Asking, default: Answer, note: str) -> Answer | Command:
        name = asking.question.id
        self.asked.append(name)
        self.notes.append(note)
        self.defaults.append(default)
        self.wordings.append(asking.text)
        return self._said(self.replies.pop(0) if self.replies else QUIET[name])

    def tick(self, asking, former, note, marks) -> Ticks | Command:  # noqa: ARG002
        self.asked.append(asking.screen.id)
        self.notes.append(note)
        self.formers.append(former)
        self.screens.append(asking)
        quiet = ticks_of(asking, {one.id: QUIET[one.id] for one in asking.questions})
        return self._said(self.replies.pop(0) if self.replies else quiet)

    def choose(self, message: str, choices: Sequence[Choice], default: str) -> str | Command:
        for words, reply in self._asides.items():
            if words in message:
                return self._said(reply)
        self.menus.append((message, {choice.id: choice.label for choice in choices}, default))
        return self._said(self._menus.pop(0))

    def saw(self, words: str) -> bool:
        return words in " ".join(" ".join(self.shown).split())

    @staticmethod
    def _said(reply):
        if isinstance(reply, BaseException):
            raise reply
        return reply


def talk(person: Person, store=None, ruleset=RULES, **about) -> Assessment | Left:
    settings = {"whom": Whom.MYSELF} | about
    engine = ReferenceEngine(ruleset)
    store = store or NoStore()
    with closing(Conversation(ruleset, engine, person, store, "112", **settings)) as conversation:
        return conversation.run()


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "state")


def test_a_quiet_interview_asks_once_reviews_and_returns_the_assessment():
    person = Person()
    result = talk(person)
    assert isinstance(result, Assessment)
    assert result.level is Level.SELF_CARE
    assert person.asked == ASKED
    assert set(result.answers.given) == set(ASKED)
    assert person.defaults == [NOT_ASKED] * 7


def test_progress_is_told_in_words_and_the_number_never_grows():
    person = Person()
    talk(person)
    assert person.notes[0].startswith("Warning signs. At most ")
    counts = [
        int(note.split("At most ")[1].split()[0]) for note in person.notes if "At most" in note
    ]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] >= len(person.asked) - 1
    assert person.notes[-1] == "The numbness itself. No more questions after this one."


def test_the_number_counts_each_question_once_and_the_first_screen_tells_of_asking_again():
    person = Person()
    talk(person)
    open_at_first = Interview(RULES).screens_open
    said = f"At most {open_at_first - 1} more questions."
    assert person.notes[0] == f"Warning signs. {said} {ONCE_MORE}"
    assert not any(ONCE_MORE in note for note in person.notes[1:])


def test_what_seems_the_last_question_tells_that_it_can_come_again():
    assert at_most(0, "screen", says_again=True) == f"No more screens after this one. {ONCE_MORE}"


def test_not_sure_about_a_warning_sign_is_asked_again_in_plainer_words():
    person = Person([NOT_SURE, NOT_SURE])
    result = talk(person)
    assert person.asked[:3] == ["alarm", "alarm", "leg"]
    assert person.wordings[1] == Q["alarm"].plainer
    assert (
        person.notes[1]
        == "Warning signs. The same question in plainer words. Check it now, if you can."
    )
    assert result.answers["alarm"] == NOT_SURE


def test_back_asks_the_former_question_with_its_answer_as_often_as_wanted():
    former = choose(Q["alarm"], "cold")
    person = Person(
        [former, choose(Q["leg"], "hot"), Command.BACK, Command.BACK, Command.BACK, QUIET["alarm"]]
    )
    result = talk(person)
    assert person.asked[:7] == ["alarm", "leg", "persistence", "leg", "alarm", "alarm", "leg"]
    assert person.defaults[3:5] == [choose(Q["leg"], "hot"), former]
    assert person.defaults[6] == choose(Q["leg"], "hot")
    assert person.saw("This is the first question.")
    assert result.answers["alarm"] == QUIET["alarm"]


def test_why_and_help_explain_and_ask_again():
    person = Person([Command.WHY, Command.HELP])
    talk(person)
    assert person.asked[:3] == ["alarm", "alarm", "alarm"]
    assert person.saw("Nerves low in the spine may be pressed.")
    assert person.saw("Numbness between the legs: This is the part that would touch a saddle.")


def test_the_emergency_card_comes_at_once_and_stopping_leads_to_the_result():
    person = Person([SADDLE], [STOP])
    result = talk(person)
    assert person.asked == ["alarm"]
    assert person.saw("Call 112 now")
    assert result.level is Level.EMERGENCY
    message, _, default = person.menus[0]
    assert message.startswith("Get emergency help now.")
    assert default == STOP


def test_after_going_on_the_card_comes_again_only_for_a_new_reason():
    again = choose(Q["alarm"], "saddle", "cold", "pale")
    person = Person([SADDLE, *ALL_QUIET[1:], again], [GO_ON, "alarm", GO_ON, *TO_THE_RESULT])
    result = talk(person)
    assert sum("Call 112 now" in text for text in person.shown) == 2
    assert result.answers["alarm"] == again


def test_going_back_from_the_card_corrects_the_answer_and_a_second_alarm_is_shown_again():
    person = Person([SADDLE, SADDLE], [Command.BACK, STOP])
    result = talk(person)
    assert person.asked == ["alarm", "alarm"]
    assert sum("Call 112 now" in text for text in person.shown) == 2
    assert result.level is Level.EMERGENCY


def test_it_begins_with_what_it_is_and_the_number_to_call():
    person = Person()
    talk(person)
    words = " ".join(person.shown[0].split())
    assert words.startswith(f"Tiny legs {RULES.identity.purpose} {RULES.identity.limits[0]}")
    assert "In an emergency, call 112 now" in words


def test_taking_back_an_emergency_sign_takes_back_its_card():
    person = Person([SADDLE, QUIET["alarm"]], [Command.BACK, *TO_THE_RESULT])
    talk(person)
    assert person.shown.count(TAKEN_BACK) == 1


def test_in_the_review_one_answer_is_changed_and_only_what_follows_is_asked():
    person = Person(
        [*ALL_QUIET, choose(Q["walking_pain"], "eases")], ["walking_pain", *TO_THE_RESULT]
    )
    result = talk(person)
    assert person.asked[7] == "walking_pain"
    assert person.defaults[7] == QUIET["walking_pain"]
    assert person.notes[7].startswith("The numbness itself. This is your earlier answer.")
    assert set(person.asked[8:]) <= {"stairs"}
    assert "walking_pattern" in result.findings


def test_the_review_shows_every_answer_in_the_four_different_ways():
    some = {"leg": choose(Q["leg"], "hot"), "persistence": NOT_SURE, "smoking": DECLINED}
    person = Person([some.get(name, QUIET[name]) for name in ASKED])
    talk(person)
    _, lines, default = person.menus[0]
    assert default == DONE
    assert lines["alarm"] == "Do you notice any of these signs? None of these."
    assert lines["leg"] == "Is a leg swollen or hot? Hot."
    assert lines["persistence"].endswith("? Not sure.")
    assert lines["smoking"].endswith("? Prefer not to say.")
    assert "stairs" not in lines


def test_the_review_is_the_one_confirmation():
    person = Person()
    assert isinstance(talk(person), Assessment)
    assert len(person.menus) == 1


def test_back_from_the_review_asks_the_last_question_again():
    person = Person(menus=[Command.BACK, *TO_THE_RESULT])
    talk(person)
    assert person.asked[-2:] == ["clothes", "clothes"]


def test_back_from_a_reopened_question_leaves_its_answer_as_it_was():
    person = Person([*ALL_QUIET, Command.BACK], ["leg", *TO_THE_RESULT])
    assert talk(person).answers["leg"] == QUIET["leg"]


@pytest.mark.parametrize(
    "leaving", [Command.QUIT, Interrupted(), InputEnded(), KeyboardInterrupt()]
)
def test_leaving_keeps_the_answers_and_says_how_to_go_on(store, leaving):
    person = Person([QUIET["alarm"], leaving])
    result = talk(person, store)
    assert result == Left(Answers({"alarm": QUIET["alarm"]}), kept=True)
    assert person.saw("Run `triage` again to go on.")
    assert person.saw(store.place)
    assert store.load(RULES).interview.answers == result.answers


@pytest.mark.parametrize(
    "leaving", [Command.QUIT, Interrupted(), InputEnded(), KeyboardInterrupt()]
)
def test_leaving_from_a_menu_keeps_the_answers_too(store, leaving):
    result = talk(Person(menus=[leaving]), store)
    assert isinstance(result, Left)
    assert len(store.load(RULES).interview.answers.given) == 7


def test_every_answer_and_step_back_is_kept_at_once(store):
    kept = []

    class Watching(Person):
        def ask(self, *args):
            found = store.load(RULES).interview
            kept.append(len(found.events) if found else 0)
            return super().ask(*args)

    talk(Watching([QUIET["alarm"], QUIET["leg"], Command.BACK]), store)
    assert kept[:5] == [0, 1, 2, 1, 2]


def test_back_at_the_start_nothing_is_kept(store):
    person = Person([QUIET["alarm"], Command.BACK, Interrupted()])
    assert talk(person, store) == Left(Answers(), kept=False)
    assert store.load(RULES).interview is None
    assert person.saw("nothing is kept")


def test_unfinished_answers_are_offered_and_gone_on_with(store):
    store.save(Interview(RULES, (Answered("alarm", QUIET["alarm"]),)))
    person = Person(menus=[GO_ON, *TO_THE_RESULT])
    result = talk(person, store)
    assert person.asked[0] == "leg"
    assert result.answers["alarm"] == QUIET["alarm"]


def test_starting_anew_asks_everything_and_replaces_the_old_answers_with_the_first_new_one(store):
    old = Interview(RULES, (Answered("alarm", choose(Q["alarm"], "cold")),))
    store.save(old)
    assert talk(Person([Interrupted()], [ANEW]), store) == Left(Answers(), kept=False)
    assert store.load(RULES).interview == old
    talk(Person([NOT_SURE, Interrupted()], [ANEW]), store)
    assert store.load(RULES).interview.answers == Answers({"alarm": NOT_SURE})


def test_leaving_at_the_offer_keeps_the_old_answers(store):
    store.save(Interview(RULES, (Answered("alarm", QUIET["alarm"]),)))
    assert talk(Person(menus=[Interrupted()]), store).kept
    assert store.load(RULES).interview.answers["alarm"] == QUIET["alarm"]


def test_an_emergency_in_unfinished_answers_is_shown_before_anything_is_asked(store):
    store.save(Interview(RULES, (Answered("alarm", SADDLE),)))
    person = Person(menus=[GO_ON, STOP])
    assert talk(person, store).level is Level.EMERGENCY
    assert person.asked == []
    assert person.saw("Call 112 now")


def test_what_the_store_reports_is_shown(store, tmp_path):
    store.save(Interview(RULES))
    (tmp_path / "state" / "tiny.json").write_text("junk")
    person = Person()
    talk(person, store)
    assert person.saw("is damaged")


class FullStore(Store):
    def save(self, interview):  # noqa: ARG002
        raise StoreError(Path("place"), OSError(28, "No space left on device"))


def test_where_answers_cannot_be_saved_it_is_said_once_and_the_conversation_goes_on(tmp_path):
    person = Person()
    assert isinstance(talk(person, FullStore(tmp_path)), Assessment)
    told = "Your answers cannot be saved here (No space left on device). They stay in memory."
    assert person.shown.count(told) == 1


def test_nothing_is_promised_that_was_not_kept(tmp_path):
    for unable in (FullStore(tmp_path), NoStore()):
        person = Person([QUIET["alarm"], Interrupted()])
        assert talk(person, unable).kept is False
        assert person.saw("Your answers are not kept.")


def test_a_file_that_cannot_be_read_is_not_written_over(tmp_path):
    class Unreadable(Store):
        def load(self, ruleset):  # noqa: ARG002
            raise StoreError(Path("place"), OSError(13, "Permission denied"))

    person = Person()
    talk(person, Unreadable(tmp_path))
    assert person.saw("cannot be saved here (Permission denied)")
    assert list(tmp_path.iterdir()) == []


def test_help_in_a_menu_does_not_choose():
    person = Person(menus=[Command.HELP, Command.WHY, *TO_THE_RESULT])
    assert isinstance(talk(person), Assessment)
    assert len(person.menus) == 3


def test_a_partly_sure_answer_stays_partly_open():
    partly = choose(Q["leg"], "hot", others=State.NOT_SURE)
    assert talk(Person([QUIET["alarm"], partly, partly])).answers["leg"] == partly


PAGE = Page(
    "Result",
    (
        PageSection("What to do now", (Line("Get help.", LineKind.STRONG), Line("Rest."))),
        PageSection("Why", (Line("Because."),), folded=True),
    ),
)


def browsed(*menus: object, save=lambda ending: f"Saved as result.{ending}.") -> Person:
    person = Person(menus=menus)
    browse(person, PAGE, save)
    return person


def test_a_part_of_the_result_is_shown_unfolded():
    person = browsed("*read", "1", "*back", "*finish")
    assert person.saw("Because.")
    assert not person.saw("Rest.")
    assert browsed("*read", "*everything", "*back", "*finish").saw("Rest.")


def test_after_a_part_enter_alone_reads_on_and_ends_at_the_way_back():
    person = browsed("*read", "0", "1", "*everything", "*back", "*finish")
    assert [default for message, _, default in person.menus if "read" in message] == [
        "1",
        "1",
        "*everything",
        "*back",
    ]


def test_signs_left_unsure_come_first_in_the_menu_and_are_not_on_the_first_screen():
    unsure = PageSection("You were not sure", (Line("A cold leg"),), id="unsure")
    page = replace(PAGE, sections=(PAGE.sections[0], unsure, *PAGE.sections[1:]))
    person = Person(menus=["*unsure", "*finish"])
    browse(person, page, lambda _: "")
    assert person.menus[0][2] == "*unsure"
    assert person.saw("A cold leg")
    assert (first_screen(page).title, first_screen(page).sections) == (
        "Get help.",
        (PageSection("", (Line("Rest."),), id="now"),),
    )


def test_the_result_is_saved_in_the_chosen_format_and_failing_is_said():
    def fail(_):
        raise StoreError(Path("result.md"), OSError(28, "No space left on device"))

    assert browsed("*save", "md", "*finish").saw("Saved as result.md.")
    assert browsed("*save", "md", "*finish", save=fail).saw(
        "`result.md` cannot be used: No space left on device"
    )


@pytest.mark.parametrize(
    "leaving", [Command.QUIT, Interrupted(), InputEnded(), KeyboardInterrupt(), "*finish"]
)
def test_leaving_the_menu_after_the_result_ends_it(leaving):
    assert browsed(leaving).shown == []


def test_going_back_from_the_result_does_not_end_it():
    person = browsed(Command.BACK, "*read", Command.BACK, "*finish")
    assert person.saw("There is nothing to go back to")
    assert len(person.menus) == 4


def followed_up():
    """The small rule set with a follow-up on a cold foot."""
    narrow = {
        "ask": "Which is it?",
        "keep": [{"text": "It is new"}],
        "drop": [{"text": "As for years"}],
        "cites": ["A-lasts"],
    }
    options = tuple(
        option.model_copy(update={"narrow": FollowUp.model_validate(narrow)})
        if option.id == "cold"
        else option
        for option in Q["alarm"].options
    )
    alarm = Q["alarm"].model_copy(update={"options": options})
    return replace(RULES, questions={**Q, "alarm": alarm})


@pytest.mark.parametrize(("said", "is_kept"), [("0", True), ("1", False), ("not_sure", True)])
def test_a_follow_up_comes_right_after_the_tick_and_before_the_emergency(said, is_kept):
    ruleset = followed_up()
    person = Person(
        [choose(Q["alarm"], "cold", "pale")], [said, *([GO_ON] if is_kept else []), *TO_THE_RESULT]
    )
    result = talk(person, ruleset=ruleset)
    message, lines, default = person.menus[0]
    assert "Which is it?" in message and Q["alarm"].option("cold").text in message
    assert list(lines.values()) == ["It is new", "As for years", "Not sure"]
    assert default == "not_sure"
    assert person.saw(f"Which is it? > {lines[said]}")
    assert ("cold" in result.answers["alarm"].yes) is is_kept
    assert (result.level is Level.EMERGENCY) is is_kept
    assert person.asked.count("alarm") == 1


def test_a_follow_up_quotes_the_line_that_was_ticked():
    line = ScreenLine(sets={"alarm": "cold"}, text="A foot is cold")
    alarms = QuestionScreen(id="alarms", text="Is one so?", lines=(line,))
    person = Person([Ticks(frozenset({("alarm", "cold")}))], ["1", *TO_THE_RESULT])
    talk(person, ruleset=replace(followed_up(), screens=(alarms,)))
    assert person.menus[0][0].endswith("“A foot is cold”: Which is it?")


def test_going_back_from_a_follow_up_asks_the_question_again():
    ruleset = followed_up()
    person = Person([choose(Q["alarm"], "cold"), QUIET["alarm"]], [Command.BACK, *TO_THE_RESULT])
    result = talk(person, ruleset=ruleset)
    assert person.asked[:2] == ["alarm", "alarm"]
    assert result.answers["alarm"] == QUIET["alarm"]
