"""`triage bulk`: a table in, the same table with what follows out, in every format; what is wrong
with a table is said, and no half table is left.
"""

from __future__ import annotations

import csv
import gc
import importlib.util
import io
import json
import signal
import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from importlib.machinery import ModuleSpec
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import pytest

from tests.places import TINY
from tests.shell import Ran, interruptible, run_triage
from triage.columnar import blocks, cores, pieces, table
from triage.columnar.formats import TableFormat
from triage.engine.reference import ReferenceEngine
from triage.language.load import load
from triage.language.ruleset import RuleSet

PEOPLE: list[dict[str, Any]] = [
    {"id": "a", "severity": "mild", "leg": ["swollen", "hot"]},
    {"id": "b", "severity": "severe", "leg": []},
    {"id": "c", "severity": "not_sure", "leg": None},
    {"id": "d", "severity": None, "leg": ["hot?"]},
]
SCHEMA = pa.schema([("id", pa.string()), ("severity", pa.string()), ("leg", pa.list_(pa.string()))])
FORMATS = ("arrow", "arrows", "parquet", "csv", "jsonl")


def write(path: Path, people: list[dict[str, Any]] = PEOPLE, metadata: Any = None) -> Path:
    """The people as a file of the format that its name says."""
    made = pa.Table.from_pylist(people, SCHEMA.with_metadata(metadata))
    if path.suffix == ".arrow":
        with pa.ipc.new_file(path, made.schema) as writer:
            writer.write_table(made)
    elif path.suffix == ".arrows":
        with pa.ipc.new_stream(path, made.schema) as writer:
            writer.write_table(made)
    elif path.suffix == ".parquet":
        pq.write_table(made, path)
    elif path.suffix == ".csv":
        rows = [[one["id"], one["severity"] or "", _cell(one["leg"])] for one in people]
        text = "".join(",".join(row) + "\n" for row in [SCHEMA.names, *rows])
        path.write_text(text, encoding="utf-8")
    else:
        lines = ({key: cell for key, cell in one.items() if cell is not None} for one in people)
        path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def _cell(options: list[str] | None) -> str:
    return "" if options is None else ";".join(options) or "[]"


def read(path: Path) -> list[dict[str, Any]]:
    """The rows of a result, with lists of CSV as what they stand for."""
    if path.suffix == ".parquet":
        return list(pq.read_table(path).to_pylist())
    if path.suffix == ".arrow":
        return list(pa.ipc.open_file(path).read_all().to_pylist())
    if path.suffix == ".arrows":
        return list(pa.ipc.open_stream(path).read_all().to_pylist())
    if path.suffix == ".jsonl":
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    rows = pyarrow.csv.read_csv(path).to_pylist()
    for row in rows:
        pairs = [one.split(":") for one in row["causes"].split(";") if one]
        row["causes"] = [{"id": cause, "fit": fit} for cause, fit in pairs]
        row["findings"] = [one for one in row["findings"].split(";") if one]
    return list(rows)


def bulk(*words: object, **options: Any) -> Ran:
    return run_triage("bulk", *words, "--rules", TINY, **options)


@pytest.fixture(scope="module")
def wanted() -> list[dict[str, Any]]:
    """What the engine finds for each of the people."""
    from triage.answers.answer_file import read_answers
    from triage.language.diagnostics import Span

    tiny = load(TINY)
    answers: list[dict[str, Any]] = [
        {"severity": "mild", "leg": ["swollen", "hot"]},
        {"severity": "severe", "leg": []},
        {"severity": "not_sure"},
        {"leg": {"swollen": "no", "hot": "not_sure"}},
    ]
    found = [ReferenceEngine(tiny).assess(read_answers(one, tiny, Span("x"))) for one in answers]
    return [
        {
            "id": name,
            "level": one.level.id,
            "causes": [{"id": c.cause.id, "fit": c.fit.value} for c in one.causes],
            "findings": list(one.findings),
        }
        for name, one in zip("abcd", found, strict=True)
    ]


