"""`triage new`: begin a rule set, a cause or a case. Nothing is ever overwritten."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from triage.cli.options import json_option, load_rules, written_rules_argument
from triage.cli.output import print_json, say, warn
from triage.language.safe import Safe

if TYPE_CHECKING:
    from triage.analysis.authoring.scaffold import Files


@click.group()
def new() -> None:
    """Begin a new rule set, cause or case that passes `triage check`. Nothing is ever
    overwritten.
    """


@new.command("rule-set")
@click.argument("folder", type=click.Path(path_type=Path))
@json_option
def rule_set(folder: Path, as_json: bool) -> None:
    """Begin a rule set in FOLDER, whose name becomes its id."""
    from triage.analysis.authoring import scaffold

    _write(scaffold.rule_set(folder), folder, as_json)


@new.command()
@click.argument("name", metavar="ID")
@written_rules_argument
@json_option
def cause(name: str, rules: str, as_json: bool) -> None:
    """Begin the cause ID in the rule set RULES (else the one you stand in): a card and one rule."""
    from triage.analysis.authoring import scaffold

    ruleset = load_rules(rules)
    _write(scaffold.cause(ruleset, name), ruleset.folder, as_json)


@new.command()
@click.argument("name", metavar="ID")
@written_rules_argument
@json_option
def case(name: str, rules: str, as_json: bool) -> None:
    """Begin the case ID in the rule set RULES (else the one you stand in), in a file of its own."""
    from triage.analysis.authoring import scaffold

    ruleset = load_rules(rules)
    _write(scaffold.case(ruleset, name), ruleset.folder, as_json)


def _write(files: Files, folder: Path, as_json: bool) -> None:
    from triage.analysis.authoring import scaffold

    written = [str(path) for path in scaffold.write(files, folder)]
    if as_json:
        print_json({"written": written})
    else:
        say(Safe.joined(map(Safe.line, written)))
        what = "it" if len(written) == 1 else "them"
        warn(Safe.line(f"Edit {what}, then run: triage check {folder}"))
