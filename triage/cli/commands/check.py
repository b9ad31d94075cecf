"""`triage check`: everything that is wrong with a rule set, for people, editors and code hosts."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from triage.cli.options import rules_argument
from triage.cli.output import print_json, say, warn
from triage.language.safe import Safe
from triage.prompts.terminal import shows_colour

if TYPE_CHECKING:
    from triage.analysis.checks.check_folder import CheckReport

FORMATS = ("text", "json", "sarif", "github")


@click.command()
@rules_argument
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="For people, other programs, code scanners, or GitHub Actions.",
)
@click.option("--json", "form", flag_value="json", help="The same as --format json.")
@click.option("--strict", is_flag=True, help="Fail on warnings too.")
@click.option(
    "--watch", "is_watching", is_flag=True, help="Check again after every change, until Ctrl-C."
)
def check(rules: str, form: str, strict: bool, is_watching: bool) -> None:
    """Check RULES, the name of a rule set or a folder: its form first, then its meaning.

    Each problem has a code; `triage code CODE` says what it means and how to put it right. Exits
    with 1 on errors, with --strict on warnings and on what could not be proved too.
    """
    from triage.language.locating import locate

    folder = _near(locate(rules))
    if is_watching:
        from triage.cli.watch import watch

        watch([folder], lambda: _check(folder, form))
    report = _check(folder, form)
    is_doubtful = bool(report.diagnostics or report.not_proved)
    sys.exit(1 if report.has_errors or (strict and is_doubtful) else 0)


def _check(folder: Path, form: str) -> CheckReport:
    from triage.analysis.checks.check_folder import check_folder

    report = check_folder(folder)
    if report.not_proved:
        warn(Safe.line(f"triage: not proved: {report.not_proved}"))
    if form == "json":
        print_json(_plain(report, folder))
    elif form == "sarif":
        from triage.render.author.sarif import sarif

        print_json(sarif(report.diagnostics, report.ruleset))
    elif form == "github":
        from triage.render.author.github import github_lines

        say(github_lines(report.diagnostics), ends=False)
    else:
        say(_text(report, folder), ends=False)
    return report


def _text(report: CheckReport, folder: Path) -> Safe:
    if report.diagnostics:
        from triage.render.author.problems import problems_text

        codes = sorted({diagnostic.code for diagnostic in report.diagnostics})
        more = f"`triage code {codes[0]}` says what it means" + (
            ", and so for each code" if codes[1:] else ""
        )
        about = Safe.line(f"{_named(report, folder)}: {more}")
        return problems_text(report.diagnostics, shows_colour(sys.stdout)) + about + Safe("\n")
    ruleset = report.ruleset
    assert ruleset is not None
    counts = f"{len(ruleset.rules)} rules and {len(ruleset.questions)} questions"
    end = "not proved; nothing else is wrong" if report.not_proved else "nothing is wrong"
    return Safe.line(f"{_named(report, folder)}: {counts}, {end}") + Safe("\n")


def _named(report: CheckReport, folder: Path) -> str:
    """What the report is about: of a rule set that does not load only the folder is known."""
    return f"{folder}: {report.ruleset.stamp}" if report.ruleset else f"{folder} does not load"


def _plain(report: CheckReport, folder: Path) -> dict[str, object]:
    from triage.render.author.problems_json import problem

    return {
        "rules": str(folder),
        "ruleset": asdict(report.ruleset.stamp) if report.ruleset else None,
        "loads": report.ruleset is not None,
        "proved": report.ruleset is not None and not report.not_proved,
        "problems": [problem(diagnostic) for diagnostic in report.diagnostics],
    }


def _near(folder: Path) -> Path:
    """The folder as seen from here where it lies below, so that places are short and clickable."""
    here = Path.cwd()
    return folder.relative_to(here) if folder.is_relative_to(here) else folder