# Formats


@pytest.mark.slow
@pytest.mark.parametrize("ending", FORMATS)
def test_each_format_is_read_and_written(
    ending: str, tmp_path: Path, wanted: list[dict[str, Any]]
) -> None:
    source = write(tmp_path / f"people.{ending}")
    for other in FORMATS:
        target = tmp_path / f"judged.{other}"
        ran = bulk(source, target, "--with", "findings")
        assert (ran.code, read(target)) == (0, wanted), ran.err
        assert ran.out.startswith("4 people judged by tiny 0.1.0 (")


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["arrow", "arrows", "csv", "jsonl"])
def test_streams(ending: str, tmp_path: Path, wanted: list[dict[str, Any]]) -> None:
    content = write(tmp_path / f"people.{ending}").read_bytes()
    name = "arrow" if ending == "arrows" else ending
    if ending == "arrow":  # a stream is no file
        content = write(tmp_path / "people.arrows").read_bytes()
    target = tmp_path / f"judged.{ending}"
    ran = bulk("-", target, "--from", name, "--with", "findings", typed=content)
    assert (ran.code, read(target)) == (0, wanted), ran.err
    if ending in ("csv", "jsonl"):
        ran = bulk("-", "-", "--from", name, "--to", name, "--with", "findings", typed=content)
        assert ran.out == target.read_text(encoding="utf-8")
        assert "4 people judged by tiny" in ran.err


@pytest.mark.slow
def test_lines_of_the_form_of_assess(wanted: list[dict[str, Any]]) -> None:
    lines = [
        {"ruleset": "tiny", "id": "a", "answers": {"severity": "mild", "leg": ["swollen", "hot"]}},
        {"ruleset": "tiny", "id": "b", "answers": {"severity": "severe", "leg": []}},
        {"ruleset": "tiny", "version": "0.1.0", "id": "c", "answers": {"severity": "not_sure"}},
        {"id": "d", "answers": {"leg": {"swollen": "no"}}},
        {"ruleset": "tiny", "answers": {}},
        {"ruleset": "legs", "answers": {}},
    ]
    typed = "".join(json.dumps(line) + "\n" for line in lines)
    ran = bulk("-", "-", "--with", "findings", typed=typed)
    assert ran.objects[:4] == wanted
    assert (ran.code, len(ran.objects)) == (2, 5)
    assert "row 6: these answers are for the rule set `legs`, not `tiny`" in ran.err


@pytest.mark.slow
def test_a_folder_of_parquet_files(tmp_path: Path, wanted: list[dict[str, Any]]) -> None:
    folder = tmp_path / "people"
    (folder / "more").mkdir(parents=True)
    write(folder / "a.parquet", PEOPLE[:1])
    write(folder / "more" / "b.parquet", PEOPLE[1:])
    (folder / "_SUCCESS").touch()
    (folder / "_old.parquet").touch()
    target = tmp_path / "judged.jsonl"
    assert bulk(folder, target, "--with", "findings").code == 0
    assert read(target) == wanted


@pytest.mark.slow
def test_the_metadata_say_what_judged(tmp_path: Path, tiny: RuleSet) -> None:
    for ending in ("arrow", "parquet"):
        target = tmp_path / f"judged.{ending}"
        bulk(write(tmp_path / "people.csv"), target)
        schema = pq.read_schema(target) if ending == "parquet" else pa.ipc.open_file(target).schema
        assert {schema.metadata[b"triage.ruleset"], schema.metadata[b"triage.digest"]} == {
            b"tiny",
            tiny.digest.encode(),
        }


