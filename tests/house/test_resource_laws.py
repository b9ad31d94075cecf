"""Resource laws: whatever kind of input grows, twice as much of it costs at most 2.5 times as many
steps.

A step is a call of a function, of Python's or of C's, as the interpreter counts them: the same on
every machine. Sizes are small; a quadratic cost shows in them already.
"""

from __future__ import annotations

import gc
import io
import json
import tracemalloc
from collections.abc import Callable
from cProfile import Profile
from dataclasses import replace
from functools import cache, partial
from itertools import islice, product
from pathlib import Path
from typing import Any

import pytest

from tests.house import growing
from tests.places import TINY
from tests.practised import START, result
from triage.analysis.checks import check
from triage.analysis.checks.check_folder import check_folder
from triage.answers import streams
from triage.answers.value import NOT_SURE, Answers, choose
from triage.cases import case_files
from triage.engine.assessment import Assessment
from triage.engine.reference import ReferenceEngine
from triage.handbook import pages
from triage.interview.own_words import understood
from triage.interview.state import Interview
from triage.lacks.rise import could_rise
from triage.lacks.unsure import unsure_rises
from triage.language import source
from triage.language.diagnostics import RuleSetError
from triage.language.load import load
from triage.language.ruleset import RuleSet
from triage.practice.patients import patient_set
from triage.practice.patients.clinic import Clinic
from triage.practice.records.students import compare
from triage.render.author.github import github_lines
from triage.render.author.problems import problems_text
from triage.render.author.sarif import sarif
from triage.render.results.assessment_json import assessment_json
from triage.render.results.result_page import result_page
from triage.why.explanation import Explanation
from triage.why.missing import open_questions, why_not

pytestmark = pytest.mark.slow

MOST, SLACK = 2.5, 2_000
"""How many times the steps at twice the size, and steps that count for nothing."""

Job = Callable[[], object]
Make = Callable[[Path, int], RuleSet]


def steps(job: Job) -> int:
    """How many calls the job makes; what earlier tests left behind is not freed meanwhile, for the
    calls that free it are no part of the job.
    """
    counting = Profile()
    gc.disable()
    try:
        counting.runcall(job)
    finally:
        gc.enable()
    return sum(entry.callcount for entry in counting.getstats())


def holds_law(prepare: Callable[[int], Job], size: int) -> None:
    """The law for what ``prepare`` makes of a size; once before, so that nothing is made late."""
    prepare(size)()
    once, twice = steps(prepare(size)), steps(prepare(2 * size))
    assert twice <= MOST * once + SLACK, f"{size}: {once} steps, {2 * size}: {twice} steps"


# Answers and files

WRITTEN: dict[str, Callable[[int], object]] = {
    "unknown options": lambda n: {"leg": [f"swolen{i}" for i in range(n)]},
    "unknown options, each with a word": lambda n: {"leg": {f"swolen{i}": "yes" for i in range(n)}},
    "unknown questions": lambda n: {f"lag{i}": "yes" for i in range(n)},
    "odd words for options": lambda n: {"leg": ["swollen"] * n},
}


@pytest.mark.parametrize("kind", WRITTEN)
@pytest.mark.parametrize("is_json", [True, False])
def test_answers(kind: str, is_json: bool) -> None:
    tiny = load(TINY)

    def prepare(count: int) -> Job:
        text = json.dumps({"ruleset": "tiny", "answers": WRITTEN[kind](count)})
        return lambda: streams.read_text(text, "x", tiny, is_json=is_json)

    holds_law(prepare, 1_000)


SENTENCES: dict[str, Callable[[int], str]] = {
    "a word again and again": lambda n: "leg " * n,
    "denials": lambda n: "no leg not cold or " * n,
    "words like words": lambda n: " ".join(f"swolen{i}" for i in range(n)),
    "one long word": lambda n: "swollen" * n,
    "marks on letters": lambda n: "e" + "\u0301" * n,
    "digits": lambda n: "9" * n + " weeks",
    "pauses": lambda n: "leg, " * n + "cold",
    "phrases in phrases": lambda n: "left leg very cold and swollen since " * n,
}


@pytest.mark.parametrize("kind", SENTENCES)
def test_own_words(kind: str, legs: RuleSet) -> None:
    holds_law(lambda count: lambda: understood(legs, SENTENCES[kind](count)), 60)
    assert steps(lambda: understood(legs, SENTENCES[kind](20_000))) < 2_000_000


