"""`why`, `why-not`, `causes`, `sources`: look things up in a rule set."""

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
    _check_known("a cause", cause, list(ruleset.causes))
    assessment = open_engine(ruleset, "reference")[0].assess(read_one(answers, ruleset))
    found = missing.why_not(assessment, cause)
    if as_json:
        print_json(ruleset_json.why_not(assessment, cause, found))
    else:
        print_page(explanations.why_not_page(assessment, cause, found))


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
    _check_known("a cause", name, list(ruleset.causes))
    print_json(ruleset_json.cause(ruleset, name)) if as_json else print_page(
        explanations.cause_page(ruleset, name)
    )


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
    _check_known("a source or claim", name, known)
    print_json(ruleset_json.source(ruleset, name)) if as_json else print_page(
        explanations.source_page(ruleset, name)
    )


def _check_known(what: str, name: str, known: list[str]) -> None:
    if name not in known:
        raise UnknownName(what, name, known)
