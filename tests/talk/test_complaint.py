"""Own words in a conversation: asked where they can be understood, shown, kept, and never an
answer.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.examples import examples
from tests.talk.test_conversation import ASKED, DONE, RULES, Person, talk
from tests.talk.test_screens import SCREENED
from triage.answers.value import Answers
from triage.engine.assessment import Assessment
from triage.engine.reference import ReferenceEngine
from triage.interview.journal import dumps, loads
from triage.interview.state import Interview
from triage.interview.store import NoStore, Store
from triage.interview.ticks import Ticks
from triage.interview.whom import Whom
from triage.language.ruleset import RuleSet
from triage.prompts import Interrupted
from triage.render.results.understood import UNDERSTOOD
from triage.talk.complaint import WHAT_IS_WRONG
from triage.talk.conversation import Conversation

PHRASES = {"swollen": ("leg|calf swollen", "swollen leg|calf"), "hot": ("leg|calf hot",)}


def spoken(ruleset: RuleSet) -> RuleSet:
    """The rule set with words for the options of one question."""
    leg = ruleset.questions["leg"]
    options = tuple(
        one.model_copy(update={"phrases": PHRASES.get(one.id, ())}) for one in leg.options
    )
    question = leg.model_copy(update={"options": options})
    return replace(ruleset, questions={**ruleset.questions, "leg": question})


PLAIN, ON_SCREENS = spoken(RULES), spoken(SCREENED)


class Speaker(Person):
    """A person who says what is wrong, and remembers the marks that they were shown."""

    def __init__(self, says: str = "", *arguments: object) -> None:
        super().__init__(*arguments)  # type: ignore[arg-type] # as the person takes them
        self.says, self.told, self.marks = says, [], []

    def tell(self, message: str) -> str:
        self.told.append(message)
        return self.says

    def tick(self, asking, former, note, marks):
        self.marks.append(marks)
        return super().tick(asking, former, note, marks)


def test_it_is_asked_only_where_the_rule_set_lists_words() -> None:
    for ruleset, told in ((RULES, []), (ON_SCREENS, [WHAT_IS_WRONG])):
        person = Speaker("my leg is swollen")
        talk(person, ruleset=ruleset)
        assert person.told == told


def test_what_was_understood_is_shown_and_marks_lines() -> None:
    person = Speaker("My  leg is swolen, and zygomatic.")
    result = talk(person, ruleset=ON_SCREENS)
    assert person.saw("“leg is swolen” points to: Swollen")
    assert person.saw(UNDERSTOOD)
    assert person.saw("Not understood: “and zygomatic”.")
    assert person.marks[0] == {("leg", "swollen"): "you wrote “leg is swolen”"}
    assert isinstance(result, Assessment)
    assert result.answers["leg"].yes == frozenset()
    assert person.formers[0] is None


def test_where_there_are_no_screens_the_question_says_it() -> None:
    person = Speaker("leg swollen")
    talk(person, ruleset=PLAIN)
    assert person.asked == ASKED
    assert "You wrote “leg swollen”: Swollen" in person.notes[ASKED.index("leg")]
    assert "You wrote" not in person.notes[ASKED.index("alarm")]


def test_a_sentence_that_came_with_the_command_is_not_asked_for() -> None:
    person = Speaker("unused")
    talk(person, ruleset=ON_SCREENS, complaint="hot and swollen leg")
    assert person.told == []
    assert ("leg", "swollen") in person.marks[0]


def test_enter_passes_over_it() -> None:
    person = Speaker("")
    talk(person, ruleset=ON_SCREENS)
    assert person.marks[0] == {}
    assert not person.saw("points to")


def test_it_is_kept_and_marks_again_after_going_on(tmp_path: Path) -> None:
    store = Store(tmp_path)
    person = Speaker("swollen calf", [Ticks(), Interrupted()])
    talk(person, store, ON_SCREENS)
    kept = json.loads((tmp_path / "tiny.json").read_text(encoding="utf-8"))
    assert kept["complaint"] == "swollen calf"
    later = Speaker("unused", [], ["go_on", DONE])
    talk(later, store, ON_SCREENS)
    assert later.told == []
    assert later.marks[0] == {("leg", "swollen"): "you wrote “swollen calf”"}


def test_the_complaint_is_there_for_the_page() -> None:
    engine, about = ReferenceEngine(ON_SCREENS), {"whom": Whom.MYSELF}
    person = Speaker("  my\tleg is   swollen ")
    conversation = Conversation(ON_SCREENS, engine, person, NoStore(), "112", **about)
    assert conversation.complaint == ""
    conversation.run()
    assert conversation.complaint == "my leg is swollen"


def test_what_is_no_text_in_a_kept_file_is_left_out() -> None:
    content = json.loads(dumps(Interview(RULES, (), complaint="numb")))
    assert content["complaint"] == "numb"
    events = [{"reopened": "leg"}]
    for written in (7, None, ["x"], {}):
        data = json.dumps({**content, "complaint": written, "events": events}).encode()
        found = loads(data, RULES).interview
        assert found is not None
        assert found.complaint == ""


@pytest.mark.slow
@examples(40)
@given(st.text(max_size=60) | st.sampled_from(["leg swollen", "hot leg, not swollen", "calf hot"]))
def test_no_sentence_changes_an_answer(says: str) -> None:
    silent, heard = Speaker(""), Speaker(says)
    results = [talk(one, ruleset=ON_SCREENS) for one in (silent, heard)]
    answers = [one.answers for one in results]
    assert answers[0] == answers[1] != Answers()
    assert silent.asked == heard.asked
