"""`triage why`: explain a rule, a finding, a level, a cause or a question."""

from __future__ import annotations

from collections.abc import Collection

import click

from triage.cli.options import complete_names, json_option, load_rules, rules_option
from triage.cli.output import print_json, print_page
from triage.language.diagnostics import UnknownName


@click.command()
@click.argument("name", shell_complete=complete_names("rule", "causes", "questions", "findings"))
@rules_option
@json_option
def why(name: str, rules: str, as_json: bool) -> None:
    """Explain NAME: a rule, a finding, a level, a cause or a question."""
    from triage.render.results import ruleset_json, ruleset_pages

    ruleset = load_rules(rules)
    kinds: dict[str, Collection[str]] = {
        "rule": ruleset.rule,
        "cause": ruleset.causes,
        "question": ruleset.questions,
        "finding": ruleset.findings,
        "level": [level.id for level in ruleset.levels],
    }
    kind = next((kind for kind, known in kinds.items() if name in known), None)
    if kind is None and (cause := ruleset.cause_called(name)) is not None:
        kind, name = "cause", cause
    if kind is None:
        known = [*ruleset.names_of_causes]
        known += [candidate for names in kinds.values() for candidate in names]
        raise UnknownName("a rule, a finding, a level, a cause or a question", name, known)
    if as_json:
        print_json({"kind": kind, **getattr(ruleset_json, kind)(ruleset, name)})
    else:
        print_page(getattr(ruleset_pages, f"{kind}_page")(ruleset, name))
