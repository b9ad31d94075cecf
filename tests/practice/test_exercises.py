"""The exercises as pure values, what they leave behind, and the files around them."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests import practised
from tests.conftest import Read
from triage.answers.value import NOT_ASKED
from triage.language.diagnostics import RuleSetError
from triage.language.ruleset import RuleSet
from triage.language.words import Level
from triage.practice.exercises.commitment import Commitment
from triage.practice.exercises.exercise import Judgement
from triage.practice.exercises.one_new_fact import OneNewFact
from triage.practice.exercises.question_worth import Worth
from triage.practice.exercises.red_flag import RedFlag
from triage.practice.exercises.which_question import WhichQuestion
from triage.practice.exercises.work_up import WorkUp
from triage.practice.patients import patient_set
from triage.practice.patients.clinic import Clinic
from triage.practice.patients.patient import Patient
from triage.practice.records import results_file, session
from triage.practice.records.recorder import Recorder
from triage.practice.records.result import NotAResult, PracticeResult
from triage.practice.records.session import Session
from triage.practice.records.unfinished import FolderDesk

QUIET = {
    "alarm": [],
    "leg": [],
    "persistence": "settled",
    "severity": "mild",
    "walking_pain": "none",
    "smoking": "never",
    "clothes": "no",
}


def someone(read: Read, *volunteered: str, **answers: object) -> Patient:
    return Patient("someone", "Someone", read({**QUIET, **answers}), volunteered)


@pytest.fixture(scope="module")
def result(tiny: RuleSet, read: Read) -> PracticeResult:
    recorder = Recorder(tiny, someone(read, alarm=["saddle"]), WorkUp, "2026-11-21T02:00:00+00:00")
    return recorder.result(
        Judgement(Commitment(Level.URGENT, (("clot", 0.7),)), (), ("leg",), ("alarm",))
    )


# Work-up


def test_asking_twice_changes_nothing(tiny: RuleSet, read: Read) -> None:
    work_up = WorkUp(tiny, someone(read, "severity")).ask("leg")
    assert work_up.ask("leg") == work_up.ask("severity") == work_up
    assert list(work_up.known.given) == ["leg", "severity"]
    assert {"leg", "severity"}.isdisjoint(question.id for question in work_up.open_questions)


def test_a_question_that_makes_no_sense_can_be_asked_and_tells_nothing(
    tiny: RuleSet, read: Read
) -> None:
    work_up = WorkUp(tiny, someone(read)).ask("stairs")
    assert work_up.answer("stairs") == NOT_ASKED
    assert work_up.asked == ("stairs",)
    assert not work_up.known.given


# What questions are worth


def test_the_worth_of_an_answer_is_what_it_changed_when_it_came(tiny: RuleSet, read: Read) -> None:
    worth = Worth(tiny, someone(read, alarm=["saddle"], leg=["swollen", "hot"]))
    first, second = worth.steps(("leg", "alarm"))
    assert (first.before, first.after, first.causes) == (Level.SELF_CARE, Level.URGENT, ("clot",))
    assert (second.before, second.after, second.causes) == (Level.URGENT, Level.EMERGENCY, ())
    assert (first.size, second.size) == ((2, 1), (1, 0))
    assert first.size > second.size > (0, 9)


def test_a_rise_of_the_level_tells_more_than_news_about_many_causes(
    tiny: RuleSet, read: Read
) -> None:
    patient = someone(read, alarm=["saddle"], walking_pain="eases", clothes="yes")
    chance = Worth(tiny, patient).best_chance(())
    assert chance is not None
    assert chance.change.question == "alarm"


def test_a_question_changed_nothing_where_the_result_is_the_same_without_it(
    tiny: RuleSet, read: Read
) -> None:
    worth = Worth(tiny, someone(read, leg=["swollen", "hot"]))
    assert worth.idle(("alarm", "leg", "smoking")) == ("alarm", "smoking")


def test_the_best_chance_is_the_most_telling_question_at_its_first_moment(
    tiny: RuleSet, read: Read
) -> None:
    chance = Worth(tiny, someone(read, "persistence", alarm=["saddle"])).best_chance(("smoking",))
    assert chance is not None
    assert (chance.asked, chance.change.question, chance.change.after) == (
        0,
        "alarm",
        Level.EMERGENCY,
    )


def test_where_nothing_could_tell_there_is_no_chance(tiny: RuleSet, read: Read) -> None:
    assert Worth(tiny, someone(read, "persistence")).best_chance(()) is None


# Spot the red flag


def test_a_missed_emergency_brings_nothing_and_a_false_alarm_most(
    tiny: RuleSet, read: Read
) -> None:
    alarm, calm = RedFlag(tiny, someone(read, alarm=["saddle"])), RedFlag(tiny, someone(read))
    assert (alarm.judge(True).points, alarm.judge(False).points) == (60, 0)
    assert (calm.judge(True).points, calm.judge(False).points) == (40, 60)


def test_the_student_reads_every_sign_that_the_engine_used(tiny: RuleSet, read: Read) -> None:
    shown = RedFlag(tiny, someone(read, "severity", alarm=["cold", "pale"], leg=["swollen"])).shown
    assert {"alarm", "severity"} <= set(shown.given)


# One new fact


@pytest.mark.parametrize(
    ("cause", "question", "answers", "right"),
    [
        ("artery_disease", "walking_pain", {"walking_pain": "eases", "stairs": "yes"}, 2),
        ("artery_disease", "smoking", {"smoking": "now"}, 1),
        ("artery_disease", "leg", {"walking_pain": "eases", "stairs": "yes", "leg": ["hot"]}, -1),
        ("artery_disease", "clothes", {"clothes": "yes"}, 0),
        ("clot", "leg", {"leg": ["swollen", "hot"]}, 2),
        ("nerve_pressure", "clothes", {"clothes": "yes"}, 2),
    ],
)
def test_the_place_on_the_scale_is_the_change_of_the_result(
    tiny: RuleSet,
    read: Read,
    cause: str,
    question: str,
    answers: dict[str, object],
    right: int,
) -> None:
    assert OneNewFact(tiny, someone(read, **answers), cause, question).right == right


def test_one_place_beside_the_engine_brings_half(tiny: RuleSet, read: Read) -> None:
    exercise = OneNewFact(tiny, someone(read, smoking="now"), "artery_disease", "smoking")
    assert [exercise.judge(place).points for place in (-1, 0, 1, 2)] == [0, 10, 20, 10]


def test_what_makes_sense_only_with_the_new_fact_is_not_told_before(
    tiny: RuleSet, read: Read
) -> None:
    exercise = OneNewFact(
        tiny, someone(read, walking_pain="eases", stairs="no"), "artery_disease", "walking_pain"
    )
    assert {"walking_pain", "stairs"}.isdisjoint(exercise.known.given)
    assert "walking_pain" not in exercise.shown


def test_the_same_patient_brings_the_same_exercise(tiny: RuleSet) -> None:
    patient = Clinic(tiny).patient("seed:3")
    assert OneNewFact.draw(tiny, patient) == OneNewFact.draw(tiny, patient)
    assert WhichQuestion.draw(tiny, patient) == WhichQuestion.draw(tiny, patient)


@pytest.mark.slow
def test_most_new_facts_change_something(tiny: RuleSet) -> None:
    clinic = Clinic(tiny)
    places = [OneNewFact.draw(tiny, clinic.patient(f"seed:{seed}")).right for seed in range(30)]
    assert 10 <= sum(map(bool, places)) < 30


# Which question next


def test_the_highest_level_counts_before_the_number_of_results(tiny: RuleSet, read: Read) -> None:
    exercise = WhichQuestion(tiny, someone(read, "severity"), ("smoking", "walking_pain", "alarm"))
    assert exercise.right == ("alarm", "walking_pain", "smoking")
    assert exercise.judge(exercise.right).points == 10
    assert exercise.judge(exercise.right[::-1]).points == 0
    assert exercise.judge(("walking_pain", "alarm", "smoking")).points == pytest.approx(6.7)


def test_three_questions_that_make_sense_and_are_not_answered_come_up(tiny: RuleSet) -> None:
    clinic = Clinic(tiny)
    for seed in range(10):
        patient = clinic.patient(f"seed:{seed}")
        drawn = WhichQuestion.draw(tiny, patient).questions
        assert len(set(drawn)) == 3
        assert set(drawn).isdisjoint(patient.volunteered)
        assert "stairs" not in drawn or "walking_pain" in patient.volunteered


# Results


def test_a_result_survives_being_written_and_read(result: PracticeResult) -> None:
    assert PracticeResult.from_plain(json.loads(json.dumps(result.to_plain()))) == result
    assert result.missed_emergency
    assert (result.level, result.flags, result.missed_flags) == (
        Level.EMERGENCY,
        ("alarm",),
        ("alarm",),
    )


def test_a_record_of_other_levels_names_them_and_comes_back_whole() -> None:
    green, red = Level(0, "green"), Level(1, "red", is_emergency=True, is_protected=True)
    judged = replace(
        practised.result(),
        level=red,
        commitment=Commitment(green, (("clot", 0.5),)),
        levels=(green, red),
    )
    plain = json.loads(json.dumps(judged.to_plain()))
    assert plain["schema"] == 3
    assert plain["level"] == "red"
    assert PracticeResult.from_plain(plain) == judged
    assert judged.missed_emergency


@pytest.mark.parametrize(
    "broken",
    [
        None,
        [],
        {},
        {"schema": 1},
        {"schema": "1"},
        {"mode": "dance"},
        {"level": "maybe"},
        {"commitment": {}},
        {"marks": []},
        {"commitment": {"level": "urgent", "causes": [{"cause": "clot"}]}},
    ],
)
def test_what_is_no_result_is_refused(result: PracticeResult, broken: object) -> None:
    plain = (
        {**result.to_plain(), **broken}
        if isinstance(broken, dict) and broken.keys() - {"schema"}
        else broken
    )
    with pytest.raises(NotAResult):
        PracticeResult.from_plain(plain)


def test_a_result_of_a_newer_version_is_refused_as_such(result: PracticeResult) -> None:
    with pytest.raises(NotAResult, match="schema 4; this version of triage reads up to 3"):
        PracticeResult.from_plain({**result.to_plain(), "schema": 4})


def test_a_result_of_the_first_schema_is_still_read(result: PracticeResult) -> None:
    first = {
        key: value for key, value in result.to_plain().items() if key not in {"needed", "idle"}
    }
    assert PracticeResult.from_plain({**first, "schema": 1}) == replace(
        result, needed=(), idle=(), schema=1
    )
    assert PracticeResult.from_plain({**first, "schema": 1}).to_plain() == {**first, "schema": 1}


def test_the_record_of_a_work_up_says_what_the_questions_were_worth(
    tiny: RuleSet, read: Read
) -> None:
    patient = someone(read, walking_pain="eases", stairs="no", clothes="yes")
    result = Recorder(tiny, patient, WorkUp, "now").result(
        Judgement(Commitment(Level.URGENT), (), ("smoking", "stairs"))
    )
    assert result.idle == ("smoking",)
    assert {"stairs", "walking_pain", "clothes"} <= set(result.needed)
    told = replace(patient, volunteered=("stairs",))
    assert (
        "stairs"
        not in Recorder(tiny, told, WorkUp, "now")
        .result(Judgement(Commitment(Level.URGENT), ()))
        .needed
    )
    assert (
        Recorder(tiny, patient, RedFlag, "now")
        .result(Judgement(Commitment(Level.URGENT), ()))
        .needed
        == ()
    )


def test_results_are_added_line_by_line_also_behind_a_line_cut_off(
    tmp_path: Path, result: PracticeResult
) -> None:
    path = tmp_path / "results.jsonl"
    results_file.check(path)
    results_file.append(path, result)
    with path.open("a", encoding="utf-8") as file:
        file.write('{"schema": 1, "rul')
    results_file.check(path)
    results_file.append(path, replace(result, mode="red_flag"))
    first, _, last = path.read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["mode"] for line in (first, last)] == ["work_up", "red_flag"]


def test_a_file_that_holds_something_else_is_not_written_to(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear student\n", encoding="utf-8")
    with pytest.raises(NotAResult, match="something else"):
        results_file.check(path)


# Sets and sessions


def test_a_set_names_patients_in_order(tiny: RuleSet, tmp_path: Path) -> None:
    path = tmp_path / "set.yaml"
    path.write_text(
        "ruleset: tiny\nversion: 0.1.0\npatients: [swollen-and-hot-leg, 'seed:3:clot', 12]\n"
    )
    assert patient_set.load(path, Clinic(tiny)) == ("swollen-and-hot-leg", "seed:3:clot", "seed:12")


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("ruleset: other\nversion: 0.1.0\npatients: [a]\n", ["T501"]),
        ("ruleset: tiny\nversion: 9.9\npatients: [a]\n", ["T502"]),
        ("ruleset: tiny\npatient: [a]\n", ["T110", "T111", "T111"]),
        ("ruleset: tiny\nversion: 0.1.0\npatients: []\n", ["T112"]),
        ("ruleset: tiny\nversion: 0.1.0\npatients: a\n", ["T112"]),
        ("ruleset: tiny\nversion: 0.1.0\npatients: [[a]]\n", ["T112"]),
    ],
)
def test_a_set_that_cannot_be_used_says_why(
    tiny: RuleSet, tmp_path: Path, text: str, codes: list[str]
) -> None:
    path = tmp_path / "set.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RuleSetError) as caught:
        patient_set.load(path, Clinic(tiny))
    assert sorted(problem.code for problem in caught.value.diagnostics) == codes


def test_an_unfinished_practice_is_kept_and_forgotten(tiny: RuleSet, tmp_path: Path) -> None:
    desk = FolderDesk(tmp_path / "state", tiny)
    assert desk.load() is None
    kept = Session(
        "work_up", ("seed:3", "seed:4"), ("leg", "alarm"), ("urgent", "clot", "0.7", "*none")
    )
    desk.save(kept)
    assert desk.load() == kept
    desk.clear()
    assert desk.load() is None


@pytest.mark.parametrize(
    "change",
    [
        {"schema": 9},
        {"mode": "dance"},
        {"digest": "0"},
        {"patients": []},
        {"patients": [1]},
        {"asked": None},
        {"picks": None},
        {"picks": ["soon"]},
        {"picks": ["urgent", "*none", "0.5"]},
        {"picks": ["urgent", "clot", "0.4"]},
        {"picks": ["urgent", "gone"]},
    ],
)
def test_a_practice_that_cannot_go_on_is_put_aside_not_lost(
    tiny: RuleSet,
    tmp_path: Path,
    change: dict[str, object],
) -> None:
    path = tmp_path / "practice-tiny.json"
    content = {**json.loads(Session("work_up", ("seed:3",)).dumps(tiny)), **change}
    path.write_text(json.dumps(content), encoding="utf-8")
    assert FolderDesk(tmp_path, tiny).load() is None
    assert json.loads((tmp_path / "practice-tiny.old.json").read_text(encoding="utf-8")) == content


def test_what_is_no_json_is_no_session(tiny: RuleSet) -> None:
    assert session.loads("{", tiny) is None