@pytest.mark.slow
def test_other_columns_keep_their_types(tmp_path: Path) -> None:
    made = pa.table({"day": pa.array([1], pa.date32()), "n": [1.5], "severity": ["mild"]})
    pq.write_table(made, tmp_path / "people.parquet")
    bulk(tmp_path / "people.parquet", tmp_path / "judged.arrow")
    schema = pa.ipc.open_file(tmp_path / "judged.arrow").schema
    assert [str(schema.field(name).type) for name in ("day", "n")] == ["date32[day]", "double"]
    typed = b'{"n": {"a": [1, null]}, "s": "\\u001b[31m\\u007f", "severity": "mild"}\n'
    ran = bulk("-", "-", typed=typed)
    assert ran.out.startswith('{"n": {"a": [1, null]}, "s": "\\u001b[31m\\u007f", "level"')
    bulk("-", tmp_path / "judged.parquet", typed=typed)
    assert pq.read_table(tmp_path / "judged.parquet").to_pylist()[0]["s"] == "\x1b[31m\x7f"


# What is wrong

GOOD = '{"severity": "mild"}\n'
BAD_LINES = {
    '{"severity": "mid"}\n': "`mid` is not an option of the question `severity`; did you mean",
    '{"severity": 1}\n': "`severity` takes one option, not `1`",
    '{"leg": "hat"}\n': "`hat` is not an option of the question `leg`",
    '{"leg": {"hat": "yes"}}\n': "`hat` is not an option of the question `leg`",
    '{"leg": {"hot": "maybe"}}\n': "`hot: maybe` is none of `yes`, `no`, `not_sure`",
    "[1]\n": "a line is one object with a key for each question",
    '{"severity": "mild"\n': "this is not valid JSON",
    '{"severity": "mild", "severity": "severe"}\n': "`severity` is written twice in one object",
    '{"severity": "\\ud800"}\n': "is not an option of the question `severity`",
    '{"\\ud800": 1}\n': "a key or a text holds half a character",
}


@pytest.mark.slow
@pytest.mark.parametrize("line", BAD_LINES)
def test_a_bad_line_is_named_and_kept_and_the_others_run(line: str, tmp_path: Path) -> None:
    kept = tmp_path / "bad.jsonl"
    ran = bulk("-", "-", "--rejects", kept, typed=GOOD + "\n" + line + GOOD)
    assert (ran.code, len(ran.objects)) == (2, 2)
    (rejected,) = read(kept)
    assert rejected["row"] == 3
    assert BAD_LINES[line] in rejected["reason"]
    assert f"row 3: {rejected['reason']}".replace("\ud800", "?") in ran.err
    assert rejected["content"]


@pytest.mark.slow
def test_rows_keep_their_numbers_in_every_format(tmp_path: Path) -> None:
    people = [
        dict(PEOPLE[0]),
        {**PEOPLE[1], "severity": "x"},
        PEOPLE[2],
        {**PEOPLE[3], "leg": ["y"]},
    ]
    for ending in FORMATS:
        ran = bulk(write(tmp_path / f"people.{ending}", people), tmp_path / "judged.jsonl")
        assert ran.code == 2
        assert [one["id"] for one in read(tmp_path / "judged.jsonl")] == ["a", "c"]
        assert "row 2: `x` is not an option of the question `severity`" in ran.err
        assert "row 4: `y` is not an option of the question `leg`" in ran.err
        assert "2 people judged by tiny" in ran.out
        assert "2 could not be read" in ran.out


@pytest.mark.slow
def test_rows_of_csv_with_too_many_cells(tmp_path: Path) -> None:
    typed = 'id,severity\n"a\nb",mild\n\nc,mild,x\nd,mid\n'
    ran = bulk("-", "-", "--from", "csv", "--to", "csv", "--rejects", tmp_path / "r", typed=typed)
    rows = list(csv.reader(io.StringIO(ran.out)))
    assert [row[0] for row in rows] == ["id", "a\nb"]
    assert "row 2: it has 3 cells, and the header 2" in ran.err
    assert "row 3: `mid` is not an option" in ran.err
    first, second = map(json.loads, (tmp_path / "r").read_text(encoding="utf-8").splitlines())
    assert first["content"] == {"cells": ["c", "mild", "x"]}
    assert second["content"] == {"id": "d", "severity": "mid"}


