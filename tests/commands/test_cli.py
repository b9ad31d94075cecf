"""The commands from outside: what they print, where, and the exit code."""

from __future__ import annotations

import json
import os
import re
import subprocess
from dataclasses import asdict
from pathlib import Path

import pytest

import triage
import triage.language.load as loading
from tests.places import TINY, TRAFFIC_LIGHT
from tests.shell import Ran, Shell, run_triage
from tests.terminal import TRIAGE

ANSWERS = "ruleset: tiny\nanswers:\n  leg: [swollen, hot]\n"
SADDLE = {"ruleset": "tiny", "answers": {"alarm": ["saddle"]}}
KEYS = {
    "schema",
    "ruleset",
    "engine",
    "level",
    "guidance",
    "causes",
    "findings",
    "scores",
    "could_rise",
    "unsure",
    "trace",
    "answers",
    "plan",
    "next",
}


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Shell:
    monkeypatch.setenv("TRIAGE_RULES", str(TINY))
    monkeypatch.setenv("TRIAGE_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("TRIAGE_EMERGENCY_NUMBER", "999")
    monkeypatch.chdir(tmp_path)
    return run_triage


@pytest.fixture
def case(tmp_path: Path) -> str:
    """A file with answers."""
    path = tmp_path / "case.yaml"
    path.write_text(ANSWERS, encoding="utf-8")
    return str(path)


def process(*arguments: str, typed: str = "", **environ: str) -> subprocess.CompletedProcess[str]:
    """`triage` as a process of its own, on pipes."""
    env = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "TRIAGE_RULES": str(TINY), **environ}
    return subprocess.run(
        [TRIAGE, *arguments],
        input=typed,
        capture_output=True,
        encoding="utf-8",
        timeout=30,
        check=False,
        env=env,
    )


# Help and exit codes


def test_help_names_every_command_in_plain_words(run: Shell) -> None:
    ran = run("--help")
    assert ran.code == 0
    person, student, author = (
        part.split() for part in re.split("To learn:|To write rules:", ran.out.split("For you:")[1])
    )
    assert "ask" in person and "practise" in student and "check" in author
    listed = [*person, *student, *author]
    assert {"ask", "assess", "why", "why-not", "causes", "sources", "about", "completion"} <= set(
        listed
    )
    assert "it does not diagnose" in ran.out
    assert run("-h") == ran


@pytest.mark.parametrize(
    "command", ["ask", "assess", "why", "why-not", "causes", "sources", "about", "completion"]
)
def test_every_command_explains_itself(run: Shell, command: str) -> None:
    ran = run(command, "--help")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"Usage: triage {command}")


def test_the_version_is_that_of_the_package(run: Shell) -> None:
    assert run("--version").out.split()[-1] == triage.__version__


