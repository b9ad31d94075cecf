"""Properties are proved over all answers, or broken by the smallest ones, or openly left
undecided.
"""

from __future__ import annotations

import json
import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from tests.analysis.searched import every_answer, every_answers, pigeons, size
from tests.conftest import Read
from tests.examples import examples
from tests.places import TINY
from tests.random_rulesets import assemble, make_question, make_rule, rulesets
from triage.analysis.proofs import longest_interview, properties
from triage.analysis.proofs.properties import Property
from triage.analysis.proofs.prove import Broken, Proof, Proved, Undecided, Verdict, prove
from triage.analysis.search.solver import Fires, Goal, Met, Solver
from triage.answers.value import NOT_SURE, Answer, Answers
from triage.cases import case_files
from triage.cli.commands.prove import prove as prove_command
from triage.engine.reference import ReferenceEngine
from triage.interview.state import Interview
from triage.language.conditions import AnyOf, Condition, Is, holds
from triage.language.load import load
from triage.language.model import Question
from triage.language.ruleset import RuleSet
from triage.language.words import Kind, Level


def stated(folder: Path, *lines: str) -> RuleSet:
    """A copy of the small rule set that states these properties, called p0, p1 and so on."""
    target = unwatched(folder)
    entries = "".join(
        f"  - {{id: p{place}, because: It is so., {line}}}\n" for place, line in enumerate(lines)
    )
    (target / "properties.yaml").write_text(f"properties:\n{entries}", encoding="utf-8")
    return load(target)


def unwatched(folder: Path) -> Path:
    """A copy of the small rule set whose lines to watch for state nothing."""
    target = folder / "tiny"
    shutil.copytree(TINY, target, dirs_exist_ok=True)
    path = target / "ruleset.yaml"
    path.write_text(re.sub(r" when: \{[^}]*},", "", path.read_text(encoding="utf-8")), "utf-8")
    return target


def proof_of(folder: Path, *lines: str) -> Proof:
    ruleset = stated(folder, *lines)
    return prove(ruleset, properties.load(ruleset), timeout=60)


def verdict(folder: Path, line: str) -> Verdict:
    return proof_of(folder, line).results[0].verdict


def run(*arguments: str) -> Result:
    return CliRunner().invoke(prove_command, arguments)


@pytest.mark.slow
def test_everything_that_leg_numbness_states_is_proved(legs: RuleSet) -> None:
    proof = prove(legs, properties.load(legs), timeout=600)
    assert [
        result.property.id for result in proof.results if not isinstance(result.verdict, Proved)
    ] == []


@pytest.mark.slow
def test_whenever_a_safety_net_rule_fires_a_property_demands_its_level(legs: RuleSet) -> None:
    demands = [
        entry.always for entry in properties.load(legs) if entry.always and entry.always.at_least
    ]
    solver = Solver(legs)
    for rule in legs.rules:
        if isinstance(rule.then, Level) and Path(rule.span.file).name == "safety_net.yaml":
            whens = AnyOf(tuple(demand.when for demand in demands if demand.at_least >= rule.then))
            assert solver.find(Goal((Fires(rule.id),), (Met(whens),))) is None, rule.id


@pytest.mark.parametrize(
    "line",
    [
        "never: {when: {alarm: saddle}, level: self_care}",
        "never: {when: nothing_answered, cause: clot}",
        "never: {cause: clot, fit: typical}",
        "always: {when: {alarm: saddle}, at_least: urgent}",
        "always: {when: {leg: swollen, smoking: now}, at_least: urgent}",
        "always: {when: {all: [{leg: swollen}, {leg: hot}]}, cause: clot, fit: compatible}",
        "always: {when: {persistence: constant}, finding: lasting}",
        "always: {when: nothing_answered, level: self_care}",
        "implies: {when: {alarm: saddle}, then: {level: emergency}}",
        "implies: {when: {finding: possible_clot}, then: {leg: swollen}}",
        "implies: {when: {alarm: saddle}, then: {rule: sn-saddle}}",
        "monotone: true",
        "reachable: {cause: artery_disease, fit: typical}",
        "reachable: {level: urgent}",
        "reachable: {rule: sn-cold-and-pale}",
        "reachable: {every: finding}",
        "decided_within: 8",
    ],
)
def test_what_is_so_for_all_answers_is_proved(tmp_path: Path, line: str) -> None:
    assert isinstance(verdict(tmp_path, line), Proved)


