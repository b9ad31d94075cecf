"""`triage bulk`: a table of people in, the same table with what follows for each out."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from triage.cli.options import OneOf, load_rules, rules_option
from triage.cli.output import say
from triage.cli.progress_line import counted
from triage.cli.table_notes import TableNotes
from triage.columnar.bulk import ALWAYS_MADE, EXTRAS
from triage.columnar.extra import check_installed
from triage.columnar.formats import STANDARD, STREAM_ENDING, TableFormat, format_of
from triage.files.whole import whole_file
from triage.language.diagnostics import UnknownName
from triage.language.safe import Safe

if TYPE_CHECKING:
    from triage.columnar.sinks import Sink

FORMATS = tuple(form.value for form in TableFormat)


@click.command()
@click.argument("source", metavar="INPUT", type=click.Path(allow_dash=True))
@click.argument("target", metavar="OUTPUT", type=click.Path(allow_dash=True))
@rules_option
@click.option(
    "--with",
    "extras",
    metavar="NAMES",
    default="",
    help=f"More columns, with commas: {', '.join(EXTRAS)}. The last one is slow.",
)
@click.option(
    "--rejects",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write the rows that cannot be read to FILE: JSON Lines with number and reason.",
)
@click.option("--from", "read_as", type=OneOf(FORMATS), help="The format of INPUT.")
@click.option("--to", "write_as", type=OneOf(FORMATS), help="The format of OUTPUT.")
def bulk(  # noqa: PLR0913, PLR0917  # one argument an option
    source: str,
    target: str,
    rules: str,
    extras: str,
    rejects: Path | None,
    read_as: str | None,
    write_as: str | None,
) -> None:
    """Assess a table of people of any length: a row a person, a column a question.

    INPUT and OUTPUT are Arrow (.arrow, .arrows), Parquet, CSV or JSON Lines by their ending; INPUT
    may be a folder of Parquet files. `-` is a standard stream: JSON Lines, unless --from or --to
    says otherwise.

    \b
    triage bulk people.parquet judged.parquet
    triage bulk people.csv judged.csv --with findings --rejects bad.jsonl

    A column that bears the id of a question answers it: with one option, with a list of options
    where several may be so, with not_sure or declined; with nothing where it was not asked. In
    text a list is written swollen;hot, and [] is none of these. hot? leaves an option open.

    In place of these columns stand level and causes, in order, with their fit. All others pass
    through. A row that cannot be read is reported with its number, the others still run, and the
    exit code is 2 at the end.

    Rule set, version and digest stand in the metadata of Arrow and Parquet. CSV and JSON Lines have
    no place for them: the last line that is printed says them.
    """
    check_installed()
    from triage.columnar.table import PeopleTable, Work, judged_table

    table = PeopleTable(source, format_of(source, read_as), sys.stdin.buffer)
    form = format_of(target, write_as)
    _check_apart(source, target, rejects)
    ruleset = load_rules(rules)
    work = Work(ruleset, (*ALWAYS_MADE, *_wanted(extras)), form)
    notes = TableNotes(ruleset)
    with ExitStack() as files:
        kept = files.enter_context(whole_file(rejects)) if rejects else None
        stream = files.enter_context(_opened(target))
        sink = files.enter_context(closing(_sink(stream, target, form, notes)))
        pieces = files.enter_context(closing(judged_table(table, work)))
        shown = counted(pieces, "people", lambda one: one.people, is_shown=not _is_seen(target))
        for piece in shown:
            sink.take(piece.written)
            notes.about_piece(piece)
            if kept is not None:
                kept.writelines(rejected.as_json() for rejected in piece.rejected)
    if target == STANDARD:
        notes.say(notes.summary())
    else:
        say(Safe.line(f"{notes.summary()}: {target}"))
    sys.exit(2 if notes.rejected else 0)


def _wanted(extras: str) -> tuple[str, ...]:
    """The columns that were asked for, in their order.

    Raises:
        UnknownName: there is no such column.
    """
    asked = [name.strip() for name in extras.split(",") if name.strip()]
    for name in asked:
        if name not in EXTRAS:
            raise UnknownName("a column that --with knows", name, EXTRAS)
    return tuple(name for name in EXTRAS if name in asked)


def _check_apart(source: str, target: str, rejects: Path | None) -> None:
    """Refuse to write over what is read, or two things to one file.

    Raises:
        UsageError: it is so.
    """
    files = {"INPUT": source, "OUTPUT": target, "--rejects": str(rejects) if rejects else STANDARD}
    places: dict[Path, str] = {}
    for what, name in files.items():
        if name == STANDARD:
            continue
        place = Path(name).absolute()
        if place in places:
            raise click.UsageError(f"{places[place]} and {what} are the same file: {name}")
        places[place] = what


@contextmanager
def _opened(target: str) -> Iterator[IO[bytes]]:
    """Where the result is written; a file is there whole in the end, or not at all."""
    if target == STANDARD:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
    else:
        with whole_file(Path(target)) as stream:
            yield stream


def _sink(stream: IO[bytes], target: str, form: TableFormat, notes: TableNotes) -> Sink:
    """What writes the result.

    Raises:
        UsageError: it would show columns on a terminal.
    """
    from triage.columnar.sinks import ColumnSink, TextSink

    if form in (TableFormat.CSV, TableFormat.JSON_LINES):
        return TextSink(stream, form, _shown if _is_seen(target) else bytes)
    if _is_seen(target):
        raise click.UsageError(f"{form.value} is nothing to read on a terminal: name a file")
    is_stream = target == STANDARD or target.lower().endswith(STREAM_ENDING)
    return ColumnSink(stream, form, notes.say, is_stream=is_stream)


def _is_seen(target: str) -> bool:
    """Whether the result goes to a terminal."""
    return target == STANDARD and sys.stdout.isatty()


def _shown(text: bytes) -> bytes:
    """The text as a terminal may show it."""
    return Safe(text.decode()).encode()
