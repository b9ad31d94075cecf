"""How soon a command stands there: processor time until the first question, or to the end, as a
ratio to bare Python in the same run. The exit code is 1 where a goal is missed.

All of it is compiled before, as installers do; without that each run would compile triage anew.

``python -m tests.benchmarks.start_up --rounds 9``
"""

from __future__ import annotations

import argparse
import os
import pty
import resource
import select
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from statistics import median

FIRST = b"Who is it for"
"""The words of the first question."""
WHERE_IS_THE_CURSOR, HERE = b"\x1b[6n", b"\x1b[1;1R"
ASK = ("-m", "triage", "ask", "--private")
GOALS: Mapping[str, float] = {
    "triage --help": 5,
    "triage about": 7,
    "first question in lines (--plain)": 12,
    "first question in menus": 20,
}


def to_the_end(arguments: Sequence[str], environ: Mapping[str, str]) -> float:
    """Seconds of a run with an empty input."""
    before = _spent()
    subprocess.run(
        [sys.executable, *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        env=environ,
    )
    return _spent() - before


def _spent() -> float:
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def to_the_first_question(environ: Mapping[str, str]) -> float:
    """Seconds until the first question stands on a terminal."""
    process, terminal = pty.fork()
    if process == 0:
        os.execve(sys.executable, [sys.executable, *ASK], {**environ, "TERM": "xterm"})
    seen = b""
    while FIRST not in seen:
        if not select.select([terminal], [], [], 60)[0]:
            raise TimeoutError(seen)
        part = os.read(terminal, 65536)
        seen += part
        if WHERE_IS_THE_CURSOR in part:
            os.write(terminal, HERE)
    before = _spent()
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)
    os.close(terminal)
    return _spent() - before


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description="Measure how soon commands stand there.")
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        hidden = ("ACCESSIBLE", "TRIAGE_PLAIN", "TRIAGE_RULES", "PYTHONDONTWRITEBYTECODE")
        own = {name: text for name, text in os.environ.items() if name not in hidden}
        environ = {**own, "TRIAGE_STATE": folder, "PYTHONPYCACHEPREFIX": f"{folder}/compiled"}
        runs: Mapping[str, Callable[[], float]] = {
            "bare Python": lambda: to_the_end(["-c", "pass"], environ),
            "triage --help": lambda: to_the_end(["-m", "triage", "--help"], environ),
            "triage about": lambda: to_the_end(["-m", "triage", "about"], environ),
            "first question in lines (--plain)": lambda: to_the_end([*ASK, "--plain"], environ),
            "first question in menus": lambda: to_the_first_question(environ),
        }
        for run in runs.values():
            run()  # once before, which compiles
        took: dict[str, list[float]] = {name: [] for name in runs}
        for _ in range(rounds):
            for name, run in runs.items():
                took[name].append(run())
    found = {name: median(times) for name, times in took.items()}
    ratios = {name: found[name] / found["bare Python"] for name in found}
    print("| what | ms of processor time | × bare Python | goal | |\n|---|---|---|---|---|")
    for name, seconds in found.items():
        goal = GOALS.get(name)
        verdict = "" if goal is None else "met" if ratios[name] <= goal else "missed"
        shown = f"≤ {goal:g}" if goal else ""
        print(f"| {name} | {1000 * seconds:.0f} | {ratios[name]:.1f} | {shown} | {verdict} |")
    return int(any(ratios[name] > goal for name, goal in GOALS.items()))


if __name__ == "__main__":
    sys.exit(main())