def test_phrases(tmp_path: Path) -> None:
    def prepare(count: int) -> Job:
        names = ["".join(letters) for letters in islice(product("bcdfgh", repeat=4), count)]
        texts = [f"leg w{name}|cold v{name}" for name in names]
        one = growing.question("q", ["a", "b"])
        one["options"][0]["words"] = texts
        one["options"][1]["also_fits"] = texts
        folder = growing.write(tmp_path / str(count), [one])
        return lambda: load(folder)

    holds_law(prepare, 200)


TEXTS: dict[str, Callable[[int], str]] = {
    "a key again and again": lambda n: "k: 1\n" * n,
    "keys twice in one line": lambda n: "{" + ",".join(f"k{i // 2}: 1" for i in range(n)) + "}",
    "keys in one line": lambda n: "{" + ",".join(f"k{i}: 1" for i in range(n)) + "}",
    "anchors in one line": lambda n: "a: [" + ",".join(f"&a{i} x" for i in range(n)) + "]",
    "aliases in one line": lambda n: "a: [&a x" + ", *a" * n + "]",
    "tags in one line": lambda n: "a: [" + ",".join(["!t x"] * n) + "]",
    "escapes in one line": lambda n: "a: [" + ",".join([r'"\e"'] * n) + "]",
    "escapes in one text": lambda n: 'a: "' + r"\e" * n + '"',
    "lists in lists": lambda n: "a: " + "[" * n + "]" * n,
    "mappings in mappings": lambda n: "{a: " * n + "}" * n,
    "one long line": lambda n: "a: " + "x" * (20 * n),
}


@pytest.mark.parametrize("kind", TEXTS)
def test_yaml(kind: str) -> None:
    def prepare(count: int) -> Job:
        text = TEXTS[kind](count)
        return lambda: _said_of(text)

    holds_law(prepare, 2_000)


def _said_of(text: str) -> str:
    try:
        source.parse(text, "x")
    except RuleSetError as error:
        return problems_text(error.diagnostics, colour=False)
    return ""


def test_every_new_key_is_entered_once_however_often_keys_are_repeated() -> None:
    """What a key costs is hidden in C where its table is gone through for it."""
    table = source.Table()
    for name in ("a", "b"):
        table.put(source.Text(name), source.Text("x"))
        before = table._keys
        assert table.key(name) == name
        assert table._keys is before


@pytest.mark.parametrize("opening", ["[", '{"a":'])
def test_nested_json(opening: str) -> None:
    tiny = load(TINY)
    holds_law(lambda n: lambda: streams.read_text(opening * n, "x", tiny, is_json=True), 5_000)


GOOD = b'{"ruleset": "tiny", "answers": {"severity": "severe"}}\n'
LINES: dict[str, bytes] = {
    "cases": GOOD,
    "blank lines": b" \n",
    "bad lines": b'{"ruleset": "tiny", "answers": {"leg": ["x"]}}\n',
}


@pytest.mark.parametrize("kind", LINES)
def test_streams(kind: str) -> None:
    tiny = load(TINY)

    def prepare(count: int) -> Job:
        return lambda: _count(LINES[kind] * count, tiny)

    holds_law(prepare, 500)


@pytest.mark.parametrize("kind", [*LINES, "long lines"])
def test_memory_of_a_stream_is_flat(kind: str) -> None:
    tiny = load(TINY)
    line = LINES.get(kind, b"x" * (streams.LONGEST_LINE + 10) + b"\n")
    count = 3 if kind == "long lines" else 1_500
    _peak(line * count, tiny)
    once, twice = _peak(line * count, tiny), _peak(line * (2 * count), tiny)
    assert twice <= once + 200_000


def _count(content: bytes, tiny: RuleSet) -> int:
    _, reads = streams.read_unknown(io.BytesIO(GOOD + content), "s", tiny)
    return sum(1 for _ in reads)


def _peak(content: bytes, tiny: RuleSet) -> int:
    stream = io.BytesIO(GOOD + content)
    tracemalloc.start()
    for _ in streams.read_unknown(stream, "s", tiny)[1]:
        pass
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak


# Files beside a rule set


def test_many_cases_in_a_table(tmp_path: Path) -> None:
    ruleset = growing.thin_chain(tmp_path / "rules", 3)

    def prepare(count: int) -> Job:
        rows = [{"id": f"row{n}", "cells": ["a"], "expect": {"silent": []}} for n in range(count)]
        table = {"id": "t", "name": "x", "columns": ["q"], "rows": rows}
        path = tmp_path / f"{count}.yaml"
        path.write_text(json.dumps({"tables": [table]}), encoding="utf-8")
        return lambda: _tried(lambda: case_files.load(path, ruleset))

    holds_law(prepare, 200)


