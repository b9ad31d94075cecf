"""`triage fmt`: the files of a rule set in one layout."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

import click

from triage.cli.options import json_option, written_rules_argument
from triage.cli.output import print_json, say, warn
from triage.language.safe import Safe


@dataclass(frozen=True, slots=True)
class _Laid:
    """A file as it is, and as it would be."""

    path: Path
    old: str
    new: str


@click.command()
@written_rules_argument
@click.option("--check", "is_check", is_flag=True, help="Write nothing; exit with 1 for a change.")
@click.option("--diff", "is_diff", is_flag=True, help="Show each change, and write nothing.")
@json_option
def fmt(rules: str, is_check: bool, is_diff: bool, as_json: bool) -> None:
    """Give the YAML files of RULES (else of the rule set you stand in) one layout.

    No word and no comment is changed, and each file says the same as before; one of which that
    cannot be told is left alone. Files that are laid out well are not touched. Exit codes: 0 fine ·
    1 with --check, something would change · 2 a file cannot be read or written.
    """
    from triage.language.locating import locate

    folder = locate(rules)
    files = _files(folder)
    changed = list(_changes(files))
    if not (is_check or is_diff):
        _write(folder, changed)
    if is_diff:
        for laid in changed:
            say(_difference(laid), ends=False)
    if as_json:
        print_json({"changed": [str(laid.path) for laid in changed]})
    elif not is_diff:
        for laid in changed:
            say(Safe.line(str(laid.path)))
        word = "to lay out anew" if is_check else "laid out anew"
        say(Safe.line(f"{folder}: {len(files)} files, {len(changed)} {word}"))
    if is_check and changed:
        warn(Safe.line(f"`triage fmt {folder}` lays out {len(changed)} of the files anew"))
        sys.exit(1)


def _files(folder: Path) -> tuple[Path, ...]:
    """Every file that a rule set is read from.

    Raises:
        RuleSetError: there is no rule set in the folder.
    """
    from triage.language.load import written_files

    return written_files(folder)


def _changes(paths: Iterable[Path]) -> Iterator[_Laid]:
    from triage.analysis.authoring.layout import laid_out

    for path in paths:
        old = _text(path)
        new = laid_out(old, str(path))
        if new != old:
            if Safe(new) == new:
                yield _Laid(path, old, new)
            else:
                warn(Safe.line(f"{path}: it holds characters that are not shown; it is left alone"))


def _text(path: Path) -> str:
    """The file as it is, with its line ends and its mark of order."""
    from triage.language.source import read_text

    text = read_text(path)
    with path.open("rb") as file:
        return "\ufeff" * (file.read(3) == b"\xef\xbb\xbf") + text


def _write(folder: Path, changed: list[_Laid]) -> None:
    """Write the files, each whole or not at all, and through no link."""
    from triage.files.folder import USUAL, Folder
    from triage.files.writing import reported

    below = Folder(folder.resolve())
    for laid in changed:
        with reported(laid.path):
            below.keep(laid.path.relative_to(folder).as_posix(), Safe(laid.new), USUAL)


def _difference(laid: _Laid) -> Safe:
    lines = unified_diff(
        laid.old.splitlines(),
        laid.new.splitlines(),
        str(laid.path),
        str(laid.path),
        lineterm="",
    )
    return Safe.joined(map(Safe.line, lines)) + Safe("\n")
