"""`triage cover`: what of a rule set its cases put to the test."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from triage.cli.options import json_option, load_rules, rules_argument
from triage.cli.output import print_json, say, warn
from triage.language.safe import Safe

if TYPE_CHECKING:
    from triage.cases.coverage import Coverage


@click.command()
@rules_argument
@click.option(
    "--fail-under",
    type=click.FloatRange(0, 100),
    metavar="N",
    help="End with 1 where any line of the table is below N percent.",
)
@json_option
def cover(rules: str, fail_under: float | None, as_json: bool) -> None:
    """Say which rules, conditions, options, levels and claims the cases of a rule set put to the
    test.

    A rule counts twice: a case makes it fire, and a case holds it back by exactly one missing
    condition. Exit codes: 0 fine · 1 a case fails, there is none, or too little is covered · 2 a
    file cannot be read.
    """
    from triage.cases import case_files
    from triage.cases.coverage import measure
    from triage.render.author.coverage import coverage_json, coverage_text

    ruleset = load_rules(rules)
    coverage = measure(ruleset, case_files.load_all(ruleset))
    if as_json:
        print_json(coverage_json(coverage))
    else:
        say(coverage_text(coverage))
    too_low = _below(coverage, fail_under)
    if too_low:
        warn(Safe(f"triage: below {fail_under:g} %: {too_low}"))
    if not coverage.cases:
        warn(Safe("triage: this rule set has no case"))
    sys.exit(1 if too_low or coverage.failing or not coverage.cases else 0)


def _below(coverage: Coverage, fail_under: float | None) -> str:
    """The lines of the table that are below the mark, in words."""
    return ", ".join(
        f"{measure.name} ({measure.percent:g} %)"
        for measure in coverage.measures
        if fail_under is not None and measure.percent < fail_under
    )
