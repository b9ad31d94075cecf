"""One wrong answer at a time: as counted one by one, and what `triage robust` says of it."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.examples import examples
from tests.places import TINY
from tests.random_rulesets import answers_to, naive, rulesets
from tests.shell import run_triage
from triage.analysis.proofs import properties
from triage.analysis.robustness.slips import SlipKind
from triage.analysis.robustness.wrong_answers import robustness
from triage.answers.value import NOT_ASKED, Answer, Answers, State
from triage.cases.case_files import Case
from triage.cases.expectations import Expected
from triage.engine.reference import ReferenceEngine
from triage.language.conditions import holds
from triage.language.load import load
from triage.language.model import Question
from triage.language.ruleset import RuleSet
from triage.render.author.robustness import property_yaml

CASES = """cases:
  - id: both-signs
    name: A cold and pale leg, told twice
    answers: {alarm: [cold, pale], persistence: constant}
    expect: {level: {is: emergency, by: sn-cold-and-pale}}
  - id: saddle
    name: Numb between the legs
    answers: {alarm: [saddle]}
    expect: {level: {is: emergency, by: sn-saddle}}
"""


def person(name: str, answers: Answers, todo: str | None = None) -> Case:
    return Case(name, name, answers, Expected(), todo=todo)


def wrong(question: Question, answer: Answer) -> list[tuple[SlipKind, Answer]]:
    """Every other answer that is one slip away, written apart from the code under test."""
    ids = frozenset(question.option_ids)
    if answer.state is not State.GIVEN:
        return []
    found = [(SlipKind.BLANK, NOT_ASKED)]
    for option in question.option_ids:
        one = frozenset({option})
        if question.kind.takes_one:
            if answer.yes != one:
                found.append((SlipKind.OTHER, Answer(State.GIVEN, one, ids - one)))
        elif option in answer.yes | answer.no:
            kind = SlipKind.LEFT_OUT if option in answer.yes else SlipKind.ADDED
            found.append((kind, Answer(State.GIVEN, answer.yes ^ one, answer.no ^ one)))
    return found


@pytest.mark.slow
@examples(60)
@given(st.data())
def test_every_slip_is_tried_and_what_falls_is_what_falls_one_by_one(data: st.DataObject) -> None:
    ruleset = data.draw(rulesets())
    level = data.draw(st.sampled_from(ruleset.levels))
    people = [data.draw(answers_to(ruleset)) for _ in range(3)]
    found = robustness(ruleset, [person(str(n), one) for n, one in enumerate(people)], level)
    tries: Counter[SlipKind] = Counter()
    falls: Counter[tuple[str, str, SlipKind, str]] = Counter()
    for number, answers in enumerate(people):
        for name, question in ruleset.questions.items():
            for kind, other in wrong(question, answers[name]):
                if naive(ruleset, answers).level == level:
                    tries[kind] += 1
                    fallen_to = naive(ruleset, answers.replaced(name, other)).level
                    if fallen_to < level:
                        falls[str(number), name, kind, fallen_to.id] += 1
    assert {kind: one.tries for kind, one in found.by_kind.items() if one.tries} == dict(tries)
    assert falls == Counter(
        (fall.case.id, fall.slip.question, fall.slip.kind, fall.fallen_to.id)
        for fall in found.falls
    )
    hidden = sum(count for key, count in falls.items() if key[2] is not SlipKind.ADDED)
    hiding = sum(count for kind, count in tries.items() if kind is not SlipKind.ADDED)
    assert (found.all.tries, found.all.falls) == (hiding, hidden)
    assert sum(one.tries for one in found.by_question.values()) == hiding


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "tiny"
    shutil.copytree(TINY, copy)
    (copy / "cases" / "dangers.yaml").write_text(CASES, encoding="utf-8")
    return copy


def test_the_worst_come_with_a_property_that_the_slip_breaks(folder: Path) -> None:
    from triage.cases import case_files

    ruleset = load(folder)
    found = robustness(ruleset, case_files.load_all(ruleset), ruleset.levels[-1])
    written = [(fall, property_yaml(fall)) for fall in found.worst if fall.still_said]
    assert [(fall.case.id, fall.slip.option) for fall, _ in written] == [("both-signs", "cold")]
    text = "properties:\n" + "\n".join(one for _, one in written) + "\n"
    (folder / "properties.yaml").write_text(text, encoding="utf-8")
    watched = {name for name, _ in ruleset.identity.watched()}
    (stated,) = (one for one in properties.load(load(folder)) if one.id not in watched)
    (fall, _), given_ = written[0], stated.always
    assert given_ is not None
    slipped = fall.case.answers.replaced(fall.slip.question, fall.slip.answer)
    assert holds(given_.when, set(slipped.facts()))
    assert given_.at_least is not None
    assert ReferenceEngine(ruleset).assess(slipped).level < given_.at_least


def test_what_nothing_else_said_could_bring_is_said_to_be_out_of_reach(folder: Path) -> None:
    ran = run_triage("robust", folder)
    assert (
        "# nothing else is said that could bring emergency: no property can close this" in ran.out
    )


@pytest.mark.slow
def test_the_command_counts_by_kind_and_question_and_ends_by_the_share(folder: Path) -> None:
    ran = run_triage("robust", folder, "--at-most", "0.2")
    assert ran.out.splitlines()[1:10] == [
        "one wrong answer lowers the level in 5 of 7 (71.4%) tries",
        "  blank: 2 of 3 (66.7%)",
        "  another option: 0 of 1 (0.0%)",
        "  left out: 3 of 3 (100.0%)",
        "  ticked too: 0 of 3 (0.0%), counted apart",
        "by question:",
        "  alarm: 5 of 5 (100.0%)",
        "",
        "The worst, each with the property that would close it:",
    ]
    assert (ran.code, ran.err) == (1, "triage: more than 0.2 of the tries lower the level\n")
    assert run_triage("robust", folder, "--at-most", "0.8").code == 0
    assert run_triage("robust", folder).code == 0


def test_json_holds_every_fall_with_its_property(folder: Path) -> None:
    (found,) = run_triage("robust", folder, "--json").objects
    assert (found["level"], found["cases"], found["tries"], found["falls"]) == (
        "emergency",
        2,
        7,
        found["falls"],
    )
    assert found["questions"]["alarm"] == {"tries": 5, "falls": 5, "share": 1.0}
    worst = found["worst"][0]
    assert {key: worst[key] for key in ("case", "question", "slip", "option", "from", "to")} == {
        "case": "both-signs",
        "question": "alarm",
        "slip": "left out",
        "option": "cold",
        "from": "emergency",
        "to": "see_doctor",
    }
    assert worst["property"].startswith("  - id: both-signs-alarm-cold\n")


@pytest.mark.slow
def test_another_level_is_tried_and_a_level_that_no_case_comes_to_ends_with_1(folder: Path) -> None:
    assert (
        run_triage("robust", folder, "--level", "urgent")
        .out.splitlines()[0]
        .endswith("1 case at urgent")
    )
    ran = run_triage("robust", folder, "--level", "see_doctor")
    assert (ran.code, ran.err) == (1, "triage: no case comes to see_doctor\n")
    assert run_triage("robust", folder, "--level", "urgnt").code == 2


def test_known_gaps_are_left_out(tiny: RuleSet) -> None:
    gap = person("gap", Answers(), todo="not yet")
    assert robustness(tiny, [gap], tiny.lowest).cases == 0
    assert robustness(tiny, [person("none", Answers())], tiny.lowest).cases == 1