@pytest.mark.parametrize(
    ("line", "written"),
    [
        ("never: {level: see_doctor, when: {persistence: constant}}", {"persistence": "constant"}),
        ("always: {level: emergency, when: {leg: swollen}}", {"leg": {"swollen": "yes"}}),
        ("always: {level: self_care, when: {leg: hot}}", {"leg": {"hot": "yes", "swollen": "yes"}}),
        ("never: {rule: sn-saddle}", {"alarm": {"saddle": "yes"}}),
        ("never: {finding: lasting}", {"persistence": "constant"}),
        ("always: {cause: clot, when: {leg: swollen}}", {"leg": {"swollen": "yes"}}),
        ("implies: {when: {leg: hot}, then: {leg: swollen}}", {"leg": {"hot": "yes"}}),
        ("always: {at_least: see_doctor, when: nothing_answered}", {}),
    ],
)
def test_what_is_not_so_is_broken_by_the_smallest_answers(
    tmp_path: Path, line: str, written: dict[str, object], read: Read
) -> None:
    found = verdict(tmp_path, line)
    assert isinstance(found, Broken)
    assert found.counterexample == read(written)
    assert found.is_smallest


def test_what_no_answers_lead_to_is_named(tmp_path: Path) -> None:
    found = verdict(tmp_path, "reachable: {every: cause, fit: typical}")
    assert isinstance(found, Broken)
    assert "cause `clot` as typical" in found.missing
    assert "cause `artery_disease` as typical" not in found.missing


def conditions(ruleset: RuleSet) -> st.SearchStrategy[Condition]:
    return st.sampled_from([rule.when for rule in ruleset.rules])


@pytest.mark.slow
@given(st.data())
@examples(30)
def test_a_verdict_is_what_trying_every_answer_says(data: st.DataObject) -> None:
    ruleset = data.draw(rulesets(most_questions=2))
    when, level = data.draw(conditions(ruleset)), data.draw(st.sampled_from(ruleset.levels))
    key = data.draw(st.sampled_from(["level", "at_least"]))
    kind = data.draw(st.sampled_from(["never", "always"]))
    entry = Property.model_validate({"id": "p", "because": "x", kind: {"when": when, key: level}})
    engine = ReferenceEngine(ruleset)

    def breaks(answers: Answers) -> bool:
        assessment = engine.assess(answers)
        is_so = assessment.level == level if key == "level" else assessment.level >= level
        return holds(when, assessment.facts) and is_so == (kind == "never")

    breaking = [answers for answers in every_answers(ruleset) if breaks(answers)]
    found = prove(ruleset, [entry], timeout=60).results[0].verdict
    assert isinstance(found, Broken if breaking else Proved)
    if isinstance(found, Broken):
        assert found.counterexample in breaking
        assert size(found.counterexample) == min(map(size, breaking))


def interviews(interview: Interview) -> Iterator[Interview]:
    """Every interview that can follow, to its end."""
    if interview.current is None:
        yield interview
        return
    for answer in said_to(interview.current.question):
        yield from interviews(interview.answer(answer))


def said_to(question: Question) -> Iterator[Answer]:
    yield NOT_SURE
    yield from (answer for answer in every_answer(question) if answer is not None)


@pytest.mark.slow
@given(st.data())
@examples(20)
def test_the_longest_interview_is_as_long_as_the_longest_of_all(data: st.DataObject) -> None:
    ruleset = data.draw(rulesets(gated=True, most_questions=2))
    most = max(len(interview.answers.given) for interview in interviews(Interview(ruleset)))
    later = time.monotonic() + 600
    assert most <= longest_interview.most_questions(ruleset)
    assert longest_interview.longer_than(ruleset, most, later) is None
    shorter = longest_interview.longer_than(ruleset, most - 1, later) if most else Answers()
    assert shorter is not None
    assert len(shorter.given) == most


@pytest.mark.slow
def test_an_interview_that_is_too_long_is_shown_and_can_be_walked(tmp_path: Path) -> None:
    found = verdict(tmp_path, "decided_within: 6")
    assert isinstance(found, Broken)
    interview = Interview(load(TINY))
    assert found.counterexample is not None
    asked = set()
    while interview.current is not None:
        asked.add(interview.current.question.id)
        interview = interview.answer(found.counterexample[interview.current.question.id])
    assert len(asked) >= found.questions == 7