@pytest.mark.slow
def test_without_a_command_it_asks(run: Shell) -> None:
    bare, named, options = run(), run("ask"), run("--plain", "--private")
    assert bare.code == named.code == options.code == 130
    assert bare.err == named.err == options.err
    assert "Who is it for?" in bare.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("why",),
        ("causes", "clot", "more"),
        ("about", "--jsn"),
        ("ask", "--output", "result.txt"),
        ("assess",),
        ("completion", "tcsh"),
        ("why-not", "clot"),
    ],
)
def test_wrong_usage_ends_with_2_and_says_how_it_is_used(
    run: Shell, arguments: tuple[str, ...]
) -> None:
    ran = run(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert f"triage {arguments[0]} --help" in ran.err


@pytest.mark.parametrize(
    ("arguments", "nearest"),
    [
        (("asess", "x"), "assess"),
        (("why", "nerve_presure"), "nerve_pressure"),
        (("why", "sn-sadle"), "sn-saddle"),
        (("why", "persistance"), "persistence"),
        (("causes", "cloot"), "clot"),
        (("why-not", "cloot", "x"), "clot"),
        (("sources", "A-clott"), "A-clot"),
        (("causes", "--rules", "leg_numbnes"), "leg_numbness"),
        (("assess", "x", "--engine", "durabel"), "durable"),
        (("completion", "fsh"), "fish"),
    ],
)
def test_a_misspelt_name_gets_the_nearest_one(
    run: Shell, arguments: tuple[str, ...], nearest: str
) -> None:
    ran = run(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert f"did you mean `{nearest}`" in ran.err


def test_a_misspelt_option_gets_the_nearest_one(run: Shell) -> None:
    ran = run("ask", "--outptu", "x.md")
    assert ran.code == 2
    assert "--output" in ran.err


def test_a_bug_ends_with_3_and_a_plain_sentence(
    run: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("two and two are five")

    monkeypatch.setattr(loading, "load", fail)
    ran = run("causes")
    assert (ran.code, ran.out) == (3, "")
    assert "this is a bug in triage (RuntimeError: two and two are five)" in ran.err
    assert "Traceback" not in ran.err
    monkeypatch.setenv("TRIAGE_DEBUG", "1")
    assert "Traceback" in run("causes").err


def test_an_interrupt_ends_with_130_and_one_word(
    run: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(loading, "load", interrupt)
    assert run("causes") == Ran(130, "", "\nStopped.\n")


def test_a_rule_set_that_does_not_load_is_reported_with_its_place(
    run: Shell, tmp_path: Path
) -> None:
    ran = run("causes", "--rules", str(tmp_path))
    assert (ran.code, ran.out) == (2, "")
    assert "error[T106]" in ran.err


# Looking things up


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("clot", "A clot blocks a vein."),
        ("sn-saddle", "Nerves low in the spine may be pressed."),
        ("alarm", "This is the part that would touch a saddle."),
    ],
)
def test_why_explains_a_cause_a_rule_and_a_question(run: Shell, name: str, words: str) -> None:
    ran = run("why", name)
    assert (ran.code, ran.err) == (0, "")
    assert words in " ".join(ran.out.split())


@pytest.mark.parametrize(
    ("name", "kind", "keys"),
    [
        (
            "clot",
            "cause",
            {
                "id",
                "name",
                "also",
                "call_it",
                "last_well",
                "meanwhile",
                "helps",
                "watch",
                "stressed",
                "danger",
                "level",
                "card",
                "rules",
            },
        ),
        (
            "sn-saddle",
            "rule",
            {"id", "reads", "concludes", "because", "cites", "unchecked", "added", "file", "line"},
        ),
        (
            "alarm",
            "question",
            {"id", "takes", "text", "help", "options", "declinable", "cites", "unchecked", "rules"},
        ),
    ],
)
def test_why_as_json_says_what_kind_of_thing_it_is(
    run: Shell, name: str, kind: str, keys: set[str]
) -> None:
    (found,) = run("why", name, "--json").objects
    assert found.keys() == keys | {"kind"}
    assert (found["kind"], found["id"]) == (kind, name)


@pytest.mark.slow
def test_why_not_names_the_answers_that_the_nearest_rule_lacks(run: Shell, tmp_path: Path) -> None:
    path = tmp_path / "half.yaml"
    path.write_text("ruleset: tiny\nanswers: {leg: [swollen]}\n", encoding="utf-8")
    ran = run("why-not", "clot", str(path))
    assert ran.code == 0
    assert (
        "“Is a leg swollen or hot?” is answered “Hot”. You answered otherwise: Swollen."
        in " ".join(ran.out.split())
    )
    (found,) = run("why-not", "clot", str(path), "--json").objects
    assert (found["cause"], found["listed"]) == ("clot", False)
    lacks = {"question": "leg", "option": "hot", "answer": "given"}
    assert [rule["lacks"] for rule in found["rules"]] == [[lacks]]
    assert run("why-not", "clot", "-", "--json", typed=path.read_text()).objects == [found]
    assert found["ruleset"] == asdict(stamp := loading.load(TINY).stamp)
    assert ran.out.endswith(f"\nRules: {stamp}\n")


def test_why_not_says_how_many_points_are_there_and_what_could_bring_more(run: Shell) -> None:
    said = 'ruleset: traffic_light\nanswers: {days: under_3, signs: [fever], dust: "yes"}\n'
    asked = ("why-not", "two-points", "-", "--rules", str(TRAFFIC_LIGHT))
    (found,) = run(*asked, "--json", typed=said).objects
    open_items = [{"reads": [name], "points": 1} for name in ("days", "dust")]
    points = {"score": "cough", "points": 1, "needed": 2, "open": open_items}
    assert [rule["points"] for rule in found["rules"]] == [[points]]


@pytest.mark.slow
def test_causes_lists_every_cause_and_shows_one(run: Shell) -> None:
    assert "4 causes" in run("causes").out
    assert "A clot blocks a vein." in run("causes", "clot").out
    (listed,) = run("causes", "--json").objects
    assert [cause["id"] for cause in listed] == [
        "artery_disease",
        "clot",
        "nerve_pressure",
        "stiff_muscle",
    ]
    (one,) = run("causes", "clot", "--json").objects
    assert one in listed
    assert one.keys() == {
        "id",
        "name",
        "also",
        "call_it",
        "last_well",
        "meanwhile",
        "helps",
        "watch",
        "stressed",
        "danger",
        "level",
        "card",
        "rules",
    }


@pytest.mark.slow
def test_sources_lists_every_source_and_shows_what_rests_on_one(run: Shell) -> None:
    assert "Document on legs. Test press" in run("sources").out
    assert "swollen-and-hot" in run("sources", "A-clot").out
    (listed,) = run("sources", "--json").objects
    assert {"A", "B", "guide-page", "guide", "A-clot"} <= {source["id"] for source in listed}
    (claim,) = run("sources", "A-clot", "--json").objects
    users = {"rules", "causes"}
    marks = {"strength", "within", "checked"}
    assert claim.keys() == {"id", "kind", "source", "section", "says", *marks, *users}
    (source,) = run("sources", "guide-page", "--json").objects
    named = {"id", "kind", "title", "publisher", "place", "date", "url", "jurisdiction"}
    assert source.keys() == {*named, "read", "checked", *users}
    assert source["read"] == {"date": "2026-11-20", "how": "page_itself"}
    assert "sn-saddle" in source["rules"]
    assert run("sources", "guide", "--json").objects[0]["rules"] == source["rules"]


def test_about_names_purpose_engine_versions_place_and_limits(run: Shell, tmp_path: Path) -> None:
    ran = run("about")
    assert ran.out.startswith("It lets tests walk through every part of a rule set.")
    named = (
        "Engine in use: ",
        "Rule set: tiny 0.1.0",
        triage.__version__,
        str(tmp_path / "state"),
        "- A result with",
    )
    assert [words for words in named if words not in ran.out] == []
    (facts,) = run("about", "--json").objects
    assert facts.keys() == {
        "purpose",
        "engine",
        "engine_note",
        "ruleset",
        "versions",
        "answers_stored_in",
        "practice_stored_in",
        "reviewed",
        "intended_use",
        "limits",
    }
    assert facts["engine"] in ("durable", "reference")


@pytest.mark.parametrize(
    ("shell", "words"), [("bash", "complete "), ("zsh", "#compdef triage"), ("fish", "complete ")]
)
def test_a_completion_script_is_printed(run: Shell, shell: str, words: str) -> None:
    ran = run("completion", shell)
    assert ran.code == 0
    assert words in ran.out
    assert "_TRIAGE_COMPLETE" in ran.out


@pytest.mark.slow
def test_the_shell_completes_commands_and_names() -> None:
    def completed(line: str, word: str) -> list[str]:
        ran = process(COMP_WORDS=line, COMP_CWORD=word, _TRIAGE_COMPLETE="bash_complete")
        return [found.split(",")[1] for found in ran.stdout.split()]

    assert completed("triage about", "1") == ["about"]
    assert completed("triage causes ner", "2") == ["nerve_pressure"]


# Assessing


@pytest.mark.slow
def test_assess_prints_the_result_of_each_file(run: Shell, case: str, tmp_path: Path) -> None:
    other = tmp_path / "other.json"
    other.write_text(json.dumps(SADDLE), encoding="utf-8")
    ran = run("assess", case, str(other))
    assert ran.code == 0
    assert "Speak to a doctor today, and call 999 if it gets worse." in ran.out
    assert "Call 999 now, even if the signs pass." in ran.out
    found = run("assess", case, str(other), "--json").objects
    assert [result["level"] for result in found] == ["urgent", "emergency"]
    assert all(result.keys() == KEYS for result in found)


def test_schema_1_prints_what_it_always_did(run: Shell, case: str) -> None:
    found = json.loads(run("assess", case, "--json", "--schema", "1").out)
    assert found["schema"] == 1
    assert found.keys() == KEYS - {"plan", "next"}
    assert run("assess", case, "--json", "--schema", "3").code == 2


@pytest.mark.parametrize("ending", ["html", "md", "json"])
def test_assess_writes_the_result_where_it_is_told(
    run: Shell, case: str, tmp_path: Path, ending: str
) -> None:
    path = tmp_path / f"result.{ending}"
    ran = run("assess", case, "--output", str(path))
    assert (ran.code, ran.out) == (0, f"The result is in {path}.\n")
    assert "Get medical help today" in path.read_text(encoding="utf-8")


def test_assess_refuses_to_write_what_no_name_says_or_more_than_one(
    run: Shell, case: str, tmp_path: Path
) -> None:
    odd = run("assess", case, "--output", str(tmp_path / "result.pdf"))
    assert (odd.code, "ends in none of .md, .html, .json" in odd.err) == (2, True)
    two = run("assess", case, case, "--output", str(tmp_path / "result.html"))
    assert (two.code, "takes one FILE to assess, not 2" in two.err) == (2, True)
    assert list(tmp_path.glob("result*")) == []


@pytest.mark.parametrize("engine", ["durable", "reference"])
def test_both_engines_give_the_same_object_and_name_themselves(
    run: Shell, case: str, engine: str
) -> None:
    if engine == "durable":
        pytest.importorskip("durable_rules_engine")
    (found,) = run("assess", case, "--json", "--engine", engine).objects
    (reference,) = run("assess", case, "--json", "--engine", "reference").objects
    assert found == {**reference, "engine": engine}


@pytest.mark.parametrize(
    ("typed", "levels"),
    [
        (ANSWERS, ["urgent"]),
        (json.dumps(SADDLE), ["emergency"]),
        (json.dumps(SADDLE, indent=1), ["emergency"]),
        (f"{json.dumps(SADDLE)}\n" * 3, ["emergency"] * 3),
        (f"{json.dumps(SADDLE)}\n\n{json.dumps(SADDLE)}", ["emergency"] * 2),
        (f"\n \n{json.dumps(SADDLE)}\n{json.dumps(SADDLE)}", ["emergency"] * 2),
        (f"\ufeff{json.dumps(SADDLE)}\n{json.dumps(SADDLE)}", ["emergency"] * 2),
    ],
    ids=[
        "YAML",
        "JSON",
        "indented JSON",
        "JSON Lines",
        "JSON Lines with an empty one",
        "empty lines first",
        "a byte order mark",
    ],
)
def test_standard_input_may_be_yaml_json_or_lines_of_json(
    run: Shell, typed: str, levels: list[str]
) -> None:
    ran = run("assess", "-", "--json", typed=typed)
    assert (ran.code, [found["level"] for found in ran.objects]) == (0, levels)


def test_a_bad_first_line_of_standard_input_does_not_stop_the_others(run: Shell) -> None:
    ran = run("assess", "-", "--json", typed=f"garbage\n{json.dumps(SADDLE)}\n")
    assert (ran.code, [found["level"] for found in ran.objects]) == (2, ["emergency"])
    assert "<stdin>:1:1" in ran.err


def test_standard_input_that_is_too_long_is_refused_and_never_cut_off(run: Shell) -> None:
    typed = (
        "ruleset: tiny\nanswers:\n  leg: []\n" + f"#{'x' * 98}\n" * 45_000 + "  alarm: [saddle]\n"
    )
    ran = run("assess", "-", "--json", typed=typed)
    assert (ran.code, ran.out) == (2, "")
    assert "larger than 4 MB" in ran.err


def test_half_a_character_in_the_name_of_a_case_does_not_stop_the_others(
    run: Shell, tmp_path: Path
) -> None:
    path = tmp_path / "many.jsonl"
    path.write_text(
        '{"ruleset": "tiny", "id": "\\ud800", "answers": {}}\n' + json.dumps(SADDLE),
        encoding="utf-8",
    )
    ran = run("assess", str(path), "--json")
    assert (ran.code, [found["level"] for found in ran.objects]) == (0, ["self_care", "emergency"])


@pytest.mark.slow
@pytest.mark.parametrize(("lines", "found"), [(0, "none"), (2, "several")])
def test_a_command_about_one_case_takes_exactly_one(
    run: Shell, tmp_path: Path, lines: int, found: str
) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_text(f"{json.dumps(SADDLE)}\n" * lines, encoding="utf-8")
    ran = run("why-not", "clot", str(path))
    assert (ran.code, ran.out) == (2, "")
    assert f"exactly one case belongs here, not {found}" in ran.err


def test_a_bad_line_is_named_by_its_number_and_the_others_still_run(
    run: Shell, tmp_path: Path
) -> None:
    path = tmp_path / "many.jsonl"
    good = json.dumps({**SADDLE, "id": "first"})
    path.write_text(f"{good}\nnonsense\n{json.dumps(SADDLE)}\n", encoding="utf-8")
    ran = run("assess", str(path))
    assert ran.code == 2
    assert [line.split(": ")[0] for line in ran.out.splitlines()] == ["first", f"{path}:3"]
    assert f"{path}:2:1: error[T102]" in ran.err
    as_json = run("assess", str(path), "--json")
    assert (as_json.code, [found.get("id") for found in as_json.objects]) == (2, ["first", None])


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("ruleset: tiny\nanswers: {aalrm: []}\n", "did you mean `alarm`?"),
        ("ruleset: tiny\nanswers: {leg: [hott]}\n", "did you mean `hot`?"),
        ("ruleset: tiny\nanswers: {severity: [mild, severe]}\n", "severity"),
        ("ruleset: other\nanswers: {}\n", "error[T501]"),
        ("ruleset: tiny\nversion: 9.9.9\nanswers: {}\n", "[T502]"),
        ("", "error[T105]"),
        ("\x00\x01\x02", "error[T10"),
    ],
)
def test_answers_that_do_not_fit_are_reported_with_the_file(
    run: Shell,
    tmp_path: Path,
    written: str,
    words: str,
    case: str,
) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text(written, encoding="utf-8")
    ran = run("assess", str(bad), case, "--json")
    assert (ran.code, len(ran.objects)) == (2, 1)
    assert str(bad) in ran.err
    assert words in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize("missing", ["nowhere.yaml", "nowhere.jsonl"])
