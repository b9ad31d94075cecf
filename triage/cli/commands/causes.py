"""`triage causes`: the causes of a rule set, and the card of each."""

from __future__ import annotations

import click

from triage.cli.options import check_known, complete_names, json_option, load_rules, rules_option
from triage.cli.output import print_json, print_page


@click.command()
@click.argument("name", required=False, shell_complete=complete_names("causes"))
@rules_option
@json_option
def causes(name: str | None, rules: str, as_json: bool) -> None:
    """List the causes, or show the card of the cause NAME."""
    from triage.render.results import explanations, ruleset_json

    ruleset = load_rules(rules)
    if name is None:
        everything = (
            [ruleset_json.cause(ruleset, cause) for cause in ruleset.causes] if as_json else []
        )
        print_json(everything) if as_json else print_page(explanations.causes_page(ruleset))
        return
    check_known("a cause", name, ruleset.causes)
    print_json(ruleset_json.cause(ruleset, name)) if as_json else print_page(
        explanations.cause_page(ruleset, name)
    )
