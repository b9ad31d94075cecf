"""`triage mutate`: do the cases notice wrong edits of the rules?"""

from __future__ import annotations

import sys

import click

from triage.cli.mutation_run import mutation_report
from triage.cli.options import json_option, load_rules, rules_argument, timeout_option
from triage.cli.output import print_json, say, warn
from triage.language.safe import Safe
from triage.prompts.terminal import shows_colour


@click.command()
@rules_argument
@click.option(
    "--fail-under",
    type=click.FloatRange(0, 100),
    metavar="PERCENT",
    help="Fail where the score is lower than this.",
)
@timeout_option("How long proofs may take in all.")
@json_option
def mutate(rules: str, fail_under: float | None, timeout: float, as_json: bool) -> None:
    """Make small wrong edits of RULES and see which of them nobody notices.

    Edits that change nothing for anybody are proved so and left out. The score is the share of the
    others that are noticed: of rules by cases; of questions by cases as people who answer in order,
    by properties, by the proof that no gate hides a level, or by `check`. Exits with 1 where it is
    lower than --fail-under asks.
    """
    from triage.cases.case_files import files
    from triage.render.author.mutants import report_json, report_text

    ruleset = load_rules(rules)
    report = mutation_report(ruleset, timeout)
    if as_json:
        print_json(report_json(ruleset, report))
    else:
        say(report_text(ruleset, report, shows_colour(sys.stdout)), ends=False)
    if not files(ruleset):
        warn(Safe("triage: there are no cases, so nothing is noticed"))
        sys.exit(1)
    if fail_under is not None and 100 * report.score < fail_under:
        warn(Safe(f"the score is lower than {fail_under:g} %"))
        sys.exit(1)
