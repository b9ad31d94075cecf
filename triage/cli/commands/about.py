"""`triage about`: what this is. It reads no rules unless somebody signed some, so it imports
neither pydantic nor prompts.
"""

from __future__ import annotations

import platform
from pathlib import Path

import click

from triage import __version__
from triage.cli.installed import versions
from triage.cli.options import json_option, rules_option
from triage.cli.output import print_json, say
from triage.engine import durable_problem
from triage.language.safe import Safe

SHOWN = frozenset({"id", "version", "purpose", "limits", "intended_use"})
"""What is shown of a rule set; where all of it stands at its head, the rest is not read."""
LIBRARIES = ("durable-rules", "pydantic", "questionary", "click", "rich", "PyYAML")


@click.command()
@rules_option
@json_option
def about(rules: str, as_json: bool) -> None:
    """Say what this is, which engine runs, and where answers are stored."""
    facts = _facts(rules)
    if as_json:
        print_json(facts)
    else:
        say(_text(facts))


def _facts(rules: str) -> dict[str, object]:
    from triage.files.folders import data_folder, default_folder
    from triage.language import source
    from triage.language.locating import IDENTITY, locate

    path = locate(rules) / IDENTITY
    identity = source.read_head(path, SHOWN) or source.read(path)
    problem = durable_problem()
    return {
        "purpose": identity.get("purpose", ""),
        "engine": "reference" if problem else "durable",
        "engine_note": problem,
        "ruleset": {"id": identity.get("id", ""), "version": identity.get("version", "")},
        "versions": {
            "triage": __version__,
            "python": platform.python_version(),
            **versions(LIBRARIES),
        },
        "answers_stored_in": str(default_folder()),
        "practice_stored_in": str(data_folder()),
        "reviewed": _reviewed(locate(rules)),
        "intended_use": list(identity.get("intended_use", [])),
        "limits": list(identity.get("limits", [])),
    }


def _reviewed(folder: Path) -> str:
    """How much is signed; only where somebody signed, rules have to be read."""
    from triage.render.results.reviewed import NOBODY, reviewed_words

    if not (folder / "reviews.yaml").is_file():
        return NOBODY
    from triage.language.load import load

    return reviewed_words(load(folder))


def _text(facts: dict[str, object]) -> Safe:
    ruleset, versions, limits = facts["ruleset"], facts["versions"], facts["limits"]
    assert isinstance(ruleset, dict) and isinstance(versions, dict) and isinstance(limits, list)
    use = facts["intended_use"]
    assert isinstance(use, list)
    note = f" ({facts['engine_note']})" if facts["engine_note"] else ""
    lines = [
        str(facts["purpose"]),
        "",
        f"Engine in use: {facts['engine']}{note}",
        f"Rule set: {ruleset['id']} {ruleset['version']}",
        str(facts["reviewed"]),
        "Versions: " + ", ".join(f"{name} {number}" for name, number in versions.items()),
        f"Unfinished answers are kept in: {facts['answers_stored_in']}",
        "They are removed when you finish. `triage ask --private` keeps nothing.",
        (
            f"Finished practice is kept in: {facts['practice_stored_in']} (`triage progress"
            " --delete` removes it)"
        ),
        *(["", "Intended use:", *(f"- {text}" for text in use)] if use else []),
        "",
        "What to keep in mind:",
        *(f"- {limit}" for limit in limits),
    ]
    return Safe.joined(map(Safe.line, lines))