def test_a_limit_that_only_a_full_search_can_prove_is_proved_by_one() -> None:
    questions = [
        make_question(0, Kind.ONE),
        make_question(1, Kind.ONE, Is("q0", "a")),
        make_question(2, Kind.ONE, Is("q0", "b")),
    ]
    rules = [
        make_rule("r1", Is("q1", "a"), Level.URGENT),
        make_rule("r2", Is("q2", "a"), Level.URGENT),
        make_rule("r0", Is("q0", "c"), Level.EMERGENCY),
    ]
    ruleset = assemble(questions, [], [], rules)
    assert longest_interview.most_questions(ruleset) == 3
    walked = {len(found.answers.given) for found in interviews(Interview(ruleset))}
    entry = Property.model_validate({"id": "p", "because": "x", "decided_within": str(max(walked))})
    assert isinstance(prove(ruleset, [entry], timeout=60).results[0].verdict, Proved)


def hard(count: int) -> tuple[RuleSet, Property]:
    ruleset = pigeons(count)
    whens = [ruleset.rule[name].when for name in ("all-at-home", "crowded")]
    return ruleset, Property.model_validate(
        {"id": "hard", "because": "x", "implies": {"when": whens[0], "then": whens[1]}}
    )


@pytest.mark.slow
def test_what_time_does_not_suffice_for_is_undecided_and_the_rest_is_proved() -> None:
    ruleset, entry = hard(12)
    easy = Property.model_validate({"id": "easy", "because": "x", "reachable": {"rule": "crowded"}})
    found = prove(ruleset, [entry, easy], timeout=2).results
    assert isinstance(found[0].verdict, Undecided)
    assert isinstance(found[1].verdict, Proved)


def test_no_time_at_all_proves_nothing(tmp_path: Path) -> None:
    found = run(
        str(stated(tmp_path, "never: {rule: sn-saddle}", "reachable: {every: rule}").folder),
        "--timeout",
        "0",
    )
    assert found.exit_code == 1
    assert found.stdout.count("undecided ") == 4  # each protected level too
    assert "2 properties: 2 undecided" in found.stdout


@pytest.mark.slow
@pytest.mark.parametrize(
    ("lines", "ids"),
    [
        (
            [
                "always: {when: {alarm: saddle}, at_least: emergency}",
                "never: {when: {alarm: saddle}, level: emergency}",
            ],
            {"p0", "p1"},
        ),
        (
            [
                "always: {when: {leg: hot}, at_least: urgent}",
                "monotone: true",
                "never: {when: {leg: swollen}, level: urgent}",
                "never: {when: {alarm: cold}, level: emergency}",
            ],
            {"p0", "p2", "p3"},
        ),
        (
            ["always: {when: {leg: hot}, cause: clot, fit: compatible}", "never: {cause: clot}"],
            {"p0", "p1"},
        ),
        (
            ["implies: {when: {leg: hot}, then: {finding: lasting}}", "never: {finding: lasting}"],
            {"p0", "p1"},
        ),
        (["reachable: {cause: clot, fit: compatible}", "never: {cause: clot}"], {"p0", "p1"}),
        (
            ["always: {level: urgent}", "always: {when: nothing_answered, level: self_care}"],
            {"p0", "p1"},
        ),
    ],
)
def test_properties_that_contradict_each_other_are_named(
    tmp_path: Path, lines: list[str], ids: set[str]
) -> None:
    found = proof_of(tmp_path, *lines).contradictions
    assert {entry.id for entry in found[0].properties} == ids


@pytest.mark.slow
@pytest.mark.parametrize(
    "lines",
    [
        [
            "always: {when: {leg: hot}, at_least: urgent}",
            "never: {when: {leg: {not: hot}}, level: urgent}",
        ],
        [
            "always: {when: {leg: hot}, at_least: urgent}",
            "never: {when: {leg: hot}, level: see_doctor}",
        ],
        ["reachable: {cause: clot}", "never: {cause: clot, when: {leg: hot}}"],
        [
            "always: {when: {severity: mild}, cause: clot}",
            "never: {when: {severity: severe}, cause: clot}",
        ],
    ],
)
def test_properties_that_some_rule_set_can_keep_are_no_contradiction(
    tmp_path: Path, lines: list[str]
) -> None:
    assert proof_of(tmp_path, *lines).contradictions == ()


@pytest.mark.slow
def test_a_contradiction_is_said_in_words(tmp_path: Path) -> None:
    folder = stated(
        tmp_path,
        "always: {when: {alarm: saddle}, at_least: emergency}",
        "never: {when: {alarm: saddle}, level: emergency}",
    ).folder
    assert (
        "contradiction  `p0`, `p1` contradict each other: no rule set can keep them\n              "
        " they forbid all that could become of the level, for these answers: alarm: saddle yes"
        in run(str(folder)).stdout
    )


