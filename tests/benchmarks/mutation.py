"""How many wrong edits of the programme its tests notice:
`python -m tests.benchmarks.mutation [--sample N] [--seed S] [--jobs J] [--room PATH]`.

Each mutant is tried in a process of its own, forked from one that has the libraries loaded; the
files on disk stay as they are. A mutant that a test fails on, that breaks an import, or that uses
more than a minute of processor time is killed.
"""

from __future__ import annotations

import argparse
import importlib
import os
import resource
import signal
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_loader
from math import sqrt
from types import CodeType, ModuleType

import pytest

from tests.benchmarks.mutants import ROOT, Mutant, Written, sample

PROCESSOR_SECONDS = 60
WALL_SECONDS = 300
MOST_MEMORY = 4 << 30
# plain assertions: pytest would read what it rewrites past the mutant
QUIETLY = ("-x", "-q", "--assert=plain", "-p", "no:cacheprovider")
ONLY_NEEDED = ("--disable-plugin-autoload", "-p", "_hypothesis_pytestplugin")
IN_ONE_PROCESS = ("-o", "addopts=--doctest-modules --import-mode=importlib --strict-markers")
FEW = (
    "--hypothesis-profile",
    "few",
    "-k",
    "not kill and not many_terminals and not over_each_case",
    "-W",
    "ignore",
)

PRELOADED = (
    "click",
    "durable_rules_engine",
    "_hypothesis_pytestplugin",
    "hypothesis.strategies",
    "pydantic",
    "triage.answers.answer_file",
    "triage.language.load",
)
"""What no mutant of a room above the language can change: loaded once, for all."""


class MutatedModule(MetaPathFinder, SourceFileLoader):
    """Imports one module as a mutant has it."""

    def __init__(self, mutant: Mutant) -> None:
        super().__init__(mutant.module, str(ROOT / mutant.path))
        self._mutant = mutant

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,  # noqa: ARG002 # the port's shape
        target: ModuleType | None = None,  # noqa: ARG002
    ) -> ModuleSpec | None:
        """Its own module, no other."""
        return spec_from_loader(fullname, self) if fullname == self.name else None

    def get_code(self, fullname: str) -> CodeType:  # noqa: ARG002
        """The code of the mutant, never that of a cached file."""
        return compile(self._mutant.source, self.path, "exec", dont_inherit=True)


def survives(mutant: Mutant) -> bool:
    """Whether all tests of the mutant pass on it."""
    child = os.fork()
    if child == 0:
        _try(mutant)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) == 0


def _try(mutant: Mutant) -> None:
    """Run the tests on the mutant, and end this process."""
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    signal.alarm(WALL_SECONDS)
    silence = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(silence, number)
    if mutant.module in sys.modules:
        _forget()
    sys.meta_path.insert(0, MutatedModule(mutant))
    code = 1
    try:
        code = int(pytest.main([*QUIETLY, *ONLY_NEEDED, *IN_ONE_PROCESS, *FEW, *mutant.tests]))
    finally:
        os._exit(code)


def _forget() -> None:
    """Load the whole programme anew: what was loaded holds names of the module."""
    for name in [name for name in sys.modules if name.partition(".")[0] == "triage"]:
        del sys.modules[name]


def interval(share: float, count: int) -> tuple[float, float]:
    """Where the share of all lies, with 95 % confidence (Wilson 1927)."""
    if not count:
        return 0.0, 1.0
    z = 1.96
    middle = (share + z * z / (2 * count)) / (1 + z * z / count)
    reach = z / (1 + z * z / count) * sqrt(share * (1 - share) / count + (z / (2 * count)) ** 2)
    return max(0.0, middle - reach), min(1.0, middle + reach)


def _tried(mutants: Sequence[Mutant], jobs: int) -> Iterator[tuple[Mutant, bool]]:
    """Each mutant and whether it survives; those that do are printed."""
    with ThreadPoolExecutor(jobs) as pool:
        for mutant, alive in zip(mutants, pool.map(survives, mutants), strict=True):
            if alive:
                word = "equivalent" if mutant.why_equivalent else "survived"
                print(f"{word}: {_told(mutant)}", flush=True)
            yield mutant, alive


def _told(mutant: Mutant) -> str:
    before, after = mutant.lines
    why = f"\n  {mutant.why_equivalent}" if mutant.why_equivalent else ""
    return f"{mutant.path}:{mutant.place}\n  - {before}\n  + {after}{why}"


def main() -> int:
    """Print the score of a sample and the survivors; 1 where a named mutant survives."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=int, default=150, help="how many random mutants")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=1, help="how many at a time")
    parser.add_argument("--room", help="only mutants below this path")
    chosen = parser.parse_args()
    os.chdir(ROOT)
    os.nice(5)
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    sys.dont_write_bytecode = True
    written = Written.read()
    for name in PRELOADED:
        importlib.import_module(name)
    if chosen.room:
        kept = {
            room: tests for room, tests in written.tests.items() if room.startswith(chosen.room)
        }
        written = Written(kept, (), written.equivalent)
    for room, tests in written.tests.items():
        if not survives(Mutant("tests/__init__.py", "", tests)):
            parser.error(f"the tests of {room} fail without any mutant")

    named = [mutant for mutant, alive in _tried(written.named, chosen.jobs) if alive]
    drawn, edits = sample(written, chosen.sample, chosen.seed)
    alive = [mutant for mutant, alive in _tried(drawn, chosen.jobs) if alive]
    survivors = [mutant for mutant in alive if not mutant.why_equivalent]
    wrong = len(drawn) - (len(alive) - len(survivors))
    share = 1 - len(survivors) / wrong if wrong else 1.0
    low, high = interval(share, wrong)
    print(f"\n{len(written.named) - len(named)} of {len(written.named)} named mutants killed")
    print(f"{len(drawn)} drawn with seed {chosen.seed} from {edits:,} edits")
    print(
        f"{wrong - len(survivors)} of {wrong} killed, {len(alive) - len(survivors)} equivalent:"
        f" {share:.1%} (95 % interval {low:.1%} to {high:.1%})"
    )
    return 1 if named else 0


if __name__ == "__main__":
    sys.exit(main())
