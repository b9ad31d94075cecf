"""Where rule sets lie: those that come with triage, and those of other authors."""

from __future__ import annotations

from pathlib import Path

from triage.language.diagnostics import UnknownName

IDENTITY = "ruleset.yaml"
"""The file that makes a folder a rule set."""


def shipped() -> Path:
    """The folder of the rule sets that come with triage: inside the package, or beside it in a
    checkout.
    """
    package = Path(__file__).resolve().parent.parent
    inside = package / "rules"
    return inside if inside.is_dir() else package.parent / "rules"


def locate(name: str) -> Path:
    """The folder of a rule set given by name or path.

    Raises:
        UnknownName: neither a folder nor the name of a shipped rule set.
    """
    folder = shipped() / name
    if Path(name).name == name and (folder / IDENTITY).is_file():
        return folder
    if Path(name).exists():
        return Path(name)
    known = sorted(path.parent.name for path in shipped().glob(f"*/{IDENTITY}"))
    raise UnknownName("the name of a rule set or a folder", name, known)
