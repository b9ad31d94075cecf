"""`triage schema`: JSON Schemas of the files of a rule set, for editors."""

from __future__ import annotations

from pathlib import Path

import click

from triage.cli.options import json_option
from triage.cli.output import print_json, say
from triage.language.safe import Safe


@click.command()
@click.argument("kind", required=False)
@click.option(
    "--write",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Write every schema into FOLDER as KIND.json.",
)
@json_option
def schema(kind: str | None, folder: Path | None, as_json: bool) -> None:
    """Print the JSON Schema of KIND. Without it, list the kinds.

    \b
    An editor with a YAML language server uses the schema that the first line of a file names:
    # yaml-language-server: $schema=schemas/questions.json
    """
    from triage.analysis.authoring import schemas

    if folder is not None:
        _write(folder, [kind] if kind else list(schemas.KINDS))
    elif kind is not None:
        say(schemas.schema_text(kind), ends=False)
    elif as_json:
        print_json({name: about.title for name, about in schemas.KINDS.items()})
    else:
        say(Safe("\n".join(f"{name:<12}{about.title}" for name, about in schemas.KINDS.items())))


def _write(folder: Path, kinds: list[str]) -> None:
    from triage.analysis.authoring.schemas import schema_text
    from triage.files.folder import USUAL, Folder
    from triage.files.writing import reported

    texts = {f"{kind}.json": schema_text(kind) for kind in kinds}
    below = Folder(folder)
    with reported(folder):
        below.make()
    for name, text in texts.items():
        with reported(folder / name):
            below.keep(name, text, USUAL)
        say(Safe.line(str(folder / name)))
