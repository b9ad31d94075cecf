"""How fast people in columns are judged, against named peers, all in one run.

    python -m tests.benchmarks.bulk_speed --number 131072 --rounds 3

People a second of one processor (CPU time: the machine may be shared), the median of some rounds
taken in turn. The peers run the same rules on the same people and find for each which rules fire,
which is less than the order of causes:

    assess --json   one case after the other, with the whole explanation
    CLIPS           each fact by its template, what fired read from one global
    DuckDB, polars  a boolean column for each fact, finding and rule

Before anything is measured each peer has to find the same rules as the engine `reference`.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import random
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median

os.environ.setdefault("POLARS_MAX_THREADS", "1")  # of one processor; read when it is imported

import duckdb
import polars
import pyarrow as pa
import pyarrow.parquet as pq

from tests.benchmarks.bulk_equal import in_columns
from tests.benchmarks.clips_peer import ClipsPeer
from triage.answers.answer_file import as_file, read_answers
from triage.answers.value import Answers
from triage.cases import case_files
from triage.columnar.batches import judged
from triage.columnar.formats import TableFormat
from triage.columnar.pieces import pieces
from triage.columnar.sinks import ColumnSink, Sink, TextSink
from triage.columnar.table import Work
from triage.engine.reference import ReferenceEngine
from triage.language.conditions import Fact, Is, IsNot, fold
from triage.language.diagnostics import Span
from triage.language.load import load
from triage.language.locating import locate
from triage.language.ruleset import RuleSet
from triage.language.safe import Safe
from triage.render.results.assessment_json import assessment_json
from triage.why.explanation import Explanation

WANTED = ("level", "causes")


class Columns:
    """The names of boolean columns: of each fact, and of each rule, which is worked out of others
    that stand before it.
    """

    def __init__(self, ruleset: RuleSet) -> None:
        facts: list[Fact] = [*ruleset.answer_facts]
        self.names: dict[Fact, str] = {fact: f"a{place}" for place, fact in enumerate(facts)}
        self.stages: list[list[tuple[str, str]]] = []
        self.rules = {rule.id: f"r{place}" for place, rule in enumerate(ruleset.rules)}
        self._ruleset = ruleset

    def sql(self) -> str:
        """One query that adds the rules stage by stage: each reads what the one before made."""
        text, done = "people", set(self.names)
        left = list(self._ruleset.rules)
        while left:
            ready = [rule for rule in left if _reads(rule.when) <= done]
            made = [f"({self._condition(rule.when)}) AS {self.rules[rule.id]}" for rule in ready]
            text = f"(SELECT *, {', '.join(made)} FROM {text})"
            left = [rule for rule in left if rule not in ready]
            waiting = {fact for rule in left for fact in rule.conclusions}
            news = {fact for rule in ready for fact in rule.conclusions} - waiting - done
            if news:
                made = [self._conclusion(fact) for fact in sorted(news, key=str)]
                text = f"(SELECT *, {', '.join(made)} FROM {text})"
                done |= news
        return f"SELECT {', '.join(self.rules.values())} FROM {text}"

    def _conclusion(self, fact: Fact) -> str:
        self.names[fact] = f"c{len(self.names)}"
        rules = self._ruleset.graph.concluding(fact)
        return f"({' OR '.join(self.rules[rule.id] for rule in rules)}) AS {self.names[fact]}"

    def _condition(self, condition) -> str:  # type: ignore[no-untyped-def]
        return fold(
            condition,
            lambda fact: self.names[fact],
            lambda parts: f"({' AND '.join(parts) or 'TRUE'})",
            lambda parts: f"({' OR '.join(parts) or 'FALSE'})",
        )


def _reads(condition) -> set[Fact]:  # type: ignore[no-untyped-def]
    from triage.language.conditions import atoms

    return set(atoms(condition))


def booleans(people: Sequence[Answers], columns: Columns) -> pa.Table:
    """The people as the peers take them: a boolean for each answer fact. Making them costs the
    peers nothing here.
    """
    known = [frozenset(one.facts()) for one in people]
    answers = {fact: name for fact, name in columns.names.items() if isinstance(fact, Is | IsNot)}
    return pa.table({name: [fact in one for one in known] for fact, name in answers.items()})


class Peers:
    """The peers on the same people, of whom the slow ones take a few."""

    def __init__(self, ruleset: RuleSet, people: Sequence[Answers]) -> None:
        self._ruleset, self.people = ruleset, people
        columns = Columns(ruleset)
        table = booleans(people, columns)
        self._rules, self._query = columns.rules, columns.sql()
        self._clips = ClipsPeer(ruleset)
        self._duckdb = duckdb.connect(config={"threads": 1})
        self._duckdb.register("given", table)
        self._duckdb.execute("CREATE TABLE people AS SELECT * FROM given")
        self._polars = polars.SQLContext(people=polars.from_arrow(table))

    def check(self) -> None:
        """Make sure that all find the same rules.

        Raises:
            AssertionError: they do not.
        """
        engine = ReferenceEngine(self._ruleset)
        by_duckdb, by_polars = self.duckdb().to_pylist(), self.polars().to_dicts()
        for place, answers in enumerate(self.people[:300]):
            fired = {firing.rule.id for firing in engine.assess(answers).firings}
            found = [
                {rule for rule, name in self._rules.items() if row[place][name]}
                for row in (by_duckdb, by_polars)
            ]
            assert found == [fired, fired], f"person {place} is found otherwise"
            assert self._clips.fired(answers) == fired, f"CLIPS finds person {place} otherwise"

    def duckdb(self) -> pa.Table:
        """All rules by DuckDB SQL, as Arrow."""
        return self._duckdb.sql(self._query).to_arrow_table()

    def polars(self) -> polars.DataFrame:
        """All rules by polars, from the same SQL."""
        return self._polars.execute(self._query, eager=True)

    def clips(self) -> None:
        """One case after the other."""
        for answers in self.people[:FEW]:
            self._clips.fired(answers)

    def assess(self) -> None:
        """What `assess --json` does with each line, but for the start of the programme."""
        engine = ReferenceEngine(self._ruleset)
        for answers in self.people[:FEW]:
            line = json.dumps(as_file(answers, self._ruleset))
            given = read_answers(json.loads(line)["answers"], self._ruleset, Span("line"))
            made = assessment_json(Explanation(engine.assess(given)), "reference", "112")
            Safe.json(made)


class Ours:
    """The same people in columns, from each format to the same one."""

    def __init__(self, ruleset: RuleSet, batch: pa.RecordBatch, folder: Path) -> None:
        self._ruleset, self._batch, self._folder = ruleset, batch, folder
        self.rows = batch.num_rows
        with pa.ipc.new_file(folder / "people.arrow", batch.schema) as writer:
            writer.write_batch(batch)
        pq.write_table(pa.table(batch), folder / "people.parquet")
        rows = (
            {name: cell for name, cell in row.items() if cell is not None}
            for row in batch.slice(0, LINES).to_pylist()
        )
        text = "".join(json.dumps(row) + "\n" for row in rows)
        (folder / "people.jsonl").write_text(text, encoding="utf-8")

    def in_memory(self) -> None:
        """Record batches to record batches."""
        for _ in judged([self._batch], self._ruleset, WANTED, None):
            pass

    def file(self, form: TableFormat) -> None:
        """A file to a file of the same format."""
        work = Work(self._ruleset, WANTED, form)
        source = str(self._folder / f"people.{form.value}")
        with (self._folder / "judged").open("wb") as target:
            sink: Sink = TextSink(target, form)
            if form is not TableFormat.JSON_LINES:
                sink = ColumnSink(target, form, print, is_stream=False)
            for piece in pieces(source, form, self._ruleset, io.BytesIO()):
                sink.take(work(piece).written)
            sink.close()


FEW = 300
"""How many people the slow peers take."""
LINES = 20_000

Jobs = Mapping[str, tuple[Callable[[], object], int]]


def measured(jobs: Jobs, rounds: int) -> dict[str, float]:
    """People a second of processor time for each job, the median of all rounds."""
    seconds: dict[str, list[float]] = {name: [] for name in jobs}
    for job, _ in jobs.values():
        job()  # once before, so that nothing is made late
    for _ in range(rounds):
        for name, (job, _) in jobs.items():
            start = time.process_time()
            job()
            seconds[name].append(time.process_time() - start)
    return {name: jobs[name][1] / median(found) for name, found in seconds.items()}


def main() -> None:
    """Measure, and print each figure with its ratios to the peers."""
    parser = argparse.ArgumentParser(description="Measure people in columns against peers.")
    parser.add_argument("--number", type=int, default=131_072, help="people")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=3)
    wanted = parser.parse_args()
    ruleset = load(locate("leg_numbness"))
    cases = [case.answers for case in case_files.load_all(ruleset)]
    chance = random.Random(wanted.seed)
    people = [chance.choice(cases) for _ in range(wanted.number)]
    batch = as_words(in_columns([as_file(one, ruleset)["answers"] for one in people], ruleset))
    peers = Peers(ruleset, people)
    peers.check()
    with tempfile.TemporaryDirectory() as folder:
        ours = Ours(ruleset, batch, Path(folder))
        few, many, lines = min(FEW, len(people)), len(people), min(LINES, len(people))
        found = measured(
            {
                "assess --json, without start-up": (peers.assess, few),
                "CLIPS, rules that fire": (peers.clips, few),
                "DuckDB SQL, rules that fire": (peers.duckdb, many),
                "polars, rules that fire": (peers.polars, many),
                "Arrow → Arrow in memory": (ours.in_memory, many),
                "Arrow file → Arrow file": (lambda: ours.file(TableFormat.ARROW), many),
                "Parquet → Parquet": (lambda: ours.file(TableFormat.PARQUET), many),
                "JSON Lines → JSON Lines": (lambda: ours.file(TableFormat.JSON_LINES), lines),
            },
            wanted.rounds,
        )
    print(
        f"{many:,} people drawn from {len(cases):,} cases, {len(ruleset.rules)} rules;"
        f" load of the machine {os.getloadavg()[0]:.1f}, a bare loop {bare_loop():.0f} ns a turn"
    )
    print("| what | people a second | × assess | × CLIPS | × DuckDB | × polars |")
    print("|---|---|---|---|---|---|")
    bases = list(found.values())[:4]
    for name, rate in found.items():
        ratios = " | ".join(f"{rate / base:,.1f}" for base in bases)
        print(f"| {name} | {rate:,.0f} | {ratios} |")


def as_words(batch: pa.RecordBatch) -> pa.RecordBatch:
    """The batch with its texts as words of a dictionary, as tables of a few words are kept."""
    word = pa.dictionary(pa.int8(), pa.string())
    arrays = []
    for column in batch.columns:
        if pa.types.is_list(column.type):
            ends, parts = column.offsets, column.values.dictionary_encode().cast(word)
            arrays.append(pa.ListArray.from_arrays(ends, parts, mask=column.is_null()))
        else:
            arrays.append(column.dictionary_encode().cast(word))
    return pa.RecordBatch.from_arrays(arrays, batch.schema.names)


def bare_loop() -> float:
    """Nanoseconds of a turn of an empty loop: how fast this machine is just now."""
    start = time.process_time()
    for _ in range(1_000_000):
        pass
    return (time.process_time() - start) * 1_000


if __name__ == "__main__":
    main()
