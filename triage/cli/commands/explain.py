"""`triage explain`: the old spelling of `triage code`."""

from __future__ import annotations

import click

from triage.cli.commands.code import show
from triage.cli.options import json_option
from triage.cli.output import warn
from triage.language.safe import Safe


@click.command()
@click.argument("name", metavar="[CODE]", required=False)
@json_option
def explain(name: str | None, as_json: bool) -> None:
    """Explain CODE, as `triage code` does; `triage why` explains rules, causes and the like."""
    warn(Safe("triage: `explain` is now `triage code`; `triage why` explains rules and causes"))
    show(name, as_json)
