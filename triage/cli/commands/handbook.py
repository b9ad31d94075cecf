"""`triage handbook`: write a rule set as a static site that works offline and on paper."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import click

from triage.cli.options import json_option, load_rules, rules_option
from triage.cli.output import print_json, say, warn
from triage.language.diagnostics import TriageError
from triage.language.safe import Safe

if TYPE_CHECKING:
    from triage.handbook.pages import Handbook
    from triage.language.ruleset import RuleSet

MARK = ".triage-handbook"
"""The file that says which files of a folder an earlier handbook wrote."""
LARGEST_MARK = 10_000_000


@click.command()
@click.option(
    "--output",
    "folder",
    metavar="FOLDER",
    required=True,
    type=click.Path(path_type=Path),
    help="Where to write it: a new or empty folder, or an earlier handbook, which is renewed.",
)
@rules_option
@json_option
def handbook(folder: Path, rules: str, as_json: bool) -> None:
    """Write a handbook as a web site: a page for every red flag, cause, finding and source.

    It works without a network, needs no script, and prints well.

    \b
    triage handbook --output handbook                      then open handbook/index.html
    triage handbook --rules my_rules --output my_handbook  of another rule set
    """
    from triage.render.handbook import INDEX, WHOLE, render
    from triage.render.results.region import emergency_number

    earlier = _earlier(folder)
    made = _made(load_rules(rules))
    files = render(made, emergency_number())
    write(files, folder, earlier)
    if as_json:
        print_json(_plain(made, folder / INDEX, WHOLE in files))
        return
    say(Safe.line(f"{folder / INDEX}: {len(made.pages)} pages"))
    if WHOLE not in files:
        drawings = "they need pygraphviz, which the extra `author` brings"
        warn(Safe(f"The drawings are left out: {drawings}."))


def write(files: Mapping[str, Safe], folder: Path, earlier: frozenset[str]) -> None:
    """Write the site; what an earlier one wrote and this one does not is deleted, everything else
    stays.

    The mark is written first and names both, so that a site left half written can still be renewed.
    Nothing is written, or deleted, outside the folder or through a link.

    Raises:
        TriageError: a file would be overwritten that no earlier handbook wrote.
        StoreError: the folder, a folder or file of the site in it, or the mark is a link or no
            ordinary file, or cannot be written.
    """
    from triage.files.folder import USUAL, Folder
    from triage.files.writing import reported

    site = Folder(folder)
    with reported(folder):
        there = {path for path in (MARK, *sorted({*files, *earlier})) if site.holds(path)}
    foreign = next((path for path in files if path not in earlier and path in there), None)
    if foreign is not None:
        raise TriageError(
            f"{folder / foreign} is there already and not part of the handbook; move it or name"
            " another folder"
        )
    with reported(folder):
        site.make()
        site.keep(MARK, _mark({*files, *earlier}), USUAL)
        for path, text in files.items():
            site.keep(path, text, USUAL)
        for path in sorted(earlier - files.keys()):
            site.remove(path)
        site.keep(MARK, _mark(files), USUAL)


def _mark(paths: Iterable[str]) -> Safe:
    return Safe("".join(f"{path}\n" for path in sorted(paths)))


def _earlier(folder: Path) -> frozenset[str]:
    """The files that an earlier handbook wrote into the folder.

    Raises:
        TriageError: the folder holds something that is not a handbook of ours.
        StoreError: the folder or the mark is a link, or cannot be read.
    """
    from triage.files.folder import Folder
    from triage.files.writing import reported

    if folder.exists() and not folder.is_dir():
        raise TriageError(f"{folder} is a file; name a folder")
    site = Folder(folder)
    with reported(folder):
        mark, names = site.read(MARK, LARGEST_MARK), site.names()
    if mark is not None:
        paths = mark.decode(errors="replace").splitlines()
        return frozenset(path for path in paths if _is_ours(path))
    if names:
        raise TriageError(
            f"{folder} holds other files, and nothing is ever overwritten; name a new or empty"
            " folder, or an earlier handbook"
        )
    return frozenset()


def _is_ours(path: str) -> bool:
    """Whether a line of the mark can name a file of the site, so that no line leads out of the
    folder.
    """
    parts = PurePosixPath(path).parts
    return (
        0 < len(parts) <= 2
        and path == "/".join(parts)
        and ".." not in parts
        and not any(sign < " " or sign in "\\:" for sign in path)
        and path.endswith((".html", ".css", ".svg"))
    )


def _made(ruleset: RuleSet) -> Handbook:
    from triage.cases import case_files
    from triage.engine import open_engine
    from triage.handbook import pages as handbooks

    engine = open_engine(ruleset, "reference")[0]
    return handbooks.handbook(
        ruleset, case_files.load_all(ruleset), lambda case: engine.assess(case.answers)
    )


def _plain(made: Handbook, index: Path, has_drawings: bool) -> dict[str, object]:
    return {
        "schema": 1,
        "ruleset": made.ruleset.id,
        "version": made.ruleset.version,
        "digest": made.ruleset.digest,
        "index": str(index),
        "drawings": has_drawings,
        "pages": [
            {"kind": key.kind.value, "id": key.id, "title": page.title, "path": made.paths[key]}
            for key, page in made.pages.items()
        ],
    }