def test_each_contradiction_about_the_level_is_named(tmp_path: Path) -> None:
    found = proof_of(
        tmp_path,
        "always: {when: {alarm: saddle}, level: emergency}",
        "never: {when: {alarm: saddle}, level: emergency}",
        "always: {when: {severity: severe}, at_least: urgent}",
        "always: {when: {severity: severe, smoking: now}, level: see_doctor}",
    ).contradictions
    assert {tuple(entry.id for entry in one.properties) for one in found} >= {
        ("p0", "p1"),
        ("p2", "p3"),
    }


def test_what_must_be_reached_and_never_be_is_said_in_words(tmp_path: Path) -> None:
    folder = stated(tmp_path, "reachable: {cause: clot}", "never: {cause: clot}").folder
    assert (
        "about the cause `clot`: what is asked to be reachable is forbidden whatever the answers"
        in run(str(folder)).stdout
    )


def test_a_pasted_counterexample_speaks_of_its_own_answers(tmp_path: Path) -> None:
    folder = stated(tmp_path, "never: {when: {leg: hot}, level: self_care}").folder
    assert "# But for these answers the level is `self_care`, by `base`." in run(str(folder)).stdout


@pytest.mark.slow
def test_the_command_prints_a_line_for_each_property_and_the_counts(tmp_path: Path) -> None:
    folder = stated(tmp_path, "monotone: true", "never: {rule: sn-saddle}").folder
    found = run(str(folder))
    assert found.exit_code == 1
    assert found.stdout.startswith(
        f"{load(folder).stamp}\n\n"
        "proved     p0: every condition is made of `all`, `any`, points and facts, so one more"
        " answer takes nothing back [any answers]\nbroken     p1: for some answers the rule"
        f" `sn-saddle` fires [any answers] ({folder}/properties.yaml:3)\n"
    )
    assert "\n2 properties: 1 proved, 1 broken\n" in found.stdout


@pytest.mark.slow
def test_a_rule_set_that_keeps_all_its_properties_ends_with_zero(tmp_path: Path) -> None:
    assert (
        run(str(stated(tmp_path, "monotone: true", "reachable: {every: rule}").folder)).exit_code
        == 0
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("line", "fails_today"),
    [
        ("never: {rule: sn-saddle}", True),
        ("never: {cause: clot, when: {smoking: now}}", True),
        ("never: {at_least: emergency}", True),
        ("never: {finding: lasting}", True),
        ("always: {rule: sn-saddle, when: {leg: hot}}", True),
        ("always: {at_least: urgent, when: {leg: hot}}", False),
        ("decided_within: 3", False),
    ],
)
def test_what_breaks_a_property_can_be_pasted_as_a_case(
    tmp_path: Path, line: str, fails_today: bool
) -> None:
    ruleset = stated(tmp_path, line)
    printed = run(str(ruleset.folder)).stdout
    path = tmp_path / "pasted.yaml"
    path.write_text(printed[printed.index("cases:") :], encoding="utf-8")
    case = case_files.load(path, ruleset)[0]
    broken = prove(ruleset, properties.load(ruleset), timeout=60).results[0].verdict
    assert isinstance(broken, Broken)
    assert case.id == "breaks-p0"
    assert case.answers == broken.counterexample
    assert (
        bool(case_files.mismatches(case, ReferenceEngine(ruleset).assess(case.answers)))
        == fails_today
    )


def test_the_data_for_other_programs_holds_verdicts_and_answers(tmp_path: Path) -> None:
    folder = stated(
        tmp_path,
        "monotone: true",
        "never: {rule: sn-saddle}",
        "reachable: {cause: clot, fit: typical}",
        "always: {cause: clot}",
    ).folder
    found = json.loads(run(str(folder), "--json").stdout)
    assert [entry["verdict"] for entry in found["properties"]] == [
        "proved",
        "broken",
        "broken",
        "broken",
    ]
    assert found["properties"][1]["counterexample"]["level"] == "emergency"
    assert found["properties"][2]["missing"] == ["cause `clot` as typical"]
    assert found["properties"][1]["line"] == 3
    assert not found["proved_all"]


def test_a_rule_set_without_properties_proves_nothing_and_says_so(tmp_path: Path) -> None:
    found = run(str(unwatched(tmp_path)))
    assert found.exit_code == 1
    assert "states no property" in found.stderr


def test_properties_count_in_the_digest(tmp_path: Path) -> None:
    assert stated(tmp_path, "monotone: true").digest != load(TINY).digest


def test_an_interview_that_is_too_long_is_shown_by_one_question_more_than_allowed(
    tmp_path: Path,
) -> None:
    found = verdict(tmp_path, "decided_within: 2")
    assert isinstance(found, Broken)
    assert found.questions == 3
    assert found.counterexample is not None
    assert len(found.counterexample.given) == 3
