"""`triage robust`: what one wrong answer does to the cases at the highest level."""

from __future__ import annotations

import sys

import click

from triage.cli.options import check_known, complete_levels, json_option, load_rules, rules_argument
from triage.cli.output import print_json, say, warn
from triage.language.safe import Safe


@click.command()
@rules_argument
@click.option(
    "--level",
    "level_name",
    metavar="LEVEL",
    shell_complete=complete_levels,
    help="The level whose cases are tried. [default: the highest]",
)
@click.option(
    "--at-most",
    type=click.FloatRange(0, 1),
    metavar="SHARE",
    help="End with 1 where more than this share of the tries lowers the level, such as 0.2.",
)
@click.option("--rows", is_flag=True, help="Try the rows of tables too, which tell no whole story.")
@json_option
def robust(
    rules: str, level_name: str | None, at_most: float | None, rows: bool, as_json: bool
) -> None:
    """Say how often one wrong answer lowers the level of a case, by question.

    A case is a story; a row of a table is one only where a rule set tells nothing else. Each answer
    of each case at the level is left blank, and each is another one: another option, a
    tick left out, a tick too many. The ten worst come with the property that would close each.
    Exit codes: 0 fine · 1 too many tries lower the level, or no case comes to it · 2 a file cannot
    be read.
    """
    from triage.analysis.robustness.wrong_answers import robustness
    from triage.cases import case_files
    from triage.render.author.robustness import robustness_json, robustness_text

    ruleset = load_rules(rules)
    levels = {level.id: level for level in ruleset.levels}
    check_known("level", level_name, levels)
    level = levels[level_name] if level_name else ruleset.levels[-1]
    cases = case_files.load_all(ruleset)
    stories = [case for case in cases if not case.is_row]
    found = robustness(ruleset, cases if rows or not stories else stories, level)
    if as_json:
        print_json(robustness_json(found))
    else:
        say(robustness_text(found))
    is_too_much = at_most is not None and found.all.share > at_most
    if is_too_much:
        warn(Safe(f"triage: more than {at_most:g} of the tries lower the level"))
    if not found.cases:
        warn(Safe.line(f"triage: no case comes to {level.id}"))
    sys.exit(1 if is_too_much or not found.cases else 0)