@pytest.mark.slow
def test_of_many_bad_rows_the_first_are_told(tmp_path: Path) -> None:
    ran = bulk("-", "-", "--rejects", tmp_path / "bad", typed='{"severity": "x"}\n' * 50)
    assert ran.err.count("is not an option") == 20
    assert "and 30 more rows that cannot be read" in ran.err
    assert len((tmp_path / "bad").read_text(encoding="utf-8").splitlines()) == 50


@pytest.mark.slow
def test_a_line_that_is_too_long_is_one_bad_row(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "LINES", 200_000)
    long = '{"severity": "mild", "x": "' + "y" * 2_500_000 + '"}\n'
    ran = bulk("-", "-", typed=GOOD + long + GOOD + long + '{"severity": "x"}')
    assert (ran.code, len(ran.objects)) == (2, 2)
    for place in (2, 4):
        assert f"row {place}: the line is longer than 1 MB" in ran.err
    assert "row 5: `x`" in ran.err


def cut(path: Path) -> Path:
    path.write_bytes(path.read_bytes()[:-30])
    return path


def text(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def folder(path: Path, *endings: str) -> Path:
    path.mkdir()
    for ending in endings:
        (path / ending).touch()
    return path


def two_kinds(path: Path) -> Path:
    write(folder(path) / "a.parquet")
    pq.write_table(pa.table({"severity": ["mild"]}), path / "b.parquet")
    return path


UNREADABLE: dict[str, tuple[Callable[[Path], Path], str]] = {
    "empty Parquet": (lambda at: text(at / "x.parquet", ""), "x.parquet: it is empty"),
    "empty Arrow": (lambda at: text(at / "x.arrow", ""), "x.arrow: it is empty"),
    "empty CSV": (lambda at: text(at / "x.csv", ""), "x.csv: it is empty"),
    "empty lines": (lambda at: text(at / "x.jsonl", ""), "x.jsonl: it is empty"),
    "cut Parquet": (lambda at: cut(write(at / "x.parquet")), "x.parquet: it cannot be read: "),
    "cut Arrow": (lambda at: cut(write(at / "x.arrow")), "x.arrow: it cannot be read: "),
    "cut stream": (lambda at: cut(write(at / "x.arrows")), "x.arrows: it cannot be read: "),
    "CSV cut in a quote": (
        lambda at: text(at / "x.csv", 'severity\nmild\n"mi'),
        "x.csv: it cannot be read behind row 0: unexpected end of data",
    ),
    "CSV that is no text": (
        lambda at: text(at / "x.csv", b"severity\n\xff\n"),
        "x.csv: it cannot be read behind row 0: it is not UTF-8 text",
    ),
    "nothing there": (lambda at: at / "x.csv", "x.csv: it cannot be read: No such file"),
    "no ending": (lambda at: text(at / "x", ""), "x: the ending says the format, and is one of"),
    "no file in a folder": (
        lambda at: folder(at / "x", "a.csv"),
        "x: no file in this folder ends in `.parquet`",
    ),
    "files of two kinds": (lambda at: two_kinds(at / "x"), "b.parquet: its columns are not those"),
    "no question": (
        lambda at: text(at / "x.csv", "sex\nf\n"),
        "no column bears the id of a question of `tiny`",
    ),
    "another rule set": (
        lambda at: write(at / "x.parquet", metadata={"triage.ruleset": "legs"}),
        "x.parquet: it is for the rule set `legs`, not `tiny`",
    ),
    "numbers": (
        lambda at: numbers(at / "x.parquet"),
        "the column `severity` holds int64; text is needed",
    ),
    "what CSV cannot hold": (
        lambda at: nested(at / "x.parquet"),
        "the column `more`: it holds struct<a: struct<b: int64>>, and CSV cannot",
    ),
}


def numbers(path: Path) -> Path:
    pq.write_table(pa.table({"severity": [1]}), path)
    return path


def nested(path: Path) -> Path:
    pq.write_table(pa.table({"severity": ["mild"], "more": [{"a": {"b": 1}}]}), path)
    return path


@pytest.mark.parametrize("kind", UNREADABLE)
def test_a_table_that_cannot_be_read_leaves_nothing_behind(kind: str, tmp_path: Path) -> None:
    made, says = UNREADABLE[kind]
    source = made(tmp_path)
    target = text(tmp_path / "judged.csv", "before")
    before = sorted(tmp_path.iterdir())
    ran = bulk(source, target, "--rejects", tmp_path / "bad.jsonl")
    assert (ran.code, ran.out) == (2, "")
    assert says in ran.err
    assert sorted(tmp_path.iterdir()) == before
    assert target.read_text(encoding="utf-8") == "before"


@pytest.mark.parametrize("ending", ["parquet", "arrow", "csv"])
def test_a_table_that_ends_in_the_middle_is_named_and_nothing_else_said(
    ending: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unraisable: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", unraisable.append)
    write(folder(tmp_path / "x") / "a.parquet")
    cut(write(tmp_path / "x" / "b.parquet"))
    ran = bulk(tmp_path / "x", tmp_path / f"judged.{ending}")
    gc.collect()
    assert (ran.code, unraisable) == (2, [])
    assert ran.err.splitlines()[1:] == [ran.err.splitlines()[-1]]
    assert "b.parquet: it cannot be read: " in ran.err
    assert [path.name for path in tmp_path.iterdir()] == ["x"]


def test_another_digest_is_said_once(tmp_path: Path) -> None:
    metadata = {"triage.ruleset": "tiny", "triage.version": "0.0.9", "triage.digest": "abc"}
    ran = bulk(write(tmp_path / "x.parquet", metadata=metadata), tmp_path / "y.csv")
    assert ran.code == 0
    assert ran.err.count("it says that it is for tiny 0.0.9 abc; this is 0.1.0 ") == 1


@pytest.mark.slow
def test_columns_that_are_no_question_are_said_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "ROWS_OF_CSV", 2)
    typed = "id,severty,leg\n" + "a,mild,hot\n" * 9
    ran = bulk("-", "-", "--from", "csv", "--to", "csv", typed=typed)
    assert ran.err.count("no question of `tiny`, passed through: `id`, `severty`") == 1
    assert ran.err.count("`severty`: did you mean `severity`?") == 1
    assert len(ran.out.splitlines()) == 10


@pytest.mark.slow
def test_keys_that_come_late_are_left_out_of_columns_and_said(tmp_path: Path) -> None:
    typed = GOOD * 5 + '{"severity": "mild", "late": 1}\n' * 2
    target = tmp_path / "judged.parquet"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pieces, "LINES", 64)
        ran = bulk("-", target, typed=typed)
    assert (ran.code, pq.read_table(target).num_rows) == (0, 7)
    assert ran.err.count("the first rows do not have it: `late`") == 1


