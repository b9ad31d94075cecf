"""An interview as JSON: what stands in the file, how large it may be, and what it is to others."""

from __future__ import annotations

import json

import pytest

from triage.answers.value import DECLINED, NOT_SURE, State, choose
from triage.interview.journal import Damaged, Unfinished, dumps, loads
from triage.interview.state import Answered, Asking, Interview, Reopened
from triage.language.ruleset import RuleSet


def test_the_file_names_the_rule_set_and_every_option_that_was_seen(tiny: RuleSet) -> None:
    leg = tiny.questions["leg"]
    events = (
        Answered("leg", choose(leg, "hot")),
        Answered("smoking", DECLINED),
        Reopened("leg"),
        Answered("leg", choose(leg, "hot", others=State.NOT_SURE)),
    )
    text = dumps(Interview(tiny, events))
    assert json.loads(text) == {
        "schema": 2,
        "ruleset": "tiny",
        "version": tiny.version,
        "digest": tiny.digest,
        "events": [
            {"answered": "leg", "answer": {"swollen": "no", "hot": "yes"}},
            {"answered": "smoking", "answer": "declined"},
            {"reopened": "leg"},
            {"answered": "leg", "answer": {"swollen": "not_sure", "hot": "yes"}},
        ],
    }
    assert text.startswith('{\n "schema": 2,\n') and text.endswith("\n}\n")


def test_letters_of_every_language_stay_readable(tiny: RuleSet) -> None:
    assert "à" in dumps(Interview(tiny, (Reopened("à"),)))


def test_a_file_may_hold_a_million_bytes_and_no_more(tiny: RuleSet) -> None:
    text = dumps(Interview(tiny, (Reopened("leg"),))).encode()
    fitting = text + b" " * (1_000_000 - len(text))
    assert loads(fitting, tiny) == Unfinished(Interview(tiny, (Reopened("leg"),)))
    with pytest.raises(Damaged, match="is far too large to be one"):
        loads(fitting + b" ", tiny)


@pytest.mark.parametrize("schema", ["1", None, 1.0, [1]])
def test_a_schema_that_is_no_number_is_damage(tiny: RuleSet, schema: object) -> None:
    content = {"schema": schema, "ruleset": "tiny", "events": []}
    with pytest.raises(Damaged, match=r"^is damaged$"):
        loads(json.dumps(content).encode(), tiny)


@pytest.mark.parametrize("events", [None, {}, "leg", [{}, 1]])
def test_events_that_are_no_list_of_events_are_damage(tiny: RuleSet, events: object) -> None:
    content = {"schema": 2, "ruleset": "tiny", "events": events}
    with pytest.raises(Damaged, match=r"^is damaged$"):
        loads(json.dumps(content).encode(), tiny)


def test_an_answer_of_one_choice_needs_exactly_one_option(tiny: RuleSet) -> None:
    events = [
        {"answered": "severity", "answer": {"mild": "no", "severe": "no"}},
        {"answered": "severity", "answer": {"mild": "no", "severe": "yes"}},
        {"answered": "severity", "answer": "declined"},
    ]
    content = {"schema": 2, "ruleset": "tiny", "digest": tiny.digest, "events": events}
    found = loads(json.dumps(content).encode(), tiny)
    severe = Answered("severity", choose(tiny.questions["severity"], "severe"))
    assert found.interview == Interview(tiny, (severe,))
    assert len(found.notes) == 1


@pytest.mark.parametrize(
    "value",
    [Answered("leg", NOT_SURE), Reopened("leg"), Unfinished(), Unfinished(notes=("note",))],
    ids=repr,
)
def test_what_happened_is_a_value_that_nobody_changes(value: object) -> None:
    assert len({value, value}) == 1
    for name in type(value).__match_args__:  # type: ignore[attr-defined]
        with pytest.raises(AttributeError):
            setattr(value, name, "other")


def test_an_interview_and_its_question_are_values_that_nobody_changes(tiny: RuleSet) -> None:
    interview = Interview(tiny)
    for value, name in ((interview, "events"), (Asking(tiny.questions["leg"]), "plainer")):
        with pytest.raises(AttributeError):
            setattr(value, name, ())


def test_a_question_without_a_plainer_wording_keeps_its_own(tiny: RuleSet) -> None:
    leg, clothes = tiny.questions["leg"], tiny.questions["clothes"]
    assert Asking(leg).text == leg.text
    assert Asking(leg, plainer=True).text == leg.plainer
    assert not clothes.plainer and Asking(clothes, plainer=True).text == clothes.text
