"""`triage progress`: what goes well in practice and what is worth practising; and students side by
side.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from triage.cli.options import json_option, load_rules, rules_option
from triage.cli.output import is_confirmed, print_json, say, warn, width
from triage.language.safe import Safe
from triage.prompts.terminal import shows_unicode

if TYPE_CHECKING:
    from triage.language.ruleset import RuleSet
    from triage.render.practice.board import Board

OUTPUT = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument(
    "files",
    nargs=-1,
    metavar="[FILE]…",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@click.option(
    "--html", "html_to", type=OUTPUT, metavar="FILE", help="Also write a page with plots to FILE."
)
@click.option(
    "--export",
    "export_to",
    type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
    metavar="FILE",
    help="Write every kept result to FILE as JSON, and nothing else; `-` prints it.",
)
@click.option(
    "--delete",
    "is_deleting",
    is_flag=True,
    help="Delete all practice that is kept, unfinished too; asks first.",
)
@click.option("--yes", "is_sure", is_flag=True, help="With --delete: do not ask.")
@rules_option
@json_option
def progress(  # noqa: PLR0913, PLR0917  # one argument an option
    files: tuple[Path, ...],
    html_to: Path | None,
    export_to: Path | None,
    is_deleting: bool,
    is_sure: bool,
    rules: str,
    as_json: bool,
) -> None:
    """Show what you are good at and what to practise: by cause, warning sign and question, and over
    time.

    With FILE…, as `triage practise --results FILE` writes them, compare students without names: one
    file a student.

    Your results stay on this computer, in your folder for data or in the one that TRIAGE_DATA
    names. --export takes all of them along, --delete removes them.

    Exit codes: 0 fine · 2 a file cannot be used · 130 interrupted.
    """
    _check_together(files, html_to, export_to, is_deleting, is_sure)
    if is_deleting:
        _delete(is_sure)
    elif export_to:
        _export(export_to)
    elif files:
        _compare(files, load_rules(rules), html_to, as_json)
    else:
        _show(load_rules(rules), html_to, as_json)


def _check_together(
    files: tuple[Path, ...],
    html_to: Path | None,
    export_to: Path | None,
    is_deleting: bool,
    is_sure: bool,
) -> None:
    if is_sure and not is_deleting:
        raise click.UsageError("`--yes` goes with `--delete`")
    chosen = [
        name
        for name, is_chosen in (
            ("--delete", is_deleting),
            ("--export", export_to),
            ("--html", html_to),
        )
        if is_chosen
    ]
    if len(chosen) > 1:
        raise click.UsageError(f"`{chosen[0]}` and `{chosen[1]}` do not go together")
    if files and chosen and chosen[0] != "--html":
        raise click.UsageError(f"`{chosen[0]}` is about your own results and takes no FILE")


def _show(ruleset: RuleSet, html_to: Path | None, as_json: bool) -> None:
    from triage.practice.records.progress import catch_up, recorded
    from triage.practice.records.summary import summarise
    from triage.render.practice.progress import empty_board, progress_board
    from triage.render.practice.progress_json import progress_json

    now, waited, kept = datetime.now(UTC), catch_up(), recorded()
    mine = [result for result in kept.results if result.ruleset == ruleset.id]
    others = len(kept.results) - len(mine)
    notes = (
        *waited,
        *kept.notes,
        *([f"Results of other rule sets, not shown here: {others}."] if others else []),
    )
    summary = summarise(mine, now)
    board = progress_board(summary, ruleset, now, notes) if mine else empty_board(ruleset, notes)
    _deliver(board, progress_json(summary, ruleset, notes), html_to, as_json)


def _compare(
    files: tuple[Path, ...], ruleset: RuleSet, html_to: Path | None, as_json: bool
) -> None:
    from triage.practice.records.students import compare
    from triage.render.practice.progress import comparison_board
    from triage.render.practice.progress_json import comparison_json

    comparison = compare(files, ruleset, datetime.now(UTC))
    _deliver(
        comparison_board(comparison, ruleset),
        comparison_json(comparison, ruleset),
        html_to,
        as_json,
    )


def _deliver(board: Board, plain: dict[str, object], html_to: Path | None, as_json: bool) -> None:
    """Write the page where it was asked for, then print the board or the data."""
    from triage.files.writing import write_atomically
    from triage.render.practice import board_text

    if html_to:
        from triage.render.practice import board_html

        write_atomically(html_to, board_html.render(board))
        warn(Safe.line(f"The page is in {html_to}."))
    if as_json:
        print_json(plain)
    else:
        say(board_text.render(board, width(), shows_unicode(sys.stdout)), ends=False)


def _export(target: Path) -> None:
    from triage.files.writing import write_atomically
    from triage.practice.records.progress import catch_up, recorded
    from triage.render.practice.progress_json import export_json

    waited, kept = catch_up(), recorded()
    for note in (*waited, *kept.notes):
        warn(Safe.line(f"triage: {note}"))
    text = Safe.json(export_json(kept.results, kept.unread), indent=1) + Safe("\n")
    if str(target) == "-":
        say(text, ends=False)
        return
    write_atomically(target, text)
    say(Safe.line(f"Results written to {target}: {len(kept.results) + len(kept.unread)}."))


def _delete(is_sure: bool) -> None:
    from triage.files.folders import data_folder, default_folder
    from triage.practice.records.progress import delete_all
    from triage.practice.records.unfinished import clear_all

    question = (
        f"Delete all practice in {data_folder()}, finished or not? It cannot be brought back."
    )
    if not is_sure and not is_confirmed(Safe.line(question)):
        say(Safe("Nothing was deleted."))
        return
    gone = delete_all() + clear_all(default_folder())
    say(Safe("All practice is deleted." if gone else "There was nothing to delete."))
