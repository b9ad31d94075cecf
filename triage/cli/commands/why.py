"""`triage why`: explain a rule, a cause or a question."""

from __future__ import annotations

import click

from triage.cli.options import complete_names, json_option, load_rules, rules_option
from triage.cli.output import print_json, print_page
from triage.language.diagnostics import UnknownName


@click.command()
@click.argument("name", shell_complete=complete_names("rule", "causes", "questions"))
@rules_option
@json_option
def why(name: str, rules: str, as_json: bool) -> None:
    """Explain NAME: a rule, a cause or a question."""
    from triage.render.results import explanations, ruleset_json

    ruleset = load_rules(rules)
    kinds = {"rule": ruleset.rule, "cause": ruleset.causes, "question": ruleset.questions}
    kind = next((kind for kind, known in kinds.items() if name in known), None)
    if kind is None:
        raise UnknownName(
            "a rule, a cause or a question", name, [n for known in kinds.values() for n in known]
        )
    page = {
        "rule": explanations.rule_page,
        "cause": explanations.cause_page,
        "question": explanations.question_page,
    }
    plain = {
        "rule": ruleset_json.rule,
        "cause": ruleset_json.cause,
        "question": ruleset_json.question,
    }
    if as_json:
        print_json({"kind": kind, **plain[kind](ruleset, name)})
    else:
        print_page(page[kind](ruleset, name))