WRONG_USE = {
    ("x.csv", "x.csv"): "INPUT and OUTPUT are the same file",
    ("x.csv", "y.csv", "--rejects", "y.csv"): "OUTPUT and --rejects are the same file",
    ("x.csv", "y.csv", "--with", "finding"): "`finding` is not a column that --with knows",
    ("x.csv", "-", "--to", "parquet"): "Parquet is read and written from its end",
    ("x.csv", "y.txt"): "the ending says the format",
    ("x.csv", "y.csv", "--to", "jsnl"): "'jsnl' is not one of",
}


@pytest.mark.parametrize("words", WRONG_USE, ids=" ".join)
def test_wrong_use(words: tuple[str, ...], tmp_path: Path) -> None:
    write(tmp_path / "x.csv")
    ran = bulk(*words, cwd=tmp_path)
    assert (ran.code, ran.out) == (2, "")
    assert WRONG_USE[words] in ran.err
    assert [path.name for path in tmp_path.iterdir()] == ["x.csv"]


def test_without_the_libraries_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    whole = importlib.util.find_spec

    def without(name: str, package: str | None = None) -> ModuleSpec | None:
        return None if name in ("numpy", "pyarrow") else whole(name, package)

    monkeypatch.setattr(importlib.util, "find_spec", without)
    ran = bulk(write(tmp_path / "x.csv"), tmp_path / "y.csv")
    assert ran.code == 2
    assert "need `numpy`, `pyarrow`; install them with: pip install" in ran.err


