"""Results as files that a person named: a page to read, to print or to hand over, or data."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from triage.language.safe import Safe

if TYPE_CHECKING:
    from triage.render.formats.page import Page
    from triage.why.explanation import Explanation

FORMATS = (".md", ".html", ".json")
METAVAR = "FILE.md|.html|.json"


def check_format(path: Path) -> None:
    """Refuse a name whose ending says no format.

    Raises:
        UsageError: it ends in none of them.
    """
    if path.suffix.lower() not in FORMATS:
        raise click.UsageError(f"`--output {path}` ends in none of {', '.join(FORMATS)}")


def page_of(explanation: Explanation, engine: str, complaint: str = "") -> Page:
    """The result as a page, for the place and the moment where it is made; ``complaint`` is what is
    wrong in the person's own words.
    """
    from triage.render.results.handover import Notes
    from triage.render.results.region import emergency_number
    from triage.render.results.result_page import result_page

    notes = Notes(complaint, datetime.now())  # what the clock on the wall says
    return result_page(explanation, emergency_number(), engine, notes)


def write(path: Path, page: Page, explanation: Explanation, engine: str) -> str:
    """Write the result in the format of the file's name; returns the sentence that says where it
    is.

    Raises:
        StoreError: it cannot be written.
    """
    from triage.files.writing import write_atomically
    from triage.render.formats import html, markdown
    from triage.render.results.assessment_json import assessment_json
    from triage.render.results.region import emergency_number

    ending = path.suffix.lower()
    if ending == ".json":
        made = assessment_json(explanation, engine, emergency_number())
        text = Safe.json(made, indent=1) + Safe("\n")
    else:
        text = html.render(page) if ending == ".html" else markdown.render(page)
    write_atomically(path, text)
    return f"The result is in {path}."
