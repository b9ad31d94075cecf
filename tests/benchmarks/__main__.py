"""Speed, measured by hand: `python -m tests.benchmarks`. Ratios against a named peer, both in one
run.

    start-up    `triage about`, `--help` and the first question against bare Python
    assessment  one case on each engine, and on CLIPS with the same rules
    stream      JSON Lines in, JSON out, against CLIPS with the same rules

The peer: CLIPS through clipspy, given the same flat rules as durable-rules, its facts freed by a
reset after each case.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks.clips_peer import ClipsPeer
from tests.benchmarks.rates import ROUNDS, over, rates
from triage.answers.answer_file import as_file
from triage.answers.value import Answers
from triage.cases import case_files
from triage.engine import open_engine
from triage.language.load import load
from triage.language.locating import locate

ROOT = Path(__file__).parents[2]


def main() -> None:
    """Measure and print three tables."""
    ruleset = load(locate("leg_numbness"))
    answers = [case.answers for case in case_files.load_all(ruleset)]
    print(f"{len(ruleset.rules)} rules, {len(answers)} cases, median of {ROUNDS} rounds\n")
    _start_up()
    engines = {name: open_engine(ruleset, name)[0] for name in ("durable", "reference")}
    peer = ClipsPeer(ruleset)
    runs: dict[str, Callable[[Answers], object]] = {
        "CLIPS (peer)": peer.fired,
        **{name: engine.assess for name, engine in engines.items()},
    }
    _check_agreement(peer, answers, engines)
    found = rates({name: over(run, answers) for name, run in runs.items()}, len(answers))
    _table("one assessment", "cases/s", found, "CLIPS (peer)")
    _stream(answers, ruleset, peer)


def _check_agreement(peer, answers, engines) -> None:  # type: ignore[no-untyped-def] # a sanity check
    for given in answers:
        fired = {firing.rule.id for firing in engines["reference"].assess(given).firings}
        assert peer.fired(given) == fired, "the peer does not run the same rules"


def _stream(answers: list[Answers], ruleset, peer: ClipsPeer) -> None:  # type: ignore[no-untyped-def]
    """The whole command against a loop that reads the same lines, runs CLIPS and prints what
    fired.
    """
    lines = [json.dumps(as_file(given, ruleset)) + "\n" for given in answers] * 3
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cases.jsonl"
        path.write_text("".join(lines), encoding="utf-8")
        jobs = {"CLIPS loop (peer)": lambda: peer.stream(path, ruleset)}
        for name in ("durable", "reference"):
            command = [
                sys.executable,
                "-m",
                "triage",
                "assess",
                "--json",
                "--engine",
                name,
                str(path),
            ]
            jobs[f"triage --engine {name}"] = lambda command=command: _run(command)
        found = rates(jobs, len(lines), rounds=3)
        _table("JSON Lines stream, start-up included", "cases/s", found, "CLIPS loop (peer)")


def _start_up() -> None:
    with tempfile.TemporaryDirectory() as folder:
        plain = {**os.environ, "TRIAGE_STATE": folder}
        commands = {
            "python -c pass (peer)": ["-c", "pass"],
            "triage --help": ["-m", "triage", "--help"],
            "triage about": ["-m", "triage", "about"],
            "first question (--plain)": ["-m", "triage", "ask", "--plain", "--private"],
        }
        jobs = {
            name: (lambda rest=rest: _run([sys.executable, *rest], plain))
            for name, rest in commands.items()
        }
        seconds = {name: 1 / rate for name, rate in rates(jobs, 1).items()}
    _table(
        "start-up",
        "ms",
        {name: 1000 * found for name, found in seconds.items()},
        "python -c pass (peer)",
    )


def _run(command: list[str], environ: dict[str, str] | None = None) -> None:
    subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, check=False, env=environ, cwd=ROOT
    )


def _table(title: str, unit: str, values: dict[str, float], peer: str) -> None:
    print(title)
    for name, value in values.items():
        print(f"  {name:<28}{value:>12,.0f} {unit:<8}{value / values[peer]:>8.2f} × peer")
    print()


if __name__ == "__main__":
    main()