# Long tables


@pytest.mark.slow
def test_several_cores_find_what_one_finds(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(blocks, "MOST_PEOPLE", 7)
    monkeypatch.setattr(pieces, "MOST_PEOPLE", 7)
    monkeypatch.setattr(pieces, "LINES", 400)
    people = [{**PEOPLE[n % 4], "id": str(n)} for n in range(100)]
    people[50]["severity"] = "x"
    for ending in ("jsonl", "parquet", "csv"):
        source = write(tmp_path / f"people.{ending}", people)
        found = []
        for number in (0, 3):
            monkeypatch.setattr(table, "SMALL", 0)
            monkeypatch.setattr(table, "usable_cores", lambda number=number: number)
            target = tmp_path / f"judged.{ending}"
            ran = bulk(source, target)
            assert ran.code == 2
            assert "row 51: `x`" in ran.err
            found.append(target.read_bytes())
        assert found[0] == found[1]


@pytest.mark.slow
def test_an_error_on_another_core_is_raised_here() -> None:
    shared = cores.Cores(int, 2)
    try:
        assert list(shared.in_order(["1", "2", "3"])) == [1, 2, 3]
        with pytest.raises(ValueError, match="invalid literal"):
            list(shared.in_order(["1", "x", "3"]))
    finally:
        shared.close()


@pytest.mark.slow
@pytest.mark.parametrize("form", [TableFormat.JSON_LINES, TableFormat.CSV])
def test_memory_is_flat(form: TableFormat, tiny: RuleSet, tmp_path: Path) -> None:
    ending = form.value

    def peak(count: int) -> int:
        source = write(tmp_path / f"people.{ending}", PEOPLE * count)
        with (tmp_path / "out").open("wb") as target:
            work = table.Work(tiny, ("level", "causes"), form)
            found = table.PeopleTable(str(source), form, io.BytesIO())
            tracemalloc.start()
            for piece in table.judged_table(found, work):
                target.write(piece.written.text)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pieces, "LINES", 20_000)
        patch.setattr(pieces, "ROWS_OF_CSV", 200)
        peak(500)
        # the lower of two: what is made once for all may be made meanwhile
        once, twice = (min(peak(count), peak(count)) for count in (800, 1_600))
        assert twice < 1.2 * once + 100_000


@pytest.mark.slow
def test_ctrl_c_leaves_no_half_file(tmp_path: Path) -> None:
    target = text(tmp_path / "judged.csv", "before")
    words = ("bulk", "-", target, "--rules", TINY, "--rejects", tmp_path / "bad.jsonl")
    with interruptible():
        run = subprocess.Popen(
            [sys.executable, "-m", "triage", *map(str, words)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
    assert run.stdin is not None
    try:
        for _ in range(60):
            run.stdin.write(GOOD.encode() * 10_000)
            if any(path.suffix == ".tmp" and path.stat().st_size for path in tmp_path.iterdir()):
                break
        assert len(list(tmp_path.iterdir())) == 3
        run.send_signal(signal.SIGINT)
        _, err = run.communicate(timeout=60)
    finally:
        run.kill()
    assert (run.returncode, err.decode().strip()) == (130, "Stopped.")
    assert [path.name for path in tmp_path.iterdir()] == ["judged.csv"]
    assert target.read_text(encoding="utf-8") == "before"


def test_progress_is_shown_on_a_terminal_only(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from triage.cli.progress_line import counted

    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    assert list(counted([3, 4], "people", int, is_shown=True)) == [3, 4]
    shown = capsys.readouterr().err
    assert "people" in shown
    assert list(counted([3, 4], "people", int, is_shown=False)) == [3, 4]
    assert "people" not in capsys.readouterr().err
