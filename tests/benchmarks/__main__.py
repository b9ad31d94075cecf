"""Speed, measured by hand: `python -m tests.benchmarks`. Ratios against a named peer, both in one
run.

    assessment  one case on each engine, and on CLIPS with the same rules
    stream      JSON Lines in, JSON out, against CLIPS with the same rules

The peer: CLIPS through clipspy, given the same flat rules as durable-rules, its facts freed by a
reset after each case.
"""

from __future__ import annotations

import json
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


def _run(command: list[str]) -> None:
    subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False, cwd=ROOT)


def _table(title: str, unit: str, values: dict[str, float], peer: str) -> None:
    print(title)
    for name, value in values.items():
        print(f"  {name:<28}{value:>12,.0f} {unit:<8}{value / values[peer]:>8.2f} × peer")
    print()


if __name__ == "__main__":
    main()
