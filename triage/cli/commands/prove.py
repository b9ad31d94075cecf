"""`triage prove`: the properties that a rule set states about itself, proved over all answers."""

from __future__ import annotations

import sys

import click

from triage.cli.options import json_option, load_rules, rules_argument, timeout_option
from triage.cli.output import print_json, say, warn
from triage.language.safe import Safe


@click.command()
@rules_argument
@timeout_option("How long all proofs may take together.")
@json_option
def prove(rules: str, timeout: float, as_json: bool) -> None:
    """Prove what `properties.yaml` of RULES states, over all answers that people can give.

    That no gate hides a protected level from anybody is proved beside it, and what that proof rests
    on is named. A property that does not hold is shown with the smallest answers that break it, as
    a case to paste. Exits with 1 where anything is broken or was not settled in time, or where no
    property is stated.
    """
    from triage.analysis.proofs import properties
    from triage.analysis.proofs.prove import prove as proofs
    from triage.render.author.proofs import proof_json, proof_text

    ruleset = load_rules(rules)
    stated = properties.load(ruleset)
    proof = proofs(ruleset, stated, timeout)
    if as_json:
        print_json(proof_json(proof, ruleset))
    elif stated or proof.gates:
        say(proof_text(proof, ruleset), ends=False)
    if not stated:
        path = ruleset.folder / "properties.yaml"
        warn(Safe.line(f"triage: {ruleset.stamp}: nothing to prove: {path} states no property"))
    sys.exit(0 if stated and proof.is_complete else 1)