def test_a_missing_file_does_not_stop_the_others(run: Shell, case: str, missing: str) -> None:
    ran = run("assess", missing, case, "--json")
    assert (ran.code, len(ran.objects)) == (2, 1)
    assert f"{missing}:1:1: error[T101]" in ran.err


@pytest.mark.slow
def test_a_reader_that_stops_early_is_no_error(tmp_path: Path) -> None:
    many = tmp_path / "many.jsonl"
    many.write_text(f"{json.dumps(SADDLE)}\n" * 3000, encoding="utf-8")
    command = (
        f"'{TRIAGE}' assess --rules '{TINY}' --json '{many}' | head -1; echo ${{PIPESTATUS[0]}}"
    )
    ran = subprocess.run(
        ["bash", "-c", command], capture_output=True, text=True, timeout=30, check=True
    )
    first, code = ran.stdout.splitlines()
    assert json.loads(first)["level"] == "emergency"
    assert (code, ran.stderr) == ("0", "")


@pytest.mark.slow
def test_nothing_that_goes_into_a_pipe_holds_an_escape_sequence(case: str, tmp_path: Path) -> None:
    for arguments in (
        ("assess", case),
        ("causes",),
        ("why", "clot"),
        ("about",),
        ("--help",),
        ("assess", "nowhere"),
    ):
        ran = process(*arguments, TERM="xterm-256color", TRIAGE_STATE=str(tmp_path))
        assert "\x1b" not in ran.stdout + ran.stderr
        assert ran.stdout + ran.stderr