@pytest.mark.parametrize("name", ["seed:x{}", "nobody{}"])
def test_a_set_of_patients_nobody_knows(tmp_path: Path, name: str) -> None:
    clinic = Clinic(load(TINY))

    def prepare(count: int) -> Job:
        names = [name.format(number) for number in range(count)]
        path = tmp_path / f"{count}.yaml"
        content = {"ruleset": "tiny", "version": clinic.ruleset.version, "patients": names}
        path.write_text(json.dumps(content), encoding="utf-8")
        return lambda: _tried(lambda: patient_set.load(path, clinic))

    holds_law(prepare, 150)


def test_results_of_a_student(tmp_path: Path) -> None:
    tiny = load(TINY)

    def prepare(count: int) -> Job:
        path = tmp_path / f"{count}.jsonl"
        lines = (json.dumps(result(day=day).to_plain()) + "\n" for day in range(count))
        path.write_text("".join(lines), encoding="utf-8")
        return lambda: compare([path], tiny, START)

    holds_law(prepare, 60)


def _tried(job: Job) -> str:
    try:
        return str(job())
    except RuleSetError as error:
        return problems_text(error.diagnostics, colour=False)


# Rule sets


def test_misspelt_names(tmp_path: Path) -> None:
    def prepare(count: int) -> Job:
        folder = growing.misspelt(tmp_path / str(count), count)
        return lambda: _reported(folder)

    holds_law(prepare, 300)


def _reported(folder: Path) -> None:
    found = check_folder(folder).diagnostics
    assert problems_text(found, colour=False) and github_lines(found) and sarif(found)


MAKES: dict[str, tuple[Make, int]] = {
    "a chain with answers": (growing.chain, 80),
    "a chain of findings": (growing.thin_chain, 120),
    "many options": (growing.wide, 250),
    "many rules": (growing.many_rules, 160),
    "many causes": (growing.many_causes, 60),
}


Grown = Callable[[str, int], RuleSet]


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Grown:
    """Makes the rule set of a kind and a size; it is read once and new each time, so that nothing
    that is worked out once only is there already.
    """

    @cache
    def made(kind: str, count: int) -> RuleSet:
        make, _ = MAKES[kind]
        return make(tmp_path_factory.mktemp("rules") / "grown", count)

    return lambda kind, count: replace(made(kind, count))


def nothing(ruleset: RuleSet) -> Assessment:
    return ReferenceEngine(ruleset).assess(Answers())


def everything(ruleset: RuleSet) -> Assessment:
    questions = ruleset.questions.values()
    given = Answers({q.id: choose(q, q.option_ids[0]) for q in questions})
    return ReferenceEngine(ruleset).assess(given)


def unsure(ruleset: RuleSet) -> Assessment:
    return ReferenceEngine(ruleset).assess(Answers(dict.fromkeys(ruleset.questions, NOT_SURE)))


def asked(ruleset: RuleSet) -> None:
    interview = Interview(ruleset)
    for _ in range(3):
        if interview.current:
            options = interview.current.question.option_ids
            interview = interview.answer(choose(interview.current.question, options[0]))


def whole(assessment: Assessment) -> object:
    return assessment.level, assessment.causes, assessment.findings, assessment.guidance


def kept_silent(ruleset: RuleSet) -> None:
    assessment = nothing(ruleset)
    for cause in ruleset.causes:
        assert why_not(assessment, cause) and open_questions(assessment, cause)


JOBS: dict[str, Callable[[RuleSet], Any]] = {
    "load": lambda ruleset: load(ruleset.folder),
    "assess": lambda ruleset: whole(everything(ruleset)),
    "could_rise": lambda ruleset: could_rise(nothing(ruleset)),
    "unsure": lambda ruleset: unsure_rises(unsure(ruleset)),
    "interview": asked,
    "why-not": kept_silent,
    "result page": lambda ruleset: result_page(Explanation(everything(ruleset)), "1", "x"),
    "result as data": lambda ruleset: assessment_json(Explanation(unsure(ruleset)), "x", "999"),
    "check": check,
    "handbook": lambda ruleset: pages.handbook(ruleset, [], lambda _: nothing(ruleset)),
}


@pytest.mark.parametrize("job", JOBS)
@pytest.mark.parametrize("kind", MAKES)
def test_rule_sets(kind: str, job: str, grown: Grown) -> None:
    holds_law(lambda count: partial(JOBS[job], grown(kind, count)), MAKES[kind][1])
