"""Where things lie: the rule sets that come with triage, those of other authors, unfinished
answers, and progress.
"""

from __future__ import annotations

import os
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


def default_folder() -> Path:
    """Where unfinished answers are kept: ``TRIAGE_STATE``, or the user's folder for such things."""
    chosen = os.environ.get("TRIAGE_STATE")
    if chosen:
        return Path(chosen)
    import platformdirs

    return platformdirs.user_state_path("triage", appauthor=False)


def data_folder() -> Path:
    """Where the results of practice are kept: ``TRIAGE_DATA``, or the user's folder for data."""
    chosen = os.environ.get("TRIAGE_DATA")
    if chosen:
        return Path(chosen)
    import platformdirs

    return platformdirs.user_data_path("triage", appauthor=False)
