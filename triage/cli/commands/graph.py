"""`triage graph`: draw a rule set, or the part of it around one cause, one question or one case."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from triage.cli.options import (
    cause_id,
    check_known,
    complete_names,
    json_option,
    load_rules,
    rules_argument,
)
from triage.cli.output import print_json, say
from triage.language.safe import Safe

if TYPE_CHECKING:
    from triage.analysis.drawing.graph import Graph
    from triage.language.ruleset import RuleSet

FORMATS = ("svg", "dot", "mermaid")
SUFFIXES = {".svg": "svg", ".dot": "dot", ".gv": "dot", ".mmd": "mermaid", ".mermaid": "mermaid"}


@click.command()
@rules_argument
@click.option(
    "--cause",
    metavar="ID",
    shell_complete=complete_names("causes"),
    help="Draw what speaks for a cause.",
)
@click.option(
    "--question",
    metavar="ID",
    shell_complete=complete_names("questions"),
    help="Draw what an answer to a question can lead to.",
)
@click.option(
    "--case",
    metavar="FILE",
    type=click.Path(dir_okay=False, allow_dash=True),
    help=(
        "Draw what followed from the answers in FILE; with --cause or --question, mark it in that"
        " drawing."
    ),
)
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    help="[default: by the name of --output, else svg]",
)
@click.option(
    "--output",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write FILE instead of printing.",
)
@json_option
def graph(  # noqa: PLR0913, PLR0917  # one argument an option
    rules: str,
    cause: str | None,
    question: str | None,
    case: str | None,
    form: str | None,
    output: Path | None,
    as_json: bool,
) -> None:
    """Draw the rule set RULES: questions lead to findings, findings to causes and levels.

    \b
    triage graph --output rules.svg                 the whole rule set
    triage graph --cause ID --output one.svg        one cause with its rules
    triage graph --case answers.yaml --format dot   the path of one case
    """
    if cause and question:
        raise click.UsageError("draw either a cause or a question, not both")
    form = form or _form(output)
    ruleset = load_rules(rules)
    drawn = _graph(ruleset, cause, question, case)
    if as_json:
        from triage.render.graph import graph_json

        print_json(graph_json.plain(drawn))
        return
    text = _text(drawn, form)
    if output is None:
        say(text, ends=False)
    else:
        from triage.files.folder import USUAL
        from triage.files.writing import write_atomically

        write_atomically(output, text, USUAL)
        say(Safe.line(f"{output}: {len(drawn.nodes)} boxes, {len(drawn.edges)} arrows"))


def _form(output: Path | None) -> str:
    """The format that the name of the file asks for."""
    if output is None or not output.suffix:
        return "svg"
    if output.suffix not in SUFFIXES:
        raise click.UsageError(
            f"`{output}` ends like no drawing: use {', '.join(SUFFIXES)}, or name a --format"
        )
    return SUFFIXES[output.suffix]


def _graph(ruleset: RuleSet, cause: str | None, question: str | None, case: str | None) -> Graph:
    from triage.analysis.drawing import views

    check_known("a question", question, ruleset.questions)
    drawn = None
    if cause:
        drawn = views.of_cause(ruleset, cause_id(ruleset, cause))
    elif question:
        drawn = views.of_question(ruleset, question)
    if case is None:
        return drawn or views.whole(ruleset)

    from triage.cli.commands.assess import read_one
    from triage.engine import open_engine

    assessment = open_engine(ruleset, "reference")[0].assess(read_one(case, ruleset))
    return views.mark(drawn, assessment) if drawn else views.of_case(assessment)


def _text(drawn: Graph, form: str) -> Safe:
    from triage.render.graph import dot, mermaid, svg

    return {"svg": svg.render, "dot": dot.render, "mermaid": mermaid.render}[form](drawn)
