"""`triage sources`: the sources of a rule set, and what rests on each."""

from __future__ import annotations

import click

from triage.cli.options import check_known, complete_names, json_option, load_rules, rules_option
from triage.cli.output import print_json, print_page


@click.command()
@click.argument("name", required=False, shell_complete=complete_names("sources", "claims"))
@rules_option
@json_option
def sources(name: str | None, rules: str, as_json: bool) -> None:
    """List the sources, or show what the source or claim NAME says and what rests on it."""
    from triage.render.results import explanations, ruleset_json

    ruleset = load_rules(rules)
    known = [*ruleset.sources, *ruleset.claims]
    if name is None:
        everything = [ruleset_json.source(ruleset, source) for source in known] if as_json else []
        print_json(everything) if as_json else print_page(explanations.sources_page(ruleset))
        return
    check_known("a source or claim", name, known)
    print_json(ruleset_json.source(ruleset, name)) if as_json else print_page(
        explanations.source_page(ruleset, name)
    )
