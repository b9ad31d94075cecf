"""Run cases through pytest in this process: the same items that `pytest rules` runs, and nothing
else.

Settings, conftest files and Python files beside the cases are left alone: nothing of a rule set is
ever run.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path

import click
import pytest

from triage.cases.results import CaseOutcome, CaseResult, Retold, Run, Stories
from triage.language.ruleset import Stamp

ONLY_CASES = (
    "-c",
    os.devnull,
    "--noconftest",
    "-p",
    "no:cacheprovider",
    "-p",
    "no:doctest",
    "-p",
    "no:python",
    "-p",
    "no:unraisableexception",  # it goes through all memory several times
    "-p",
    "triage.pytest_plugin",
    "--capture=no",
)


def run_cases(paths: Sequence[Path], options: Sequence[str] = ()) -> Run:
    """What comes of the cases below ``paths``.

    Args:
        paths: folders and case files.
        options: more options for pytest, such as `-k` with an expression.

    Raises:
        click.UsageError: pytest does not understand an option.
        KeyboardInterrupt: the person stopped it.
    """
    recorder, said = _Recorder(), io.StringIO()
    with _no_other_plugins(), redirect_stdout(said), redirect_stderr(said):
        code = pytest.main(
            [*ONLY_CASES, "--rootdir", _root(paths), *options, *map(str, paths)], plugins=[recorder]
        )
    if recorder.is_interrupted:
        raise KeyboardInterrupt
    if code == pytest.ExitCode.USAGE_ERROR:
        raise click.UsageError(_complaint(said.getvalue()))
    if code == pytest.ExitCode.INTERNAL_ERROR:
        raise RuntimeError(said.getvalue())
    return Run(tuple(recorder.results), tuple(recorder.broken))


def _root(paths: Sequence[Path]) -> str:
    """The folder that all the paths lie in."""
    return os.path.commonpath(
        [path.resolve().parent if path.is_file() else path.resolve() for path in paths]
    )


def _complaint(said: str) -> str:
    """What pytest says is wrong with its options."""
    lines = [
        line.removeprefix("ERROR: ") for line in said.splitlines() if line.startswith("ERROR: ")
    ]
    return lines[0] if lines else said.strip()


class _Recorder:
    """Listens to pytest and keeps what became of each case."""

    def __init__(self) -> None:
        self.results: list[CaseResult] = []
        self.broken: list[str] = []
        self.is_interrupted = False

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call" or report.failed:
            self.results.append(_result(report))

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.broken.append(report.longreprtext.rstrip() + "\n")

    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        self.is_interrupted = (
            excinfo.type is KeyboardInterrupt
        )  # pytest raises a kind of its own for broken files


def _result(report: pytest.TestReport) -> CaseResult:
    known = dict(report.user_properties)
    file, line, name = report.location
    gap = getattr(report, "wasxfail", None)
    outcome = CaseOutcome.FAILED if report.failed else CaseOutcome.PASSED
    says = report.longreprtext
    if gap is not None:
        outcome, says = CaseOutcome.TODO, str(gap).removeprefix("reason: ")
    return CaseResult(
        str(known.get("case", name)),
        str(known.get("file", file)),
        int(str(known.get("line", line or 0))),
        str(known.get("engine", "")),
        outcome,
        says,
        _stamp(known),
        _told(known),
        _stories(known),
    )


def _told(known: dict[str, object]) -> Retold | None:
    return Retold(str(known["level"]), str(known["told"])) if "told" in known else None


def _stories(known: dict[str, object]) -> Stories | None:
    if "stories" not in known:
        return None
    above = tuple(str(known["above"]).split())
    most = float(str(known["share"]))
    return Stories(int(str(known["stories"])), above, str(known["at_most"]), most)


def _stamp(known: dict[str, object]) -> Stamp | None:
    parts = (str(known.get(part, "")) for part in ("ruleset", "version", "digest"))
    return Stamp(*parts) if "ruleset" in known else None


@contextmanager
def _no_other_plugins() -> Iterator[None]:
    """Keep pytest from loading what else is installed; only the built-in plugins and ours."""
    name = "PYTEST_DISABLE_PLUGIN_AUTOLOAD"
    kept = {key: os.environ.pop(key, None) for key in (name, "PYTEST_ADDOPTS", "PYTEST_PLUGINS")}
    os.environ[name] = "1"
    try:
        yield
    finally:
        for key, value in kept.items():
            os.environ.pop(key, None)
            if value is not None:
                os.environ[key] = value
