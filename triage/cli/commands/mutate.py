"""`triage mutate` and `triage suggest`: do the cases notice wrong edits of the rules, and which
cases would?
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from triage.cli.options import json_option, load_rules, rules_argument
from triage.cli.output import print_json
from triage.cli.progress_line import measured
from triage.prompts.terminal import shows_colour

if TYPE_CHECKING:
    from triage.analysis.mutation.verdicts import Report
    from triage.language.ruleset import RuleSet

Command = TypeVar("Command", bound=Callable[..., Any])


def _timeout_option(command: Command) -> Command:
    return click.option(
        "--timeout",
        type=click.FloatRange(min=0),
        default=60.0,
        show_default=True,
        metavar="SECONDS",
        help="How long proofs may take in all.",
    )(command)


@click.command()
@rules_argument
@click.option(
    "--fail-under",
    type=click.FloatRange(0, 100),
    metavar="PERCENT",
    help="Fail where the score is lower than this.",
)
@_timeout_option
@json_option
def mutate(rules: str, fail_under: float | None, timeout: float, as_json: bool) -> None:
    """Make small wrong edits of RULES and see which of them no case notices.

    Edits that change nothing for anybody are proved so and left out. The score is the share of the
    others that make at least one case fail. Exits with 1 where it is lower than --fail-under asks.
    """
    from triage.cases.case_files import files
    from triage.render.author.mutants import report_json, report_text

    ruleset = load_rules(rules)
    report = _report(ruleset, timeout)
    if as_json:
        print_json(report_json(report))
    else:
        click.echo(report_text(report, shows_colour(sys.stdout)), nl=False)
    if not files(ruleset):
        click.echo("triage: there are no cases, so nothing is noticed", err=True)
        sys.exit(1)
    if fail_under is not None and 100 * report.score < fail_under:
        click.echo(f"the score is lower than {fail_under:g} %", err=True)
        sys.exit(1)


@click.command()
@rules_argument
@_timeout_option
@json_option
def suggest(rules: str, timeout: float, as_json: bool) -> None:
    """Write the fewest cases that would notice the wrong edits which no case of RULES notices.

    What they expect is left for you to fill in from the sources: the rules of today may be wrong
    too.
    """
    from triage.analysis.mutation.suggest import suggestions
    from triage.render.author.mutants import suggestions_json, suggestions_text

    ruleset = load_rules(rules)
    found = suggestions(ruleset, _report(ruleset, timeout).alive)
    if as_json:
        print_json(suggestions_json(ruleset, found))
    elif found:
        click.echo(suggestions_text(ruleset, found), nl=False)
    else:
        click.echo(
            "the cases notice every wrong edit that changes something; there is nothing to suggest",
            err=True,
        )


def _report(ruleset: RuleSet, timeout: float) -> Report:
    """The verdicts on all mutants; ends the programme where cases fail without any edit."""
    from triage.analysis.mutation.mutants import mutants
    from triage.analysis.mutation.verdicts import CasesFail, Report, verdicts
    from triage.cases import case_files

    made, known = list(mutants(ruleset)), case_files.load_all(ruleset)
    try:
        return Report(
            tuple(measured(verdicts(ruleset, known, made, timeout), len(made), "wrong edits"))
        )
    except CasesFail as error:
        click.echo(f"triage: {error}", err=True)
        sys.exit(1)
