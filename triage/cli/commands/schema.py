"""`triage schema`: JSON Schemas of the files of a rule set, for editors."""

from __future__ import annotations

import json
from pathlib import Path

import click

from triage.cli.options import json_option
from triage.cli.output import print_json


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
        click.echo(_text(kind), nl=False)
    elif as_json:
        print_json({name: about.title for name, about in schemas.KINDS.items()})
    else:
        click.echo("\n".join(f"{name:<12}{about.title}" for name, about in schemas.KINDS.items()))


def _text(kind: str) -> str:
    from triage.analysis.authoring.schemas import schema as made

    return json.dumps(made(kind), ensure_ascii=False, indent=1) + "\n"


def _write(folder: Path, kinds: list[str]) -> None:
    texts = {folder / f"{kind}.json": _text(kind) for kind in kinds}
    folder.mkdir(parents=True, exist_ok=True)
    for path, text in texts.items():
        path.write_text(text, encoding="utf-8")
        click.echo(str(path))
