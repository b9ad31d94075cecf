"""`triage why-not`: what keeps a cause from being listed."""

from __future__ import annotations

import click

from triage.cli.options import check_known, complete_names, json_option, load_rules, rules_option
from triage.cli.output import print_json, print_page


@click.command("why-not")
@click.argument("cause", shell_complete=complete_names("causes"))
@click.argument("answers", type=click.Path(dir_okay=False, allow_dash=True))
@rules_option
@json_option
def why_not(cause: str, answers: str, rules: str, as_json: bool) -> None:
    """Say which rule for CAUSE comes nearest to firing on the file ANSWERS, and the answers it
    lacks.
    """
    from triage.cli.commands.assess import read_one
    from triage.engine import open_engine
    from triage.render.results import explanations, ruleset_json
    from triage.why import missing

    ruleset = load_rules(rules)
    check_known("a cause", cause, ruleset.causes)
    assessment = open_engine(ruleset, "reference")[0].assess(read_one(answers, ruleset))
    found = missing.why_not(assessment, cause)
    if as_json:
        print_json(ruleset_json.why_not(assessment, cause, found))
    else:
        print_page(explanations.why_not_page(assessment, cause, found))
