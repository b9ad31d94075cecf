"""`triage test`: run the cases of a rule set."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from triage.cli.options import chosen_rules, json_option
from triage.cli.output import print_json, say

if TYPE_CHECKING:
    from triage.cases.results import Run


@click.command()
@click.argument("paths", nargs=-1, metavar="[NAME|FOLDER|FILE]…")
@click.option(
    "-k",
    "expression",
    metavar="EXPR",
    help="Only cases whose names match, as in pytest: `night and not child`.",
)
@click.option("-x", "stop_early", is_flag=True, help="Stop at the first failure.")
@click.option(
    "--junit",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Also write the results to FILE, for a build server.",
)
@click.option(
    "--watch", "is_watching", is_flag=True, help="Run again whenever a file changes; Ctrl-C ends."
)
@json_option
def test(
    paths: tuple[str, ...],
    expression: str | None,
    stop_early: bool,
    junit: Path | None,
    is_watching: bool,
    as_json: bool,
) -> None:
    """Run the cases of rule sets, or of single case files, on both engines.

    A failing case shows what was expected, what came, which rule decided, and what kept the
    expected rule silent. Then come the cases that are told otherwise (`also_told`) at another
    level, and the share of stories of every day above theirs. Exit codes: 0 all pass · 1 a case
    fails, or none ran, or words alone move an emergency too low · 2 a file cannot be read.
    """
    options = [
        *(["-k", expression] if expression else []),
        *(["-x"] if stop_early else []),
        *([f"--junit-xml={junit}"] if junit else []),
    ]
    from triage.language.locating import locate

    found = [locate(path) for path in paths or (chosen_rules(),)]
    _check_case_files(found)
    if is_watching:
        from triage.cli.watch import watch

        watch(map(_rules_of, found), lambda: _run(found, options, as_json))
    sys.exit(_run(found, options, as_json))


def _run(paths: list[Path], options: list[str], as_json: bool) -> int:
    """Run the cases, print what came of them, and return the exit code."""
    from triage.cli.case_run import run_cases
    from triage.render.author.case_results import run_json, run_text

    run = run_cases(paths, options)
    if as_json:
        print_json(run_json(run))
    else:
        say(run_text(run))
    return _code(run)


def _check_case_files(paths: list[Path]) -> None:
    for path in paths:
        if path.is_file() and not (path.suffix == ".yaml" and path.parent.name == "cases"):
            raise click.UsageError(
                f"`{path}` is no case file: those lie in the folder `cases` of a rule set"
            )


def _rules_of(path: Path) -> Path:
    """The folder to watch: with a case file, the whole rule set it belongs to."""
    return path.resolve().parent.parent if path.is_file() else path


def _code(run: Run) -> int:
    if run.broken:
        return 2
    return 1 if run.has_failures or not run.results else 0
