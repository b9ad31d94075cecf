"""`triage code`: the page of a code, or the list of all codes."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import click

from triage.cli.options import json_option
from triage.cli.output import print_json, say, width
from triage.language.diagnostics import CODES
from triage.language.safe import Safe

if TYPE_CHECKING:
    from triage.language.catalogue import CodePage


@click.command()
@click.argument(
    "name",
    metavar="[CODE]",
    required=False,
    shell_complete=lambda ctx, param, text: [known for known in CODES if text in known],
)
@json_option
def code(name: str | None, as_json: bool) -> None:
    """Explain CODE, such as T202: what it means, why it matters, a wrong and a right example.
    Without it, list all.
    """
    show(name, as_json)


def show(name: str | None, as_json: bool) -> None:
    """Print the page of the code called ``name``, or the list of all codes.

    Raises:
        UnknownName: it is no code.
    """
    from triage.language.catalogue import page

    if name is None:
        print_json([_plain(page(known)) for known in CODES]) if as_json else say(_listed())
        return
    found = page(name)
    print_json(_plain(found)) if as_json else say(_text(found))


def _listed() -> Safe:
    return Safe("\n".join(f"{code}  {title}" for code, title in CODES.items()))


def _text(page: CodePage) -> Safe:
    paragraphs = [
        f"{page.code}: {page.title} ({page.severity.value})",
        page.means,
        f"Why it matters: {page.matters}",
    ]
    filled = [textwrap.fill(text, width()) for text in paragraphs]
    examples = [f"Wrong:\n{_indented(page.wrong)}", f"Right:\n{_indented(page.right)}"]
    return Safe("\n\n".join([*filled, *examples]))


def _indented(example: str) -> str:
    return textwrap.indent(example, "    ")


def _plain(page: CodePage) -> dict[str, str]:
    return {
        "code": page.code,
        "title": page.title,
        "severity": page.severity.value,
        "means": page.means,
        "matters": page.matters,
        "wrong": page.wrong,
        "right": page.right,
    }
