"""Answers to an earlier version: taken over where that is exact, refused at their place where it is
not.
"""

from __future__ import annotations

import json
import shutil

import pytest

from tests.places import TINY
from triage.answers.answer_file import as_file, read_case
from triage.answers.value import NOT_SURE, Answer, Answers, State
from triage.interview.journal import loads
from triage.interview.state import Answered
from triage.language import source
from triage.language.diagnostics import AnswerError, Span
from triage.language.load import load
from triage.language.ruleset import RuleSet


@pytest.fixture(scope="module")
def ruleset(tmp_path_factory: pytest.TempPathFactory) -> RuleSet:
    """The small rule set one version later: a question and an option renamed, two options new."""
    folder = tmp_path_factory.mktemp("later") / "tiny"
    shutil.copytree(TINY, folder)
    edits = {
        "ruleset.yaml": [
            ("version: 0.1.0", "version: 0.2.0"),
            ("severity: how severe", "strength: how severe"),
        ],
        "questions.yaml": [
            ("id: pale, since: 0.1.0", "id: pale, since: 0.2.0"),
            ("id: cold, text", "id: cold_leg, was: cold, text"),
            ("- id: severity\n", "- id: strength\n    was: severity\n"),
            ("id: severe, text", "id: severe, since: 0.2.0, text"),
        ],
        "guidance.yaml": [("{severity: severe}", "{strength: severe}")],
        "safety_net.yaml": [("{alarm: cold}", "{alarm: cold_leg}")],
    }
    for name, changes in edits.items():
        path = folder / name
        text = path.read_text(encoding="utf-8")
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        path.write_text(text, encoding="utf-8")
    return load(folder)


def read(ruleset: RuleSet, answers: str, version: str = "0.1.0") -> Answers:
    text = f"ruleset: tiny\nversion: {version}\nanswers: {answers}\n"
    return read_case(source.parse(text, "answers.yaml"), ruleset, Span("answers.yaml"))


def problems(ruleset: RuleSet, answers: str, version: str = "0.1.0") -> list[tuple[str, str]]:
    with pytest.raises(AnswerError) as raised:
        read(ruleset, answers, version)
    return [(one.code, str(one.span)) for one in raised.value.diagnostics]


def given(yes: set[str], no: set[str]) -> Answer:
    return Answer(State.GIVEN, frozenset(yes), frozenset(no))


def test_what_was_renamed_is_found_under_its_new_id(ruleset: RuleSet) -> None:
    found = read(ruleset, "{severity: mild, alarm: {cold: yes}}")
    assert found["strength"].yes == {"mild"}
    assert found["alarm"] == given({"cold_leg"}, set())


def test_an_option_that_did_not_exist_yet_stays_unknown(ruleset: RuleSet) -> None:
    assert read(ruleset, "{alarm: [cold]}")["alarm"] == given({"cold_leg"}, {"saddle"})
    assert read(ruleset, "{severity: mild}")["strength"] == given({"mild"}, set())


def test_answers_to_this_version_deny_what_they_leave_out(ruleset: RuleSet) -> None:
    found = read(ruleset, "{alarm: [cold_leg]}", "0.2.0")
    assert found["alarm"] == given({"cold_leg"}, {"saddle", "pale"})


def test_an_earlier_id_means_nothing_in_this_version(ruleset: RuleSet) -> None:
    assert problems(ruleset, "{severity: mild}", "0.2.0") == [("T121", "answers.yaml:3:11")]


@pytest.mark.parametrize(
    ("answers", "found"),
    [
        ("{alarm: [pale]}", ("T510", "answers.yaml:3:19")),
        ("{severity: severe}", ("T510", "answers.yaml:3:21")),
        ("{severity: medium}", ("T122", "answers.yaml:3:21")),
        ("{severity: [mild]}", ("T503", "answers.yaml:3:21")),
        ("{severity: mild, strength: mild}", ("T103", "answers.yaml:3:27")),
        ("{itch: mild}", ("T121", "answers.yaml:3:11")),
    ],
)
def test_what_cannot_be_taken_over_exactly_is_refused_at_its_place(
    ruleset: RuleSet, answers: str, found: tuple[str, str]
) -> None:
    assert problems(ruleset, answers) == [found]


@pytest.mark.parametrize(
    ("answers", "version", "says"),
    [
        ("{severity: mild, strength: mild}", "0.1.0", "`severity` is called `strength` now"),
        ("{strength: mild, severity: mild}", "0.1.0", "`severity` is called `strength` now"),
        ("{severity: mild}", "0.2.0", "it is called `strength` now"),
    ],
)
def test_what_an_earlier_id_is_called_now_is_said(
    ruleset: RuleSet, answers: str, version: str, says: str
) -> None:
    with pytest.raises(AnswerError) as raised:
        read(ruleset, answers, version)
    (problem,) = raised.value.diagnostics
    assert says in f"{problem.message}; {problem.help}"


@pytest.mark.parametrize("version", ["0.3.0", "draft"])
def test_answers_to_a_later_version_or_none_that_can_be_told_are_refused(
    ruleset: RuleSet, version: str
) -> None:
    assert problems(ruleset, "{strength: mild}", version) == [("T502", "answers.yaml:2:10")]


def test_earlier_answers_can_be_written_again(ruleset: RuleSet) -> None:
    found = as_file(read(ruleset, "{severity: mild, alarm: [cold]}"), ruleset)
    assert found["answers"] == {
        "strength": "mild",
        "alarm": {"saddle": "no", "cold_leg": "yes", "pale": "not_sure"},
    }


def kept(ruleset: RuleSet, *events: dict[str, object], version: str = "0.1.0") -> list[object]:
    content = {"schema": 1, "ruleset": "tiny", "version": version, "events": list(events)}
    interview = loads(json.dumps(content).encode(), ruleset).interview
    return [event for event in interview.events] if interview else []


def test_an_unfinished_interview_of_an_earlier_version_goes_on(ruleset: RuleSet) -> None:
    alarm = {"saddle": "no", "cold": "yes"}
    found = kept(
        ruleset,
        {"answered": "alarm", "answer": alarm},
        {"answered": "severity", "answer": {"mild": "yes"}},
        {"answered": "leg", "answer": "not_sure"},
    )
    assert found == [
        Answered("alarm", given({"cold_leg"}, {"saddle"})),
        Answered("strength", given({"mild"}, set())),
        Answered("leg", NOT_SURE),
    ]


def test_of_an_unfinished_interview_only_what_is_exact_is_kept(ruleset: RuleSet) -> None:
    later = {"saddle": "no", "cold": "yes", "pale": "no"}
    assert kept(ruleset, {"answered": "alarm", "answer": later}) == []
    assert kept(ruleset, {"answered": "alarm", "answer": {"saddle": "no"}}) == []
