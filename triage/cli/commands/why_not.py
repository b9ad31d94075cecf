"""`triage why-not`: what keeps a cause, a finding, a level or a rule from being so."""

from __future__ import annotations

from dataclasses import asdict

import click

from triage.cli.options import complete_names, json_option, load_rules, rules_option
from triage.cli.output import print_json, print_page, say
from triage.language.safe import Safe


@click.command("why-not")
@click.argument("name", shell_complete=complete_names("causes", "findings", "rule"))
@click.argument("answers", type=click.Path(dir_okay=False, allow_dash=True))
@rules_option
@json_option
def why_not(name: str, answers: str, rules: str, as_json: bool) -> None:
    """Say which rule for NAME comes nearest to firing on the file ANSWERS, and the answers it
    lacks. NAME is a cause, a finding, a level or a rule; where it is listed, this says by what.
    """
    from triage.cli.commands.assess import read_one
    from triage.engine import open_engine
    from triage.render.results import explanations, ruleset_json
    from triage.why import missing

    ruleset = load_rules(rules)
    about = missing.thing(ruleset, name)
    assessment = open_engine(ruleset, "reference")[0].assess(read_one(answers, ruleset))
    found = missing.why_not_so(assessment, about)
    if as_json:
        stamp = asdict(ruleset.stamp)
        print_json({"ruleset": stamp, **ruleset_json.why_not(assessment, found)})
    else:
        print_page(explanations.why_not_page(assessment, found))
        say(Safe.line(f"Rules: {ruleset.stamp}"))
