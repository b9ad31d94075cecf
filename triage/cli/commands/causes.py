"""`triage causes`: the causes of a rule set, and the card of each."""

from __future__ import annotations

import click

from triage.cli.options import cause_id, complete_names, json_option, load_rules, rules_option
from triage.cli.output import print_json, print_page


@click.command()
@click.argument("name", required=False, shell_complete=complete_names("causes"))
@rules_option
@json_option
def causes(name: str | None, rules: str, as_json: bool) -> None:
    """List the causes, or show the card of the cause NAME: its id, its name, or a lay name."""
    from triage.render.results import ruleset_json, ruleset_pages

    ruleset = load_rules(rules)
    if name is None:
        everything = (
            [ruleset_json.cause(ruleset, cause) for cause in ruleset.causes] if as_json else []
        )
        print_json(everything) if as_json else print_page(ruleset_pages.causes_page(ruleset))
        return
    found = cause_id(ruleset, name)
    print_json(ruleset_json.cause(ruleset, found)) if as_json else print_page(
        ruleset_pages.cause_page(ruleset, found)
    )
