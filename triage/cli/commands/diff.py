"""`triage diff`: what an edit of a rule set changes for the people who answer."""

from __future__ import annotations

import sys
from contextlib import closing
from typing import TYPE_CHECKING

import click

from triage.cli.options import chosen_rules, complete_rules, json_option, timeout_option
from triage.cli.output import print_json, print_page, say
from triage.cli.progress_line import counted
from triage.columnar.extra import check_installed
from triage.language.locating import NoneChosen

if TYPE_CHECKING:
    from triage.analysis.diff.comparison import RuleSetDiff
    from triage.analysis.diff.recorded import RecordedDiff


@click.command()
@click.argument("old", shell_complete=complete_rules)
@click.argument("new", shell_complete=complete_rules)
@click.option(
    "--fail-on",
    type=click.Choice(["downgrade", "change", "text"]),
    help="Exit with 1 where a level or fit falls, where any result changes, or also any text.",
)
@click.option(
    "--assume",
    type=click.Choice(["interview", "nothing"]),
    default="interview",
    show_default=True,
    help="Whether people are meant as they are asked, or any answers.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "html", "markdown"]),
    default="text",
    show_default=True,
    help="A page to read and sign, or one for a pull request.",
)
@click.option(
    "--on",
    "table",
    type=click.Path(allow_dash=True),
    metavar="FILE",
    help="Count these people only: a table as `triage bulk` takes it.",
)
@timeout_option("How long to search in all; what is not decided by then is named.")
@json_option
def diff(  # noqa: PLR0913, PLR0917  # one argument an option
    old: str,
    new: str,
    fail_on: str | None,
    assume: str,
    form: str,
    table: str | None,
    timeout: float,
    as_json: bool,
) -> None:
    """Say what changes for the people who answer between the rule sets OLD and NEW.

    Each is a name, a folder, a git revision, or REVISION:FOLDER.

    \b
    triage diff HEAD~1 rules/mine              the last commit against the files as they are
    triage diff v1.0:rules/mine rules/mine     a tag against a folder
    triage diff v1.0 rules/mine --format html > changes.html

    Both are told the same truths, and each hears what it asks for. Every answer set is counted:
    exactly, or within bounds that are named. Nothing is sampled. Then every text that changes
    stands beside what it was, those at the highest level first.

    With --on the people of a table are counted instead, each as the table says: how many move
    between levels and lose or gain a cause, by which rules, and one of them. They answer OLD.
    """
    from triage.analysis.diff.revisions import open_pair

    if table is not None:
        if fail_on == "text":
            raise click.UsageError("`--fail-on text` does not go with `--on`: people are counted")
        found_on = _counted(old, new, table)
        _show_counted(found_on, "json" if as_json else form)
        is_worse = found_on.downgrades if fail_on == "downgrade" else found_on.walks
        sys.exit(1 if fail_on and is_worse else 0)
    from triage.analysis.diff.compare import compare

    pair = open_pair(old, new, _usual_rules())
    found = compare(*pair, timeout=timeout, as_asked=assume == "interview")
    _show(found, "json" if as_json else form)
    sys.exit(1 if fail_on and _fails(found, fail_on) else 0)


def _show(found: RuleSetDiff, form: str) -> None:
    from triage.render.author import differences, differences_json, differences_page
    from triage.render.formats import markdown

    if form == "json":
        print_json(differences_json.plain(found))
    elif form == "html":
        say(differences_page.html(found), ends=False)
    elif form == "markdown":
        say(markdown.render(differences_page.differences_page(found)), ends=False)
    else:
        say(differences.comparison_text(found), ends=False)


def _counted(old: str, new: str, table: str) -> RecordedDiff:
    """What changes for the people of a table.

    Raises:
        ExtraMissing: the libraries are not there that read it.
        TableError: it cannot be read.
    """
    check_installed()
    from triage.analysis.diff.recorded import Pairing, on_people
    from triage.analysis.diff.revisions import open_pair
    from triage.columnar.formats import format_of
    from triage.columnar.table import PeopleTable

    pairing = Pairing(*open_pair(old, new, _usual_rules()))
    people = PeopleTable(table, format_of(table), sys.stdin.buffer)
    with closing(on_people(pairing, people)) as tallies:
        shown = counted(tallies, "people", lambda tally: tally.people, is_shown=True)
        return pairing.summed(shown)


def _show_counted(found: RecordedDiff, form: str) -> None:
    from triage.render.author import recorded_page
    from triage.render.formats import markdown

    page = recorded_page.recorded_page(found)
    if form == "json":
        print_json(recorded_page.plain(found))
    elif form == "html":
        say(recorded_page.html(found), ends=False)
    elif form == "markdown":
        say(markdown.render(page), ends=False)
    else:
        print_page(page)


def _usual_rules() -> str:
    """The rule set whose folder is meant where both sides are bare revisions."""
    try:
        return chosen_rules()
    except NoneChosen:
        return "."


def _fails(found: RuleSetDiff, fail_on: str) -> bool:
    """Whether it changes what must not change; what is not decided may do so."""
    if fail_on == "downgrade":
        return bool(found.downgrades or found.open)
    return not found.changes_nothing or (fail_on == "text" and bool(found.texts))
