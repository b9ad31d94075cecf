"""`triage hazards`: how a rule set could harm, and whether what guards against it stands."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from triage.cli.options import json_option, load_rules, rules_argument, timeout_option
from triage.cli.output import print_json, print_page, say, warn
from triage.language.safe import Safe

if TYPE_CHECKING:
    from triage.analysis.hazards.standing import Guarded
    from triage.language.ruleset import RuleSet

SUFFIXES = (".html", ".md", ".svg", ".dot")


@click.command()
@rules_argument
@click.option(
    "--output",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help=f"Write FILE instead of printing; its name ends in {', '.join(SUFFIXES)}.",
)
@timeout_option("How long all proofs may take together.")
@json_option
def hazards(rules: str, output: Path | None, timeout: float, as_json: bool) -> None:
    """Say how RULES could harm somebody, and try everything that guards against it.

    Properties are proved, cases are run, and what the programme promises is named. A drawing
    (.svg, .dot, or in the .html page) leads from each control to its hazards. Exits with 1 where a
    hazard is open: without a control, or with one that does not stand. A rule set that writes no
    hazard down exits with 1 too.
    """
    if output is not None and output.suffix not in SUFFIXES:
        raise click.UsageError(f"`{output}` must end in {', '.join(SUFFIXES)}")
    from triage.analysis.hazards.standing import guarded
    from triage.render.author import hazards as shown

    ruleset = load_rules(rules)
    found = guarded(ruleset, timeout)
    if output is not None:
        _write(output, found, ruleset)
        say(Safe.line(f"{output}: {shown.verdict(found)}"))
    elif as_json:
        print_json(shown.hazards_json(found, ruleset))
    else:
        print_page(shown.hazards_page(found, ruleset))
    if not found:
        path = ruleset.folder / "hazards.yaml"
        warn(Safe.line(f"triage: {ruleset.stamp}: {path} writes no hazard down"))
    sys.exit(0 if found and not any(one.is_open for one in found) else 1)


def _write(output: Path, found: Sequence[Guarded], ruleset: RuleSet) -> None:
    from triage.analysis.hazards.argument import argument
    from triage.files.folder import USUAL
    from triage.files.writing import write_atomically
    from triage.render.author import hazards as shown
    from triage.render.author.to_sign import picture
    from triage.render.formats import markdown
    from triage.render.graph import dot, svg

    drawn = argument(found, f"Hazards of {ruleset.identity.title}")
    made: Mapping[str, Callable[[], Safe]] = {
        ".html": lambda: shown.hazards_html(found, ruleset, picture(drawn)),
        ".md": lambda: markdown.render(shown.hazards_page(found, ruleset)),
        ".svg": lambda: svg.render(drawn),
        ".dot": lambda: dot.render(drawn),
    }
    write_atomically(output, made[output.suffix](), USUAL)
