"""`triage suggest`: which cases would notice the wrong edits that survive?"""

from __future__ import annotations

import click

from triage.cli.mutation_run import mutation_report
from triage.cli.options import json_option, load_rules, rules_argument, timeout_option
from triage.cli.output import print_json, say, warn
from triage.language.safe import Safe


@click.command()
@rules_argument
@timeout_option("How long proofs may take in all.")
@json_option
def suggest(rules: str, timeout: float, as_json: bool) -> None:
    """Write the fewest cases that would notice the wrong edits which no case of RULES notices.

    What they expect is left for you to fill in from the sources: the rules of today may be wrong
    too.
    """
    from triage.analysis.mutation.suggest import suggestions
    from triage.render.author.mutants import suggestions_json, suggestions_text

    ruleset = load_rules(rules)
    found = suggestions(ruleset, mutation_report(ruleset, timeout).alive)
    if as_json:
        print_json(suggestions_json(ruleset, found))
    elif found:
        say(suggestions_text(ruleset, found), ends=False)
    else:
        warn(
            Safe.line(
                f"{ruleset.stamp}: the cases notice every wrong edit that changes something; there"
                " is nothing to suggest"
            )
        )