@pytest.mark.slow
def test_a_pipe_that_takes_only_ascii_gets_ascii(case: str) -> None:
    ran = process("assess", case, LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert ran.returncode == 0
    assert ran.stdout.isascii()
    assert '"Why"' not in ran.stdout
    assert "+--" in ran.stdout


# Without durable-rules


@pytest.fixture
def without_durable(tmp_path: Path) -> dict[str, str]:
    """The settings of a computer where durable-rules does not import."""
    (tmp_path / "stub").mkdir()
    (tmp_path / "stub" / "durable_rules_engine.py").write_text(
        'raise ImportError("no such library")\n'
    )
    return {"PYTHONPATH": str(tmp_path / "stub"), "TRIAGE_STATE": str(tmp_path / "state")}


@pytest.mark.slow
def test_without_durable_rules_about_says_which_engine_runs_and_why(
    without_durable: dict[str, str],
) -> None:
    assert (
        "Engine in use: reference (durable-rules does not import: no such library)"
        in process("about", **without_durable).stdout
    )
    facts = json.loads(process("about", "--json", **without_durable).stdout)
    assert facts["engine"] == "reference"
    assert "no such library" in facts["engine_note"]


@pytest.mark.slow
def test_without_durable_rules_everything_runs_on_reference(
    without_durable: dict[str, str], case: str
) -> None:
    ran = process("assess", case, "--json", **without_durable)
    assert (ran.returncode, json.loads(ran.stdout)["engine"]) == (0, "reference")
    assert ran.stderr == ""
    replies = "0\n0\n1\n1\n1\n1\n1\n\n\n"
    asked = process("ask", "--json", typed=replies, **without_durable)
    assert (asked.returncode, json.loads(asked.stdout)["engine"]) == (0, "reference")
    assert process("causes", **without_durable).returncode == 0


@pytest.mark.slow
def test_without_durable_rules_asking_for_it_by_name_is_refused(
    without_durable: dict[str, str], case: str
) -> None:
    ran = process("assess", case, "--engine", "durable", **without_durable)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "durable-rules does not import" in ran.stderr
